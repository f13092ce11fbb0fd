"""A goal about time: one chat process is asked for hours while its index is rebuilt.

The whole goal is one part. Growth is counted from the hundredth question of a process, so a part
that began a server of its own would say nothing of ten thousand questions; a soak that is stopped
begins again.
"""

from __future__ import annotations

import csv
import random
import shutil
import time
from collections.abc import Iterator, Sequence
from itertools import count as numbers
from pathlib import Path
from typing import Final

import httpx

from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from tests.faults.goals.level import MB, Level
from tests.faults.goals.outcome import Outcome
from tests.support.chat_server import chat
from tests.support.page_events import ask
from tests.support.paths import SAMPLES
from tests.support.patience import PATIENCE
from tests.support.toys import SUBJECTS, report, write_reports

ARTICLES: Final = 100  # generated ones, beside the samples
EVERY: Final = 20  # questions between two rebuilds
BASE: Final = 100  # questions before growth is counted, and between two looks at the server
GROWTH: Final = 5.0  # % of the memory after the first BASE questions
PASSING: Final = 4
"""Open files and threads that come and go: a connection that the server has not yet closed, the
thread of a question that has just been answered, those that the server keeps for its routes."""
IN_PAGE: Final = 10  # one question in so many is asked in the page
_A_TAB: Final = 20  # questions that one tab asks
_OURS: Final = {"X-Pincite": "page"}
COLUMNS: Final = ("questions", "rebuilds", *Level.COLUMNS)

_WORDS: Final = ("canal", "vaccine", "asteroid", "ozone", "seed", "vault", "fire", "earthquake",
                 "ship", "gene", "water", "spire", "black hole", "treaty", *SUBJECTS)  # fmt: skip
_OPENINGS: Final = ("Tell me,", "Please:", "I wonder", "Well,", "Once more,", "And", "So", "Now")
_ASKED: Final = (
    "how many thousand guests did the keepers of the {} number {} count in the first week",
    "when did the {} number {} open to visitors",
    "who paid for the new roof of the {} {}",
    "what did critics of the {} of district {} say",
    "what did the mayor of district {1} promise",
    "what is known about the {} number {}",
)
_FOLLOW_UPS: Final = ("and in {}?", "who said so about the {}?", "how many of the {}?",
                      "list all about the {}", "what else about the {}?")  # fmt: skip


def soak(count: int, seed: int, folder: Path) -> Outcome:
    """``count`` different questions to one chat process, most of them by ``POST /api/answer``, some
    in the page, each tab of which has its own conversation. Each EVERY questions an article is
    changed, added or removed. Most rebuilds are made in this process, some by the chat itself, for
    files that are added and removed in its page. What the server held each BASE questions is
    written to FOLDER/soak.csv."""
    outcome, draw = Outcome(), random.Random(seed)
    articles = Articles(folder)
    held: list[Level] = []
    questions = _questions(draw)
    with chat(articles.index) as (url, process), (folder / "soak.csv").open("w") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for number in range(1, count + 1):
            _ask(url, number, next(questions), draw, outcome)
            if number % EVERY == 0:
                articles.change(url, outcome)
            if number % BASE == 0:
                level = Level.of(process.pid)
                held.append(level)
                rows.writerow((number, articles.rebuilds, *level.row))
                file.flush()
    judge(held, outcome)
    outcome.figure("rebuilds", articles.rebuilds)
    return outcome


def judge(held: Sequence[Level], outcome: Outcome) -> None:
    """Compares every later level with the first. Memory of its own may grow by GROWTH; so may that
    of the children: the one that reads files stays for the next file. Open files and threads may be
    PASSING more. No file may be open that a rebuild has deleted."""
    if not held:
        outcome.fail(f"fewer than {BASE} questions were asked, so nothing was measured")
        return
    first, *later = held
    for what in ("memory", "children"):
        before = getattr(first, what)
        most = max((getattr(each, what) for each in later), default=before)
        if not before:
            outcome.fail(f"{what}: the system told no memory")
            continue
        grown = 100 * (most / before - 1)
        outcome.figure(f"% growth of {what}", grown)
        outcome.figure(f"MB of {what}", most / MB)
        if grown > GROWTH:
            outcome.fail(f"{what} grew by {grown:.1f} % from {before / MB:.0f} MB")
    for what in ("files", "threads"):
        before = getattr(first, what)
        most = max((getattr(each, what) for each in later), default=before)
        outcome.figure(what, most)
        if most > before + PASSING:
            outcome.fail(f"{most} {what}, at first {before}")
    for each in held:
        if each.deleted:
            outcome.fail(f"{each.deleted} files of segments are open that were deleted")


