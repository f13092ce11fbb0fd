"""What a file is by its first bytes, whatever it is called."""

from __future__ import annotations

import re
from typing import Final

from corpus.formats import docx, feed, html, pdf
from corpus.formats.draft import Reader

_HEAD: Final = 2048
_TAIL: Final = 2048
_PDF_WITHIN: Final = 1024
_MARKS: Final = b"\xef\xbb\xbf\xff\xfe"
# An XML declaration, comments, processing instructions and a document type may come first.
_OPENING: Final = rb"\s*(?:<\?[^>]{0,300}>\s*|<!--[^>]{0,500}-->\s*|<!doctype[^>]{0,300}>\s*){0,8}"
_HTML: Final = re.compile(rb"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+)?html\b", re.IGNORECASE)
_FEED: Final = re.compile(
    _OPENING + rb"<(?:rss\s|feed\s[^>]{0,1000}xmlns|rdf:RDF\s)", re.IGNORECASE
)


def sniffed(data: bytes, suffix: str = "") -> Reader | None:
    """The reader for what the bytes say they are, or None where that is for the name to say.

    A PDF may begin within the first 1,024 bytes. Where that is not at once, the name or the end of
    the file must say so too, since an article may well be about PDFs.
    """
    head = data[:_HEAD].replace(b"\0", b"").lstrip(_MARKS)
    at = data.find(b"%PDF-", 0, _PDF_WITHIN)
    if at >= 0 and (not head[:at].strip() or suffix == ".pdf" or b"startxref" in data[-_TAIL:]):
        return pdf.read
    if data.startswith(b"PK\x03\x04") and b"word/document.xml" in data:
        return docx.read
    if _FEED.match(head):
        return feed.read
    return html.read if _HTML.match(head) else None
