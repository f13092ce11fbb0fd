"""The articles of an index as a list for people: filtered by words, newest first, with states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, Protocol

from pincite.corpus.read import file_of
from pincite.corpus.web.addresses import is_url
from pincite.index.building.notes import Notes
from pincite.index.retrieval.filter import Described
from pincite.index.retrieval.retriever import Retriever

State = Literal["read", "changed", "gone", "web"]
PAGE: Final = 50
"""Articles on one page of the list."""


class Item(Described, Protocol):
    """The facts on an article in an index, without its text."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def language(self) -> str | None: ...
    @property
    def set_aside(self) -> int: ...


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article of the list.

    ``state`` is "read" (the file is unchanged), "changed" (the file changed since), "gone" (the
    file does not exist) or "web" (a web page, kept as it was fetched). ``note`` is what the build's
    receipt said, such as a part that could not be read. ``copy`` says that another article has
    exactly the same text.
    """

    id: str
    title: str
    source: str
    url: str | None
    author: str | None
    published: str | None
    language: str | None
    set_aside: int
    state: State
    note: str = ""
    copy: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list: ``rows`` begin with number ``start`` of the ``found`` articles; the index
    has ``total``. ``unread`` are sources that gave no article in the last build, each with the
    reason."""

    total: int
    found: int
    start: int
    rows: tuple[ListedArticle, ...]
    unread: tuple[tuple[str, str], ...]


def listed(
    articles: Retriever, notes: Notes, words: str = "", start: int = 0, most: int = PAGE
) -> Listing:
    """The articles that have all ``words`` in their title, source, author, date or language, newest
    first and those without a date last. Raises IndexFault."""
    items: Sequence[Item] = articles.described()  # type: ignore[assignment]
    wanted = words.casefold().split()
    found = [n for n, each in enumerate(items) if _holds(each, wanted)]
    dated = sorted((n for n in found if items[n].published), key=lambda n: items[n].published or "")
    order = [*reversed(dated), *(n for n in found if not items[n].published)]
    copies = Counter(getattr(each, "first", n) for n, each in enumerate(items))
    built = _moment(articles.summary().built)
    rows = []
    for n in order[start : start + most]:
        first = getattr(items[n], "first", n)
        rows.append(_row(items[n], notes, built, first != n and copies[first] > 1))
    unread = tuple(
        (source, why)
        for source, (state, why) in notes.items()
        if state in ("skipped", "unread") and all(w in source.casefold() for w in wanted)
    )
    return Listing(len(items), len(found), start, tuple(rows), unread)


def _holds(item: Item, wanted: Iterable[str]) -> bool:
    facts = (item.title, item.source, item.url, item.author, item.published, item.language)
    text = "\n".join(filter(None, facts)).casefold()
    return all(word in text for word in wanted)


def _row(item: Item, notes: Notes, built: float, copy: bool) -> ListedArticle:
    return ListedArticle(
        item.id,
        item.title or item.id,
        item.source,
        item.url,
        item.author,
        item.published,
        item.language,
        item.set_aside,
        _state(item.source, built),
        notes.get(item.source, ("", ""))[1],
        copy,
    )


def _state(source: str, built: float) -> State:
    """The state of an article's file now."""
    if is_url(source):
        return "web"
    try:
        changed = Path(file_of(source)).stat().st_mtime
    except (OSError, ValueError):
        return "gone"
    return "changed" if changed > built else "read"


def _moment(built: str) -> float:
    try:
        return datetime.fromisoformat(built).timestamp() + 1  # ``built`` has whole seconds
    except ValueError:
        return float("inf")
