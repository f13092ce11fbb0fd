"""Restricts a question to articles with certain dates or origins. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol, TypeVar

from pincite.corpus.errors import InputError, encodable

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WRITTEN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class Described(Protocol):
    """The fields that a filter reads: of an article, or of what an index stores about one."""

    @property
    def source(self) -> str: ...
    @property
    def url(self) -> str | None: ...
    @property
    def author(self) -> str | None: ...
    @property
    def published(self) -> str | None: ...


_Any = TypeVar("_Any", bound=Described)


@dataclass(frozen=True, slots=True)
class Filter:
    """Accepts articles published from ``since`` to ``until``, both days included, whose path,
    address or author contains ``source``, ignoring case. None sets no condition.

    The day of an article is the one it states, in its own time zone. An article without a date is
    rejected if ``since`` or ``until`` is given. Raises InputError if ``since`` is after ``until``,
    or if ``source`` is empty.
    """

    since: date | None = None
    until: date | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise InputError(
                f"since {self.since} is after until {self.until}, so that no article can be both; "
                "swap them"
            )
        if self.source is not None and not self.source.strip():
            raise InputError(
                'source is empty; name a part of a path, address or author, such as "example.org"'
            )

    @classmethod
    def of(
        cls, since: str | None = None, until: str | None = None, source: str | None = None
    ) -> Filter:
        """The filter for dates as typed: "2026", "2026-02" or "2026-02-03". ``since`` means its
        first day, ``until`` its last day. Raises InputError, also for a date that does not
        exist."""
        return cls(
            None if since is None else _day("since", since, last=False),
            None if until is None else _day("until", until, last=True),
            None if source is None else encodable(source),
        )

    def __bool__(self) -> bool:
        """Whether the filter has any condition."""
        return self != Filter()

    @property
    def bounds(self) -> tuple[str | None, str | None, str | None]:
        """The first and the last day, as "2026-02-03", and the case-folded source text; None if not
        given."""
        since, until = (
            None if day is None else day.isoformat() for day in (self.since, self.until)
        )
        return since, until, None if self.source is None else self.source.strip().casefold()

    def accepts(self, article: Described) -> bool:
        """Whether the filter accepts this article."""
        if not self._fits(article):
            return False
        if self.since is None and self.until is None:
            return True
        day = published_day(article)
        return day is not None and (self.since or day) <= day <= (self.until or day)

    def those_of(self, articles: Iterable[_Any]) -> list[_Any]:
        """The accepted articles, in order."""
        return [article for article in articles if self.accepts(article)]

    def misses_date(self, article: Described) -> bool:
        """Whether this article is rejected only because it has no date."""
        dated = self.since is None and self.until is None
        return not dated and self._fits(article) and published_day(article) is None

    def _fits(self, article: Described) -> bool:
        if self.source is None:
            return True
        wanted = self.source.strip().casefold()
        held = (article.source, article.url, article.author)
        return any(wanted in each.casefold() for each in held if each)


EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Scope:
    """The articles that a question searched: ``articles`` of the index's ``total`` passed the
    filter; ``undated`` were rejected only because they have no date."""

    filter: Filter = EVERYTHING
    articles: int = 0
    total: int = 0
    undated: int = 0

    @classmethod
    def of(cls, filter: Filter, articles: Iterable[Described]) -> Scope:
        """The scope of a filter over these articles."""
        held = list(articles)
        return cls(
            filter,
            sum(map(filter.accepts, held)),
            len(held),
            sum(map(filter.misses_date, held)),
        )


def published_day(article: Described) -> date | None:
    """The day that an article states, in its own time zone, or None."""
    # only this form of ISO 8601, because an index compares days as strings
    day = (article.published or "")[:10]
    with suppress(ValueError):
        return date.fromisoformat(day) if _DAY.fullmatch(day) else None
    return None


def _day(name: str, written: str, *, last: bool) -> date:
    """The first or the last day of the typed period. Raises InputError."""
    if match := _WRITTEN.fullmatch(written.strip()):
        year, month = int(match[1]), int(match[2] or (12 if last else 1))
        with suppress(ValueError):
            return date(year, month, int(match[3] or (monthrange(year, month)[1] if last else 1)))
    raise InputError(
        f'{name} "{written[:40]}": no such date; give a year, month or day, such as 2026, 2026-02 '
        "or 2026-02-03"
    )
