"""Chats are kept in the browser and come back, each quote held against the articles again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.visit import PILOT_QUESTION, WIDTHS, Open, kept, ready, reload
from tests.support import patient_http
from tests.support.browser import ARGUMENTS, chromium
from tests.support.fake_replies import FERRY_TIME, PILOT
from tests.support.payloads import XSS

pytestmark = pytest.mark.browser


FERRY_QUESTION = "When does the night ferry leave?"


def listed(page: Page) -> Locator:
    """The names in the list of chats, which is opened where it is not."""
    if not page.locator("#chats").is_visible():
        page.get_by_role("button", name="Chats", exact=True).click()
    page.locator("#chats").wait_for()
    return page.locator("#chats .name")


@WIDTHS
def test_a_chat_comes_back_after_a_reload(visit: Open, width: int, height: int) -> None:
    seen = visit(width, height)
    seen.ask(PILOT_QUESTION)
    seen.ask("How many glaciers are on Mars?")
    before = seen.page.locator(".turns").inner_text()
    reload(seen)
    expect(seen.page.locator(".turn")).to_have_count(2)
    expect(seen.page.locator(".turns")).to_have_text(before, use_inner_text=True)
    chip = seen.page.locator("[data-kind=cite]").first
    seen.choose(chip)
    seen.shows(PILOT)


@WIDTHS
def test_back_to_an_earlier_answer_takes_two_actions(visit: Open, width: int, height: int) -> None:
    seen = visit(width, height)
    seen.ask(PILOT_QUESTION)
    seen.page.get_by_role("button", name="New chat").click()
    expect(seen.page.locator(".welcome")).to_be_visible()
    seen.ask(FERRY_QUESTION)
    with seen.takes(2):
        seen.page.get_by_role("button", name="Chats", exact=True).click()
        seen.page.locator("#chats .open", has_text="pilot").click()
        expect(seen.page.locator(".turn .question")).to_contain_text(PILOT_QUESTION)
        expect(seen.page.locator(".turn blockquote")).to_contain_text(PILOT)
    expect(seen.page.locator(".turn")).to_have_count(1)


def test_a_follow_up_belongs_to_the_chat_that_came_back(visit: Open) -> None:
    seen = visit()
    seen.ask(PILOT_QUESTION)
    reload(seen)
    seen.ask(FERRY_QUESTION)
    reload(seen)
    expect(seen.page.locator(".turn")).to_have_count(2)
    expect(listed(seen.page)).to_have_text([PILOT_QUESTION])


@WIDTHS
def test_a_second_tab_has_the_chats_of_the_first(visit: Open, width: int, height: int) -> None:
    seen = visit(width, height)
    seen.ask(PILOT_QUESTION)
    other = seen.context.new_page()
    other.goto(seen.origin)
    ready(other)
    expect(other.locator(".welcome")).to_be_visible()
    expect(listed(other)).to_have_text([PILOT_QUESTION])
    seen.ask(FERRY_QUESTION)
    expect(other.locator("#chats .when")).to_contain_text("2 questions")
    other.locator("#chats .open").click()
    expect(other.locator(".turn")).to_have_count(2)
    expect(other.locator("blockquote").last).to_contain_text(FERRY_TIME)


@contextmanager
def opened(browser: Browser, folder: Path, address: str) -> Iterator[Page]:
    """The page in a browser that keeps what it stores in a folder. Closes the browser."""
    context = browser.browser_type.launch_persistent_context(
        folder, executable_path=chromium(), args=ARGUMENTS
    )
    page = context.new_page()
    page.goto(address)
    ready(page)
    yield page
    context.close()


def ask_the_pilot_question(page: Page) -> None:
    """Asks, and waits until the browser has stored the answer."""
    page.locator("#question textarea").fill(PILOT_QUESTION)
    page.locator("#question textarea").press("Enter")
    expect(page.locator("blockquote")).to_contain_text(PILOT)
    kept(page)


def test_a_closed_browser_loses_nothing(address: str, browser: Browser, tmp_path: Path) -> None:
    with opened(browser, tmp_path, address) as page:
        ask_the_pilot_question(page)
    with opened(browser, tmp_path, address) as page:
        expect(listed(page)).to_have_text([PILOT_QUESTION])
        page.locator("#chats .open").click()
        expect(page.locator("blockquote")).to_contain_text(PILOT)


def rebuilt(address: str) -> None:
    """The articles change, and no page has a part in it."""
    sent = {"question": "rebuild the index"}
    patient_http.post(f"{address}/api/answer", json=sent).raise_for_status()


def shown_as_gone(page: Page) -> None:
    """That the chat in the list, once opened, shows the pilot's quote as what was said once."""
    expect(listed(page)).to_have_text([PILOT_QUESTION])
    page.locator("#chats .open").click()
    expect(page.locator(".gone .verdict").first).to_contain_text("has changed since.")
    expect(page.locator(".gone del").first).to_have_text(PILOT)
    quotes = page.locator("blockquote, #source mark").all_inner_texts()
    assert quotes
    assert not [quote for quote in quotes if "October 2026" in quote]


