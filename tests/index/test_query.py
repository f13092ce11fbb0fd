"""Checks of a query: its text, length and filter."""

from __future__ import annotations

from datetime import date

import pytest

from pincite.corpus.errors import InputError, QuestionError
from pincite.index.retrieval.filter import EVERYTHING, Filter
from pincite.index.retrieval.query import MAX_QUESTION, Query


def test_a_query_holds_the_trimmed_question_and_its_filter() -> None:
    assert Query.of("  Who came?\n") == Query("Who came?", EVERYTHING)
    query = Query.of("Who?", since="2026-02", until="2026", source="example.org")
    assert query.filter == Filter(date(2026, 2, 1), date(2026, 12, 31), "example.org")
    assert Query.of("who \ud800?").text == "who ??"


@pytest.mark.parametrize("text", ["", " \n", "?!", "🤷"])
def test_an_empty_question_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(QuestionError, match=r"empty; ask something like: When"):
        Query.of(text)


def test_questions_over_the_length_limit_are_refused() -> None:
    assert len(Query.of("a" * MAX_QUESTION).text) == MAX_QUESTION
    with pytest.raises(QuestionError, match="2,001 characters; ask in at most 2,000"):
        Query.of("a" * (MAX_QUESTION + 1))


def test_a_bad_filter_is_refused() -> None:
    with pytest.raises(InputError, match="no such date"):
        Query.of("Who?", since="2026-13")


def test_with_text_keeps_the_filter_and_cuts_the_text() -> None:
    query = Query.of("Who?", since="2026")
    assert query.with_text("x" * (MAX_QUESTION + 1)) == Query("x" * MAX_QUESTION, query.filter)
