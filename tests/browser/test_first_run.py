"""A page without articles that is asked a question: it still says how to begin."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.shelf import choose, files
from tests.browser.visit import WIDTHS, Visit, faults
from tests.support.shelf_server import shelf

pytestmark = pytest.mark.browser

FERRY = "The night ferry leaves the harbour at 23:40 every evening. It lands at five.\n"
WHEN = "When does the night ferry leave the harbour?"


@WIDTHS
def test_a_question_before_the_first_article_leaves_the_way_to_begin(
    visit: Callable[..., Visit], tmp_path: Path, width: int, height: int
) -> None:
    with shelf(tmp_path / "index") as (address, _):
        page = visit(width, height, address=address, first=".welcome").page
        page.goto(f"{address}/?q={quote(WHEN)}")
        expect(page.locator(".turn .notice")).to_have_text(
            "There are no articles yet; add some first."
        )
        assert faults(page) == []
        page.reload()
        expect(page.locator(".turn .notice")).to_contain_text("Ask again")
        way = page.locator(".welcome").get_by_role("button", name="Choose files")
        choose(page, way, files(tmp_path, ferry_txt=FERRY))
        expect(page.locator(".welcome")).to_have_count(0)
        page.get_by_role("button", name="Ask again").click()
        turn = page.locator(".turn").last
        expect(turn.locator("blockquote")).to_contain_text("leaves the harbour at 23:40")


@WIDTHS
def test_an_article_is_added_and_asked_in_three_actions(
    visit: Callable[..., Visit], tmp_path: Path, width: int, height: int
) -> None:
    with shelf(tmp_path / "index") as (address, _):
        seen = visit(width, height, address=address, first=".welcome")
        way = seen.page.locator(".welcome").get_by_role("button", name="Choose files")
        with seen.takes(2):  # the third is the choice in the dialog, which is not the page's
            choose(seen.page, way, files(tmp_path, ferry_txt=FERRY))
            turn = seen.ask(WHEN)
            expect(turn.locator("blockquote")).to_contain_text("leaves the harbour at 23:40")
