"""The page's buttons hold what they copy, and nothing that is sent makes them more."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pincite.qa import citation_bibtex, citation_csl, citation_markdown, citation_text
from pincite.qa.web.handlers import PageHandlers
from pincite.qa.web.rendering import carry
from pincite.qa.web.rendering.text import carriable
from pincite.qa.web.rendering.turn import Chat, PageTurn
from tests.support.carried import answer_of, cited
from tests.support.page_html import Page
from tests.support.payloads import XSS
from tests.support.web_fakes import FakeAnswers

TURNS = [PageTurn(1, "When?", answer_of(cited())), PageTurn(2, "Why?", notice="Sorry.")]


@pytest.mark.parametrize("payload", ["A title", *XSS])
def test_a_button_holds_what_it_copies(payload: str) -> None:
    place = cited(payload, title=payload, author=payload)
    held = [attrs["data-copy"] for _, attrs in Page(carry.copying_forms(place)).elements[1:]]
    forms = (citation_text, citation_markdown, citation_bibtex)
    assert held[:3] == [carriable(form(place)) for form in forms]
    assert json.loads(held[3]) == json.loads(carriable(json.dumps(citation_csl(place))))
    assert [attrs["data-copy"] for _, attrs in Page(carry.copying(place)).elements[1:]] == held[:1]


def test_one_answer_is_saved_alone() -> None:
    other = PageTurn(3, "Who?", replace(answer_of(cited()), question="Who?"))
    alone = carry.saved([*TURNS, other], ".md", 7, 3)
    assert alone == carry.saved([other], ".md", 7)
    assert "Who?" in alone
    assert "When?" not in alone
    for number in (2, 99, "1", [1]):
        assert carry.saved([*TURNS, other], ".md", 7, number) == ""


def test_a_chat_is_saved_for_the_request_that_asked() -> None:
    page = Page(carry.saved(TURNS, ".md", 7))
    assert page.elements == [("pre", {"data-request": "7", "data-ending": ".md"})]
    assert page.text().startswith("# Questions and answers\n\n## When?")


@pytest.mark.parametrize(
    ("ending", "request_"), [(".exe", 1), (None, 1), ([".md"], 1), (".md", "1<b>"), (".md", None)]
)
def test_what_the_page_never_sends_saves_nothing(ending: object, request_: object) -> None:
    assert carry.saved(TURNS, ending, request_) == ""
    assert carry.saved([], ".md", 1) == ""


@pytest.mark.parametrize(
    "wrong",
    [{"start": 9, "end": 9}, {"start": -1}, {"end": 10**9}, {"turn": 9}, {"index": 7}, {"kind": 1}]
    + [{name: odd} for name in ("turn", "index", "start", "end") for odd in (None, "1", [1])],
)
def test_only_what_the_panel_shows_can_be_picked(wrong: dict[str, object]) -> None:
    handlers, chat = PageHandlers(FakeAnswers()), Chat((PageTurn(1, "When?", answer_of(cited())),))
    right = {"turn": 1, "kind": "cite", "index": 0, "start": 0, "end": 4, "request": 1}
    assert "“Once”" in handlers.pick(chat, right)["carried"]
    assert handlers.pick(chat, right | wrong) == {}
