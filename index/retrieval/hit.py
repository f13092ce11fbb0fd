"""The result of a search, with the ranks that produced it."""

from __future__ import annotations

from dataclasses import dataclass

from pincite.corpus.article import Article, Passage, Span


@dataclass(frozen=True, slots=True, repr=False)
class Hit:
    """A passage found by retrieval, and why.

    ``score`` is the fused score, higher is better. ``dense_rank`` and ``lexical_rank`` count from
    1; None means that this ranking does not contain the passage. ``similarity`` is the cosine
    between question and passage, in [-1, 1]; ``bm25`` is the BM25 score, 0.0 without a lexical
    rank. ``copies`` are articles with exactly the same text, which were not indexed again.
    ``repeats`` are hits of other articles that consist mostly of sentences of this one; ranks do
    not count them, and their own ``repeats`` are empty. ``own`` are the sentences of a repeat that
    no better hit of another article contains; it is empty for other hits.
    """

    passage: Passage
    article: Article
    score: float
    dense_rank: int | None
    lexical_rank: int | None
    similarity: float
    bm25: float
    copies: tuple[Article, ...] = ()
    repeats: tuple[Hit, ...] = ()
    own: tuple[Span, ...] = ()

    def __repr__(self) -> str:
        span = self.passage.span
        return (
            f"<Hit in {self.article.id!r}, characters {span.start}-{span.end}: {self.text!r:.80}>"
        )

    @property
    def text(self) -> str:
        """The passage's text, a slice of the article's."""
        return self.passage.span.of(self.article.text)
