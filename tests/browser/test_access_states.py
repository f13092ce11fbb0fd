"""No fault that axe-core finds in the states that a person meets less often."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visit import PILOT_QUESTION, WIDTHS, Open, faults

pytestmark = pytest.mark.browser


@WIDTHS
def test_axe_finds_nothing_in_rarer_answers(
    visit: Open, go_on: Callable[[], None], width: int, height: int
) -> None:
    seen = visit(width, height)
    page = seen.page
    asked = seen.ask("held pilot", wait=False)
    found = {"pending": faults(page)}
    go_on()
    asked.locator(".answer").wait_for()
    seen.ask("A digest of the cannery, please")
    seen.ask("These are two questions")
    turn = seen.ask("How many glaciers are on Mars?")
    found["digest and parts"] = faults(page)
    seen.choose(turn.locator("[data-kind=hit]").first)
    expect(page.locator("#source mark.near")).to_be_visible()
    found["nearest"] = faults(page)
    assert {state: each for state, each in found.items() if each} == {}


@WIDTHS
def test_axe_finds_nothing_where_something_is_pointed_at_or_selected(
    visit: Open, width: int, height: int
) -> None:
    seen = visit(width, height)
    page = seen.page
    turn = seen.ask(PILOT_QUESTION)
    turn.locator(".further summary").click()
    turn.locator(".one summary").click()
    turn.locator("[data-peek]").first.focus()
    found = {"folds": faults(page)}
    seen.choose(turn.locator("[data-kind=cite]").first)
    seen.select("lithium")
    found["selected"] = faults(page)
    assert {state: each for state, each in found.items() if each} == {}


@WIDTHS
def test_axe_finds_nothing_where_chats_are_sought_and_deleted(
    visit: Open, width: int, height: int
) -> None:
    seen = visit(width, height)
    page = seen.page
    seen.ask(PILOT_QUESTION)
    page.get_by_role("button", name="Chats", exact=True).click()
    page.locator("#chats .name").first.wait_for()
    page.get_by_role("searchbox", name="Search your chats").fill("lighthouse zebra")
    expect(page.locator("#chats .name")).to_have_count(0)
    found = {"none": faults(page)}
    page.get_by_role("searchbox", name="Search your chats").fill("")
    page.get_by_role("button", name="Delete:").first.click()
    found["deleted"] = faults(page)
    assert {state: each for state, each in found.items() if each} == {}


@WIDTHS
def test_axe_finds_nothing_in_chinese_and_on_the_page_for_programs(
    visit: Open, width: int, height: int
) -> None:
    seen = visit(width, height, locale="zh-TW")
    turn = seen.ask(PILOT_QUESTION)
    turn.locator(".further summary").click()
    found = {"chinese": faults(seen.page)}
    seen.page.goto(f"{seen.origin}/api")
    found["api"] = faults(seen.page)
    assert {state: each for state, each in found.items() if each} == {}
