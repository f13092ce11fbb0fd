"""Questions asked again: from the address, by the arrows, from the list."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.visit import PILOT_QUESTION, Open, ready, reload
from tests.support.fake_replies import PILOT

pytestmark = pytest.mark.browser


FERRY_QUESTION = "When does the night ferry leave?"


def test_a_question_in_the_address_is_asked_once(visit: Open) -> None:
    seen = visit()
    seen.page.goto(f"{seen.origin}/?q={quote(PILOT_QUESTION)}")
    expect(seen.page.locator("blockquote")).to_contain_text(PILOT)
    assert seen.page.url == f"{seen.origin}/"
    reload(seen)
    expect(seen.page.locator(".turn")).to_have_count(1)


def test_arrows_recall_what_was_asked(visit: Open) -> None:
    seen = visit()
    seen.ask(PILOT_QUESTION)
    seen.ask(FERRY_QUESTION)
    reload(seen)
    box = seen.page.locator("#question textarea")
    box.focus()
    for key, text in (
        ("ArrowUp", FERRY_QUESTION),
        ("ArrowUp", PILOT_QUESTION),
        ("ArrowUp", PILOT_QUESTION),
        ("ArrowDown", FERRY_QUESTION),
        ("ArrowDown", ""),
    ):
        box.press(key)
        expect(box).to_have_value(text)
    box.press("ArrowUp")
    box.press("Enter")
    expect(seen.page.locator(".turn")).to_have_count(3)
    box.fill("typed myself")
    box.press("ArrowUp")
    expect(box).to_have_value("typed myself")


def test_a_question_that_was_left_can_be_asked_again(
    visit: Open, go_on: Callable[[], None]
) -> None:
    seen = visit()
    seen.ask("held pilot", wait=False)
    seen.page.wait_for_function("pincite.store.turns().then(all => all.length === 1)")
    seen.page.reload()
    ready(seen.page)
    go_on()
    turn = seen.page.locator(".turn")
    expect(turn.locator(".notice")).to_contain_text("Not answered yet.")
    turn.get_by_role("button", name="Ask again").click()
    go_on()
    expect(seen.page.locator("blockquote")).to_contain_text(PILOT)
    seen.trouble.clear()  # Gradio says that its stream was cut off
