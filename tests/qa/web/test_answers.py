"""What the page shows of an answer: the exact words, every place that says them, how sure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.qa.types import Answer
from pincite.qa.web.rendering import panel, render
from pincite.qa.web.rendering.turn import PageTurn
from tests.support.fake_replies import (
    FERRY_TIME,
    PILOT,
    answered,
    cite,
    no_answer,
    pilot_answer,
    rent_answer,
)
from tests.support.page_html import Page, article_of
from tests.support.web_articles import BATTERY, FERRY, LETTER


def spoken(html: str) -> list[str]:
    """What is read out of each button that opens a source."""
    buttons = re.findall(r"<button[^>]*data-kind[^>]*>(.*?)</button>", html)
    hidden = r'<span class="num" aria-hidden="true">\d+</span>|<[^>]*>'
    return [unescape(re.sub(hidden, "", each)) for each in buttons]


def test_the_answer_is_the_sentence_with_the_answer_strong() -> None:
    page = Page(render.transcript([PageTurn(1, "When?", pilot_answer("When?"))]))
    assert page.text(inside="blockquote") == PILOT
    assert page.text(inside="strong") == "the first week of October 2026"
    chips = [attrs for tag, attrs in page.elements if attrs.get("data-kind") == "cite"]
    assert [chip["data-index"] for chip in chips] == ["0", "1", "2"]
    said = spoken(render.transcript([PageTurn(1, "When?", pilot_answer("When?"))]))
    assert said[0] == f"Open source 1: {BATTERY.title} 5 March 2026"
    assert said[2] == f"Open source 3: {LETTER.title}"
    assert chips[1]["data-peek"] == FERRY.text.split("\n")[2]


def test_one_answer_alone_has_no_count_and_no_card() -> None:
    page = Page(
        render.transcript([PageTurn(1, "Q?", answered("Q?", cite(FERRY, FERRY_TIME, "23:40")))])
    )
    assert "Said" not in page.text()
    assert "different" not in page.text()
    assert _classes(page, "card", "exact", "verdict") == []
    assert len(_chips(page)) == 1


def test_places_that_say_the_same_are_counted_and_each_has_a_chip() -> None:
    page = Page(render.transcript([PageTurn(1, "Q?", pilot_answer("Q?"))]))
    assert "Said in 3 articles" in page.text(outside="")
    assert [chip["data-index"] for chip in _chips(page)] == ["0", "1", "2"]
    assert page.text(inside="blockquote") == PILOT, "the further places open; they are not quoted"
    assert len(_classes(page, "confidence")) == 1


def test_different_answers_stand_side_by_side_with_their_own_sources() -> None:
    answer = rent_answer("Q?")
    page = Page(render.transcript([PageTurn(1, "Q?", answer)]))
    assert "Your articles give 2 different answers." in page.text()
    assert _classes(page, "card") == ["li", "li"]
    quotes = [citation.quote for citation in answer.citations]
    assert page.text(inside="blockquote") == "".join(quotes)
    exact = [citation.text for citation in answer.citations]
    assert page.text(inside="strong") == "".join(exact) == "1.2 million1.4 million crowns a year"
    first, second = re.findall(
        r'<li class="card">.*?</li>', render.transcript([PageTurn(1, "Q?", answer)])
    )
    for card, number, sure, text in (
        (first, [1], "83%", exact[0]),
        (second, [2, 3], "58%", exact[1]),
    ):
        shown = Page(card)
        assert [int(chip["data-index"]) + 1 for chip in _chips(shown)] == number
        assert f"confidence · {sure}" in shown.text()
        assert f'<p class="exact" dir="auto">{text}</p>' in card
        assert ("Said in 2 articles" in shown.text(outside="")) == (len(number) == 2)


def test_the_card_of_the_newest_article_is_labelled_and_no_other() -> None:
    question = "How much rent does Tidewater pay?"
    newer = rent_answer(question)  # of March and, the second, of February 2026
    older, undated = newer.citations[1], replace(newer.citations[0].article, published=None)
    first = replace(newer.citations[0], article=undated)
    turned = (older, newer.citations[0])
    for answer, labelled in (
        (newer, [True, False]),
        (replace(newer, citations=turned, rivals=turned), [False, True]),
        (replace(newer, citations=(first, older), rivals=(first, older)), [False, False]),
    ):
        html = render.transcript([PageTurn(1, question, answer)])
        cards = re.findall(r'<li class="card">.*?</li>', html)
        assert ["From the newest article" in Page(card).text() for card in cards] == labelled


def test_a_number_opens_the_place_that_it_stands_by() -> None:
    answer = rent_answer("Q?")
    chips = _chips(Page(render.transcript([PageTurn(7, "Q?", answer)])))
    first, second = answer.citations
    for chip, place in zip(chips, (first, second, *second.also), strict=True):
        shown = panel.source(PageTurn(7, "Q?", answer), chip["data-kind"], int(chip["data-index"]))
        page = Page(shown or "")
        assert page.text(inside="h2") == place.article.title
        assert page.text(inside="mark") == place.quote
        assert page.text(inside="strong") == place.text
        said = spoken(render.transcript([PageTurn(7, "Q?", answer)]))[int(chip["data-index"])]
        assert said.startswith(f"Open source {int(chip['data-index']) + 1}: {place.article.title}")
    assert len({chip["data-index"] for chip in chips}) == 3


@pytest.mark.parametrize("reply", [pilot_answer, rent_answer, no_answer])
@given(
    kind=st.sampled_from(["cite", "hit", "also", "Cite", ""]) | st.text(max_size=5),
    index=st.integers(-5, 12) | st.integers(),
)
def test_a_forged_chip_opens_what_the_turn_holds_or_nothing(
    reply: Callable[[str], Answer], kind: str, index: int
) -> None:
    answer = reply("Q?")
    held = {"cite": sum(1 + len(c.also) for c in answer.citations), "hit": len(answer.hits)}
    shown = panel.source(PageTurn(3, "Q?", answer), kind, index)
    assert (shown is not None) == (0 <= index < held.get(kind, 0))
    if shown:
        assert Page(shown).elements[0][1]["data-shown"] == f"3-{kind}-{index}"


@pytest.mark.parametrize("answer", ["It is so", "It is so.", "“It is so.”"])
def test_an_answer_that_is_the_whole_sentence_is_not_marked_in_it(answer: str) -> None:
    article = article_of("Well. “It is so.” Yes.")
    cited = cite(article, "“It is so.”", answer)
    one = render.transcript([PageTurn(1, "Q?", answered("Q?", cited))])
    two = render.transcript([PageTurn(1, "Q?", answered("Q?", cited, cited))])
    assert "<strong>" not in one + two + (
        panel.source(PageTurn(1, "Q?", answered("Q?", cited)), "cite", 0) or ""
    )
    assert 'class="exact"' not in two


def test_a_long_exact_answer_is_no_heading() -> None:
    words = "a " * 40
    article = article_of(f"He said {words}and left.")
    long = cite(article, article.text, words.strip())
    page = render.transcript([PageTurn(1, "Q?", answered("Q?", long, long))])
    assert 'class="exact"' not in page
    assert Page(page).text(inside="strong") == words.strip() * 2


def _chips(page: Page) -> list[dict[str, str]]:
    return [attrs for _, attrs in page.elements if attrs.get("data-kind") == "cite"]


def _classes(page: Page, *names: str) -> list[str]:
    """The tags of the elements that have one of the classes."""
    return [tag for tag, attrs in page.elements if {*names} & {*attrs.get("class", "").split()}]


@pytest.mark.parametrize(
    ("confidence", "shown"),
    [
        (0.914, "High confidence · 91%"),
        (0.5, "Moderate confidence · 50%"),
        (0.1, "Low confidence · 10%"),
        (7.0, "High confidence · 100%"),
        (-1.0, "Low confidence · 0%"),
        (float("nan"), "Low confidence · 0%"),
    ],
)
def test_confidence_is_a_word_and_a_percentage(confidence: float, shown: str) -> None:
    answer = answered("Q?", cite(BATTERY, PILOT, "October", 1.0, confidence))
    assert shown in Page(render.transcript([PageTurn(1, "Q?", answer)])).text()


def test_the_number_of_a_confidence_is_there_on_hover_and_for_screen_readers() -> None:
    answer = answered("Q?", cite(BATTERY, PILOT, "October", 1.0, 0.914))
    page = Page(render.transcript([PageTurn(1, "Q?", answer)]))
    assert [a["title"] for _, a in page.elements if "confidence" in a.get("class", "")] == ["91%"]
    assert "High confidence · 91%" in page.text()


@pytest.mark.parametrize(
    ("known", "line"),
    [
        ({}, "ferry.txt"),
        ({"author": "Jane <b>Doe</b>", "pages": (0, 4)}, "Jane <b>Doe</b> · ferry.txt · p. 2"),
        ({"url": "https://www.example.org/a?b=c"}, "example.org"),
        ({"url": "javascript:alert(1)"}, "ferry.txt"),
    ],
)
def test_a_card_says_where_its_quote_is_from(known: dict[str, Any], line: str) -> None:
    article = replace(article_of("One. Two is here."), source="/archive/ferry.txt", **known)
    answer = answered("Q?", cite(article, "Two is here.", "Two"))
    html = render.transcript([PageTurn(1, "Q?", answer)])
    [shown] = re.findall(r'<p class="origin">.*?</p>', html)
    assert Page(shown).text() == line


def test_further_places_are_folded() -> None:
    page = Page(render.transcript([PageTurn(1, "Q?", rent_answer("Q?"))]))
    assert [attrs for _, attrs in page.elements if attrs.get("class") == "further"] == [
        {"class": "further"}
    ]
    assert "Said in 2 articles" in page.text(inside="summary", outside="")


def test_not_found_says_so_and_helps() -> None:
    answer = no_answer("How many glaciers are on Mars?")
    page = Page(render.transcript([PageTurn(1, answer.question, answer)]))
    text = page.text()
    assert "Not found in your articles." in text
    assert "These words stand nowhere in what was searched: glaciers, Mars." in text
    assert "Nearest passages, not an answer" in text
    assert "confidence" not in text
    nearest = [a for _, a in page.elements if a.get("data-kind") == "hit" and "data-peek" not in a]
    assert [chip["data-index"] for chip in nearest] == ["0", "1", "2"]
    assert ("blockquote", {"dir": "auto"}) not in page.elements


def test_not_found_without_hits_or_missing_words_is_one_line() -> None:
    answer = Answer("Q?", "", 0.0, (), ())
    page = render.transcript([PageTurn(1, "Q?", answer)])
    told, _, _ = Page(page).text().partition("Save this chat")
    assert told == "You asked: Q?Not found in your articles."


def test_why_lists_the_ranks_of_both_searches() -> None:
    page = Page(render.transcript([PageTurn(1, "Q?", pilot_answer("Q?"))]))
    cells = [data for path, data in page.pieces if path[-1:] == ("td",)]
    assert cells == ["#1 ", "#1 ", "#3 ", "#2 ", "#2 ", "–", "–", "#3 "]


def test_a_source_is_the_article_of_the_chip_and_of_no_other() -> None:
    turn = PageTurn(4, "When?", pilot_answer("When?"))
    second = Page(panel.source(turn, "cite", 1) or "")
    assert second.elements[0] == ("article", {"class": "source", "data-shown": "4-cite-1"})
    assert second.text(inside="h2") == FERRY.title
    assert second.text(inside="mark") == FERRY.text.split("\n")[2]
    assert "18 April 2026" in second.text()
    for kind, index in (("cite", 3), ("cite", -1), ("hit", 4), ("body", 0), ("", 0)):
        assert panel.source(turn, kind, index) is None
    assert panel.source(PageTurn(1, "Q?"), "cite", 0) is None


def test_the_header_counts() -> None:
    page = Page(render.header(1_284, 1, "2026-05-02T09:14:00+00:00"))
    assert "1,284 articles · 1 passage · nothing leaves this machine" in page.text()
    assert any(attrs.get("title") == "Indexed 2 May 2026" for _, attrs in page.elements)


def test_a_question_being_answered_says_so_and_a_notice_is_plain() -> None:
    assert "data-pending" in render.transcript([PageTurn(1, "Q?")])
    page = Page(render.transcript([PageTurn(1, "Q?", notice="too long: 2,000 at most")]))
    assert page.text() == "You asked: Q?too long: 2,000 at most"
    assert any(attrs.get("role") == "alert" for _, attrs in page.elements)


def test_a_line_taken_for_another_can_be_asked_as_it_was_typed() -> None:
    answer = replace(pilot_answer("and when?"), resolved="and when will the line be ready?")
    page = Page(render.transcript([PageTurn(1, "and when?", answer)]))
    chips = [a for _, a in page.elements if a.get("data-form") == "as typed"]
    assert [chip["data-example"] for chip in chips] == ["and when?"]
    plain = Page(render.transcript([PageTurn(1, "when?", pilot_answer("when?"))]))
    assert not [a for _, a in plain.elements if a.get("data-form") == "as typed"]


def test_two_questions_that_were_searched_for_are_edited_as_one_line_without_the_dot() -> None:
    asked = ("Who is it?", "When & how?")
    both = replace(pilot_answer("who adn when"), kind="several", asked=asked)
    page = Page(render.transcript([PageTurn(1, both.question, both, form="list")]))
    assert "Searched for: Who is it? · When & how?" in page.text()
    [words] = [given["data-words"] for _, given in page.elements if "data-words" in given]
    [form] = [given["data-edit-asked"] for _, given in page.elements if "data-edit-asked" in given]
    assert (words, form) == ("Who is it? When & how?", "list")
