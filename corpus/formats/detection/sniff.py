"""Detects file types from their first bytes, independent of the file's name. Pure; knows no reader.

Each function says whether a file has one type.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

HTML_TYPES: Final = ("text/html", "application/xhtml+xml")
"""The content types of HTML."""

_HEAD: Final = 2048
_TAIL: Final = 2048
_PDF_WITHIN: Final = 1024
_MARKS: Final = b"\xef\xbb\xbf\xff\xfe"
_ZIP: Final = b"PK\x03\x04"
_TEXTS: Final = frozenset(("", ".txt", ".text", ".md", ".markdown", ".html", ".htm"))
# An XML declaration, comments, processing instructions and a document type may come first.
_OPENING: Final = rb"\s*(?:<\?[^>]{0,300}>\s*|<!--[^>]{0,500}-->\s*|<!doctype[^>]{0,300}>\s*){0,8}"
_HTML: Final = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*|<!--[^>]{0,500}-->\s*){0,4}<(?:!doctype\s+)?html\b",
    re.IGNORECASE,
)
_FEED: Final = re.compile(
    _OPENING + rb"<(?:rss\s|feed\s[^>]{0,1000}xmlns|rdf:RDF\s)", re.IGNORECASE
)
_OPML: Final = re.compile(_OPENING + rb"<opml\b", re.IGNORECASE)
_BOOKMARKS: Final = re.compile(
    rb"\s*<!doctype\s+netscape-bookmark-file"
    rb"|.{0,600}<title>\s*(?:pocket export|instapaper: export)",
    re.IGNORECASE | re.DOTALL,
)
_JSON: Final = re.compile(rb'\s*(?:\[\s*)?\{\s*"[^"\n]{1,100}"\s*:')
_FIELD: Final = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}:[ \t]|[ \t]|From \S")
# header fields that only programs write
_MAIL_FIELD: Final = re.compile(
    rb"(?:mime-version|message-id|received|return-path|delivered-to|x-mailer|dkim-signature):",
    re.IGNORECASE,
)
_RELATED: Final = re.compile(rb"^content-type:\s{0,9}multipart/related", re.IGNORECASE | re.M)
_SENT: Final = re.compile(rb"^(?:to|received|message-id|delivered-to):", re.IGNORECASE | re.M)
_MBOX: Final = re.compile(rb"From \S{1,300} [^\n]{0,80}\d\d:\d\d[^\n]{0,40}\r?\n[A-Za-z>]")
_RIS: Final = re.compile(rb"\s*TY  - [A-Z]{1,8}\s")
_BIBTEX: Final = re.compile(rb"(?:\s|%[^\n]{0,300}\n){0,40}@[a-z]{3,30}\s*\{[^\s,{}]{0,200},", re.I)


@dataclass(frozen=True, slots=True)
class Look:
    """The bytes of a file, and the ending of its name in lower case for types that the bytes do not
    prove."""

    data: bytes
    suffix: str = ""

    def head(self, size: int = _HEAD) -> bytes:
        """The first bytes without a byte order mark; NUL bytes are removed, so UTF-16 looks like
        ASCII."""
        return self.data[:size].replace(b"\0", b"").lstrip(_MARKS)


def is_pdf(file: Look) -> bool:
    """A PDF. Its mark may be anywhere in the first 1,024 bytes. If it is not at the start, the name
    or the end of the file must confirm it, because an article may be about PDFs."""
    at = file.data.find(b"%PDF-", 0, _PDF_WITHIN)
    if at < 0:
        return False
    alone = not file.data[:at].replace(b"\0", b"").lstrip(_MARKS).strip()
    return alone or file.suffix == ".pdf" or b"startxref" in file.data[-_TAIL:]


def is_docx(file: Look) -> bool:
    """A ZIP archive with the main part of a Word file."""
    return file.data.startswith(_ZIP) and b"word/document.xml" in file.data


def is_odt(file: Look) -> bool:
    """An OpenDocument text. Its first part states the type, uncompressed."""
    head = file.data[:200]
    return head.startswith(_ZIP) and b"mimetypeapplication/vnd.oasis.opendocument.text" in head


def is_epub(file: Look) -> bool:
    """An EPUB. Its first part states the type, or it has the part that every EPUB has."""
    stated = b"mimetypeapplication/epub+zip" in file.data[:200]
    return file.data.startswith(_ZIP) and (stated or b"META-INF/container.xml" in file.data)


def is_rtf(file: Look) -> bool:
    """Rich text, recognised by its first characters."""
    return file.data[:_HEAD].lstrip(_MARKS + b" \r\n\t").startswith(b"{\\rtf")


def is_feed(file: Look) -> bool:
    """RSS or Atom."""
    return bool(_FEED.match(file.head()))


def is_opml(file: Look) -> bool:
    """A list of feeds, exported from a feed reader (OPML)."""
    return bool(_OPML.match(file.head()))


def is_bookmarks(file: Look) -> bool:
    """A page of links, exported from a browser or a read-later service."""
    return bool(_BOOKMARKS.match(file.head()))


def is_html(file: Look) -> bool:
    """An HTML page."""
    return bool(_HTML.match(file.head()))


def is_mbox(file: Look) -> bool:
    """Several messages in one file, the first after its "From " line."""
    return bool(_MBOX.match(file.data[:_HEAD])) and is_mail(file)


def is_mail(file: Look) -> bool:
    """A message: it begins with header fields, and one of them is a field that only programs
    write."""
    lines = file.head(4 * _HEAD).splitlines()
    fields = next((n for n, line in enumerate(lines) if not _FIELD.match(line)), len(lines))
    return fields >= 2 and any(_MAIL_FIELD.match(line) for line in lines[:fields])


def is_mhtml(file: Look) -> bool:
    """A page saved with its parts: a multipart/related message without fields of sending."""
    fields = _fields(file.data)
    return is_mail(file) and bool(_RELATED.search(fields)) and not _SENT.search(fields)


def is_json(file: Look) -> bool:
    """An object or an array of objects, in a file whose ending is that of a text."""
    return file.suffix in _TEXTS and bool(_JSON.match(file.head()))


def is_ris(file: Look) -> bool:
    """References in RIS format."""
    return bool(_RIS.match(file.head()))


def is_bibtex(file: Look) -> bool:
    """References in BibTeX format, in a file whose ending is that of a text."""
    return file.suffix in _TEXTS and bool(_BIBTEX.match(file.head()))


def by_name_alone(_: Look) -> bool:
    """For types that only the file's name can tell."""
    return False


def _fields(data: bytes) -> bytes:
    """The header fields of a message, without its text."""
    return re.split(rb"\r?\n\r?\n", data[: 8 * _HEAD], maxsplit=1)[0]
