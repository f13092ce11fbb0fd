"""What a browser keeps of an answer gives the same answer back, and only where it still stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from pincite.corpus.article import Span
from pincite.corpus.errors import InputError
from pincite.qa.types import Answer, Dates
from pincite.qa.web.handlers import PageHandlers
from pincite.qa.web.kept.records import record
from pincite.qa.web.kept.restoring import Restored
from pincite.qa.web.rendering.turn import Chat, ChosenFilter
from tests.support.fake_replies import (
    EVERY_REPLY,
    FERRY_TIME,
    PILOT,
    cite,
    ferry_answer,
    pilot_answer,
    rent_answer,
)
from tests.support.web_articles import BATTERY, FERRY
from tests.support.web_fakes import FakeAnswers, FakeArticles


def kept(answer: Answer, version: str = "1") -> Any:
    """The record as it comes back from a browser."""
    return json.loads(json.dumps(record(answer, version)))


@pytest.mark.parametrize("make", EVERY_REPLY)
def test_an_answer_comes_back_as_it_was(make: Callable[[str], Answer]) -> None:
    answer = replace(
        make("Q?"), notes=("A note.",), dates=Dates("2026", "2026-01-01", "2026-12-31")
    )
    back = Restored(kept(answer), FakeArticles())
    assert back.answer == answer
    assert back.gone == ()
    assert not back.older
    assert Restored(kept(answer), FakeArticles()).answer.rivals == answer.rivals


def test_two_questions_come_back_with_their_parts() -> None:
    parts = (replace(ferry_answer("When?"), hits=()), replace(pilot_answer("Then?"), hits=()))
    both = replace(
        pilot_answer("When, and then?"),
        parts=parts,
        citations=tuple(c for part in parts for c in part.citations),
    )
    back = Restored(kept(both), FakeArticles()).answer
    assert (back.parts, back.citations) == (parts, both.citations)


def test_a_quote_that_moved_is_cited_where_it_stands_now() -> None:
    articles = FakeArticles()
    answer = ferry_answer("Q?")
    longer = replace(FERRY, text="New. " + FERRY.text, body=(Span(0, len(FERRY.text) + 5),))
    articles.held[FERRY.id] = longer
    [citation] = Restored(kept(answer), articles).answer.citations
    assert citation.sentence.start == answer.citations[0].sentence.start + 5
    assert (citation.quote, citation.text) == (FERRY_TIME, "23:40")


def test_a_place_that_stands_stands_for_one_that_does_not() -> None:
    articles = FakeArticles()
    articles.rebuild()
    back = Restored(kept(pilot_answer("Q?")), articles)
    [citation] = back.answer.citations
    assert citation.article.id == FERRY.id
    assert [check.state for check in back.gone] == ["changed", "gone"]
    assert back.gone[0].claim.quote == PILOT
    assert back.older


def test_rivals_are_no_rivals_once_one_is_gone() -> None:
    articles = FakeArticles()
    del articles.held[BATTERY.id]
    back = Restored(kept(rent_answer("Q?")), articles).answer
    assert len(back.citations) == 1
    assert back.rivals == ()


def _forged() -> list[Any]:
    good = kept(pilot_answer("Q?"))
    place = good["citations"][0]
    other: list[Any] = [None, [], {}, "x", good | {"v": 2}, good | {"rivals": [9]}]
    other += [good | {name: value} for name in good for value in (object, -1, {"a": 1})]
    for name, value in (
        ("sentence", [5, 2]),
        ("sentence", [0, 10**30]),
        ("answer", [0, 1]),
        ("quote", "short"),
        ("score", float("nan")),
        ("score", "1"),
        ("also", [1]),
    ):
        other.append(good | {"citations": [place | {name: value}]})
    return other


@pytest.mark.parametrize("values", _forged())
def test_what_is_no_record_is_refused_in_a_line(values: Any) -> None:
    try:
        Restored(values, FakeArticles())
    except InputError as error:
        assert "\n" not in str(error)


def test_a_forged_quote_is_no_quote() -> None:
    values = kept(ferry_answer("Q?"))
    quote = "It never leaves at all, ever, say they."
    values["citations"][0] |= {"quote": quote, "sentence": [0, len(quote)], "answer": [0, 2]}
    back = Restored(values, FakeArticles())
    assert not back.answer.found
    assert [check.claim.quote for check in back.gone] == [quote]


def test_a_conversation_goes_on_where_the_chat_was_left() -> None:
    said: list[str] = []

    class Recalling(FakeAnswers):
        def conversation(self) -> Any:
            talk = super().conversation()
            talk.recall = lambda answer: said.append(answer.question)
            return talk

    handlers = PageHandlers(Recalling())
    turn = {"key": "a", "question": "Q?", "answer": kept(ferry_answer("Q?"))}
    view = handlers.restore(Chat(), {"turns": [turn, {"key": "b", "question": "left?"}]})
    assert said == []
    list(handlers.ask("pilot?", view["chat"], "as typed"))
    assert said == []  # what was said before is left out of account
    list(handlers.ask("pilot?", view["chat"]))
    assert said == ["Q?"]


def test_the_articles_asked_come_back_with_the_chat() -> None:
    handlers = PageHandlers(FakeAnswers(), ChosenFilter(since="2020"))
    chosen = {"since": None, "until": "2026", "source": "a"}
    assert handlers.restore(Chat(), {"narrowed": chosen})["chat"].narrowed == ChosenFilter(**chosen)
    for odd in (None, "x", {"since": 1}):
        assert handlers.restore(Chat(), {"narrowed": odd})["chat"].narrowed == ChosenFilter(
            since="2020"
        )


def test_places_of_one_article_keep_their_own_spans() -> None:
    twice = replace(cite(FERRY, FERRY_TIME, "23:40"), also=(cite(FERRY, FERRY_TIME, "05:15"),))
    answer = Answer("Q?", "23:40", 0.5, (twice,), ())
    assert Restored(kept(answer), FakeArticles()).answer == answer
