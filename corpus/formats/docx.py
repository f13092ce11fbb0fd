"""Word files (.docx): paragraphs and tables in reading order. The only file that knows python-docx.

The archive is looked through before anything of it is parsed, and what is no XML (pictures, fonts)
is never unpacked. The XML parser expands no entity and loads nothing.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

from corpus.authors import author_of
from corpus.errors import ReadError
from corpus.formats.archive import Wanted, unpacked
from corpus.formats.draft import Draft, Fault, one_line, stem_title
from corpus.formats.sheet import CELL_GAP, Sheet
from corpus.formats.text import split_headline
from corpus.language import language_code

DAMAGED: Final = "a damaged Word file, or none at all; save it again as .docx"

_WANTED: Final = Wanted(
    "a Word file",
    ".docx",
    "word/document.xml",
    lambda name: name.lower().endswith((".xml", ".rels")),
    max_entries=2000,
)
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT_BOX: Final = f"{_W}txbxContent"
_HOLDERS: Final = frozenset(f"{_W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "ins"))
_APART: Final = frozenset({_FALLBACK, _TEXT_BOX, f"{_W}pPr", f"{_W}moveFrom"})
# python-docx writes its template's date into what it makes
_TEMPLATE: Final = datetime(2013, 12, 23, 23, 15, tzinfo=UTC)
_LETTERS: Final = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_HEADINGS: Final = re.compile(r"(?:heading|title|subtitle)\b.*", re.IGNORECASE)


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """One article, titled by the file's properties, else by its heading or name; author, date and
    language are those of the properties.

    A paragraph is a block and a table row a line; headings lie outside the body. Footnotes and
    endnotes stand at the end. What is struck out by tracked changes is left out; comments and
    embedded files are ``missing``. Raises ReadError where the archive is damaged, unsafe or no
    Word file, or holds no text.
    """
    slim = _slim(data)
    try:
        from docx import Document
    except ImportError as error:
        raise ReadError(f"Word files cannot be read in this installation: {error}") from None
    try:
        document = Document(slim)
        names = {str(style.style_id): str(style.name) for style in document.styles}
        sheet, heading = _sheet(document.element.body, names)
        for block, _, gap in _notes(document):
            sheet.add(block, body=True, gap=gap)
        missing = _unread(document)
        title, published, author, language = _properties(document)
    except ReadError:
        raise
    except Exception as error:  # noqa: BLE001 - a file must not stop a build, whatever is in it
        raise ReadError(f"{DAMAGED} ({type(error).__name__})") from None
    text, body = sheet.finish()
    headline = title or heading or split_headline(text)[0] or stem_title(name)
    return [
        Draft(
            text,
            headline,
            body,
            published=published,
            author=author,
            language=language,
            missing=missing,
        )
    ]


def _slim(data: bytes) -> BytesIO:
    """The archive with its XML alone, everything else empty. Raises ReadError for a bomb."""
    if data.startswith(_OLD_OFFICE):
        raise ReadError("an old Office file or one with a password; save it as .docx without one")
    slim = BytesIO()
    with zipfile.ZipFile(slim, "w") as copy:
        for name, part in unpacked(data, _WANTED).items():
            copy.writestr(name, part)
    slim.seek(0)
    return slim


def _properties(document: Any) -> tuple[str, str | None, str | None, str | None]:
    """The title, the date of creation, the author and the language, where the file has properties:
    python-docx makes up what is not there."""
    made_up = all(
        "core-properties" not in rel.reltype for rel in document.part.package.rels.values()
    )
    if made_up:
        return "", None, None, None
    given = document.core_properties
    created = given.created
    return (
        one_line(given.title),
        created.isoformat() if isinstance(created, datetime) and created != _TEMPLATE else None,
        author_of(given.author),
        language_code(given.language),
    )


def _sheet(body: Any, names: dict[str, str]) -> tuple[Sheet, str]:
    """The text, and its title or else first heading where that stands on top."""
    sheet, title = Sheet(), ""
    first = True
    for block, style, gap in _blocks(body):
        kind = names.get(style or "", "")
        heading = bool(_HEADINGS.fullmatch(kind))
        if heading and (kind.lower() == "title" or first) and block.strip():
            title = title or one_line(block)
        first = first and not block.strip()
        sheet.add(block, body=not heading, gap=gap)
    return sheet, title


def _parts(document: Any, kinds: Sequence[str]) -> list[Any]:
    """The parts that hang on a document, by the last word of their relation."""
    relations = document.part.rels.values()
    named = [rel for rel in relations if rel.reltype.rpartition("/")[2] in kinds]
    return [rel.target_part for rel in named if not rel.is_external]


def _notes(document: Any) -> Iterator[tuple[str, str | None, str]]:
    """The blocks of footnotes and endnotes, without the lines that Word draws above them."""
    from docx.oxml import parse_xml

    for part in _parts(document, ("footnotes", "endnotes")):
        for note in parse_xml(part.blob):
            if note.get(f"{_W}type", "normal") == "normal":
                yield from _blocks(note)


def _unread(document: Any) -> str:
    kinds = {"comments": ("comments",), "embedded files": ("aFChunk", "subDocument")}
    found = {kind: _parts(document, names) for kind, names in kinds.items()}
    return "; ".join(f"{kind}: not read" for kind, parts in found.items() if _has_words(parts))


def _has_words(parts: Sequence[Any]) -> bool:
    return any(not part.partname.endswith(".xml") or b"<w:t" in part.blob for part in parts)


def _blocks(holder: Any, gap: str = "\n\n") -> Iterator[tuple[str, str | None, str]]:
    """Each paragraph with its style and each row of a table, with the gap above it."""
    for child in holder:
        if child.tag == f"{_W}p":
            style = child.find(f"{_W}pPr/{_W}pStyle")
            yield _words(child), None if style is None else style.get(f"{_W}val"), gap
            for box in _boxes(child):
                yield from _blocks(box, gap)
        elif child.tag == f"{_W}tbl":
            for n, row in enumerate(_inside(child, "tr")):
                cells = [" ".join(_cell(cell).split()) for cell in _inside(row, "tc")]
                yield CELL_GAP.join(cells) if any(cells) else "", None, "\n" if n else gap
        elif child.tag in _HOLDERS:
            yield from _blocks(child, gap)


def _inside(holder: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, those of tables in its cells apart."""
    for child in holder:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in _HOLDERS:
            yield from _inside(child, name)


def _cell(cell: Any) -> str:
    return "\n".join(block for block, _, _ in _blocks(cell))


def _words(paragraph: Any) -> str:
    """The text of a paragraph as it is shown, text boxes apart."""
    parts: list[str] = []
    waiting = [paragraph]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_W}t":
            parts.append(element.text or "")
        elif not isinstance(element.tag, str) or element.tag in _APART or _hidden(element):
            continue
        elif (name := element.tag.removeprefix(_W)) in _LETTERS:
            page = element.get(f"{_W}type") in ("page", "column")
            parts.append(" " if page else _LETTERS[name])
        else:
            waiting.extend(reversed(element))
    return "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n"))


def _hidden(element: Any) -> bool:
    """Whether this is a run that Word does not show."""
    mark = element.find(f"{_W}rPr/{_W}vanish") if element.tag == f"{_W}r" else None
    return mark is not None and mark.get(f"{_W}val") not in ("0", "false", "off")


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes that hang on a paragraph, each once."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == _TEXT_BOX:
            yield element
        elif element.tag != _FALLBACK:
            waiting.extend(reversed(element))
