"""The difference between the current generation and a plan: the articles to write and those that
leave.

An article stays in its segment if its content and its source are the same, and if it is still (or
still not) the one of its group of copies that has the passages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pincite.corpus.article import Article
from pincite.index.building.publishing.changes import Changes, compare
from pincite.index.building.publishing.plan import BuildPlan
from pincite.index.storage.catalogue import Holdings
from pincite.index.storage.segments.articles import Mark
from pincite.index.storage.segments.values import content_digest, dumped

_MANY = 200  # articles from which all marks are read at once instead of one by one

Key = tuple[str, str]
"""The SHA-256 of a text, and its body. Articles with the same key are copies."""


@dataclass(slots=True)
class Delta:
    """The difference between a generation and a plan.

    ``written`` articles, by id, go into a new segment. ``leaving`` ones, by number, are no longer
    current, or only as written. ``groups`` are the touched groups of articles with one text and
    body, in the order of their ids: a number for an article that stays, an id for one that is
    written. ``touched`` are the numbers of all articles that are or were in such a group. ``same``
    maps the ids of written articles with unchanged content to their marks.
    """

    changes: Changes
    written: dict[str, Article] = field(default_factory=dict)
    leaving: dict[int, Mark] = field(default_factory=dict)
    groups: list[list[int | str]] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    same: dict[str, Mark] = field(default_factory=dict)

    @property
    def copies(self) -> frozenset[str]:
        """The ids of the written articles without passages of their own."""
        return frozenset(
            each for group in self.groups for each in group[1:] if isinstance(each, str)
        )

    def __bool__(self) -> bool:
        return bool(self.written or self.leaving)


def delta(old: Holdings | None, plan: BuildPlan, *, everything: bool) -> Delta:
    """The difference between a generation and a plan. With ``everything``, all articles are
    written, for example because another model embeds them."""
    known = _known(old, plan)
    fresh = {article.id: content_digest(article) for article in plan.articles}
    gone = plan.gone
    if gone is None:
        gone = tuple(mark for mark in known.values() if mark.id not in fresh)
    before = {id_: known[id_].digest for id_ in fresh if id_ in known}
    before |= {mark.id: mark.digest for mark in gone}
    changes = compare(before, fresh)
    found = Delta(changes, leaving={mark.number: mark for mark in gone})
    unchanged = frozenset(changes.unchanged)
    for article in plan.articles:
        mark = known.get(article.id)
        if mark is not None and article.id in unchanged:
            if mark.source == article.source and not everything:
                continue
            found.same[article.id] = mark
        if mark is not None:
            found.leaving[mark.number] = mark
        found.written[article.id] = article
    if everything and old is not None and plan.gone is not None:
        _rewrite(old, found, (m for m in old.every() if m.number not in found.leaving))
    _settle_copies(old, found)
    return found


def _known(old: Holdings | None, plan: BuildPlan) -> Mapping[str, Mark]:
    """The articles of the generation that the plan may touch, by id."""
    if old is None:
        return {}
    if plan.gone is None or len(plan.articles) > _MANY:
        return {mark.id: mark for mark in old.every()}
    marks = (old.mark(article.id) for article in plan.articles)
    return {mark.id: mark for mark in marks if mark is not None}


def _rewrite(old: Holdings, found: Delta, marks: Iterable[Mark]) -> None:
    """Marks unchanged articles to be written again."""
    moved = {mark.number: mark for mark in marks}
    for number, article in old.articles(moved).items():
        found.written[article.id] = article
        found.same[article.id] = moved[number]
    found.leaving |= moved


def _settle_copies(old: Holdings | None, found: Delta) -> None:
    """Finds the groups of articles with one text and body, and gives the passages to the first by
    id."""
    groups: dict[Key, dict[str, int | str]] = {}
    for mark in found.leaving.values():
        groups.setdefault((mark.sha256, mark.body), {})
    for article in found.written.values():
        key = article.sha256, dumped(article.body)
        groups.setdefault(key, {})[article.id] = article.id
    for key, group in groups.items():
        held = {} if old is None else {mark.number: mark for mark in old.marks(old.saying(*key))}
        found.touched |= held.keys()
        staying = {n: mark for n, mark in held.items() if n not in found.leaving}
        group |= {mark.id: number for number, mark in staying.items()}
        if old is not None and staying:
            first = min(group)
            turned = [m for m in staying.values() if old.is_copy(m.number) == (m.id == first)]
            _rewrite(old, found, turned)
            group |= {mark.id: mark.id for mark in turned}
        if len(group) > 1:
            found.groups.append([group[id_] for id_ in sorted(group)])
