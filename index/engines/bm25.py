"""BM25 over passages in several segments, with statistics over all current passages.

Scores are those of Robertson and Zaragoza 2009 with k1 = 1.2 and b = 0.75; lengths are quantised as
in Lucene. Rarer terms are evaluated first. A frequent term is evaluated only for the passages they
found, as soon as no other passage can be among the best (MaxScore, Turtle and Flood 1995). The
ranking is the same as without this shortcut.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pincite.index.engines.lexical import content_words, terms
from pincite.index.engines.numbering import Numbering
from pincite.index.engines.postings import LENGTHS, Postings

_K1: Final = 1.2
_B: Final = 0.75
_SLACK: Final = 1e-5  # relative; sums in different orders differ by less
_FEW: Final = 4_000  # passages that are scored before terms are skipped
_LONG: Final = 64  # ratio of a term's places to passages above which passages are looked up singly
_KEPT: Final = 32  # cached terms: a question looks each of its terms up twice


def rounded_length(length: int) -> int:
    """The length used for scoring: the greatest of Lucene's lengths that is not above ``length``,
    in terms."""
    return int(LENGTHS[np.searchsorted(LENGTHS, length, side="right") - 1])


@dataclass(frozen=True, slots=True)
class _Term:
    """The current places that hold a term, ascending; the count of the term at each; and its weight
    (IDF)."""

    places: NDArray[np.int64]
    counts: NDArray[np.uint8]
    weight: float

    @property
    def most(self) -> float:
        return self.weight * (_K1 + 1)


class LexicalIndex:
    """BM25 over the passages of several segments. Thread-safe."""

    def __init__(self, parts: Sequence[Postings], numbering: Numbering) -> None:
        self._parts = parts
        self._numbering = numbering
        self._known: dict[str, _Term] = {}
        self._scratch = _Scratch(numbering.total)

    @classmethod
    def over(cls, texts: Sequence[str], languages: Sequence[str | None] = ()) -> LexicalIndex:
        """An index over ``texts`` in memory, built by ``Postings.of``."""
        return cls([Postings.of(texts, languages)], Numbering.plain(len(texts)))

    def __len__(self) -> int:
        return len(self._numbering)

    def search(
        self, question: str, k: int, among: NDArray[np.bool_] | None = None
    ) -> list[tuple[int, float]]:
        """Up to ``k`` (row, BM25 score) pairs, best first, equal scores by row. If ``among`` is
        given, only rows whose places are true in it.

        Stop words count only if the question has no other words.
        """
        spoken = content_words(question, self._languages)
        words = [term for word in spoken for term in word.terms] or terms(question)
        if not words or not len(self) or k < 1:
            return []
        held = [self._term(word) for word in dict.fromkeys(words)]
        held = [term for term in held if len(term.places)]
        if not held:
            return []
        places = self._best(held, k, among)
        scores = self._scores(held, places).astype(np.float32)
        rows = self._numbering.rows[places]
        order = np.lexsort((rows, -scores))[:k]
        return list(zip(rows[order].tolist(), scores[order].tolist(), strict=True))

    def _best(
        self, held: Sequence[_Term], k: int, wanted: NDArray[np.bool_] | None
    ) -> NDArray[np.int64]:
        """The places of the best ``k``, and of all with the same score as the last of these."""
        rarest = sorted(held, key=lambda term: len(term.places))
        sizes = np.cumsum([len(term.places) for term in rarest])
        used = min(int(np.searchsorted(sizes, _FEW)) + 1, len(rarest))
        found = _union([_filtered(term.places, wanted) for term in rarest[:used]])
        scores = self._scores(rarest, found)
        last = self._last(scores, k)
        # a passage with only the further terms has at most the sum of their maxima
        further = np.cumsum([0.0, *(self._most(term) for term in rarest[::-1])])[::-1]
        needed = int(np.argmax(further < last)) if last else len(rarest)
        if needed > used:
            found = self._above_least(rarest[:needed], last - further[needed], wanted)
            scores = self._scores(rarest, found)
            last = self._last(scores, k)
        return found[scores >= last]

    def _last(self, scores: NDArray[np.float64], k: int) -> float:
        """The score needed to be among the best ``k``; 0 if there are fewer than ``k``."""
        return float(np.partition(scores, -k)[-k]) * (1 - _SLACK) if len(scores) >= k else 0.0

    def _most(self, term: _Term) -> float:
        """The maximum that a term adds to a score."""
        count = int(term.counts.max())
        return term.most * count / (count + self._least)

    def _above_least(
        self, held: Sequence[_Term], least: float, wanted: NDArray[np.bool_] | None
    ) -> NDArray[np.int64]:
        """The wanted places where these terms give a score of at least ``least``, and more than
        0."""
        scores = self._scratch.sums
        scores.fill(0)
        for term in held:
            counts = term.counts.astype(np.float32)
            against = self._damped.astype(np.float32)[self._codes[term.places]]
            scores[term.places] += np.float32(term.most) * counts / (counts + against)
        return _filtered(np.flatnonzero(scores >= max(least * (1 - _SLACK), 1e-30)), wanted)

    def _scores(self, held: Sequence[_Term], places: NDArray[np.int64]) -> NDArray[np.float64]:
        """The BM25 scores of the places, summed over the terms in the order given."""
        scores = np.zeros(len(places), np.float64)
        if not len(places):
            return scores
        damped, slots = self._damped[self._codes[places]], self._scratch.slots
        slots[places] = np.arange(len(places), dtype=np.int32)
        for term in held:
            if len(term.places) > _LONG * len(places):
                at, here = _matched(term.places, places)
            else:
                slot = slots[term.places]
                at = np.flatnonzero(slot >= 0)
                here = slot[at].astype(np.int64)
            counts = term.counts[at].astype(np.float64)
            scores[here] += term.most * counts / (counts + damped[here])
        slots[places] = -1
        return scores

    def holding(self, text: str, least: float = 1.0, together: int = 1) -> NDArray[np.int64]:
        """The rows that contain at least the share ``least`` of the words of a text, in order. With
        ``together`` > 1, a row and the following ones, ``together`` in all, may contain them
        jointly.

        Stop words count only if the text has no other words.
        """
        words = [word.terms for word in content_words(text, self._languages)]
        words = words or [(term,) for term in dict.fromkeys(terms(text))]
        if not words or not len(self):
            return np.empty(0, dtype=np.int64)
        held = np.zeros((len(words), len(self)), dtype=np.bool_)
        for row, alternatives in zip(held, words, strict=True):
            for term in alternatives:
                row[self._numbering.rows[self._term(term).places]] = True
        between = held.copy()
        for ahead in range(1, together):
            between[:, :-ahead] |= held[:, ahead:]
        enough = between.sum(axis=0) >= max(math.ceil(least * len(words) - 1e-9), 1)
        return np.flatnonzero(enough & held.any(axis=0))

    def frequency(self, term: str) -> int:
        """The number of passages that contain this index term."""
        return len(self._term(term).places)

    def missing(self, question: str, among: NDArray[np.bool_] | None = None) -> tuple[str, ...]:
        """The question's words, without stop words, that occur in no passage, as written. If
        ``among`` is given, in no passage whose place is true in it."""
        return tuple(
            word.text
            for word in content_words(question, self._languages)
            if not any(len(_filtered(self._term(term).places, among)) for term in word.terms)
        )

    def _term(self, term: str) -> _Term:
        found = self._known.get(term)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[term] = self._looked_up(term)
        return found

    def _looked_up(self, term: str) -> _Term:
        places, counts = [], []
        for base, part in zip(self._numbering.bases, self._parts, strict=False):
            rows, often = part.found(term)
            if len(rows):
                places.append(rows + base)
                counts.append(often)
        if not places:
            return _Term(np.zeros(0, np.int64), np.zeros(0, np.uint8), 0.0)
        every, often = np.concatenate(places), np.concatenate(counts)
        if self._numbering.live is not None:
            live = self._numbering.live[every]
            every, often = every[live], often[live]
        n, df = len(self), len(every)
        return _Term(every, often, math.log(1 + (n - df + 0.5) / (df + 0.5)))

    @cached_property
    def _damped(self) -> NDArray[np.float64]:
        """The length normalisation of BM25 for each length code: k1 · (1 - b + b · length / average
        length)."""
        lengths = np.concatenate([part.lengths for part in self._parts])
        live = self._numbering.live
        average = int((lengths if live is None else lengths[live]).sum()) / max(len(self), 1)
        return np.asarray(_K1 * (1 - _B + _B * LENGTHS / max(average, 1e-9)))

    @cached_property
    def _codes(self) -> NDArray[np.uint8]:
        """The length code of the passage at each place."""
        return np.concatenate([part.codes for part in self._parts])

    @cached_property
    def _least(self) -> float:
        return float(self._damped[self._codes.min()])

    @cached_property
    def _languages(self) -> tuple[str, ...]:
        """The languages of the current passages."""
        known: set[str] = set()
        masks = self._numbering.by_segment(self._numbering.rows >= 0)
        for part, mask in zip(self._parts, masks, strict=True):
            used = np.bincount(part.spoken[mask], minlength=len(part.languages))
            known |= {language for language, n in zip(part.languages, used, strict=True) if n}
        return tuple(sorted(known))


def _filtered(places: NDArray[Any], wanted: NDArray[np.bool_] | None) -> NDArray[Any]:
    return places if wanted is None else places[wanted[places]]


def _union(parts: Sequence[NDArray[Any]]) -> NDArray[np.int64]:
    """The numbers in any of the parts, each once, ascending."""
    every = np.sort(np.concatenate(parts))
    return every[np.concatenate(([True], every[1:] != every[:-1]))] if len(every) else every


def _matched(
    places: NDArray[np.int64], wanted: NDArray[np.int64]
) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The indexes in ``places`` of the wanted places, and the indexes of the wanted places found
    there; both ascend."""
    at = np.searchsorted(places, wanted)
    here = at < len(places)
    here[here] = places[at[here]] == wanted[here]
    return at[here], np.flatnonzero(here)


class _Scratch(threading.local):
    """Arrays with one value per place, separate for each thread and reused, because they are
    large."""

    def __init__(self, total: int) -> None:
        self._total = total

    @cached_property
    def slots(self) -> NDArray[np.int32]:
        """-1 everywhere between uses."""
        return np.full(self._total, -1, np.int32)

    @cached_property
    def sums(self) -> NDArray[np.float32]:
        """Values left from the last use."""
        return np.zeros(self._total, np.float32)
