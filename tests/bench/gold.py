"""Folders of pages with what ought to be read from them, in three public collections' layouts.

- mozilla/readability, ``test/test-pages``: a folder a page, with ``source.html``, ``expected.html``
  and ``expected-metadata.json``.
- adbar/trafilatura, ``tests``: ``evaldata.json``, an object of address to ``file``, ``with``,
  ``without``, ``title``, ``author`` and ``date``; the files lie in ``eval`` and ``cache``.
- adbar/htmldate, ``tests``: the same with ``file`` and ``date`` in ``eval_*.json``; the files lie
  in ``test_set`` as well.

None of them is part of this repository.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml.html import HTMLParser, document_fromstring

from pincite.corpus.formats.html.facts.declared import PageData
from pincite.corpus.formats.html.facts.shown_lines import page_lines
from pincite.corpus.metadata.dates import moments_in, written_date

PLACES = ("test_set", "cache", "eval", ".")
_BLOCKS = frozenset(
    """address article aside blockquote br caption dd div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section table tbody td tfoot th
    thead tr ul""".split()
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LINE = 400
# a date of a change, in JSON-LD or a tag
_CHANGE = re.compile(r"\"dateModified\"\s*:\s*\"[^\"]*\"|<[^<>]*(?:modified|updated)[^<>]*>", re.I)
_UNSEEN = frozenset(("script", "style", "template", "noscript"))


@dataclass(frozen=True, slots=True)
class Expected:
    """A page and what ought to be read from it; what is not known is empty.

    ``wanted`` and ``unwanted`` are pieces of text that belong to the article and that do not,
    ``words`` is the whole text of the article. ``authors`` are names.
    """

    name: str
    path: Path
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    words: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""

    @property
    def open(self) -> bool:
        """Whether rules may be made by looking at this page. The other half is only measured."""
        return hashlib.sha256(self.name.encode()).digest()[0] % 2 == 0


def states(page: Expected) -> bool:
    """Whether the page itself has the expected day, and not only as that of a change."""
    source = page.path.read_bytes().decode("utf-8", "replace")
    tree = document_fromstring(
        _NOT_XML.sub("", source).encode(), parser=HTMLParser(encoding="utf-8")
    )
    objects = PageData.of(tree).objects
    first = {written_date(each.get("datePublished")) for each in objects}
    changed = any(page.date in each for each in _CHANGE.findall(source))
    if changed and not any(iso and iso.startswith(page.date) for iso in first):
        source = _CHANGE.sub("", source)
    if any(page.date.replace("-", gap) in source for gap in ("-", "/", "")):
        return True
    shown = (moment for line in page_lines(tree) for moment, _, _ in moments_in(line.words[:_LINE]))
    return any(page.date == each.isoformat() for moment in shown for each in moment.days)


def expected_pages(folder: Path) -> list[Expected]:
    """The pages under ``folder``, each once. Raises FileNotFoundError where there are none."""
    lists = (_listed(path) for path in sorted(folder.rglob("*.json")) if path.stem != "package")
    pages = {page.path: page for each in lists for page in each}
    pages |= {path: _folded(path.parent) for path in sorted(folder.rglob("source.html"))}
    if not pages:
        raise FileNotFoundError(f"{folder} holds no pages in one of the three layouts")
    return list(pages.values())


def _listed(path: Path) -> Iterator[Expected]:
    """The pages of a list whose files are there."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return
    entries = held.values() if isinstance(held, dict) else ()
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("file"), str):
            continue
        places = (path.parent / place / entry["file"] for place in PLACES)
        file = next((place for place in places if place.is_file()), None)
        if file is not None:
            yield Expected(
                entry["file"],
                file.resolve(),
                tuple(entry.get("with") or ()),
                tuple(entry.get("without") or ()),
                title=_words(entry.get("title")),
                authors=_names(entry.get("author")),
                date=_words(entry.get("date"))[:10],
            )


def _folded(folder: Path) -> Expected:
    stated = json.loads((folder / "expected-metadata.json").read_text(encoding="utf-8"))
    return Expected(
        folder.name,
        folder / "source.html",
        words=_text((folder / "expected.html").read_bytes()),
        title=_words(stated.get("title")),
        date=_words(stated.get("publishedTime"))[:10],
    )


def _names(author: object) -> tuple[str, ...]:
    names = author if isinstance(author, list) else re.split(r"[;,]", _words(author))
    return tuple(words for name in names if (words := str(name).strip()))


def _words(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _text(page: bytes) -> str:
    """The words that a page shows, blocks apart."""
    parts: list[str] = []

    def visit(element: Any) -> None:
        seen = isinstance(element.tag, str) and element.tag not in _UNSEEN
        gap = "\n" if element.tag in _BLOCKS else ""
        if seen:
            parts.extend((gap, element.text or ""))
            for child in element:
                visit(child)
        parts.extend((gap, element.tail or ""))

    visit(document_fromstring(page.decode("utf-8")))
    return "".join(parts)
