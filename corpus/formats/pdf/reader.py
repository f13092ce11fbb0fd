"""Reads PDF: gets the words of each page with their places from pdfium.

The only file that imports pypdfium2. pdfium is not thread-safe, so one lock guards every call.
``pincite.corpus.formats.pdf.layout`` turns the words into text.
"""

from __future__ import annotations

import logging
import re
import threading
from ctypes import c_ushort
from typing import Any, Final, NamedTuple

from pincite.corpus.draft import Draft, Fault, one_line, stem_title
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.pdf.annotations import Annotations
from pincite.corpus.formats.pdf.glyphs import Glyphs, PlacedWord
from pincite.corpus.formats.pdf.layout import text_of_pages
from pincite.corpus.formats.pdf.print.ruled import Rule
from pincite.corpus.formats.pdf.rules import rules_of
from pincite.corpus.metadata.authors import author_of
from pincite.corpus.metadata.complete import dated_by_file
from pincite.corpus.metadata.dates import iso_date
from pincite.corpus.metadata.language import language_code

MAX_PAGES: Final = 2000
MAX_TEXT: Final = 25 * 2**20
SCANNED: Final = "no text in it: a scanned PDF; run OCR first"
DAMAGED: Final = "a damaged PDF, or none at all; save or export it again"
UNREADABLE: Final = "damaged, not read; save or export the file again"
PICTURES: Final = "no text, only pictures; run OCR where they are scanned"
LOCKED: Final = "a PDF that needs a password; save it without one"
XFA: Final = "a form that only Adobe's reader shows (XFA), not read; print it to a PDF"
GARBLED: Final = "its fonts do not say which letters they show; run OCR first"

_MAX_RUNS: Final = 8  # runs of page numbers in a message
_UNKNOWN: Final = re.compile("[\ue000-\uf8ff\ufffd]")
_MAX_UNKNOWN: Final = 0.2
_DATE: Final = re.compile(
    r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d\d)?'?(\d\d)?"
)
_NO_TITLE: Final = re.compile(
    r"\W*(?:untitled|microsoft|powerpoint|unbenannt|sans titre)\b.*"
    r"|\W*(?:anonymous|unknown|none|null|title|no title|print|(?:new )?(?:document|dokument|page"
    r"|slide|folie|presentation|book|layout|sheet|draft|scan))?[\W\d]*"
    r"|.*\.(?:docx?|dot|pdf|indd|qxd|qxp|tex|dvi|odt|pages|pub|wpd|pptx?|xlsx?|html?|aspx?|php|rtf"
    r"|txt|tif|jpe?g|png|eps|ps|ai|cdr)(?:\W.*)?"
    r"|(?:\w:\\|/|file:|https?:|www\.)\S*|\S*_\S*|[^\W\d]{0,4}[-.]?\d\S*",
    re.IGNORECASE,
)
_LOGIN: Final = re.compile(r"[a-z][a-z.-]*|\S*[\d_\\]\S*")
_lock: Final = threading.Lock()


Page = list[PlacedWord]


