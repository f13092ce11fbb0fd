"""The panel of a source: whose article, which passage, its date and its copies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pincite.corpus.article import Span
from pincite.corpus.errors import IndexDamaged
from pincite.qa.web.handlers import Box, PageHandlers
from pincite.qa.web.rendering import panel, render
from pincite.qa.web.rendering.turn import Chat, PageTurn
from tests.support.fake_replies import (
    FERRY_TIME,
    PILOT,
    answered,
    cite,
    ferry_answer,
    no_answer,
    pilot_answer,
)
from tests.support.page_html import Page, article_of, found_in
from tests.support.web_articles import BATTERY, FERRY, span
from tests.support.web_fakes import FakeAnswers, FakeSummary


def test_the_nearest_passage_is_marked_as_no_answer() -> None:
    answer = no_answer("Mars?")
    page = Page(panel.source(PageTurn(1, "Mars?", answer), "hit", 1) or "")
    assert page.text(inside="mark") == answer.hits[1].text
    assert ("mark", {"class": "near"}) in page.elements
    assert "Nearest passage, not an answer" in page.text()
    assert page.text(inside="strong") == ""


def test_a_passage_behind_an_answer_is_not_called_nearest() -> None:
    page = panel.source(PageTurn(1, "Q?", pilot_answer("Q?")), "hit", 1) or ""
    assert "Retrieved passage" in page
    assert "not an answer" not in page


def test_a_source_says_where_it_is_from() -> None:
    page = Page(panel.source(PageTurn(1, "Q?", pilot_answer("Q?")), "cite", 0) or "")
    where = span(BATTERY, PILOT)
    assert "5 March 2026" in page.text()
    assert BATTERY.source in page.text()
    assert f"characters {where.start:,}–{where.end:,}" in page.text()


def test_a_source_names_its_copies() -> None:
    copies = (replace(FERRY, id="b", source="/copies/<b>.md"),)
    answer = answered("Q?", replace(cite(FERRY, FERRY_TIME, "23:40"), copies=copies))
    shown = panel.source(PageTurn(1, "Q?", answer), "cite", 0)
    assert shown is not None
    assert "also in: /copies/&lt;b&gt;.md" in shown
    assert "also in" not in (panel.source(PageTurn(1, "Q?", ferry_answer("Q?")), "cite", 0) or "")


def test_after_each_answer_the_header_counts_again() -> None:
    class Growing(FakeAnswers):
        held = 3

        @property
        def summary(self) -> FakeSummary:
            if not self.held:
                raise IndexDamaged("gone")
            return FakeSummary(articles=self.held, passages=3 * self.held)

    answers = Growing()
    handlers = PageHandlers(answers)
    assert "3 articles · 9 passages" in handlers.ready(Chat())["header"]
    answers.held = 4
    assert "4 articles · 12 passages" in handlers.ready(Chat())["header"]
    answers.held = 0
    assert handlers.ready(Chat()) == {"question": Box(open=True)}, "the box opens all the same"


def test_a_source_read_from_the_web_is_named_once() -> None:
    article = article_of("It is so.", source="https://example.org/a", url=None)
    turn = PageTurn(1, "Q?", found_in(article, Span(0, 9), Span(0, 2)))
    assert Page(panel.source(turn, "cite", 0) or "").text().count("https://example.org/a") == 1


@pytest.mark.parametrize(
    ("published", "shown"),
    [("2026-03-05", "5 March 2026"), ("2026-03-05T01:02:03Z", "5 March 2026"), ("May", "May")],
)
def test_dates_are_written_out(published: str, shown: str) -> None:
    turn = PageTurn(
        1, "Q?", found_in(article_of("So.", published=published), Span(0, 3), Span(0, 2))
    )
    assert shown in Page(panel.source(turn, "cite", 0) or "").text()


def test_the_author_stands_before_the_date() -> None:
    article = article_of("So.", author="Jane & John Roe")
    shown = panel.source(PageTurn(1, "Q?", found_in(article, Span(0, 3), Span(0, 2))), "cite", 0)
    assert "Jane & John Roe · 5 March 2026" in Page(shown or "").text()
    assert "Jane &amp; John Roe" in (shown or "")


def test_before_the_first_question_there_are_examples() -> None:
    page = Page(render.transcript((), ("Why?", 'What is "it"?')))
    offered = [attrs["data-example"] for _, attrs in page.elements if "data-example" in attrs]
    assert offered == ["Why?", 'What is "it"?']
    assert "For example" not in Page(render.transcript(())).text()
    assert "source opens here" in Page(panel.source_empty()).text()
