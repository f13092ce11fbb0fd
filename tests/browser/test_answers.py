"""Several answers, answers of several sentences, and every place that says them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from pincite.qa.wording import numbered
from tests.browser.visit import PILOT_QUESTION, WIDTHS, Open
from tests.support.fake_replies import PILOT, quay_answer, rent_answer

pytestmark = pytest.mark.browser


@WIDTHS
def test_different_answers_are_side_by_side_or_on_a_phone_one_below_the_other(
    visit: Open, width: int, height: int
) -> None:
    seen = visit(width, height)
    turn = seen.ask("How much rent does Tidewater pay?")
    expect(turn.locator(".verdict")).to_have_text("Your articles give 2 different answers.")
    cards = turn.get_by_role("listitem")
    assert turn.locator(".exact").all_inner_texts() == ["1.2 million", "1.4 million crowns a year"]
    boxes = [card.bounding_box() or {} for card in cards.all()]
    assert len(boxes) == 2
    if width > 500:
        assert boxes[0]["y"] == boxes[1]["y"]
        assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
        assert boxes[0]["height"] == boxes[1]["height"]
    else:
        assert boxes[0]["x"] == boxes[1]["x"]
        assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]
    assert all(box["x"] + box["width"] <= width for box in boxes)
    expect(cards.nth(1)).to_contain_text("Said in 2 articles")
    places = [place for row in numbered(rent_answer("")) for _, place in row]
    for index in (2, 0, 1):
        chip = turn.locator("[data-kind=cite]").nth(index)
        seen.choose(chip)
        seen.shows(places[index].quote)
        expect(seen.page.locator("#source mark strong")).to_have_text(places[index].text)
        expect(seen.page.locator("#source .num")).to_have_text(str(index + 1))
        expect(chip).to_have_attribute("aria-pressed", "true")


def test_two_sentences_are_quoted_and_marked_whole(visit: Open) -> None:
    seen = visit()
    turn = seen.ask("Why did lorries trouble the neighbours?")
    quote = quay_answer("").citations[0].quote
    assert turn.locator("blockquote").evaluate("quote => quote.textContent") == quote
    seen.shows(quote)
    assert seen.page.locator("blockquote strong, mark strong").count() == 0


@pytest.mark.parametrize(("kind", "index"), [("cite", 3), ("cite", -1), ("also", 0), ("hit", 99)])
def test_a_forged_chip_opens_nothing(visit: Open, kind: str, index: int) -> None:
    seen = visit()
    chip = seen.ask(PILOT_QUESTION).locator(".chips .chip").first
    assert seen.marked() == PILOT
    forged = "(chip, forged) => Object.assign(chip.dataset, forged)"
    chip.evaluate(forged, {"kind": kind, "index": index})
    with seen.page.expect_response(lambda response: "/gradio_api/run/" in response.url):
        chip.click()
    seen.page.wait_for_timeout(200)
    assert seen.marked() == PILOT
