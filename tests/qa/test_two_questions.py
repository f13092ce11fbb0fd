"""Two questions in a line: what is split, and what the second one is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pincite.corpus.article import Article, Passage, Span
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.retriever import Retrieved
from pincite.qa.answering.pipeline import Proposed
from pincite.qa.asking.plans.events import by_its_verb
from pincite.qa.asking.plans.inside import meant_by_it
from pincite.qa.asking.plans.plan import plan
from pincite.qa.asking.plans.splitting import split
from pincite.qa.asking.reading import WayRead
from pincite.qa.asking.several import readings_about_one_article
from pincite.qa.types import Candidate


@pytest.mark.parametrize(
    ("line", "questions"),
    [
        ("who resigned and when", ("who resigned?", "when someone resigned?")),
        ("how many people fled and why?", ("how many people fled?", "why people fled?")),
        ("when did it close and why", ("when did it close?", "why did it close?")),
        ("was the kiln sold, and to whom?", ("was the kiln sold?", "to whom was the kiln sold?")),
        ("when and where", ("when and where",)),
        *((line, (line,)) for line in (
            "who is the mayor of tarle and why", "When was the kiln built and who",
            "how did the fire start and who?", "Who will pay and how much?",
            "What is photosynthesis and how?", "What caused the fire, and when?",
        )),
        ("where and when was the kiln sold", ("where was the kiln sold", "when was the kiln sold")),
    ],
)  # fmt: skip
def test_a_question_word_alone_is_a_second_question(line: str, questions: tuple[str, ...]) -> None:
    assert tuple(each.text for each in split(line)) == questions


@pytest.mark.parametrize(
    ("line", "second", "other"),
    [
        ("When was the fire of Saint-Osk and when did it reopen?",
         "when did Saint-Osk reopen?", "when did the fire of Saint-Osk reopen?"),
        ("When was the fire of Saint-Osk and how long did it last?",
         "how long did the fire of Saint-Osk last?", ""),
        ("Who led the construction of Saint-Osk and how long did it take?",
         "how long did the construction of Saint-Osk take?", ""),
        ("Who is the mayor of Tarle and how many people live in it?",
         "how many people live in Tarle?", ""),
        ("Who owns the bridge of Tarle and what did it cost?",
         "what did the bridge of Tarle cost?", ""),
    ],
)  # fmt: skip
def test_it_may_be_a_name_inside_what_the_first_question_is_about(
    line: str, second: str, other: str
) -> None:
    found = split(line)[1]
    assert (found.text, found.other) == (second, other)


def test_a_phrase_without_a_name_inside_is_meant_itself() -> None:
    for phrase in ("the kiln", "the fire of the kiln", "Saint-Osk", ""):
        assert meant_by_it(phrase, "when did it reopen") == (phrase,)


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("when did the deaths happen?", "when did people die?"),
        ("when did the arrest of Ada Holm take place", "when was Ada Holm arrested"),
        ("how did the deaths at the kiln happen", "how did people die at the kiln"),
        ("when did the vote happen", ""),
        ("when did the kiln close", ""),
    ],
)
def test_an_event_is_also_asked_of_by_its_verb(line: str, asked: str) -> None:
    assert by_its_verb(line) == asked
    ways = plan(line, lambda word, n: [(word, 1)], date(2031, 5, 20)).ways
    assert [way.search for way in ways] == [line, *filter(None, [asked])]


def test_an_answer_in_an_article_without_the_topic_is_less_likely() -> None:
    def reading(**chances: float) -> WayRead:
        texts = {
            "kiln": "The kiln was sold. It opens soon.",
            "pier": "It opens in May. It is long.",
        }
        places = []
        for name in chances:
            sentence = Span(*((0, 18) if name == "kiln" else (0, 16)))
            text = texts[name]
            held = Article(name, name, text, name, (Span(0, len(text)),))
            passage = Passage(name, name, Span(0, len(text)), (sentence,))
            hit = Hit(passage, held, 1.0, 1, 1, 0.5, 1.0)
            places.append((Candidate(hit, sentence, sentence, 1.0),))
        return WayRead(Retrieved((), ()), Proposed(tuple(places), ()), list(chances.values()))

    reads = [reading(kiln=0.6), reading(kiln=0.4, pier=0.8)]
    _, plain = readings_about_one_article(reads)
    assert plain.chances[1] > 0.5
    _, second = readings_about_one_article(reads, ("where is the kiln?", "when does the kiln open"))
    assert second.chances[1] < 0.2
    _, added = readings_about_one_article(reads, ("where is the kiln?", "when was May (the kiln)?"))
    assert added.chances[1] > 0.5
    assert replace(added, chances=[]) == replace(reads[1], chances=[])
