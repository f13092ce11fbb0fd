"""A tab that the server let go, because many others were opened since or it was started again, goes
on as if it had not."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request, expect

from tests.browser.visit import PILOT_QUESTION, Open, Visit, faults, kept, ready, reload, small
from tests.support.fake_replies import FERRY_TIME, PILOT
from tests.support.tabs import forget
from tests.support.web_fakes import running

pytestmark = pytest.mark.browser
FERRY_QUESTION = "When does the night ferry leave?"


@pytest.fixture
def seen(visit: Open) -> Visit:
    return visit()


@pytest.fixture
def loading(seen: Visit) -> Request:
    """The request with which the page was loaded."""
    with seen.page.expect_request(lambda sent: "/run/" in sent.url) as loading:
        seen.page.reload()
    expect(seen.page.locator(".example").first).to_be_visible()
    return loading.value


def test_a_question_is_asked_once_and_follows_its_chat(seen: Visit, loading: Request) -> None:
    seen.ask(PILOT_QUESTION)
    kept(seen.page)
    forget(loading)
    second = seen.ask(FERRY_QUESTION)
    expect(second.locator("blockquote").first).to_contain_text(FERRY_TIME)
    expect(seen.page.locator(".turn .question")).to_contain_text([PILOT_QUESTION, FERRY_QUESTION])
    expect(seen.page.locator(".turn")).to_have_count(2)
    expect(seen.page.locator("#question textarea")).to_have_value("")
    expect(seen.page.locator("#question textarea")).to_be_enabled()
    kept(seen.page)
    chats = seen.page.evaluate("pincite.store.chats().then((chats) => chats.length)")
    turns = seen.page.evaluate("pincite.store.turns().then((turns) => turns.length)")
    assert (chats, turns) == (1, 2)


def test_every_citation_of_it_is_still_shown(seen: Visit, loading: Request) -> None:
    seen.ask(PILOT_QUESTION)
    seen.ask(FERRY_QUESTION)
    kept(seen.page)
    for n, quote in ((0, PILOT), (1, FERRY_TIME)):
        forget(loading)
        seen.choose(seen.page.locator(".turn").nth(n).locator("[data-kind=cite]").first)
        seen.shows(quote)
    expect(seen.page.locator(".turn")).to_have_count(2)


def test_a_chat_that_only_has_a_filter_is_still_narrowed(seen: Visit, loading: Request) -> None:
    page = seen.page
    page.locator(".narrowing summary").click()
    page.locator(".choices .form", has_text="harbour-post.example").click()
    expect(page.locator(".condition")).to_contain_text("harbour-post.example")
    forget(loading)
    expect(seen.ask(FERRY_QUESTION)).to_contain_text("Asked of 1 of 6 articles")
    expect(page.locator(".condition")).to_contain_text("harbour-post.example")


def test_the_page_keeps_its_language(visit: Open) -> None:
    seen = visit(390, 844, locale="zh-TW")
    with seen.page.expect_request(lambda sent: "/run/" in sent.url) as loading:
        reload(seen)
    seen.ask(PILOT_QUESTION)
    kept(seen.page)
    forget(loading.value)
    seen.page.evaluate("pincite.tell('refresh', {})")  # as when the tab is looked at again
    turn = seen.ask(FERRY_QUESTION)
    expect(turn.locator(".question")).to_contain_text("您問")
    expect(seen.page.locator(".turn")).to_have_count(2)


def test_its_chat_is_saved_whole(seen: Visit, loading: Request) -> None:
    seen.ask(PILOT_QUESTION)
    seen.ask(FERRY_QUESTION)
    kept(seen.page)
    forget(loading)
    with seen.page.expect_download() as saved:
        seen.page.locator('.saving [data-save=".md"]').click()
    text = saved.value.path().read_text("utf-8")
    assert PILOT_QUESTION in text
    assert FERRY_QUESTION in text


def test_a_new_chat_begins_empty(seen: Visit, loading: Request) -> None:
    seen.ask(PILOT_QUESTION)
    kept(seen.page)
    forget(loading)
    seen.page.get_by_role("button", name="New chat").click()
    expect(seen.page.locator(".welcome")).to_be_visible()
    seen.ask(FERRY_QUESTION)
    expect(seen.page.locator(".turn")).to_have_count(1)


def test_a_chat_goes_on_when_the_server_was_started_again(visit: Open) -> None:
    with running() as (address, _):
        seen = visit(address=address)
        seen.ask(PILOT_QUESTION)
        kept(seen.page)
    with running(port=urlsplit(address).port or 0):
        seen.trouble.clear()  # the browser tells of its lost connection
        second = seen.ask(FERRY_QUESTION)
        expect(second.locator("blockquote").first).to_contain_text(FERRY_TIME)
        expect(seen.page.locator(".turn")).to_have_count(2)


@pytest.mark.parametrize(
    ("width", "scheme", "locale", "lost"),
    [
        (1280, "light", "en-US", "The connection to Pincite was lost"),
        (390, "dark", "zh-TW", "與 Pincite 的連線中斷"),
    ],
)
def test_a_question_typed_while_it_was_away_stays(
    visit: Open, width: int, scheme: str, locale: str, lost: str
) -> None:
    with running() as (address, _):
        seen = visit(width, 844, scheme=scheme, locale=locale, address=address)
        seen.ask(PILOT_QUESTION)
        kept(seen.page)
    box = seen.page.locator("#question textarea")
    box.fill(FERRY_QUESTION)
    box.press("Enter")
    expect(seen.page.locator(".toast-message-text")).to_contain_text(lost)
    assert faults(seen.page) == []
    assert width > 500 or small(seen.page) == []
    seen.page.evaluate("document.documentElement.dataset.ready = 'before'")
    with running(port=urlsplit(address).port or 0):
        ready(seen.page)
        seen.trouble.clear()
        expect(seen.page.locator(".turn .question")).to_contain_text([PILOT_QUESTION])
        expect(box).to_have_value(FERRY_QUESTION)
        box.press("Enter")
        expect(seen.page.locator(".turn blockquote").last).to_contain_text(FERRY_TIME)
        expect(seen.page.locator(".turn")).to_have_count(2)
