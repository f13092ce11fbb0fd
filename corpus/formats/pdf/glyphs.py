"""Builds the words of a PDF page from pdfium's letters, each with its place, direction and type.
The caller passes pdfium: ``pincite.corpus.formats.pdf.reader`` is the only file that imports it."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from ctypes import byref, c_double, c_int, create_string_buffer
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

_LINE_END_HYPHEN: Final = 2  # pdfium's code for a hyphen at the end of a line
_LIGATURES: Final = dict(zip(range(0xFB00, 0xFB07), "ff fi fl ffi ffl st st".split(), strict=True))
_DINGBATS: Final = frozenset(
    "\uf0b7\uf0a7\uf0d8\uf076\uf0a8\uf06e\uf0fc"
)  # bullets of Word's fonts
_BOLD: Final = re.compile(rb"bold|black|heavy|demi(?!talic)|-bd|,bd", re.IGNORECASE)
_FORCED_BOLD: Final = 1 << 18
_MARKED: Final = re.compile(r".*[^\W\d_\s].*\d|.*[\d.,;:!?)\]”’\"'%][\d*†‡]|\W*\w.*(?:[*†‡]|\d\])")
_NOTED: Final = re.compile(r"(?:\d{1,3}|[*†‡]{1,3})(?=[^\W\d])")
# accents that are letters of their own in the file, but are printed above the next letter
_ACCENTS: Final = dict(zip("¨´ˆ˜ˇ˚˘", "\u0308\u0301\u0302\u0303\u030c\u030a\u0306", strict=True))
_DOTLESS: Final = {"ı": "i", "ȷ": "j"}
_ACCENTED: Final = re.compile(rf"[{''.join(_ACCENTS)}][^\W\d_]")
_MARK: Final = frozenset("0123456789*†‡,-–[]()")
# a base that a small number after it is the power of: "12 m²", "m/s²", "10⁶", "x²"
_BASE: Final = re.compile(r"(?:^|[\d(/·×])(?:[kcdmµ]?m|ft|yd|mi|s|10|[b-zB-HJ-Z])\Z")
_POWERS: Final = str.maketrans("0123456789-–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
_SMALLER: Final = 0.85  # maximum size of a raised mark, as a share of the word's
_STRAIGHT: Final = 0.25  # degrees; a smaller angle counts as straight
_NAME: Final = 64  # bytes of a font's name that are read


class PlacedWord(NamedTuple):
    """A word with its place on the page, in points. ``x`` and ``y`` are its lower left corner in
    reading direction, ``width`` its extent in that direction, ``height`` across it. ``angle`` is
    the direction in degrees, counterclockwise; 0 is from left to right. ``raised`` marks a small
    number above the line."""

    text: str
    x: float
    y: float
    width: float
    height: float
    angle: float = 0.0
    bold: bool = False
    raised: bool = False


class _Box(NamedTuple):
    """The box of a letter in points."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True)
