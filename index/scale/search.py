"""Searches one generation of an index in Milvus: queries in, hits out.

Milvus gives two rankings: its vector search, and its own BM25 over the same terms as in a folder's
index. The code that serves folders fuses them and groups repeats.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.article import Article
from pincite.index.engines.lexical import ENGLISH, content_words, terms
from pincite.index.engines.spelling import Spelled, allowed_slips, initials, nearest, usual_spelling
from pincite.index.retrieval.filter import Filter
from pincite.index.retrieval.fusion import reciprocal_rank_fusion
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.repeats import distinct, updates
from pincite.index.retrieval.retriever import PassagesWithWords, Retrieved
from pincite.index.retrieval.search import DEPTHS, QuestionEncoder, require_embedder
from pincite.index.retrieval.typed import words_like
from pincite.index.scale import records
from pincite.index.scale.asked import Selection, selection
from pincite.index.scale.catalogue import MilvusCatalogue
from pincite.index.scale.client import MOST
from pincite.index.scale.generation import MilvusGeneration
from pincite.index.scale.keys import among, between, both, holding, key_of
from pincite.index.scale.records import PASSAGE, row_from

_PORTION: Final = 20  # hits that are fetched together; most questions need no more
_VECTOR: Final = (*PASSAGE, "vector")


class MilvusSearcher:
    """Dense and BM25 rankings over one generation, fused by rank. Thread-safe."""

    def __init__(self, generation: MilvusGeneration, encoder: QuestionEncoder) -> None:
        """Raises IndexIncompatible if the index was built with another embedder."""
        require_embedder(generation.client.address, generation.manifest, encoder)
        self.catalogue = MilvusCatalogue(generation)
        self._generation = generation
        self._client = generation.client
        self._passages = generation.names.passages
        self._encoder = encoder
        spoken, held = generation.manifest.languages, generation.manifest.articles
        # articles of unknown language count as English
        english = (ENGLISH,) if sum(spoken.values()) < held else ()
        self._languages = tuple(sorted({*spoken, *english})) or (ENGLISH,)
        self._last: Selection | None = None

    def search(self, queries: Sequence[Query], k: int) -> list[Retrieved]:
        """See ``Retriever.search``."""
        vectors = self._encoder.questions([query.text for query in queries])
        return [self._found(query, row, k) for query, row in zip(queries, vectors, strict=True)]

    def words_like(self, word: str, n: int) -> list[tuple[str, int]]:
        """See ``Retriever.words_like``."""
        return words_like(word, n, self, self._missing, self._encoder)

    def spelled(self, word: str) -> Spelled | None:
        """The word of the articles with this key, or None."""
        held = self._words(among("pk", [key_of("word", word)]))
        return next((usual_spelling(word, forms) for each, forms in held if each == word), None)

    def like(self, word: str, n: int) -> list[Spelled]:
        """Up to ``n`` words of the articles that this key may mean."""
        if not word:
            return []
        most = allowed_slips(word) + 1
        found = self._client.each(
            self._generation.names.words,
            both(
                among("initial", map(ord, initials(word))),
                between("length", max(len(word) - most, 0), len(word) + most),
            ),
            ("word", "count"),
        )
        there = (Spelled(e["word"], e["word"], e["count"]) for e in found if e["count"] > 0)
        chosen = (self.spelled(each.word) for each in nearest(word, there, n))
        return [each for each in chosen if each is not None]

    def holding(self, text: str, filter: Filter, least: float, together: int) -> PassagesWithWords:
        """See ``Retriever.holding``."""
        words = [word.terms for word in content_words(text, self._languages)]
        words = words or [(term,) for term in dict.fromkeys(terms(text))]
        if not words:
            return PassagesWithWords(0, iter(()))
        held = [self._holding(alternatives) for alternatives in words]
        chosen: Counter[int] = Counter()
        for each in held:
            # a row counts the words that it and the following rows contain jointly
            chosen.update({row - back for row in each for back in range(together) if row >= back})
        needed = max(math.ceil(least * len(words) - 1e-9), 1)
        own = set().union(*held)
        rows = sorted(row for row, n in chosen.items() if n >= needed and row in own)
        among_these = self._asked(filter).expression
        if among_these and rows:
            rows = sorted(
                int(found["row"])
                for start in range(0, len(rows), MOST)
                for found in self._client.rows(
                    self._passages,
                    both(among("row", rows[start : start + MOST]), among_these),
                    ("row",),
                )
            )
        return PassagesWithWords(len(rows), self._read(rows, filter))

    def _holding(self, alternatives: Sequence[str]) -> set[int]:
        """The rows that contain one of these terms."""
        words = [records.spelled(term) for term in alternatives]
        [found] = self._client.matching(self._passages, [" ".join(words)], MOST, "")
        if len(found) < MOST:
            return {row for row, _ in found}
        keys = holding("keys", [key_of("term", word) for word in words])
        return {each["row"] for each in self._client.each(self._passages, keys, ("row",))}

    def _read(self, rows: Sequence[int], filter: Filter) -> Iterator[Hit]:
        for start in range(0, len(rows), _PORTION):
            some = rows[start : start + _PORTION]
            fetched = self._fetched(some, filter, PASSAGE)
            for row in some:
                passage, named, copies, _ = fetched[row]
                yield Hit(passage, named, 0.0, None, None, 0.0, 0.0, copies)

    def _found(self, query: Query, vector: NDArray[np.float32], k: int) -> Retrieved:
        chosen = self._asked(query.filter)
        hits: list[Hit] = []
        for depth in DEPTHS:
            dense = self._client.nearest(self._passages, vector, depth, chosen.expression)
            hits = distinct(self._fused(query, vector, dense, depth, chosen.expression), k)
            if len(hits) == k or len(dense) < depth:
                break
        missing = self._missing(query.text, chosen.expression)
        return Retrieved(tuple(hits), tuple(updates(hits)), missing, chosen.scope)

    def _fused(
        self,
        query: Query,
        vector: NDArray[np.float32],
        nearest_: Sequence[tuple[int, float]],
        depth: int,
        expression: str,
    ) -> Iterator[Hit]:
        """The hits of the two rankings, best first, read in portions."""
        dense = [row for row, _ in _ordered(nearest_)]
        bm25 = dict(_ordered(self._matching(query.text, depth, expression)))
        lexical = list(bm25)
        ranked = reciprocal_rank_fusion([dense, lexical])
        for start in range(0, len(ranked), _PORTION):
            some = ranked[start : start + _PORTION]
            fetched = self._fetched([row for row, _ in some], query.filter, _VECTOR)
            for row, score in some:
                passage, named, copies, stored = fetched[row]
                yield Hit(
                    passage=passage,
                    article=named,
                    score=score,
                    dense_rank=_rank(dense, row),
                    lexical_rank=_rank(lexical, row),
                    similarity=float(vector @ np.asarray(stored, np.float32)),
                    bm25=bm25.get(row, 0.0),
                    copies=copies,
                )

    def _matching(self, question: str, k: int, expression: str) -> list[tuple[int, float]]:
        spoken = content_words(question, self._languages)
        words = [term for word in spoken for term in word.terms] or terms(question)
        if not words:
            return []
        asked_ = " ".join(dict.fromkeys(map(records.spelled, words)))
        return self._client.matching(self._passages, [asked_], k, expression)[0]

    def _missing(self, question: str, expression: str = "") -> tuple[str, ...]:
        """The question's words, without stop words, that occur in no searched passage, as
        written."""
        words = content_words(question, self._languages)
        texts = [" ".join(map(records.spelled, word.terms)) for word in words]
        found = self._client.matching(self._passages, texts, 1, expression)
        return tuple(word.text for word, held in zip(words, found, strict=True) if not held)

    def _fetched(
        self, rows: Sequence[int], filter: Filter, fields: Sequence[str]
    ) -> dict[int, tuple[Any, Article, tuple[Article, ...], Any]]:
        """For each row: its passage, the article named for it, that article's copies, and its
        vector if that is one of the ``fields``."""
        found = {
            each["row"]: each
            for each in self._client.rows(self._passages, among("row", rows), fields)
        }
        firsts = {each["article"] for each in found.values()}
        copies = self.catalogue.copies(firsts)
        wanted = firsts.union(*copies.values()) if copies else firsts
        articles = self.catalogue.articles(wanted)
        made = {}
        for row in rows:
            each = found[row]
            group = [each["article"], *copies.get(each["article"], ())]
            named, *others = filter.those_of([articles[number] for number in group])
            passage = replace(row_from(each).passage, article_id=named.id)
            made[row] = passage, named, tuple(others), each.get("vector")
        return made

    def _asked(self, filter: Filter) -> Selection:
        last = self._last
        if last is None or last.scope.filter != filter:
            last = self._last = selection(self._generation, self.catalogue, filter)
        return last

    def _words(self, expression: str) -> list[tuple[str, dict[str, int]]]:
        found = self._client.rows(self._generation.names.words, expression, ("word", "forms"))
        return [(each["word"], json.loads(each["forms"])) for each in found]


def _ordered(found: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """Best first, equal scores by row."""
    return sorted(found, key=lambda each: (-each[1], each[0]))


def _rank(ranking: Sequence[int], row: int) -> int | None:
    return ranking.index(row) + 1 if row in ranking else None
