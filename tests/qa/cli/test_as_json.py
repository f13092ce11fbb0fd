"""An answer in JSON: exact offsets of every place, best and further."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from pincite.qa.cli.as_json import answer_dict
from pincite.qa.types import Answer, Citation
from tests.support.web_fakes import (
    FERRY,
    FERRY_TIME,
    answered,
    cite,
    no_answer,
    pilot_answer,
    quay_answer,
    rent_answer,
)

PLACE = {
    "quote", "text", "score", "confidence", "sentence", "answer", "page", "article", "sha256",
    "copies",
}  # fmt: skip


@pytest.mark.parametrize("answer", [f("Q?") for f in (pilot_answer, rent_answer, quay_answer)])
def test_every_place_can_be_found_again_in_its_article(answer: Answer) -> None:
    told = json.loads(json.dumps(answer_dict(answer)))
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


def test_how_many_articles_say_it() -> None:
    (pilot,) = answer_dict(pilot_answer("Q?"))["citations"]
    assert (pilot["articles"], len(pilot["also"])) == (3, 2)
    first, second = answer_dict(rent_answer("Q?"))["citations"]
    assert (first["articles"], first["also"], second["articles"]) == (1, [], 2)
    assert (first["confidence"], second["confidence"]) == (0.83, 0.58)


def test_a_place_on_a_page_says_which() -> None:
    place = cite(replace(FERRY, pages=(0, 40, 80, 100)), FERRY_TIME, "23:40")
    assert place.sentence.start == 89
    told = answer_dict(answered("Q?", place, cite(FERRY, FERRY_TIME, "23:40")))
    assert [each["page"] for each in told["citations"]] == [3, None]


def test_author_date_and_language_are_told() -> None:
    written = replace(FERRY, author="Jane Roe", language="en")
    [citation] = answer_dict(answered("Q?", cite(written, FERRY_TIME, "23:40")))["citations"]
    told = citation["article"]
    assert (told["author"], told["published"], told["language"]) == (
        "Jane Roe",
        FERRY.published,
        "en",
    )


def test_not_found_cites_nothing() -> None:
    told = answer_dict(no_answer("Mars?"))
    assert (told["found"], told["text"], told["citations"]) == (False, "", [])
