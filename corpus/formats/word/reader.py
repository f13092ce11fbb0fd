"""Reads Word files (.docx): the archive, its properties and parts. The only file that imports
python-docx.

The archive is checked before it is parsed. Parts that are not XML (pictures, fonts) are never
unpacked. The XML parser expands no entity and loads nothing.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from io import BytesIO
from typing import Any, Final

from pincite.corpus.draft import Draft, Fault, one_line, stem_title
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.documents.text import split_headline
from pincite.corpus.formats.shared.archive import Wanted, unpacked
from pincite.corpus.formats.word.blocks import lines_of, text_of_blocks
from pincite.corpus.formats.word.styles import Styles, W
from pincite.corpus.formats.word.text import BlockReader, WordBlock
from pincite.corpus.metadata.authors import author_of
from pincite.corpus.metadata.complete import dated_by_file
from pincite.corpus.metadata.language import language_code

DAMAGED: Final = "a damaged Word file, or none at all; save it again as .docx"

_WANTED: Final = Wanted(
    "a Word file",
    ".docx",
    "word/document.xml",
    lambda name: name.lower().endswith((".xml", ".rels")),
    max_entries=2000,
)
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_POINT: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}pt"
# Dates of templates and of unset clocks; the first is that of python-docx's template.
_NEVER: Final = (datetime(2013, 12, 23, 23, 15, tzinfo=UTC), datetime(2006, 9, 16, tzinfo=UTC))
_FIRST_YEAR: Final = 1985  # earlier dates are wrong: Word is hardly older
_NO_TITLE: Final = re.compile(
    r"(?:microsoft )?(?:office )?word(?:[ -]?(?:document|dokument|documento))?(?: [-–] .*)?"
    r"|(?:document|dokument|documento|doc) ?\d*|untitled.*|unbenannt|sans titre|sin título"
    r"|\(?no title\)?|title|titel|template|blank(?: document)?|normal(?:\.dot[mx]?)?"
    r"|.*\.(?:docx?|dot[mx]?|rtf|odt)",
    re.IGNORECASE,
)


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """One article, titled by the file's properties, else by its heading, else by the file's name.
    Author, date and language are from the properties.

    A paragraph is a block, and a table row a line. Headings and header rows lie outside the body.
    Footnotes and endnotes come at the end; page headers and footers come last, outside the body.
    Text deleted in tracked changes is left out. Comments, embedded files and the values of charts
    are reported in ``missing``. Raises ReadError if the archive is damaged, unsafe or not a Word
    file, or has no text.
    """
    slim = _slim(data)
    try:
        from docx import Document
    except ImportError as error:
        raise ReadError(f"Word files cannot be read in this installation: {error}") from None
    try:
        file = _File(Document(slim))
        sheet, heading = text_of_blocks(file.blocks())
        sheet.leave_headings()
        for note in file.notes():
            sheet.add(note, body=True)
        for line in file.margins():
            sheet.add(line, body=False)
        title, made, author, language = _properties(file.document)
    except ReadError:
        raise
    except Exception as error:  # noqa: BLE001 - no file may stop a build
        raise ReadError(f"{DAMAGED} ({type(error).__name__})") from None
    text, body = sheet.finish()
    headline = title or heading or split_headline(text)[0] or stem_title(name)
    draft = Draft(
        text,
        headline,
        body,
        author=author,
        language=language,
        missing=file.missing(),
        sections=sheet.sections,
    )
    return [dated_by_file(draft, made)]


def _slim(data: bytes) -> BytesIO:
    """The archive with only its XML parts; other parts are empty. Raises ReadError for an unsafe
    archive."""
    if data.startswith(_OLD_OFFICE):
        raise ReadError("an old Office file or one with a password; save it as .docx without one")
    slim = BytesIO()
    with zipfile.ZipFile(slim, "w") as copy:
        for name, part in unpacked(data, _WANTED).items():
            copy.writestr(name, part)
    slim.seek(0)
    return slim


def _properties(document: Any) -> tuple[str, str | None, str | None, str | None]:
    """The title, the date of creation, the author and the language, if the file has properties. If
    not, python-docx would invent them."""
    made_up = all(
        "core-properties" not in rel.reltype for rel in document.part.package.rels.values()
    )
    if made_up:
        return "", None, None, None
    given = document.core_properties
    title = one_line(given.title)
    return (
        "" if _NO_TITLE.fullmatch(title) else title,
        _made_on(given.created),
        author_of(given.author),
        language_code(given.language),
    )


def _made_on(created: object) -> str | None:
    """The date of creation; None if it comes from a template or an unset clock."""
    if not isinstance(created, datetime) or created.year < _FIRST_YEAR or created in _NEVER:
        return None
    first = (created.month, created.day, created.hour, created.minute, created.second)
    return None if first == (1, 1, 0, 0, 0) else created.isoformat()


class _File:
    """The parts of a Word file, and a record of what was not read."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self._shown: set[str] = set()
        self._charts = 0

    @cached_property
    def _words(self) -> BlockReader:
        return BlockReader(Styles.of(self.document.styles.element), self._drawn)

    def blocks(self) -> Iterator[WordBlock]:
        """The blocks of the main part."""
        return self._words.blocks(self.document.element.body)

    def notes(self) -> Iterator[str]:
        """The footnotes and endnotes, without the separator lines that Word keeps among them."""
        for root in self._roots("footnotes", "endnotes"):
            for note in root:
                if note.get(f"{W}type", "normal") == "normal":
                    yield from (block.words for block in self._words.blocks(note))

    def margins(self) -> list[str]:
        """The lines of page headers and footers, each once."""
        blocks = (
            block for root in self._roots("header", "footer") for block in self._words.blocks(root)
        )
        return list(dict.fromkeys(line for block in blocks for line in lines_of(block)))

    def missing(self) -> str:
        """What was not read, on one line."""
        found = [name for name, kinds in _UNREAD.items() if _has_words(self._parts(*kinds))]
        found += self._words.unread
        found += ["the values of charts"] if self._charts else []
        return "; ".join(f"{name}: not read" for name in found)

    def _drawn(self, id_: str) -> list[str]:
        """The title of a chart, or the words of a diagram, when it is first shown; later an empty
        list."""
        relation = self.document.part.rels.get(id_)
        if relation is None or relation.is_external or relation.target_part.partname in self._shown:
            return []
        self._shown.add(relation.target_part.partname)
        root = _parsed(relation.target_part)
        if root.tag == f"{_C}chartSpace":
            self._charts += 1
            title = root.find(f"{_C}chart/{_C}title")
            return [] if title is None else [_drawn_words(title)]
        return [_drawn_words(point) for point in root.iter(_POINT)]

    def _roots(self, *kinds: str) -> Iterator[Any]:
        return (_parsed(part) for part in self._parts(*kinds))

    def _parts(self, *kinds: str) -> list[Any]:
        """The parts related to the main part, by the last word of the relation type."""
        relations = self.document.part.rels.values()
        named = [rel for rel in relations if rel.reltype.rpartition("/")[2] in kinds]
        return [rel.target_part for rel in named if not rel.is_external]


_UNREAD: Final = {"comments": ("comments",), "embedded files": ("aFChunk", "subDocument")}


def _parsed(part: Any) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(part.blob)


def _drawn_words(element: Any) -> str:
    """The words of a drawing's element on one line."""
    words = (each.text or "" for each in element.iter(f"{_A}t", f"{_C}v"))
    return " ".join("".join(words).split())


def _has_words(parts: Sequence[Any]) -> bool:
    return any(not part.partname.endswith(".xml") or b"<w:t" in part.blob for part in parts)
