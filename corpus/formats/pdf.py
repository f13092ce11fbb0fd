"""PDF: the words of each page and where they stand, from pdfium.

The only file that knows pypdfium2. pdfium is not thread-safe, so one lock is around every call.
``corpus.formats.layout`` makes text of the words.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from ctypes import c_ushort
from typing import Any, Final, NamedTuple

from corpus.authors import author_of
from corpus.dates import iso_date
from corpus.errors import ReadError
from corpus.formats.draft import Draft, Fault, one_line, stem_title
from corpus.formats.layout import Page, Word, assembled
from corpus.language import language_code

MAX_PAGES: Final = 2000
MAX_TEXT: Final = 25 * 2**20
SCANNED: Final = "no text in it: a scanned PDF; run OCR first"
DAMAGED: Final = "a damaged PDF, or none at all; save or export it again"
UNREADABLE: Final = "damaged, not read; save or export the file again"
PICTURES: Final = "no text, only pictures; run OCR where they are scanned"
LOCKED: Final = "a PDF that needs a password; save it without one"
GARBLED: Final = "its fonts do not say which letters they show; run OCR first"

_MAX_RUNS: Final = 8  # of page numbers, told in one line
_LINE_END_HYPHEN: Final = 2  # what pdfium calls a hyphen that ends a line
_UNKNOWN: Final = re.compile("[\ue000-\uf8ff\ufffd]")
_MAX_UNKNOWN: Final = 0.2
_LIGATURES: Final = dict(zip(range(0xFB00, 0xFB07), "ff fi fl ffi ffl st st".split(), strict=True))
_DATE: Final = re.compile(
    r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d\d)?'?(\d\d)?"
)
_NO_TITLE: Final = re.compile(
    r"untitled.*|microsoft .*|\W*"
    r"|.*\.(?:docx?|pdf|indd|qxd|tex|dvi|odt|pages|pptx?|xlsx?|html?|rtf)",
    re.IGNORECASE,
)
_lock: Final = threading.Lock()


class _Facts(NamedTuple):
    """What a document says of itself; each "" or None where it does not."""

    title: str
    published: str | None
    author: str | None
    language: str | None


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """One article with its pages, titled by the PDF itself, else its heading, else its file's name,
    with the author, date and language of the PDF's properties.

    Columns are read one after the other, lines are joined to paragraphs, and words hyphenated at a
    line's end to words. Headings, and what repeats at the edge of most pages, lie outside the body.
    Pages that cannot be read, or show something but no text, are ``missing``. Raises ReadError
    where the file is damaged, locked, too long or holds no text.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise ReadError(f"PDF cannot be read in this installation: {error}") from None
    gaps: dict[str, list[int]] = {}
    with _lock:
        try:
            pages, facts = _pages(pypdfium2, data, gaps)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
                raise ReadError(LOCKED) from None
            raise ReadError(DAMAGED) from None
    letters = "".join(word.text for page in pages for word in page)
    if not any(c.isalnum() for c in letters):
        raise ReadError(SCANNED)
    if len(_UNKNOWN.findall(letters)) > _MAX_UNKNOWN * len(letters):
        raise ReadError(GARBLED)
    text, body, starts, heading = assembled(pages)
    return [
        Draft(
            text,
            facts.title or heading or stem_title(name),
            body,
            published=facts.published,
            pages=starts,
            author=facts.author,
            language=facts.language,
            missing="; ".join(f"{_numbers(gaps[why], len(pages))}: {why}" for why in gaps),
        )
    ]


def _pages(pdfium: Any, data: bytes, gaps: dict[str, list[int]]) -> tuple[list[Page], _Facts]:
    """The words of every page, and what a document says of itself. Pages without words for a
    reason go into ``gaps`` by it."""
    document = pdfium.PdfDocument(data)
    try:
        if len(document) > MAX_PAGES:
            raise ReadError(f"{len(document):,} pages; at most {MAX_PAGES:,}: split it")
        pages: list[Page] = []
        left = MAX_TEXT
        for number in range(len(document)):
            try:
                page = document[number]
            except pdfium.PdfiumError:
                gaps.setdefault(UNREADABLE, []).append(number + 1)
                pages.append([])
                continue
            try:
                textpage = page.get_textpage()
                left -= textpage.count_chars()
                if left < 0:
                    raise ReadError(f"more than {MAX_TEXT // 2**20} MiB of text; split it")
                turn = page.get_rotation()
                pages.append([_turned(word, turn) for word in _words(pdfium.raw, textpage)])
                textpage.close()
                if not pages[-1] and pdfium.raw.FPDFPage_CountObjects(page):
                    gaps.setdefault(PICTURES, []).append(number + 1)
            finally:
                page.close()
        if len(gaps.get(UNREADABLE, ())) == len(pages):
            raise ReadError(DAMAGED)
        return pages, _facts(pdfium.raw, document)
    finally:
        document.close()


def _numbers(pages: list[int], count: int) -> str:
    """Page numbers as a person writes them: "pages 3, 5-9 of 12"; of many runs the first ones."""
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


def _words(raw: Any, page: Any) -> Iterator[Word]:
    """The words in the order of the file, each with the box from its first letter to its last."""
    first, letters, count = 0, "", page.count_chars()
    for i in range(count + 1):
        code = raw.FPDFText_GetUnicode(page, i) if i < count else 0x20
        letter = chr(code) if 0x20 < code <= 0x10FFFF else ""
        if letter and not letter.isspace():
            first = first if letters else i
            letters += letter
        elif code == _LINE_END_HYPHEN and letters:
            yield _word(raw, page, first, i, f"{letters}-")
            letters = ""
        elif letters and (code == 0x20 or letter or code in (0x09, 0x0A, 0x0D)):
            yield _word(raw, page, first, i - 1, letters)
            letters = ""


def _word(raw: Any, page: Any, first: int, last: int, letters: str) -> Word:
    boxes = [raw.FS_RECTF(), raw.FS_RECTF()]
    for index, box in zip((first, last), boxes, strict=True):
        raw.FPDFText_GetLooseCharBox(page, index, box)
    whole = letters.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return Word(
        whole.translate(_LIGATURES).replace("\xad", ""),
        min(box.left for box in boxes),
        min(box.bottom for box in boxes),
        max(box.right for box in boxes),
        max(box.top for box in boxes),
    )


def _turned(word: Word, degrees: int) -> Word:
    """A word as it stands on a page that is shown turned to the right."""
    text, x0, y0, x1, y1 = word
    if degrees == 90:
        return Word(text, y0, -x1, y1, -x0)
    if degrees == 180:
        return Word(text, -x1, -y1, -x0, -y0)
    return Word(text, -y1, x0, -y0, x1) if degrees == 270 else word


def _facts(raw: Any, document: Any) -> _Facts:
    size = raw.FPDFCatalog_GetLanguage(document, None, 0)
    held = (c_ushort * (size // 2))()  # UTF-16, a NUL at its end
    raw.FPDFCatalog_GetLanguage(document, held, size)
    return _Facts(
        _title(_said(document, "Title")),
        _date(_said(document, "CreationDate")),
        author_of(_said(document, "Author")),
        language_code("".join(map(chr, held)).rstrip("\0")),
    )


def _said(document: Any, key: str) -> str:
    try:
        return str(document.get_metadata_value(key))
    except ValueError:  # no UTF-16
        return ""


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
