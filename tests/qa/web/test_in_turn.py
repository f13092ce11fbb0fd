"""Questions of the page wait in one line: told their place, never lost, never left in it."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from pincite.qa.answering.steps import Step
from pincite.qa.programs.line import Busy, WaitingLine
from pincite.qa.types import Answer
from pincite.qa.web.handlers import PageHandlers
from pincite.qa.web.waiting.answered import View
from pincite.qa.web.waiting.in_turn import in_turn
from pincite.qa.words import in_language
from tests.support.page_html import Page
from tests.support.patience import PATIENCE
from tests.support.web_fakes import FakeAnswers, no_answer

OPEN = threading.Event()


def _place(place: int, seconds: int) -> View:
    return {"place": place, "seconds": seconds}


def _told(step: Step) -> View:
    return {"step": step.name}


def _asked(said: list[str], name: str) -> partial[Answer]:
    def ask() -> Answer:
        said.append(name)
        return no_answer(name)

    return partial(ask)


def test_a_place_is_told_as_it_changes_and_the_answer_comes_in_turn() -> None:
    line, said = WaitingLine(), list[str]()
    held = [line.enter() for _ in range(2)]
    waiting = in_turn(_asked(said, "mine"), line, OPEN, _place, _told)
    assert next(waiting) == {"place": 2, "seconds": 2}
    held[0].leave()
    assert next(waiting) == {"place": 1, "seconds": pytest.approx(1)}
    assert said == []
    held[1].leave()
    with pytest.raises(StopIteration) as done:
        next(waiting)
    assert (done.value.value.question, said) == ("mine", ["mine"])
    assert line.enter().wait(PATIENCE)


def test_who_goes_away_makes_room() -> None:
    line, said = WaitingLine(), list[str]()
    held = line.enter()
    waiting = in_turn(_asked(said, "gone"), line, OPEN, _place, _told)
    next(waiting)
    waiting.close()
    assert len(line) == 1
    held.leave()
    assert (line.enter().wait(0), said) == (True, [])


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "busy, place 1: please ask again in about 1 s"),
        ("zh-Hant", "目前太多人同時提問，您會排在第 1 位：請約 1 秒後再問一次"),
    ],
)
def test_a_full_line_says_so_in_the_language_of_the_page_and_recovers(
    language: str, told: str
) -> None:
    line = WaitingLine(longest=0)
    held = line.enter()
    handlers = PageHandlers(FakeAnswers(), line=line)
    with in_language(language):
        *_, last = handlers.ask("When will the pilot line be ready?", handlers.blank())
        shown = Page(last["transcript"])
        assert told in shown.text()
        assert last["question"].text == "When will the pilot line be ready?"
    again = [attrs["data-example"] for _, attrs in shown.elements if "data-example" in attrs]
    assert again == ["When will the pilot line be ready?"]
    with pytest.raises(Busy):
        line.enter()  # it left nothing in it
    held.leave()
    *_, last = handlers.ask("When will the pilot line be ready?", last["chat"])
    assert last["chat"].turns[-1].answer.found


class Held(FakeAnswers):
    """Answers when it is let go on."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()

    def answer(self, question: str, **options: object) -> Answer:
        assert self.go_on.wait(PATIENCE)
        return super().answer(question, **options)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "the answer took too long and was given up; please ask again"),
        ("zh-Hant", "回答花的時間太長，已經放棄；請再問一次"),
    ],
)
def test_an_answer_that_takes_too_long_is_a_notice_in_the_language_of_the_page(
    monkeypatch: pytest.MonkeyPatch, language: str, told: str
) -> None:
    monkeypatch.setattr("pincite.qa.web.waiting.in_turn.PATIENCE", 0.1)
    answers, line = Held(), WaitingLine(longest=1)
    handlers = PageHandlers(answers, line=line)
    try:
        with in_language(language):
            *_, last = handlers.ask("When will the pilot line be ready?", handlers.blank())
            shown = Page(last["transcript"])
        assert told in shown.text()
        assert ("p", "alert") in [(tag, attrs.get("role")) for tag, attrs in shown.elements]
        again = [attrs["data-example"] for _, attrs in shown.elements if "data-example" in attrs]
        assert again == ["When will the pilot line be ready?"]
        assert last["question"].text == "When will the pilot line be ready?"
        assert last["chat"].turns[-1].answer is None
        assert len(line) == 1  # the processor is still at it
    finally:
        answers.go_on.set()
