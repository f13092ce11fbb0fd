"""BM25 over passages in several segments, with the statistics of all that is in force.

Scores are those of Robertson and Zaragoza 2009 with k1 = 1.2 and b = 0.75, lengths quantised as in
Lucene. Terms that many passages hold are looked up only in those that rarer terms have found, as
soon as no other passage can come among the best (MaxScore, Turtle and Flood 1995): the ranking is
the whole one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pincite.index.engines.lexical import content_words, terms
from pincite.index.engines.numbering import Numbering
from pincite.index.engines.postings import Postings

_K1: Final = 1.2
_B: Final = 0.75
_SLACK: Final = 1e-5  # of a score: sums differ by less, in whatever order they are taken
_FEW: Final = 4_000  # passages that are scored before anything is left out


def _step(code: int) -> int:
    """The length that a code of Lucene's stands for: exact up to 40, then four significant bits."""
    if code < 32:
        return code
    rest = code - 24
    return 24 + ((rest & 7 | 8) << ((rest >> 3) - 1))


_LENGTHS: Final = np.array([_step(code) for code in range(256)], np.int64)


def in_steps(length: int) -> int:
    """A passage's length in terms as it is weighed: the greatest of Lucene's lengths that is not
    above it."""
    return int(_LENGTHS[np.searchsorted(_LENGTHS, length, side="right") - 1])


