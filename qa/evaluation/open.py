"""Open mode: each question is asked over a whole index, so the search is measured too."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pincite.index.building.build import rebuild
from pincite.index.building.publishing.cutting import PassageEncoder, Progress
from pincite.index.retrieval.hit import Hit
from pincite.qa.evaluation.datasets import LabeledQuestion
from pincite.qa.evaluation.outcomes import Outcome, judged
from pincite.qa.types import Answer

DEPTH = 50  # passages by which the search is measured
_FILE = "contexts.jsonl"


class OpenAnswerer(Protocol):
    """What open mode needs of an Answerer."""

    @property
    def threshold(self) -> float: ...

    def answer(self, question: str) -> Answer: ...

    def search(self, question: str, k: int) -> list[Hit]: ...


@dataclass(frozen=True, slots=True)
class TemporaryIndex:
    """A temporary index, and the id of each context's article in it."""

    index: Path
    ids: Mapping[str, str]

    def source(self, asked: LabeledQuestion) -> str | None:
        """The id of the article made of the question's context; None if it has no context."""
        return None if asked.context is None else self.ids[asked.context]


@contextmanager
def temporary_index(
    asked: Sequence[LabeledQuestion], name: str, encoder: PassageEncoder, progress: Progress
) -> Iterator[TemporaryIndex]:
    """An index of all contexts of the questions, each an article, which exists during the block. A
    context without a title has the title ``name``. Raises as ``rebuild``."""
    titles: dict[str, str] = {}
    for each in asked:
        if each.context is not None:
            titles.setdefault(each.context, each.title or name)
    with tempfile.TemporaryDirectory(prefix="pincite-") as folder:
        lines = (
            json.dumps({"id": n, "title": title, "text": text})
            for n, (text, title) in enumerate(titles.items())
        )
        place = Path(folder) / _FILE
        place.write_text("\n".join(lines), encoding="utf-8")
        rebuild(Path(folder) / "index", [place], encoder, progress)
        ids = {text: f"{_FILE}#{n}" for n, text in enumerate(titles)}
        yield TemporaryIndex(Path(folder) / "index", ids)


def outcomes(
    asked: Sequence[LabeledQuestion],
    answerer: OpenAnswerer,
    sources: Sequence[str | None],
    progress: Progress,
) -> list[Outcome]:
    """The outcome of each question. They are asked one at a time, so ``ms`` is the time that a
    person waits.

    ``sources`` name the article with each answer, or None if it is unknown. The search is measured
    by ``DEPTH`` passages, which are searched for outside the timing. Raises ValueError for an
    answerer whose threshold is not 0, because it would refuse to answer.
    """
    if answerer.threshold != 0.0:
        raise ValueError(f"a threshold of {answerer.threshold}; expected an answerer opened with 0")
    return list(_outcomes(asked, answerer, sources, progress))


def _outcomes(
    asked: Sequence[LabeledQuestion],
    answerer: OpenAnswerer,
    sources: Sequence[str | None],
    progress: Progress,
) -> Iterator[Outcome]:
    if asked:  # loads the models first, so that the first question is not slower than others
        answerer.answer(asked[0].question)
    for done, (each, source) in enumerate(zip(asked, sources, strict=True), start=1):
        began = time.perf_counter()
        answer = answerer.answer(each.question)
        ms = (time.perf_counter() - began) * 1000
        hits = answerer.search(each.question, DEPTH) if each.answers else []
        yield judged(each, answer, ms, hits, source)
        progress("asking", done, len(asked))
