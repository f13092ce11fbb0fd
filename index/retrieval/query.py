"""A question and its filter. They are checked here and only here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Self

from pincite.corpus.errors import QuestionError
from pincite.index.retrieval.filter import EVERYTHING, Filter

MAX_QUESTION: Final = 2_000
"""The maximum of characters in a question."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question and the filter for the articles to search. ``Query.of`` makes one from user
    input."""

    text: str
    filter: Filter = EVERYTHING

    @classmethod
    def of(
        cls,
        text: str,
        *,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
    ) -> Self:
        """The query for a typed question over articles published from ``since`` to ``until``
        ("2026", "2026-02" or "2026-02-03", both included) whose path, address or author contains
        ``source``.

        Raises QuestionError if the question is empty or too long, InputError for an invalid filter.
        """
        return cls(_checked(text), cls.filter_of(since, until, source))

    @staticmethod
    def filter_of(since: str | None, until: str | None, source: str | None) -> Filter:
        """The filter of such a query. Raises InputError for an invalid filter."""
        return Filter.of(since, until, source)

    def with_text(self, text: str) -> Self:
        """The same filter with another text, cut at ``MAX_QUESTION`` characters."""
        return replace(self, text=text[:MAX_QUESTION])


def _checked(text: str) -> str:
    if len(text) > MAX_QUESTION:
        raise QuestionError(
            f"the question has {len(text):,} characters; ask in at most {MAX_QUESTION:,}"
        )
    if not any(character.isalnum() for character in text):
        raise QuestionError(
            "the question is empty; ask something like: When will the pilot line be ready?"
        )
    # neither SQLite nor a tokenizer accepts a lone surrogate
    return text.encode("utf-8", "replace").decode("utf-8").strip()
