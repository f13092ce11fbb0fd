"""The Answerer: an index, an embedder and a reader behind one method. And ``answer()``."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from corpus.errors import QuestionError
from index.encoder import SentenceEncoder
from index.filter import Filter, Scope
from index.generation import current
from index.hit import Hit
from index.repeats import updates
from index.search import Retriever
from index.snapshot import Snapshot
from qa.confidence import calibration
from qa.decide import decide
from qa.examples import example_questions
from qa.places import says_first
from qa.reader import load_reader
from qa.types import Answer, Candidate

MAX_QUESTION = 2_000
_EXAMPLES = 12


class Reader(Protocol):
    """What marks answers in passages. Scores are comparable across passages."""

    def read(
        self, questions: Sequence[str], hits: Sequence[Sequence[Hit]]
    ) -> list[list[Candidate]]: ...


@dataclass(frozen=True, slots=True)
class Settings:
    """How many passages are retrieved and handed to the reader, how many citations are given, and
    the confidence from which an answer counts as found (None: the one that was measured)."""

    hits: int = 10
    citations: int = 3
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What an index holds. ``built`` is an ISO 8601 date-time in UTC."""

    articles: int
    passages: int
    built: str
    path: str


@dataclass(frozen=True, slots=True)
class _Opened:
    """One generation with its retriever: replaced whole, never changed."""

    pointer: str | None
    encoder: SentenceEncoder
    retriever: Retriever


def default_index() -> Path:
    """Where the index lies if none is named: $PINCITE_INDEX, or ~/.pincite/index."""
    return Path(os.environ.get("PINCITE_INDEX") or Path.home() / ".pincite" / "index")


