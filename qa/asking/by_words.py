"""The sentences that hold a question's words, where nothing answers it: not an answer, but what may
hold one. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pincite.qa.answering.question_kinds import holds, kind
from pincite.qa.asking.dating import names_day, of_day, without
from pincite.qa.asking.plans.plan import Plan
from pincite.qa.asking.reading import WayRead
from pincite.qa.asking.weighing import QuestionWords, ScoredAnswer, unmarked_sentences

_SURE: Final = 0.2  # how sure a sentence is that only holds the words
_AROUND: Final = 0.7  # of the words, in a sentence and around it
_TITLED: Final = 0.35  # of the words, in the sentence or its title
_NAME: Final = re.compile(r"(?<=\w )[^\W\d_a-z][\w’'-]*")
_TOLD: Final = ("time", "quantity")  # the kinds that a sentence surely holds or not


def holding(
    made: Plan, asked: str, done: WayRead, weighed: Sequence[ScoredAnswer]
) -> list[ScoredAnswer]:
    """The sentences that hold the words ``asked``, and are of the day that is named, each as sure
    as its words make it; none where too few words are in the articles."""
    line = without(asked, made.days)
    words = QuestionWords(line, done.found.hits)
    if not len(words) or len(done.found.missing) > (1 - _AROUND) * len(words):
        return []
    # a name stands once in a story, what is asked of it in the sentence that tells
    telling = QuestionWords(_NAME.sub(" ", line), done.found.hits)
    wanted = kind(asked)
    whole = []
    for each in [*weighed, *unmarked_sentences(weighed, done.found.hits)]:
        share = words.held(each.best.hit, each.best.sentence)
        dated = made.days is not None and names_day(each, made.days)
        there = share.around >= _AROUND and share.titled >= _TITLED and (share.itself > 0 or dated)
        of_it = made.days is None or of_day(each, made.days)
        lacks = wanted in _TOLD and holds(each.sentence, wanted) < 0
        if there and of_it and not lacks:
            told = telling.held(each.best.hit, each.best.sentence).titled
            worth = (share.titled + told + 2 * each.chance) / 4
            whole.append(replace(each, chance=_SURE * worth))
    return whole
