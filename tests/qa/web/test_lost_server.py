"""A server that is lost: the turn is one clear line, and what the page showed stays."""

from __future__ import annotations

from typing import Any

import pytest

from pincite.corpus.errors import IndexFault
from pincite.qa.web.handlers import PageHandlers
from tests.support.fake_replies import PILOT
from tests.support.web_fakes import FakeAnswers, FakeArticles

ASKED = "When will the pilot line be ready?"
LOST = (
    "milvus://news.example:19530/archive does not answer (server unavailable: connection refused); "
    "see that Milvus runs there and can be reached, then ask again"
)


class Losable(FakeArticles):
    """Articles on a server that can be lost."""

    lost = False

    def __getattribute__(self, name: str) -> Any:
        lost = object.__getattribute__(self, "lost")
        if lost and name in ("summary", "search", "article", "described", "holding"):
            raise IndexFault(LOST)
        return super().__getattribute__(name)


class Served(FakeAnswers):
    """Answers that look into the articles, as the real ones do."""

    def __init__(self) -> None:
        self.retriever = Losable()

    def answer(self, question: str, **options: object) -> Any:
        self.retriever.search([], 10)
        return super().answer(question, **options)


@pytest.fixture
def served() -> Served:
    return Served()


def asked(handlers: PageHandlers, question: str, chat: Any) -> dict[str, Any]:
    *_, view = handlers.ask(question, chat)
    return view


def test_the_last_answers_stay(served: Served) -> None:
    handlers = PageHandlers(served)
    before = asked(handlers, ASKED, handlers.open(handlers.blank())["chat"])
    assert PILOT in before["transcript"]
    served.retriever.lost = True
    view = asked(handlers, "How much is the rent?", before["chat"])
    first, second = view["chat"].turns
    assert first == before["chat"].turns[0]
    assert (second.answer, second.notice, second.again) == (None, LOST, False)
    assert PILOT in view["transcript"]
    assert view["transcript"].count(LOST) == 1
    assert "source" not in view, "the source that is shown stays too"
    assert view["question"].text == "How much is the rent?", "it can be asked again"
    assert handlers.ready(view["chat"]).keys() == {"question"}
    assert handlers.refresh(view["chat"]) == {}
    shown = handlers.show(view["chat"], {"turn": 1, "kind": "cite", "index": 0})
    assert "source" in shown

    served.retriever.lost = False
    again = asked(handlers, "How much is the rent?", view["chat"])
    assert [turn.notice for turn in again["chat"].turns] == ["", LOST, ""]
    assert again["chat"].turns[2].answer is not None


def test_a_server_that_is_lost_before_the_first_question_is_one_line(served: Served) -> None:
    handlers = PageHandlers(served)
    chat = handlers.open(handlers.blank())["chat"]
    served.retriever.lost = True
    view = asked(handlers, ASKED, chat)
    [turn] = view["chat"].turns
    assert turn.notice == LOST
    assert LOST in view["transcript"]
