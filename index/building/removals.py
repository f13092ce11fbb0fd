"""The exclusions of an index: what ``remove`` took out, and what it therefore keeps out of later
builds.

An entry is one of: the path of a file with one article; ``article:`` with a file and an article's
id, if the file holds several; a folder's path with a slash at its end; ``sha256:`` with the SHA-256
of a text. A text is stored only while no article of the index has the same text, so that removing a
copy never hides the article it repeats.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from pincite.corpus.article import Article
from pincite.corpus.errors import shown
from pincite.corpus.read import file_of
from pincite.corpus.walk import Skipped
from pincite.corpus.web.addresses import is_url

_TEXT: Final = "sha256:"
_BY_CONTENT = re.compile(r"#[0-9a-f]{12}(-\d+)?$")


def covered(path: str, sources: Sequence[str]) -> bool:
    """Whether a file, folder or web address is one of the sources, or a file lies in one of
    them."""
    return path in sources or any(
        path.startswith(f"{source.rstrip('/')}/") for source in sources if not is_url(source)
    )


def place(article: Article) -> str:
    """The entry for an article: its file, or for one of several in a file, the file and its id.
    Line numbers are not used, because they change when lines are inserted."""
    file = file_of(article.source)
    return file if file == article.source else f"article:{file}#{article.id}"


def without_removed(
    excluded: Sequence[str], articles: Iterable[Article], sources: Sequence[str]
) -> tuple[tuple[Article, ...], tuple[Skipped, ...]]:
    """The articles that were not removed; and messages for new articles that lie in a removed
    folder or have the same text as a removed article."""
    places, folders, texts = set(excluded), _folders(excluded), _texts(excluded)
    left: list[Article] = []
    hidden: list[Skipped] = []
    for article in articles:
        file = file_of(article.source)
        if places & {place(article), *_older(article)}:
            continue
        folder = next((each for each in folders if _inside(file, each, sources)), None)
        if folder is not None:
            hidden.append(_named(article, f"lies in {shown(folder)}, which was removed"))
        elif texts and article.sha256 in texts:
            hidden.append(_named(article, "says to the letter what was removed"))
        else:
            left.append(article)
    return tuple(left), tuple(hidden)


def after_reading(excluded: Sequence[str], articles: Iterable[Article]) -> tuple[str, ...]:
    """The entries in today's form. Earlier versions stored an article without an id by its line.
    Such an entry becomes one for the article in that line."""
    entries = set(excluded)
    for article in articles if entries else ():
        if older := entries & _older(article):
            entries = entries - older | {place(article), _TEXT + article.sha256}
    return tuple(sorted(entries))


def after_removing(
    excluded: Sequence[str],
    gone: Sequence[Article],
    said: Collection[str],
    folders: Iterable[str],
) -> tuple[str, ...]:
    """The entries after ``gone`` was also removed, with whole ``folders``. ``said`` are the SHA-256
    of those of their texts that a remaining article also has."""
    texts = {_TEXT + article.sha256 for article in gone if article.sha256 not in said}
    return tuple(sorted({*excluded, *map(place, gone), *texts, *(f"{each}/" for each in folders)}))


def after_adding(
    excluded: Sequence[str], articles: Sequence[Article], paths: Sequence[str]
) -> tuple[str, ...]:
    """The entries without those for articles that were added again by name."""
    again = {_TEXT + article.sha256 for article in articles}
    for article in articles:
        again |= {place(article), *_older(article)}
    again |= {f"{each}/" for each in _folders(excluded) if covered(each, paths)}
    return tuple(entry for entry in excluded if entry not in again)


def is_removed(path: str, excluded: Sequence[str]) -> bool:
    """Whether a path lies in a removed folder."""
    return covered(path, _folders(excluded))


def places_shown(excluded: Sequence[str]) -> list[str]:
    """The entries that a person named, without texts."""
    return [entry.removeprefix("article:") for entry in excluded if not entry.startswith(_TEXT)]


def _inside(file: str, folder: str, sources: Sequence[str]) -> bool:
    """Whether a file lies in a removed folder and was not named as a source of its own since."""
    deeper = [source for source in sources if covered(source, [folder])]
    return covered(file, [folder]) and not covered(file, deeper)


def _named(article: Article, why: str) -> Skipped:
    file = shown(file_of(article.source))
    return Skipped(shown(article.source), f"{why}; to have it again: pincite add {file}")


def _older(article: Article) -> set[str]:
    """The entries of earlier versions for an article that is one of several in its file."""
    file = file_of(article.source)
    if file == article.source:
        return set()
    ids = {article.id}
    if _BY_CONTENT.search(article.id):
        line = article.source.removeprefix(f"{file}#L")
        name = _BY_CONTENT.sub("", article.id)
        ids |= {f"{name}#{line}", f"{name}#L{line}"}
    return {f"{file}#{id_}" for id_ in ids}


def _folders(excluded: Sequence[str]) -> list[str]:
    return [entry[:-1] for entry in excluded if entry.endswith("/") and "#" not in entry[:8]]


def _texts(excluded: Sequence[str]) -> set[str]:
    return {entry.removeprefix(_TEXT) for entry in excluded if entry.startswith(_TEXT)}
