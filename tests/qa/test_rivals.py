"""Different answers are distinguished from rephrased ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pincite.corpus.article import Article, Span
from pincite.qa.asking.weighing.rivals import newest, newest_rival_first, with_rivals
from pincite.qa.types import Answer, Citation


def cite(sentence: str, words: str, sure: float, day: str = "2031-05-02") -> Citation:
    body = (Span(0, len(sentence)),)
    article = Article(sentence, "Fire at Orrin", sentence, "a.txt", body, published=day)
    start = sentence.index(words)
    return Citation(article, Span(0, len(sentence)), Span(start, start + len(words)), 1.0, sure)


def judged(question: str, *cited: Citation) -> Answer:
    return with_rivals(Answer(question, cited[0].text, cited[0].confidence, cited, ()))


DEAD = "How many people died in the fire at Orrin?"


def test_differing_numbers_are_rivals_and_the_newest_is_known() -> None:
    seven = cite("The fire at Orrin killed seven people.", "seven", 0.8, "2031-05-02")
    nine = cite("Nine people died in the fire.", "Nine", 0.7, "2031-06-02")
    found = judged(DEAD, seven, nine)
    assert found.rivals == (seven, nine)
    assert newest(found) is nine
    assert newest(replace(found, rivals=(seven, seven))) is None
    later = cite("Seven, the paper says, is a lucky number.", "Seven", 0.7, "2031-07-02")
    said_again = replace(found, rivals=(replace(seven, also=(later,)), nine))
    assert newest(said_again) is nine  # the later sentence does not answer the question


def test_newest_figures_come_first_but_newer_names_need_confidence() -> None:
    seven = cite("The fire at Orrin killed seven people.", "seven", 0.9, "2031-05-02")
    nine = cite("Nine people died in the fire.", "Nine", 0.6, "2031-06-02")
    assert newest_rival_first(judged(DEAD, seven, nine)).citations[0] is nine
    again = cite("Seven people died in the fire.", "Seven", 0.6, "2031-07-02")
    repeated = replace(judged(DEAD, seven, nine), rivals=(replace(seven, also=(again,)), nine))
    assert newest_rival_first(repeated).citations[0] is seven
    who = "Who resigned at Orrin?"
    ek = cite("Jon Ek resigned at Orrin.", "Jon Ek", 0.9, "2031-05-02")
    for sure, first in ((0.6, "Jon Ek"), (0.85, "Ada Holm")):
        holm = cite("Ada Holm resigned at Orrin.", "Ada Holm", sure, "2031-06-02")
        assert newest_rival_first(judged(who, ek, holm)).citations[0].text == first


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        (DEAD, ("Seven people died in the fire.", "Seven"), ("The fire killed 7.", "7")),
        (
            "When did the fire at Orrin break out?",
            ("The fire broke out on May 2, 2031.", "May 2, 2031"),
            ("The fire of May 2031 broke out in a mill.", "May 2031"),
        ),
        (
            "Who is the mayor of Orrin?",
            ("The mayor of Orrin is Ada Bell-Strand, a pilot.", "Ada Bell-Strand, a pilot"),
            ("The mayor, Ada Bell-Strand, came.", "Ada Bell-Strand"),
        ),
    ],
)
def test_rephrased_answers_are_one_answer(
    question: str, first: tuple[str, str], second: tuple[str, str]
) -> None:
    found = judged(question, cite(*first, 0.8), cite(*second, 0.7))
    [only] = found.citations
    assert [place.quote for place in (only, *only.also)] == [first[0], second[0]]
    assert found.rivals == ()


@pytest.mark.parametrize(
    ("other", "words", "sure"),
    [
        ("The fire at Orrin was put out by Ada Bell.", "Ada Bell", 0.75),  # another kind of answer
        ("The fire at Orrin cost 40 crowns.", "40 crowns", 0.75),  # another unit
        ("Forty-two songs were sung.", "two", 0.75),  # about something else
    ],
)
def test_answers_to_something_else_are_not_rivals(other: str, words: str, sure: float) -> None:
    people = cite("The fire at Orrin killed 7 people.", "7 people", 0.8)
    assert judged(DEAD, people, cite(other, words, sure)).rivals == ()


def test_much_less_sure_answers_are_left_out() -> None:
    seven = cite("The fire at Orrin killed seven people.", "seven", 0.8)
    nine = cite("The fire at Orrin killed nine people.", "nine", 0.4)
    assert judged(DEAD, seven, nine).citations == (seven,)
