"""The model behind the reader: pairs of question and text in, scores of tokens out.

The only file of the product that runs it, with transformers and torch. The one that ships lies in
``qa/weights``; any folder or hub name of an extractive question answering model with safetensors
weights can take its place.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.errors import ModelError
from pincite.index.engines.hub import from_hub, unloadable
from pincite.qa.reading.features import Features, Window

SHIPPED = "shipped"
_WINDOW = 384  # tokens; what the shipped model was trained with
_WASTE = 1.4  # a batch's longest window may be this much longer than its shortest
_BATCH = 24
_INPUTS = ("input_ids", "token_type_ids", "attention_mask")

Scores = tuple[NDArray[np.float32], NDArray[np.float32]]


class SpanModel:
    """An extractive question answering model. Thread-safe; weights are loaded at the first use."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._folder = folder
        self._lock = threading.Lock()

    @classmethod
    def load(cls, name: str | None = None) -> SpanModel:
        """Names the model that ships (None), a local folder, or a model of the hub.

        Only a hub name that is not in the local cache needs the network. Raises ModelError.
        """
        if name is None:
            return cls(SHIPPED, Path(str(files("pincite.qa.weights"))))
        if name and Path(name).is_dir():
            return cls(str(Path(name).resolve()), Path(name).resolve())
        return cls(name, from_hub(name, "reader"))

    def windows(self, questions: Sequence[str], texts: Sequence[str]) -> list[Window]:
        """Each question with the text beside it, cut to what the model takes, in order; raises
        QuestionError for a question that leaves no room, and ModelError."""
        return self._loaded[0].windows(questions, texts)

    def scores(self, windows: Sequence[Window]) -> list[Scores]:
        """For each window, how well each token starts and ends an answer: two rows of logits,
        (tokens,) float32. Raises ModelError where they are not numbers."""
        found: list[Scores | None] = [None] * len(windows)
        for batch in _batches([len(window.ids) for window in windows]):
            rows = self._run([windows[n] for n in batch])
            for n, start, end in zip(batch, *rows, strict=True):
                size = len(windows[n].ids)
                found[n] = start[:size], end[:size]
        return [each for each in found if each is not None]

    def _run(self, windows: Sequence[Window]) -> Scores:
        import torch

        longest = max(len(window.ids) for window in windows)
        filled = np.zeros((3, len(windows), longest), dtype=np.int64)
        for n, window in enumerate(windows):
            size = len(window.ids)
            filled[0, n, :size] = window.ids
            filled[1, n, :size] = window.types
            filled[2, n, :size] = 1
        features, model, names = self._loaded
        filled[0][filled[2] == 0] = features.padding
        given = dict(zip(_INPUTS, torch.from_numpy(filled), strict=True))
        if filled[2].all():
            del given["attention_mask"]
        with torch.inference_mode():
            out = model(**{name: value for name, value in given.items() if name in names})
        rows = out.start_logits.float().numpy(), out.end_logits.float().numpy()
        if not all(np.isfinite(each[filled[2] == 1]).all() for each in rows):
            raise ModelError(
                f"reader {self.name!r} returned numbers that are not finite: its weights in "
                f"{self._folder} are unusable; {self._remedy}"
            )
        return rows

    @property
    def _remedy(self) -> str:
        if self.name == SHIPPED:
            return "install Pincite again"
        return "name another reader with --reader, or leave it out for the one that ships"

    @property
    def _loaded(self) -> tuple[Features, Any, frozenset[str]]:
        with self._lock:
            return self._parts

    @cached_property
    def _parts(self) -> tuple[Features, Any, frozenset[str]]:
        try:
            return _load(self._folder)
        # the loaders raise whatever they like; all of it means that the model is not to be had
        except Exception as error:
            raise ModelError(
                f"{unloadable(str(self._folder), 'reader', error)}; {self._remedy}"
            ) from error


def _load(folder: Path) -> tuple[Features, Any, frozenset[str]]:
    # imported here: it takes seconds, and `pincite status` or `--help` must not wait for it
    import inspect

    import torch
    import transformers

    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    model, report = transformers.AutoModelForQuestionAnswering.from_pretrained(
        folder,
        local_files_only=True,
        trust_remote_code=False,
        use_safetensors=True,
        # half the time where the processor multiplies it; scores stay within about a tenth
        dtype=torch.bfloat16 if multiplies_bfloat16() else torch.float32,
        output_loading_info=True,
    )
    if report["missing_keys"] or report["mismatched_keys"]:
        lacking = sorted(map(str, report["missing_keys"] or report["mismatched_keys"]))
        raise ValueError(f"weights are missing or of another shape: {', '.join(lacking[:3])}")
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
    if not tokenizer.is_fast:
        raise ValueError("its tokenizer does not say where in the text a token stands")
    window = min(_WINDOW, tokenizer.model_max_length, _positions(model.config))
    names = frozenset(inspect.signature(model.forward).parameters)
    return Features(tokenizer, window), model.eval(), names


def multiplies_bfloat16() -> bool:
    """Whether this processor has instructions for products of bfloat16."""
    import torch

    return bool(getattr(torch.cpu, "_is_avx512_bf16_supported", bool)())


def _positions(config: Any) -> int:
    places = getattr(config, "max_position_embeddings", None) or _WINDOW
    # RoBERTa and its kin count positions from behind the padding token's number
    return int(places) - 2


def _batches(sizes: Sequence[int]) -> Iterator[list[int]]:
    """The numbers of the windows in batches of nearly equal length: padding is read for nothing."""
    order = sorted(range(len(sizes)), key=lambda n: sizes[n])
    batch: list[int] = []
    for n in order:
        if batch and (len(batch) == _BATCH or sizes[n] > _WASTE * sizes[batch[0]]):
            yield batch
            batch = []
        batch.append(n)
    if batch:
        yield batch
