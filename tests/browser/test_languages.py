"""The page speaks English and Chinese, whole."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.shelf import WHEN, foreign
from tests.browser.visit import WIDTHS, Visit, faults

pytestmark = pytest.mark.browser


@WIDTHS
def test_the_whole_page_is_chinese(stocked: Callable[..., Visit], width: int, height: int) -> None:
    scheme = "dark" if width < 500 else "light"
    seen = stocked(width, height, locale="zh-TW", scheme=scheme)
    page = seen.page
    assert page.evaluate("document.documentElement.lang") == "zh-Hant"
    found = {"welcome": foreign(page)}
    turn = seen.ask(WHEN)
    turn.locator(".why summary").click()
    turn.locator("[data-judge=wrong]").click()
    turn.locator(".judging").wait_for()
    found["answer"] = foreign(page)
    page.locator(".narrowing summary").click()
    found["scope"] = [each for each in foreign(page) if ".txt" not in each]
    page.locator(".narrowing summary").click()
    turn.locator("[data-kind=cite]").first.click()
    page.locator("#source .source header").wait_for()
    found["source"] = [each for each in foreign(page) if ".txt" not in each]
    assert page.locator("#source .text").get_attribute("lang") == "en"
    if width < 500:
        page.keyboard.press("Escape")
    seen.ask("What is on the moon of Saturn?")
    found["refusal"] = foreign(page)
    page.locator("[data-chats]").click()
    page.locator("#chats .name").first.wait_for()
    found["chats"] = [each for each in foreign(page) if WHEN not in each]
    page.keyboard.press("Escape")
    page.locator("[data-shelf]").click()
    page.locator("#shelf-search").fill("ferry")
    expect(page.locator("#shelf .articles li")).to_have_count(1)
    found["articles"] = [each for each in foreign(page) if not re.search(r"\.(txt|jsonl)", each)]
    found["axe"] = faults(page)
    page.keyboard.press("Escape")
    assert {state: each for state, each in found.items() if each} == {}


def test_the_language_is_switched_and_stays(stocked: Callable[..., Visit]) -> None:
    seen = stocked()
    page = seen.page
    turn = seen.ask(WHEN)
    expect(page.locator("#source h2")).to_be_visible()
    page.get_by_role("button", name="中文").click()
    expect(page.locator("#send")).to_have_text("提問")
    expect(turn.locator(".confidence")).to_contain_text("把握")
    expect(page.locator("#source [data-find]")).to_have_attribute("placeholder", "在本文中尋找")
    expect(page.locator("#question textarea")).to_have_attribute("placeholder", "向您的文章提問")
    page.reload()
    expect(turn.locator(".confidence")).to_contain_text("把握")
    assert page.evaluate("document.documentElement.lang") == "zh-Hant"
    page.get_by_role("button", name="English").click()
    expect(page.locator("#send")).to_have_text("Ask")
    expect(turn.locator(".confidence")).to_contain_text("confidence")
