"""The choices of the page's filter: the years, sources and authors of the articles, with counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import Final
from urllib.parse import urlsplit

from pincite.index.retrieval.filter import Described, Filter, Scope
from pincite.qa.carrying.links import safe_url
from pincite.qa.wording import nearby
from pincite.qa.words import say

_YEARS: Final = 12
_SOURCES: Final = 12
_NAMES: Final = 200


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A choice: its ``value`` for the filter, how it is shown, and how many articles it selects."""

    value: str
    shown: str
    articles: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The choices for a filter, and the filter's own ``scope``. Years are counted among the
    articles of the chosen source; sources and authors are counted among those of the chosen dates.
    ``names`` are files and addresses to suggest while a source is typed."""

    scope: Scope
    years: tuple[FacetValue, ...] = ()
    sources: tuple[FacetValue, ...] = ()
    authors: tuple[FacetValue, ...] = ()
    names: tuple[str, ...] = ()


def facets(filter: Filter, articles: Sequence[Described], own: str = "") -> Facets:
    """The choices that these articles give: the newest years and the largest sources first. ``own``
    is the folder of the files that were added in the page."""
    dated = replace(filter, source=None).those_of(articles)
    sourced = replace(filter, since=None, until=None).those_of(articles)
    years = Counter(year for each in sourced if (year := _year(each.published)))
    several = Counter(each.source for each in articles)
    groups = Counter(_group(each, several[each.source] > 1) for each in dated)
    authors = Counter(each.author for each in dated if each.author)
    return Facets(
        Scope.of(filter, articles),
        tuple(
            FacetValue(year, year, n) for year, n in sorted(years.items(), reverse=True)[:_YEARS]
        ),
        _choices(groups, dated, own) if len(groups) > 1 else (),
        _choices(authors, dated, own),
        tuple(dict.fromkeys(_name(each) for each in dated[:_NAMES])),
    )


def named(source: str, own: str) -> str:
    """A source as it is shown. The folder of the files that were added in the page has a name of
    its own."""
    return say("scope.own") if source == own else nearby(source)


def _choices(
    groups: Counter[str], articles: Sequence[Described], own: str
) -> tuple[FacetValue, ...]:
    """The largest groups, each with the number of articles that the filter finds for it."""
    texts = ["\n".join((a.source, a.url or "", a.author or "")).casefold() for a in articles]
    return tuple(
        FacetValue(
            value, named(value, own), sum(value.strip().casefold() in text for text in texts)
        )
        for value, _ in groups.most_common(_SOURCES)
    )


def _group(article: Described, several: bool) -> str:
    """The group of an article: the site of a web page, the file if it holds several articles, or
    the file's folder."""
    address = safe_url(article.url) or safe_url(article.source)
    if address:
        return urlsplit(address).hostname or address
    return article.source if several else str(PurePath(article.source).parent)


def _name(article: Described) -> str:
    return article.source if safe_url(article.source) else PurePath(article.source).name


def _year(published: str | None) -> str:
    """The year of a date that a filter can use; "" if there is none."""
    try:
        return str(date.fromisoformat((published or "")[:10]))[:4]
    except ValueError:
        return ""
