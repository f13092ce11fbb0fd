"""Numbers the articles of a new generation: those taken over and those written. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pincite.index.building.publishing.delta import Delta
from pincite.index.scale.catalogue import ArticlePlace
from pincite.index.scale.records import ArticleNumbers
from pincite.index.storage.segments.segment import Cut


@dataclass(frozen=True, slots=True)
class ArrangedArticle:
    """One article of a new generation. ``standing`` are its new numbers. An article taken over has
    its old place in ``stood``; a written one has its content in ``cut``."""

    standing: ArticleNumbers
    stood: ArticlePlace | None = None
    cut: Cut | None = None
    place: int = 0
    """The position of ``cut``'s first passage among the written passages."""


def arranged_articles(
    old: Iterable[ArticlePlace], found: Delta, cuts: Sequence[Cut]
) -> list[ArrangedArticle]:
    """The articles of a new generation, in the order of their ids: those of the ``old`` one that do
    not leave, and the ``cuts``, which are in the order of their ids."""
    stay = {each.number: each for each in old if each.number not in found.leaving}
    places, start = [], 0
    for cut in cuts:
        places.append(start)
        start += len(cut.rows)
    ids: list[tuple[str, int | str]] = [(each.id, number) for number, each in stay.items()]
    ids += [(cut.article.id, cut.article.id) for cut in cuts]
    number_of = {name: n for n, (_, name) in enumerate(sorted(ids, key=lambda each: each[0]))}
    firsts = _firsts(stay, found, number_of)
    copies = Counter(firsts.values())
    written = {cut.article.id: (cut, at) for cut, at in zip(cuts, places, strict=True)}
    listed, row = [], 0
    for name, number in number_of.items():
        stood = stay[name] if isinstance(name, int) else None
        new = written[name] if isinstance(name, str) else None
        size = stood.passages if stood else len(new[0].rows) if new else 0
        standing = ArticleNumbers(number, firsts.get(number, -1), copies[number], row)
        listed.append(
            ArrangedArticle(standing, cut=new[0], place=new[1])
            if new
            else ArrangedArticle(standing, stood)
        )
        row += size
    return listed


def _firsts(
    stay: dict[int, ArticlePlace], found: Delta, number_of: dict[int | str, int]
) -> dict[int, int]:
    """For each copy, by its new number, the new number of the article that has its passages."""
    firsts = {
        number_of[number]: number_of[each.first]
        for number, each in stay.items()
        if each.first >= 0 and number not in found.touched
    }
    for group in found.groups:
        first, *others = (number_of[each] for each in group)
        firsts |= dict.fromkeys(others, first)
    return firsts
