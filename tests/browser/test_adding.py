"""A web page is added by its address, and a file for which there is no room is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.shelf import choose, files, listing
from tests.browser.visit import WIDTHS, Visit, faults
from tests.support.shelf_server import LAMP, shelf

pytestmark = pytest.mark.browser

FERRY = "The night ferry leaves the harbour at 23:40 every evening. It lands at five.\n"


@WIDTHS
def test_a_web_page_is_added_by_its_address_and_asked(
    visit: Callable[..., Visit], tmp_path: Path, width: int, height: int
) -> None:
    with shelf(tmp_path / "index") as (address, _):
        seen = visit(width, height, address=address, first=".welcome")
        shown = listing(seen.page)
        box = shown.get_by_role("textbox", name="Web address of an article")
        box.fill(LAMP)
        box.press("Enter")
        expect(shown.locator("#adding .good")).to_have_text("Added: 1 article", timeout=60_000)
        expect(shown.locator(".articles .name")).to_have_text("The lamp on the north mole")
        expect(shown.locator(".articles .facts")).to_contain_text("kept as it was fetched")
        original = shown.get_by_role("link", name="Open original")
        expect(original).to_have_attribute("href", LAMP)
        assert faults(seen.page) == []
        seen.page.keyboard.press("Escape")
        turn = seen.ask("When did the keeper light the lamp on the north mole for the first time?")
        expect(turn.locator("blockquote").first).to_contain_text("in March 1907")


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("en-US", "no room, 1 MiB of added files at most; remove some"),
        ("zh-TW", "空間不足"),
    ],
)
def test_a_file_without_room_is_told_and_a_smaller_one_taken(
    visit: Callable[..., Visit], tmp_path: Path, locale: str, told: str
) -> None:
    with shelf(tmp_path / "index", str(2**20)) as (address, _):
        seen = visit(address=address, first=".welcome", locale=locale)
        way = seen.page.locator("[data-add=files]").first
        card = choose(seen.page, way, files(tmp_path, big_txt=FERRY * 15_000))
        expect(card.locator("li b")).to_have_text("big.txt")
        expect(card.locator("li span")).to_contain_text(told)
        expect(card.locator(".good")).to_have_count(0)
        way = seen.page.locator("[data-add=files]").first
        choose(seen.page, way, files(tmp_path, small_txt=FERRY))
        expect(seen.page.locator("#adding .good")).to_have_count(1)
        assert all("status of 413" in each for each in seen.trouble)
        seen.trouble.clear()
