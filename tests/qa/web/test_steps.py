"""The page tells what is happening while it answers, and shows the first places before the last."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from pincite.corpus.errors import IndexDamaged
from pincite.qa.answering.steps import Step, is_heard, tell
from pincite.qa.programs.line import WaitingLine
from pincite.qa.types import Answer, Citation
from pincite.qa.web.handlers import PageHandlers
from pincite.qa.web.rendering.turn import Chat
from pincite.qa.web.waiting.answered import View
from pincite.qa.web.waiting.telling import step_html
from pincite.qa.words import in_language
from tests.support.fake_replies import FERRY_TIME, PILOT, answered, cite
from tests.support.page_html import Page
from tests.support.patience import PATIENCE
from tests.support.web_articles import BATTERY, FERRY, NASTY
from tests.support.web_fakes import FakeAnswers

FIRST = cite(BATTERY, PILOT, "pilot line")
LAST = cite(FERRY, FERRY_TIME, "23:40")


@dataclass
class Slow(FakeAnswers):
    """Answers "NAME" with two places of which it tells the first; it goes on when it is let."""

    heard: list[bool] = field(default_factory=list)
    last: Exception | None = None

    def __post_init__(self) -> None:
        super().__init__()
        self.go_on = threading.Semaphore(0)

    def answer(self, question: str, **_: object) -> Answer:
        self.heard.append(is_heard())
        for step in (
            Step("searching", 1_284),
            Step("looking", 7, 2),
            Step("looking", 7, 3, 1, (FIRST,)),
            Step("looking", 7, 5, 1, (FIRST,)),
        ):
            tell(step)
            assert self.go_on.acquire(timeout=PATIENCE)
        if self.last is not None:
            raise self.last
        return answered(question, FIRST, LAST)


def _views(handlers: PageHandlers, slow: Slow, chat: Chat | None = None) -> Iterator[View]:
    """The views of a question; each step goes on once its view is there."""
    for view in handlers.ask("Every mention of the pilot line", chat or handlers.blank()):
        yield view
        if view.get("step"):
            slow.go_on.release()


def test_steps_are_told_in_order_and_the_first_place_before_the_last() -> None:
    slow = Slow()
    handlers = PageHandlers(slow)
    views = list(_views(handlers, slow))
    steps = [each for each in views if each.get("step")]
    assert [list(each) for each in steps] == [["step"]] * 4, "the transcript is not sent again"
    told = [each["step"] for each in steps]
    assert "Searching 1,284 articles…" in told[0]
    assert "Looked through 2 of 7 passages…" in told[1]
    assert "blockquote" not in told[1]
    assert "1 sentence found so far" in told[2]
    assert "pilot line" in told[2]
    assert "23:40" not in "".join(told)
    assert "23:40" in views[-1]["transcript"]
    assert views[-1]["step"] == ""
    [turn] = views[-1]["chat"].turns
    assert set(turn.answer.citations) == {FIRST, LAST}


def test_a_place_told_before_is_nowhere_kept_or_recalled() -> None:
    recalled: list[Answer] = []

    class Recalling(Slow):
        def conversation(self) -> Any:
            talk = super().conversation()
            talk.recall = recalled.append
            return talk

    slow = Recalling()
    handlers = PageHandlers(slow)
    for view in _views(handlers, slow):
        if view.get("step"):
            assert set(view) == {"step"}
    again = list(_views(handlers, slow, Chat(view["chat"].turns)))
    assert [len(each.citations) for each in recalled] == [2]
    assert len(again[-1]["chat"].turns) == 2


def test_sessions_hear_their_own_steps_only() -> None:
    one, other = Slow(), FakeAnswers()
    line = WaitingLine()
    first, second = PageHandlers(one, line=line), PageHandlers(other)
    asking = first.ask("Every mention of the pilot line", first.blank())
    next(asking)
    assert "step" in next(asking)
    beside = list(second.ask("When does the night ferry leave?", second.blank()))
    assert [view["step"] for view in beside if "step" in view] == [""]
    assert not is_heard()
    asking.close()
    for _ in range(4):
        one.go_on.release()


def test_who_goes_away_while_a_step_is_told_leaves_the_line_in_order() -> None:
    slow, line = Slow(), WaitingLine()
    handlers = PageHandlers(slow, line=line)
    asking = handlers.ask("Every mention of the pilot line", handlers.blank())
    next(asking)
    assert next(asking)["step"]
    asking.close()
    assert len(line) == 1, "it is answered to its end"
    for _ in range(4):
        slow.go_on.release()
    ticket = line.enter()
    assert ticket.wait(PATIENCE)
    ticket.leave()
    assert len(line) == 0


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (IndexDamaged("my-index: cut short"), "my-index: cut short"),
        (RuntimeError("a bug"), "Something went wrong inside Pincite"),
    ],
)
def test_an_error_after_a_place_was_told_is_a_notice_alone(error: Exception, says: str) -> None:
    slow = Slow(last=error)
    handlers = PageHandlers(slow)
    *_, last = _views(handlers, slow)
    assert says in last["transcript"]
    assert "pilot line will be ready" not in last["transcript"]
    assert (last["step"], last["chat"].turns[-1].answer) == ("", None)


def test_a_server_that_closes_ends_the_steps() -> None:
    slow = Slow()
    handlers = PageHandlers(slow)
    asking = handlers.ask("Every mention of the pilot line", handlers.blank())
    next(asking)
    next(asking)
    handlers.closed.set()
    *_, last = asking
    assert "took too long" in last["transcript"]
    for _ in range(4):
        slow.go_on.release()


def test_steps_are_said_in_the_language_of_the_page() -> None:
    with in_language("zh-Hant"):
        assert "正在搜尋 1,284 篇文章…" in step_html(Step("searching", 1_284))
        assert "目前找到 1 個句子" in step_html(Step("looking", 7, 3, 1, (FIRST,)))


def test_only_some_of_many_are_shown_and_all_are_counted() -> None:
    shown = step_html(Step("looking", 900, 300, 41, (FIRST, LAST)))
    assert "41 sentences found so far, the first 2" in shown
    assert shown.count("<blockquote") == 2


def test_a_place_told_before_has_no_button_and_is_escaped() -> None:
    nasty = Citation(NASTY, NASTY.body[0], NASTY.body[0], 1.0)
    shown = step_html(Step("looking", 7, 3, 1, (nasty,)))
    plain = {"p", "div", "ul", "li", "blockquote", "span"}
    assert {tag for tag, _ in Page(shown).elements} == plain
    assert "Payload 0 is" in shown
