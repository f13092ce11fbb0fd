"""Which lines are follow-ups that depend on earlier turns."""

import pytest

from pincite.qa.conversation.leaning import parsed_line


@pytest.mark.parametrize(
    ("line", "leaning"),
    [
        ("Who built the lighthouse at Port Selm?", "alone"),
        ("And who painted the Osk Bridge?", "alone"),
        ("Is it true that the Osk Bridge was sold?", "alone"),
        ("who keeps it?", "pronoun"),
        ("did she like that?", "pronoun"),
        ("why?", "bare"),
        ("by when?", "bare"),
        ("how much?", "bare"),
        ("and in 2003?", "fragment"),
        ("what about the lamps?", "fragment"),
        ("and Greece?", "fragment"),
        ("no, the women's", "fragment"),
        ("how many lamps were lit?", "loose"),
        ("what is an astrolabe?", "alone"),
        ("what is the price?", "loose"),
        ("any accidents?", "loose"),
        ("was that planned?", "pronoun"),
        ("everything about the lamps", "alone"),
        ("anything on lamps?", "alone"),
        ("overview of Port Selm", "alone"),
        ("more on Rasch", "alone"),
        ("more about him", "pronoun"),
        ("tell me more", "more"),
        ("ok thanks, anything else?", "more"),
        ("and then?", "more"),
        ("what happened next", "more"),
        ("further details please", "more"),
        ("who else?", "bare"),
        ("what else did he build?", "pronoun"),
        ("and the other?", "fragment"),
        ("all of it?", "fragment"),
        ("no more lamps?", "fragment"),
        ("whats the price?", "loose"),
        ("thanks a lot, who keeps it?", "pronoun"),
        ("great! why?", "bare"),
        ("right of way", "fragment"),
    ],
)
def test_follow_up_lines_are_classified_by_what_is_missing(line: str, leaning: str) -> None:
    assert parsed_line(line).leaning == leaning


def test_removes_a_by_the_way_prefix() -> None:
    line = parsed_line("by the way, who painted the Osk Bridge?")
    assert (line.text, line.leaning, line.shifts) == (
        "who painted the Osk Bridge?",
        "alone",
        True,
    )


@pytest.mark.parametrize(
    ("line", "topic", "rest"),
    [
        ("back to the lighthouse: who keeps it?", "the lighthouse", "who keeps it?"),
        ("back to the lighthouse", "the lighthouse", ""),
        ("ok, the lamps again: how many are lit?", "the lamps", "how many are lit?"),
        ("as for the bridge, when was it built?", "the bridge", "when was it built?"),
    ],
)
def test_back_to_lines_name_their_topic(line: str, topic: str, rest: str) -> None:
    apart = parsed_line(line)
    assert (apart.topic, apart.text) == (topic, rest)


def test_a_pronoun_after_a_name_refers_to_that_name() -> None:
    assert parsed_line("Did Greta Holm say that she would go?").pronoun is None
    assert parsed_line("Did she know Greta Holm?").pronoun is not None


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("and the director, since when has he been there?",
         "since when has the director been there?"),
        ("Greta Holm, what is her job?", "what is Greta Holm's job?"),
        ("in the trial, how many fell ill?", "in the trial, how many fell ill?"),
        ("any accidents?", "were there any accidents?"),
        ("anyone hurt?", "was anyone hurt?"),
        ("any of them?", "any of them?"),
    ],
)  # fmt: skip
def test_fragments_are_completed_to_questions(line: str, text: str) -> None:
    assert parsed_line(line).text == text