class Articles:
    """The samples and ARTICLES generated articles in an index, which change."""

    def __init__(self, folder: Path) -> None:
        for each in ("soak-articles", "soak-index", "soak-index.files"):
            shutil.rmtree(folder / each, ignore_errors=True)
        self.index = folder / "soak-index"
        self.rebuilds = 0
        self._folder = write_reports(folder / "soak-articles", ARTICLES)
        self._encoder = SentenceEncoder.load()
        rebuild(self.index, [SAMPLES, self._folder], self._encoder)

    def change(self, url: str, outcome: Outcome) -> None:
        """Changes, adds or removes one article. One change in ten is made in the page: a file is
        added, and removed by the next."""
        self.rebuilds += 1
        version, added = self.rebuilds, self._folder / "added.txt"
        try:
            if version % 10 == 2:
                self._in_page(url, version)
                return
            if version % 3 == 1 and added.exists():
                added.unlink()
            else:
                changed = (
                    added if version % 3 == 0 else self._folder / f"{version % ARTICLES:04}.txt"
                )
                changed.write_text(report(version, figure=version), encoding="utf-8")
            rebuild(self.index, [], self._encoder)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
            outcome.fail(f"rebuild {version}: {type(error).__name__}: {error}")

    def _in_page(self, url: str, version: int) -> None:
        with httpx.Client(base_url=f"{url}/pincite/", headers=_OURS, timeout=PATIENCE) as page:
            if version % 20 == 12:
                page.post("remove", json={"ids": ["own.txt"]}).raise_for_status()
                return
            text = report(version, figure=version).encode()
            sent = page.post("upload", params={"name": "own.txt"}, content=text)
            token = sent.raise_for_status().json()["token"]
            work = page.post("add", json={"tokens": [token]}).raise_for_status().json()
            while not work["finished"]:
                time.sleep(0.05)
                work = page.get("work").json()
            if work["error"]:
                raise AssertionError(work["error"])


def _questions(draw: random.Random) -> Iterator[str]:
    """Different questions: nine in ten about a generated article, most of which are answered, the
    others of words in any order, most of which are not."""
    for number in numbers():
        if number % 10:
            opening, asked = draw.choice(_OPENINGS), draw.choice(_ASKED)
            subject = SUBJECTS[number % len(SUBJECTS)]
            yield f"{opening} {asked.format(subject, number % ARTICLES)} ({number})?"
        else:
            words = " ".join(draw.choice(_WORDS) for _ in range(draw.randrange(1, 10)))
            yield f"{draw.choice(('What', 'When', 'Who', 'How many', 'Why'))} {words} {number}?"


def _ask(url: str, number: int, question: str, draw: random.Random, outcome: Outcome) -> None:
    outcome.tried += 1
    try:
        if number % IN_PAGE == 0:
            nth = number // IN_PAGE
            if nth % 2:
                question = draw.choice(_FOLLOW_UPS).format(f"{draw.choice(_WORDS)} {number}")
            told = ask(url, question, f"tab{nth // _A_TAB}")
            if "process_completed" not in told or 'class=\\"notice' in told:
                outcome.fail(f"{question!r} in the page: {told[-200:]}")
            return
        answered = httpx.post(f"{url}/api/answer", json={"question": question}, timeout=PATIENCE)
        if answered.status_code != 200 or "citations" not in answered.json():
            outcome.fail(f"{question!r}: {answered.status_code} {answered.text[:200]}")
    except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
        outcome.fail(f"{question!r}: {type(error).__name__}: {error}")
