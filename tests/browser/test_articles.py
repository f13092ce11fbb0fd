"""Articles are added, looked at and taken out in the page, and answers are judged there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from pincite.corpus.formats.detection.unread import UNREAD
from pincite.qa.feedback.recording import feedback_file
from pincite.qa.library.own_files import own_folder
from pincite.qa.words import speaking, translated
from tests.browser.visit import WIDTHS, Open, Visit, faults, small
from tests.support.payloads import XSS
from tests.support.shelf_server import shelf

pytestmark = pytest.mark.browser

STORK = "The storks came back to the cannery chimney in April 2026. The mayor said they may stay.\n"
FERRY = "The night ferry leaves the harbour at 23:40 every evening. It lands at five.\n"
BRIDGE = "The Harbour Bridge was built in 1932. It is old.\n"
WHEN = "When does the night ferry leave the harbour?"
REFUSED = "the server responded with a status of 4"
"""What a browser notes of each request that is refused, as it should be."""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shelf") / "index"


@pytest.fixture(scope="module")
def url(index: Path) -> Iterator[str]:
    """A page that begins without an index; the tests go on with what the ones before have added."""
    with shelf(index) as (address, _):
        yield address


@pytest.fixture
def come(visit: Open, url: str) -> Callable[..., Visit]:
    """Opens that page."""

    def opening(width: int = 1280, height: int = 800, **options: str) -> Visit:
        seen = visit(width, height, address=url, first=".welcome", **options)
        seen.page.locator("html[data-ready]").wait_for()
        return seen

    return opening


def files(folder: Path, **texts: str | bytes) -> list[str]:
    """Files to be chosen; a name's last underscore stands for the dot."""
    folder.mkdir(exist_ok=True)
    paths = []
    for name, text in texts.items():
        path = folder / ".".join(name.rsplit("_", 1))
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        paths.append(str(path))
    return paths


def choose(page: Page, button: Locator, paths: list[str]) -> Locator:
    """Presses a button and picks files in the dialog that it opens; what is told then."""
    with page.expect_file_chooser() as chooser:
        button.click()
    chooser.value.set_files(paths)
    card = page.locator("#adding")
    card.locator(".good, details, .notice").first.wait_for(timeout=60_000)
    return card


def listing(page: Page) -> Locator:
    """The open list of articles."""
    page.get_by_role("button", name="Articles", exact=True).click()
    page.locator("#shelf .counts").filter(has_text="article").wait_for()
    return page.locator("#shelf")


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
    assert [each for each in seen.trouble if REFUSED not in each] == []
    seen.trouble.clear()


def dropped(page: Page, **texts: str) -> None:
    """Drops files on the page."""
    page.evaluate(
        """texts => {
            const dataTransfer = new DataTransfer();
            for (const [name, text] of Object.entries(texts)) {
                dataTransfer.items.add(new File([text], name.replace("_txt", ".txt")));
            }
            for (const type of ["dragover", "drop"]) {
                const where = document.querySelector("#transcript");
                const told = { dataTransfer, bubbles: true, cancelable: true };
                where.dispatchEvent(new DragEvent(type, told));
            }
        }""",
        texts,
    )


@WIDTHS
def test_what_is_dropped_is_answered_from_and_a_removal_undone(
    come: Callable[..., Visit], index: Path, width: int, height: int
) -> None:
    seen = come(width, height)
    page = seen.page
    name = f"stork{width}.txt"
    dropped(page, **{f"stork{width}_txt": STORK.replace("2026", str(width))})
    expect(page.locator("#adding .good")).to_have_text("Added: 1 article", timeout=60_000)
    asked = f"When did the storks come back to the cannery, in April {width}?"
    quote = seen.ask(asked).locator("blockquote").first.inner_text()
    assert f"April {width}" in quote
    expect(page.locator("#adding")).to_have_count(0)
    shown = listing(page)
    shown.get_by_role("searchbox").fill(f"stork{width}")
    expect(shown.locator(".articles li")).to_have_count(1)
    expect(shown.locator(".facts")).to_contain_text(f"no date · English · {name} · added here")
    expect(shown.locator(".kept")).to_contain_text(f"{own_folder(index).name}. Files of other")
    assert faults(page) == []
    if width < 500:
        assert small(page) == []
    kept = own_folder(index) / name
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


def test_a_folder_of_sixty_articles_is_read_and_asked(
    come: Callable[..., Visit], tmp_path: Path
) -> None:
    from tests.support.toys import write_reports

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


def test_one_article_alone_is_asked(come: Callable[..., Visit]) -> None:
    seen = come()
    shown = listing(seen.page)
    shown.get_by_role("searchbox").fill("ferry")
    expect(shown.locator(".articles li")).to_have_count(1)
    shown.get_by_role("button", name="Ask it alone").click()
    expect(seen.page.locator(".condition")).to_contain_text("ferry.txt")
    expect(seen.page.locator("#question textarea")).to_be_focused()


# -- what is said of answers -----------------------------------------------------------------------


@WIDTHS
def test_what_is_said_of_an_answer_is_kept(
    come: Callable[..., Visit], index: Path, width: int, height: int
) -> None:
    seen = come(width, height)
    page = seen.page
    feedback_file(index).unlink(missing_ok=True)
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
    lines = [json.loads(line) for line in feedback_file(index).read_text().splitlines()]
    assert [line["verdict"] for line in lines] == ["right", "wrong", "wrong"]
    assert (lines[-1]["answers"], lines[-1]["note"]) == (["at ten"], "it <b>moved</b>")
    assert lines[0]["article"] == "ferry.txt"


