"""Many people at once: ``python -m tests.bench.load`` serves the samples and asks over HTTP.

It prints how many of the questions were answered, were told that it is busy or that it gives
up, and failed; how long the answers took; how soon it answers again after the last question of
four times as many; and whether those that it had accepted when it was told to stop, as many as it
takes, were delivered. ``--people`` ask a question each every ``--every`` seconds, for
``--seconds``. With ``--page`` they ask as the page does, each in a tab of its own; it then also
prints how many were told their place while they waited.

It ends with status 1 and a line that names each limit that was missed: the people are all answered,
95 % of them within 3 s; four times as many are answered or told that it is busy; it answers again
within 5 s; what it has accepted is delivered when it stops.
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
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from pincite.qa.programs.line import LONGEST
from tests.support.chat_server import chat
from tests.support.page_events import JOIN, RUN, function, let_go, loading, once_more
from tests.support.paths import ROOT, SAMPLES

SLOWEST: Final = 3.0  # seconds that 95 % of the answers may take
BACK: Final = 5.0  # seconds after the last question of too many, until one is answered again
ACCEPTED: Final = LONGEST + 1  # questions at once: one is being answered, the others wait
ASKED: Final = "When did the fire at Notre-Dame break out?"


Functions = tuple[int, int, int]
"""The numbers of the page's functions that load it, ask, and ask once more."""


@dataclass
class Seen:
    """What came of questions: by outcome, and the seconds of each answer."""

    outcomes: Counter[str] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)
    functions: Functions | None = None
    """Those of the page; None where programs ask."""

    def line(self, what: str) -> str:
        """All of it in a line."""
        names = ["answered", "busy", "given up", "failed"]
        names += [name for name in ("turned away", "told their place") if self.outcomes[name]]
        told = ", ".join(f"{self.outcomes[name]} {name}" for name in names)
        return f"{what}: {told}; p50 {self.within(50):.2f} s, p95 {self.within(95):.2f} s"

    def within(self, percent: int) -> float:
        """The seconds within which so many of the answers came; 0 if there are fewer than two."""
        return statistics.quantiles(self.took, n=100)[percent - 1] if len(self.took) > 1 else 0.0

    def beside(self, *names: str) -> str:
        """What came of them beside these outcomes and answers, as "3 failed, 1 busy"; "" for
        nothing."""
        fine = {"answered", "told their place", *names}
        return ", ".join(
            f"{n} {name}" for name, n in self.outcomes.items() if n and name not in fine
        )


def missed(usual: Seen, many: Seen, again: float, last: Seen, status: int) -> list[str]:
    """The limits that were missed, each in a few words with what was seen: of the people that are
    usual, of too many, in the seconds until it answered ``again``, and of those who asked before
    it stopped with an exit ``status``."""
    found = []
    if usual.beside() or not usual.took:
        found.append(f"of the people, expected all answered: {usual.beside() or 'none was'}")
    if usual.within(95) >= SLOWEST:
        found.append(f"p95 {usual.within(95):.2f} s, expected less than {SLOWEST:g} s")
    if many.beside("busy"):
        found.append(f"of too many, expected answered or busy: {many.beside('busy')}")
    if again > BACK:
        found.append(f"answers again after {again:.2f} s, expected {BACK:g} s at most")
    if status or last.beside("busy", "turned away") or last.outcomes["answered"] < ACCEPTED:
        found.append(
            f"at the stop, expected {ACCEPTED} or more answered and exit status 0: "
            f"{last.outcomes['answered']} answered, exit status {status}"
            + "".join(f", {each}" for each in [last.beside("busy", "turned away")] if each)
        )
    return found


async def ask(http: httpx.AsyncClient, question: str, seen: Seen) -> None:
    """One question, and what came of it."""
    start = time.perf_counter()
    try:
        told = await _post(http, "/api/answer", {"question": question})
        values = told.json()
    except httpx.ConnectError:
        seen.outcomes["turned away"] += 1
        return
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
    """One question as a tab of the page that was just loaded sends it, and what came of it."""
    assert seen.functions is not None
    load, ask, again = seen.functions
    start, session = time.perf_counter(), secrets.token_hex(8)
    sent = {"data": [question, None], "fn_index": ask, "session_hash": session}
    stream = f"/gradio_api/queue/data?session_hash={session}"
    try:
        (await _post(http, RUN, loading(load, session))).raise_for_status()
        (await _post(http, JOIN, sent)).raise_for_status()
        told = await http.get(stream)
        if let_go(told.text):
            (await _post(http, JOIN, once_more(again, question, session))).raise_for_status()
            told = await http.get(stream)
    except httpx.ConnectError:
        seen.outcomes["turned away"] += 1
        return
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


