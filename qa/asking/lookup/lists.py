"""All different answers that the articles give to one question: "which …s", "who are …", "list …".

An answer is kept if it is of the same kind as the surest one and about as probable. A sentence
that lists several things gives one answer with several items.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pincite.corpus.article import Span
from pincite.qa.answering.cite import citation
from pincite.qa.asking.lookup.enumerations import enumerated, list_lines
from pincite.qa.types import Candidate, Citation

NEAR: Final = 0.5
"""A further answer is kept if its probability is at least this share of the surest one's."""

LOOKED: Final = 20
"""At most so many answers, the surest ones, are examined for one list."""

FOR_A_LIST: Final = 2.5
"""The odds of an answer that lists several things are multiplied by this."""

_SEVERAL: Final = 3  # from so many things on, an answer lists several

_NUMBER: Final = re.compile(
    r"^\W*(?:(?:about|some|more than|nearly|over|at least) )?(?:[A-Z]{0,3}[$€£¥])?\d"
)
_NAME: Final = re.compile(r"(?<!^)\b[A-Z]|^[A-Z]\w+(?: [A-Z]|$)|^(?:the|a|an) [A-Z]")
_TITLES: Final = re.compile(
    r"^(?:(?:the|mr|mrs|ms|dr|prof|professor|president|mayor|judge|inspector|sir|lady|lord|king|"
    r"queen|prince|pope|captain|general|colonel|senator|governor|chancellor|prime|foreign|health|"
    r"interior|finance|transport|environment|minister|secretary|director|coach)\.? )+",
    re.IGNORECASE,
)


# the answers from one sentence or one list, each with its items
_AnswersWithItems = list[tuple[Citation, tuple[Span, ...]]]


@dataclass(frozen=True, slots=True)
class Listed:
    """All different answers to a question, the surest first.

    ``items`` has, for each citation, the things that its answer lists, as spans of the article's
    text; an answer that lists nothing is its own only item. ``examined`` passages were read.
    ``confidence`` is that of the surest answer, even if it was too low to be kept.
    """

    question: str
    citations: tuple[Citation, ...] = ()
    items: tuple[tuple[Span, ...], ...] = ()
    examined: int = 0
    confidence: float = 0.0

    @property
    def names(self) -> tuple[str, ...]:
        """Every different item, as it is written in the text."""
        found = (
            item.of(each.article.text)
            for each, items in zip(self.citations, self.items, strict=True)
            for item in items
        )
        return tuple({_key(name): name for name in found}.values())


def listed(
    question: str,
    groups: Sequence[Sequence[Candidate]],
    chances: Sequence[float],
    *,
    examined: int,
    threshold: float,
    most: int | None = LOOKED,
    odds: float = FOR_A_LIST,
) -> Listed:
    """The different answers that are at least half as probable as the surest one, as a list. It is
    empty if the surest one does not reach the threshold.

    ``groups`` are the places that give each answer, ``chances`` their probabilities. At most
    ``most`` answers are considered. The odds of an answer that lists several things are multiplied
    by ``odds``. ``examined`` is the number of passages read.
    """
    order = sorted(range(len(chances)), key=lambda n: (-chances[n], n))[:most]
    answers = [_with_listed_things(citation(groups[n], chances[n])) for n in order]
    answers.sort(key=lambda whole: -_weight(whole, odds))
    surest = _weight(answers[0], odds) if answers else 0.0
    if not answers or surest < threshold:
        return Listed(question, examined=examined, confidence=max(chances, default=0.0))
    near = [whole for whole in answers if _weight(whole, odds) >= NEAR * surest]
    wanted = kind_of(_text(near[0][0]))
    kept = _merged([each for whole in near for each in whole if kind_of(_text(whole[0])) == wanted])
    return Listed(
        question,
        tuple(each for each, _ in kept),
        tuple(items for _, items in kept),
        examined,
        kept[0][0].confidence,
    )


def _text(one: tuple[Citation, tuple[Span, ...]]) -> str:
    """The text of an answer's first item."""
    return one[1][0].of(one[0].article.text)


def kind_of(answer: str) -> str:
    """The kind of an answer, judged by its form: ``"number"``, ``"name"`` or ``"words"``."""
    if _NUMBER.match(answer):
        return "number"
    return "name" if _NAME.search(answer) else "words"


def _with_listed_things(one: Citation) -> _AnswersWithItems:
    """An answer with the other things that its sentence lists, or all lines of the list that it
    belongs to."""
    text, section = one.article.text, one.article.section(one.sentence.start)
    if section is not None and section.kind == "table":
        return [(one, (one.answer,))]  # the cells of a table row are not of one kind
    if listing := list_lines(one.article, one.sentence):
        return [
            (replace(one, sentence=line, answer=thing, also=()), (thing,))
            for line, thing in listing
        ]
    items = enumerated(text, one.sentence, one.answer)
    if not items:
        return [(one, (one.answer,))]
    answer = Span(items[0].start, items[-1].end)
    return [(replace(one, answer=answer), items)]


def _weight(whole: _AnswersWithItems, odds: float) -> float:
    """The weight of an answer to a question for several things: its confidence, with its odds
    raised if it lists several things."""
    confidence = whole[0][0].confidence
    if max(len(whole), len(whole[0][1])) < _SEVERAL:
        return confidence
    better = odds * confidence / max(1 - confidence, 1e-9)
    return better / (1 + better)


def _merged(found: _AnswersWithItems) -> _AnswersWithItems:
    """The answers without repetitions: an answer whose items were all named by an earlier one is
    added to that one as a further place."""
    kept: _AnswersWithItems = []
    for one, items in found:
        names = [item.of(one.article.text) for item in items]
        home = next(
            (
                n
                for n, (other, known) in enumerate(kept)
                if all(any(_same(a, k.of(other.article.text)) for k in known) for a in names)
            ),
            None,
        )
        if home is None:
            kept.append((one, items))
        else:
            other, known = kept[home]
            kept[home] = _with_places_of(other, one), known
    return kept


def _with_places_of(home: Citation, one: Citation) -> Citation:
    """The citation ``home`` with the places of ``one``, which gives the same answer, added."""
    seen = {(each.article.id, each.sentence) for each in (home, *home.also)}
    more = [
        each
        for each in (replace(one, also=()), *one.also)
        if (each.article.id, each.sentence) not in seen
    ]
    return replace(home, also=(*home.also, *more))


def _key(name: str) -> str:
    return _TITLES.sub("", name).strip(" \"'“”’").casefold()


def _same(one: str, other: str) -> bool:
    """Whether two items are the same thing: the same words, or a short and a long form of one
    name."""
    a, b = _key(one).split(), _key(other).split()
    if a == b:
        return True
    few, many = sorted((a, b), key=len)
    named = kind_of(one) == kind_of(other) == "name"
    return bool(named and few and few == many[-len(few) :])
