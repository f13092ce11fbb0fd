"""Drafts and faults: what every format reader returns."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from pincite.corpus.article import Article, Section, Span

MAX_TITLE: Final = 300
MAX_URL: Final = 2000


@dataclass(frozen=True, slots=True)
class Draft:
    """An article before it has an id and a place.

    ``body`` are spans of ``text``, ``pages`` offsets into it and ``sections`` stretches of it, as
    in Article. Where one file
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
    sections: tuple[Section, ...] = ()

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
            sections=self.sections,
        )


@dataclass(frozen=True, slots=True)
class Fault:
    """A line or entry of a file that holds no readable article, where others may."""

    line: int
    reason: str


Reader = Callable[[bytes, str], list[Draft | Fault]]


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
