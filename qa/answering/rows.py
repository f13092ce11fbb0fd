"""Which rows of a table a question speaks of. Pure.

The rows of a table are alike but for their cells, and a reader easily takes its answer from the one
beside. A question that names a cell ("the Valley Clinic") is answered by the row that holds it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pincite.corpus.article import Section
from pincite.index.engines.lexical import ENGLISH, asked_terms, terms
from pincite.qa.types import Candidate

Place = tuple[str, int]


def rows_asked_for(question: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, in order, less those from rows of a table that hold fewer words of the
    question than another of its rows does."""
    shared = [_shared(question, each) for each in candidates]
    most: dict[Place, int] = {}
    for found in shared:
        if found is not None:
            place, count = found
            most[place] = max(most.get(place, 0), count)
    return [
        each
        for each, found in zip(candidates, shared, strict=True)
        if found is None or found[1] == most[found[0]]
    ]


def _shared(question: str, candidate: Candidate) -> tuple[Place, int] | None:
    """The table that a candidate's row is of, and how many words of the question the row holds."""
    article = candidate.hit.article
    section: Section | None = article.section(candidate.sentence.start)
    if section is None or section.kind != "table":
        return None
    language = article.language or ENGLISH
    held = {*terms(candidate.sentence.of(article.text), language)}
    return (article.id, section.span.start), len(asked_terms(question, language) & held)
