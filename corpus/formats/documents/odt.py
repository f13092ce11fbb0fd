"""Reads OpenDocument texts (.odt): paragraphs, headings, lists and tables in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pincite.corpus.draft import Draft, Fault, one_line, stem_title
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.documents.odt_tables import odt_table
from pincite.corpus.formats.documents.text import split_headline
from pincite.corpus.formats.shared.archive import Wanted, unpacked
from pincite.corpus.formats.shared.sheet import Sheet
from pincite.corpus.formats.shared.xml_tree import Element, attribute, name_of, tree_of, words_of
from pincite.corpus.metadata.authors import author_of
from pincite.corpus.metadata.complete import dated_by_file
from pincite.corpus.metadata.dates import written_date
from pincite.corpus.metadata.language import language_code

DAMAGED: Final = "a damaged OpenDocument text; save it again as .odt"

_MAIN, _META, _STYLES = "content.xml", "meta.xml", "styles.xml"
_WANTED: Final = Wanted(
    "an OpenDocument text",
    ".odt",
    _MAIN,
    lambda name: name in (_MAIN, _META, _STYLES, "META-INF/manifest.xml"),
)
# elements inside the text that are not part of it
_APART: Final = frozenset(
    """annotation annotation-end tracked-changes note frame custom-shape sequence-decls
    forms variable-decls user-field-decls table-of-content-source bibliography-source
    index-title-template ruby-text""".split()
)
_HOLDERS: Final = frozenset(
    """text section list list-item list-header index-body table-of-content illustration-index
    table-index user-index alphabetical-index bibliography index-title text-box
    numbered-paragraph g""".split()
)
_EDGES: Final = ("header", "header-left", "header-first", "footer", "footer-left", "footer-first")


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """One article, titled by the file's properties, else by its title or first heading, else by the
    file's name. Author, date of creation and language are from the properties.

    Headings lie outside the body. Text boxes follow their paragraph; notes come at the end, then
    page headers and footers, outside the body. Text deleted in tracked changes is left out;
    comments and formulas are reported in ``missing``. Raises ReadError if the archive is damaged,
    unsafe, locked or not an OpenDocument text, or if it has no text.
    """
    parts = unpacked(data, _WANTED)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise ReadError("an OpenDocument text with a password; save it without one")
    root = tree_of(parts[_MAIN], DAMAGED)
    main = next((each for each in root.iter() if _is_text(each)), None)
    if main is None:
        raise ReadError(DAMAGED)
    collected = _TextSoFar(titles=_title_styles(root))
    try:
        collected.take(main)
        for note in collected.notes:
            collected.take(note)
    except RecursionError:
        raise ReadError("text boxes nested too deeply to be read") from None
    for line in _edges(parts.get(_STYLES, b"")):
        collected.sheet.add(line, body=False)
    text, body = collected.sheet.finish()
    meta = _Meta.of(parts.get(_META, b""))
    draft = Draft(
        text,
        meta.title or collected.title or split_headline(text)[0] or stem_title(name),
        body,
        author=meta.author,
        language=meta.language,
        missing="; ".join(f"{what}: not read" for what in _unread(root)),
        sections=collected.sheet.sections,
    )
    return [dated_by_file(draft, meta.made)]


@dataclass(slots=True)
class _TextSoFar:
    """The text collected so far, its title, and the notes to add at the end."""

    titles: frozenset[str]  # the names of title styles
    sheet: Sheet = field(default_factory=Sheet)
    title: str = ""
    notes: list[Element] = field(default_factory=list)
    _begun: bool = False

    def take(self, holder: Element) -> None:
        """Adds the blocks in ``holder`` in order, at any depth."""
        waiting = [iter(holder)]
        while waiting:
            element = next(waiting[-1], None)
            if element is None:
                waiting.pop()
                continue
            name = name_of(element)
            if name == "h":
                self._heading(element)
            elif name == "p":
                self._paragraph(element)
            elif name == "table":
                self._table(element)
            elif name in _HOLDERS:
                waiting.append(iter(element))
            elif name in ("frame", "custom-shape"):
                waiting.append(iter(_boxes(element)))

    def _heading(self, element: Element) -> None:
        words, within = _words(element)
        line = " ".join(words.split())
        level = attribute(element, "outline-level")
        self.sheet.heading(line, int(level) if level.isdigit() and len(level) < 3 else 1)
        if line and not self._begun:
            self.title, self._begun = one_line(line), True
        self._later(within)

    def _paragraph(self, element: Element) -> None:
        words, within = _words(element)
        if attribute(element, "style-name") in self.titles and words:
            self.title, self._begun = one_line(words), True
            self.sheet.heading(" ".join(words.split()), 1)
        else:
            self._begun = self._begun or bool(words)
            self.sheet.add(words, body=True)
        self._later(within)

    def _later(self, within: list[Element]) -> None:
        """Keeps notes for the end, and adds text boxes after their paragraph."""
        for each in within:
            if name_of(each) == "note":
                self.notes.extend(part for part in each if name_of(part) == "note-body")
            else:
                for box in _boxes(each):
                    self.take(box)

    def _table(self, table: Element) -> None:
        header, rows, title = odt_table(table, self._in_cell)
        self.sheet.table(header, rows, caption=title)

    def _in_cell(self, cell: Element) -> str:
        """All paragraphs of a cell, including those of tables inside it."""
        lines = []
        waiting = list(reversed(cell))
        while waiting:
            each = waiting.pop()
            if name_of(each) in ("p", "h"):
                words, within = _words(each)
                lines.append(words)
                self._later(within)
            elif name_of(each) not in _APART:
                waiting.extend(reversed(each))
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Meta:
    title: str = ""
    made: str | None = None
    author: str | None = None
    language: str | None = None

    @classmethod
    def of(cls, data: bytes) -> _Meta:
        """The properties in meta.xml; empty if it cannot be read."""
        try:
            tree = tree_of(data, DAMAGED)
        except ReadError:
            return cls()
        said: dict[str, str] = {}
        for each in tree.iter():
            said.setdefault(name_of(each), words_of(each)[:1000])
        return cls(
            one_line(said.get("title", "")),
            written_date(said.get("creation-date")),
            author_of(said.get("initial-creator") or said.get("creator")),
            language_code(said.get("language")),
        )


def _edges(styles: bytes) -> list[str]:
    """The page headers and footers, each once; none if the styles cannot be read."""
    try:
        root = tree_of(styles, DAMAGED)
    except ReadError:
        return []
    holders = (each for each in root.iter() if name_of(each) in _EDGES)
    lines = (
        _words(each)[0] for holder in holders for each in holder.iter() if name_of(each) == "p"
    )
    return list(dict.fromkeys(line for line in lines if any(map(str.isalpha, line))))


def _title_styles(root: Element) -> frozenset[str]:
    """The names of the title style and of the styles based on it."""
    made = (each for each in root.iter() if attribute(each, "parent-style-name") == "Title")
    return frozenset(("Title", *(attribute(each, "name") for each in made)))


def _is_text(element: Element) -> bool:
    return element.tag == "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}text"


def _words(paragraph: Element) -> tuple[str, list[Element]]:
    """The text of a paragraph as shown, and the notes and frames in it."""
    parts: list[str] = []
    apart: list[Element] = []
    waiting: list[tuple[Element, bool]] = [(paragraph, False)]
    while waiting:
        element, left = waiting.pop()
        if left:
            parts.append(element.tail or "")
            continue
        name = name_of(element)
        if element is not paragraph:
            waiting.append((element, True))
        if name in _APART:
            apart += [element] if name in ("note", "frame", "custom-shape") else []
        elif name == "s" or name == "tab":
            parts.append(" ")
        elif name == "line-break":
            parts.append("\n")
        else:
            parts.append(element.text or "")
            waiting.extend((child, False) for child in reversed(element))
    lines = "".join(_one_break(parts)).split("\v")
    return "\n".join(" ".join(line.split()) for line in lines), apart


def _one_break(parts: list[str]) -> Iterator[str]:
    """The parts with line breaks of the XML source as blanks, and real line breaks as ``\\v``."""
    for part in parts:
        yield "\v" if part == "\n" else part.replace("\v", " ")


def _boxes(element: Element) -> list[Element]:
    """The text boxes in a frame, or the shape itself."""
    shape = name_of(element) == "custom-shape"
    return [element] if shape else [each for each in element if name_of(each) == "text-box"]


def _unread(root: Element) -> list[str]:
    """The kinds of content in the document that its text lacks."""
    kinds = set(map(name_of, root.iter()))
    names = {"annotation": "comments", "object": "formulas, charts and embedded files"}
    return [said for kind, said in names.items() if kind in kinds]
