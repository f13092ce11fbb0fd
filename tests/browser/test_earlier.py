"""Earlier questions of a chat: those that are not shown at once, and those that are being read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.visit import PILOT_QUESTION, Open, Visit, faults, ready, reload, small
from tests.support.fake_replies import PILOT
from tests.support.tabs import forget

pytestmark = pytest.mark.browser
LOOKS = pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light")])


def long_chat(seen: Visit, earlier: int) -> Locator:
    """A chat with so many questions before one on the pilot line; its button for earlier ones."""
    seen.ask(PILOT_QUESTION)
    seen.page.evaluate(
        """async (earlier) => {
            const [turn] = await pincite.store.turns();
            for (let n = 0; n < earlier; n++) {
                const key = `${n}`.padStart(16, "0");
                await pincite.store.keep(turn.chat, { ...turn, key, at: n, question: `Q ${n}` });
            }
        }""",
        earlier,
    )
    reload(seen)
    expect(seen.page.locator(".turn")).to_have_count(50)
    return seen.page.get_by_role("button", name="Show earlier questions")


@LOOKS
def test_earlier_questions_than_fit_can_be_shown(visit: Open, width: int, scheme: str) -> None:
    seen = visit(width, 844, scheme=scheme)
    button = long_chat(seen, 60)
    button.scroll_into_view_if_needed()
    assert faults(seen.page) == []
    assert width > 500 or small(seen.page) == []
    button.click()
    turns = seen.page.locator(".turn")
    expect(turns).to_have_count(61)
    expect(turns.locator(".said").first).to_have_text("Q 0")
    expect(button).to_have_count(0)
    expect(turns.nth(10)).to_be_in_viewport()  # the newest of those that were not shown
    expect(turns.last).not_to_be_in_viewport()


def test_they_are_also_shown_once_the_server_let_the_tab_go(visit: Open) -> None:
    seen = visit()
    button = long_chat(seen, 120)
    with seen.page.expect_request(lambda sent: "/run/" in sent.url) as loading:
        seen.page.reload()
    ready(seen.page)
    forget(loading.value)
    button.click()
    turns = seen.page.locator(".turn")
    expect(turns).to_have_count(100)
    expect(turns.locator(".said").first).to_have_text("Q 21")
    expect(button).to_have_count(1)
    forget(loading.value)
    button.click()
    expect(turns).to_have_count(121)
    expect(turns.locator(".said").first).to_have_text("Q 0")
    seen.choose(turns.nth(3).locator("[data-kind=cite]").first)
    seen.shows(PILOT)
    box = seen.page.locator("#question textarea")
    box.fill("When does the night ferry leave?")
    box.press("Enter")
    expect(turns).to_have_count(50)
    expect(turns.locator(".said").last).to_have_text("When does the night ferry leave?")
    expect(button).to_have_count(1)


def test_an_earlier_answer_stays_in_view_while_all_is_drawn_anew(visit: Open) -> None:
    seen = visit()
    first = seen.ask(PILOT_QUESTION)
    seen.ask("How many glaciers are on Mars?")
    seen.ask("What is nasty?")
    first.locator("blockquote").scroll_into_view_if_needed()
    seen.page.get_by_role("button", name="中文").click()
    expect(first).to_contain_text("在 3 篇文章中提到")
    expect(first.locator("blockquote")).to_be_in_viewport()
