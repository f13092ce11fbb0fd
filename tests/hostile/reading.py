"""Reads each hostile input by itself: what becomes of it, how long it takes, how much memory."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pincite.corpus.read import Reading, read_articles
from tests.hostile.case import FORBIDDEN, Case


@dataclass(frozen=True, slots=True)
class Outcome:
    """``seconds`` by the clock; ``mebibytes`` are the most that a parsing process held meanwhile, 0
    if it was ended; ``fault`` is "" where the reader did what was expected."""

    case: Case
    seconds: float
    mebibytes: int
    fault: str


def outcomes(folder: Path, cases: Sequence[Case]) -> Iterator[Outcome]:
    """One after the other, in the parsing processes of this one."""
    for case in cases:
        for place, _ in _children():
            with suppress(OSError):
                (place / "clear_refs").write_text("5")  # the peak starts anew
        begun = time.perf_counter()
        fault = _fault(case, read_articles([folder / case.name]))
        seconds = time.perf_counter() - begun
        yield Outcome(case, seconds, max((peak for _, peak in _children()), default=0), fault)


def _children() -> Iterator[tuple[Path, int]]:
    """The children of this process, and the most memory that each has held, in MiB."""
    for place in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):
            status = dict(line.split(":", 1) for line in place.read_text().splitlines())
            if int(status["PPid"]) == os.getpid():
                yield place.parent, int(status.get("VmHWM", "0 kB").split()[0]) // 1024


def _fault(case: Case, reading: Reading) -> str:
    texts = [text for each in reading.articles for text in (each.title, each.text)]
    if found := [words for words in FORBIDDEN if any(words in text for text in texts)]:
        return f"read what must not be read: {found}"
    count, skipped, partly = len(reading.articles), reading.skipped[:3], reading.partly[:3]
    fits = {
        "indexed": count > 0 and not partly,
        "partly": count > 0 and partly,
        "refused": not count and skipped,
        "either": count or skipped,
        "silent": True,
    }
    if not fits[case.outcome]:
        return f"{count} articles, {skipped}, {partly}; expected {case.outcome}"
    return ""
