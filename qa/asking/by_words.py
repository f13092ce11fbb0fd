"""The sentences that hold a question's words, where nothing answers it: not an answer, but what may
hold one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pincite.qa.answering.question_kinds import holds, kind
from pincite.qa.asking.dating import of_day, without
from pincite.qa.asking.plans.plan import Plan
from pincite.qa.asking.reading import Read
from pincite.qa.asking.weighing import Weighed, Words, beside

_SURE: Final = 0.2  # how sure a sentence is that only holds the words
_AROUND: Final = 0.7  # of the words, in a sentence and around it
_SEARCHED: Final = 0.5  # the same, where words were searched for and nothing asked
_TITLED: Final = 0.4  # of the words, in the sentence or its title
_TOLD: Final = ("time", "quantity")  # the kinds that a sentence surely holds or not


def holding(made: Plan, asked: str, done: Read, weighed: Sequence[Weighed]) -> list[Weighed]:
    """The sentences that hold the words ``asked``, and are of the day that is named, each as sure
    as its words make it; none where too few words are in the articles."""
    words = Words(without(asked, made.days), done.found.hits)
    least = _SEARCHED if made.form == "search words" else _AROUND
    if not len(words) or len(done.found.missing) > (1 - least) * len(words):
        return []
    wanted = kind(asked)
    whole = []
    for each in [*weighed, *beside(weighed, done.found.hits)]:
        share = words.held(each.best.hit, each.best.sentence)
        there = share.around >= least and share.titled >= _TITLED and share.itself > 0
        of_it = made.days is None or of_day(each, made.days)
        lacks = wanted in _TOLD and holds(each.sentence, wanted) < 0
        if there and of_it and not lacks:
            whole.append(replace(each, chance=_SURE * (share.titled + each.chance) / 2))
    return whole
