"""Many people at once: ``python -m tests.bench.load`` serves the samples and asks over HTTP.

It prints how many of the questions were answered, were told that it is busy or that it gives
up, and failed; how long
the answers took; how soon it answers again after four times as many; and whether those that were
under way when it was told to stop were delivered. ``--people`` ask a question each every
``--every`` seconds, for ``--seconds``. With ``--page`` they ask as the page does, each in a tab of
its own; it then also prints how many were told their place while they waited.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import secrets
import signal
import statistics
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.support.chat_server import chat
from tests.support.page_events import JOIN, submit
from tests.support.paths import ROOT, SAMPLES


@dataclass
class Seen:
    """What came of questions: by outcome, and the seconds of each answer."""

    outcomes: Counter[str] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)
    function: int | None = None
    """That of the page which answers; None where programs ask."""

    def line(self, what: str) -> str:
        """All of it in a line."""
        names = ["answered", "busy", "given up", "failed"]
        names += ["told their place"] if self.outcomes["told their place"] else []
        told = ", ".join(f"{self.outcomes[name]} {name}" for name in names)
        p50, p95 = statistics.quantiles(self.took, n=100)[49::45] if len(self.took) > 1 else (0, 0)
        return f"{what}: {told}; p50 {p50:.2f} s, p95 {p95:.2f} s"


async def ask(http: httpx.AsyncClient, question: str, seen: Seen) -> None:
    """One question, and what came of it."""
    start = time.perf_counter()
    try:
        told = await http.post("/api/answer", json={"question": question})
        values = told.json()
    except (httpx.HTTPError, ValueError):
        seen.outcomes["failed"] += 1
        return
    if told.status_code == 200 and "citations" in values:
        seen.outcomes["answered"] += 1
        seen.took.append(time.perf_counter() - start)
    else:
        busy = told.status_code == 503 and "place" in values and "retry-after" in told.headers
        given_up = told.status_code in (503, 504) and set(values) == {"error"}
        seen.outcomes["busy" if busy else "given up" if given_up else "failed"] += 1


async def ask_in_page(http: httpx.AsyncClient, question: str, seen: Seen) -> None:
    """One question as a tab of the page sends it, and what came of it."""
    start, session = time.perf_counter(), secrets.token_hex(8)
    sent = {"data": [question, None], "fn_index": seen.function, "session_hash": session}
    try:
        joined = await http.post(JOIN, json=sent)
        joined.raise_for_status()
        told = await http.get(f"/gradio_api/queue/data?session_hash={session}")
    except httpx.HTTPError:
        seen.outcomes["failed"] += 1
        return
    seen.outcomes["told their place"] += "Others are asking too" in told.text
    if 'class=\\"answer\\"' in told.text:
        seen.outcomes["answered"] += 1
        seen.took.append(time.perf_counter() - start)
    else:
        known = ("busy, place", "busy"), ("took too long", "given up")
        name = next((name for words, name in known if words in told.text), "failed")
        seen.outcomes[name] += 1


async def crowd(
    http: httpx.AsyncClient, people: int, every: float, seconds: float, function: int | None
) -> Seen:
    """So many people, each with a question every so often, none waiting for the others."""
    seen, questions = Seen(function=function), _questions()
    asking = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        asking.append(asyncio.create_task(way(seen)(http, next(questions), seen)))
        await asyncio.sleep(every / people)
    await asyncio.gather(*asking)
    return seen


def way(seen: Seen) -> Callable[[httpx.AsyncClient, str, Seen], Coroutine[Any, Any, None]]:
    """How they ask."""
    return ask if seen.function is None else ask_in_page


def _questions():  # type: ignore[no-untyped-def]
    file = ROOT / "tests" / "data" / "dev_questions.jsonl"
    known = [json.loads(line)["question"] for line in file.read_text("utf-8").splitlines()]
    while True:
        yield from known


async def measured(
    address: str, process: subprocess.Popen[str], options: argparse.Namespace
) -> None:
    """The four measurements, a line each."""
    people, every, seconds = options.people, options.every, options.seconds
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits) as http:
        await ask(http, "When did the fire at Notre-Dame break out?", Seen())
        function = submit(address) if options.page else None
        seen = await crowd(http, people, every, seconds, function)
        print(seen.line(f"{people} people, a question each every {every:g} s"))
        seen = await crowd(http, 4 * people, every, seconds, function)
        print(seen.line(f"{4 * people} people"))
        start, again = time.perf_counter(), Seen(function=function)
        while not again.outcomes["answered"]:
            await way(again)(http, "When did the fire at Notre-Dame break out?", again)
        print(f"answers again after {time.perf_counter() - start:.2f} s")
        last, questions = Seen(function=function), _questions()
        asking = [asyncio.create_task(way(last)(http, next(questions), last)) for _ in range(8)]
        await asyncio.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        await asyncio.gather(*asking)
        print(last.line("told to stop with 8 under way"), f"exit status {process.wait(60)}")


def main() -> None:
    """Serves, asks and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--every", type=float, default=10.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--page", action="store_true")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        chat(Path(folder) / "index", str(SAMPLES)) as (address, process),
    ):
        asyncio.run(measured(address, process, options))


if __name__ == "__main__":
    main()
