"""A chat that was saved as JSON is opened in the list of chats, checked, and goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from pincite.qa.carrying.records import PAGE_BYTES, export_json
from tests.browser.visit import PILOT_QUESTION, WIDTHS, Open, faults, reload, small
from tests.support.fake_replies import PILOT, ferry_answer, no_answer, pilot_answer, rent_answer

pytestmark = pytest.mark.browser

FERRY_QUESTION = "When does the night ferry leave?"
REFUSED = "the server responded with a status of 4"
CHAT = export_json([pilot_answer(PILOT_QUESTION), no_answer("How many glaciers are on Mars?")])


def listing(page: Page) -> Locator:
    """The open list of chats."""
    if not page.locator("#chats").is_visible():
        page.get_by_role("button", name="Chats", exact=True).click()
    page.locator("#chats").wait_for()
    return page.locator("#chats")


def choose(page: Page, *paths: Path) -> None:
    """Opens files with the button of the list."""
    with page.expect_file_chooser() as chooser:
        listing(page).get_by_role("button", name="Open a saved chat").click()
    chooser.value.set_files(paths)


def written(folder: Path, text: str | bytes, name: str = "chat.json") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@WIDTHS
def test_a_saved_chat_opens_again_and_goes_on(
    visit: Open, tmp_path: Path, width: int, height: int
) -> None:
    first = visit(width, height)
    first.ask(PILOT_QUESTION)
    with first.page.expect_download() as begun:
        first.page.locator('.saving [data-save=".json"]').click()
    path = written(tmp_path, Path(begun.value.path()).read_bytes())
    seen = visit(width, height)  # another browser
    page = seen.page
    choose(page, path)
    turn = page.locator(".turn")
    expect(turn.locator(".said")).to_have_text(PILOT_QUESTION)
    expect(turn.locator("blockquote")).to_contain_text(PILOT)
    expect(turn.locator(".taken").first).to_contain_text("From a saved chat.")
    expect(turn.locator(".state")).to_have_text("Unchanged: 3 places.")
    expect(page.locator("#chats")).to_be_hidden()
    seen.choose(turn.locator("[data-kind=cite]").first)
    seen.shows(PILOT)
    page.keyboard.press("Escape")
    follow = seen.ask(FERRY_QUESTION)
    expect(follow.locator(".state")).to_have_count(0)
    reload(seen)
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".state")).to_have_count(1)
    expect(listing(page).locator(".when")).to_contain_text("2 questions · from a file")
    choose(page, path)  # the same file is the same chat, with what was asked since
    expect(page.locator("#chats")).to_be_hidden()
    expect(page.locator(".turn")).to_have_count(2)
    expect(listing(page).locator(".name")).to_have_text([PILOT_QUESTION])


def test_a_saved_chat_can_be_dropped_on_the_list(visit: Open) -> None:
    seen = visit()
    listing(seen.page)
    drop = """([text, kinds]) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text], "chat.json"));
        for (const type of kinds) {
            const told = { dataTransfer, bubbles: true, cancelable: true };
            document.querySelector("#chats").dispatchEvent(new DragEvent(type, told));
        }
    }"""
    seen.page.evaluate(drop, [CHAT, ["dragover"]])
    expect(seen.page.locator("#chats #dropping")).to_have_text("Drop to open as a chat")
    seen.page.evaluate(drop, [CHAT, ["drop"]])
    expect(seen.page.locator("#dropping")).to_have_count(0)
    expect(seen.page.locator(".turn")).to_have_count(2)
    expect(seen.page.locator(".turn").nth(1)).to_contain_text("Nothing was found then.")


@WIDTHS
def test_each_card_says_what_became_of_its_quotes(
    visit_changing: Open, tmp_path: Path, width: int, height: int
) -> None:
    seen = visit_changing(width, height)
    page = seen.page
    seen.ask("rebuild the index")
    answers = [pilot_answer("Pilot?"), rent_answer("Rent?"), ferry_answer("Ferry?")]
    choose(page, written(tmp_path, export_json(answers)))
    pilot, rent, ferry = (page.locator(".turn").nth(n) for n in range(3))
    expect(pilot).to_contain_text("Quotes checked now: 1 unchanged, 1 changed, 1 gone.")
    expect(pilot.locator(".gone del").first).to_have_text(PILOT)
    expect(pilot.locator(".gone .verdict").first).to_contain_text("has changed since")
    expect(pilot.locator("blockquote")).not_to_contain_text("October 2026")
    expect(rent.locator(".card").first.locator(".state")).to_have_text(
        "Moved: the words stand at another place of this article now."
    )
    expect(rent.locator(".card").nth(1).locator(".state")).to_have_text("Unchanged: 2 places.")
    expect(ferry.locator(".state")).to_have_text(
        "Unchanged: the words stand where they were quoted."
    )
    assert faults(page) == []
    if width < 500:
        assert small(page) == []
    seen.ask("undo the rebuild")  # the cards follow the articles
    expect(pilot.locator(".state")).to_have_text("Unchanged: 3 places.")
    expect(page.locator(".gone")).to_have_count(0)


@WIDTHS
def test_what_is_no_saved_chat_is_refused_in_a_line(
    visit: Open, tmp_path: Path, width: int, height: int
) -> None:
    seen = visit(width, height)
    page = seen.page
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    choose(
        page,
        written(tmp_path, "# Questions and answers\n", "secret.md"),
        written(tmp_path, CHAT.replace('"pincite_export": 1', '"pincite_export": 2'), "new.json"),
        written(tmp_path, CHAT + " " * (PAGE_BYTES + 2**20), "long.json"),
        written(tmp_path, CHAT.replace('"quote": "', '"quote": "X'), "forged.json"),
        written(tmp_path, b"\xff\xfe\x00", "odd.json"),
    )
    lines = page.locator("#chats .refused .notice")
    again = "; save the chat as JSON again"
    length = len(PILOT)
    expect(lines).to_have_text(
        [
            f"secret.md was not opened: no JSON (line 1, column 1){again}",
            "new.json was not opened: an export of version 2, while this Pincite reads version 1"
            + again,
            "long.json was not opened: it has 5.0 MB, expected 4.0 MB at most; check it with: "
            "pincite verify FILE.json",
            f"forged.json was not opened: question 1: citation 1: quote has {length + 1} "
            f"characters, its place {length}, expected the same{again}",
            f"odd.json was not opened: no export of Pincite{again}",
        ]
    )
    assert faults(page) == []
    if width < 500:
        assert small(page) == []
    assert page.evaluate("pincite.store.chats()") == []
    assert not [each for each in sent if "secret" in each]
    choose(page, written(tmp_path, CHAT), written(tmp_path, "{}", "none.json"))
    expect(lines).to_have_count(1)  # the good one is in the list
    expect(page.locator("#chats .name")).to_have_text([PILOT_QUESTION])
    seen.trouble[:] = [each for each in seen.trouble if REFUSED not in each]


def test_a_refusal_is_told_in_chinese(visit: Open, tmp_path: Path) -> None:
    seen = visit(locale="zh-TW")
    page = seen.page
    page.locator("[data-chats]").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="開啟已儲存的對話").click()
    chooser.value.set_files(written(tmp_path, json.dumps({"pincite_export": 1, "answers": [{}]})))
    expect(page.locator("#chats .refused .notice")).to_have_text(
        "未開啟 chat.json：問題 1：缺少欄位 citations；請重新把對話存為 JSON"
    )
    seen.trouble.clear()  # the refusal
