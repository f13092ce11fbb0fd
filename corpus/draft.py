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
    """An article before it has an id and a source.

    ``body``, ``pages`` and ``sections`` are as in Article. If one file holds several articles,
    ``line`` is the article's line in the file (in a feed: the number of the entry), counted from 1,
    and ``key`` identifies it within the file. ``missing`` says in one line what part of the file is
    not in the text; "" if nothing is missing.
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
        """This draft as an article with the given id and source."""
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
    """A line or entry of a file that holds no readable article. Other lines of the file may hold
    one."""

    line: int
    reason: str


Reader = Callable[[bytes, str], list[Draft | Fault]]


def one_line(title: str) -> str:
    """The title on one line: each run of white space becomes one blank, the rest after MAX_TITLE
    characters is cut."""
    return " ".join(title[: 2 * MAX_TITLE].split())[:MAX_TITLE].rstrip()


def stem_title(name: str) -> str:
    """A title made from a file name: without its suffix, with blanks for ``-`` and ``_``."""
    stem = PurePath(name).stem.replace("-", " ").replace("_", " ")
    return one_line("".join(c if c.isprintable() else " " for c in stem)) or name


def wide(char: str) -> bool:
    """Whether the character is full-width. A line break between two of these is not a blank."""
    return bool(char) and unicodedata.east_asian_width(char) in "WF"


def first_of(
    read: Callable[[object], str | None], given: Mapping[str, object], names: Sequence[str]
) -> str | None:
    """The first result of ``read`` that is not None, over the values under ``names``, in order."""
    return next((found for name in names if (found := read(given.get(name)))), None)


def web_url(value: object) -> str | None:
    """``value`` if it is an http or https address on one line, else None."""
    if not isinstance(value, str):
        return None
    value = value.strip()
    plain = value.isprintable() and " " not in value and len(value) <= MAX_URL
    known = value.lower().startswith(("http://", "https://"))
    return value if plain and known else None
