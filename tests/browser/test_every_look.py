"""A day at the handlers, wide and narrow, light and dark: every feature of the page, one by one.
What each does in its rarer cases is tested in files of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.shelf import WHEN, choose, dropped, files, listing
from tests.browser.visit import Visit, ready

pytestmark = pytest.mark.browser

LOOKS = pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
)
MENTIONS = "all mentions of storks"


@LOOKS
def test_a_day_at_the_desk(
    stocked: Callable[..., Visit], tmp_path: Path, width: int, scheme: str
) -> None:
    seen = stocked(width, 844, scheme=scheme)
    seen.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _asks(seen)
    _carries(seen)
    _reads(seen)
    _narrows(seen)
    _changes_articles(seen, tmp_path, f"{width}{scheme}")
    saved = tmp_path / "chat.json"
    with seen.page.expect_download() as begun:
        seen.page.locator('.saving [data-save=".json"]').click()
    begun.value.save_as(saved)
    _keeps_chats(seen, saved)
    _speaks(seen.page)
    ground = seen.page.evaluate("getComputedStyle(document.body).getPropertyValue('--paper')")
    assert ground == ("#15171a" if scheme == "dark" else "#f6f4ee")


def _asks(seen: Visit) -> None:
    page = seen.page
    page.goto(f"{seen.origin}/?q={quote(WHEN)}")
    ready(page)
    expect(page.locator(".turn blockquote").first).to_contain_text("leaves the harbour at 23:40")
    turn = seen.ask(MENTIONS)
    assert turn.locator("blockquote").count() > 1
    turn.get_by_role("button", name="a digest").click()
    expect(page.locator(".turn .answer")).to_have_count(3)
    box = page.locator("#question textarea")
    expect(box).to_be_enabled()
    for _ in range(3):
        box.press("ArrowUp")
    expect(box).to_have_value(WHEN)
    box.fill("")


def _carries(seen: Visit) -> None:
    page, turn = seen.page, seen.page.locator(".turn").nth(1)
    turn.get_by_role("button", name="Copy with citation").first.click()
    expect(page.locator("#carried-said")).to_have_text("Copied")
    assert "storks" in page.evaluate("navigator.clipboard.readText()")
    turn.get_by_text("Save this answer").click()
    with page.expect_download():
        turn.get_by_role("button", name="Save this answer as BibTeX").click()
    turn.get_by_role("button", name="Right", exact=True).click()
    expect(turn.locator("[data-judge=right]")).to_have_attribute("aria-pressed", "true")


def _reads(seen: Visit) -> None:
    page, panel = seen.page, seen.page.locator("#source")
    seen.choose(page.locator(".turn").nth(1).locator("[data-kind=cite]").first)
    first = seen.marked()
    panel.get_by_role("button", name="Next citation").click()
    expect(panel.locator(".steps span")).to_contain_text("2 of ")
    assert seen.marked() != first
    panel.get_by_role("button", name="Previous citation").click()
    expect(panel.locator(".steps span")).to_contain_text("1 of ")
    page.get_by_role("searchbox", name="Find in this article").fill("stork")
    expect(page.locator(".finding .count")).to_contain_text("1 of ")
    seen.select("storks")
    page.locator("#picking").get_by_role("button", name="Ask about this").click()
    expect(page.locator("#question textarea")).to_have_value("storks: ")
    page.locator("#question textarea").fill("")


def _narrows(seen: Visit) -> None:
    page = seen.page
    page.locator(".narrowing summary").click()
    page.get_by_label("Until").fill("2026-99")
    page.get_by_role("button", name="Narrow").click()
    expect(page.locator(".choices [role=alert]")).to_contain_text("no such date")
    page.get_by_label("Until").fill("")
    page.get_by_label("Path, address or author").fill("ferry.txt")
    page.get_by_role("button", name="Narrow").click()
    expect(page.locator(".condition")).to_contain_text("ferry.txt")
    expect(seen.ask(WHEN)).to_contain_text("Asked of 1 of ")
    page.get_by_role("button", name="ask without it").click()
    expect(page.locator(".condition")).to_have_count(0)


def _changes_articles(seen: Visit, folder: Path, look: str) -> None:
    page = seen.page
    text = f"The keeper of look {look} is Ines Moor. She has the keys.\n"
    shown = listing(page)
    way = shown.get_by_role("button", name="Add files")
    card = choose(page, way, files(folder, **{f"{look}_txt": text, "empty_txt": ""}))
    expect(card).to_contain_text("Added: 1 article")
    expect(card).to_contain_text("Not added: 1 file")
    shown.get_by_role("searchbox").fill(look)
    expect(shown.locator(".articles li")).to_have_count(1)
    shown.get_by_role("button", name="Remove").click()
    expect(shown.locator(".undo")).to_be_focused()
    shown.locator(".undo").click()
    expect(shown.locator(".articles li")).to_have_count(1)
    shown.get_by_role("button", name="Close the articles").click()
    dropped(page, **{f"dropped{look}_txt": f"The drop of {look} came by sea. It was wet.\n"})
    expect(page.locator("#adding .good")).to_have_text("Added: 1 article", timeout=60_000)
    turn = seen.ask(f"Who is the keeper of look {look}?")
    expect(turn.locator("blockquote").first).to_contain_text("Ines Moor")
    assert all("status of 4" in each for each in seen.trouble)
    seen.trouble.clear()  # the empty file was refused


def _keeps_chats(seen: Visit, saved: Path) -> None:
    page, names = seen.page, seen.page.locator("#chats .name")
    page.reload()
    ready(page)
    expect(page.locator(".turn")).to_have_count(5)
    page.get_by_role("button", name="Chats", exact=True).click()
    page.get_by_role("button", name="Rename").first.click()
    page.get_by_role("textbox", name="Name of the chat").fill("Harbour story")
    page.keyboard.press("Enter")
    expect(names).to_have_text(["Harbour story"])
    page.get_by_role("searchbox", name="Search your chats").fill("zebra")
    expect(names).to_have_count(0)
    page.get_by_role("searchbox", name="Search your chats").fill("")
    page.get_by_role("button", name="Delete:").click()
    page.get_by_role("button", name="Undo").click()
    expect(names).to_have_text(["Harbour story"])
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a saved chat").click()
    chooser.value.set_files(saved)
    expect(page.locator(".turn .taken").first).to_contain_text("From a saved chat.")


def _speaks(page: Page) -> None:
    page.get_by_role("button", name="中文").click()
    expect(page.locator("[data-shelf]")).to_have_text("文章")
    page.get_by_role("button", name="English").click()
    expect(page.locator("[data-shelf]")).to_have_text("Articles")
