"""The model of the reader: it scores the tokens of pairs of question and text.

The model that ships is in ``qa/weights``. Any extractive question answering model with safetensors
weights can replace it, named by its folder or hub name.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.errors import ModelError
from pincite.index.engines.hub import fingerprint, from_hub, unloadable
from pincite.index.engines.models.batches import batches, padded
from pincite.index.engines.models.compiled import CompiledModel
from pincite.index.engines.models.converted import Conversion
from pincite.qa.reading.features import Features, Window

if TYPE_CHECKING:
    from pincite.qa.reading.torch_model import TorchReader

SHIPPED = "shipped"
_NO_PART = ("confidence.json",)  # in the folder of the shipped weights, but not part of the model
# texts on which a converted model is compared with the original; the last one needs two windows
_PROBES = ("It opened in 1932.", "No.", "Ships wait outside the harbour. " * 9, "A, b; c. " * 150)
# least correlation of the scores: those of the shipped model in bfloat16 and in integers are above
# it, and those of a broken conversion far below
_ALIKE = 0.995

Scores = tuple[NDArray[np.float32], NDArray[np.float32]]


class SpanModel:
    """An extractive question answering model. It is thread-safe and loads its weights at the first
    use."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._folder = folder
        self._conversion: Conversion[TorchReader] = Conversion(
            lambda: fingerprint(folder, _NO_PART), self._load, _agree, integers=True
        )

    @classmethod
    def load(cls, name: str | None = None) -> SpanModel:
        """The model that ships (None), the model in a local folder, or a model of the hub.

        Only a model of the hub that is not in the local cache needs the network. Raises ModelError.
        """
        if name is None:
            return cls(SHIPPED, Path(str(files("pincite.qa.weights"))))
        if name and Path(name).is_dir():
            return cls(str(Path(name).resolve()), Path(name).resolve())
        return cls(name, from_hub(name, "reader"))

    def windows(self, questions: Sequence[str], texts: Sequence[str]) -> list[Window]:
        """The windows of each question with its text, in order. Raises QuestionError for a question
        so long that it leaves no room for a passage, and ModelError."""
        return self._features.windows(questions, texts)

    def scores(self, windows: Sequence[Window]) -> list[Scores]:
        """For each window, the scores of each token as the start and as the end of an answer: two
        arrays of logits, (tokens,) float32. Raises ModelError if a score is not finite."""
        opened = self._conversion.opened
        found = _scores(opened, self._features, windows)
        if not all(np.isfinite(each).all() for scores in found for each in scores):
            raise ModelError(
                f"reader {self.name!r} returned numbers that are not finite: its weights in "
                f"{self._folder} are unusable; {self._remedy}"
            )
        return found

    @property
    def _remedy(self) -> str:
        if self.name == SHIPPED:
            return "install Pincite again"
        return "name another reader with --reader, or leave it out for the one that ships"

    @cached_property
    def _features(self) -> Features:
        facts = self._conversion.facts
        return Features(facts.tokenizer, facts.most, facts.padding)

    def _load(self) -> TorchReader:
        try:
            # imported here because it takes seconds and a converted model does not need it
            from pincite.qa.reading.torch_model import TorchReader

            return TorchReader(self._folder)
        # the loaders raise many kinds of errors; each means that the model cannot be loaded
        except Exception as error:
            raise ModelError(
                f"{unloadable(str(self._folder), 'reader', error)}; {self._remedy}"
            ) from error


def _scores(
    model: CompiledModel | TorchReader, features: Features, windows: Sequence[Window]
) -> list[Scores]:
    """Two arrays of logits for each window, in order."""
    found: dict[int, Scores] = {}
    for length, batch in batches([len(window.ids) for window in windows], features.window):
        some = [windows[n] for n in batch]
        given = padded([w.ids for w in some], [w.types for w in some], length, features.padding)
        starts, ends = model.run(given)
        for n, window, start, end in zip(batch, some, starts, ends, strict=True):
            found[n] = start[: len(window.ids)], end[: len(window.ids)]
    return [found[n] for n in range(len(windows))]


def _agree(model: CompiledModel, original: TorchReader) -> bool:
    """Whether a converted model gives about the same scores as the original."""
    facts = original.facts
    features = Features(facts.tokenizer, facts.most, facts.padding)
    windows = features.windows(["When?"] * len(_PROBES), _PROBES)
    for ours, theirs in zip(
        _scores(model, features, windows), _scores(original, features, windows), strict=True
    ):
        for one, other in zip(ours, theirs, strict=True):
            a, b = one - one.mean(), other - other.mean()
            if not a @ b >= _ALIKE * np.linalg.norm(a) * np.linalg.norm(b):
                return False
    return True
