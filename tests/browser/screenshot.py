"""Takes the README's picture of the page over the sample articles, and others to look at.

python -m tests.browser.screenshot            writes qa/web/chat.png
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


@contextmanager
def page_over_samples() -> Iterator[str]:
    """The address of the page over a fresh index of the samples."""
    with tempfile.TemporaryDirectory() as folder:
        encoder = SentenceEncoder.load()
        rebuild(Path(folder), [ROOT / "corpus" / "samples"], encoder)
        answerer = Answerer(LocalRetriever(Path(folder), encoder))
        ready, urls = threading.Event(), list[str]()

        def announce(url: str) -> None:
            urls.append(url)
            ready.set()

        arguments = {"port": 0, "on_ready": announce}
        threading.Thread(target=serve, args=[answerer], kwargs=arguments, daemon=True).start()
        assert ready.wait(120)
        yield urls[0]


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
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name, questions in SHOTS.items():
            for width in (1280, 390):
                shoot(browser, url, questions, width, folder / f"{name}-{width}.png")


if __name__ == "__main__":
    main()
