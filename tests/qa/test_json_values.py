"""Answers as plain values with exact offsets, and their conversion back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from pincite.corpus.errors import InputError
from pincite.index.retrieval.filter import Filter, Scope
from pincite.qa import Answerer
from pincite.qa.types import Answer, Citation, Dates
from tests.support.fake_replies import (
    FERRY_TIME,
    answered,
    cite,
    no_answer,
    pilot_answer,
    quay_answer,
    rent_answer,
)
from tests.support.web_articles import FERRY

PLACE = {
    "quote", "text", "score", "confidence", "sentence", "answer", "page", "article", "sha256",
    "copies",
}  # fmt: skip


@pytest.mark.parametrize("answer", [f("Q?") for f in (pilot_answer, rent_answer, quay_answer)])
def test_every_place_has_exact_offsets_in_its_article(answer: Answer) -> None:
    told = json.loads(json.dumps(answer.to_dict()))
    assert told["found"]
    assert told["text"] == told["citations"][0]["text"]
    assert told["confidence"] == told["citations"][0]["confidence"]
    assert len(told["citations"]) == len(answer.citations)
    for citation, one in zip(told["citations"], answer.citations, strict=True):
        assert set(citation) == PLACE | {"articles", "also"}
        assert citation["articles"] == one.articles
        places = [citation, *citation["also"]]
        for place, meant in zip(places, (one, *one.also), strict=True):
            _check(place, meant)
        assert all(set(place) == PLACE for place in citation["also"])


def _check(place: dict[str, Any], meant: Citation) -> None:
    text, sentence, answer = meant.article.text, place["sentence"], place["answer"]
    assert place["quote"] == text[sentence["start"] : sentence["end"]]
    assert place["text"] == text[answer["start"] : answer["end"]]
    assert place["article"]["id"] == meant.article.id
    assert place["sha256"] == meant.article.sha256
    assert place["confidence"] == round(meant.confidence, 4)
    assert place["page"] == meant.article.page(meant.sentence.start)


def test_the_number_of_citing_articles_is_given() -> None:
    (pilot,) = pilot_answer("Q?").to_dict()["citations"]
    assert (pilot["articles"], len(pilot["also"])) == (3, 2)
    first, second = rent_answer("Q?").to_dict()["citations"]
    assert (first["articles"], first["also"], second["articles"]) == (1, [], 2)
    assert (first["confidence"], second["confidence"]) == (0.83, 0.58)


def test_the_page_number_of_a_place_is_given() -> None:
    place = cite(replace(FERRY, pages=(0, 40, 80, 100)), FERRY_TIME, "23:40")
    assert place.sentence.start == 89
    told = answered("Q?", place, cite(FERRY, FERRY_TIME, "23:40")).to_dict()
    assert [each["page"] for each in told["citations"]] == [3, None]


def test_author_date_and_language_are_given() -> None:
    written = replace(FERRY, author="Jane Roe", language="en")
    [citation] = answered("Q?", cite(written, FERRY_TIME, "23:40")).to_dict()["citations"]
    told = citation["article"]
    assert (told["author"], told["published"], told["language"]) == (
        "Jane Roe",
        FERRY.published,
        "en",
    )


def test_not_found_cites_nothing() -> None:
    told = no_answer("Mars?").to_dict()
    assert (told["found"], told["text"], told["citations"]) == (False, "", [])


# -- round trip ------------------------------------------------------------------------------------


def full_answer() -> Answer:
    """An answer with every field set."""
    copied = replace(cite(FERRY, FERRY_TIME, "23:40"), copies=(replace(FERRY, id="b", source="b"),))
    part = answered("And that?", copied)
    return replace(
        rent_answer("waht, in 2021?"),
        parts=(part,),
        scope=Scope(Filter.of("2021-02", "2021-03", "ferry"), 2, 9, 1),
        changes=(("waht", "what"),),
        asked=("what, in 2021?",),
        dates=Dates("in 2021", "2021-01-01", "2021-12-31"),
        notes=("A note.",),
        others=("list",),
        missing=("glaciers",),
        suggestions=("And what?",),
        resolved="what is it?",
        kind="list",
    )


def same(again: Answer, answer: Answer) -> None:
    assert again.to_dict(texts=True) == answer.to_dict(texts=True)
    assert again.found == answer.found
    assert [hit.passage for hit in again.hits] == [hit.passage for hit in answer.hits]
    for one, other in zip(again.citations, answer.citations, strict=True):
        assert replace(one, score=0, confidence=0, also=()) == replace(
            other, score=0, confidence=0, also=()
        )


@pytest.mark.parametrize(
    "answer", [full_answer(), no_answer("Mars?"), pilot_answer("Q?"), quay_answer("Q?")]
)
def test_an_answer_round_trips_through_json(answer: Answer) -> None:
    again = Answer.from_dict(json.loads(json.dumps(answer.to_dict(texts=True))))
    same(again, answer)
    assert answer.to_dict() == {k: v for k, v in again.to_dict(texts=True).items() if k != "texts"}


def test_a_real_answer_round_trips_through_json(answerer: Answerer) -> None:
    answers = answerer.answer_batch(
        ["How many glaciers are on Mars?", "When did the fire at Notre-Dame break out?", "ICARDA"]
    )
    for answer in answers:
        same(Answer.from_dict(json.loads(json.dumps(answer.to_dict(texts=True)))), answer)


@pytest.mark.parametrize(
    "values",
    [
        {},
        [],
        None,
        {"texts": {}},
        no_answer("Mars?").to_dict(),
        {**pilot_answer("Q?").to_dict(texts=True), "texts": {}},
        {**pilot_answer("Q?").to_dict(texts=True), "rivals": [99]},
        {**pilot_answer("Q?").to_dict(texts=True), "citations": 3},
    ],
)
def test_malformed_answers_are_refused_in_one_line(values: Any) -> None:
    with pytest.raises(InputError, match=r"to_dict\(texts=True\)") as caught:
        Answer.from_dict(values)
    assert "\n" not in str(caught.value)


def test_a_span_outside_its_text_is_refused() -> None:
    values = pilot_answer("Q?").to_dict(texts=True)
    values["citations"][0]["sentence"]["end"] = 10**9
    with pytest.raises(InputError, match="ValueError"):
        Answer.from_dict(values)
