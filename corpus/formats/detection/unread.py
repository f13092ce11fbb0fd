"""File types that are not read: how each is recognised, and what the user can do about it.

The only table of their endings, first bytes and parts. Knows no reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

HANDLED: Final = (
    "this version reads text, Markdown, HTML, saved pages (.mhtml), PDF, Word (.docx), "
    "OpenDocument (.odt), RTF, EPUB, e-mail (.eml, .mbox), RSS and Atom feeds, JSON, CSV, BibTeX "
    "and RIS"
)


@dataclass(frozen=True, slots=True)
class Unread:
    """A file type that is not read. ``name`` says what it is, ``next_step`` how to make it
    readable. ``magic`` are its possible first bytes; ``inside`` is the name of a part that only
    this type of ZIP archive has."""

    name: str
    next_step: str
    suffixes: tuple[str, ...] = ()
    magic: tuple[bytes, ...] = ()
    inside: bytes = b""

    @property
    def reason(self) -> str:
        """The message for such a file, on one line."""
        return f"{self.name}; {self.next_step}"


_XML_HEAD: Final = 4096  # bytes
_WORD: Final = "open it in Word or LibreOffice and save it as .docx"
_SHEET: Final = "save the sheet with the texts as CSV"
_SLIDES: Final = "save it as PDF"
_OCR: Final = "read its text with OCR first, and save that as a PDF or text"
_UNPACK: Final = "unpack it first"
_PROGRAM: Final = "export the articles from it as text, HTML or JSON"
_SPOKEN: Final = "write down what is said in it, as text"

UNREAD: Final[tuple[Unread, ...]] = (
    Unread("an Excel workbook", _SHEET, (".xlsx", ".xlsm", ".xltx"), inside=b"xl/workbook.xml"),
    Unread("a binary Excel workbook", _SHEET, (".xlsb",), inside=b"xl/workbook.bin"),
    Unread("a PowerPoint file", _SLIDES, (".pptx", ".ppsx"), inside=b"ppt/presentation.xml"),
    Unread("an OpenDocument spreadsheet", _SHEET, (".ods",), inside=b"opendocument.spreadsheet"),
    Unread("an OpenDocument presentation", _SLIDES, (".odp",), inside=b"opendocument.presentation"),
    Unread("an OpenDocument drawing", _SLIDES, (".odg",), inside=b"opendocument.graphics"),
    Unread("a Pages document", "export it from Pages as Word (.docx) or PDF", (".pages",),
           inside=b"Index/Document.iwa"),
    Unread("a Numbers or Keynote file", "export it as CSV or PDF", (".numbers", ".key")),
    Unread("an old Word file", _WORD, (".doc", ".dot")),
    Unread("an old Excel file", _SHEET, (".xls",)),
    Unread("an old PowerPoint file", _SLIDES, (".ppt", ".pps")),
    Unread("an Outlook message", "save it as .eml, or as text", (".msg",)),
    Unread("an Outlook mailbox", "export its messages as .eml or .mbox", (".pst", ".ost")),
    Unread("an old Office file (.doc, .xls, .ppt), or one with a password",
           "save it as .docx or PDF, without a password", magic=(b"\xd0\xcf\x11\xe0",)),
    Unread("a WordPerfect file", _WORD, (".wpd", ".wp", ".wp5"), (b"\xffWPC",)),
    Unread("a Works or Windows Write file", _WORD, (".wps", ".wri")),
    Unread("a Kindle book", "convert it to EPUB, for example with Calibre",
           (".mobi", ".azw", ".azw3", ".kfx", ".prc")),
    Unread("a FictionBook", "convert it to EPUB, for example with Calibre", (".fb2",)),
    Unread("a PostScript file", "convert it to PDF (ps2pdf)", (".ps", ".eps"), (b"%!PS",)),
    Unread("a DjVu file", "convert it to a PDF with text (OCR)", (".djvu", ".djv"), (b"AT&TFORM",)),
    Unread("an XPS file", "print it to a PDF", (".xps", ".oxps"), inside=b"FixedDocSeq.fdseq"),
    Unread("a LaTeX source", "compile it, and give the PDF", (".tex", ".ltx")),
    Unread("a Safari web archive", "save the page as HTML or PDF", (".webarchive",)),
    Unread("a web archive", "unpack it first (warcio extracts the pages)", (".warc", ".arc"),
           (b"WARC/1.", b"WARC/0.")),
    Unread("a packed web archive (WACZ)", "unpack it first", (".wacz",)),
    Unread("a shortcut to an address", "give the address itself: pincite add ADDRESS",
           (".url", ".webloc", ".desktop"), (b"[InternetShortcut]",)),
    Unread("a PNG image", _OCR, (".png",), (b"\x89PNG\r\n",)),
    Unread("a JPEG image", _OCR, (".jpg", ".jpeg"), (b"\xff\xd8\xff",)),
    Unread("a GIF image", _OCR, (".gif",), (b"GIF87a", b"GIF89a")),
    Unread("a TIFF image", _OCR, (".tif", ".tiff"), (b"II*\0", b"MM\0*")),
    Unread("an image", _OCR, (".bmp", ".webp", ".heic", ".avif", ".jp2", ".svg")),
    Unread("a sound recording", _SPOKEN, (".mp3", ".m4a", ".wav", ".ogg", ".flac", ".opus")),
    Unread("a video", _SPOKEN, (".mp4", ".mov", ".avi", ".mkv", ".webm")),
    Unread("subtitles", "save the words as text", (".srt", ".vtt")),
    Unread("a ZIP archive", _UNPACK, (".zip",), (b"PK\x03\x04",)),
    Unread("an empty ZIP archive", "give the files themselves", magic=(b"PK\x05\x06",)),
    Unread("a gzip archive", _UNPACK, (".gz", ".tgz"), (b"\x1f\x8b",)),
    Unread("a bzip2 archive", _UNPACK, (".bz2",), (b"BZh9",)),
    Unread("an xz archive", _UNPACK, (".xz",), (b"\xfd7zXZ\x00",)),
    Unread("a 7-Zip archive", _UNPACK, (".7z",), (b"7z\xbc\xaf",)),
    Unread("a zstd archive", _UNPACK, (".zst",), (b"\x28\xb5\x2f\xfd",)),
    Unread("a RAR archive", _UNPACK, (".rar",), (b"Rar!\x1a",)),
    Unread("a tar archive", _UNPACK, (".tar",)),
    Unread("an SQLite database", _PROGRAM, (".sqlite", ".sqlite3", ".db"), (b"SQLite format 3\0",)),
    Unread("a Parquet or Arrow table", "save it as CSV or JSON lines",
           (".parquet", ".arrow", ".feather"), (b"PAR1", b"ARROW1")),
    Unread("a notebook export", _PROGRAM, (".enex", ".one")),
    Unread("a program", HANDLED, (".exe", ".dll", ".so"), (b"\x7fELF", b"MZ\x90")),
)  # fmt: skip

_REFERENCES: Final = "export the references as RIS, BibTeX or CSV"
# Words of the first bytes of XML files that are not read.
UNREAD_XML: Final[tuple[tuple[bytes, Unread], ...]] = (
    (b"zotero.org/namespaces", Unread("a Zotero export as RDF", _REFERENCES)),
    (b"<records>", Unread("an EndNote export as XML", _REFERENCES)),
    (b"loc.gov/mods", Unread("references in MODS", _REFERENCES)),
    (b"loc.gov/MARC21", Unread("a library's records (MARC)", _REFERENCES)),
    (b"<mediawiki", Unread("the export of a wiki", "save its pages as HTML")),
    (b"tei-c.org/ns", Unread("a text in TEI", "convert it to HTML or EPUB")),
    (b"docbook.org/ns", Unread("a text in DocBook", "convert it to HTML or EPUB")),
    (b"JATS", Unread("an article in JATS", "give its PDF or its page")),
    (b"<urlset", Unread("a sitemap", "add the pages by address: pincite add ADDRESS")),
    (b"<en-export", Unread("an Evernote export", _PROGRAM)),
)

_BY_SUFFIX: Final = {suffix: kind for kind in UNREAD for suffix in kind.suffixes}


def unread_by_bytes(data: bytes) -> Unread | None:
    """The unread type that the first bytes show, or for an archive its parts; None if no type
    matches."""
    if data.startswith(b"PK\x03\x04"):
        held = next((kind for kind in UNREAD if kind.inside and kind.inside in data), None)
        if held:
            return held
    return next((kind for kind in UNREAD if kind.magic and data.startswith(kind.magic)), None)


def unread_reason(suffix: str, data: bytes) -> str:
    """Why a file is not read. Its ending (lower case, with the dot) decides, else its bytes."""
    kind = _BY_SUFFIX.get(suffix) or unread_by_bytes(data)
    return kind.reason if kind else f"a {suffix} file; {HANDLED}"


def unread_xml_reason(data: bytes) -> str:
    """Why an XML file that is no feed is not read."""
    head = data[:_XML_HEAD]
    kind = next((kind for words, kind in UNREAD_XML if words in head), None)
    return kind.reason if kind else f"XML, but not a feed with entries; {HANDLED}"
