"""The question that was searched for is edited where it stands, and asked again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.visit import PILOT_QUESTION, Open, Visit, faults, reload, small
from tests.support.fake_replies import PILOT

pytestmark = pytest.mark.browser

TYPED = "waht is a ferry"
LOOKS = pytest.mark.parametrize(
    ("width", "scheme", "locale", "edit", "ask"),
    [
        (1280, "light", "en-US", "Edit", "Ask"),
        (1280, "dark", "zh-TW", "修改", "提問"),
        (390, "light", "zh-TW", "修改", "提問"),
        (390, "dark", "en-US", "Edit", "Ask"),
    ],
)


def begun(seen: Visit) -> Locator:
    """The open form of an answer that corrected what was typed."""
    seen.ask(TYPED).locator(".sought").click()
    return seen.page.locator(".rewording")


@LOOKS
def test_the_words_are_clicked_changed_and_asked(
    visit: Open, width: int, scheme: str, locale: str, edit: str, ask: str
) -> None:
    seen = visit(width, 844, scheme=scheme, locale=locale)
    form = begun(seen)
    box = form.locator("textarea")
    expect(box).to_be_focused()
    expect(box).to_have_value("what is a ferry")
    expect(seen.page.get_by_role("button", name=f"{edit}: what is a ferry")).to_be_hidden()
    assert faults(seen.page) == []
    assert width > 500 or small(seen.page) == []
    box.fill(PILOT_QUESTION)
    form.get_by_role("button", name=ask, exact=True).click()
    turn = seen.page.locator(".turn").nth(1)
    expect(turn.locator("blockquote")).to_contain_text(PILOT)
    expect(turn.locator(".said")).to_have_text(PILOT_QUESTION)
    expect(form).to_have_count(0)
    expect(seen.page.locator("#question textarea")).to_have_value("")


def test_it_is_done_by_keyboard_alone_also_after_a_reload(visit: Open) -> None:
    seen = visit()
    page, press = seen.page, seen.page.keyboard.press
    seen.ask(TYPED)
    reload(seen)
    edit = page.get_by_role("button", name="Edit")
    edit.focus()
    press("Enter")
    box = page.locator(".rewording textarea")
    expect(box).to_be_focused()
    page.keyboard.type(" boat")
    press("Escape")
    expect(box).to_have_count(0)
    expect(edit).to_be_focused()
    expect(page.locator(".sought")).to_have_text("what is a ferry")
    press("Enter")
    press("Control+a")
    press("Delete")
    press("Enter")  # nothing is not asked
    expect(box).to_be_focused()
    page.keyboard.type(PILOT_QUESTION)
    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True})  # of an input method
    expect(box).to_be_focused()
    press("Enter")
    expect(page.locator(".turn blockquote").last).to_contain_text(PILOT)
    expect(page.locator(".turn")).to_have_count(2)


def test_what_was_written_stays_while_another_question_is_answered(visit: Open) -> None:
    seen = visit()
    box = begun(seen).locator("textarea")
    box.fill("half a qu")
    seen.ask(PILOT_QUESTION)
    expect(box).to_have_value("half a qu")
    box.press_sequentially("estion on a pilot")
    box.press("Enter")
    expect(seen.page.locator(".turn .said").last).to_have_text("half a question on a pilot")
    expect(box).to_have_count(0)


def test_what_is_being_written_keeps_the_focus_while_an_answer_arrives(
    visit: Open, go_on: Callable[[], None]
) -> None:
    seen = visit()
    seen.ask(TYPED)
    turn = seen.ask("held pilot", wait=False)
    seen.page.locator(".sought").first.click()
    box = seen.page.locator(".rewording textarea")
    box.press_sequentially(" bo")
    go_on()
    expect(turn.locator("blockquote").first).to_be_visible()
    expect(box).to_be_focused()
    seen.page.keyboard.type("at")
    expect(box).to_have_value("what is a ferry boat")
