"""Every payload of an attacker in every place that takes something in: texts, titles, authors and
addresses of articles, names of files, typed links, notes, names of chats, kept records, questions.
Nothing runs, nothing is added to the page, nothing is fetched, and what can be shown is shown as it
is. A visit's own checks see dialogs, scripts and requests."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from pincite.qa.carrying.records import export_json
from pincite.qa.feedback.recording import feedback_file
from pincite.qa.web.rendering.text import carriable
from tests.browser.visit import PILOT_QUESTION, Open, Visit, ready
from tests.support.fake_replies import nasty_answer
from tests.support.patience import PATIENCE
from tests.support.payloads import XSS

pytestmark = pytest.mark.browser

STORK = "The storks came back to the cannery chimney in April."
WHEN = "When did the storks come back to the cannery chimney?"
REFUSED = "the server responded with a status of 4"
NODES = """() => {
    const foreign = "script, img, svg, iframe, object, embed, link, meta, base, style, video, "
        + "audio, template, frame, frameset, marquee, portal, picture, track, math, plaintext, xss";
    const all = [...document.querySelectorAll(".gradio-container, .gradio-container *")];
    const handlers = all.filter((e) => [...e.attributes].some(({ name }) => /^on/i.test(name)));
    const away = all.filter((e) => /^(javascript|data):|evil/i.test(
        e.getAttribute("href") ?? e.getAttribute("src") ?? e.getAttribute("action") ?? ""));
    const added = [...document.querySelectorAll(`.gradio-container :is(${foreign})`)];
    return [...handlers, ...away, ...added].map((e) => e.outerHTML.slice(0, 120));
}"""


def test_there_are_sixty() -> None:
    assert len(set(XSS)) >= 60


def opened(visit: Open, url: str) -> tuple[Visit, list[str]]:
    """That page, and what of the kinds that a payload would add it has by itself."""
    seen = visit(address=url, first=".welcome, .turn")
    return seen, seen.page.evaluate(NODES)


def unharmed(seen: Visit, before: list[str]) -> None:
    """That no node of a payload came to the page, and no fault but a refusal."""
    seen.page.wait_for_timeout(200)
    assert [each for each in seen.page.evaluate(NODES) if each not in before] == []
    assert [each for each in seen.trouble if REFUSED not in each] == []
    seen.trouble.clear()
    seen.check()


def test_texts_titles_authors_and_addresses_of_articles(visit: Open, shelf_url: str) -> None:
    seen, before = opened(visit, shelf_url)
    page = seen.page
    lines = [
        json.dumps({"title": f"{n} {each}", "text": f"{STORK} {each}", "author": each, "url": each})
        for n, each in enumerate(XSS)
    ]
    data = "\n".join(lines).encode()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").click()
    sent = {"name": "storks.jsonl", "mimeType": "application/json", "buffer": data}
    chooser.value.set_files([sent])
    card = page.locator("#adding")
    card.locator(".good").wait_for(timeout=60_000)
    told = int((card.locator(".good").inner_text()).split()[1])
    assert (
        told >= len(XSS) - 3
    )  # what holds a NUL, or says the same as another, is refused in words
    page.get_by_role("button", name="Articles", exact=True).click()
    shown = page.locator("#shelf .articles li")
    shown.first.wait_for()
    while page.locator("#shelf .more button").is_visible():
        count = shown.count()
        page.locator("#shelf .more button").click()
        expect(shown).not_to_have_count(count)
    assert shown.count() == told
    names = " ".join(shown.locator(".name").all_inner_texts())
    assert "<img src=x onerror=alert(1)>" in names
    unharmed(seen, before)
    page.keyboard.press("Escape")
    turn = seen.ask(WHEN)
    turn.locator("[data-kind=cite]").first.wait_for()
    for chip in turn.locator("[data-kind=cite]").all()[:8]:
        seen.choose(chip)
        page.locator("#source mark").first.wait_for()
    turn.locator(".why summary").click()
    page.locator(".narrowing summary").click()
    unharmed(seen, before)


def test_names_of_files(visit: Open, shelf_url: str) -> None:
    seen, before = opened(visit, shelf_url)
    page = seen.page
    page.get_by_role("button", name="Articles", exact=True).click()
    with page.expect_file_chooser() as chooser:
        page.locator("#shelf [data-add=files]").click()
    sent = [
        {
            "name": f"{each}.txt",
            "mimeType": "text/plain",
            "buffer": b"" if n % 2 else STORK.encode(),
        }
        for n, each in enumerate(XSS)
    ]
    chooser.value.set_files(sent)
    card = page.locator("#shelf #adding")
    card.locator("details").first.wait_for(timeout=60_000)
    added = card.locator(".good").all_inner_texts()
    kept = int(added[0].split()[1]) if added and "Added" in added[0] else 0
    assert kept + card.locator("details").first.locator("li").count() >= len(XSS)
    unharmed(seen, before)


def test_links_that_are_typed(visit: Open, shelf_url: str) -> None:
    seen, before = opened(visit, shelf_url)
    page = seen.page
    page.get_by_role("button", name="Articles", exact=True).click()
    said = page.evaluate(
        """async (links) => {
            const said = [];
            for (const link of links) {
                await pincite.adding.link(link);
                said.push(document.querySelector("#shelf #adding").innerText);
            }
            return said;
        }""",
        list(XSS),
    )
    refused = ("expected a web address", "names no host", "is no name of a host")
    assert [each for each in said if not any(why in each for why in refused)] == []
    assert len(said) == len(XSS)
    unharmed(seen, before)


def test_notes(visit: Open, shelf_url: str, shelf_index: Path) -> None:
    seen, before = opened(visit, shelf_url)
    turn = seen.ask(WHEN)
    feedback_file(shelf_index).unlink(missing_ok=True)
    seen.page.evaluate(
        """notes => notes.forEach((note, n) => pincite.tell("judge",
            { turn: 1, verdict: "wrong", note, answer: note, request: n + 1 }))""",
        list(XSS),
    )
    expect(turn.locator("[data-judge=wrong]")).to_be_visible()
    lines: list[dict[str, str]] = []
    deadline = time.monotonic() + PATIENCE
    while len(lines) < len(XSS) and time.monotonic() < deadline:
        seen.page.wait_for_timeout(100)
        written = feedback_file(shelf_index).read_text(encoding="utf-8").split("\n")
        lines = [json.loads(line) for line in written[:-1] if line]
    assert {line["note"] for line in lines} == {carriable(each) for each in XSS}
    unharmed(seen, before)


def test_names_of_chats_and_kept_records(visit: Open) -> None:
    seen = visit()
    before = seen.page.evaluate(NODES)
    seen.ask(PILOT_QUESTION)
    seen.page.evaluate(
        """async (payloads) => {
            const [turn] = await pincite.store.turns();
            for (const [n, payload] of payloads.entries()) {
                const place = { ...turn.answer.citations[0], quote: payload, title: payload,
                    url: payload, author: payload, source: payload, also: [] };
                const answer = { ...turn.answer, question: payload, citations: [place],
                    notes: [payload], suggestions: [payload], rivals: [], resolved: payload };
                const key = `${n}`.padStart(16, "0");
                await pincite.store.keep(`${n}`, { ...turn, key, question: payload, answer });
                await pincite.store.change(`${n}`, { name: payload });
                await pincite.store.keep(turn.chat, { ...turn, key: `a${key.slice(1)}`,
                    question: payload, answer: n % 2 ? answer : payload });
            }
        }""",
        list(XSS),
    )
    seen.page.get_by_role("button", name="Chats", exact=True).click()
    expect(seen.page.locator("#chats .name")).to_have_count(len(XSS) + 1)
    names = seen.page.locator("#chats .name").evaluate_all("all => all.map(e => e.textContent)")
    assert set(XSS) <= set(names)
    unharmed(seen, before)
    seen.page.keyboard.press("Escape")
    seen.page.reload()
    ready(seen.page)
    expect(seen.page.locator(".turn")).to_have_count(50)  # the last ones; the others on demand
    unharmed(seen, before)
    seen.page.locator("[data-earlier]").click()
    expect(seen.page.locator(".turn")).to_have_count(len(XSS) + 1)
    unharmed(seen, before)


def hostile_export() -> str:
    """An export with an answer for each payload, which says it wherever a text can stand."""
    [good] = json.loads(export_json([nasty_answer("What is nasty?")]))["answers"]
    answers = [good]
    for each in XSS:
        place = {
            **good["citations"][0],
            **dict.fromkeys(("quote", "text", "link", "sha256", "page"), each),
            "sentence": {"start": 0, "end": len(each)},
            "answer": {"start": 0, "end": len(each)},
            "article": dict.fromkeys(good["citations"][0]["article"], each),
            "also": [],
        }
        texts = {name: [each] for name in ("asked", "notes", "others", "suggestions", "missing")}
        dates = {"words": each, "since": "--03-09", "until": "--03-09", "newest": True}
        told = {"question": each, "kind": each, "resolved": each, "text": each, "dates": dates}
        scope = {**good["scope"], "source": each}
        changes = [{"typed": each, "taken": each}]
        own = {"rivals": [], "parts": [], "changes": changes, "scope": scope}
        # a quote that is gone beside those that stand
        own["citations"] = [place, *good["citations"]]
        answers.append({**good, **texts, **told, **own})
    nothing = {"citations": [], "rivals": [], "found": False, "text": ""}
    listed = {name: list(XSS) for name in ("suggestions", "missing", "notes")}
    answers.append({**good, **nothing, **listed})
    return json.dumps({"pincite_export": 1, "answers": answers})


def test_saved_chats_that_are_opened(visit: Open) -> None:
    seen = visit()
    page, before = seen.page, seen.page.evaluate(NODES)
    page.get_by_role("button", name="Chats", exact=True).click()
    opening = page.locator("#chats .opening button")
    refused = [
        {"name": f"{each}.json", "mimeType": "application/json", "buffer": data.encode()}
        for n, each in enumerate(XSS)
        for data in [json.dumps({"pincite_export": each} if n % 2 else {"question": each})]
    ]
    wrong = [
        json.dumps({"pincite_export": 1, "answers": [{"citations": each}]}).encode() for each in XSS
    ]
    refused += [{**file, "buffer": data} for file, data in zip(refused, wrong, strict=True)]
    with page.expect_file_chooser() as chooser:
        opening.click()
    chooser.value.set_files(refused)
    expect(page.locator("#chats .refused .notice")).to_have_count(2 * len(XSS))
    lines = "\n".join(page.locator("#chats .refused .notice").all_inner_texts())
    assert "<img src=x onerror=alert(1)>.json was not opened: " in lines
    assert 'the field citations is "<script>alert(1)</script>", expected a list' in lines
    unharmed(seen, before)
    with page.expect_file_chooser() as chooser:
        opening.click()
    good = {"name": "chat.json", "mimeType": "", "buffer": hostile_export().encode()}
    chooser.value.set_files([good])
    expect(page.locator(".turn")).to_have_count(50)  # the last ones; the others on demand
    unharmed(seen, before)
    page.locator("[data-earlier]").click()
    expect(page.locator(".turn")).to_have_count(len(XSS) + 2)
    unharmed(seen, before)
    assert page.locator(".turn .gone").count() == len(XSS)
    said = page.locator(".turn .said").all_inner_texts()
    assert said.count("<img src=x onerror=alert(1)>") == 1
    assert page.locator(".turn .gone del").all_inner_texts().count("<svg onload=alert(1)>") == 1
    for chip in page.locator("[data-kind=cite]").all()[:4]:
        seen.choose(chip)
        page.locator("#source mark").first.wait_for()
    page.locator(".narrowing summary").click()
    unharmed(seen, before)
    page.get_by_role("button", name="Chats", exact=True).click()
    expect(page.locator("#chats .name")).to_have_text(["What is nasty?"])
    page.reload()
    ready(page)
    expect(page.locator(".turn")).to_have_count(50)
    unharmed(seen, before)
