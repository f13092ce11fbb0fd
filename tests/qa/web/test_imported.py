"""An export opens as the chat that it was, checked again; what is none is refused in a line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from pincite.corpus.article import Span
from pincite.qa.carrying.checking import Check
from pincite.qa.carrying.records import PAGE_BYTES, Claim, export_json
from pincite.qa.types import Answer
from pincite.qa.web.guard import LARGEST_BODY
from pincite.qa.web.handlers import PageHandlers
from pincite.qa.web.importing import IMPORT
from pincite.qa.web.kept.imported import chat_of_export
from pincite.qa.web.kept.restoring import Restored
from pincite.qa.web.rendering.render import transcript
from pincite.qa.web.rendering.turn import Chat, ChosenFilter, PageTurn
from pincite.qa.words import in_language
from tests.support.exports import FULL, opened
from tests.support.fake_replies import (
    EVERY_REPLY,
    ferry_answer,
    no_answer,
    pilot_answer,
    rent_answer,
)
from tests.support.web_articles import FERRY, LEASE
from tests.support.web_fakes import FakeAnswers, FakeArticles


def unscored(answer: Answer) -> Answer:
    """The answer as an export has it: no passages, and no scores of a reader."""

    def plain(each: Any) -> Any:
        return replace(each, score=0.0, also=tuple(map(plain, each.also)))

    return replace(
        answer,
        hits=(),
        citations=tuple(map(plain, answer.citations)),
        rivals=tuple(map(plain, answer.rivals)),
        parts=tuple(map(unscored, answer.parts)),
    )


@pytest.mark.parametrize("make", EVERY_REPLY)
def test_every_answer_comes_back(make: Callable[[str], Answer]) -> None:
    [turn] = opened(make("Q?"))["turns"]
    back = Restored(turn["answer"], FakeArticles())
    assert back.answer == unscored(make("Q?"))
    assert (back.gone, back.moved, back.imported) == ((), (), True)


def test_all_that_an_answer_says_comes_back() -> None:
    chat = opened(no_answer("Q?"), FULL)
    assert chat["narrowed"] == {"since": "2020-01-01", "until": None, "source": "cannery"}
    assert Restored(chat["turns"][1]["answer"], FakeArticles()).answer == unscored(FULL)


def test_two_questions_come_back_with_their_parts() -> None:
    parts = (ferry_answer("When?"), pilot_answer("Then?"))
    both = replace(
        ferry_answer("When, and then?"),
        kind="two questions",
        parts=parts,
        citations=tuple(c for part in parts for c in part.citations),
    )
    [turn] = opened(both)["turns"]
    back = Restored(turn["answer"], FakeArticles()).answer
    assert back == unscored(both)


def test_what_ask_prints_opens_too() -> None:
    [turn] = chat_of_export(json.dumps(FULL.to_dict()).encode())["turns"]
    assert Restored(turn["answer"], FakeArticles()).answer == replace(FULL, hits=())


def test_an_export_of_an_older_pincite_opens() -> None:
    values = json.loads(export_json([rent_answer("Q?")]))
    for name in (
        "changes",
        "others",
        "suggestions",
        "missing",
        "dates",
        "rivals",
        "parts",
        "scope",
    ):
        del values["answers"][0][name]
    [turn] = chat_of_export(json.dumps(values).encode())["turns"]
    back = Restored(turn["answer"], FakeArticles()).answer
    assert back == replace(unscored(rent_answer("Q?")), rivals=())


def test_the_same_file_is_the_same_chat_and_no_file_names_its_own() -> None:
    first, again, other = opened(FULL), opened(FULL), opened(FULL, FULL)
    assert first == again
    keys = [turn["key"] for chat in (first, other) for turn in chat["turns"]]
    assert len({first["id"], other["id"], *keys}) == 5
    assert all(re.fullmatch("[0-9a-f]{16}", key) for key in keys)
    values = json.loads(export_json([FULL]))
    values |= {"id": "mine", "key": "mine"}
    values["answers"][0] |= {"id": "mine", "key": "mine", "index": "1", "v": 9}
    assert "mine" not in json.dumps(chat_of_export(json.dumps(values).encode()))


def test_each_quote_is_told_unchanged_moved_changed_or_gone() -> None:
    answers, articles = FakeAnswers(), FakeArticles()
    answers.retriever = articles
    articles.rebuild()
    longer = replace(FERRY, text="New. " + FERRY.text, body=(Span(0, len(FERRY.text) + 5),))
    articles.held[FERRY.id] = longer
    del articles.held[LEASE.id]
    chat = opened(pilot_answer("Pilot?"), rent_answer("Rent?"), no_answer("Mars?"))
    view = PageHandlers(answers).restore(Chat(), chat)
    pilot, rent, mars = re.split(r'(?=<section class="turn")', view["transcript"])[1:]
    # the ferry's sentence stands further down, the battery's changed, the letter went
    assert "now: 1 moved, 1 changed, 1 gone." in pilot
    assert "Moved: the words stand at another place of this article now." in pilot
    assert pilot.count('class="gone"') == 2
    assert "is not among your articles, and no other article says this." in pilot
    assert "now: 1 unchanged, 1 moved, 1 gone." in rent
    assert "Unchanged: the words stand where they were quoted." in rent
    assert "Nothing was found then." in mars
    with in_language("zh-Hant"):
        assert (
            "1 處移動"
            in PageHandlers(answers).restore(Chat(language="zh-Hant"), chat)["transcript"]
        )


def test_words_that_stand_in_another_article_are_told_with_the_one_that_was_quoted() -> None:
    answer = ferry_answer("Q?")
    [now] = answer.citations
    claim = Claim("Q?", now.quote, Span(0, len(now.quote)), "old", "The <old> timetable")
    turn = PageTurn(1, "Q?", answer, moved=(Check(claim, "moved", now),))
    said = 'Moved: <q dir="auto">The &lt;old&gt; timetable</q> was quoted'
    assert said in transcript([turn])


def test_a_kept_chat_tells_no_quote_unchanged() -> None:
    handlers, said = PageHandlers(FakeAnswers()), []
    for kept in (False, True):
        chat = opened(ferry_answer("Ferry?"))
        if kept:
            del chat["turns"][0]["answer"]["imported"]
        said.append(handlers.restore(Chat(), chat)["transcript"])
    assert ["Unchanged" in each for each in said] == [True, False]


def test_the_route_gives_the_chat_or_the_reason(client: TestClient) -> None:
    data = export_json([FULL]).encode()
    assert client.post(IMPORT, content=data).json() == opened(FULL)
    refused = client.post(IMPORT, content=b"{}")
    assert refused.status_code == 400
    assert refused.json() == {"error": "no export of Pincite; save the chat as JSON again"}
    assert client.get(IMPORT).status_code == 404
    foreign = client.post(IMPORT, content=data, headers={"Origin": "http://evil.example"})
    assert foreign.status_code == 403


def test_an_export_may_be_larger_than_an_event_but_not_than_its_limit(client: TestClient) -> None:
    room = b" " * (LARGEST_BODY + 1)
    assert client.post(IMPORT, content=export_json([FULL]).encode() + room).status_code == 200
    assert client.post(IMPORT, content=b" " * (PAGE_BYTES + 1)).status_code == 413


def test_a_filter_that_is_none_does_not_keep_a_chat_from_opening() -> None:
    chat = opened(FULL) | {"narrowed": {"since": "2031-02-30", "until": None, "source": None}}
    assert PageHandlers(FakeAnswers()).restore(Chat(), chat)["chat"].narrowed == ChosenFilter()


def test_a_restored_answer_holds_no_article_of_the_file() -> None:
    values = json.loads(export_json([ferry_answer("Q?")]))
    place = values["answers"][0]["citations"][0]
    place["article"] |= {"title": "Forged", "url": "https://evil.example", "author": "Nobody"}
    [turn] = chat_of_export(json.dumps(values).encode())["turns"]
    back = Restored(turn["answer"], FakeArticles()).answer
    assert back.citations[0].article == FERRY