class Glyphs:
    """The letters of one page, for ``words``. Values needed for each letter or word are cached,
    because asking pdfium for them takes most of the time."""

    raw: Any
    page: Any  # pdfium's own handle of the page's text
    _angle: float = 0.0  # of the word before; single letters of a vertical line take it over
    _boxes: dict[int, _Box] = field(default_factory=dict)  # of the current word's letters
    _fonts: dict[tuple[bytes, int], bool] = field(default_factory=dict)  # whether each is bold
    _held: tuple[Any, Any, Any, Any] = field(init=False)

    def __post_init__(self) -> None:
        name, flags = create_string_buffer(_NAME), c_int()
        self._held = (self.raw.FS_RECTF(), self.raw.FS_MATRIX(), name, flags)

    def words(self) -> Iterator[PlacedWord]:
        """The words in the order of the file."""
        page, unicode_of = self.page, self.raw.FPDFText_GetUnicode
        first, letters, count = 0, "", self.raw.FPDFText_CountChars(page)
        for i in range(count + 1):
            code = unicode_of(page, i) if i < count else 0x20
            letter = chr(code) if 0x20 < code <= 0x10FFFF else "\ufffd" * (code > 0x20)
            if letter and not letter.isspace():
                first = first if letters else i
                letters += letter
            elif code == _LINE_END_HYPHEN and letters:
                yield from self._word(first, i, f"{letters}-")
                letters = ""
            elif letters and (code == 0x20 or letter or code in (0x09, 0x0A, 0x0D)):
                yield from self._word(first, i - 1, letters)
                letters = ""

    def _word(self, first: int, last: int, letters: str) -> Iterator[PlacedWord]:
        """One word; a raised number at its start or end becomes a word of its own."""
        self._boxes.clear()
        if _ACCENTED.search(letters):
            letters = self._composed(first, last, letters)
        angle, bold = self._direction(first, last), self._is_bold(first)
        if letters.isalpha():
            yield self._placed(first, last, letters, angle, bold)
            return
        lead = self._leading(first, last, letters)
        if lead:
            yield self._placed(first, first + lead - 1, letters[:lead], angle, bold)
            first, letters = first + lead, letters[lead:]
        cut, end = self._raised(first, last, letters)
        base, mark, rest = letters[:cut], letters[cut:end], letters[end:]
        if _BASE.search(base):
            base, mark = base + mark.translate(_POWERS), ""
        yield self._placed(
            first, last if rest or not mark else first + cut - 1, base + rest, angle, bold
        )
        if mark:
            raised = self._placed(first + cut, first + end - 1, mark, angle, bold)
            yield raised._replace(raised=True)

    def _composed(self, first: int, last: int, letters: str) -> str:
        """A word in which each accent and the letter below it became one character."""
        if last - first + 1 != len(letters):
            return letters
        found, at = "", 0
        for match in _ACCENTED.finditer(letters):
            accent, letter = (self._box(first + match.start() + n) for n in (0, 1))
            mark, base = match[0][0], match[0][1]
            whole = unicodedata.normalize("NFC", _DOTLESS.get(base, base) + _ACCENTS[mark])
            above = letter.left <= (accent.left + accent.right) / 2 <= letter.right
            if above and len(whole) == 1:
                found, at = found + letters[at : match.start()] + whole, match.end()
        return found + letters[at:]

    def _leading(self, first: int, last: int, letters: str) -> int:
        """The length of a raised number at the start of a word, as in a footnote; 0 if there is
        none."""
        match = _NOTED.match(letters)
        if not match or last - first + 1 != len(letters) or abs(self._angle) > _STRAIGHT:
            return 0
        mark, word = self._box(first), self._box(first + match.end())
        height = word.top - word.bottom
        higher = mark.bottom - word.bottom > 0.1 * height
        return match.end() if higher and mark.top - mark.bottom <= _SMALLER * height else 0

    def _raised(self, first: int, last: int, letters: str) -> tuple[int, int]:
        """Where a raised number in a word begins and ends: letters that are smaller and higher than
        the first. The length of the word twice if there is none."""
        size = last - first + 1
        if size != len(letters) or not _MARKED.match(letters) or abs(self._angle) > _STRAIGHT:
            return len(letters), len(letters)
        whole = self._box(first)
        height = whole.top - whole.bottom
        small = []
        for i, letter in enumerate(letters):
            part = self._box(first + i) if letter in _MARK else whole
            higher = part.bottom - whole.bottom > 0.1 * height
            small.append(higher and part.top - part.bottom <= _SMALLER * height)
        if True not in small:
            return size, size
        cut = small.index(True)
        return cut, small.index(False, cut) if False in small[cut:] else size

    def _placed(self, first: int, last: int, letters: str, angle: float, bold: bool) -> PlacedWord:
        one, other, text = self._box(first), self._box(last), _cleaned(letters)
        if abs(angle) <= _STRAIGHT:
            x, right = min(one.left, other.left), max(one.right, other.right)
            low, high = _larger(one, other)
            return PlacedWord(text, x, low, right - x, high - low, 0.0, bold)
        cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        begin = _frame(one, *self._origin(first), cos, sin)
        end = begin if last == first else _frame(other, *self._origin(last), cos, sin)
        left, right = min(begin.left, end.left), max(begin.right, end.right)
        low, high = _larger(begin, end)
        x, y = left * cos - low * sin, left * sin + low * cos
        return PlacedWord(text, x, y, right - left, high - low, angle, bold)

    def _box(self, at: int) -> _Box:
        found = self._boxes.get(at)
        if found is None:
            box = self._held[0]
            self.raw.FPDFText_GetLooseCharBox(self.page, at, byref(box))
            found = self._boxes[at] = _Box(box.left, box.bottom, box.right, box.top)
        return found

    def _origin(self, at: int) -> tuple[float, float]:
        x, y = c_double(), c_double()
        self.raw.FPDFText_GetCharOrigin(self.page, at, x, y)
        return x.value, y.value

    def _direction(self, first: int, last: int) -> float:
        """The direction in degrees: from the letters' matrix, or downwards if upright letters stand
        below each other, as in Chinese and Japanese."""
        matrix = self._held[1]
        self.raw.FPDFText_GetMatrix(self.page, first, byref(matrix))
        angle = math.degrees(math.atan2(matrix.b, matrix.a)) if matrix.b else 180.0 * (matrix.a < 0)
        if not math.isfinite(angle):
            angle = 0.0
        if abs(angle) <= _STRAIGHT:
            angle = self._unmarked_direction(first, last)
        self._angle = angle
        return angle

    def _unmarked_direction(self, first: int, last: int) -> float:
        """The direction of letters with an upright matrix: they may run downwards, as in Chinese
        and Japanese, or be upside down if their size is negative."""
        if first == last:
            wide = self.raw.FPDFText_GetUnicode(self.page, first) >= 0x2E80
            return self._angle if self._angle == 180 or (self._angle == -90 and wide) else 0.0
        one, other = self._box(first), self._box(last)
        across, height = other.left - one.left, one.top - one.bottom
        if one.bottom - other.bottom > max(abs(across), 0.5 * height):
            return -90.0
        back = across < -0.1 * height and self.raw.FPDFText_GetFontSize(self.page, first) < 0
        return 180.0 if back else 0.0

    def _is_bold(self, at: int) -> bool:
        _, _, name, flags = self._held
        self.raw.FPDFText_GetFontInfo(self.page, at, name, _NAME, byref(flags))
        font = (name.value, flags.value)
        if font not in self._fonts:
            self._fonts[font] = bool(flags.value & _FORCED_BOLD or _BOLD.search(name.value))
        return self._fonts[font]


