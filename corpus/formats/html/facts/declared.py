"""The metadata of an HTML page: its ``meta`` elements and its JSON-LD.

Pure: the lxml tree is not changed, and its content is treated only as data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

_MAX_SCRIPT: Final = 500_000
_MAX_OBJECTS: Final = 1000
_MAX_TOLD: Final = 10  # of one name
_TAIL: Final = 100  # characters at the end of a script
_ARTICLE: Final = ("Article", "Posting", "Report", "Reportage", "Review", "Recipe", "HowTo")
_PAGE: Final = ("WebPage", "ItemPage", "AboutPage", "FAQPage", "QAPage", "MedicalWebPage")
# properties of an article whose values are other works or things
_OTHERS: Final = frozenset(
    """comment comments review reviews author creator contributor publisher editor image
    thumbnail video audio logo itemlistelement hasoffer offers relatedlink mentions citation about
    isbasedon breadcrumb potentialaction sourceorganization copyrightholder associatedmedia
    liveblogupdate suggestedanswer acceptedanswer workexample""".split()
)
_IS_ARTICLE, _IS_PAGE, _OTHER = range(3)
_CONTROL: Final = re.compile(r"[\x00-\x1f]+")
_BEFORE: Final = re.compile(r"(?:<!--|/[/*]|<!\[CDATA\[|\*/|\s)*")  # comment marks around a script
_BEHIND: Final = re.compile(r"(?:-->|//|/\*|\]\]>|\*/|[\s;])+\Z")
_NO_MORE: Final = re.compile(r",\s*(?=[}\]])")  # a comma after the last value


@dataclass(frozen=True, slots=True)
class PageData:
    """The metadata of a page. ``metas`` maps names in lower case to the contents of ``meta``
    elements; ``objects`` are the JSON-LD objects: articles first, then pages, then others."""

    metas: Mapping[str, Sequence[str]] = field(default_factory=dict)
    objects: Sequence[Mapping[str, Any]] = ()

    @classmethod
    def of(cls, tree: Any) -> PageData:
        """The metadata in the tree of a page."""
        metas: dict[str, list[str]] = {}
        for meta in tree.iter("meta"):
            content = meta.get("content") or meta.get("value") or ""
            names = (
                meta.get(each) or "" for each in ("property", "name", "itemprop", "http-equiv")
            )
            for name in names:
                if name and content.strip():
                    metas.setdefault(name.lower(), []).append(content)
        return cls(metas, sorted(_objects(tree), key=_rank))

    def meta_values(self, *names: str) -> list[str]:
        """The contents of the ``meta`` elements with these names, in the order of the names."""
        return [content for name in names for content in self.metas.get(name, ())[:_MAX_TOLD]]

    @property
    def articles(self) -> list[Mapping[str, Any]]:
        """The objects that are articles."""
        return [each for each in self.objects if _rank(each) == _IS_ARTICLE]

    @property
    def pages(self) -> list[Mapping[str, Any]]:
        """The objects that are pages."""
        return [each for each in self.objects if _rank(each) == _IS_PAGE]

    def is_other(self, value: Mapping[str, Any]) -> bool:
        """Whether an object is neither an article nor a page."""
        return _rank(value) == _OTHER


def kinds_of(value: Mapping[str, Any]) -> list[str]:
    """The names of an object's types."""
    kinds = value.get("@type")
    return [str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind]


def _rank(value: Mapping[str, Any]) -> int:
    kinds = kinds_of(value)
    if any(kind.endswith(_ARTICLE) for kind in kinds):
        return _IS_ARTICLE
    return _IS_PAGE if any(kind.endswith(_PAGE) for kind in kinds) else _OTHER


def _objects(tree: Any) -> Iterator[Mapping[str, Any]]:
    """The JSON-LD objects of a page, without those that describe another work."""
    waiting: list[object] = []
    for script in tree.iter("script"):
        text = script.text or ""
        if (script.get("type") or "").lower().startswith("application/ld+json"):
            waiting.append(json_of(text) if len(text) <= _MAX_SCRIPT else None)
    for at in range(_MAX_OBJECTS):
        if at >= len(waiting):
            return
        value = waiting[at]
        if isinstance(value, list):
            waiting += value[:_MAX_OBJECTS]
        elif isinstance(value, dict):
            if "@type" in value:
                yield value
            inner = (each for key, each in value.items() if str(key).lower() not in _OTHERS)
            waiting += (each for each in inner if isinstance(each, dict | list))


def json_of(text: str) -> object:
    """The JSON value of a script, or None. Line breaks in strings, comment marks around the script
    and commas after the last value are tolerated."""
    for clean in (str, _unwrapped, lambda words: _NO_MORE.sub("", _unwrapped(words))):
        try:
            return json.loads(clean(text))
        except (ValueError, RecursionError):
            continue
    return None


def _unwrapped(text: str) -> str:
    words = _CONTROL.sub(" ", text)
    start = _BEFORE.match(words)
    tail = words[-_TAIL:]
    end = len(words) - len(tail) + len(_BEHIND.sub("", tail))
    return words[start.end() if start else 0 : end]
