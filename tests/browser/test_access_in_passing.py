"""No fault that axe-core finds in what is seen in passing: adding, its failure, a drop, a refused
line, a refused filter, the page to print. Each is looked at wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from pincite.qa.carrying.export import exported
from tests.browser.visit import PILOT_QUESTION, Open, Visit, faults, small
from tests.support.fake_replies import digest_answer, pilot_answer

pytestmark = pytest.mark.browser
SCHEME_SHOWN = """dark => !document.querySelector(".gradio-container")
    || document.body.classList.contains("dark") === dark"""


def in_every_look(seen: Visit) -> list[str]:
    """Faults of the state that is shown, in both schemes at both widths."""
    page = seen.page
    found = []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        for width, height in ((390, 844), (1280, 800)):
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_function(SCHEME_SHOWN, arg=scheme == "dark")
            said = faults(page)
            said += small(page) if width < 500 and page.url.startswith("http") else []
            wide = page.evaluate("document.scrollingElement.scrollWidth")
            said += [f"{wide} pixels wide"] if wide > width else []
            found += [f"{scheme} {width}: {each}" for each in said]
    return found


def test_a_refused_line_and_a_refused_filter(visit: Open) -> None:
    seen = visit()
    page = seen.page
    long = "why " * 501
    box = page.locator("#question textarea")
    box.evaluate("(box, text) => { box.removeAttribute('maxlength'); box.value = text; }", long)
    box.dispatch_event("input")
    box.press("Enter")
    expect(page.locator(".turn .notice")).to_contain_text("ask in at most 2,000")
    found = {"too long": in_every_look(seen)}
    page.locator(".narrowing summary").click()
    page.get_by_label("From").fill("2026-99")
    page.get_by_role("button", name="Narrow").click()
    expect(page.locator(".choices [role=alert]")).to_contain_text("no such date")
    found["filter"] = in_every_look(seen)
    assert {state: each for state, each in found.items() if each} == {}


def test_adding_its_failure_and_a_drop(come: Callable[..., Visit]) -> None:
    seen = come()
    page = seen.page
    work: dict[str, Any] = {"id": 1, "stage": "embedding", "done": 3, "total": 10}
    work |= {"finished": False, "error": "", "outcome": None}

    def told(route: Route) -> None:
        route.fulfill(json=work)

    page.route("**/pincite/add", told)
    page.route("**/pincite/work", told)
    page.evaluate("void pincite.adding.link('https://example.org/a')")
    expect(page.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "30")
    found = {"adding": in_every_look(seen)}
    work |= {"finished": True, "error": "https://example.org/a: no answer; try again"}
    expect(page.locator("#adding [role=alert]")).to_contain_text("Not added: ")
    found["failed"] = in_every_look(seen)
    page.unroute_all()
    drag = """type => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(["x"], "x.txt"));
        const told = { dataTransfer, bubbles: true, cancelable: true };
        document.querySelector("#transcript").dispatchEvent(new DragEvent(type, told));
    }"""
    page.evaluate(drag, "dragover")
    expect(page.locator("#dropping")).to_be_visible()
    found["drop"] = in_every_look(seen)
    page.evaluate(drag, "dragleave")
    expect(page.locator("#dropping")).to_have_count(0)
    assert {state: each for state, each in found.items() if each} == {}


def test_the_page_to_print(visit: Open, tmp_path: Path) -> None:
    seen = visit()
    printed = tmp_path / "chat.html"
    answers = [pilot_answer(PILOT_QUESTION), digest_answer("A digest of the cannery, please")]
    printed.write_text(exported(answers, ".html"), encoding="utf-8")
    kept = len(seen.requests)
    page = seen.context.new_page()
    page.goto(printed.as_uri())
    other = Visit(page, seen.context, seen.origin)
    found = in_every_look(other)
    page.emulate_media(media="print")
    assert found + faults(page) == []
    del seen.requests[kept:]
