"""The page as a person meets it, at the width of a desk and at the width of a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from pincite.corpus.formats.detection.unread import UNREAD
from pincite.qa.words import in_language, translated
from tests.browser.visit import PILOT_QUESTION, WIDTHS, Open
from tests.support.fake_replies import FERRY_TIME, PILOT, no_answer
from tests.support.web_articles import BATTERY, FERRY, LETTER

pytestmark = pytest.mark.browser


@WIDTHS
def test_a_question_is_answered_by_a_sentence_and_its_source(
    visit: Open, width: int, height: int
) -> None:
    seen = visit(width, height)
    expect(seen.page.locator("#masthead")).to_contain_text(
        "1,284 articles · 9,310 passages · nothing leaves this machine"
    )
    expect(seen.page.locator("#source")).to_contain_text("The source opens here.")
    turn = seen.ask(PILOT_QUESTION)
    expect(turn.locator(".question")).to_contain_text(PILOT_QUESTION)
    assert turn.locator("blockquote").evaluate("quote => quote.textContent") == PILOT
    expect(turn.locator("blockquote strong")).to_have_text("the first week of October 2026")
    expect(turn.locator(".confidence")).to_have_text("High confidence · 91%")
    turn.locator("[data-kind=cite]").first.click()
    assert seen.marked() == PILOT
    expect(seen.page.locator("#source mark strong")).to_have_text("the first week of October 2026")
    expect(seen.page.locator("#source h2")).to_have_text(BATTERY.title)


@WIDTHS
def test_every_chip_opens_its_own_source_with_exactly_the_quote(
    visit: Open, width: int, height: int
) -> None:
    seen = visit(width, height)
    chips = seen.ask(PILOT_QUESTION).locator("[data-kind=cite]")
    quotes = [PILOT, FERRY.text.split("\n")[2], LETTER.text[LETTER.text.index("Tide") :][:65]]
    for index in (2, 0, 1):
        seen.choose(chips.nth(index))
        expect(seen.page.locator("#source .source")).to_have_attribute(
            "data-shown", f"1-cite-{index}"
        )
        assert seen.marked() == quotes[index]
        expect(chips.nth(index)).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("order", [(1, 2), (2, 1), (1, 0), (1, 2, 0)])
def test_the_last_of_several_quick_choices_is_shown(visit: Open, order: tuple[int, ...]) -> None:
    seen = visit()
    seen.ask(PILOT_QUESTION)
    seen.marked()
    choose = "order => order.map(i => document.querySelectorAll('[data-kind=cite]')[i].click())"
    seen.page.evaluate(choose, list(order))
    seen.page.wait_for_timeout(700)
    last = f"1-cite-{order[-1]}"
    expect(seen.page.locator("#source .source")).to_have_attribute("data-shown", last)


def test_a_source_that_is_no_longer_held_says_so(visit: Open) -> None:
    seen = visit()
    turn = seen.ask(PILOT_QUESTION)
    chip = turn.locator("[data-kind=cite]").first
    chip.evaluate("chip => { chip.dataset.turn = 99; }")
    chip.click()
    expect(seen.page.locator("#source")).to_contain_text("This source is no longer at hand.")


def test_the_first_source_opens_by_itself_beside_the_answer(visit: Open) -> None:
    seen = visit()
    seen.ask(PILOT_QUESTION)
    assert seen.marked() == PILOT


@WIDTHS
def test_an_older_turn_gives_its_evidence_back(visit: Open, width: int, height: int) -> None:
    seen = visit(width, height)
    older = seen.ask(PILOT_QUESTION)
    newer = seen.ask("When does the night ferry leave?")
    for turn, quote in ((older, PILOT), (newer, FERRY_TIME), (older, PILOT)):
        seen.choose(turn.locator("[data-kind=cite]").first)
        seen.shows(quote)


@WIDTHS
def test_not_found_says_so_and_offers_the_nearest_passages(
    visit: Open, width: int, height: int
) -> None:
    seen = visit(width, height)
    turn = seen.ask("How many glaciers are on Mars?")
    expect(turn.locator(".verdict")).to_have_text("Not found in your articles.")
    expect(turn.locator(".missing")).to_contain_text("glaciers, Mars")
    expect(turn.locator("blockquote, .confidence")).to_have_count(0)
    nearest = turn.locator(".nearest [data-kind=hit]")
    expect(nearest).to_have_count(3)
    seen.choose(nearest.nth(1))
    seen.shows(no_answer("").hits[1].text)
    expect(seen.page.locator("#source .kicker")).to_have_text("Nearest passage, not an answer")
    expect(seen.page.locator("#source mark strong")).to_have_count(0)


@WIDTHS
def test_an_example_is_asked_by_choosing_it(visit: Open, width: int, height: int) -> None:
    seen = visit(width, height)
    expect(seen.page.locator(".example")).to_have_count(4)
    seen.page.locator(".example", has_text="night ferry").click()
    expect(seen.page.locator(".turn .question")).to_contain_text("When does the night ferry leave?")
    expect(seen.page.locator(".turn blockquote")).to_contain_text(FERRY_TIME)
    expect(seen.page.locator(".example")).to_have_count(0)


@WIDTHS
def test_nothing_is_wider_than_the_window(visit: Open, width: int, height: int) -> None:
    seen = visit(width, height)
    seen.ask("x" * 900)
    turn = seen.ask("Show the nasty article")
    turn.locator(".why summary").click()
    seen.choose(turn.locator("[data-kind=cite]").nth(1))
    seen.marked()
    for part in ("html", "body", "#transcript", "#source", ".question"):
        wide = seen.page.locator(part).first.evaluate("e => e.scrollWidth - e.clientWidth")
        assert wide <= 0, part
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.page.evaluate("document.documentElement.scrollHeight") <= height


@pytest.mark.parametrize("locale", ["en-US", "zh-TW"])
def test_on_a_phone_the_language_stands_beside_the_counts(visit: Open, locale: str) -> None:
    seen = visit(390, 844, locale=locale)
    for counts in ("", "1,234,567 articles · 12,345,678 passages"):
        told = seen.page.evaluate(
            """(counts) => {
                if (counts) document.querySelector(".masthead [title]").textContent = counts;
                const [words, button, menu] = [".masthead p > span", ".language", ".menu"]
                    .map((name) => document.querySelector(name).getBoundingClientRect());
                const middle = ({ top, bottom }) => (top + bottom) / 2;
                return { aside: button.left - words.right, below: words.top - menu.bottom,
                    apart: Math.abs(middle(words) - middle(button)),
                    rows: document.querySelector(".masthead").offsetHeight / 44 };
            }""",
            counts,
        )
        assert told["aside"] >= 0, told
        assert told["below"] >= 0, told
        assert told["apart"] < 2, told
        assert told["rows"] < 3, told


def test_on_a_desk_each_column_scrolls_by_itself(visit: Open) -> None:
    seen = visit()
    for _ in range(4):
        turn = seen.ask("Show the nasty article")
    for part in ("#transcript", "#source"):
        assert seen.page.locator(part).evaluate("e => e.scrollHeight > e.clientHeight")
    expect(turn.locator(".question")).to_be_in_viewport()
    right = seen.page.locator("#chat").evaluate("e => e.getBoundingClientRect().right")
    left = seen.page.locator("#source").evaluate("e => e.getBoundingClientRect().left")
    assert right <= left + 1


def test_on_a_phone_the_source_is_a_sheet(visit: Open) -> None:
    seen = visit(390, 844)
    box = seen.page.locator("#question textarea").bounding_box()
    assert box
    assert box["width"] > 220
    assert box["y"] + box["height"] <= 844
    chip = seen.ask(PILOT_QUESTION).locator("[data-kind=cite]").first
    expect(seen.page.locator("#source")).to_be_hidden()
    chip.tap()
    expect(seen.page.locator("#source")).to_be_visible()
    expect(seen.page.locator("#source h2")).to_be_focused()
    seen.page.locator("#source .source").evaluate("source => source.outerHTML = source.outerHTML")
    expect(seen.page.locator("#source h2")).to_be_focused()  # also where it is drawn anew
    seen.page.get_by_role("button", name="Close the source").tap()
    expect(seen.page.locator("#source")).to_be_hidden()
    expect(chip).to_be_focused()
    chip.press("Enter")
    expect(seen.page.locator("#source")).to_be_visible()
    seen.page.keyboard.press("Escape")
    expect(seen.page.locator("#source")).to_be_hidden()


def test_the_keyboard_reaches_every_chip(visit: Open) -> None:
    seen = visit()
    turn = seen.ask(PILOT_QUESTION)
    turn.locator("[data-kind=cite]").first.focus()
    seen.page.keyboard.press("Tab")
    expect(turn.locator(".further summary")).to_be_focused()
    seen.page.keyboard.press("Enter")
    seen.page.keyboard.press("Tab")
    expect(turn.locator("[data-kind=cite]").nth(1)).to_be_focused()
    outline = seen.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    expect(seen.page.locator("#peek")).to_have_text(FERRY.text.split("\n")[2])
    seen.page.keyboard.press("Enter")
    seen.shows(FERRY.text.split("\n")[2])
    expect(
        seen.page.get_by_role("button", name=re.compile("^Open source 2: Night"))
    ).to_be_visible()


def test_the_box_is_locked_while_it_answers_and_ready_afterwards(
    visit: Open, go_on: Callable[[], None]
) -> None:
    seen = visit()
    box = seen.page.locator("#question textarea")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("maxlength", "2000")
    turn = seen.ask("held pilot", wait=False)
    expect(turn.locator("[data-pending]")).to_be_visible()
    expect(box).to_be_disabled()
    expect(seen.page.locator("#send")).to_be_disabled()
    go_on()
    turn.locator(".answer").wait_for()
    expect(box).to_be_enabled()
    expect(box).to_have_value("")
    expect(box).to_be_focused()


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("en-US", "Others are asking too: place 1 in the queue, about"),
        ("zh-TW", "還有其他人在提問：您排在第 1 位，約需"),
    ],
)
def test_who_waits_for_others_is_told_the_place(
    visit: Open, go_on: Callable[[], None], locale: str, told: str
) -> None:
    first, second = visit(), visit(390, 844, locale=locale)
    turn = first.ask("held pilot", wait=False)
    expect(turn.locator("[data-pending]")).to_be_visible()
    waiting = second.ask("When does the night ferry leave?", wait=False)
    expect(waiting.locator("[data-pending]")).to_contain_text(told)
    go_on()
    turn.locator(".answer").wait_for()
    expect(waiting.locator("blockquote").first).to_contain_text("23:40")
    expect(second.page.locator("#question textarea")).to_be_enabled()


def test_an_error_is_a_notice_and_the_question_can_be_mended(visit: Open) -> None:
    seen = visit()
    seen.ask(PILOT_QUESTION)
    turn = seen.ask("is it damaged?")
    notice = "my-index: manifest.json was altered; run pincite rebuild"
    expect(turn.locator(".notice")).to_have_text(notice)
    expect(seen.page.locator("#question textarea")).to_have_value("is it damaged?")
    seen.shows(PILOT)


def test_why_lists_ranks_and_opens_passages(visit: Open) -> None:
    seen = visit()
    turn = seen.ask(PILOT_QUESTION)
    expect(turn.locator(".why table")).to_be_hidden()
    turn.locator(".why summary").click()
    expect(turn.locator(".why tbody tr").nth(1)).to_contain_text("#3 0.61")
    turn.locator(".why .chip").last.click()
    seen.shows(no_answer("").hits[3].text)


def test_what_was_set_aside_can_be_unfolded(visit: Open) -> None:
    seen = visit()
    seen.ask(PILOT_QUESTION)
    aside = seen.page.locator("#source .aside").last
    expect(aside.locator(".aside-text")).to_be_hidden()
    aside.locator("summary").click()
    expect(aside.locator(".aside-text")).to_contain_text("Ten bakeries worth the detour")


def test_a_session_sees_nothing_of_another(visit: Open) -> None:
    first, second = visit(), visit()
    first.ask(PILOT_QUESTION)
    second.ask("When does the night ferry leave?")
    expect(second.page.locator(".turn")).to_have_count(1)
    expect(second.page.locator("#transcript")).not_to_contain_text("pilot line")


def test_scripts_tell_reasons_as_python_does(visit: Open) -> None:
    page = visit(locale="zh-TW").page
    reasons = [
        *(kind.reason for kind in UNREAD),
        "pages 3, 5-9 of 12: no text, only pictures; run OCR where they are scanned",
        "2 paragraphs left out, the first: “one; two”",
        "x.example is at 10.0.0.1, a private address; only public ones are asked: "
        "save the page and add the file",
        "something new; split it",
        "something new; nothing known",
        "something new",
    ]
    with in_language("zh-Hant"):
        expected = [translated(each) for each in reasons]
    assert page.evaluate("told => told.map(pincite.translated)", reasons) == expected
