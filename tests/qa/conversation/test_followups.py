"""Follow-ups in kinds of their own: what was also said, returns, pronouns of two kinds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pincite.corpus.article import Article, Span
from pincite.qa.conversation.choosing import refusing_the_same_person, turns_up_to_topic
from pincite.qa.conversation.cited import who_said
from pincite.qa.conversation.completing import put_into
from pincite.qa.conversation.leaning import parsed_line
from pincite.qa.conversation.memory import Past, remembered
from pincite.qa.conversation.resolving import goes_on_about, meanings
from pincite.qa.types import Answer, Citation

TEXT = (
    "The kiln of Osk burnt down on Monday. Some blame the owner for the fire.\n\n"
    "“He never swept it. It was a matter of time,” said Runa Falk, a neighbour. She said that the "
    "smoke was seen in Tarle."
)
ARTICLE = Article(id="a", text=TEXT, title="The kiln", source="a", body=(Span(0, len(TEXT)),))


def cited(quote: str, answer: str = "") -> Citation:
    """A citation of words of the article."""
    start, at = TEXT.index(quote), TEXT.index(answer or quote)
    return Citation(
        ARTICLE, Span(start, start + len(quote)), Span(at, at + len(answer or quote)), 5.0, 0.9
    )


def answered(question: str, place: Citation) -> Answer:
    return Answer(question, place.text, 0.9, (place,), (), asked=(question,))


def turn(question: str, quote: str = "", answer: str = "", before: Past | None = None) -> Past:
    given = answered(question, cited(quote, answer)) if quote else Answer(question, "", 0, (), ())
    return remembered(question, replace(given, asked=(question,)), before)


SAID = turn("What did Runa Falk say?")
OWNER = turn("Who owns the kiln of Osk?")


@pytest.mark.parametrize(
    ("past", "line", "full"),
    [
        (SAID, "and in May?", "What did Runa Falk say in May?"),
        (turn("When was the fire of Saint-Osk?"), "when did it reopen?",
         "when did Saint-Osk reopen?"),
        (turn("When was the fire of Saint-Osk?"), "how long did it last?",
         "how long did the fire of Saint-Osk last?"),
        (turn("how old is she"), "the minister?", "how old is the minister?"),
    ],
)  # fmt: skip
def test_a_line_is_completed_from_the_question_before(past: Past, line: str, full: str) -> None:
    assert meanings(parsed_line(line), [past])[0].question == full


def test_and_about_goes_on_from_what_somebody_said() -> None:
    line = parsed_line("and about the smoke?")
    assert goes_on_about(line, SAID)
    assert not goes_on_about(line, OWNER)
    fragment = replace(line, leaning="fragment")
    assert meanings(fragment, [SAID])[0].question == "What did Runa Falk say about the smoke?"


def test_it_is_put_in_behind_a_person_too() -> None:
    past = turn("Who saw the smoke in Tarle?", "said Runa Falk, a neighbour. She", "Runa Falk")
    found = meanings(parsed_line("what did she call it?"), [past])[0]
    assert found.question == "what did Runa Falk call the smoke in Tarle?"
    past = turn("Who owns the kiln?", "said Runa Falk, a neighbour. She", "Runa Falk")
    found = meanings(parsed_line("what did she pay for it?"), [past])[0]
    assert found.question == "what did Runa Falk pay for the kiln?"


def test_it_is_not_the_person_that_was_put_in() -> None:
    past = turn("who is Runa Falk?", "said Runa Falk, a neighbour. She", "a neighbour")
    found = meanings(parsed_line("what does she think of it?"), [past])[0]
    assert found.question == "what does Runa Falk think of it?"


def test_a_return_is_about_its_topic_alone() -> None:
    fire = turn("Who saw the fire of Osk?")
    mother = turn("What did the mother say?", before=fire)
    other = replace(mother, question="About the mother and the fire of Osk: what did she say?")
    past = replace(other, topics=("the mother", "the ferry"))
    line = parsed_line("back to the fire: how many firemen came?")
    turns = turns_up_to_topic(line.topic, (fire, past))
    assert turns == (fire,)
    assert meanings(line, turns)[0].question == "About the fire of Osk: how many firemen came?"


@pytest.mark.parametrize(("line", "kept"), [("who took over?", False), ("who swept it?", True)])
def test_another_person_is_asked_for(line: str, kept: bool) -> None:
    past = turn("Why did Runa Falk resign?")
    answer = answered(line, cited("said Runa Falk, a neighbour. She", "Falk"))
    [given] = refusing_the_same_person(line, [answer], past)
    assert given.found is kept
    assert bool(given.text) is kept


def test_nobody_is_named_for_what_the_article_says_itself() -> None:
    own = who_said(cited("Some blame the owner for the fire."))
    assert not own.found
    assert "article's own statement" in own.notes[0]
    assert who_said(cited("It was a matter of time")).text == "Runa Falk"
    told = who_said(cited("She said that the smoke was seen in Tarle.", "seen in Tarle"))
    assert told.text == "Runa Falk"


def test_a_name_asked_of_by_a_number_is_no_thing() -> None:
    past = turn("by how much Runa Falk won the race?")
    found = meanings(parsed_line("how hot was it?"), [past])
    assert "the Runa" not in found[0].question


def test_a_part_takes_the_place_of_a_pronoun_that_is_left() -> None:
    assert put_into("the minister", "how old is he")[0] == "how old is the minister"
