"""What a person says of an answer in the page is kept, and eval measures with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from pincite.qa.evaluation.datasets import read_questions
from pincite.qa.feedback.recording import feedback_file
from tests.browser.visit import WIDTHS, Visit, faults
from tests.support.shelf_server import shelf
from tests.support.uploads import added, send

pytestmark = pytest.mark.browser

FERRY = b"The night ferry leaves the harbour at 23:40 every evening. It lands at five.\n"
WHEN = "When does the night ferry leave the harbour?"


@WIDTHS
def test_wrong_evidence_is_kept_with_a_note_and_the_answer_stands(
    visit: Callable[..., Visit], tmp_path: Path, width: int, height: int
) -> None:
    index = tmp_path / "index"
    with shelf(index) as (address, _):
        added(address, send(address, "ferry.txt", FERRY).json()["token"])
        seen = visit(width, height, address=address, first=".welcome")
        page, turn = seen.page, seen.ask(WHEN)
        said = turn.locator("blockquote strong").inner_text()
        turn.get_by_role("button", name="Wrong evidence", exact=True).click()
        expect(page.locator("#carried-said")).to_contain_text("Kept: Wrong evidence")
        pressed = turn.locator(".judge [aria-pressed=true]")
        expect(pressed).to_have_text("Wrong evidence")
        expect(turn.get_by_label("What is right?")).to_have_count(0)  # the answer is right
        assert faults(page) == []
        turn.get_by_label("Note").fill("another article says it better")
        with page.expect_response(lambda response: "/gradio_api/run/" in response.url):
            turn.get_by_role("button", name="Save", exact=True).click()
        expect(turn.locator(".judging")).to_have_count(0)
    path = feedback_file(index)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["verdict"] for line in lines] == ["wrong-evidence"] * 2
    assert [line["note"] for line in lines] == ["", "another article says it better"]
    [asked] = read_questions(path)
    assert (asked.question, asked.answers, asked.article) == (WHEN, (said,), None)
