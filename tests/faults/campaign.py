"""All promises under attack, in one command that may be stopped and started again.

    python -m tests.faults.campaign FOLDER                  # at full numbers: about two hours
    python -m tests.faults.campaign FOLDER --share 0.02     # a part of each
    python -m tests.faults.campaign FOLDER --goals 2,3,6    # some of them

Each goal is tried in parts. What a part came to is written to FOLDER/campaign.json, and a part that
stands there is not tried again. Last comes the table of docs/reliability.md. Exits 1 where anything
went wrong.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.faults.goals import asking, exports, index, soaking, texts
from tests.faults.goals.disk import compiler, failing_calls
from tests.faults.goals.outcome import Outcome
from tests.faults.goals.suites import suite

Part = Callable[[int, int, Path], Outcome]


@dataclass(frozen=True, slots=True)
class Goal:
    """One promise: ``parts`` parts of ``each`` trials; ``run`` is given how many a part has, the
    part's number and a folder. A part of a goal that is ``split`` is one in ``parts`` of all."""

    number: int
    what: str
    parts: int
    each: int
    run: Part
    split: bool = False


def _calls(count: int, part: int, folder: Path) -> Outcome:
    if compiler() is None:
        return Outcome(0, [], {"skipped: no C compiler": 1})
    return failing_calls(count, part * count, folder)


GOALS = (
    Goal(1, "kill -9 of a rebuild: unreadable or mixed", 20, 250, index.kills),
    Goal(2, "bits flipped and files cut: not found at open", 50, 1, index.corruption, split=True),
    Goal(3, "ENOSPC and EIO at each call: neither old nor new, files left", 16, 12, _calls),
    Goal(4, "builders that are refused: not told by whom", 5, 2, index.builders),
    Goal(5, "answers under rebuilds and ten clients: failed or mixed", 5, 20, index.reloads),
    Goal(6, "generated articles: wrong spans", 100, 1_000, texts.citations),
    Goal(7, "hostile files: lost, hung, or harm to others", 1, 1, suite("bad input")),
    Goal(8, "hostile questions by six ways: tracebacks, wrong quotes", 4, 100, asking.hostile),
    Goal(9, "overload and idle connections: answers lost, not ready", 1, 3, suite("overload")),
    Goal(10, "questions and rebuilds in one chat: growth", 1, 10_000, soaking.soak),
    Goal(11, "SIGTERM and Ctrl-C: answers lost, no end", 1, 5, suite("stopping")),
    Goal(12, "scripts, foreign requests, ways out: let through", 1, 1, suite("security")),
    Goal(13, "hostile exports: tracebacks, quotes that do not stand", 10, 200, exports.hostile),
    Goal(14, "uploads and removals in the page: lost, let through", 1, 3, suite("library")),
    Goal(15, "histories and imports: lost, forged", 1, 1, suite("histories")),
    Goal(16, "Milvus Lite: other answers, mixed, damaged", 1, 1, suite("Milvus Lite")),
)


def campaign(
    folder: Path, numbers: frozenset[int], share: float, tell: Callable[[str], None] = print
) -> dict[str, Any]:
    """What is known of each goal once all parts that were asked for have been tried."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "campaign.json"
    known: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    for goal in GOALS:
        if goal.number not in numbers:
            continue
        parts = max(1, math.ceil(goal.parts * share))
        each = goal.each if share >= 1 or goal.split else max(1, math.ceil(goal.each * share * 4))
        count = goal.parts if goal.split else each
        for part in range(parts):
            key = f"{goal.number}/{part}/{count}"
            if key in known:
                continue
            began = time.perf_counter()
            found = goal.run(count, part, folder / "trials" / str(goal.number))
            known[key] = {**asdict(found), "seconds": time.perf_counter() - began}
            file.with_suffix(".new").write_text(json.dumps(known, indent=1), encoding="utf-8")
            file.with_suffix(".new").replace(file)
            counts = f"{found.tried:,} tried, {len(found.wrong)} wrong"
            tell(f"{goal.number:2} {part + 1}/{parts}: {counts}")
    return known


def table(known: dict[str, Any]) -> str:
    """The table of docs/reliability.md."""
    lines = ["| # | Goal | Tried | Wrong | Measured | Minutes |", "|---|---|---|---|---|---|"]
    for goal in GOALS:
        held = [each for key, each in known.items() if key.startswith(f"{goal.number}/")]
        if not held:
            continue
        most: dict[str, float] = {}
        for each in held:
            for name, value in each["most"].items():
                most[name] = max(most.get(name, value), value)
        figures = ", ".join(f"{value:,.1f} {name}" for name, value in most.items())
        tried, wrong = (
            sum(n) for n in zip(*((e["tried"], len(e["wrong"])) for e in held), strict=True)
        )
        minutes = sum(each["seconds"] for each in held) / 60
        lines.append(
            f"| {goal.number} | {goal.what} | {tried:,} | {wrong:,} | {figures} | {minutes:.1f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Tries what was not tried yet, and prints the table; exits 1 where something went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--goals", default=",".join(str(goal.number) for goal in GOALS))
    options = parser.parse_args()
    numbers = frozenset(map(int, options.goals.split(",")))
    for number in numbers:
        (options.folder / "trials" / str(number)).mkdir(parents=True, exist_ok=True)
    known = campaign(options.folder, numbers, options.share)
    print(table(known))
    wrong = [line for each in known.values() for line in each["wrong"]]
    print("\n".join(wrong[:50]), end="\n" if wrong else "")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
