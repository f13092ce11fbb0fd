"""A retriever in memory: the articles are in a dictionary, and both rankings use brute force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from pincite.corpus.article import Article
from pincite.corpus.passages.chunk import embedded_text, passages
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.engines.lexical import content_words, terms
from pincite.index.retrieval.filter import EVERYTHING, Filter, Scope
from pincite.index.retrieval.fusion import reciprocal_rank_fusion
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import PassagesWithWords, Retrieved, Summary


class DictionaryRetriever:
    """Finds passages in the given articles."""

    def __init__(self, articles: Sequence[Article], encoder: SentenceEncoder) -> None:
        self._articles = {article.id: article for article in articles}
        self._encoder = encoder
        cut = [(a, p) for a in articles for p in passages(a, encoder.counter)]
        texts = [embedded_text(a, p, encoder.counter) for a, p in cut]
        self._cut, self._vectors = cut, encoder.passages(texts)
        self._terms = [set(terms(text)) for text in texts]

    def search(self, queries: Sequence[Query], k: int) -> list[Retrieved]:
        return [self._found(query, k) for query in queries]

    def holding(
        self, text: str, filter: Filter = EVERYTHING, *, least: float = 1.0, together: int = 1
    ) -> PassagesWithWords:
        words = [w.terms for w in content_words(text)] or [(t,) for t in terms(text)]

        def enough(n: int) -> bool:
            between = set().union(*self._terms[n : n + together])
            held = sum(any(t in between for t in word) for word in words)
            here = any(t in self._terms[n] for word in words for t in word)
            return here and held >= max(least * len(words), 1)

        found = [
            Hit(p, a, 0.0, None, None, 0.0, 0.0)
            for n, (a, p) in enumerate(self._cut)
            if filter.accepts(a) and enough(n)
        ]
        return PassagesWithWords(len(found), iter(found))

    def summary(self) -> Summary:
        built = datetime(2026, 1, 1, tzinfo=UTC).isoformat()
        return Summary(len(self._articles), len(self._cut), built, "a dictionary", "1")

    def words_like(self, word: str, n: int) -> list[tuple[str, int]]:
        held = sum(any(t in each for t in terms(word)) for each in self._terms)
        return [(word, held)] if held and n else []

    def sample(self, n: int) -> list[Article]:
        return list(self._articles.values())[:n]

    def _found(self, query: Query, k: int) -> Retrieved:
        rows = [n for n, (a, _) in enumerate(self._cut) if query.filter.accepts(a)]
        cosines = self._vectors @ self._encoder.questions([query.text])[0]
        words = content_words(query.text)
        shared = {n: sum(t in self._terms[n] for w in words for t in w.terms) for n in rows}
        dense = sorted(rows, key=lambda n: -cosines[n])
        lexical = [n for n in sorted(rows, key=lambda n: -shared[n]) if shared[n]]
        hits = tuple(
            Hit(
                passage=self._cut[n][1],
                article=self._cut[n][0],
                score=score,
                dense_rank=dense.index(n) + 1,
                lexical_rank=lexical.index(n) + 1 if n in lexical else None,
                similarity=float(cosines[n]),
                bm25=float(shared[n]),
            )
            for n, score in reciprocal_rank_fusion([dense, lexical])[:k]
        )
        nowhere = (w.text for w in words if not any(self._held(t, rows) for t in w.terms))
        scope = Scope.of(query.filter, self._articles.values())
        return Retrieved(hits, missing=tuple(nowhere), scope=scope)

    def _held(self, term: str, rows: Sequence[int]) -> bool:
        return any(term in self._terms[n] for n in rows)
