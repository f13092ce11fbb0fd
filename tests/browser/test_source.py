"""The source panel: from citation to citation, words found, words selected, the original."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from pincite.qa import citation_text
from pincite.qa.types import Citation
from tests.browser.visit import PILOT_QUESTION, WIDTHS, Open, Visit
from tests.support.fake_replies import PILOT
from tests.support.web_articles import BATTERY, FERRY, span

pytestmark = pytest.mark.browser


def opened(seen: Visit, question: str = PILOT_QUESTION) -> None:
    """The first source of the answer to a question, in view."""
    seen.context.grant_permissions(["clipboard-read", "clipboard-write"])
    seen.ask(question).locator("[data-kind=cite]").first.click()
    seen.marked()


@WIDTHS
def test_buttons_lead_from_citation_to_citation(visit: Open, width: int, height: int) -> None:
    seen = visit(width, height)
    opened(seen)
    panel = seen.page.locator("#source")
    expect(panel.get_by_role("button", name="Previous citation")).to_be_disabled()
    panel.get_by_role("button", name="Next citation").click()
    seen.shows(FERRY.text.split("\n")[2])
    panel.get_by_role("button", name="Next citation").click()
    expect(panel.locator(".steps span")).to_have_text("3 of 3")
    expect(panel.get_by_role("button", name="Next citation")).to_be_disabled()
    panel.locator("h2").press("p")
    seen.shows(FERRY.text.split("\n")[2])
    panel.locator("h2").press("p")
    seen.shows(PILOT)


@WIDTHS
def test_words_are_found_in_the_article(visit: Open, width: int, height: int) -> None:
    seen = visit(width, height)
    opened(seen)
    field = seen.page.get_by_role("searchbox", name="Find in this article")
    count = seen.page.locator(".finding .count")
    field.fill("PILOT  line")
    total = BATTERY.text.lower().count("pilot line")
    expect(count).to_have_text(f"1 of {total}")
    assert seen.page.evaluate("CSS.highlights.get('found').size") == total
    field.press("Enter")
    expect(count).to_have_text(f"{min(2, total)} of {total}")
    field.fill("Ten bakeries")  # set aside, and folded
    expect(count).to_have_text("1 of 1")
    expect(seen.page.locator("#source .aside-text", has_text="Ten bakeries")).to_be_visible()
    field.fill("zebra")
    expect(count).to_have_text("none")


@WIDTHS
def test_selected_words_are_copied_with_their_own_place(
    visit: Open, width: int, height: int
) -> None:
    seen = visit(width, height)
    opened(seen)
    words = "forty people at the start"
    seen.select(words)
    seen.page.locator("#picking").get_by_role("button", name="Copy with citation").click()
    expect(seen.page.locator("#carried-said")).to_have_text("Copied")
    place = span(BATTERY, words)
    wanted = citation_text(Citation(BATTERY, place, place, 1.0, 1.0))
    assert seen.page.evaluate("navigator.clipboard.readText()") == wanted


@WIDTHS
def test_selected_words_are_asked_about_and_found_elsewhere(
    visit: Open, width: int, height: int
) -> None:
    seen = visit(width, height)
    opened(seen)
    seen.select("lithium")
    seen.page.locator("#picking").get_by_role("button", name="Ask about this").click()
    expect(seen.page.locator("#question textarea")).to_have_value("lithium: ")
    expect(seen.page.locator("#question textarea")).to_be_focused()
    seen.page.locator("#question textarea").fill("")
    if width < 500:
        seen.page.locator("[data-kind=cite]").first.click()
    seen.select("Sodium cells store less energy by weight")
    seen.page.locator("#picking").get_by_role("button", name="Find this elsewhere").click()
    expect(seen.page.locator(".turn .said").last).to_have_text(
        "“Sodium cells store less energy by weight”"
    )


@WIDTHS
def test_the_original_of_a_web_page_opens_at_the_sentence(
    visit: Open, width: int, height: int
) -> None:
    seen = visit(width, height)
    opened(seen)
    link = seen.page.get_by_role("link", name="Open original")
    fragment = "The%20pilot%20line%20will%20be,will%20follow%20a%20year%20later%2E"
    expect(link).to_have_attribute("href", f"{BATTERY.url}#:~:text={fragment}")
    seen.page.get_by_role("button", name="Next citation").click()
    seen.shows(FERRY.text.split("\n")[2])
    assert seen.page.get_by_role("link", name="Open original").get_attribute("href") == (
        f"/pincite/original?id={FERRY.id.replace('/', '%2F')}"
    )


def test_the_preview_never_covers_what_it_explains(visit: Open) -> None:
    for height in (800, 300):
        seen = visit(1280, height)
        turn = seen.ask(PILOT_QUESTION)
        turn.locator(".further summary").click()
        for chip in turn.locator("[data-peek]").all()[:2]:
            chip.scroll_into_view_if_needed()
            chip.hover()
            peek = seen.page.locator("#peek")
            expect(peek).to_be_visible()
            at, over = chip.bounding_box() or {}, peek.bounding_box() or {}
            assert over["y"] + over["height"] <= at["y"] or over["y"] >= at["y"] + at["height"]
            assert over["y"] >= 0
            assert over["y"] + over["height"] <= height