class _Facts(NamedTuple):
    """The properties of a document ("" or None if missing), and descriptions of content that is not
    in its pages."""

    title: str
    made: str | None
    author: str | None
    language: str | None
    missing: list[str]


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """One article with its pages, titled by the PDF's properties, else by its heading, else by the
    file's name. Author, date and language are from the properties.

    Columns are read one after the other. Lines are joined to paragraphs, and words hyphenated at
    the end of a line are joined. Headings, and lines repeated at the edge of most pages, lie
    outside the body. Pages that cannot be read, or that show pictures but no text, are reported in
    ``missing``. Raises ReadError if the file is damaged, locked, too long or holds no text.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise ReadError(f"PDF cannot be read in this installation: {error}") from None
    logging.getLogger("pypdfium2").setLevel(logging.ERROR)  # its XFA warning is on the receipt
    gaps: dict[str, list[int]] = {}
    with _lock:
        try:
            pages, rules, facts = _pages(pypdfium2, data, gaps)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
                raise ReadError(LOCKED) from None
            raise ReadError(DAMAGED) from None
    letters = "".join(word.text for page in pages for word in page)
    if not any(c.isalnum() for c in letters):
        raise ReadError(SCANNED)
    if len(_UNKNOWN.findall(letters)) > _MAX_UNKNOWN * len(letters):
        raise ReadError(GARBLED)
    text, body, starts, heading, sections = text_of_pages(pages, rules)
    draft = Draft(
        text,
        facts.title or heading or stem_title(name),
        body,
        pages=starts,
        author=facts.author,
        language=facts.language,
        sections=sections,
        missing="; ".join(
            [*(f"{_numbers(gaps[why], len(pages))}: {why}" for why in gaps), *facts.missing]
        ),
    )
    return [dated_by_file(draft, facts.made)]


def _pages(
    pdfium: Any, data: bytes, gaps: dict[str, list[int]]
) -> tuple[list[Page], list[list[Rule]], _Facts]:
    """The words and the lines of every page, and the document's properties. Pages without words are
    added to ``gaps`` under the reason."""
    document = pdfium.PdfDocument(data)
    try:
        # pdfium requires this before any page is opened
        form = document.formenv.raw if _has_fields(pdfium.raw, document) else None
        if len(document) > MAX_PAGES:
            raise ReadError(f"{len(document):,} pages; at most {MAX_PAGES:,}: split it")
        notes = Annotations(pdfium.raw, form)
        pages: list[Page] = []
        rules: list[list[Rule]] = []
        left = MAX_TEXT
        for number in range(len(document)):
            try:
                page = document[number]
            except pdfium.PdfiumError:
                gaps.setdefault(UNREADABLE, []).append(number + 1)
                pages.append([])
                rules.append([])
                continue
            try:
                words, letters = _words(pdfium.raw, page, notes)
                left -= letters
                if left < 0:
                    raise ReadError(f"more than {MAX_TEXT // 2**20} MiB of text; split it")
                pages.append(words)
                rules.append(rules_of(pdfium.raw, page))
                if not words and pdfium.raw.FPDFPage_CountObjects(page):
                    gaps.setdefault(PICTURES, []).append(number + 1)
            finally:
                page.close()
        if len(gaps.get(UNREADABLE, ())) == len(pages):
            raise ReadError(DAMAGED)
        notes.attached(document)
        return pages, rules, _facts(pdfium.raw, document, notes)
    finally:
        document.close()


def _has_fields(raw: Any, document: Any) -> bool:
    """Whether a document has a form that can be read; if so, it is initialised."""
    known = (raw.FORMTYPE_ACRO_FORM, raw.FORMTYPE_XFA_FOREGROUND)
    return document.get_formtype() in known and bool(document.init_forms())


def _words(raw: Any, page: Any, notes: Annotations) -> tuple[Page, int]:
    """The words of a page, with the values of its form fields, and the number of letters."""
    textpage = page.get_textpage()
    try:
        words = list(Glyphs(raw, textpage.raw).words())
        values = list(notes.values(page))
        return words + values, textpage.count_chars() + sum(len(each.text) for each in values)
    finally:
        textpage.close()


def _numbers(pages: list[int], count: int) -> str:
    """Page numbers as a person writes them: "pages 3, 5-9 of 12". At most _MAX_RUNS runs are
    listed."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][-1] == page - 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    shown = [f"{run[0]}-{run[-1]}" if run[1:] else str(run[0]) for run in runs[:_MAX_RUNS]]
    more = sum(map(len, runs[_MAX_RUNS:]))
    rest = f" and {more:,} more" if more else ""
    return f"{'pages' if pages[1:] else 'page'} {', '.join(shown)}{rest} of {count:,}"


def _facts(raw: Any, document: Any, notes: Annotations) -> _Facts:
    size = raw.FPDFCatalog_GetLanguage(document, None, 0)
    held = (c_ushort * (size // 2))()  # UTF-16, a NUL at its end
    raw.FPDFCatalog_GetLanguage(document, held, size)
    missing = notes.missing()
    if document.get_formtype() in (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND):
        missing.append(XFA)
    return _Facts(
        _title(_metadata(document, "Title")),
        _date(_metadata(document, "CreationDate")),
        _author(_metadata(document, "Author")),
        language_code("".join(map(chr, held)).rstrip("\0")),
        missing,
    )


def _metadata(document: Any, key: str) -> str:
    try:
        return str(document.get_metadata_value(key))
    except ValueError:  # not UTF-16
        return ""


def _author(value: str) -> str | None:
    """The author, or None for the name of an account: one word in small letters or with digits."""
    return None if _LOGIN.fullmatch(value.strip()) else author_of(value)


def _title(value: str) -> str:
    title = one_line("".join(c if c.isprintable() else " " for c in value))
    return "" if _NO_TITLE.fullmatch(title) else title


def _date(value: str) -> str | None:
    match = _DATE.match(value)
    if match is None:
        return None
    year, month, day, hour, minute, second, zone, minutes = match.groups()
    if hour is None:
        return iso_date(f"{year}-{month}-{day}")
    zone = "+00:00" if zone == "Z" else f"{zone}:{minutes or '00'}" if zone else ""
    return iso_date(f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}")
