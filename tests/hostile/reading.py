"""Reads each hostile input by itself: what becomes of it, how long it takes, how much memory."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from corpus.pool import shared
from corpus.read import read_articles
from tests.hostile.case import Case

MAX_SECONDS = 10
FORBIDDEN = ("locked aviary", "quagmire")  # the canary, and what no page shows


@dataclass(frozen=True, slots=True)
class Outcome:
    """``seconds`` are the processor's; ``mebibytes`` the most that the parsing process held, 0 if
    it was ended; ``fault`` is "" where the reader did what was expected."""

    case: Case
    seconds: float
    mebibytes: int
    fault: str


def outcomes(folder: Path, cases: Sequence[Case]) -> Iterator[Outcome]:
    """One after the other, each in a process of its own, so that what it takes can be told."""
    for case in cases:
        ours, theirs = os.pipe()
        child = os.fork()
        if not child:
            os.close(ours)
            _read(folder / case.name, theirs)
        os.close(theirs)
        with os.fdopen(ours, "rb") as pipe:
            said = pipe.read()
        _, status, used = os.wait4(child, 0)
        fault = _fault(case, json.loads(said)) if said else f"died of {status}"
        seconds = used.ru_utime + used.ru_stime
        yield Outcome(case, seconds, json.loads(said or b"{}").get("mebibytes", 0), fault)


def _peaks() -> Iterator[int]:
    """The most memory that each child of this process has held, in MiB."""
    for place in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):
            status = dict(line.split(":", 1) for line in place.read_text().splitlines())
            if int(status["PPid"]) == os.getpid():
                yield int(status.get("VmHWM", "0 kB").split()[0]) // 1024


def _read(path: Path, pipe: int) -> None:
    """What was read, as JSON into ``pipe``; then the process ends."""
    try:
        reading = read_articles([path])
        texts = [article.text for article in reading.articles]
        skipped, partly = (
            [each.reason for each in some] for some in (reading.skipped, reading.partly)
        )
    except BaseException as error:  # noqa: BLE001 - it is what the test looks for
        texts, skipped, partly = [], [], []
        said = {"error": repr(error)[:300]}
    else:
        said = {
            "articles": len(texts),
            "skipped": skipped[:3],
            "partly": partly[:3],
            "forbidden": [words for words in FORBIDDEN if any(words in text for text in texts)],
            "sentences": [t for t in texts if len(t) < 10_000][:20],
        }
    said["mebibytes"] = max(_peaks(), default=0)
    shared().close()  # its time is then counted
    with os.fdopen(pipe, "wb") as file:
        file.write(json.dumps(said).encode())
    os._exit(0)


def _fault(case: Case, said: dict) -> str:
    if "error" in said:
        return str(said["error"])
    if said["forbidden"]:
        return f"read what must not be read: {said['forbidden']}"
    count, skipped, partly = said["articles"], said["skipped"], said["partly"]
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
