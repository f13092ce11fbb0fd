"""Selects the passages that a filter accepts, as an expression of numbers.

Milvus compares dates. A part of a path, address or author is compared here, in the articles that
contain all its runs of three characters. The result is a set of article numbers. Those of a folder
are consecutive, so they become a range.
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

_MONTHS: Final = 36  # maximum of partition keys in an expression; longer periods search all
_TOLD: Final = ("number", "first", "source", "url", "author", "published")
_NEVER: Final = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class FilterFields:
    """The fields of an article that a filter reads."""

    source: str
    url: str | None
    author: str | None
    published: str | None

    @classmethod
    def of(cls, head: Mapping[str, Any]) -> FilterFields:
        """The fields in a row."""
        return cls(head["source"], *(head[name] or None for name in _TOLD[3:]))


@dataclass(frozen=True, slots=True)
class Selection:
    """The passages that a filter accepts (``expression`` is "" for all), and the numbers of
    articles."""

    expression: str
    scope: Scope


def selection(
    generation: MilvusGeneration, catalogue: MilvusCatalogue, filter: Filter
) -> Selection:
    """The selection of a filter. Raises IndexFault."""
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
        fields = FilterFields.of(head)
        undated += filter.misses_date(fields)
        if filter.accepts(fields):
            accepted += 1
            # a copy has the passages of the first article with its text
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
