"""Questions by style and conversations: read, judged, counted."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pincite.corpus.article import Article, Span
from pincite.corpus.errors import InputError
from pincite.qa.evaluation.styles import Styled, figures_of, outcome, read_styled
from pincite.qa.types import Answer, Citation

TEXT = "The ferry began in 1902. It cost 900 marks. A bridge was built."
ARTICLE = Article("a", "", TEXT, "a.txt", (Span(0, len(TEXT)),))
FIRST, SECOND, THIRD = Span(0, 24), Span(25, 43), Span(44, len(TEXT))


def answered(*places: Span, kind: str = "answer") -> Answer:
    cited = tuple(Citation(ARTICLE, at, at, 1.0, 0.9) for at in places)
    return Answer("?", "", 0.9, cited, (), kind=kind)


def styled(style: str, *sentences: str, every: tuple[str, ...] = ()) -> Styled:
    return Styled("?", style, sentences, (), every)


@pytest.mark.parametrize(
    ("answer", "asked", "result"),
    [
        (answered(FIRST), styled("dates", "The ferry began in 1902."), "right"),
        (answered(SECOND, FIRST), styled("dates", "The ferry began in 1902."), "wrong"),
        (answered(), styled("dates", "The ferry began in 1902."), "refused"),
        (answered(), styled("out_of_scope"), "right"),
        (answered(FIRST), styled("out_of_scope"), "wrong"),
        (answered(), styled("smalltalk"), "wrong"),
        (replace(answered(), kind="small talk"), styled("smalltalk"), "right"),
        (answered(FIRST), styled("two_in_one", "The ferry began", "It cost 900 marks"), "wrong"),
        (
            answered(FIRST, SECOND),
            styled("two_in_one", "The ferry began", "It cost 900 marks"),
            "right",
        ),
        (
            answered(FIRST),
            styled("which_list", "x", every=("ferry", "900 marks", "A bridge")),
            "wrong",
        ),
        (
            answered(FIRST, SECOND),
            styled("which_list", "x", every=("ferry", "900 marks", "A bridge")),
            "right",
        ),
        (answered(FIRST, THIRD), styled("tell_me", "x", every=("The ferry began",)), "wrong"),
        (answered(FIRST), styled("tell_me", "x", every=("The ferry began",)), "right"),
    ],
)
def test_the_right_outcome_depends_on_the_question_style(
    answer: Answer, asked: Styled, result: str
) -> None:
    assert outcome(answer, asked) == result


class Talking:
    """Answers every question by the first sentence, and notes in which conversation."""

    def __init__(self) -> None:
        self.talks: list[list[str]] = []

    def answer(self, question: str) -> Answer:
        return answered(FIRST)

    def conversation(self) -> Talking:
        self.talks.append([])
        return self

    def ask(self, question: str) -> Answer:
        self.talks[-1].append(question)
        return answered(FIRST)


def turn(question: str, leans: bool, *sentences: str) -> dict[str, object]:
    return {"question": question, "needs_context": leans, "sentences": list(sentences)}


def test_conversations_are_asked_turn_by_turn_and_counted(tmp_path: Path) -> None:
    turns = [turn("When?", False, "The ferry began"), turn("And it?", True, "It cost"),
             turn("Why?", True)]  # fmt: skip
    file = tmp_path / "talks.jsonl"
    file.write_text(json.dumps({"turns": turns}) + "\n" + json.dumps({"turns": turns[:1]}))
    told, talking = read_styled(file), Talking()
    assert told is not None
    rows = figures_of(told, talking, lambda *_: None)
    counts = {row["style"]: (row["questions"], row["right"], row["wrong"]) for row in rows}
    assert counts == {
        "turns that need none": (2, 2, 0),
        "turns that need those before": (2, 0, 2),
        "not in the articles": (1, 0, 1),
    }
    assert talking.talks[0] == ["When?", "And it?", "Why?"]


def test_other_files_are_not_styled_and_wrong_lines_are_reported(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps({"question": "When?", "answers": []}))
    assert read_styled(file) is None
    row = {"style": "dates", "question": "When?", "sentences": ["In 1902."]}
    file.write_text(json.dumps(row) + "\n" + json.dumps({**row, "sentences": "In 1902."}))
    with pytest.raises(InputError, match=r'rows.jsonl: line 2: "sentences" is a text'):
        read_styled(file)
    file.write_text(json.dumps({**row, "style": "mentions"}))
    with pytest.raises(InputError, match='no "all"'):
        read_styled(file)