class Answerer:
    """Answers questions over one index. Thread-safe.

    It follows the index: once a rebuild has published, the next question is answered from the
    new generation, and each answer comes from one generation only.
    """

    def __init__(
        self,
        index_dir: Path,
        encoder: SentenceEncoder | None = None,
        settings: Settings | None = None,
        reader: Reader | None = None,
    ) -> None:
        """Raises IndexFault or ModelError. Without ``reader``, the one that ships reads; without
        ``encoder``, the one that built the index embeds the questions."""
        self._index_dir = index_dir
        self._settings = settings or Settings()
        self._pinned = encoder
        self._reader = reader or load_reader()
        self._calibration = calibration()
        self._swap = threading.Lock()
        self._opened = self._open(encoder)
        self._examples: tuple[_Opened | None, tuple[str, ...]] = (None, ())

    @classmethod
    def open(
        cls,
        index: str | Path | None = None,
        *,
        model: str | None = None,
        reader: str | None = None,
        threshold: float | None = None,
    ) -> Answerer:
        """Opens an index, or the default one, and checks all of it once.

        ``model`` insists on an embedder instead of using the one that built the index; ``reader``
        names another reader than the one that ships, by folder or hub name. Raises
        IndexFault where the index is missing, damaged or of another embedder, and ModelError.
        """
        encoder = None if model is None else SentenceEncoder.load(model)
        place = default_index() if index is None else Path(index)
        return cls(place, encoder, Settings(threshold=threshold), load_reader(reader))

    @property
    def summary(self) -> Summary:
        """How much the index holds and when it was built."""
        manifest = self._current().retriever.snapshot.manifest
        return Summary(manifest.articles, manifest.passages, manifest.created, str(self._index_dir))

    @property
    def threshold(self) -> float:
        """The confidence from which an answer counts as found."""
        chosen = self._settings.threshold
        return self._calibration.threshold if chosen is None else chosen

    def answer(
        self,
        question: str,
        *,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
    ) -> Answer:
        """The answer to one question, from articles published from ``since`` to ``until``
        ("2026", "2026-02" or "2026-02-03", both included) whose path, address or author holds
        ``source``.

        Raises QuestionError if the question is empty or too long, InputError for a bad filter.
        """
        return self.answer_batch([question], since=since, until=until, source=source)[0]

    def answer_batch(
        self,
        questions: Sequence[str],
        *,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
    ) -> list[Answer]:
        """The answer to each question, in order. Filters and raises as ``answer`` does."""
        asked = [_checked(question) for question in questions]
        filter = Filter.of(since, until, source)
        retriever = self._current().retriever
        scope = retriever.scope(filter)
        hits = retriever.search(asked, self._settings.hits, filter)
        read = self._reader.read(asked, [[*row, *updates(row)] for row in hits])
        candidates = [[each for each in row if says_first(each)] for row in read]
        lexical = retriever.snapshot.lexical
        decided = (
            decide(
                question,
                row,
                found,
                lexical.missing(question, retriever.among(filter)),
                self._calibration,
                self.threshold,
                self._settings.citations,
            )
            for question, row, found in zip(asked, hits, candidates, strict=True)
        )
        return [replace(answer, scope=scope) for answer in decided]

    def search(
        self,
        question: str,
        k: int = 10,
        *,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
    ) -> list[Hit]:
        """The nearest ``k`` passages, best first. Filters and raises as ``answer`` does."""
        retriever = self._current().retriever
        return retriever.search([_checked(question)], k, Filter.of(since, until, source))[0]

    def scope(
        self, *, since: str | None = None, until: str | None = None, source: str | None = None
    ) -> Scope:
        """How many articles a filter accepts, and how many it leaves out for want of a date.
        Raises InputError for a bad filter."""
        return self._current().retriever.scope(Filter.of(since, until, source))

    def examples(self, limit: int = 6) -> tuple[str, ...]:
        """Up to ``limit`` questions that the articles are known to answer; worked out once for
        each generation of the index."""
        opened = self._current()
        if self._examples[0] is not opened:
            articles = opened.retriever.snapshot.store.articles()
            self._examples = opened, example_questions(articles, self.answer_batch, _EXAMPLES)
        return self._examples[1][:limit]

    def _current(self) -> _Opened:
        opened = self._opened
        if current(self._index_dir) == opened.pointer:
            return opened
        with self._swap:
            if current(self._index_dir) != self._opened.pointer:
                self._opened = self._open(self._opened.encoder)
            return self._opened

    def _open(self, encoder: SentenceEncoder | None) -> _Opened:
        # read before the generation is: at worst the same generation is opened twice
        pointer = current(self._index_dir)
        snapshot = Snapshot.open(self._index_dir)
        manifest = snapshot.manifest
        if encoder is None or (not self._pinned and encoder.fingerprint != manifest.fingerprint):
            encoder = SentenceEncoder.load(manifest.embedder)
        return _Opened(pointer, encoder, Retriever(snapshot, encoder))


def answer(
    question: str,
    index: str | Path | None = None,
    *,
    since: str | None = None,
    until: str | None = None,
    source: str | None = None,
) -> Answer:
    """Answers one question over an index, or over the default one, filtered as in
    ``Answerer.answer``.

    The index and its models are loaded at the first call and kept. Raises InputError, of which
    QuestionError is one, IndexFault and ModelError.
    """
    answerer = _kept(default_index() if index is None else Path(index).absolute())
    return answerer.answer(question, since=since, until=until, source=source)


@lru_cache(maxsize=4)
def _kept(index_dir: Path) -> Answerer:
    return Answerer.open(index_dir)


def _checked(question: str) -> str:
    if len(question) > MAX_QUESTION:
        raise QuestionError(
            f"the question has {len(question):,} characters; ask in at most {MAX_QUESTION:,}"
        )
    if not any(character.isalnum() for character in question):
        raise QuestionError(
            "the question is empty; ask something like: When will the pilot line be ready?"
        )
    # a lone surrogate is no character, and neither SQLite nor a tokenizer takes it
    return question.encode("utf-8", "replace").decode("utf-8").strip()
