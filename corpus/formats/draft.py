"""What every reader returns, and how plain text with its body spans is put together."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final

from corpus.article import Article, Span
from corpus.boilerplate import body_spans
from corpus.errors import ReadError

MAX_TITLE: Final = 300
MAX_URL: Final = 2000
CELL_GAP: Final = " | "  # between the cells of a table's row


@dataclass(frozen=True, slots=True)
class Draft:
    """An article before it has an id and a place.

    ``body`` are spans of ``text`` and ``pages`` offsets into it, as in Article. Where one file
    holds several articles, ``line`` is the line it stands on (in a feed: its number among the
    entries), counted from 1, and ``key`` names it within the file. ``missing`` says in one line
    what of the file is not in the text, "" where all is.
    """

    text: str
    title: str
    body: tuple[Span, ...]
    published: str | None = None
    url: str | None = None
    key: str | None = None
    line: int | None = None
    pages: tuple[int, ...] = ()
    author: str | None = None
    language: str | None = None
    missing: str = ""

    def article(self, id_: str, source: str) -> Article:
        """The article it becomes with an id and a place."""
        return Article(
            id=id_,
            title=self.title,
            text=self.text,
            source=source,
            body=self.body,
            published=self.published,
            url=self.url,
            pages=self.pages,
            author=self.author,
            language=self.language,
        )


@dataclass(frozen=True, slots=True)
class Fault:
    """A line or entry of a file that holds no readable article, where others may."""

    line: int
    reason: str


Reader = Callable[[bytes, str], list[Draft | Fault]]


@dataclass(slots=True)
class Sheet:
    """Plain text put together block by block; the body's spans fall out of it."""

    _parts: list[str] = field(default_factory=list)
    _spans: list[Span] = field(default_factory=list)
    _length: int = 0
    _joined: bool = False

    def add(self, block: str, *, body: bool, gap: str = "\n\n") -> int:
        """Append ``block``, trimmed, after ``gap``. Neighbouring body blocks form one span.

        Returns the offset at which the block begins in the text; where it is empty, nothing is
        added and the text's end is returned.
        """
        block = block.strip()
        if not block:
            return self._length
        start = self._length + (len(gap) if self._parts else 0)
        if self._parts:
            self._parts.append(gap)
        self._parts.append(block)
        self._length = start + len(block)
        if body:
            begin = self._spans.pop().start if self._joined else start
            self._spans.append(Span(begin, self._length))
        self._joined = body
        return start

    def so_far(self) -> str:
        """The text put together until now."""
        return "".join(self._parts)

    def finish(self) -> tuple[str, tuple[Span, ...]]:
        """The text, and the body: the body blocks less what the text rules set aside.

        Raises ReadError where there is no text at all.
        """
        text = self.so_far()
        if not text:
            raise ReadError("no text in it")
        blocks = self._spans or [Span(0, len(text))]
        return text, tuple(_shared(blocks, body_spans(text))) or tuple(blocks)


def one_line(title: str) -> str:
    """A title on one line: white space runs made one blank, cut after MAX_TITLE characters."""
    return " ".join(title[: 2 * MAX_TITLE].split())[:MAX_TITLE].rstrip()


def stem_title(name: str) -> str:
    """The title a file name stands for: no suffix, ``-`` and ``_`` as blanks."""
    stem = PurePath(name).stem.replace("-", " ").replace("_", " ")
    return one_line("".join(c if c.isprintable() else " " for c in stem)) or name


def wide(char: str) -> bool:
    """Whether this is a full-width character, between which a line break is no blank."""
    return bool(char) and unicodedata.east_asian_width(char) in "WF"


def first_of(
    read: Callable[[object], str | None], given: Mapping[str, object], names: Sequence[str]
) -> str | None:
    """What ``read`` makes of the first of the values under these names that it accepts."""
    return next((found for name in names if (found := read(given.get(name)))), None)


def web_url(value: object) -> str | None:
    """``value`` where it is an http or https address on one line, else None."""
    if not isinstance(value, str):
        return None
    value = value.strip()
    plain = value.isprintable() and " " not in value and len(value) <= MAX_URL
    known = value.lower().startswith(("http://", "https://"))
    return value if plain and known else None


def _shared(ours: Sequence[Span], theirs: Sequence[Span]) -> list[Span]:
    """The overlaps of two ascending, disjoint lists of spans."""
    shared: list[Span] = []
    i = j = 0
    while i < len(ours) and j < len(theirs):
        start, end = max(ours[i].start, theirs[j].start), min(ours[i].end, theirs[j].end)
        if start < end:
            shared.append(Span(start, end))
        if ours[i].end <= theirs[j].end:
            i += 1
        else:
            j += 1
    return shared
