"""The nearest sentences in a language that the reader was not trained on. The reader is not
used."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Final

from pincite.corpus.article import Span
from pincite.index.engines.lexical import asked_terms, terms_in
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import Retrieved, Retriever
from pincite.qa.types import Citation

_HITS: Final = 20
_SENTENCES: Final = 3
_LEAST: Final = 0.3  # the share of the words' weight that a sentence must hold
_NEAR: Final = 0.6  # the share of the best sentence's that it must hold


@dataclass(frozen=True, slots=True)
class Nearest:
    """The search result, and its sentences that hold the most of the question's words, best first;
    rare words count more. A citation's ``answer`` is the whole sentence, its ``confidence`` the
    share of the question that it holds."""

    found: Retrieved
    citations: tuple[Citation, ...]


def nearest_sentences(query: Query, language: str, retriever: Retriever) -> Nearest | None:
    """The sentences nearest to a question in a foreign language; None if no passage found is in
    that language. Raises IndexFault."""
    [found] = retriever.search([query], _HITS)
    hits = [hit for hit in found.hits if hit.article.language == language]
    if not hits:
        return None
    asked = asked_terms(query.text, language)
    matches: dict[tuple[str, Span], tuple[Hit, frozenset[str]]] = {}
    for hit in hits:
        for span in hit.passage.sentences:
            inside = asked & terms_in(span.of(hit.article.text), language)
            matches[hit.article.id, span] = hit, frozenset(inside)
    count = Counter(term for _, inside in matches.values() for term in inside)
    weight = {term: math.log(1 + len(matches) / (1 + count[term])) for term in asked}
    whole = sum(weight.values()) or 1.0
    shares = [
        (sum(weight[term] for term in inside) / whole, hit, span)
        for (_, span), (hit, inside) in matches.items()
    ]
    shares.sort(key=lambda each: -each[0])
    least = max(_LEAST, _NEAR * shares[0][0]) if shares else 1.0
    cited = [
        Citation(hit.article, span, span, share, share, copies=hit.copies)
        for share, hit, span in shares[:_SENTENCES]
        if share >= least
    ]
    return Nearest(found, tuple(cited))
