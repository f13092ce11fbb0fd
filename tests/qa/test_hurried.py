"""Lines typed in a hurry: abbreviations are spelled out, and words that frame a question count for
nothing."""

from __future__ import annotations

from datetime import date
from unittest.mock import Mock

import pytest

from pincite.index.retrieval.query import Query
from pincite.qa.answerer import Answerer
from pincite.qa.answering.confidence import calibration
from pincite.qa.asking.plans.framing import without_framing
from pincite.qa.asking.plans.plan import plan
from pincite.qa.asking.reading import read_plans
from pincite.qa.asking.spelling.correcting import corrected

HELD = {"flood": "flood", "bridge": "bridge", "per": "Per", "min": "Min"}


def words_like(word: str, n: int) -> list[tuple[str, int]]:
    """What a retriever over four words would say; it has "Per" and "Min" as names."""
    small = word.lower()
    return [(HELD[small], 3)][:n] if small in HELD else [(word, 0)][:n]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("how many ppl died in the flood", "how many people died in the flood"),
        ("y did the bridge close", "why did the bridge close"),
        ("who paid w/ what abt the flood", "who paid with what about the flood"),
        ("closed bc of the flood n who pays", "closed because of the flood and who pays"),
        ("was any1 hurt b4 may", "was anyone hurt before may"),
        ("how many yrs w/o rain", "how many years without rain"),
        ("a temple of 300 bc", "a temple of 300 bc"),
        ("vitamin y", "vitamin y"),
        ("btw who won", "btw who won"),
        ("how many per yr", "how many per year"),
        ("how many r hurt", "how many are hurt"),
        ("did u see the bridge", "did you see the bridge"),
        ("what did r kelly sing", "what did r kelly sing"),
        ("what did george w bush say", "what did george w bush say"),
        ("who sank with the u boat", "who sank with the u boat"),
        ("did the u s win", "did the u s win"),
        ("the flood n korea had", "the flood n korea had"),
        ("who ruled ur", "who ruled ur"),
        ("what is vitamin b4", "what is vitamin b4"),
    ],
)
def test_abbreviations_are_spelled_out(typed: str, meant: str) -> None:
    assert corrected(typed, words_like).line == meant


def test_what_an_abbreviation_was_taken_for_is_shown() -> None:
    made = plan("how many ppl paid w/ coins", words_like, date(2031, 5, 20))
    assert made.changes == (("w/", "with"), ("ppl", "people"))
    assert made.asked == ("how many people paid with coins",)


def test_an_abbreviation_of_two_words_or_of_the_articles_is_asked_both_ways() -> None:
    made = corrected("what did the gov say", words_like)
    assert made.line == "what did the government say"
    assert made.other is not None
    assert made.other.line == "what did the governor say"
    own = corrected("what did min say", words_like)
    assert own.line == "what did Min say"
    assert own.other is not None
    assert own.other.line == "what did minister say"


@pytest.mark.parametrize(
    ("line", "missing", "left"),
    [
        ("what happened at the quarry", ("happened", "quarry"), ("quarry",)),
        ("how high was the flood", ("high",), ()),
        ("was the high dam hurt", ("high",), ("high",)),
        ("how high court rules", ("high",), ("high",)),
        ("list price of a car", ("list", "price"), ("list", "price")),
        ("what has been done about it", ("done",), ()),
        ("did anyone see the done deal", ("anyone", "done"), ("done",)),
        ("summarise the quarry", ("summarise", "quarry"), ("quarry",)),
    ],
)
def test_words_that_frame_a_question_are_not_missed(
    line: str, missing: tuple[str, ...], left: tuple[str, ...]
) -> None:
    assert without_framing(line, missing) == left


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("how long is the ever given", "how long is the Ever Given"),
        ("is the ever given's cargo safe", "is the Ever Given's cargo safe"),
        ("How much is ever given to the fund?", "How much is ever given to the fund?"),
    ],
)
def test_names_of_several_words_are_read_as_the_articles_write_them(
    answerer: Answerer, typed: str, read: str
) -> None:
    asked = Mock(return_value=[[]])
    made = plan(typed, answerer.retriever.words_like, date(2031, 3, 14), "answer")
    reader = Mock(read=asked)
    list(read_plans([Query.of(typed)], [made], answerer.retriever, reader, calibration(), hits=10))
    assert asked.call_args_list[0].args[0][0].startswith(read)