@pytest.mark.usefixtures("visit_changing")
def test_a_rebuild_while_the_browser_is_closed_is_seen_when_it_opens(
    address: str, browser: Browser, tmp_path: Path
) -> None:
    with opened(browser, tmp_path, address) as page:
        ask_the_pilot_question(page)
    rebuilt(address)
    with opened(browser, tmp_path, address) as page:
        shown_as_gone(page)


@WIDTHS
def test_a_tab_that_is_opened_after_a_rebuild_shows_no_stale_quote(
    visit_changing: Open, width: int, height: int
) -> None:
    seen = visit_changing(width, height)
    seen.ask(PILOT_QUESTION)
    kept(seen.page)
    rebuilt(seen.origin)
    other = seen.context.new_page()
    other.goto(seen.origin)
    ready(other)
    shown_as_gone(other)


@WIDTHS
@pytest.mark.parametrize("reloaded", [False, True])
def test_a_quote_that_changed_is_never_shown_as_one(
    visit_changing: Open, width: int, height: int, reloaded: bool
) -> None:
    seen = visit_changing(width, height)
    seen.ask(PILOT_QUESTION)
    seen.ask("rebuild the index")
    if reloaded:
        reload(seen)
    turn = seen.page.locator(".turn").first
    expect(turn.locator(".gone .verdict").first).to_contain_text("has changed since.")
    expect(turn.locator(".gone del").first).to_have_text(PILOT)
    expect(turn.locator(".gone .verdict").nth(1)).to_contain_text("is not among your articles")
    expect(turn.locator("blockquote")).not_to_contain_text("October 2026")
    expect(turn.locator("[data-kind=cite]")).to_have_count(1)  # the ferry's article is as it was
    seen.choose(turn.locator("[data-kind=now]"))
    expect(seen.page.locator("#source mark.near")).to_contain_text("last week of May 2027")
    turn = seen.page.locator(".turn").nth(1)
    expect(turn).to_contain_text("The articles have changed since this was asked.")


def test_a_tab_that_comes_back_to_the_front_looks_again(visit_changing: Open) -> None:
    seen = visit_changing()
    seen.ask(PILOT_QUESTION)
    other = seen.context.new_page()
    other.goto(f"{seen.origin}?q=rebuild")
    other.locator(".answer").wait_for()
    other.close()
    seen.page.bring_to_front()
    seen.page.evaluate("dispatchEvent(new Event('focus'))")
    expect(seen.page.locator(".gone del").first).to_have_text(PILOT)


@WIDTHS
def test_chats_are_renamed_searched_and_deleted(visit: Open, width: int, height: int) -> None:
    seen = visit(width, height)
    page = seen.page
    seen.ask(PILOT_QUESTION)
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".welcome")).to_be_visible()
    seen.ask(FERRY_QUESTION)
    expect(listed(page)).to_have_text([FERRY_QUESTION, PILOT_QUESTION])
    page.get_by_role("button", name="Rename: When will the pilot").click()
    page.get_by_role("textbox", name="Name of the chat").fill("Harbour story")
    page.keyboard.press("Enter")
    expect(page.locator("#chats .name").nth(1)).to_have_text("Harbour story")
    page.get_by_role("searchbox", name="Search your chats").fill("23:40 ferry")
    expect(page.locator("#chats .name")).to_have_text([FERRY_QUESTION])
    page.get_by_role("searchbox", name="Search your chats").fill("lighthouse zebra")
    expect(page.locator("#chats .none")).to_have_text("No chat holds these words.")
    page.get_by_role("searchbox", name="Search your chats").fill("")
    page.get_by_role("button", name="Delete: Harbour story").click()
    expect(page.locator("#chats .name")).to_have_text([FERRY_QUESTION])
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#chats .name")).to_have_count(2)
    page.get_by_role("button", name="Delete: Harbour story").click()
    expect(page.locator("#chats .name")).to_have_count(1)
    page.keyboard.press("Escape")
    reload(seen)
    expect(listed(page)).to_have_text([FERRY_QUESTION])
    assert [t["question"] for t in page.evaluate("pincite.store.turns()")] == [FERRY_QUESTION]


