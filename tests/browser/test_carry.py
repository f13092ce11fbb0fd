"""Citations are copied and chats saved, by mouse, by finger and by key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from pincite.qa import citation_bibtex, citation_markdown, citation_text
from pincite.qa.carrying.export import exported
from tests.browser.visit import Open, Visit
from tests.support.fake_replies import answered, nasty_answer, pilot_answer

pytestmark = pytest.mark.browser

QUESTION = "When will the pilot line be ready?"
WIDTHS = pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])


def clipboard(seen: Visit) -> str:
    """What was copied last."""
    text: str = seen.page.evaluate("navigator.clipboard.readText()")
    return text


def asked(seen: Visit, question: str = QUESTION) -> Locator:
    """The turn of a question, in a browser that may use the clipboard."""
    seen.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return seen.ask(question)


def saved(seen: Visit, ending: str) -> str:
    """The file that a saving button gives."""
    with seen.page.expect_download() as begun:
        seen.page.locator(f'.saving [data-save="{ending}"]').click()
    assert begun.value.suggested_filename == f"pincite-chat{ending}"
    return Path(begun.value.path()).read_text(encoding="utf-8")


@WIDTHS
def test_one_press_copies_a_card_with_its_source(visit: Open, width: int, height: int) -> None:
    seen = visit(width, height)
    button = asked(seen).get_by_role("button", name="Copy with citation")
    with seen.takes(1):
        button.click()
        expect(seen.page.locator("#carried-said")).to_have_text("Copied")
    expect(button).to_have_class("tool done")
    assert clipboard(seen) == citation_text(pilot_answer(QUESTION).citations[0])


@WIDTHS
def test_the_source_gives_every_form(visit: Open, width: int, height: int) -> None:
    seen = visit(width, height)
    seen.choose(asked(seen).locator("[data-kind=cite]").nth(1))
    panel = seen.page.locator('#source [data-shown="1-cite-1"]')
    place = pilot_answer(QUESTION).citations[0].also[0]
    for name, form in (
        ("Copy as Markdown", citation_markdown),
        ("Copy as BibTeX", citation_bibtex),
        ("Copy as CSL", lambda place: exported(answered("", place), ".csl.json").rstrip("\n")),
        ("Copy with citation", citation_text),
    ):
        panel.get_by_role("button", name=name).click()
        expect(seen.page.locator("#carried-said")).to_have_text("Copied")
        seen.page.wait_for_function(
            "async text => await navigator.clipboard.readText() === text", arg=form(place)
        )


@WIDTHS
def test_a_chat_is_saved_in_every_form(visit: Open, width: int, height: int) -> None:
    seen = visit(width, height)
    asked(seen)
    seen.ask("What is nasty?")
    answers = [pilot_answer(QUESTION), nasty_answer("What is nasty?")]
    for ending in (".md", ".bib", ".csl.json", ".html", ".md"):
        assert saved(seen, ending) == exported(answers, ending)
    values = json.loads(saved(seen, ".json"))
    assert [each["question"] for each in values["answers"]] == [QUESTION, "What is nasty?"]


@WIDTHS
def test_one_answer_is_saved_alone(visit: Open, width: int, height: int) -> None:
    seen = visit(width, height)
    asked(seen)
    turn = seen.ask("What is nasty?")
    turn.get_by_text("Save this answer").click()
    for name, ending in (("Markdown", ".md"), ("CSL", ".csl.json")):
        with seen.page.expect_download() as begun:
            turn.get_by_role("button", name=f"Save this answer as {name}").click()
        assert begun.value.suggested_filename == f"pincite-answer{ending}"
        text = Path(begun.value.path()).read_text(encoding="utf-8")
        assert text == exported([nasty_answer("What is nasty?")], ending)


def test_a_key_copies_the_citation_that_is_shown(visit: Open) -> None:
    seen = visit()
    turn = asked(seen)
    first, second = pilot_answer(QUESTION).citations[0], pilot_answer(QUESTION).citations[0].also[0]
    turn.locator("[data-kind=cite]").first.focus()
    seen.page.keyboard.press("c")
    expect(seen.page.locator("#carried-said")).to_have_text("Copied")
    assert clipboard(seen) == citation_text(first)
    seen.choose(turn.locator("[data-kind=cite]").nth(1))
    panel = seen.page.locator('#source [data-shown="1-cite-1"]')
    panel.locator("h2").focus()
    seen.page.keyboard.press("c")
    seen.page.wait_for_function(
        "async text => await navigator.clipboard.readText() === text", arg=citation_text(second)
    )
    seen.page.locator("#question textarea").fill("")
    seen.page.locator("#question textarea").press("c")
    expect(seen.page.locator("#question textarea")).to_have_value("c")


def test_the_keyboard_reaches_it(visit: Open) -> None:
    seen = visit()
    asked(seen).get_by_role("button", name="Copy with citation").focus()
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator("#carried-said")).to_have_text("Copied")
    with seen.page.expect_download():
        seen.page.get_by_role("button", name="Save this chat as Markdown").focus()
        seen.page.keyboard.press("Space")


def test_without_the_clipboard_the_older_way_copies(visit: Open) -> None:
    seen = visit()
    turn = asked(seen)
    refuse = "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }"
    seen.page.evaluate(refuse)
    turn.get_by_role("button", name="Copy with citation").click()
    expect(seen.page.locator("#carried-said")).to_have_text("Copied")
    assert clipboard(seen) == citation_text(pilot_answer(QUESTION).citations[0])


def test_the_buttons_are_large_enough_for_a_finger(visit: Open) -> None:
    seen = visit(390, 844)
    turn = asked(seen)
    turn.get_by_text("Save this answer").click()
    turn.locator("[data-kind=cite]").first.click()
    sizes = seen.page.locator(".tool").evaluate_all(
        "tools => tools.map(tool => [tool.offsetWidth, tool.offsetHeight])"
    )
    assert len(sizes) > 8
    assert all(width >= 44 and height >= 44 for width, height in sizes)


def test_a_saved_page_to_print_runs_and_fetches_nothing(visit: Open, tmp_path: Path) -> None:
    seen = visit()
    page = tmp_path / "chat.html"
    page.write_text(exported(nasty_answer("What is nasty?"), ".html"), encoding="utf-8")
    before = len(seen.requests)
    other = seen.context.new_page()
    other.goto(page.as_uri())
    assert other.locator("figure").count() == 3
    assert other.evaluate("ran") == []
    assert seen.requests[before:] == [page.as_uri()]
    del seen.requests[before:]
