"""All different answers that the articles give to one question: "which …s", "who are …", "list …".

Every answer is kept that is of the kind of the surest one and about as probable. What one sentence
lists is one answer, with its things.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pincite.corpus.article import Span
from pincite.corpus.passages.chunk import sentences
from pincite.index.engines.lexical import ENGLISH
from pincite.qa.answering.cite import citation
from pincite.qa.asking.lookup.enumerations import enumerated, list_lines
from pincite.qa.types import Candidate, Citation

NEAR: Final = 0.5
"""A further answer is at least this much as probable as the surest one."""

LOOKED: Final = 20
"""So many answers are looked at for one list, the surest ones."""

FOR_A_LIST: Final = 2.5
"""Times the odds of another: an answer that lists several things."""

_SEVERAL: Final = 3

_NUMBER: Final = re.compile(r"^\W*(?:(?:about|some|more than|nearly|over|at least) )?[$€£¥]?\d")
_NAME: Final = re.compile(r"(?<!^)\b[A-Z]|^[A-Z]\w+(?: [A-Z]|$)|^(?:the|a|an) [A-Z]")
_TITLES: Final = re.compile(
    r"^(?:(?:the|mr|mrs|ms|dr|prof|professor|president|mayor|judge|inspector|sir|lady|lord|king|"
    r"queen|prince|pope|captain|general|colonel|senator|governor|chancellor|prime|foreign|health|"
    r"interior|finance|transport|environment|minister|secretary|director|coach)\.? )+",
    re.IGNORECASE,
)


# the answers of one sentence or one list, each with the things that it lists
_Whole = list[tuple[Citation, tuple[Span, ...]]]


@dataclass(frozen=True, slots=True)
class Listed:
    """All different answers to a question, the surest first.

    ``items`` has for each citation the things that its answer is made of, as spans of its article's
    text: one, where it lists none. ``examined`` passages were read. ``confidence`` is the surest
    answer's, given or not.
    """

    question: str
    citations: tuple[Citation, ...] = ()
    items: tuple[tuple[Span, ...], ...] = ()
    examined: int = 0
    confidence: float = 0.0

    @property
    def names(self) -> tuple[str, ...]:
        """Every thing listed, as it is written, each once."""
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
    """All different answers, of those that a reader proposes in so many passages ``examined``, that
    are at least half as probable as the surest one; none where that does not reach the threshold.
    ``groups`` are the places that give each answer, ``chances`` how probable each is; no more than
    ``most`` of them are looked at. An answer that lists several things counts with ``odds`` times
    the odds of another."""
    order = sorted(range(len(chances)), key=lambda n: (-chances[n], n))[:most]
    answers = [_whole(citation(groups[n], chances[n])) for n in order]
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
    """The first thing that an answer lists."""
    return one[1][0].of(one[0].article.text)


def kind_of(answer: str) -> str:
    """``"number"``, ``"name"`` or ``"words"``: what kind of thing an answer is by its look."""
    if _NUMBER.match(answer):
        return "number"
    return "name" if _NAME.search(answer) else "words"


def _whole(one: Citation) -> _Whole:
    """An answer with what its sentence lists beside it, or the lines of the list it is of."""
    text, section = one.article.text, one.article.section(one.sentence.start)
    if section is not None and section.kind == "table":
        return [(one, (one.answer,))]  # a row is no list of things of one kind
    body = sentences(one.article, one.article.language or ENGLISH)
    listing = list_lines(one.article, one.sentence, body)
    if listing:
        home = {each: next(s for s in body if s.contains(each)) for each in listing}
        return [
            (replace(one, sentence=home[each], answer=each, also=()), (each,)) for each in listing
        ]
    items = enumerated(text, one.sentence, one.answer)
    if not items:
        return [(one, (one.answer,))]
    answer = Span(items[0].start, items[-1].end)
    return [(replace(one, answer=answer), items)]


def _weight(whole: _Whole, odds: float) -> float:
    """What an answer counts where several are asked for: its confidence, with better odds where it
    lists several things."""
    confidence = whole[0][0].confidence
    if max(len(whole), len(whole[0][1])) < _SEVERAL:
        return confidence
    better = odds * confidence / max(1 - confidence, 1e-9)
    return better / (1 + better)


def _merged(found: _Whole) -> _Whole:
    """Without answers whose things were all named before; their places go to where they were."""
    kept: _Whole = []
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
            kept[home] = _with(other, one), known
    return kept


def _with(home: Citation, one: Citation) -> Citation:
    """The citation with the places of another that says the same."""
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
    """Whether two things are one: the same words, or one name short and long."""
    a, b = _key(one).split(), _key(other).split()
    if a == b:
        return True
    few, many = sorted((a, b), key=len)
    named = kind_of(one) == kind_of(other) == "name"
    return bool(named and few and few == many[-len(few) :])
