"""Articles are added, looked at and taken out in the page, and answers are judged there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from pincite.qa.feedback.recording import feedback_file
from pincite.qa.library.own_files import own_folder
from tests.browser.shelf import BRIDGE, FERRY, STORK, WHEN, choose, dropped, files, listing
from tests.browser.visit import WIDTHS, Visit, faults, small
from tests.support.payloads import XSS
from tests.support.toys import write_reports

pytestmark = pytest.mark.browser

REFUSED = "the server responded with a status of 4"
"""What a browser notes of each request that is refused, as it should be."""


def test_a_first_run_adds_a_file_and_answers_from_it_in_three_actions(
    come: Callable[..., Visit], tmp_path: Path
) -> None:
    seen = come()
    page = seen.page
    expect(page.locator(".welcome .lead")).to_have_text("Begin with your articles.")
    assert faults(page) == []
    # one: the button; two: the files in the dialog; three: the question
    way = page.get_by_role("button", name="Choose files")
    card = choose(
        page, way, files(tmp_path, ferry_txt=FERRY + BRIDGE, empty_txt="", a_exe=b"MZ" + bytes(9))
    )
    expect(card.locator(".good")).to_have_text("Added: 1 article")
    # what can be asked now is offered on the page that is open
    expect(page.locator(".welcome .lead")).to_have_text("Ask your articles.")
    expect(page.locator(".example")).to_have_text("When was the Harbour Bridge built?")
    expect(page.locator(".welcome .label")).to_have_text("For example")
    expect(card.locator("summary")).to_have_text("Not added: 2 files")
    assert faults(page) == []
    turn = seen.ask(WHEN)
    expect(turn.locator("blockquote")).to_contain_text("leaves the harbour at 23:40")
    expect(page.locator(".masthead p")).to_contain_text("1 article")
    # the receipt makes room: one line of what was not added, and nothing after the next question
    expect(card.locator(".good")).to_be_hidden()
    assert (card.bounding_box() or {})["height"] < 60
    seen.ask("When was the Harbour Bridge built?")
    expect(page.locator("#adding")).to_have_count(0)
    assert [each for each in seen.trouble if REFUSED not in each] == []
    seen.trouble.clear()


@WIDTHS
def test_what_is_dropped_is_answered_from_and_a_removal_undone(
    come: Callable[..., Visit], shelf_index: Path, width: int, height: int
) -> None:
    seen = come(width, height)
    page = seen.page
    name = f"stork{width}.txt"
    asked = f"When did the storks come back to the cannery, in April {width}?"
    with seen.takes(1):  # and the drop
        dropped(page, **{f"stork{width}_txt": STORK.replace("2026", str(width))})
        expect(page.locator("#adding .good")).to_have_text("Added: 1 article", timeout=60_000)
        quote = seen.ask(asked).locator("blockquote").first.inner_text()
    assert f"April {width}" in quote
    expect(page.locator("#adding")).to_have_count(0)
    shown = listing(page)
    shown.get_by_role("searchbox").fill(f"stork{width}")
    expect(shown.locator(".articles li")).to_have_count(1)
    expect(shown.locator(".facts")).to_contain_text(f"no date · English · {name} · added here")
    expect(shown.locator(".kept")).to_contain_text(
        f"{own_folder(shelf_index).name}. Files of other"
    )
    assert faults(page) == []
    if width < 500:
        assert small(page) == []
    kept = own_folder(shelf_index) / name
    assert kept.exists()
    shown.get_by_role("button", name="Remove").click()
    expect(shown.locator(".deleted")).to_contain_text("Removed: ")
    expect(shown.locator(".undo")).to_be_focused()
    expect(shown.locator(".articles li")).to_have_count(0)
    assert not kept.exists()
    assert faults(page) == []
    expect(page.locator(".gone del")).to_have_text(quote)
    shown.locator(".undo").click()
    expect(shown.locator(".articles li")).to_have_count(1)
    expect(page.locator(".gone")).to_have_count(0)
    assert kept.exists()
    shown.get_by_role("button", name="Close the articles").click()
    assert seen.ask(asked).locator("blockquote").first.inner_text() == quote


def test_a_click_beside_the_buttons_leaves_what_was_typed(come: Callable[..., Visit]) -> None:
    seen = come()
    box = seen.page.locator("#question textarea")
    box.fill("typed myself")
    # the line at the top says here that articles may be added, in an attribute of its own
    seen.page.locator(".masthead[data-edit] h1").click()
    seen.page.locator(".welcome .lead").click()
    expect(box).to_have_value("typed myself")


def test_a_folder_of_sixty_articles_is_read_and_asked(
    come: Callable[..., Visit], tmp_path: Path
) -> None:
    seen = come()
    folder = write_reports(tmp_path / "sixty", 60)
    (folder / ".DS_Store").write_bytes(b"\0")
    with seen.page.expect_file_chooser() as chooser:
        listing(seen.page).get_by_role("button", name="Add a folder").click()
    chooser.value.set_files(str(folder))
    expect(seen.page.locator("#adding .good")).to_have_text("Added: 60 articles", timeout=90_000)
    seen.page.keyboard.press("Escape")
    turn = seen.ask("Who promised wider lanes in district 41 by the winter?")
    expect(turn.locator("blockquote").first).to_contain_text("wider lanes")
    shown = listing(seen.page)
    before = shown.locator(".articles li").count()
    shown.get_by_role("button", name="Show more").click()
    expect(shown.locator(".articles li")).not_to_have_count(before)


@pytest.mark.parametrize(
    ("address", "says"),
    [("/etc/passwd", "expected a web address"), ("http://127.0.0.1:9/a", "127.0.0.1")],
)
def test_an_address_that_may_not_be_fetched_is_told(
    come: Callable[..., Visit], address: str, says: str
) -> None:
    seen = come()
    shown = listing(seen.page)
    shown.get_by_role("textbox", name="Web address of an article").fill(address)
    shown.get_by_role("textbox", name="Web address of an article").press("Enter")
    expect(shown.locator("#adding")).to_contain_text(says)
    expect(shown.locator("#adding")).to_contain_text("Not added: ")
    assert faults(seen.page) == []
    seen.trouble.clear()


def test_names_and_titles_are_text_alone(come: Callable[..., Visit], tmp_path: Path) -> None:
    seen = come()
    page = seen.page
    lines = [
        json.dumps({"title": f"{each} {n}", "text": STORK + each}) for n, each in enumerate(XSS)
    ]
    (tmp_path / "nasty.jsonl").write_text("\n".join(lines), encoding="utf-8")
    wicked = tmp_path / "<img src=x onerror=alert(1)>.txt"
    wicked.write_text("")
    names = [str(tmp_path / "nasty.jsonl"), str(wicked)]
    shown = listing(page)
    tags = "[...document.querySelectorAll('#shelf *')].map(e => e.tagName).sort().join()"
    card = choose(page, shown.get_by_role("button", name="Add files"), names)
    expect(card).to_contain_text("Not added: 2 files")
    shown.get_by_role("searchbox").fill("nasty.jsonl")
    expect(shown.locator(".articles li").first).to_contain_text("nasty.jsonl")
    kinds = set(page.evaluate(tags).split(","))
    ours = "A B BUTTON DETAILS DIV FORM H2 H3 HEADER INPUT LI P SECTION SPAN SUMMARY UL"
    assert kinds <= {*ours.split()}
    first = shown.get_by_role("button", name="Remove").first
    first.click()
    expect(shown.locator(".undo")).to_be_visible()


def test_it_works_by_keyboard_alone(come: Callable[..., Visit], tmp_path: Path) -> None:
    seen = come()
    page = seen.page
    page.locator("[data-shelf]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#shelf .counts")).to_contain_text("article")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Add files").press("Enter")
    chooser.value.set_files(files(tmp_path, keys_txt="The keeper of the keys is Ines Moor.\n" * 2))
    expect(page.locator("#adding .good")).to_be_visible(timeout=60_000)
    page.locator("#shelf-search").focus()
    page.keyboard.type("keys")
    expect(page.locator("#shelf .articles li")).to_have_count(1)
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#shelf .articles li")).to_have_count(1)
    page.keyboard.press("Escape")  # empties the search
    page.keyboard.press("Escape")
    expect(page.locator("#shelf")).to_be_hidden()
    expect(page.locator("[data-shelf]")).to_be_focused()


def test_one_article_alone_is_asked(stocked: Callable[..., Visit]) -> None:
    seen = stocked()
    shown = listing(seen.page)
    shown.get_by_role("searchbox").fill("ferry")
    expect(shown.locator(".articles li")).to_have_count(1)
    shown.get_by_role("button", name="Ask it alone").click()
    expect(seen.page.locator(".condition")).to_contain_text("ferry.txt")
    expect(seen.page.locator("#question textarea")).to_be_focused()


# -- what is said of answers -----------------------------------------------------------------------


@WIDTHS
def test_what_is_said_of_an_answer_is_kept(
    stocked: Callable[..., Visit], shelf_index: Path, width: int, height: int
) -> None:
    seen = stocked(width, height)
    page = seen.page
    feedback_file(shelf_index).unlink(missing_ok=True)
    turn = seen.ask(WHEN)
    turn.get_by_role("button", name="Right", exact=True).click()
    expect(page.locator("#carried-said")).to_contain_text("Kept: Right")
    expect(turn.locator("[data-judge=right]")).to_have_attribute("aria-pressed", "true")
    turn.get_by_role("button", name="Wrong", exact=True).click()
    expect(page.locator("#carried-said")).to_contain_text("Kept: Wrong")
    assert faults(page) == []
    if width < 500:
        assert small(page) == []
    turn.get_by_label("What is right?").fill("at ten")
    turn.get_by_label("Note").fill("it <b>moved</b>")
    turn.get_by_role("button", name="Save", exact=True).click()
    expect(turn.locator(".judging")).to_have_count(0)
    page.wait_for_timeout(300)
    seen.ask("What is on the moon of Saturn?")
    expect(turn.locator("[data-judge=wrong]")).to_have_attribute("aria-pressed", "true")
    lines = [json.loads(line) for line in feedback_file(shelf_index).read_text().splitlines()]
    assert [line["verdict"] for line in lines] == ["right", "wrong", "wrong"]
    assert (lines[-1]["answers"], lines[-1]["note"]) == (["at ten"], "it <b>moved</b>")
    assert lines[0]["article"] == "ferry.txt"


@WIDTHS
def test_all_mentions_take_one_action(
    stocked: Callable[..., Visit], width: int, height: int
) -> None:
    seen = stocked(width, height)
    with seen.takes(1):
        turn = seen.ask("all mentions of storks")
        expect(turn.locator(".taken").first).to_contain_text("for “storks”; looked at")
    assert turn.locator("blockquote", has_text="storks").count() > 1
