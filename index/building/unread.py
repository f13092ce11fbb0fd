"""Articles whose file or folder is there and cannot be read now stay as they were, and are named.

An unplugged disk, a folder without permission and a damaged file are no reason to forget what was
read there. What is dropped is what is gone from a folder that can be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from pincite.corpus.article import Article
from pincite.corpus.errors import shown
from pincite.corpus.formats.detection.unread import HANDLED
from pincite.corpus.read import Reading, file_of
from pincite.corpus.walk import Skipped, is_missing
from pincite.corpus.web.addresses import is_url

DROP: Final = "pincite rebuild --prune"  # what takes them out
Read = Callable[[Mapping[str, str] | None], Reading]


@dataclass(frozen=True, slots=True)
class Unread:
    """What a reading gave, the articles that stay although their place could not be read, and
    those places by name. The articles of both have different ids."""

    reading: Reading
    articles: tuple[Article, ...]
    named: tuple[Skipped, ...]

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """What gave no article, less what is named."""
        places = {each.source for each in self.named}
        return tuple(each for each in self.reading.skipped if each.source not in places)


def read_beside(
    old: Iterable[Article], read: Read, away: Mapping[str, Skipped], *, prune: bool = False
) -> Unread:
    """Reads, and keeps of the ``old`` articles those whose place could not be read this time or is
    ``away``; none with ``prune``. ``read`` takes the ids that are given already, with sources."""
    reading = read(None)
    places = {} if prune else {**away, **reading.unread}
    waiting = [each for each in old if _place(each, places)] if places else []
    taken = {each.id: file_of(each.source) for each in reading.articles}
    if any(taken.get(each.id, file) != file for each in waiting for file in [file_of(each.source)]):
        # a file that can be read must not take the id of one that cannot
        reading = read({each.id: each.source for each in waiting})
    fresh = {each.id for each in reading.articles}
    held = tuple(each for each in waiting if each.id not in fresh)
    counts = Counter(_place(each, places) for each in held)
    return Unread(reading, held, tuple(_named(places[name], n) for name, n in counts.items()))


def away(sources: Sequence[str], articles: Iterable[Article]) -> dict[str, Skipped]:
    """The recorded files and folders that are not there, and that cannot be told from those of a
    disk that is not plugged in: folders, and files whose own folder is gone or empty."""
    lost = [source for source in sources if not is_url(source) and is_missing(source)]
    files = {file_of(article.source) for article in articles} if lost else set()
    return {
        source: Skipped(shown(source), "is gone")
        for source in lost
        if source not in files or _unplugged(Path(source).parent)
    }


def _unplugged(folder: Path) -> bool:
    """Whether a folder is gone or empty, as where a disk was."""
    try:
        return next(folder.iterdir(), None) is None
    except OSError:
        return True


def _place(article: Article, places: Mapping[str, Skipped]) -> str:
    """The place among ``places`` that an article was read from, "" where it is another."""
    if article.source in places:
        return article.source
    file = file_of(article.source)
    ways = (file, *map(str, PurePath(file).parents)) if not is_url(file) else ()
    return next((way for way in ways if way in places), "")


def _named(place: Skipped, count: int) -> Skipped:
    stay = "its article stays" if count == 1 else f"its {count:,} articles stay"
    reason = place.reason.removesuffix(f": {HANDLED}")
    return Skipped(place.source, f"{reason}; {stay}; to take out what is gone: {DROP}")
