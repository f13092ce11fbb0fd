"""Reads e-books (EPUB 2 and 3). Each chapter of the spine becomes an article."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import unquote

from pincite.corpus.draft import Draft, Fault, one_line, stem_title
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.detection.sniff import HTML_TYPES
from pincite.corpus.formats.encoding.decode import decode
from pincite.corpus.formats.shared.archive import Wanted, unpacked
from pincite.corpus.formats.shared.fragment import add_fragment, plain_text
from pincite.corpus.formats.shared.sheet import Sheet
from pincite.corpus.formats.shared.xml_tree import Element, attribute, name_of, tree_of, words_of
from pincite.corpus.metadata.authors import author_of
from pincite.corpus.metadata.dates import written_date
from pincite.corpus.metadata.language import language_code

DAMAGED: Final = "a damaged EPUB; convert it anew, for example with Calibre"
LOCKED: Final = "an EPUB with copy protection (DRM); use one without it"
MAX_CHAPTERS: Final = 5_000

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_WANTED: Final = Wanted(
    "an EPUB",
    "EPUB",
    _CONTAINER,
    lambda name: name.lower().endswith((".xml", ".opf", ".xhtml", ".html", ".htm", ".ncx")),
)
_PAGES: Final = (*HTML_TYPES, "application/x-dtbook+xml")
_OBFUSCATED: Final = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_DECLARED: Final = re.compile(rb"(?:charset|encoding)=[\"' ]{0,2}([\w:.-]{1,40})", re.IGNORECASE)
_BODY: Final = re.compile(r"<body\b[^<>]{0,2000}>", re.IGNORECASE)
_HEADING: Final = re.compile(r"<h[1-6]\b[^<>]{0,2000}>(.{0,2000}?)</h[1-6]\s*>", re.I | re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Book:
    """The content of the package file: metadata, the pages in reading order, and titles from the
    table of contents by page."""

    title: str
    author: str | None
    published: str | None
    language: str | None
    pages: tuple[str, ...]
    titles: Mapping[str, str]


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """One article for each chapter with text. Its title is from the table of contents, else from
    its first heading, followed by the book's title. Author, date and language are the book's.

    ``line`` is the number of the chapter and ``key`` its path in the book. Pages with only
    pictures, except a cover, are reported in ``missing``. Raises ReadError if the archive is
    damaged, unsafe, protected or not an EPUB, or if no chapter has text.
    """
    parts = unpacked(data, _WANTED)
    _refuse_locked(parts)
    book = _book(parts)
    found: list[Draft | Fault] = []
    blank = 0
    for number, place in enumerate(book.pages, 1):
        chapter = _chapter(parts, place, book, number, name)
        if chapter:
            found.append(chapter)
        else:
            blank += number > 1
    if not found:
        raise ReadError("no text in this book; if its pages are pictures, read them with OCR first")
    if blank and isinstance(found[0], Draft):
        said = f"{blank} of {len(book.pages)} chapters hold no text that can be read"
        found[0] = replace(found[0], missing=said)
    return found


def _refuse_locked(parts: Mapping[str, bytes]) -> None:
    """Raises ReadError if the book is encrypted. Fonts may be obfuscated."""
    if not parts.get(_ENCRYPTION):
        return
    methods = [
        attribute(each, "Algorithm")
        for each in tree_of(parts[_ENCRYPTION], DAMAGED).iter()
        if name_of(each) == "EncryptionMethod"
    ]
    if any(method not in _OBFUSCATED for method in methods):
        raise ReadError(LOCKED)


def _book(parts: Mapping[str, bytes]) -> _Book:
    container = tree_of(parts[_CONTAINER], DAMAGED)
    named = (
        attribute(each, "full-path") for each in container.iter() if name_of(each) == "rootfile"
    )
    place = next((each for each in named if parts.get(each)), "")
    if not place:
        raise ReadError(DAMAGED)
    package = tree_of(parts[place], DAMAGED)
    said: dict[str, list[str]] = {}
    items: dict[str, Element] = {}
    spine: list[str] = []
    for each in package.iter():
        kind = name_of(each)
        if kind == "item":
            items[each.get("id", "")] = each
        elif kind == "itemref":
            spine.append(each.get("idref", ""))
        elif kind in ("title", "creator", "date", "language"):
            said.setdefault(kind, []).append(words_of(each))
    if len(spine) > MAX_CHAPTERS:
        raise ReadError(f"a book of {len(spine):,} chapters; split it below {MAX_CHAPTERS:,}")
    pages = []
    for item in (items[each] for each in spine if each in items):
        if item.get("media-type") in _PAGES and "nav" not in item.get("properties", "").split():
            pages.append(_joined(place, item.get("href", "")))
    return _Book(
        one_line(next(iter(said.get("title", [])), "")),
        author_of(said.get("creator", [])),
        next((day for each in said.get("date", []) if (day := written_date(each))), None),
        next((code for each in said.get("language", []) if (code := language_code(each))), None),
        tuple(dict.fromkeys(pages)),
        dict(_contents(parts, place, items)),
    )


def _joined(base: str, href: str) -> str:
    """The path in the archive of ``href``, a link in the part ``base``."""
    path = unquote(href.partition("#")[0], errors="replace")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path))


def _contents(
    parts: Mapping[str, bytes], package: str, items: Mapping[str, Element]
) -> Iterator[tuple[str, str]]:
    """The pages named in the tables of contents with their first title there. The newer kind of
    table comes last, so it wins in a dict."""
    for item in items.values():
        if item.get("media-type") == "application/x-dtbncx+xml":
            place = _joined(package, item.get("href", ""))
            yield from _reversed(_ncx(parts.get(place, b""), place))
    for item in items.values():
        if "nav" in item.get("properties", "").split():
            place = _joined(package, item.get("href", ""))
            yield from _reversed(_nav(parts.get(place, b""), place))


def _reversed(found: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    """The entries in reverse order, so that a dict keeps the first entry for each page."""
    return list(found)[::-1]


def _ncx(data: bytes, place: str) -> Iterator[tuple[str, str]]:
    try:
        tree = tree_of(data, DAMAGED)
    except ReadError:
        return  # the headings of the chapters are used instead
    title = ""
    for each in tree.iter():
        if name_of(each) == "text":
            title = words_of(each)
        elif name_of(each) == "content" and title:
            yield _joined(place, each.get("src", "")), title


def _nav(data: bytes, place: str) -> Iterator[tuple[str, str]]:
    try:
        tree = tree_of(data, DAMAGED)
    except ReadError:
        return
    for nav in tree.iter():
        if name_of(nav) == "nav" and attribute(nav, "type") in ("toc", ""):
            for link in nav.iter():
                if name_of(link) == "a" and (title := words_of(link)):
                    yield _joined(place, link.get("href", "")), title


def _chapter(
    parts: Mapping[str, bytes], place: str, book: _Book, number: int, name: str
) -> Draft | Fault | None:
    """The article of a page; None if it has no words."""
    data = parts.get(place, b"")
    declared = _DECLARED.search(data[:1024])
    try:
        found = decode(data, declared[1].decode("ascii", "replace") if declared else None)
    except ReadError as error:
        return Fault(number, f"{one_line(ascii(place))}: {error}")
    page = found.text
    begun = _BODY.search(page)
    sheet = Sheet()
    add_fragment(page[begun.end() :] if begun else page, sheet)
    if not any(c.isalnum() for c in sheet.so_far()):
        return None
    text, body = sheet.finish()
    return Draft(
        text,
        _title(book, place, page, number, name),
        body,
        published=book.published,
        key=one_line(place),
        line=number,
        author=book.author,
        language=book.language,
        missing=found.missing,
        sections=sheet.sections,
    )


def _title(book: _Book, place: str, page: str, number: int, name: str) -> str:
    of = book.title or stem_title(name)
    heading = _HEADING.search(page)
    own = one_line(book.titles.get(place, "")) or one_line(
        plain_text(heading[1]) if heading else ""
    )
    if not own:
        return one_line(f"{of}, chapter {number}")
    return own if own == of else one_line(f"{own} – {of}")