@dataclass(frozen=True, slots=True)
class _Term:
    """The places that hold a term and are in force, ascending; how often each holds it; and what
    it adds to a score at most."""

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

    @classmethod
    def over(cls, texts: Sequence[str], languages: Sequence[str | None] = ()) -> LexicalIndex:
        """An index over ``texts`` in memory, as ``Postings.of`` takes them."""
        return cls([Postings.of(texts, languages)], Numbering.plain(len(texts)))

    def __len__(self) -> int:
        return len(self._numbering)

    def search(
        self, question: str, k: int, among: NDArray[np.bool_] | None = None
    ) -> list[tuple[int, float]]:
        """Up to ``k`` (row, BM25 score), best first, equal scores by row; of the rows that are
        true in ``among`` where it is given.

        Stop words count only in a question that has no other word.
        """
        spoken = content_words(question, self._languages)
        words = [term for word in spoken for term in word.terms] or terms(question)
        if not words or not len(self) or k < 1:
            return []
        held = [self._term(word) for word in dict.fromkeys(words)]
        held = [term for term in held if len(term.places)]
        if not held:
            return []
        wanted = None if among is None else self._numbering.among(among)
        places = self._best(held, k, wanted)
        scores = self._scores(held, places).astype(np.float32)
        rows = self._numbering.rows[places]
        order = np.lexsort((rows, -scores))[:k]
        return list(zip(rows[order].tolist(), scores[order].tolist(), strict=True))

    def _best(
        self, held: Sequence[_Term], k: int, wanted: NDArray[np.bool_] | None
    ) -> NDArray[np.int64]:
        """The places of the best ``k``, and of all that are as good as the last of them."""
        rarest = sorted(held, key=lambda term: len(term.places))
        sizes = np.cumsum([len(term.places) for term in rarest])
        used = min(int(np.searchsorted(sizes, _FEW)) + 1, len(rarest))
        found = _union([_those(term.places, wanted) for term in rarest[:used]])
        scores = self._scores(rarest, found)
        last = self._last(scores, k)
        # what only the further terms hold can have no more than they add
        further = np.cumsum([0.0, *(self._most(term) for term in rarest[::-1])])[::-1]
        needed = int(np.argmax(further < last)) if last else len(rarest)
        if needed > used:
            found = self._hopeful(rarest[:needed], last - further[needed], wanted)
            scores = self._scores(rarest, found)
            last = self._last(scores, k)
        return found[scores >= last]

    def _last(self, scores: NDArray[np.float64], k: int) -> float:
        """What it takes to be among the best ``k``; 0 where there are not so many."""
        return float(np.partition(scores, -k)[-k]) * (1 - _SLACK) if len(scores) >= k else 0.0

    def _most(self, term: _Term) -> float:
        """What a term adds to a score at most."""
        count = int(term.counts.max())
        return term.most * count / (count + self._least)

    def _hopeful(
        self, held: Sequence[_Term], least: float, wanted: NDArray[np.bool_] | None
    ) -> NDArray[np.int64]:
        """The wanted places to which these terms give at least that much, and something."""
        places = np.concatenate([term.places for term in held])
        counts = np.concatenate([term.counts for term in held]).astype(np.float32)
        most = np.repeat(
            np.array([term.most for term in held], np.float32), [len(t.places) for t in held]
        )
        given = most * counts / (counts + self._against[places])
        scores = np.bincount(places, given, self._numbering.total)
        return _those(np.flatnonzero(scores >= max(least, 1e-30)), wanted)

    def _scores(self, held: Sequence[_Term], places: NDArray[np.int64]) -> NDArray[np.float64]:
        """The BM25 scores of places, summed term by term in the order given."""
        scores = np.zeros(len(places), np.float64)
        if not len(places):
            return scores
        damped = self._against[places]
        for term in held:
            at, here = _matched(term.places, places)
            counts = term.counts[at].astype(np.float64)
            scores[here] += term.most * counts / (counts + damped[here])
        return scores

    def holding(self, text: str, least: float = 1.0, together: int = 1) -> NDArray[np.int64]:
        """The rows that hold at least the share ``least`` of the words of a text, in order; with
        ``together`` > 1, a row and the next ones, so many in all, that hold them between them.

        Stop words count only in a text that has no other word.
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
        """How many passages hold this index term."""
        return len(self._term(term).places)

    def missing(self, question: str, among: NDArray[np.bool_] | None = None) -> tuple[str, ...]:
        """The question's words, stop words apart, that occur in no passage, as written; in none of
        those that are true in ``among`` where it is given."""
        wanted = None if among is None else self._numbering.among(among)
        return tuple(
            word.text
            for word in content_words(question, self._languages)
            if not any(len(_those(self._term(term).places, wanted)) for term in word.terms)
        )

    def _term(self, term: str) -> _Term:
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
    def _against(self) -> NDArray[np.float64]:
        """What a count is weighed against at each place: its length by the average length."""
        every = np.concatenate([part.lengths for part in self._parts])
        average = int(every[self._numbering.places].sum()) / max(len(self), 1)
        codes = np.searchsorted(_LENGTHS, every, side="right") - 1
        damped = _K1 * (1 - _B + _B * _LENGTHS / max(average, 1e-9))
        return np.asarray(damped[codes])

    @cached_property
    def _least(self) -> float:
        return float(self._against.min())

    @cached_property
    def _languages(self) -> tuple[str, ...]:
        """Those of the passages in force."""
        known: set[str] = set()
        masks = self._numbering.parted(self._numbering.rows >= 0)
        for part, mask in zip(self._parts, masks, strict=True):
            used = np.bincount(part.spoken[mask], minlength=len(part.languages))
            known |= {language for language, n in zip(part.languages, used, strict=True) if n}
        return tuple(sorted(known))


def _those(places: NDArray[Any], wanted: NDArray[np.bool_] | None) -> NDArray[Any]:
    return places if wanted is None else places[wanted[places]]


def _union(parts: Sequence[NDArray[Any]]) -> NDArray[np.int64]:
    """Every number that one of the parts has, once, ascending."""
    every = np.sort(np.concatenate(parts))
    return every[np.concatenate(([True], every[1:] != every[:-1]))] if len(every) else every


def _matched(
    places: NDArray[Any], wanted: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """Where the wanted ones stand among ``places``, and which of the wanted do; both ascend."""
    if len(places) * 8 < len(wanted):
        at = np.searchsorted(wanted, places)
        here = at < len(wanted)
        here[here] = wanted[at[here]] == places[here]
        return np.flatnonzero(here), at[here]
    at = np.searchsorted(places, wanted)
    here = at < len(places)
    here[here] = places[at[here]] == wanted[here]
    return at[here], np.flatnonzero(here)
