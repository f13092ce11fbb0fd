"""The articles of an index as a list for people: searched, the newest first, with their state."""

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
"""Articles that are listed at once."""


class Item(Described, Protocol):
    """What an index tells of an article, without its text."""

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
    """One article. ``state``: "read" as its file is now, its file "changed" since or is "gone", a
    page of the "web" that is kept as it was fetched. ``note`` is what its receipt said, such as
    what could not be read of it; ``copy`` whether it says to the letter what another one says."""

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
    """Some of the articles: ``rows`` from the ``start``-th on of the ``found`` ones, of ``total``.
    ``unread`` are sources that gave no article the last time, each with the reason."""

    total: int
    found: int
    start: int
    rows: tuple[ListedArticle, ...]
    unread: tuple[tuple[str, str], ...]


def listed(
    articles: Retriever, notes: Notes, words: str = "", start: int = 0, most: int = PAGE
) -> Listing:
    """The articles that hold all words in their title, source, author, date or language, the
    newest first and those without a date last. Raises IndexFault."""
    held: Sequence[Item] = articles.described()  # type: ignore[assignment]
    wanted = words.casefold().split()
    found = [n for n, each in enumerate(held) if _holds(each, wanted)]
    dated = sorted((n for n in found if held[n].published), key=lambda n: held[n].published or "")
    order = [*reversed(dated), *(n for n in found if not held[n].published)]
    copies = Counter(getattr(each, "first", n) for n, each in enumerate(held))
    built = _moment(articles.summary().built)
    rows = []
    for n in order[start : start + most]:
        first = getattr(held[n], "first", n)
        rows.append(_row(held[n], notes, built, first != n and copies[first] > 1))
    unread = tuple(
        (source, why)
        for source, (state, why) in notes.items()
        if state in ("skipped", "unread") and all(w in source.casefold() for w in wanted)
    )
    return Listing(len(held), len(found), start, tuple(rows), unread)


def _holds(item: Item, wanted: Iterable[str]) -> bool:
    told = (item.title, item.source, item.url, item.author, item.published, item.language)
    text = "\n".join(filter(None, told)).casefold()
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
    """How the file of an article is by now."""
    if is_url(source):
        return "web"
    try:
        changed = Path(file_of(source)).stat().st_mtime
    except (OSError, ValueError):
        return "gone"
    return "changed" if changed > built else "read"


def _moment(built: str) -> float:
    try:
        return datetime.fromisoformat(built).timestamp() + 1  # it has whole seconds
    except ValueError:
        return float("inf")
