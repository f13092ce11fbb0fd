"""An engine keeps memory for each shape that it has seen: many questions give few shapes."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any

import pytest

from pincite.index.engines.encoder import DEFAULT_MODEL, SentenceEncoder
from pincite.index.engines.models.compiled import CompiledModel
from pincite.index.engines.models.sentences import SentenceModel
from pincite.qa.reading.model import SpanModel
from pincite.qa.reading.torch_model import TorchReader
from tests.support.tiny_reader import tiny

QUESTIONS = 300
LENGTHS = 32  # of 512 tokens in steps of 16
Shapes = set[tuple[int, int]]


@pytest.fixture(params=["openvino", "torch"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("PINCITE_ENGINE", request.param)
    return str(request.param)


@pytest.fixture
def shapes(monkeypatch: pytest.MonkeyPatch) -> Shapes:
    """The shapes that a model was given. Each is computed only once."""
    seen: Shapes = set()
    given: dict[tuple[int, ...], Any] = {}

    def noting(run: Callable[..., Any]) -> Callable[..., Any]:
        def noted(self: Any, inputs: Any, *rest: Any, **options: Any) -> Any:
            shape = tuple(inputs["input_ids"].shape)
            seen.add(shape)
            if shape not in given:
                given[shape] = run(self, inputs, *rest, **options)
            return copy(given[shape])

        return noted

    import sentence_transformers

    for kind, name in (
        (CompiledModel, "run"),
        (TorchReader, "run"),
        (sentence_transformers.SentenceTransformer, "forward"),
    ):
        monkeypatch.setattr(kind, name, noting(getattr(kind, name)))
    return seen


def words(draw: random.Random, most: int) -> str:
    return " ".join(draw.choice(["mill", "quay", "storm"]) for _ in range(draw.randint(1, most)))


@pytest.mark.slow
def test_the_embedder_sees_few_shapes(engine: str, shapes: Shapes) -> None:
    model = SentenceEncoder(DEFAULT_MODEL, SentenceEncoder.load().folder)  # with weights of its own
    draw = random.Random(engine)
    model.questions(["ready?"])
    assert isinstance(
        model._conversion.opened, CompiledModel if engine == "openvino" else SentenceModel
    )
    shapes.clear()
    for _ in range(QUESTIONS):
        model.questions([words(draw, 400) + "?"])
    assert 1 < len(shapes) <= LENGTHS


@pytest.mark.slow
def test_the_reader_sees_few_shapes(engine: str, shapes: Shapes, tmp_path: Path) -> None:
    model, draw = SpanModel.load(str(tiny(tmp_path / "model"))), random.Random(engine)
    assert isinstance(
        model._conversion.opened, CompiledModel if engine == "openvino" else TorchReader
    )
    shapes.clear()
    for _ in range(QUESTIONS):
        question = words(draw, 60) + "?"
        texts = [words(draw, 400) for _ in range(draw.randint(1, 10))]
        model.scores(model.windows([question] * len(texts), texts))
    assert 1 < len(shapes) <= LENGTHS * 3 + 3  # one, two or four rows; eight and sixteen if short
