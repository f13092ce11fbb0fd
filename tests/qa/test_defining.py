"""Whether a sentence says what something is."""

from __future__ import annotations

import pytest

from pincite.qa.asking.weighing.defining import belongs_to_topic, definition_in


@pytest.mark.parametrize(
    ("sentence", "topic", "said"),
    [
        ("The Orrow is a river of 90 kilometers in the north.", "Orrow", True),
        ("Ada Bell, the harbor master of Orrin, opened the gate.", "Bell", True),
        ("The sealant, Tarrex, is mixed by hand.", "Tarrex", True),
        ("It was sold to the hotel group Palmyr for 2 million.", "Palmyr", True),
        ("Palmyr paid 2 million in March.", "Palmyr", False),
        ("Boats crossed the Orrow for weeks.", "Dray", False),
        ("They also hit Wildberries.", "Wildberries", False),
    ],
)
def test_a_sentence_that_says_what_something_is(sentence: str, topic: str, said: bool) -> None:
    found = definition_in(sentence, topic)
    assert (found is not None) == said
    if found is not None:
        assert sentence[found.part.start : found.part.end].strip()


def test_what_belongs_to_a_topic_does_not_define_it() -> None:
    assert belongs_to_topic("They hit Wildberry ", "wildberry")
    assert belongs_to_topic("They hit Wildberry's ", "wildberry")
    assert not belongs_to_topic("They hit Wildberry, ", "wildberry")
    assert not belongs_to_topic("They hit ", "wildberry")
