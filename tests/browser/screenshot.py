"""Takes the README's picture of the page over the sample articles, and others to look at.

python -m tests.browser.screenshot            writes qa/web/chat.png and the eight in docs/images
python -m tests.browser.screenshot FOLDER     writes every state, wide and narrow, there
"""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.answerer import Answerer
from pincite.qa.library.library import Library
from pincite.qa.library.opening import Opening
from pincite.qa.web.server import serve
from tests.support.browser import ARGUMENTS, chromium

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "qa" / "web" / "chat.png"
ASKED = "How many ships were waiting when the Ever Given was freed?"
SHOTS = {
    "start": [],
    "answer": [ASKED],
    "missing": ["Who won the 2022 World Cup?"],
    "long": ["Which institute develops the rare earth technology?", ASKED],
    "slips": ["waht is the Jenner Institut"],
    "digest": ["tell me about the Svalbard seed vault"],
    "quote": ["who said “Now we have three”?"],
    "two": ["who runs the jenner institute and how high is the notre-dame spire?"],
}


DOCS = ROOT / "docs" / "images"
NOTE = (
    "---\ntitle: What the harbour master said\ndate: 2026-03-05\nauthor: Jo Lind\n---\n"
    "The night ferry leaves at 23:40 from May on, the harbour master told us on Thursday. "
    "A second boat will follow in the autumn.\n"
)


@contextmanager
def page_over_samples(samples: bool = True) -> Iterator[str]:
    """The address of the page over a fresh index of the samples, or over none."""
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        if samples:
            rebuild(index, [ROOT / "corpus" / "samples"], SentenceEncoder.load())
        answers = Opening(index, lambda: Answerer(LocalRetriever(index)))
        ready, urls = threading.Event(), list[str]()

        def announce(url: str) -> None:
            urls.append(url)
            ready.set()

        library = Library(index, built=answers.opened)
        arguments = {"port": 0, "on_ready": announce, "library": library}
        threading.Thread(target=serve, args=[answers], kwargs=arguments, daemon=True).start()
        assert ready.wait(120)
        yield urls[0]


def states(browser: Browser, begun: str, empty: str) -> None:
    """The eight pictures of the documentation: a state each, wide and narrow, light and dark."""
    wide, narrow = (1280, 800), (390, 844)
    with opened(browser, empty, wide, "light") as page:
        taken(page, "first-1280-light")
    with opened(browser, empty, narrow, "dark", "zh-TW") as page:
        taken(page, "first-390-dark")
    with opened(browser, begun, wide, "light") as page, tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / "harbour-master.md", Path(folder) / "empty.txt"]
        for path, text in zip(files, (NOTE, ""), strict=True):
            path.write_text(text)
        page.locator("[data-shelf]").click()
        with page.expect_file_chooser() as chooser:
            page.locator("#shelf [data-add=files]").click()
        chooser.value.set_files(files)
        page.locator("#adding .good").wait_for(timeout=120_000)
        taken(page, "articles-1280-light")
    with opened(browser, begun, narrow, "light") as page:
        page.locator("[data-shelf]").click()
        page.locator(".articles li").first.wait_for()
        page.locator(".articles li button").last.click()
        page.locator(".undo").wait_for(timeout=60_000)
        taken(page, "removed-390-light")
        page.locator(".undo").click()
        page.locator(".undo").wait_for(state="detached")
    with opened(browser, begun, wide, "dark") as page:
        asked(page, ASKED)
        page.locator("[data-judge=wrong-evidence]").click()
        page.locator(".judging").wait_for()
        taken(page, "answer-1280-dark")
    with opened(browser, begun, narrow, "light") as page:
        asked(page, ASKED)
        page.locator("[data-kind=cite]").first.click()
        taken(page, "source-390-light")
    with opened(browser, begun, wide, "light", "zh-TW") as page:
        asked(page, ASKED)
        taken(page, "chinese-1280-light")
    with opened(browser, begun, narrow, "dark") as page:
        asked(page, "Who won the 2022 World Cup?")
        taken(page, "refusal-390-dark")


@contextmanager
def opened(
    browser: Browser, url: str, size: tuple[int, int], scheme: str, locale: str = "en-US"
) -> Iterator[Page]:
    """The page in a window of that size."""
    narrow = size[0] < 500
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        locale=locale,
        is_mobile=narrow,
        has_touch=narrow,
    )
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(url)
    page.locator("html[data-ready]").wait_for()
    page.locator(".welcome").wait_for()
    yield page
    context.close()


def asked(page: Page, question: str) -> None:
    """Asks, and waits for the answer."""
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    page.locator(".answer").wait_for()


def taken(page: Page, name: str) -> None:
    """Takes a picture for the documentation."""
    page.wait_for_timeout(900)
    page.screenshot(path=DOCS / f"{name}.png")


def shoot(browser: Browser, url: str, questions: list[str], width: int, path: Path) -> None:
    """Asks the questions and takes one picture."""
    height = 800 if width > 500 else 844
    context = browser.new_context(
        viewport={"width": width, "height": height}, is_mobile=width < 500
    )
    page: Page = context.new_page()
    page.goto(url)
    page.locator(".example").first.wait_for(timeout=60_000)
    for number, question in enumerate(questions, start=1):
        page.locator("#question textarea").fill(question)
        page.locator("#question textarea").press("Enter")
        page.locator(".answer").nth(number - 1).wait_for(timeout=60_000)
    page.wait_for_timeout(700)
    page.screenshot(path=path)
    context.close()


def main() -> None:
    """Writes the picture, or all of them."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with page_over_samples() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        if folder is None:
            shoot(browser, url, [ASKED], 1280, PICTURE)
            with page_over_samples(samples=False) as empty:
                states(browser, url, empty)
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name, questions in SHOTS.items():
            for width in (1280, 390):
                shoot(browser, url, questions, width, folder / f"{name}-{width}.png")


if __name__ == "__main__":
    main()