@WIDTHS
def test_deleting_the_chat_that_is_shown_begins_a_new_one(
    visit: Open, width: int, height: int
) -> None:
    seen = visit(width, height)
    seen.ask(PILOT_QUESTION)
    expect(listed(seen.page)).to_have_text([PILOT_QUESTION])
    seen.page.get_by_role("button", name="Delete").click()
    expect(seen.page.locator(".welcome")).to_be_visible()
    seen.page.keyboard.press("Escape")
    reload(seen)
    expect(seen.page.locator(".turn")).to_have_count(0)


def test_only_questions_and_quotes_leave_the_browser(visit: Open) -> None:
    seen = visit()
    sent: list[str] = []
    seen.page.on("request", lambda request: sent.append(request.post_data or ""))
    seen.ask(PILOT_QUESTION)
    expect(listed(seen.page)).to_have_text([PILOT_QUESTION])
    seen.page.get_by_role("button", name="Rename").click()
    seen.page.get_by_role("textbox", name="Name of the chat").fill("Secret story")
    seen.page.keyboard.press("Enter")
    seen.page.get_by_role("searchbox", name="Search your chats").fill("another secret")
    reload(seen)
    assert any(PILOT[:30] in body for body in sent)
    assert not [body for body in sent if "ecret" in body]


def test_hostile_names_and_records_are_text(visit: Open) -> None:
    seen = visit()
    seen.ask(PILOT_QUESTION)
    seen.page.evaluate(
        """async (payloads) => {
            const [turn] = await pincite.store.turns();
            for (const [n, payload] of payloads.entries()) {
                const place = { ...turn.answer.citations[0], quote: payload, title: payload,
                    sentence: [0, [...payload].length], answer: [0, 0], also: [] };
                const answer = { ...turn.answer, question: payload, citations: [place],
                    notes: [payload], suggestions: [payload], rivals: [] };
                const key = `${n}`.padStart(16, "0");
                await pincite.store.keep(`${n}`, { ...turn, key, question: payload, answer });
                await pincite.store.keep(turn.chat, { ...turn, key: `a${key.slice(1)}`,
                    question: payload, answer: n % 2 ? answer : payload });
            }
        }""",
        list(XSS[:40]),
    )
    expect(listed(seen.page)).to_have_count(41)
    seen.page.keyboard.press("Escape")
    reload(seen)
    assert seen.page.locator(".turn").count() > 40
    assert seen.page.locator(".gone").count() > 15
    strange = seen.page.evaluate(
        """() => [...document.querySelectorAll("#transcript *, #chats *, #source *")]
            .filter((e) => /SCRIPT|IMG|SVG|IFRAME|OBJECT|EMBED|LINK|META|BASE|VIDEO|AUDIO/i
                .test(e.tagName) || [...e.attributes].some(({ name }) => /^on/.test(name)))
            .map((e) => e.outerHTML)"""
    )
    assert strange == []


@pytest.mark.parametrize("record", ["no JSON", "[]", json.dumps({"v": 99}), "null"])
def test_what_cannot_be_read_is_said(visit: Open, record: str) -> None:
    seen = visit()
    seen.ask(PILOT_QUESTION)
    seen.page.evaluate(
        """async (kept) => {
            const [turn] = await pincite.store.turns();
            await pincite.store.keep(turn.chat, { ...turn, answer: kept });
        }""",
        record,
    )
    reload(seen)
    expect(seen.page.locator(".turn .notice")).to_contain_text("Not restored")
