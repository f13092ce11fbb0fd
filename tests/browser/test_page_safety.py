"""Hostile articles and questions are shown and do nothing; sessions stay apart."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from pincite.qa.web.rendering.text import carriable
from pincite.qa.wording import numbered
from tests.browser.visit import PILOT_QUESTION, WIDTHS, Open, Visit
from tests.support.fake_replies import nasty_answer
from tests.support.payloads import XSS
from tests.support.web_articles import BATTERY, NASTY

pytestmark = pytest.mark.browser


def test_links_go_nowhere_but_to_web_addresses(visit: Open) -> None:
    seen = visit()
    seen.ask(PILOT_QUESTION)
    link = seen.page.locator("#source a")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_have_attribute("href", re.compile(f"^{re.escape(BATTERY.url or '')}#:~:text="))
    seen.ask("Show the nasty article")
    expect(seen.page.locator("#source h2")).to_contain_text("onerror")
    for other in seen.page.locator("#source a").all():
        assert (other.get_attribute("href") or "").startswith("/pincite/original?id=")


@WIDTHS
def test_a_hostile_article_is_shown_and_does_nothing(visit: Open, width: int, height: int) -> None:
    seen = visit(width, height)
    turn = seen.ask("Show the nasty article")
    quotes = [place.quote for row in numbered(nasty_answer("")) for _, place in row]
    assert len(quotes) == turn.locator("[data-kind=cite]").count() == 3
    for index, quote in enumerate(quotes):
        seen.choose(turn.locator("[data-kind=cite]").nth(index))
        seen.shows(carriable(quote))
    shown = seen.page.locator("#source .text").evaluate(
        """text => {
            const copy = text.cloneNode(true);
            for (const summary of copy.querySelectorAll("summary")) summary.remove();
            return copy.textContent;
        }"""
    )
    assert shown == carriable(NASTY.text)
    _inert(seen)


def test_hostile_questions_are_shown_and_do_nothing(visit: Open) -> None:
    seen = visit()
    for start in range(0, len(XSS), 12):
        question = " ".join(carriable(payload) for payload in XSS[start : start + 12])
        turn = seen.ask(" ".join(question.split()))
        expect(turn.locator(".question")).to_contain_text(" ".join(question.split())[:40])
    _inert(seen)


def test_dark_is_dark(visit: Open) -> None:
    seen = visit(scheme="dark")
    seen.ask(PILOT_QUESTION)
    ground, ink = (
        seen.page.locator("#source .text").evaluate(f"e => getComputedStyle(e)['{name}']")
        for name in ("backgroundColor", "color")
    )
    assert min(map(int, re.findall(r"\d+", ink)[:3])) > 200, (ground, ink)
    sheet = seen.page.locator("#source").evaluate("e => getComputedStyle(e).backgroundColor")
    assert max(map(int, re.findall(r"\d+", sheet)[:3])) < 60


def _inert(seen: Visit) -> None:
    """No element, attribute or address in the page comes from what it shows."""
    seen.page.wait_for_timeout(300)
    found = seen.page.evaluate(
        r"""() => {
            const strange = [];
            const known = new Set(`DIV SECTION ARTICLE HEADER P H2 SPAN BDI BUTTON BLOCKQUOTE
                STRONG Q MARK UL LI DETAILS SUMMARY TABLE THEAD TBODY TR TH TD
                SMALL A INPUT`.split(/\s+/));
            for (const root of document.querySelectorAll("#transcript .turns, #source .source")) {
                for (const element of root.querySelectorAll("*")) {
                    if (!known.has(element.tagName)) strange.push(element.tagName);
                    for (const { name, value } of element.attributes) {
                        if (name === "href" && value.startsWith("/pincite/original?id=")) continue;
                        if (/^on|^src|^style$|^href$/.test(name) && !element.closest(".meter")) {
                            strange.push(name);
                        }
                    }
                }
            }
            return strange;
        }"""
    )
    assert found == []
