"""Which articles are asked: chosen above the question, told of each answer, kept with a chat."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.visit import PILOT_QUESTION, WIDTHS, Open
from tests.support.web_articles import BATTERY

pytestmark = pytest.mark.browser


@WIDTHS
def test_narrowing_to_a_year_takes_two_actions(visit: Open, width: int, height: int) -> None:
    seen = visit(width, height)
    page = seen.page
    summary = page.locator(".narrowing summary")
    expect(summary).to_have_text("Asking all 6 articles")
    with seen.takes(2):
        summary.click()
        page.locator(".choices .form", has_text="2026").click()
        expect(page.locator(".condition")).to_contain_text("2026")
        expect(summary).to_have_text("Asking 3 of 6 articles")
    expect(page.locator(".choices")).to_be_hidden()
    turn = seen.ask(PILOT_QUESTION)
    expect(turn).to_contain_text("Asked of 3 of 6 articles")
    expect(turn).to_contain_text("Left out since they have no date: 3 articles")


@WIDTHS
def test_it_is_kept_for_the_chat_and_taken_off_by_one_press(
    visit: Open, width: int, height: int
) -> None:
    seen = visit(width, height)
    page = seen.page
    seen.ask(PILOT_QUESTION)
    page.locator(".narrowing summary").click()
    page.locator(".choices .form", has_text="harbour-post.example").click()
    expect(page.locator(".condition")).to_contain_text("harbour-post.example")
    page.wait_for_function("pincite.store.chats().then(([chat]) => chat.narrowed.source)")
    page.reload()
    page.wait_for_function("document.documentElement.dataset.ready === 'yes'")
    expect(page.locator(".narrowing summary")).to_have_text("Asking 1 of 6 articles")
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".narrowing summary")).to_have_text("Asking all 6 articles")
    page.get_by_role("button", name="Chats", exact=True).click()
    page.locator("#chats .open").click()
    page.get_by_role("button", name="harbour-post.example: ask without it").click()
    expect(page.locator(".condition")).to_have_count(0)
    expect(page.locator(".narrowing summary")).to_have_text("Asking all 6 articles")


def test_dates_and_sources_are_typed_and_faults_are_told(visit: Open) -> None:
    seen = visit()
    page = seen.page
    page.locator(".narrowing summary").click()
    page.get_by_label("From").fill("2026-03")
    page.get_by_label("Until").fill("2026-99")
    page.get_by_role("button", name="Narrow").click()
    expect(page.locator(".choices [role=alert]")).to_contain_text("no such date")
    page.get_by_label("From").fill("2026-03")
    page.get_by_label("Until").fill("2026-04-17")
    page.keyboard.press("Enter")
    expect(page.locator(".condition")).to_contain_text("2026-03 to 2026-04-17")
    expect(page.locator(".narrowing summary")).to_have_text("Asking 1 of 6 articles")


@WIDTHS
def test_the_source_that_is_shown_can_be_asked_alone(visit: Open, width: int, height: int) -> None:
    seen = visit(width, height)
    seen.ask(PILOT_QUESTION).locator("[data-kind=cite]").first.click()
    seen.page.get_by_role("button", name="Ask this source alone").click()
    expect(seen.page.locator(".condition").first).to_contain_text(BATTERY.source[-20:])
