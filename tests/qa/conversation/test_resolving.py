"""Follow-up lines are resolved to full questions after a question and its answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pincite.corpus.article import Article, Span
from pincite.qa.conversation.leaning import parsed_line
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
WHOM = turn("Varga wanted to sell it: to whom?", "Arcady", "Varga sold it to Arcady.")
LAMP = turn("What is a lamp?", "a light", "A lamp is a light.")
RACE = turn("Who won the Osk Run of 2023?", "Rasch", "Rasch won the Osk Run of 2023.")


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
        (WHOM, "for how much?", "Varga wanted to sell it: for how much?"),
        (MOTH, "had it happened before?", "About the brume moth and dogs: had it happened before?"),
        (LAMP, "who made the one in Osk?", "who made the lamp in Osk?"),
        (RACE, "no, the women's", "Who won the women's Osk Run of 2023?"),
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
def test_omitted_words_come_from_the_previous_question(past: Past, line: str, full: str) -> None:
    assert meanings(parsed_line(line), [past])[0].question == full


def test_a_question_without_a_topic_is_about_the_last_topic() -> None:
    meant = meanings(parsed_line("how much was spent there?"), [DRONES])[0]
    assert meant.question == "About the drones of Osk: how much was spent there?"
    assert meant.asked == "how much was spent there (the drones of Osk)?"
    assert meant.plain == "how much was spent there"


def test_back_to_asks_about_the_named_topic() -> None:
    meant = meanings(parsed_line("back to the drones: how far can they fly?"), [DRONES])
    assert meant[0].question == "how far can the drones of Osk fly?"


def test_both_people_a_pronoun_may_mean_are_offered() -> None:
    past = turn(
        "When did Ada Marn and Greta Holm keep the lighthouse?",
        "1902",
        "They kept it in 1902.",
        more="Ada Marn said so, and she left. Greta Holm said so, and she stayed.",
    )
    assert {each.who for each in meanings(parsed_line("how old is she?"), [past])} >= {
        "Ada Marn",
        "Greta Holm",
    }


def test_he_never_refers_to_a_person_called_she() -> None:
    past = turn(
        "Did Ada Marn know Karl Holm?",
        "Ada Marn",
        "Ada Marn knew Karl Holm.",
        more="Ada Marn said so, and she left. Karl Holm said so, and he stayed.",
    )
    told = meanings(parsed_line("how old is he?"), [past])
    assert {each.who for each in told if each.who} == {"Karl Holm"}


def test_the_topic_is_kept_through_lines_that_omit_it() -> None:
    first = turn("When did the ferry to Osk start?", "2019", "It started in 2019.")
    full = meanings(parsed_line("how much was a ticket?"), [first])[0]
    answer = Answer("", "", 0.1, (), (), resolved=full.question)
    second = remembered("how much was a ticket?", answer, first, full.plain)
    assert second.topics == ("the ferry to Osk",)
    meant = meanings(parsed_line("and now?"), [first, second])[0]
    assert meant.question == "About the ferry to Osk: how much was a ticket now?"


@pytest.mark.parametrize("line", ["why?", "and in 2003?", "who?", "and?", "the other", "?", "it"])
def test_any_line_after_a_refusal_has_a_meaning(line: str) -> None:
    nothing = turn("qqq")
    for each in meanings(parsed_line(line), [nothing]):
        assert each.question.endswith("?")
        assert 0 < each.prior <= 1


def test_given_names_distinguish_he_from_she() -> None:
    past = turn(
        "Who leads the mill?",
        "Hugo Tarn",
        "Hugo Tarn leads the mill with Irma Castell.",
        more="The mill was built in 1902.",
    )
    for line, name in (("how old is she?", "Irma Castell"), ("how old is he?", "Hugo Tarn")):
        told = meanings(parsed_line(line), [past])
        assert [each.who for each in told if each.who] == [name]


def test_a_name_replaces_a_pronoun_without_its_title() -> None:
    past = turn(
        "Who leads it?", "Transport Minister Aldo Reyn", "Transport Minister Aldo Reyn does."
    )
    assert meanings(parsed_line("how old is he?"), [past])[0].question == "how old is Aldo Reyn?"


def test_naming_another_group_replaces_the_earlier_one() -> None:
    first = turn("Who won the women's race at Osk?", "Ada Marn", "Ada Marn won the race.")
    answer = Answer("", "", 0.1, (), (), resolved="About the women's race at Osk: who came second?")
    second = remembered("who came second?", answer, first, "who came second")
    meant = meanings(parsed_line("and the men?"), [first, second])[0]
    assert meant.question == "About the men's race at Osk: who came second?"
    assert meant.topics == ("the men's race at Osk",)


def test_a_replaced_speaker_drops_the_earlier_one() -> None:
    first = turn("What do the ferries cost?", "", "")
    answer = Answer(
        "", "", 0.1, (), (), resolved="About the ferries: what did the mayor say of it?"
    )
    second = remembered(
        "what did the mayor say of it?", answer, first, "what did the mayor say of it"
    )
    told = meanings(parsed_line("what about the minister?"), [first, second])
    assert [each.question for each in told] == [
        "About the ferries: what did the minister say of it?"
    ]


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("what about raw materials?", "What did Kung say about raw materials?"),
        ("and on tariffs?", "What did Kung say about tariffs?"),
        ("and regarding the pact", "What did Kung say about the pact?"),
    ],
)
def test_after_what_somebody_said_comes_what_they_said_of_something_else(
    line: str, first: str
) -> None:
    asked = "What did Kung say about recycling?"
    answer = replace(Answer(asked, "", 1.0, (), (), asked=(asked,)), kind="digest")
    told = meanings(parsed_line(line), [remembered(asked, answer, None)])
    assert told[0].question == first


def test_after_what_somebody_said_another_may_have_said_it() -> None:
    asked = "What did Kung say about recycling?"
    answer = replace(Answer(asked, "", 1.0, (), (), asked=(asked,)), kind="digest")
    told = meanings(parsed_line("and critics?"), [remembered(asked, answer, None)])
    assert "What did critics say about recycling?" in [each.question for each in told]


def test_he_is_never_resolved_to_a_woman() -> None:
    past = turn(
        "How old was Ada Marn?", "24", "Ada Marn, 24, beat Karl Holm, and she was glad.",
        more="Karl Holm said he would come again.",
    )  # fmt: skip
    told = meanings(parsed_line("is he married?"), [past])
    assert told[0].question == "is Karl Holm married?"
    assert not any("Ada Marn" in each.question for each in told)


def test_it_may_mean_either_of_two_things_named_together() -> None:
    past = turn(
        "When were the bridge and the lighthouse built?", "1902", "They were built in 1902."
    )
    told = meanings(parsed_line("what did it cost?"), [past])
    assert [(each.who, each.thing) for each in told[:2]] == [
        ("the bridge", True),
        ("the lighthouse", True),
    ]
    chosen = turn("Which is older, the bridge or the mill?", "the mill", "Older is the mill.")
    assert not any(each.thing for each in meanings(parsed_line("what did it cost?"), [chosen]))


def test_a_definite_fragment_may_be_something_of_the_topic() -> None:
    meant = meanings(parsed_line("and the price?"), [FIRE])
    assert [each.asked for each in meant if each.asked] == ["the price (the mill of Osk)?"]
    assert all(not each.asked for each in meanings(parsed_line("and in Osk?"), [FIRE]))


def test_a_topic_has_the_hyphen_of_the_articles() -> None:
    told = "Port-Selm de Osk opened in 1871."
    past = turn("when did port selm open?", "1871", told)
    assert past.topics == ("Port-Selm",)
