"""Reads rich text one control word at a time into the paragraphs and rows of each place in the
file."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace
from typing import Final

from pincite.corpus.formats.documents.rtf_words import (
    CHARSETS,
    CODE_PAGES,
    ESCAPED,
    PAGE_NUMBERS,
    PARAGRAPH_ENDS,
    PICTURES,
    PLACES,
    SHOWN_AGAIN,
    SIGNS,
    SKIPPED,
    UNREAD,
)
from pincite.corpus.formats.shared.symbols import symbol

_TOKEN: Final = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])"
    rb"|([^\\{}\r\n]+)|[\r\n]+",
    re.DOTALL,
)
_HEADING: Final = re.compile(r"(?:heading|title|subtitle)\b ?(\d)?.{0,80}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Group:
    """The state of a group, which ends at its closing brace. ``home`` is the place of the nearest
    visible group around it; ``skip`` is the number of fallback letters after a Unicode
    character."""

    place: str = "text"
    home: str = "text"
    skip: int = 1
    encoding: str = ""
    hidden: bool = False


@dataclass(slots=True)
class Stream:
    """The paragraphs and rows of one place. A block is (heading level or 0, words), or for a row
    (whether it is a header, cells)."""

    blocks: list[tuple[int, str] | tuple[bool, list[str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)

    def taken(self) -> str:
        """The words since the last block. White space becomes single blanks; line breaks are
        kept."""
        text = "".join(self.words).encode("utf-16-le", "surrogatepass")
        self.words = []
        lines = text.decode("utf-16-le", "replace").replace("\0", "").split("\n")
        return "\n".join(" ".join(line.split()) for line in lines)

    def end_paragraph(self, level: int) -> None:
        """Makes the collected words a paragraph."""
        words = self.taken()
        if words.strip():
            self.blocks.append((level, words))

    def end_row(self, is_header: bool) -> None:
        """Makes the collected cells a row."""
        rest = self.taken()
        cells, self.cells = [*self.cells, *([rest] if rest.strip() else [])], []
        self.blocks.append((is_header, cells))


@dataclass(slots=True)
class Story:
    """The content of a file read so far, by place: text, notes, boxes, edges and others."""

    streams: dict[str, Stream] = field(default_factory=dict)
    group: _Group = field(default_factory=_Group)
    above: list[_Group] = field(default_factory=list)
    fonts: dict[int, str] = field(default_factory=dict)
    styles: dict[int, str] = field(default_factory=dict)
    made: dict[str, int] = field(default_factory=dict)
    unread: dict[str, None] = field(default_factory=dict)
    code_page: str = "cp1252"
    default_font: int | None = None
    lost: int = 0  # bytes that are missing in their code page
    _raw: bytearray = field(default_factory=bytearray)
    _ignored: int = 0  # letters still to be skipped
    _font: int = 0  # number in the font table
    _style: int = 0
    _outline: int = 9
    _in_table: bool = False
    _header_row: bool = False
    _optional: bool = False

    def read(self, data: bytes) -> None:
        """Reads the bytes of a whole file. Time is linear."""
        at = 0
        while at < len(data):
            token = _TOKEN.match(data, at)
            if token is None:
                at += 1
                continue
            at = token.end()
            word, number, code, escaped, brace, letters = token.groups()
            if letters:
                self._letters(letters)
            elif code:
                self._letters(bytes.fromhex(code.decode()))
            elif brace:
                self._brace(brace)
            elif word == b"bin" and number:
                at += max(0, int(number))
            elif word:
                self._word(word.decode(), None if number is None else int(number))
            elif escaped:
                self._escaped(escaped.decode("latin-1"))
        self._flush()
        for stream in self.streams.values():
            stream.end_paragraph(0)

    def stream(self, place: str) -> Stream:
        """The paragraphs and rows of a place."""
        return self.streams.setdefault(place, Stream())

    @property
    def _shown(self) -> bool:
        return self.group.place != "nowhere" and not self.group.hidden

    def _letters(self, letters: bytes) -> None:
        if self._ignored:
            letters, self._ignored = letters[self._ignored :], max(0, self._ignored - len(letters))
        if self._shown:
            self._raw += letters

    def _flush(self) -> None:
        """Decodes the collected bytes in the code page of their font."""
        if not self._raw:
            return
        raw, self._raw = bytes(self._raw), bytearray()
        if self.group.encoding in PICTURES:
            self._signs(raw)
            return
        text = raw.decode(self.group.encoding or self.code_page, "replace")
        if self.group.place == "fonts":
            name = text.strip("; ").casefold()
            own = next((each for each in PICTURES if name.startswith(each)), "")
            self.fonts[self._font] = own or self.fonts.get(self._font, "")
        self.lost += text.count("\ufffd") if self.group.place == "text" else 0
        self.stream(self.group.place).words.append(text)

    def _signs(self, codes: bytes) -> None:
        """Adds characters of a symbol font as Unicode, or reports them as not read."""
        signs = [symbol(code) if self.group.encoding == "symbol" else "" for code in codes]
        if not all(signs):
            self.unread["signs of a font of pictures"] = None
        self.stream(self.group.place).words.append("".join(sign or " " for sign in signs))

    def _say(self, sign: str) -> None:
        self._flush()
        if self._ignored:
            self._ignored -= 1
        elif self._shown:
            self.stream(self.group.place).words.append(sign)

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._ignored = 0
        self._optional = False
        if brace == b"{":
            self.above.append(self.group)
            return
        left, self.group = self.group, self.above.pop() if self.above else self.group
        if left.place == "styles":
            name = self.stream("styles").taken().strip("; \n")
            if name:
                self.styles.setdefault(self._style, name)
            self._style, self._outline = 0, 9
        elif left.place in ("notes", "boxes", "edges") and self.group.place != left.place:
            self.stream(left.place).end_paragraph(0)

    def _escaped(self, sign: str) -> None:
        if sign == "*":
            self._optional = True
        elif sign in "\r\n":
            self._word("par", None)
        elif sign in ESCAPED:
            self._say(ESCAPED[sign])

    def _word(self, word: str, number: int | None) -> None:
        self._flush()
        optional, self._optional = self._optional, False
        if word in UNREAD:
            self.unread[UNREAD[word]] = None
        if word in PLACES:
            place = PLACES[word]
            self.group = replace(self.group, place=place, home=place)
        elif word in SHOWN_AGAIN:
            self.group = replace(self.group, place=self.group.home)
        elif word in SKIPPED or optional:
            self.group = replace(self.group, place="nowhere")
        elif word == "u" and number is not None:
            code = number % 0x10000
            if self._shown and self.group.encoding in PICTURES and 0xF000 <= code <= 0xF0FF:
                self._signs(bytes([code & 0xFF]))
            elif self._shown:
                self.stream(self.group.place).words.append(chr(code))
            self._ignored = self.group.skip
        elif word in SIGNS and word != "cell":
            self._say(SIGNS[word])
        elif self._shown and (word in PARAGRAPH_ENDS or word in ("cell", "row")):
            self._end(word)
        else:
            self._format(word, number)

    def _end(self, word: str) -> None:
        """Ends a paragraph, a cell or a row."""
        stream = self.stream(self.group.place)
        if word == "row":
            stream.end_row(self._header_row)
        elif word == "cell":
            stream.cells.append(stream.taken())
        elif self._in_table:
            stream.words.append("\n")
        else:
            stream.end_paragraph(self._level())

    def _level(self) -> int:
        """The heading level of the current paragraph, or 0."""
        named = _HEADING.fullmatch(self.styles.get(self._style, ""))
        if named:
            return int(named[1] or 1) or 1
        return self._outline + 1 if 0 <= self._outline < 9 else 0

    def _format(self, word: str, number: int | None) -> None:
        """Applies a control word that changes how the following text is read."""
        on = number != 0
        if word == "f" and number is not None:
            self._font = number
            if self.group.place != "fonts":
                self._set_font(number)
        elif word == "fcharset" and number is not None:
            self.fonts[self._font] = CHARSETS.get(number, "")
        elif word == "cpg" and number:
            self.fonts[self._font] = _known(number)
        elif word == "deff":
            self.default_font = number
        elif word == "ansicpg" and number:
            self.code_page = _known(number) or self.code_page
        elif word in CODE_PAGES:
            self.code_page = CODE_PAGES[word]
        elif word == "uc" and number is not None:
            self.group = replace(self.group, skip=min(max(number, 0), 9))
        elif word in ("v", "deleted"):
            self.group = replace(self.group, hidden=on)
        elif word == "plain":
            self.group = replace(self.group, hidden=False)
            self._set_font(self.default_font)
        elif word == "pard":
            self._style, self._outline, self._in_table = 0, 9, False
        elif word == "intbl":
            self._in_table = True
        elif word == "trowd":
            self._header_row = False
        elif word == "trhdr":
            self._header_row = True
        elif word == "s" and number is not None:
            self._style = number
        elif word == "outlinelevel" and number is not None:
            self._outline = number
        elif self.group.place == "made" and number is not None:
            self.made[word] = number

    def _set_font(self, number: int | None) -> None:
        encoding = "" if number is None else self.fonts.get(number, "")
        self.group = replace(self.group, encoding=encoding)


def _known(code_page: int) -> str:
    """The encoding of a code page, or "" if Python has none."""
    try:
        return codecs.lookup(PAGE_NUMBERS.get(code_page, f"cp{code_page}")).name
    except LookupError:
        return ""
