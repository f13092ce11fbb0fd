"""A goal about exports that somebody altered: verified against the index, and opened as chats."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from pincite.corpus.errors import PinciteError
from pincite.index.retrieval.retriever import Retriever
from pincite.qa.answerer import Answerer
from pincite.qa.carrying.checking import check_claims
from pincite.qa.carrying.records import export_json, read_claims
from pincite.qa.cli.checking import check_dict
from pincite.qa.web.handlers import PageHandlers
from pincite.qa.web.kept.imported import chat_of_export
from pincite.qa.web.rendering.turn import Chat
from tests.faults.goals.asking import answerer_over_samples
from tests.faults.goals.outcome import Outcome
from tests.support.exports import ODD, altered, paths_in
from tests.support.paths import ROOT

_ASKED: Final = ("When did the fire at Notre-Dame break out?", "List all figures about vaccines",
                 "What did Kung press the Americans for?", "zorbax?")  # fmt: skip
_BY_COMMAND: Final = 50  # one export in so many is also verified by the command


def hostile(count: int, seed: int, folder: Path) -> Outcome:
    """``count`` exports with other values, flipped bytes or a part missing: each is refused in a
    line, or each quote that is told to stand does stand in the index."""
    outcome, draw = Outcome(), random.Random(seed)
    answerer = answerer_over_samples(folder)
    good = json.loads(export_json([answerer.answer(each) for each in _ASKED]))
    paths, file = list(paths_in(good)), folder / "hostile-export.json"
    for number in range(count):
        data = _hostile(good, paths, draw)
        file.write_bytes(data)
        for way in (_verified, _opened):
            outcome.tried += 1
            try:
                way(data, file, answerer, outcome)
            except PinciteError as error:
                if len(str(error).splitlines()) != 1:
                    outcome.fail(f"{data[:100]!r}: told in more than a line: {error}")
            except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
                outcome.fail(f"{data[:100]!r}, {way.__name__}: {type(error).__name__}: {error}")
        if number % _BY_COMMAND == 0:
            outcome.tried += 1
            _by_command(file, folder / "samples-index", outcome)
    return outcome


def _hostile(good: Any, paths: list[tuple[Any, ...]], draw: random.Random) -> bytes:
    data = altered(good, draw.choice(paths), draw.choice(ODD))
    kind = draw.randrange(4)
    if kind == 0:
        return data[: draw.randrange(len(data) + 1)]
    if kind == 1:
        flipped = bytearray(data or b"{}")
        for _ in range(draw.randrange(1, 9)):
            flipped[draw.randrange(len(flipped))] ^= 1 << draw.randrange(8)
        return bytes(flipped)
    return data


def _verified(data: bytes, file: Path, answerer: Answerer, outcome: Outcome) -> None:
    articles: Retriever = answerer.retriever
    for check in check_claims(read_claims(file), articles):
        json.dumps(check_dict(check))
        if not check.holds:
            continue
        now = check.now
        held = now and articles.article(now.article.id)
        said = held.text[now.sentence.start : now.sentence.end] if now and held else None
        if said is None or said.split() != check.claim.quote.split():
            outcome.fail(f"{check.claim.quote!r} is told to stand: {check.state}, {said!r}")


def _opened(data: bytes, file: Path, answerer: Answerer, outcome: Outcome) -> None:
    chat = json.loads(json.dumps(chat_of_export(data)))
    shown = PageHandlers(answerer).restore(Chat(), chat)
    if 'class="notice"' in shown["transcript"]:
        outcome.fail(f"{data[:100]!r} is opened with a notice")


def _by_command(file: Path, index: Path, outcome: Outcome) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pincite.qa", "verify", str(file), "--json", "-i", str(index)],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode not in (0, 1, 2) or b"Traceback" in done.stderr:
        outcome.fail(f"by command: {done.returncode} {done.stderr[-200:]!r}")
