"""A conversation in the shell, over standard input."""

from __future__ import annotations

import io

import pytest

from pincite.qa.cli.talking import talk
from pincite.qa.conversation.conversation import Conversation
from pincite.qa.types import Answer


class Echo:
    """An Answerer that finds nothing, and says what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def ask(self, queries, as_=None, *, dates=True):  # type: ignore[no-untyped-def]
        self.asked += [query.text for query in queries]
        return [Answer(q.text, "", 0.1, (), (), asked=(q.text,)) for q in queries]

    def ask_among(self, queries, favoured, standing, shared=1, also=""):  # type: ignore[no-untyped-def]
        return self.ask(queries)

    def helped(self, answer):  # type: ignore[no-untyped-def]
        return answer

    def words_like(self, word, n):  # type: ignore[no-untyped-def]
        return [(word, 1)]

    def article(self, id_):  # type: ignore[no-untyped-def]
        return None


def _said(lines: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Echo, Conversation]:
    echo = Echo()
    conversation = Conversation(echo)
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    talk(conversation)
    return echo, conversation


def test_each_line_is_asked_until_the_input_ends(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    echo, conversation = _said("Who built the Osk Bridge?\n\n  \nand the mill?\n", monkeypatch)
    assert echo.asked[0] == "Who built the Osk Bridge?"
    assert any("mill" in each and "who built" in each.lower() for each in echo.asked[1:])
    assert len(conversation.turns) == 2
    out = capsys.readouterr().out
    assert out.count("Not found") == 2
    assert "> " not in out


def test_new_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    echo, conversation = _said("Who built the Osk Bridge?\n/new\nhow old is he?\n", monkeypatch)
    assert echo.asked == ["Who built the Osk Bridge?"]
    assert [turn.answer.kind for turn in conversation.turns] == ["which"]


def test_a_bad_line_is_told_and_the_next_one_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    echo, _ = _said("x" * 3_000 + "\nWho built the Osk Bridge?\n", monkeypatch)
    assert echo.asked == ["Who built the Osk Bridge?"]
    assert "pincite: the question has 3,000 characters" in capsys.readouterr().out
