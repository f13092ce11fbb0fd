"""The phrases of a question that can be repeated in a follow-up."""

import pytest

from pincite.qa.asking.plans.phrases import counted_thing, is_plural, phrases, subject, topic


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When did the ferry to Ellsey start?", ["the ferry to Ellsey"]),
        ("why did the ferry fares go up in 2024?", ["the ferry fares"]),
        ("How much did Tolvane want to pay for Pereny?", ["Tolvane", "Pereny"]),
        ("What did the mayor of Osk say about the dike?", ["the mayor of Osk", "the dike"]),
        ("When was the Suez Canal opened?", ["the Suez Canal"]),
        ("What was Ruben Oake afraid of?", ["Ruben Oake"]),
        ("what did the mayor's predecessor say?", ["the mayor's predecessor"]),
        ("Who won?", []),
        (
            "What did the inquiry into the flood at Corran find?",
            ["the inquiry into the flood at Corran"],
        ),
        ("when did the Svalbard seed vault open?", ["the Svalbard seed vault"]),
        ("how cold is the Svalbard seed vault inside?", ["the Svalbard seed vault"]),
        ("did the Castrey council agree to the plan?", ["the Castrey council", "the plan"]),
        ("when did the DART hit?", ["the DART"]),
        ("where were the things hidden?", ["the things"]),
        ("did the town really ask them?", ["the town"]),
        ("what did the family say?", ["the family"]),
    ],
)
def test_phrases_end_before_the_verb(question: str, told: list[str]) -> None:
    found = phrases(question)
    assert [each.text for each in found] == told
    assert all(each.span.of(question) == each.text for each in found)


def test_the_subject_follows_the_first_verb() -> None:
    found = subject("For how much did Varga want to sell the mill to Arcady?")
    assert found is not None
    assert found.text == "Varga"


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("How much reward was offered?", "the reward"),
        ("which gas was rising again?", "the gas"),
        ("How much did it cost?", ""),
        ("Who gets it?", ""),
    ],
)
def test_the_counted_thing_can_be_repeated(question: str, thing: str) -> None:
    assert counted_thing(question) == thing


def test_times_and_possessives_are_not_topics() -> None:
    assert topic("How much did the mill of Osk earn the next year?") == "the mill of Osk"
    assert topic("Who met his brother?") == ""


@pytest.mark.parametrize(
    ("phrase", "several"),
    [
        ("the thieves", True),
        ("the gates of the Stell dam", True),
        ("the people", True),
        ("Osk and Lisk", True),
        ("the bus", False),
        ("the crisis", False),
        ("the committee of ministers", False),
        ("the Ever Given", False),
    ],
)
def test_the_noun_before_of_decides_whether_a_phrase_is_plural(phrase: str, several: bool) -> None:
    assert is_plural(phrase) is several
