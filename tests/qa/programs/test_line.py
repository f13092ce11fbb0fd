"""The line of questions: in order, bounded, and never stuck."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from pincite.corpus.errors import IndexDamaged, PinciteError, QuestionError
from pincite.qa.programs.line import Busy, TooLate, WaitingLine
from pincite.qa.programs.service import Service
from pincite.qa.types import Answer
from tests.support.fake_replies import no_answer
from tests.support.loops import run_apart


def test_one_at_a_time_in_the_order_they_came() -> None:
    line = WaitingLine()
    first, second, third = line.enter(), line.enter(), line.enter()
    assert [each.place for each in (first, second, third)] == [0, 1, 2]
    assert [each.wait(0) for each in (first, second, third)] == [True, False, False]
    second.leave()  # gives up
    assert third.place == 1
    first.leave()
    assert (third.place, third.wait(0), len(line)) == (0, True, 1)
    first.leave()  # once more does nothing
    third.leave()
    assert len(line) == 0
    assert line.enter().wait(0)


def test_who_comes_when_it_is_full_is_told_the_place() -> None:
    line = WaitingLine(longest=2)
    held = [line.enter() for _ in range(3)]
    with pytest.raises(Busy, match="busy, place 3: please ask again in about") as caught:
        line.enter()
    assert (caught.value.place, caught.value.seconds >= 1) == (3, True)
    held[0].leave()
    assert line.enter().place == 2


def test_many_threads_are_each_served_once() -> None:
    line, inside, most, served = WaitingLine(longest=100), 0, 0, []
    lock = threading.Lock()

    def ask(n: int) -> None:
        nonlocal inside, most
        ticket = line.enter()
        assert ticket.wait(60)
        with lock:
            inside += 1
            most = max(most, inside)
        served.append(n)
        with lock:
            inside -= 1
        ticket.leave()

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(served), most, len(line)) == (list(range(40)), 1, 0)


class Slow:
    """Answers when it is let go on."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.asked: list[str] = []

    def answer(self, question: str, **options: object) -> Answer:
        self.asked.append(question)
        assert self.go_on.wait(60)
        if "damaged" in question:
            raise IndexDamaged("my-index: is damaged")
        if "crash" in question:
            raise RuntimeError("a bug")
        return no_answer(question)


def running(work: Callable[[Slow], Any]) -> Any:
    slow = Slow()
    try:
        return run_apart(work(slow))
    finally:
        slow.go_on.set()


async def until(happened: Callable[[], object]) -> None:
    """Waits for what other tasks and threads do; a wait in vain is ended by the test's limit."""
    while not happened():
        await asyncio.sleep(0.01)


def test_those_who_wait_are_answered_in_order_and_a_bad_question_at_once() -> None:
    async def work(slow: Slow) -> list[str]:
        line = WaitingLine(longest=2)
        service = Service(slow, line)
        asked = [asyncio.create_task(service.answer(name)) for name in ("a", "b", "c")]
        await until(lambda: len(line) == 3)
        with pytest.raises(QuestionError):
            await service.answer(" ")
        with pytest.raises(Busy):
            await service.answer("d")
        assert service.owing
        slow.go_on.set()
        found = [each["question"] for each in await asyncio.gather(*asked)]
        assert not service.owing
        return found + slow.asked

    assert running(work) == ["a", "b", "c"] * 2


def test_a_question_that_takes_too_long_is_given_up() -> None:
    async def work(slow: Slow) -> None:
        service = Service(slow, patience=0.1)
        asked = [asyncio.create_task(service.answer(name)) for name in ("a", "b")]
        for each in asked:
            with pytest.raises(TooLate, match=r"no answer within 0\.1 s"):
                await each
        assert service.owing, "the processor is still at it"
        slow.go_on.set()
        await until(lambda: not service.owing)
        assert slow.asked == ["a"]

    running(work)


def test_who_goes_away_leaves_no_hole() -> None:
    async def work(slow: Slow) -> None:
        line = WaitingLine()
        service = Service(slow, line)
        first, second = (asyncio.create_task(service.answer(name)) for name in ("a", "b"))
        await until(lambda: slow.asked and len(line) == 2)
        second.cancel()
        first.cancel()
        await asyncio.gather(first, second, return_exceptions=True)
        slow.go_on.set()
        assert (await service.answer("c"))["question"] == "c"
        assert slow.asked == ["a", "c"]

    running(work)


def test_who_waits_is_told_when_the_server_stops() -> None:
    async def work(slow: Slow) -> None:
        line = WaitingLine()
        service = Service(slow, line)
        asked = [asyncio.create_task(service.answer(name)) for name in ("a", "b")]
        await until(lambda: slow.asked and len(line) == 2)
        service.close()
        for each in asked:
            with pytest.raises(PinciteError, match="being stopped"):
                await each

    running(work)


def test_an_error_makes_room_too() -> None:
    async def work(slow: Slow) -> None:
        slow.go_on.set()
        service = Service(slow)
        with pytest.raises(IndexDamaged):
            await service.answer("damaged")
        with pytest.raises(RuntimeError):
            await service.answer("crash")
        assert (await service.answer("c"))["question"] == "c"

    running(work)
