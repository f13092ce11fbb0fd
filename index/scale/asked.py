"""Which passages a filter lets through, as an expression of numbers.

A date is compared by Milvus. A part of a path, address or author is compared here, in the articles
that hold its runs of three characters, and what comes of it are the numbers of articles; those of a
folder follow on each other, so that they are a range.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pincite.index.retrieval.filter import Filter, Scope
from pincite.index.scale.catalogue import MilvusCatalogue
from pincite.index.scale.generation import MilvusGeneration
from pincite.index.scale.keys import among, between, both, either, grams, holding
from pincite.index.scale.records import month_of

_MONTHS: Final = 36  # so many partition keys are named; for a longer time all are searched
_TOLD: Final = ("number", "first", "source", "url", "author", "published")
_NEVER: Final = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class FilterFields:
    """What a filter looks at of an article."""

    source: str
    url: str | None
    author: str | None
    published: str | None

    @classmethod
    def of(cls, head: Mapping[str, Any]) -> FilterFields:
        """That of a row."""
        return cls(head["source"], *(head[name] or None for name in _TOLD[3:]))


@dataclass(frozen=True, slots=True)
class Selection:
    """The passages that a filter lets through, ``expression`` being "" for all of them, and how
    many articles these are of."""

    expression: str
    scope: Scope


def selection(
    generation: MilvusGeneration, catalogue: MilvusCatalogue, filter: Filter
) -> Selection:
    """What a filter lets through. Raises IndexFault."""
    total = generation.manifest.articles
    if not filter:
        return Selection("", Scope(filter, total, total))
    if filter.source is None:
        return _dated(generation, catalogue, filter, total)
    numbers: set[int] = set()
    accepted = undated = 0
    runs = grams(filter.source.strip().casefold())
    hinted = holding("grams", sorted(runs), every=True) if runs else ""
    for head in catalogue.records(hinted, _TOLD):
        told = FilterFields.of(head)
        undated += filter.misses_date(told)
        if filter.accepts(told):
            accepted += 1
            # the passages of articles with one text are those of the first
            numbers.add(head["number"] if head["first"] < 0 else head["first"])
    return Selection(among("article", numbers), Scope(filter, accepted, total, undated))


def _dated(
    generation: MilvusGeneration, catalogue: MilvusCatalogue, filter: Filter, total: int
) -> Selection:
    least = filter.since.toordinal() if filter.since else 1
    most = filter.until.toordinal() if filter.until else _NEVER
    days = between("day", least, most)
    copies = both(days, "first >= 0")
    firsts = {head["first"] for head in catalogue.records(copies, ("first",))}
    months = month_of(most) - month_of(least) + 1
    named = among("month", range(month_of(least), month_of(most) + 1)) if months <= _MONTHS else ""
    passages = f"({both(named, days)})"
    if firsts:
        passages = either(passages, among("article", firsts))
    client, articles = generation.client, generation.names.articles
    heads = both("number >= 0", among("part", [0]))
    accepted = client.count(articles, both(heads, days))
    undated = client.count(articles, both(heads, among("day", [0])))
    return Selection(passages, Scope(filter, accepted, total, undated))
