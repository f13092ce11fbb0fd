"""The table of all file types that are read, with their endings, content types and detection.

It names no reader, because readers load libraries that only the parsing processes need
(``pincite.corpus.formats.readers``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pincite.corpus.errors import ReadError
from pincite.corpus.formats.detection import sniff
from pincite.corpus.formats.detection.sniff import Look

MAX_TEXT: Final = 25 * 2**20  # bytes of one article without pictures and fonts
MAX_PAGE: Final = 64 * 2**20  # bytes of a page with all embedded data
_EMBEDDED: Final = re.compile(rb";base64,[A-Za-z0-9+/=%]{1000,}")


@dataclass(frozen=True, slots=True)
class Type:
    """A file type: how its bytes are recognised, its endings and its content types.

    ``several`` says that a file may hold any number of articles, so a larger file gets more time.
    ``is_text`` says that the bytes are one text: a host may declare its encoding, and it may not be
    larger than one article.
    """

    name: str
    recognised: Callable[[Look], bool]
    suffixes: tuple[str, ...] = ()
    content_types: tuple[str, ...] = ()
    several: bool = False
    is_text: bool = False


# In the order of detection: more specific types come before more general ones.
TYPES: Final[tuple[Type, ...]] = (
    Type("PDF", sniff.is_pdf, (".pdf",), ("application/pdf",)),
    Type("Word (.docx)", sniff.is_docx, (".docx", ".docm"),
         ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",)),
    Type("OpenDocument (.odt)", sniff.is_odt, (".odt", ".ott"),
         ("application/vnd.oasis.opendocument.text",)),
    Type("EPUB", sniff.is_epub, (".epub",), ("application/epub+zip",)),
    Type("RTF", sniff.is_rtf, (".rtf",), ("application/rtf", "text/rtf")),
    Type("RSS and Atom feeds", sniff.is_feed, (".xml", ".rss", ".atom", ".rdf"),
         ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml",
          "text/xml")),
    Type("OPML", sniff.is_opml, (".opml",), ("text/x-opml",)),
    Type("bookmarks", sniff.is_bookmarks),
    Type("HTML", sniff.is_html, (".html", ".htm", ".xhtml"),
         sniff.HTML_TYPES, is_text=True),
    Type(".mbox", sniff.is_mbox, (".mbox", ".mbx"), ("application/mbox",),
         several=True),
    Type("saved pages (.mhtml)", sniff.is_mhtml, (".mhtml", ".mht"),
         ("multipart/related", "application/x-mimearchive")),
    Type("e-mail", sniff.is_mail, (".eml", ".emlx"), ("message/rfc822",)),
    Type("RIS", sniff.is_ris, (".ris",), ("application/x-research-info-systems",),
         several=True, is_text=True),
    Type("BibTeX", sniff.is_bibtex, (".bib", ".bibtex"),
         ("application/x-bibtex", "text/x-bibtex"), several=True, is_text=True),
    Type("JSON", sniff.is_json, (".json", ".jsonl", ".ndjson"),
         ("application/json", "application/feed+json", "application/ld+json",
          "application/x-ndjson"), several=True, is_text=True),
    Type("CSV", sniff.by_name_alone, (".csv", ".tsv", ".tab"),
         ("text/csv", "text/tab-separated-values"), several=True, is_text=True),
    Type("Markdown", sniff.by_name_alone, (".md", ".markdown"),
         ("text/markdown", "text/x-markdown"), is_text=True),
    Type("text", sniff.by_name_alone, ("", ".txt", ".text"), ("text/plain",),
         is_text=True),
)  # fmt: skip

BY_SUFFIX: Final = {suffix: kind for kind in TYPES for suffix in kind.suffixes}
BY_CONTENT_TYPE: Final = {said: kind for kind in TYPES for said in kind.content_types}


def sniffed(data: bytes, suffix: str = "") -> Type | None:
    """The type that the bytes show, or None if only the file's name can tell."""
    look = Look(data, suffix)
    return next((kind for kind in TYPES if kind.recognised(look)), None)


def refuse_too_large(kind: Type, data: bytes) -> None:
    """Raises ReadError for a text larger than an article may be. Pictures and fonts embedded in a
    saved page are not counted."""
    if not kind.is_text or kind.several or len(data) <= MAX_TEXT:
        return
    held = sum(len(each[0]) for each in _EMBEDDED.finditer(data))
    if len(data) - held > MAX_TEXT or len(data) > MAX_PAGE:
        raise ReadError(
            f"an article of more than {MAX_TEXT // 2**20} MiB; split it into smaller files"
        )
