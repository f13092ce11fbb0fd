"""The bench of many people at once: what it times, and which limits it holds the server to."""

from __future__ import annotations

import asyncio
import subprocess
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any
from unittest.mock import Mock

import httpx
import pytest

from tests.bench.load import ACCEPTED, Seen, crowd, missed, recovered, stopped
from tests.support.loops import run_apart
from tests.support.patience import PATIENCE

ANSWERED = httpx.Response(200, json={"citations": []})
BUSY = httpx.Response(503, json={"error": "busy", "place": 17}, headers={"Retry-After": "1"})


def asking(
    reply: Callable[[httpx.Request], Coroutine[Any, Any, httpx.Response]],
) -> httpx.AsyncClient:
    """A client of a server that replies so."""
    return httpx.AsyncClient(transport=httpx.MockTransport(reply), base_url="http://pincite")


def test_the_clock_of_the_recovery_starts_while_replies_are_still_awaited() -> None:
    async def work() -> tuple[int, int, Counter[str]]:
        let, came = asyncio.Event(), 0

        async def reply(request: httpx.Request) -> httpx.Response:
            nonlocal came
            came += 1
            await let.wait()
            return ANSWERED

        async with asking(reply) as http:
            async with asyncio.timeout(PATIENCE):
                seen, waiting = await crowd(http, 4, 0.04, 0.1, None)
            before = sum(seen.outcomes.values())
            let.set()
            assert await recovered(http, None) >= 0
            await asyncio.gather(*waiting)
        return before, came - 1, seen.outcomes

    before, came, outcomes = run_apart(work())
    assert before == 0
    assert outcomes == {"answered": came}


def test_it_is_told_to_stop_once_it_takes_no_more() -> None:
    async def work() -> tuple[Seen, int, list[int]]:
        inside, told, stop = 0, list[int](), asyncio.Event()

        async def reply(request: httpx.Request) -> httpx.Response:
            nonlocal inside
            if stop.is_set():
                return httpx.Response(503, text="Closing")
            if inside == ACCEPTED:
                return BUSY
            inside += 1
            await stop.wait()
            return ANSWERED

        def signalled(number: int) -> None:
            told.append(inside)
            stop.set()

        process = Mock(spec=subprocess.Popen, send_signal=signalled)
        process.wait.return_value = 0
        async with asking(reply) as http:
            last, status = await stopped(http, process, None)
        return last, status, told

    last, status, told = run_apart(work())
    assert (told, status) == ([17], 0)
    assert last.outcomes["answered"] == 17
    assert last.beside("busy", "turned away") == ""


def seen(took: float = 0.2, **outcomes: int) -> Seen:
    return Seen(Counter(outcomes), [took] * outcomes.get("answered", 0))


GOOD: dict[str, Any] = {
    "usual": seen(answered=180),
    "many": seen(answered=300, busy=420),
    "again": 2.5,
    "last": seen(answered=17, busy=1),
    "status": 0,
}


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, ""),
        ({"usual": seen(answered=179, failed=1)}, "expected all answered: 1 failed"),
        ({"usual": seen(answered=179, busy=1)}, "expected all answered: 1 busy"),
        ({"usual": seen()}, "expected all answered: none was"),
        ({"usual": seen(3.0, answered=180)}, "p95 3.00 s, expected less than 3 s"),
        ({"many": seen(answered=1, failed=2)}, "expected answered or busy: 2 failed"),
        ({"many": seen(answered=1, **{"given up": 3})}, "expected answered or busy: 3 given up"),
        ({"again": 5.1}, "answers again after 5.10 s, expected 5 s at most"),
        ({"last": seen(answered=16)}, "16 answered, exit status 0"),
        ({"last": seen(answered=17, failed=1)}, "17 answered, exit status 0, 1 failed"),
        ({"status": -9}, "17 answered, exit status -9"),
    ],
)
def test_each_limit_that_is_missed_is_named(values: dict[str, Any], says: str) -> None:
    found = missed(**GOOD | values)
    assert len(found) == bool(says)
    assert says in "; ".join(found)