def _larger(one: _Box, other: _Box) -> tuple[float, float]:
    """The bottom and the top of the larger letter, so that a raised letter does not make a word
    higher."""
    box = one if one.top - one.bottom >= other.top - other.bottom else other
    return box.bottom, box.top


def _frame(box: _Box, x: float, y: float, cos: float, sin: float) -> _Box:
    """The box of a letter in the frame of its direction. ``box`` is the upright box around the
    letter on the page, and ``x``, ``y`` is where its base line begins.

    The upright box is w·|cos| + h·|sin| wide and w·|sin| + h·|cos| high, and has the same centre.
    The letter's own box begins where its base line begins.
    """
    wide, high = box.right - box.left, box.top - box.bottom
    across, up = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    left, level = x * cos + y * sin, up * cos - across * sin
    width = max(2 * (across * cos + up * sin - left), 0.0)
    c, s = abs(cos), abs(sin)
    height = (wide - width * c) / s if s > c else (high - width * s) / c
    height = max(height, 0.1)
    return _Box(left, level - height / 2, left + width, level + height / 2)


def _cleaned(letters: str) -> str:
    """The letters of a word as whole code points, without ligatures and soft hyphens."""
    if letters.isascii():
        return letters
    if letters in _DINGBATS:
        return "•"
    whole = letters.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.translate(_LIGATURES).replace("\xad", "")