def test_all_mentions_take_one_action(come: Callable[..., Visit]) -> None:
    turn = come().ask("all mentions of storks")
    expect(turn.locator(".taken").first).to_contain_text("for “storks”; looked at")
    assert turn.locator("blockquote", has_text="storks").count() > 1


# -- in Chinese ------------------------------------------------------------------------------------

FOREIGN = """() => {
    const names = ["Pincite", "Markdown", "JSON", "BibTeX", "English", "[KMG]B", "pincite eval"];
    const more = ["ferry", "example.org"];
    const places = ["index\\\\.\\\\S+", "https?:\\\\S+", "[~/]\\\\S+", "--\\\\w+"];
    const ours = new RegExp([...names, ...more, ...places].join("|"), "g");
    const said = [];
    const others = "[lang]:not(html), h1, .said, .title, .exact, q, b, textarea, datalist, "
        + ".kicker, script, style, .toast-wrap, footer, .conditions, .choices .form";
    const seen = { visibilityProperty: true };
    const own = (e) => !e.closest(others) && e.checkVisibility?.(seen);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (own(node.parentElement)) said.push(node.data);
    }
    for (const e of document.querySelectorAll("[aria-label], [placeholder], [title]")) {
        for (const name of ["aria-label", "placeholder", "title"]) {
            if (own(e) && e.hasAttribute(name)) said.push(e.getAttribute(name));
        }
    }
    return said.filter((text) => /[A-Za-z]{2}/.test(text.replace(ours, "")));
}"""


def foreign(page: Page) -> list[str]:
    """What the page says in Latin letters, names and articles apart."""
    return list(page.evaluate(FOREIGN))


@WIDTHS
def test_the_whole_page_is_chinese(
    come: Callable[..., Visit], tmp_path: Path, width: int, height: int
) -> None:
    scheme = "dark" if width < 500 else "light"
    seen = come(width, height, locale="zh-TW", scheme=scheme)
    page = seen.page
    assert page.evaluate("document.documentElement.lang") == "zh-Hant"
    found = {"welcome": foreign(page)}
    turn = seen.ask(WHEN)
    turn.locator(".why summary").click()
    turn.locator("[data-judge=wrong]").click()
    turn.locator(".judging").wait_for()
    found["answer"] = foreign(page)
    page.locator(".narrowing summary").click()
    found["scope"] = [each for each in foreign(page) if ".txt" not in each]
    page.locator(".narrowing summary").click()
    turn.locator("[data-kind=cite]").first.click()
    page.locator("#source .source header").wait_for()
    found["source"] = [each for each in foreign(page) if ".txt" not in each]
    assert page.locator("#source .text").get_attribute("lang") == "en"
    if width < 500:
        page.keyboard.press("Escape")
    seen.ask("What is on the moon of Saturn?")
    found["refusal"] = foreign(page)
    page.locator("[data-chats]").click()
    page.locator("#chats .name").first.wait_for()
    found["chats"] = [each for each in foreign(page) if WHEN not in each]
    page.keyboard.press("Escape")
    page.locator("[data-shelf]").click()
    page.locator("#shelf-search").fill("ferry")
    expect(page.locator("#shelf .articles li")).to_have_count(1)
    found["articles"] = [each for each in foreign(page) if not re.search(r"\.(txt|jsonl)", each)]
    found["axe"] = faults(page)
    page.keyboard.press("Escape")
    assert {state: each for state, each in found.items() if each} == {}


def test_scripts_tell_reasons_as_python_does(come: Callable[..., Visit]) -> None:
    page = come(locale="zh-TW").page
    reasons = [
        *(kind.reason for kind in UNREAD),
        "pages 3, 5-9 of 12: no text, only pictures; run OCR where they are scanned",
        "2 paragraphs left out, the first: “one; two”",
        "x.example is at 10.0.0.1, a private address; only public ones are asked: "
        "save the page and add the file",
        "something new; split it",
        "something new",
    ]
    with speaking("zh-Hant"):
        expected = [translated(each) for each in reasons]
    assert page.evaluate("told => told.map(pincite.translated)", reasons) == expected


def test_the_language_is_switched_and_stays(come: Callable[..., Visit]) -> None:
    seen = come()
    page = seen.page
    turn = seen.ask(WHEN)
    expect(page.locator("#source h2")).to_be_visible()
    page.get_by_role("button", name="中文").click()
    expect(page.locator("#send")).to_have_text("提問")
    expect(turn.locator(".confidence")).to_contain_text("把握")
    expect(page.locator("#source [data-find]")).to_have_attribute("placeholder", "在本文中尋找")
    expect(page.locator("#question textarea")).to_have_attribute("placeholder", "向您的文章提問")
    page.reload()
    expect(turn.locator(".confidence")).to_contain_text("把握")
    assert page.evaluate("document.documentElement.lang") == "zh-Hant"
    page.get_by_role("button", name="English").click()
    expect(page.locator("#send")).to_have_text("Ask")
    expect(turn.locator(".confidence")).to_contain_text("confidence")
