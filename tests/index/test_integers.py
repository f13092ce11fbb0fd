"""8-bit integer weights: their products are near the original ones, and they are used only if
faster and with the same results."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
import torch

from pincite.index.engines.models import converted as conversion
from pincite.index.engines.models.compiled import CompiledModel, converted, in_integers, save
from pincite.qa.reading.model import SpanModel, _agree
from pincite.qa.reading.torch_model import TorchReader
from tests.support.tiny_reader import tiny

WIDE, NARROW = 256, 160


class Two(torch.nn.Module):
    """A matrix that becomes integers, one row of which is zero; one whose inputs are no multiple of
    128, and one with few outputs."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(5)
        self.wide = torch.nn.Linear(WIDE, NARROW)
        self.narrow = torch.nn.Linear(NARROW, NARROW)
        self.head = torch.nn.Linear(WIDE, 2)
        with torch.no_grad():
            self.wide.weight[7] = 0
            self.wide.weight[8, 0] = 30  # one large weight must not blur those of other groups

    def forward(self, input_ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        shown = torch.nn.functional.one_hot(input_ids, WIDE).float()
        inner = self.wide(shown)
        return inner, self.narrow(inner), self.head(shown)


def kinds(folder: Path) -> list[str]:
    """The types of the matrices that a saved model holds."""
    text = (folder / "model.xml").read_text("utf-8")
    return [kind for kind in ("i8", "f16", "f32") if f'element_type="{kind}"' in text]


def test_each_weight_is_rounded_by_at_most_half_a_step(tmp_path: Path) -> None:
    model = Two().eval()
    ids = torch.arange(WIDE).reshape(1, WIDE)
    graph = converted(model, {"input_ids": ids})
    rounded = in_integers(graph, half=False)
    # the inputs are all 0 or 1, so the outputs are the weights
    found, after, few = CompiledModel(rounded).run({"input_ids": ids.numpy()})
    with torch.no_grad():
        exact, _, head = (each.numpy() for each in model(ids))
    bias = model.wide.bias.detach().numpy()
    groups = np.abs(exact - bias).reshape(2, 128, NARROW).max(axis=1)
    steps = np.repeat(groups / 127, 128, axis=0)[None]
    slack = 2**-7 * (np.abs(exact) + np.abs(bias))  # the rounding of bfloat16
    assert (np.abs(found - exact) <= steps / 2 + slack).all()
    assert np.abs(found - exact).max() > 0
    with torch.no_grad():
        then = model.narrow(torch.from_numpy(found)).numpy()
    assert np.allclose(after, then, rtol=0.02, atol=0.05)
    assert np.allclose(few, head, rtol=2**-7, atol=2**-10)
    save(rounded, tmp_path, half=False)
    assert kinds(tmp_path) == ["i8", "f32"]
    assert (tmp_path / "model.xml").read_text("utf-8").count('element_type="i8"') == 1


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SpanModel:
    """A reader with matrices that may become integers, and an empty cache."""
    monkeypatch.setenv("PINCITE_CACHE", str(tmp_path / "cache"))
    return SpanModel.load(str(tiny(tmp_path / "model", width=128)))


def held(reader: SpanModel, tmp_path: Path) -> list[str]:
    """The types of the weights that are kept once the reader was asked."""
    reader.scores(reader.windows(["When?"], ["It opened in 1932."]))
    assert isinstance(reader._conversion.opened, CompiledModel)
    (folder,) = (tmp_path / "cache" / "models").iterdir()
    return kinds(folder)


@pytest.mark.parametrize("faster", [True, False])
def test_integer_weights_are_used_only_if_faster(
    reader: SpanModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, faster: bool
) -> None:
    took = iter([1.0, 2.0] * 5 if faster else [1.9, 2.0] * 5)  # integers first
    monkeypatch.setattr(CompiledModel, "seconds", lambda *_: next(took))
    assert ("i8" in held(reader, tmp_path)) is faster
    assert not list(took)


def test_integer_weights_are_not_used_if_results_differ(
    reader: SpanModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion, "_much_faster", lambda *_: True)
    agree = iter([False, True, True])
    monkeypatch.setattr(reader._conversion, "_agree", lambda *_: next(agree))
    assert "i8" not in held(reader, tmp_path)


def test_each_processor_type_has_its_own_converted_model(
    reader: SpanModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held(reader, tmp_path)
    monkeypatch.setattr(conversion.engine, "processor", lambda: "another-8")
    other = SpanModel.load(str(tmp_path / "model"))
    other.scores(other.windows(["When?"], ["It opened in 1932."]))
    assert len(list((tmp_path / "cache" / "models").iterdir())) == 2


@pytest.mark.parametrize(("apart", "agree"), [(0.0, True), (0.06, True), (0.3, False)])
def test_the_agreement_check_rejects_distant_scores(apart: float, agree: bool) -> None:
    original = TorchReader(Path(str(files("pincite.qa.weights"))))
    draw = np.random.default_rng(2)

    class Apart:
        def run(self, given: dict[str, np.ndarray]) -> list[np.ndarray]:
            return [each + draw.normal(0, apart, each.shape) for each in original.run(given)]

    assert _agree(Apart(), original) is agree  # type: ignore[arg-type]


def test_a_failed_integer_conversion_falls_back(
    reader: SpanModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(conversion.engine, "in_integers", fail)
    assert "i8" not in held(reader, tmp_path)
