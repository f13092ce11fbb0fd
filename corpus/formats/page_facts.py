"""What an HTML page says of itself, as a tree of lxml: when it was published, in which language.

Pure: the tree is only looked at, and whatever is in it is data.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from corpus.authors import author_of
from corpus.dates import written_date
from corpus.language import language_code

_MAX_SCRIPT: Final = 500_000
_MAX_OBJECTS: Final = 1000
_PUBLISHED: Final = tuple(
    """article:published_time og:published_time og:article:published_time datepublished
    parsely-pub-date sailthru.date dc.date dc.date.issued dcterms.date dcterms.issued
    dcterms.created citation_publication_date citation_date publishdate publish-date
    publish_date pubdate publication_date article_date_original date""".split()
)
_LOCALES: Final = ("og:locale", "content-language", "language", "dc.language")
_AUTHORS: Final = ("author", "dc.creator", "parsely-author")


def published(tree: Any) -> str | None:
    """The page's date or date-time in ISO 8601: of its ``meta`` elements, else of its JSON-LD, else
    of the ``time`` element of its article. None where none of them holds a real date."""
    told = (*_metas(tree, _PUBLISHED), *(each.get("datePublished") for each in _objects(tree)))
    return next((iso for each in (*told, *_times(tree)) if (iso := written_date(each))), None)


def author(tree: Any) -> str | None:
    """The authors that the page's JSON-LD, ``meta`` elements or marked links name, or None."""
    links = [" ".join(a.itertext()) for a in tree.xpath("//article//a[@rel='author']")]
    told = (*(each.get("author") for each in _objects(tree)), *_metas(tree, _AUTHORS), links)
    return next((names for each in told if (names := author_of(each))), None)


def language(tree: Any) -> str | None:
    """The two-letter code of the language that the page declares, or None."""
    root = tree.getroottree().getroot()
    told = (root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"))
    told = (*told, root.get("xml:lang"), *_metas(tree, _LOCALES))
    return next((code for each in told if (code := language_code(each))), None)


def _metas(tree: Any, names: Sequence[str]) -> list[str]:
    """What the ``meta`` elements of these names hold, in the names' order."""
    held: dict[str, str] = {}
    for meta in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            held.setdefault((meta.get(attribute) or "").lower(), meta.get("content") or "")
    return [held[name] for name in names if name in held]


def _times(tree: Any) -> Iterator[str]:
    """``time`` elements of the article, those that say they are its date first."""
    places = (
        "//time[@itemprop='datePublished' or @pubdate]",
        "(//article)[1]//time[not(ancestor::aside or ancestor::footer or ancestor::nav)]",
        "//main//header//time",
    )
    for place in places:
        yield from (time.get("datetime") or "" for time in tree.xpath(place)[:1])


def _objects(tree: Any) -> list[dict[str, Any]]:
    """The articles that the page's JSON-LD describes."""
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        text = script.text or ""
        if (script.get("type") or "").lower() != "application/ld+json" or len(text) > _MAX_SCRIPT:
            continue
        try:
            waiting = [json.loads(text)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MAX_OBJECTS):
            if not waiting:
                break
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting += value
            elif isinstance(value, dict):
                kinds = value.get("@type")
                kinds = kinds if isinstance(kinds, list) else [kinds]
                if any(str(kind).endswith(("Article", "Posting", "Report")) for kind in kinds):
                    found.append(value)
                waiting += [value.get("@graph"), value.get("mainEntity")]
    return found
