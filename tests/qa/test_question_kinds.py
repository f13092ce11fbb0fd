"""The kind of answer that a question asks for, and whether a sentence holds one."""

import pytest

from pincite.qa.answering.question_kinds import holds, kind

QUESTIONS = [
    ("When did the bridge open?", "time"),
    ("In what year was the vault built?", "time"),
    ("How long did the drought last?", "time"),
    ("How much of the demand could it meet?", "quantity"),
    ("How many ships waited?", "quantity"),
    ("What share of voters agreed?", "quantity"),
    ("Which percentage is recycled?", "quantity"),
    ("Who signed the accord?", "person"),
    ("Whose idea was it?", "person"),
    ("Where was the meeting held?", "place"),
    ("In which city did they meet?", "place"),
    ("Why did the plan fail?", None),
    ("What does the institute develop?", None),
]
SENTENCES = [
    ("time", "It opened in 2008.", 1.0),
    ("time", "It should be ready within three years.", 1.0),
    ("time", "The talks ended on Jan. 27 in Washington.", 1.0),
    ("time", "It started at 8 p.m. sharp.", 1.0),
    ("time", "The roof is made of oak.", -1.0),
    ("time", "Aircraft may march in.", -1.0),
    ("time", "It opened in May.", 1.0),
    ("quantity", "It could meet about half of demand.", 1.0),
    ("quantity", "Some 422 ships waited.", 1.0),
    ("quantity", "The roof is made of oak.", -1.0),
    ("person", "The accord was signed by Maria Lopez.", 1.0),
    ("person", "Ahead of it, ITRI signed an agreement.", 1.0),
    ("person", "Nobody knew at the time.", -1.0),
    ("place", "They met in Geneva.", 1.0),
    ("place", "Nobody knew at the time.", -1.0),
    (None, "Anything at all.", 0.0),
]


@pytest.mark.parametrize(("question", "expected"), QUESTIONS)
def test_the_kind_of_answer_asked_for_is_found(question: str, expected: str | None) -> None:
    assert kind(question) == expected


@pytest.mark.parametrize(("wanted", "sentence", "expected"), SENTENCES)
def test_sentences_holding_the_kind_asked_for_are_found(
    wanted: str | None, sentence: str, expected: float
) -> None:
    assert holds(sentence, wanted) == expected
