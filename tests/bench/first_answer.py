"""From nothing to the first cited answer: ``python -m tests.bench.first_answer``.

It clones this repository, runs ``make chat`` in the clone as a person without anything of ours
would (a home folder of its own, so that nothing is kept from before), opens the page in chromium,
adds a folder of 60 articles there, asks a question and waits for the quote; and prints how long
each step took. Name pip's cache with ``PIP_CACHE_DIR``, or everything is downloaded.
``--installed`` leaves out the clone and the installation: it starts ``app.py`` of this checkout.
``--folder`` and ``--question`` name articles and a question of one's own.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.bench.corpora import generate
from tests.support.browser import ARGUMENTS, chromium
from tests.support.paths import ROOT

ARTICLES = 60
QUESTION = "When does the night ferry leave?"
NOTE = (
    "What the harbour master said\n\nThe night ferry leaves at 23:40 from May on, the harbour "
    "master told us on Thursday. A second boat will follow in the autumn.\n"
)
LONGEST = 1_800_000  # milliseconds that a step may take


class Steps:
    """How long each step took, told as it ends."""

    def __init__(self) -> None:
        self._begun = self._last = time.perf_counter()

    def done(self, what: str) -> None:
        """A step has ended."""
        now = time.perf_counter()
        print(
            f"{what:<44} {now - self._last:7.1f} s   {now - self._begun:7.1f} s in all", flush=True
        )
        self._last = now


@contextmanager
def served(command: list[str], folder: Path, home: Path, steps: Steps) -> Iterator[str]:
    """The address that the command prints once it serves."""
    home.mkdir()
    kept = {
        name: os.environ[name] for name in os.environ if not name.startswith(("XDG_", "PINCITE"))
    }
    environment = kept | {"HOME": str(home), "BROWSER": "true", "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        line = next((line for line in process.stdout if line.startswith("Ask your articles")), "")
        if not line:
            sys.exit(f"{' '.join(command)} ended before it served")
        steps.done(f"{Path(command[0]).name} {command[1]}, until it serves")
        yield next(word for word in line.split() if word.startswith("http"))
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # make and what it started
        process.wait(60)


def asked(address: str, folder: Path, question: str, steps: Steps) -> None:
    """Adds the folder in the page and asks; prints the quote and where it stands."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page()
        page.set_default_timeout(LONGEST)
        page.goto(address)
        page.locator(".welcome").wait_for()
        page.locator("html[data-ready]").wait_for()
        steps.done("the page, until it can be used")
        with page.expect_file_chooser() as chooser:
            page.locator(".welcome [data-add=folder]").click()
        chooser.value.set_files(str(folder))
        page.locator("#adding :is(.good, .notice)").wait_for()
        print(f"  {page.locator('#adding').inner_text().splitlines()[0]}")
        steps.done("the folder added in the page")
        page.locator("#question textarea").fill(question)
        page.locator("#question textarea").press("Enter")
        page.locator(".turn .answer").wait_for()
        steps.done("the first answer")
        print(f"  {page.locator('.turn :is(blockquote, .verdict)').first.inner_text()}")
        for chip in page.locator(".turn [data-kind=cite]").all():
            print(f"  {chip.inner_text().splitlines()[-1]}")
        browser.close()


def main() -> None:
    """Clones, installs, serves, adds, asks and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--question", default=QUESTION)
    parser.add_argument("--installed", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        articles = options.folder or generate(Path(place) / "articles", ARTICLES - 1)
        if not options.folder:
            (articles / "harbour-master.txt").write_text(NOTE, encoding="utf-8")
        steps, clone, command = Steps(), ROOT, [sys.executable, "app.py"]
        if not options.installed:
            clone, command = Path(place) / "pincite", ["make", "chat"]
            subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
            steps.done("git clone")
        with served(command, clone, Path(place) / "home", steps) as address:
            asked(address, articles.resolve(), options.question, steps)


if __name__ == "__main__":
    main()
