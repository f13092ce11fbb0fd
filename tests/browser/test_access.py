"""Everybody can use the page: no fault that axe-core finds in any state, a whole task by keyboard
alone, large zoom, and targets for a finger."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.shelf import choose, files, listing
from tests.browser.visit import PILOT_QUESTION, WIDTHS, Open, Visit, faults, small
from tests.support.fake_replies import PILOT

pytestmark = pytest.mark.browser

FERRY = "The night ferry leaves the harbour at 23:40 every evening. It lands at five."
WHEN = "When does the night ferry leave the harbour?"
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


@SCHEMES
@WIDTHS
def test_axe_finds_nothing_in_any_state(visit: Open, width: int, height: int, scheme: str) -> None:
    seen = visit(width, height, scheme=scheme)
    page = seen.page
    found = {"start": faults(page)}
    page.locator(".narrowing summary").click()
    found["choices"] = faults(page)
    page.locator(".choices [data-narrow]").first.click()
    page.locator(".condition").wait_for()
    seen.ask(PILOT_QUESTION)
    seen.ask("How much rent does Tidewater pay?")
    seen.ask("How many glaciers are on Mars?")
    seen.ask("is it damaged?")
    turns = page.locator(".turn")
    turns.first.locator(".why summary").click()
    found["answers"] = faults(page)
    turns.first.locator("[data-kind=cite]").first.click()
    page.locator("#source .source header").wait_for()
    found["source"] = faults(page)
    page.locator("[data-find]").fill("the")
    found["found"] = faults(page)
    if width < 500:
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Chats", exact=True).click()
    page.locator("#chats .name").first.wait_for()
    found["chats"] = faults(page)
    page.get_by_role("button", name=re.compile("^Rename")).first.click()
    found["naming"] = faults(page)
    assert {state: each for state, each in found.items() if each} == {}


@WIDTHS
def test_axe_finds_nothing_where_sources_have_changed(
    visit_changing: Open, width: int, height: int
) -> None:
    seen = visit_changing(width, height)
    seen.ask(PILOT_QUESTION)
    seen.ask("rebuild the index")
    expect(seen.page.locator(".gone")).to_have_count(2)
    assert faults(seen.page) == []
    seen.page.locator("[data-kind=now]").click()
    expect(seen.page.locator("#source mark.near")).to_be_visible()
    assert faults(seen.page) == []


@SCHEMES
@WIDTHS
def test_axe_finds_nothing_where_articles_are_changed(
    come: Callable[..., Visit], tmp_path: Path, width: int, height: int, scheme: str
) -> None:
    seen = come(width, height, scheme=scheme)
    page = seen.page
    own = {f"ferry{width}{scheme}_txt": f"{FERRY} {width} {scheme}", "empty_txt": ""}
    shown = listing(page)
    choose(page, shown.get_by_role("button", name="Add files"), files(tmp_path, **own))
    found = {"receipt": faults(page)}
    shown.get_by_role("button", name="Remove").first.click()
    shown.locator(".undo").wait_for()
    found["removed"] = faults(page)
    shown.locator(".undo").click()
    shown.locator(".undo").wait_for(state="detached")
    page.keyboard.press("Escape")
    found["welcome"] = faults(page)
    turn = seen.ask(WHEN)
    turn.locator("[data-judge=wrong]").click()
    turn.locator(".judging").wait_for()
    found["judging"] = faults(page)
    assert {state: each for state, each in found.items() if each} == {}
    seen.trouble.clear()  # the empty file was refused


@SCHEMES
def test_axe_finds_nothing_while_others_are_asked(
    visit: Open, go_on: Callable[[], None], scheme: str
) -> None:
    first, second = visit(), visit(390, 844, scheme=scheme)
    first.ask("held pilot", wait=False)
    waiting = second.ask("When does the night ferry leave?", wait=False)
    expect(waiting.locator("[data-pending]")).to_contain_text("place 1 in the queue")
    assert faults(second.page) == []
    go_on()
    waiting.locator(".answer").wait_for()


def tab_to(page: Page, wanted: str, most: int = 60) -> None:
    """Presses Tab until what the selector names has the focus."""
    for _ in range(most):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{most} presses of Tab do not reach {wanted}")


def test_a_whole_task_by_keyboard_alone(visit: Open) -> None:
    seen = visit()
    page, press = seen.page, seen.page.keyboard.press
    seen.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expect(page.locator("#question textarea")).to_be_focused()
    page.keyboard.type(PILOT_QUESTION)
    press("Enter")
    page.locator(".answer").wait_for()
    expect(page.locator("#question textarea")).to_be_focused()
    page.keyboard.type("And when does the night ferry leave?")
    press("Enter")
    page.locator(".answer").nth(1).wait_for()
    expect(page.locator("#question textarea")).to_be_enabled()
    press("Shift+Tab")
    expect(page.locator(".narrowing summary")).to_be_focused()
    press("Enter")
    press("Tab")
    press("Enter")
    expect(page.locator(".condition")).to_be_visible()
    tab_to(page, "#question textarea")
    page.keyboard.type(PILOT_QUESTION)
    press("Enter")
    page.locator(".answer").nth(2).wait_for()
    expect(page.locator("#question textarea")).to_be_enabled()
    tab_to(page, ".turn:last-child [data-kind=cite]", 90)
    press("Enter")
    assert seen.marked() == PILOT
    press("n")
    expect(page.locator("#source .steps span")).to_have_text("2 of 3")
    press("p")
    tab_to(page, "#source [data-copy]", 90)
    press("Enter")
    expect(page.locator("#carried-said")).to_have_text("Copied")
    assert PILOT in page.evaluate("navigator.clipboard.readText()")
    tab_to(page, "[data-save='.md']", 120)
    with page.expect_download() as begun:
        press("Enter")
    assert PILOT_QUESTION.rstrip("?") in Path(begun.value.path()).read_text(encoding="utf-8")


@pytest.mark.parametrize(("width", "height"), [(640, 400), (320, 200), (844, 390)])
def test_zoom_leaves_everything_usable(visit: Open, width: int, height: int) -> None:
    """A window of 1280 x 800 at 200 and at 400 %, and a phone on its side."""
    seen = visit(width, height)
    turn = seen.ask(PILOT_QUESTION)
    quote = turn.locator("blockquote")
    quote.scroll_into_view_if_needed()
    box = quote.bounding_box() or {}
    assert box["y"] >= 0
    assert box["y"] < height
    assert box["x"] + box["width"] <= width
    chip = turn.locator("[data-kind=cite]").first
    chip.click()
    expect(seen.page.locator("#source mark")).to_be_visible()
    assert seen.marked() == PILOT
    wide = seen.page.evaluate("document.scrollingElement.scrollWidth")
    assert wide <= width
    if width <= 860:
        seen.page.keyboard.press("Escape")
    seen.ask("When does the night ferry leave?")


def test_every_target_is_large_enough_for_a_finger(visit: Open) -> None:
    seen = visit(390, 844)
    page = seen.page
    seen.ask(PILOT_QUESTION)
    seen.ask("How much rent does Tidewater pay?")
    seen.ask("How many glaciers are on Mars?")
    page.locator(".narrowing summary").click()
    found = small(page)
    page.locator(".narrowing summary").click()
    page.locator("[data-kind=cite]").first.click()
    page.locator("#source .source header").wait_for()
    found += small(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Chats", exact=True).click()
    page.locator("#chats .name").first.wait_for()
    found += small(page)
    assert found == []


def test_less_motion_is_none(visit: Open, go_on: Callable[[], None]) -> None:
    seen = visit(390, 844)
    seen.page.emulate_media(reduced_motion="reduce")
    seen.ask("held pilot", wait=False)
    pending = seen.page.locator("[data-pending]")
    assert pending.evaluate("e => getComputedStyle(e, '::before').animationName") == "none"
    duration = "e => getComputedStyle(e).transitionDuration"
    assert seen.page.locator("#source").evaluate(duration) == "0s"
    go_on()
    seen.page.locator(".answer").wait_for()


def test_forced_colours_keep_the_mark(visit: Open) -> None:
    seen = visit()
    seen.page.emulate_media(forced_colors="active")
    seen.ask(PILOT_QUESTION)
    ground = "e => getComputedStyle(e).backgroundColor"
    mark = seen.page.locator("#source mark").evaluate(ground)
    assert mark != seen.page.locator("#source .text").evaluate(ground)
    assert mark != "rgba(0, 0, 0, 0)"


def test_the_placeholder_is_one_line_on_a_phone(visit: Open) -> None:
    seen = visit(390, 844)
    box = seen.page.locator("#question textarea")
    assert box.evaluate("e => e.scrollHeight <= e.clientHeight + 1 && e.clientHeight < 60")
    width = box.evaluate(
        """e => { const c = document.createElement("canvas").getContext("2d");
            c.font = getComputedStyle(e).font; const s = getComputedStyle(e);
            return e.clientWidth - parseFloat(s.paddingLeft) - parseFloat(s.paddingRight)
                - c.measureText(e.placeholder).width; }"""
    )
    assert width > 0


@WIDTHS
def test_nothing_moves_sideways(visit: Open, width: int, height: int) -> None:
    seen = visit(width, height)
    for question in ("How many glaciers are on Mars?", "Show the nasty article", "x" * 700):
        seen.ask(question)
    moved = seen.page.evaluate(
        """() => ["#transcript", "#chat", "#source", "#masthead"].filter((name) => {
            const e = document.querySelector(name);
            e.scrollLeft = 50;
            return e.scrollLeft > 0;
        })"""
    )
    assert moved == []


def _dialog(seen: Visit) -> dict[str, object]:
    found: dict[str, object] = seen.page.evaluate(
        """() => ({ role: document.querySelector("#source").getAttribute("role"),
            inert: [...document.querySelectorAll("[inert]")].map((e) => e.id).sort() })"""
    )
    return found


def test_the_source_is_a_dialog_on_a_phone(visit: Open) -> None:
    seen = visit(390, 844)
    page = seen.page
    turn = seen.ask(PILOT_QUESTION)
    chip = turn.locator("[data-kind=cite]").first
    chip.click()
    expect(page.locator("#source h2")).to_be_focused()
    assert _dialog(seen) == {"role": "dialog", "inert": ["chat", "masthead"]}
    for _ in range(25):
        page.keyboard.press("Tab")
        outside = "document.activeElement.closest('#chat, #masthead') !== null"
        assert not page.evaluate(outside)
    page.go_back()
    expect(page.locator("#source")).to_be_hidden()
    expect(chip).to_be_focused()
    assert page.url.rstrip("/") == seen.origin
    assert _dialog(seen) == {"role": "region", "inert": []}
    expect(page.locator(".turn")).to_have_count(1)
