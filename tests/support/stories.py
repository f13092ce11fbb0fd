"""One story in several articles, as hits."""

from __future__ import annotations

from collections.abc import Sequence

from pincite.corpus.article import Article, Passage, Span
from pincite.index.retrieval.hit import Hit
from pincite.qa.types import Candidate

STORY = (
    "The harbour of Nordvik will close for repairs from May to September.",
    "Its council voted for the plan on Tuesday by eleven votes to four.",
    "The repairs cost 4.2 million crowns, most of it for the eastern mole.",
    "Ferries to the islands will leave from Sund in the meantime.",
    "Fishermen had asked for a later date because of the herring.",
)


def hit(id_: str, sentences: Sequence[str], rank: int = 1) -> Hit:
    """A hit on an article of these sentences, one on each line."""
    text = "\n".join(sentences)
    spans, at = [], 0
    for each in sentences:
        spans.append(Span(at, at + len(each)))
        at += len(each) + 1
    whole = Span(0, len(text))
    article = Article(id_, id_, text, f"/{id_}", (whole,))
    return Hit(Passage(f"{id_}@0", id_, whole, tuple(spans)), article, 1.0, rank, None, 0.5, 0.0)


def candidate(of: Hit, sentence: int, answer: str) -> Candidate:
    where, text = of.passage.sentences[sentence], of.article.text
    start = text.index(answer, where.start)
    return Candidate(of, where, Span(start, start + len(answer)), 2.0)
