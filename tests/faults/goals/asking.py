"""Goals about questions: hostile ones, and thousands in one process."""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import threading
import time
from functools import cache
from pathlib import Path

from pincite.corpus.errors import QuestionError
from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.qa.answerer import Answerer
from tests.faults.goals.outcome import Outcome
from tests.support.paths import ROOT, SAMPLES

_ODD = (
    "", " ", "?", "...", "a", "\x00", "\x1b[31mred", "\ud800", "\u202e", "🐟" * 900, "é" * 1999,
    "' OR 1=1 --", "<script>alert(1)</script>", "{{7*7}}", "${jndi:ldap://x}", "[a](javascript:1)",
    "../../etc/passwd", "file:///etc/passwd", "(((((", "[a-z]+*", "\\", "the of and", "NOT AND OR",
    "что это?", "これは何ですか", "ما هذا؟", "before 99999-13-45", "since yesterday", '"unclosed',
    "who who who", "1" * 500, "- - -", "field:value^9", "*", "a~100", "\n\n\n", "\t", "\u2028",
)  # fmt: skip
_FRAMES = ("{}", "What is {}?", "{} in 2021?", "Who said “{}”?", "list all {}", "{} vs. {}",
           "and {}?", "when did {} happen, and why?", "no, {}", "{}\n{}")  # fmt: skip
_WORDS = ("canal", "vaccine", "asteroid", "ozone", "seed", "vault", "fire", "earthquake", "ship",
          "gene", "water", "spire", "black hole", "treaty", "dose", "rain")  # fmt: skip


@cache
def _answerer(folder: Path) -> Answerer:
    index = folder / "samples-index"
    if not index.exists():
        rebuild(index, [SAMPLES], SentenceEncoder.load())
    return Answerer.open(index)


def hostile(count: int, seed: int, folder: Path) -> Outcome:
    """``count`` questions that nobody would ask: in Python, in a conversation, and some of them by
    the command line in each encoding."""
    outcome, answerer, draw = Outcome(), _answerer(folder), random.Random(seed)
    talk = answerer.conversation()
    for number in range(count):
        odd = _ODD[(seed * count + number) % len(_ODD)]
        question = draw.choice(_FRAMES).format(odd, odd)[:2500]
        for way in (answerer.answer, talk.ask):
            began = time.perf_counter()
            outcome.tried += 1
            try:
                answer = way(question)
                for each in answer.citations:
                    if each.article.text[each.sentence.start : each.sentence.end] != each.quote:
                        outcome.fail(f"{question!r}: a quote that is no slice")
            except QuestionError:
                outcome.figure("ms until refused", 1000 * (time.perf_counter() - began))
            except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
                outcome.fail(f"{question!r}: {type(error).__name__}: {error}")
        if number % 20 == 0 and "\x00" not in question and "\ud800" not in question:
            outcome.tried += 1
            _by_command(
                question, folder / "samples-index", draw.choice(("ascii", "utf-8")), outcome
            )
    return outcome


def _by_command(question: str, index: Path, encoding: str, outcome: Outcome) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from pincite.qa.cli.commands import main; main()",
         "ask", "--json", "-i", str(index), "--", question],
        cwd=ROOT, capture_output=True, check=False,
        env=os.environ | {"PYTHONIOENCODING": encoding},
    )  # fmt: skip
    if done.returncode not in (0, 1, 2) or b"Traceback" in done.stderr:
        outcome.fail(f"{question!r} by command: {done.returncode} {done.stderr[-200:]!r}")
    elif done.returncode < 2:
        json.loads(done.stdout.decode(encoding))


def soak(count: int, seed: int, folder: Path) -> Outcome:
    """``count`` different questions in this process: growth of memory, open files and threads from
    the hundredth question of the first part on."""
    outcome, answerer, draw = Outcome(), _answerer(folder), random.Random(seed)
    for _ in range(count):
        words = [draw.choice(_WORDS) for _ in range(draw.randrange(1, 12))]
        answerer.answer(f"{draw.choice(('What', 'When', 'Who', 'How many'))} {' '.join(words)}?")
        outcome.tried += 1
        _FIRST["asked"] = _FIRST.get("asked", 0) + 1
        if _FIRST["asked"] == 100:
            _FIRST.update(memory=_resident(), files=_files(), threads=threading.active_count())
    if "memory" in _FIRST:
        grown = 100 * (_resident() / _FIRST["memory"] - 1)
        outcome.figure("% growth from the 100th question", grown)
        outcome.figure("MB", _resident() / 2**20)
        if grown > 5:
            outcome.fail(f"memory grew by {grown:.1f} % after {_FIRST['asked']:.0f} questions")
        if _files() > _FIRST["files"] or threading.active_count() > _FIRST["threads"]:
            outcome.fail(
                f"{_files()} open files, {threading.active_count()} threads: more than before"
            )
    return outcome


_FIRST: dict[str, float] = {}


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return float(pages * resource.getpagesize())


def _files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))
