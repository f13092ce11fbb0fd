"""The reader for each type of file.

Imported only where files are parsed, because the readers load libraries that take half a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pincite.corpus.draft import Reader
from pincite.corpus.formats.documents import epub, markdown, odt, rtf, text
from pincite.corpus.formats.html import reader as html
from pincite.corpus.formats.mail import mhtml
from pincite.corpus.formats.mail import reader as mail
from pincite.corpus.formats.pdf import reader as pdf
from pincite.corpus.formats.records import bibtex, csv_table, feed, jsonl, links, ris
from pincite.corpus.formats.types import Type
from pincite.corpus.formats.word import reader as docx

_READERS: Final[Mapping[str, Reader]] = {
    "PDF": pdf.read,
    "Word (.docx)": docx.read,
    "OpenDocument (.odt)": odt.read,
    "EPUB": epub.read,
    "RTF": rtf.read,
    "RSS and Atom feeds": feed.read,
    "OPML": links.read_feeds,
    "bookmarks": links.read_page,
    "HTML": html.read,
    ".mbox": mail.read_mailbox,
    "saved pages (.mhtml)": mhtml.read,
    "e-mail": mail.read,
    "RIS": ris.read,
    "BibTeX": bibtex.read,
    "JSON": jsonl.read,
    "CSV": csv_table.read,
    "Markdown": markdown.read,
    "text": text.read,
}


def reader_of(kind: Type) -> Reader:
    """The reader for files of this type."""
    return _READERS[kind.name]
