"""Sentences with the question's words, for a question without an answer: one of them may still
hold the answer. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pincite.qa.answering.question_kinds import holds, kind
from pincite.qa.asking.plans.plan import Plan
from pincite.qa.asking.reading import WayRead
from pincite.qa.asking.weighing.chances import QuestionWords, unmarked_sentences
from pincite.qa.asking.weighing.dating import names_day, of_day, without
from pincite.qa.asking.weighing.scored import ScoredAnswer

_SURE: Final = 0.2  # the highest confidence of a sentence that only holds the words
_AROUND: Final = 0.7  # the share of the words that must be in the sentence and around it
_TITLED: Final = 0.35  # the share of the words that must be in the sentence or its title
_NAME: Final = re.compile(r"(?<=\w )[^\W\d_a-z][\w’'-]*")
_CERTAIN: Final = ("time", "quantity")  # kinds of which a sentence's lack is certain


def holding(
    made: Plan, asked: str, done: WayRead, weighed: Sequence[ScoredAnswer]
) -> list[ScoredAnswer]:
    """The sentences that hold the words ``asked`` and, if a day is named, belong to that day. The
    chance of each depends on how many of the words it holds. Empty if too few of the words are in
    the articles."""
    line = without(asked, made.days)
    words = QuestionWords(line, done.found.hits)
    if not len(words) or len(done.found.missing) > (1 - _AROUND) * len(words):
        return []
    # an article may give a name only once; the other words are in the sentence that answers
    unnamed = QuestionWords(_NAME.sub(" ", line), done.found.hits)
    wanted = kind(asked)
    whole = []
    for each in [*weighed, *unmarked_sentences(weighed, done.found.hits)]:
        share = words.shares(each.best.hit, each.best.sentence)
        dated = made.days is not None and names_day(each, made.days)
        there = share.around >= _AROUND and share.titled >= _TITLED and (share.itself > 0 or dated)
        of_it = made.days is None or of_day(each, made.days)
        lacks = wanted in _CERTAIN and holds(each.sentence, wanted) < 0
        if there and of_it and not lacks:
            without_names = unnamed.shares(each.best.hit, each.best.sentence).titled
            worth = (share.titled + without_names + 2 * each.chance) / 4
            whole.append(replace(each, chance=_SURE * worth))
    return whole