def _functions(address: str) -> Functions:
    return (
        function(address, "load"),
        function(address, "submit"),
        function(address, "example"),
    )


async def _post(http: httpx.AsyncClient, path: str, sent: dict[str, Any]) -> httpx.Response:
    """The reply. Raises ConnectError also where the server has begun to stop and takes nothing."""
    told = await http.post(path, json=sent)
    if told.status_code == 503 and told.text == "Closing":
        raise httpx.ConnectError("it is stopping")
    return told


async def crowd(
    http: httpx.AsyncClient,
    people: int,
    every: float,
    seconds: float,
    functions: Functions | None,
) -> tuple[Seen, list[asyncio.Task[None]]]:
    """So many people, each with a question every so often, none waiting for the others. Returns as
    soon as the last question is sent, with the tasks that wait for the replies."""
    seen, questions = Seen(functions=functions), _questions()
    asking = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        asking.append(asyncio.create_task(way(seen)(http, next(questions), seen)))
        await asyncio.sleep(every / people)
    return seen, asking


async def recovered(http: httpx.AsyncClient, functions: Functions | None) -> float:
    """Asks until a question is answered, a minute at most; the seconds that it took."""
    start, again = time.perf_counter(), Seen(functions=functions)
    while not again.outcomes["answered"] and time.perf_counter() < start + 60:
        await way(again)(http, ASKED, again)
        await asyncio.sleep(0.05)
    return time.perf_counter() - start


async def stopped(
    http: httpx.AsyncClient, process: subprocess.Popen[str], functions: Functions | None
) -> tuple[Seen, int]:
    """Asks until the server takes no more, tells it to stop then, and waits. What came of the
    questions, and the exit status."""
    last, questions = Seen(functions=functions), _questions()

    def one() -> asyncio.Task[None]:
        return asyncio.create_task(way(last)(http, next(questions), last))

    asking = [one() for _ in range(ACCEPTED)]
    while not last.outcomes["busy"] and len(asking) < 1_000:
        asking.append(one())
        await asyncio.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    await asyncio.gather(*asking)
    return last, process.wait(60)


def way(seen: Seen) -> Callable[[httpx.AsyncClient, str, Seen], Coroutine[Any, Any, None]]:
    """How they ask."""
    return ask if seen.functions is None else ask_in_page


def _questions() -> Iterator[str]:
    file = ROOT / "tests" / "data" / "dev_questions.jsonl"
    known = [json.loads(line)["question"] for line in file.read_text("utf-8").splitlines()]
    while True:
        yield from known


async def measured(
    address: str, process: subprocess.Popen[str], options: argparse.Namespace
) -> list[str]:
    """Prints the four measurements, a line each, and returns the limits that were missed."""
    people, every, seconds = options.people, options.every, options.seconds
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits) as http:
        await ask(http, ASKED, Seen())
        functions = _functions(address) if options.page else None
        usual, asking = await crowd(http, people, every, seconds, functions)
        await asyncio.gather(*asking)
        print(usual.line(f"{people} people, a question each every {every:g} s"))
        many, asking = await crowd(http, 4 * people, every, seconds, functions)
        again = await recovered(http, functions)  # while the last of them still wait
        await asyncio.gather(*asking)
        print(many.line(f"{4 * people} people"))
        print(f"answers again after {again:.2f} s")
        last, status = await stopped(http, process, functions)
        print(last.line(f"told to stop with {ACCEPTED} accepted"), f"exit status {status}")
    return missed(usual, many, again, last, status)


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
        found = asyncio.run(measured(address, process, options))
    if found:
        raise SystemExit(f"missed: {'; '.join(found)}")


if __name__ == "__main__":
    main()
