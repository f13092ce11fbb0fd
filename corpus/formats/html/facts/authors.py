"""Finds the author of an HTML page's article: names beside the headline, else names in the
metadata. Pure.

The site's own name, a company or a user name is not an author. Comments and other stories on the
page name other people, so they are ignored.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from pincite.corpus.formats.html.facts.declared import PageData, kinds_of
from pincite.corpus.formats.html.facts.shown_lines import NOT, SURELY, PageLines, aside, seen_text
from pincite.corpus.metadata.authors import author_of
from pincite.corpus.metadata.months import is_weekday, month_number

_METAS: Final = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author")
_MANY: Final = 12
_LONGEST: Final = 120
_BELOW: Final = 12
_ABOVE: Final = 4
_PROSE: Final = 200
_MARKED: Final = (
    "//*[@rel='author' or @itemprop='author' or contains(@class, 'author') "
    "or contains(@class, 'byline') or contains(@class, 'Author') or contains(@class, 'autor')]"
)
_NO_NAME_OF: Final = re.compile(
    r"avatar|image|img|bio|about|box|desc|social|follow|more|title|role|link-all|date|time|count"
)
_BY: Final = (
    r"(?:(?:written|posted) by|by|von|par|por|di|door|af|av|text|texte|testo|autor(?:in|en|es)?"
    r"|author|auteur|autore|автор|作者|記者|记者|文)"
)
_NAME: Final = r"[^\W\d_a-zß-öø-ÿ][\w.'’-]*"
_PERSON: Final = rf"{_NAME}(?: (?:{_NAME}|al|bin|da|de|del|den|der|di|du|la|le|van|von|v\.|zu))*"
_AND: Final = r"(?:, | and | und | et | y | e | & | / )"
_PERSONS: Final = rf"{_PERSON}(?:{_AND}{_PERSON}){{0,9}}"
_BEHIND: Final = r"(?: ?[|·•⋅–—/(,-].*| (?:am|on|le|el|il|op|in|at|\d).*)?"
_LINE: Final = re.compile(rf"(?i:{_BY})(?:[:：] ?| )(?P<names>{_PERSONS}){_BEHIND}")
_LEADING: Final = re.compile(
    rf"(?:(?:post )?author\b|(?:[^\W\d_]+ ){{0,2}}(?:by|von|par|por)|{_BY})(?:[:：] ?| |$)",
    re.IGNORECASE,
)
_TRAILING: Final = re.compile(r"\s*(?:[|·•⋅–—(<>].*|, (?![^\W\d_]+ [^\W\d_]+).*|\d.*)$")
_AGO: Final = ("vor", "Vor", "Hace", "hace", "Il", "il", "on", "am", "On", "Am", "le", "el")
_NOBODY: Final = re.compile(
    r"https?:|www\.|@|\d|\[at\]|(?:redaktion|editor|staff|team|archiv|all articles|alle artikel"
    r"|author|autor|admin|kommentar|comment|mehr|more|weiter|view|show|profil|anzeigen|folgen"
    r"|alle|beitr[äa]ge|beitrag|pressemitteilung|veröffentlicht"
    r"|publiziert|posted|published|publié|publicado|eingestellt|geschrieben|herausgegeben|von)\b",
    re.IGNORECASE,
)


def author(tree: Any, data: PageData, shown: PageLines) -> str | None:
    """The authors on one line, or None if the page names none."""
    nobody = _sites(data)
    declared = [
        *_persons(data),
        *([each] for each in data.meta_values(*_METAS) if _plain(each) not in nobody),
    ]
    stated = next((names for each in declared if (names := author_of(each))), None)
    seen = author_of([name for name in _seen(tree, shown) if _plain(name) not in nobody])
    if seen is None or (stated and _alike(stated, seen)):
        return stated
    return seen


def confirmed_authors(authors: object, head: str) -> str | None:
    """The authors that another extractor found, limited to names that occur in ``head``, the text
    near the headline. ``authors`` is one line of names separated by semicolons."""
    names = authors.split("; ") if isinstance(authors, str) else []
    return author_of([name for name in names if name in head and not _NOBODY.search(name)])


def _persons(data: PageData) -> Iterator[list[str]]:
    """The persons that the JSON-LD names as authors, first of the article, then of the page."""
    nobody = _sites(data)
    for each in (*data.articles, *data.pages):
        given = each.get("author")
        values = given if isinstance(given, list) else [given]
        names = [_of_value(value) for value in values[:_MANY]]
        yield [name for name in names if name and _plain(name) not in nobody]


def _of_value(value: object) -> str:
    if isinstance(value, Mapping):
        if "Organization" in " ".join(kinds_of(value)):
            return ""
        value = value.get("name")
        value = value[0] if isinstance(value, list) and value else value
    return html.unescape(value) if isinstance(value, str) else ""


def _sites(data: PageData) -> frozenset[str]:
    """The names of the site and its publisher."""
    names: list[object] = list(data.meta_values("og:site_name", "application-name", "twitter:site"))
    for each in data.objects:
        publisher = each.get("publisher")
        names.append(publisher.get("name") if isinstance(publisher, Mapping) else publisher)
        if not {"Person"} & set(kinds_of(each)) and "headline" not in each:
            names.append(each.get("name"))
    return frozenset(_plain(name) for name in names if isinstance(name, str))


def _seen(tree: Any, shown: PageLines) -> list[str]:
    """The names near the headline: in a byline, else in an element marked as the author's."""
    prose = 0
    at = shown.at or 0
    near = [*shown.lines[max(at - _ABOVE, 0) : at], *shown.lines[at + 1 : at + 1 + _BELOW]]
    for line in near:
        match = _LINE.fullmatch(line.words) if len(line.words) <= _LONGEST else None
        if match and line.aside != SURELY and not _NOBODY.search(match["names"]):
            return re.split(_AND, _without_time(match["names"]))
        prose += len(line.words) >= _PROSE
        if prose > 1:
            break
    return next(iter(_marked(tree, shown.own)), [])


def _marked(tree: Any, own: Sequence[Any]) -> Iterator[list[str]]:
    """The names in elements marked as the author's."""
    for element in islice(tree.xpath(_MARKED), _MANY):
        if element.tag in ("body", "main", "article", "meta", "link") or aside(element, own) != NOT:
            continue
        words = seen_text(element)
        if not words or len(words) > _LONGEST or _NO_NAME_OF.search(element.get("class") or ""):
            continue
        words = _without_time(_TRAILING.sub("", _LEADING.sub("", words)))
        if re.fullmatch(_PERSONS, words) and not _NOBODY.search(words):
            yield re.split(_AND, words)


def _without_time(words: str) -> str:
    """The words without the beginning of a date at their end: "Ann Lee Feb", "Ann Lee vor"."""
    names = words.split()
    while names and (month_number(names[-1]) or is_weekday(names[-1]) or names[-1] in _AGO):
        names.pop()
    return " ".join(names)


def _alike(one: str, other: str) -> bool:
    """Whether two lines of names share a name."""
    words = [set(re.findall(r"[^\W\d_]{3,}", _plain(each))) for each in (one, other)]
    return bool(words[0] & words[1])


def _plain(name: str) -> str:
    return " ".join(html.unescape(name).casefold().split())
