"""Whether a sentence defines a topic."""

from __future__ import annotations

import pytest

from pincite.corpus.article import Article, Passage, Span
from pincite.index.retrieval.hit import Hit
from pincite.qa.asking.weighing.chances import defines_topic
from pincite.qa.asking.weighing.defining import belongs_to_topic, definition_in
from pincite.qa.asking.weighing.scored import ScoredAnswer
from pincite.qa.types import Candidate


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
        ("Runa Falk, 13, became Osk's youngest judge on Tuesday.", "runa Falk", True),
        ("Falk, 44, was hurt.", "Falk", False),
    ],
)
def test_defining_sentences_are_recognised(sentence: str, topic: str, said: bool) -> None:
    found = definition_in(sentence, topic)
    assert (found is not None) == said
    if found is not None:
        assert sentence[found.part.start : found.part.end].strip()


@pytest.mark.parametrize(
    ("sentence", "topic", "marked", "likely"),
    [
        ("They also hit Wildberry logistics hubs.", "wildberry", "logistics hubs", False),
        ("Wildberry, a Russian shop, closed.", "wildberry", "a Russian shop", True),
        ("Prime minister Ada Holm resigned.", "prime minister", "Ada Holm", True),
        ("The fog comes back over Osk each autumn.", "osk fog", "each autumn", False),
        ("The fog comes back over Osk each autumn.", "osk fog", "The fog", True),
    ],
)
def test_possessions_of_a_topic_are_unlikely_definitions(
    sentence: str, topic: str, marked: str, likely: bool
) -> None:
    whole, start = Span(0, len(sentence)), sentence.index(marked)
    article = Article("a", "", sentence, "a.txt", (whole,))
    hit = Hit(Passage("p", "a", whole, (whole,)), article, 1.0, 1, 1, 0.5, 1.0)
    one = Candidate(hit, whole, Span(start, start + len(marked)), 1.0)
    chance = defines_topic(topic)(ScoredAnswer((one,), 0.9))
    assert (chance > 0.4) == likely


def test_words_belonging_to_a_topic_are_recognised() -> None:
    assert belongs_to_topic("They hit Wildberry ", "wildberry")
    assert belongs_to_topic("They hit Wildberry's ", "wildberry")
    assert not belongs_to_topic("They hit Wildberry, ", "wildberry")
    assert not belongs_to_topic("They hit ", "wildberry")
