"""Conversations: how many follow-ups are right, with what was said before and without?

    python -m tests.bench.dialogues             the half to look at and the half kept for measuring
    python -m tests.bench.dialogues --show      also each turn of the first half that is not right
    python -m tests.bench.dialogues --half dev  the first half alone
    python -m tests.bench.dialogues --own       further dialogues to look at, none for measuring
    python -m tests.bench.dialogues --chatty    short and sloppy ones, half of them for measuring

The index is that of ``tests.bench.styles``, and so is what counts as right; the turns are those of
``tests/data/dialogues.jsonl``; with ``--own`` those of ``tests/data/asking/dialogues.jsonl``, with
``--chatty`` those of ``chatty.jsonl`` there, over the articles in ``tests/data/asking/more`` too.
Those were written without sight of the code. Each is asked in a conversation, by itself, and as a
person wrote it out in full. The dialogues kept for measuring are counted and never shown.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.answerer import Answerer
from pincite.qa.conversation.conversation import Conversation
from pincite.qa.types import Answer
from tests.bench.corpora import SAMPLES
from tests.bench.styles import ARTICLES, DATA, MORE, outcome

DIALOGUES = DATA / "dialogues.jsonl"
OWN = DATA / "asking" / "dialogues.jsonl"
CHATTY = DATA / "asking" / "chatty.jsonl"
HALVES = {"dev": False, "measure": True}
WAYS = ("conversation", "alone", "in full")


def dialogues(path: Path = DIALOGUES) -> list[dict[str, Any]]:
    """The dialogues, each with its turns and whether it is kept for measuring."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


class Tally:
    """What came of the turns of one half."""

    def __init__(self) -> None:
        self.right: Counter[tuple[str, str]] = Counter()
        self.total: Counter[str] = Counter()
        self.asked_back = 0
        self.took: dict[str, list[float]] = {way: [] for way in WAYS}

    def count(self, turn: dict[str, Any], results: dict[str, str]) -> None:
        """Adds a turn: what came of it each way."""
        kinds = ["needs context" if turn["needs_context"] else "needs none"]
        kinds += [] if turn["sentences"] else ["unanswerable"]
        for kind in kinds:
            self.total[kind] += 1
            for way, result in results.items():
                self.right[kind, way] += result == "right"


def main() -> None:
    """Prints for each half how many turns of each kind are right, each way of asking."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--show", action="store_true", help="turns of the first half not right")
    parser.add_argument("--half", choices=HALVES, help="one half alone")
    parser.add_argument("--own", action="store_true", help="the further dialogues")
    parser.add_argument("--chatty", action="store_true", help="the short and sloppy dialogues")
    parser.add_argument("--quick", action="store_true", help="the conversation alone")
    parser.add_argument("--index", type=Path, help="an index of these articles, made before")
    options = parser.parse_args()
    ways = WAYS[:1] if options.quick else WAYS
    with tempfile.TemporaryDirectory() as folder:
        encoder = SentenceEncoder.load()
        place = options.index or Path(folder) / "index"
        more = [MORE] if options.own or options.chatty else []
        rebuild(place, [SAMPLES, ARTICLES, *more], encoder)
        answerer = Answerer(LocalRetriever(place, encoder))
        answerer.answer("Who is the mayor?")  # loads the models
        told = dialogues(OWN if options.own else CHATTY if options.chatty else DIALOGUES)
        for half, kept in HALVES.items():
            some = [each for each in told if each["kept"] == kept]
            if some and options.half in (None, half):
                tally = _counted(answerer, some, ways, options.show and not kept)
                _report(half, tally, ways)


def _counted(
    answerer: Answerer, asked: list[dict[str, Any]], ways: tuple[str, ...], show: bool
) -> Tally:
    tally = Tally()
    for dialogue in asked:
        conversation = answerer.conversation()
        for turn in dialogue["turns"]:
            results = {}
            for way in ways:
                began = time.perf_counter()
                answer = _asked(way, turn, conversation, answerer)
                tally.took[way].append(time.perf_counter() - began)
                results[way] = outcome(answer, {**turn, "style": "turn"})
                if way == "conversation":
                    tally.asked_back += answer.kind == "which"
                    if show and results[way] != "right":
                        _show(dialogue["id"], turn, answer, results[way])
            tally.count(turn, results)
    return tally


def _asked(
    way: str, turn: dict[str, Any], conversation: Conversation, answerer: Answerer
) -> Answer:
    if way == "conversation":
        return conversation.ask(turn["question"])
    return answerer.answer(turn["question" if way == "alone" else "resolved"])


def _show(name: str, turn: dict[str, Any], answer: Answer, result: str) -> None:
    told = [(round(each.confidence, 2), each.text) for each in answer.citations[:2]]
    print(
        f"  {name} {result}: {turn['question']!r} [{answer.resolved}] {answer.kind} "
        f"{answer.confidence:.2f} {told}; wanted {turn['answers'][:1]}"
    )


def _report(half: str, tally: Tally, ways: tuple[str, ...]) -> None:
    print(f"{half}: {tally.asked_back} asked back")
    print(f"{'turns right':16}" + "".join(f"{way:>20}" for way in ways))
    for kind, total in sorted(tally.total.items()):
        shares = (f"{tally.right[kind, way]} of {total}" for way in ways)
        percent = (f"{100 * tally.right[kind, way] / total:.0f} %" for way in ways)
        shown = (f"{a}, {b}" for a, b in zip(shares, percent, strict=True))
        print(f"{kind:16}" + "".join(f"{each:>20}" for each in shown))
    times = (f"{1000 * median(tally.took[way]):.0f} ms" for way in ways)
    print(f"{'time, p50':16}" + "".join(f"{each:>20}" for each in times))


if __name__ == "__main__":
    main()
