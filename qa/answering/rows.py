"""Chooses the rows of a table that a question asks about. Pure.

The rows of a table differ only in their cells, so the reader easily takes its answer from a wrong
row. A question that names a cell ("the Valley Clinic") is answered by the row that has this cell.
"""

from __future__ import annotations

from collections.abc import Sequence

from pincite.corpus.article import Section
from pincite.index.engines.lexical import ENGLISH, asked_terms, terms_in
from pincite.qa.types import Candidate

TablePlace = tuple[str, int]


def rows_asked_for(question: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, in order, without those from a table row that holds fewer words of the
    question than another row of the same table."""
    shared = [_shared(question, each) for each in candidates]
    most: dict[TablePlace, int] = {}
    for found in shared:
        if found is not None:
            place, count = found
            most[place] = max(most.get(place, 0), count)
    return [
        each
        for each, found in zip(candidates, shared, strict=True)
        if found is None or found[1] == most[found[0]]
    ]


def _shared(question: str, candidate: Candidate) -> tuple[TablePlace, int] | None:
    """The table of a candidate's row, and how many words of the question the row holds; None if the
    candidate is not in a table."""
    article = candidate.hit.article
    section: Section | None = article.section(candidate.sentence.start)
    if section is None or section.kind != "table":
        return None
    language = article.language or ENGLISH
    held = terms_in(candidate.sentence.of(article.text), language)
    return (article.id, section.span.start), len(asked_terms(question, language) & held)
