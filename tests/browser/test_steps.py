"""What is happening is seen as it happens, and a screen reader is not flooded by it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visit import Open, faults

SAID = """
window.said = [];
new MutationObserver((changes) => {
  const words = changes.filter((each) => each.target.id === "carried-said");
  for (const { addedNodes } of words) for (const node of addedNodes) said.push(node.textContent);
}).observe(document.body, { subtree: true, childList: true });
"""


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_first_place_shows_before_the_last_and_goes_with_the_answer(
    visit: Open, go_on: Callable[[], None], width: int, scheme: str
) -> None:
    seen = visit(width, 844, scheme=scheme)
    turn = seen.ask("stepwise pilot", wait=False)
    line, first = turn.locator("[data-pending]"), turn.locator(".so-far")
    expect(line).to_have_text("Looked through 20 of 40 passages…")
    expect(first.locator("blockquote")).to_contain_text("The pilot line will be ready")
    expect(first.locator(".label")).to_have_text("1 sentence found so far:")
    expect(first.locator("button")).to_have_count(0)
    assert faults(seen.page) == []
    go_on()
    expect(line).to_have_text("Looked through 30 of 40 passages…")
    expect(first).to_have_count(1)
    go_on()
    turn.locator(".answer").wait_for()
    expect(turn.locator(".so-far, [data-pending]")).to_have_count(0)
    expect(seen.page.locator("#question textarea")).to_be_enabled()
    # the same steps again are seen again
    again = seen.ask("stepwise pilot", wait=False)
    expect(again.locator("[data-pending]")).to_have_text("Looked through 20 of 40 passages…")
    go_on()
    go_on()
    again.locator(".answer").wait_for()


def test_a_step_that_lasts_is_read_aloud_once(visit: Open, go_on: Callable[[], None]) -> None:
    seen = visit()
    seen.page.evaluate(SAID)
    turn = seen.ask("stepwise pilot", wait=False)
    line = turn.locator("[data-pending]")
    expect(line).to_have_attribute("aria-live", "off")
    expect(seen.page.locator("#carried-said[role=status]")).to_have_text(
        "Looked through 20 of 40 passages…"
    )
    go_on()
    expect(line).to_have_text("Looked through 30 of 40 passages…")
    seen.page.wait_for_timeout(1_500)  # longer than after which a step of another kind is read
    go_on()
    turn.locator(".answer").wait_for()
    assert seen.page.evaluate("said") == ["Looked through 20 of 40 passages…"]
