"""What a line that leans is taken to mean, as a full question, after a question and its answer."""

from __future__ import annotations

import pytest

from pincite.corpus.article import Article, Span
from pincite.qa.conversation.leaning import taken_apart
from pincite.qa.conversation.memory import Past, remembered
from pincite.qa.conversation.resolving import meanings
from pincite.qa.types import Answer, Citation


def turn(
    question: str, answer: str = "", sentence: str = "", before: Past | None = None, more: str = ""
) -> Past:
    """A question that was answered by ``answer`` in ``sentence``; "" where nothing was found."""
    if not answer:
        return remembered(question, Answer(question, "", 0.1, (), (), asked=(question,)), before)
    text = f"{sentence} {more}".strip()
    article = Article(id="a", text=text, title="", source="a.txt", body=(Span(0, len(text)),))
    start = text.index(answer)
    place = Span(start, start + len(answer))
    cited = Citation(article, Span(0, len(sentence)), place, 5.0, 0.9)
    return remembered(
        question, Answer(question, answer, 0.9, (cited,), (), asked=(question,)), before
    )


DRONES = turn("Who pays for the drones of Osk?", "Concordia", "Concordia pays for them.")
SALE = turn("Who wanted to sell the old mill?", "Varga", "Varga wanted to sell it to Arcady.")
FIRE = turn("When was the mill of Osk burned down?", "1871", "It burned down in 1871.")
RASH = turn("How many people got a rash in 2023?", "740", "There were 740 people in 2023.")
MOTH = turn("Is the brume moth dangerous for dogs?", "Dogs are at risk", "Dogs are at risk too.")
SEEDS = turn("How many seeds are in the Osk seed vault?", "900", "There are 900 seeds in it.")
REWARD = turn("How much reward was offered for the coins?", "90 marks", "The reward is 90 marks.")
ROW = turn("Did Karl Ostrand resign?", "refused", "Karl Ostrand refused, he said.")


@pytest.mark.parametrize(
    ("past", "line", "full"),
    [
        (DRONES, "how much?", "Concordia pays for the drones of Osk: how much?"),
        (SALE, "to whom?", "Varga wanted to sell the old mill: to whom?"),
        (FIRE, "why?", "why was the mill of Osk burned down?"),
        (FIRE, "by whom?", "by whom was the mill of Osk burned down?"),
        (ROW, "why?", "why did Karl Ostrand resign?"),
        (ROW, "why not?", "why didn’t Karl Ostrand resign?"),
        (RASH, "and in 2003?", "How many people got a rash in 2003?"),
        (REWARD, "by whom?", "by whom was reward offered for the coins?"),
        (REWARD, "who gets it?", "who gets the reward?"),
        (MOTH, "and for horses?", "Is the brume moth dangerous for horses?"),
        (MOTH, "what about the gray moth?", "Is the gray moth dangerous for dogs?"),
        (MOTH, "where does it come from?", "where does the brume moth come from?"),
        (SEEDS, "how cold is it?", "how cold is the Osk seed vault?"),
        (ROW, "and the mayor?", "Did the mayor resign?"),
        (ROW, "no, I mean Anton Rasch", "Did Anton Rasch resign?"),
        (ROW, "how old is he?", "how old is Karl Ostrand?"),
        (ROW, "and his predecessor?", "Did Karl Ostrand's predecessor resign?"),
        (
            turn("Who won the men's race at Osk?", "Rasch", "Rasch won the men's race."),
            "no, the women's",
            "Who won the women's race at Osk?",
        ),
        (
            turn("How many work at the sugar mill in Osk?", "320", "The mill in Osk has 320."),
            "and Lisk?",
            "How many work at the sugar mill in Lisk?",
        ),
    ],
)
def test_what_is_left_out_is_said_again(past: Past, line: str, full: str) -> None:
    assert meanings(taken_apart(line), [past])[0].question == full


def test_a_line_that_says_nothing_of_its_own_thing_is_asked_about_the_last() -> None:
    meant = meanings(taken_apart("how much was spent there?"), [DRONES])[0]
    assert meant.question == "About the drones of Osk: how much was spent there?"
    assert meant.asked == "how much was spent there (the drones of Osk)?"
    assert meant.plain == "how much was spent there"


def test_a_return_is_asked_about_what_it_names() -> None:
    meant = meanings(taken_apart("back to the drones: how far can they fly?"), [DRONES])
    assert meant[0].question == "how far can the drones of Osk fly?"


def test_two_of_whom_either_may_be_meant_are_both_told() -> None:
    past = turn(
        "When did Ada Marn and Greta Holm keep the lighthouse?",
        "1902",
        "They kept it in 1902.",
        more="Ada Marn said so, and she left. Greta Holm said so, and she stayed.",
    )
    assert {each.who for each in meanings(taken_apart("how old is she?"), [past])} >= {
        "Ada Marn",
        "Greta Holm",
    }


def test_he_is_nobody_whom_the_article_calls_she() -> None:
    past = turn(
        "Did Ada Marn know Karl Holm?",
        "Ada Marn",
        "Ada Marn knew Karl Holm.",
        more="Ada Marn said so, and she left. Karl Holm said so, and he stayed.",
    )
    told = meanings(taken_apart("how old is he?"), [past])
    assert {each.who for each in told if each.who} == {"Karl Holm"}


def test_what_a_conversation_is_about_is_kept_through_lines_that_do_not_say_it() -> None:
    first = turn("When did the ferry to Osk start?", "2019", "It started in 2019.")
    full = meanings(taken_apart("how much was a ticket?"), [first])[0]
    answer = Answer("", "", 0.1, (), (), resolved=full.question)
    second = remembered("how much was a ticket?", answer, first, full.plain)
    assert second.topics == ("the ferry to Osk",)
    meant = meanings(taken_apart("and now?"), [first, second])[0]
    assert meant.question == "About the ferry to Osk: how much was a ticket now?"


@pytest.mark.parametrize("line", ["why?", "and in 2003?", "who?", "and?", "the other", "?", "it"])
def test_any_line_after_a_turn_without_an_answer_has_a_meaning(line: str) -> None:
    nothing = turn("qqq")
    for each in meanings(taken_apart(line), [nothing]):
        assert each.question.endswith("?")
        assert 0 < each.prior <= 1
