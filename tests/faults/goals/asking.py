"""A goal about questions that nobody would ask, by each way in."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

from pincite.corpus.errors import QuestionError
from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.qa.answerer import Answerer
from tests.faults.goals.outcome import Outcome
from tests.faults.goals.programs import by_http_and_page, by_mcp
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


@cache
def answerer_over_samples(folder: Path) -> Answerer:
    """Answers over the samples, whose index is built in ``folder`` if it is not there."""
    index = folder / "samples-index"
    if not index.exists():
        rebuild(index, [SAMPLES], SentenceEncoder.load())
    return Answerer.open(index)


def hostile(count: int, seed: int, folder: Path) -> Outcome:
    """``count`` questions that nobody would ask: in Python, in a conversation, over HTTP, in the
    page, by MCP, and some of them by the command line in each encoding."""
    outcome, answerer, draw = Outcome(), answerer_over_samples(folder), random.Random(seed)
    index, talk, asked = folder / "samples-index", answerer.conversation(), []
    for number in range(count):
        odd = _ODD[(seed * count + number) % len(_ODD)]
        question = draw.choice(_FRAMES).format(odd, odd)[:2500]
        asked.append(question)
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
            _by_command(question, index, draw.choice(("ascii", "utf-8")), outcome)
    by_http_and_page(asked, index, answerer, outcome)
    by_mcp(asked, index, answerer, outcome)
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
