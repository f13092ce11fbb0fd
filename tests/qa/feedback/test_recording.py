"""Feedback on answers is stored whole, read by eval, and survives a crash."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pincite.corpus.errors import InputError
from pincite.index.retrieval.filter import Filter, Scope
from pincite.qa.carrying.export import export
from pincite.qa.evaluation.datasets import read_questions
from pincite.qa.feedback.recording import Verdict, feedback_file, record_feedback
from pincite.qa.feedback.replaying import State, replayed
from pincite.qa.feedback.saved import read_saved
from pincite.qa.types import Answer
from tests.support.fake_replies import (
    FERRY_TIME,
    answered,
    cite,
    no_answer,
    pilot_answer,
    quay_answer,
    rent_answer,
)
from tests.support.web_articles import FERRY


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_the_feedback_file_is_next_to_the_index(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert feedback_file(index) == index.parent / "index.feedback.jsonl"
    monkeypatch.setenv("PINCITE_INDEX", str(index))
    assert feedback_file() == feedback_file(index)


def test_feedback_becomes_labelled_questions(index: Path) -> None:
    for answer, verdict in (
        (pilot_answer("When is it ready?"), "right"),
        (no_answer("Mars?"), "right"),
        (rent_answer("What is the rent?"), "wrong"),
        (quay_answer("Why by barge?"), "wrong-evidence"),
        (no_answer("How many?"), "note"),
    ):
        path = record_feedback(answer, verdict, note="a\nnote", index=index)  # type: ignore[arg-type]
    record_feedback(no_answer("Who?"), "wrong", answers=["Ann", "Ann Roe"], index=index)
    record_feedback(rent_answer("Where?"), "wrong", answers=[], index=index)
    asked = {each.question: each for each in read_questions(path)}
    assert {name: each.answers for name, each in asked.items()} == {
        "When is it ready?": ("the first week of October 2026",),
        "Mars?": (),
        "Why by barge?": (quay_answer("").citations[0].text.replace("\n", " "),),
        "Who?": ("Ann", "Ann Roe"),
        "Where?": (),
    }
    assert asked["When is it ready?"].article == pilot_answer("").citations[0].article.id
    assert asked["Why by barge?"].article is None


def test_the_latest_feedback_on_a_question_counts(index: Path) -> None:
    record_feedback(pilot_answer("Q?"), "right", index=index)
    record_feedback(pilot_answer("Q?"), "wrong", answers=["May"], index=index)
    path = record_feedback(pilot_answer("Q?"), "note", note="hm", index=index)
    assert [each.answers for each in read_questions(path)] == [("May",)]
    record_feedback(pilot_answer("Q?"), "wrong", index=index)
    with pytest.raises(InputError, match="holds no question"):
        read_questions(path)


def test_a_list_marked_right_keeps_all_its_answers(index: Path) -> None:
    path = record_feedback(replace(rent_answer("Rents?"), kind="list"), "right", index=index)
    assert len(read_questions(path)[0].answers) == 2


def test_a_truncated_line_does_not_damage_others(index: Path) -> None:
    path = record_feedback(pilot_answer("First?"), "right", index=index)
    with path.open("ab") as file:
        file.write(b'{"pincite_feed')
    record_feedback(pilot_answer("Second?"), "right", index=index)
    lines = path.read_text(encoding="utf-8").split("\n")
    assert [json.loads(line)["question"] for line in (lines[0], lines[2])] == ["First?", "Second?"]
    with pytest.raises(InputError, match="line 2"):
        read_questions(path)


@pytest.mark.parametrize(
    ("verdict", "answers"), [("fine", None), ("wrong", [" "]), ("wrong", "a text")]
)
def test_invalid_verdicts_are_refused(index: Path, verdict: Verdict, answers: list[str]) -> None:
    with pytest.raises(InputError, match="expected"):
        record_feedback(pilot_answer("Q?"), verdict, answers=answers, index=index)
    assert not feedback_file(index).exists()


def test_an_unwritable_feedback_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="not written"):
        record_feedback(pilot_answer("Q?"), "right", index=tmp_path / "file" / "index")


# -- asked again -----------------------------------------------------------------------------------


class Again:
    """A fake Answerer with given answers."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = {each.question: each for each in answers}
        self.asked: list[object] = []

    def ask(self, queries, as_=None, *, dates=True):  # type: ignore[no-untyped-def]
        self.asked += [(query.text, query.filter, as_) for query in queries]
        return [self.answers[query.text] for query in queries]


FERRY_ANSWER = answered("Q?", cite(FERRY, FERRY_TIME, "23:40"))
MOVED = answered(
    "Q?", cite(replace(FERRY, text=f"New. {FERRY.text}", body=(), sections=()), FERRY_TIME, "23:40")
)
ELSEWHERE = answered("Q?", cite(replace(FERRY, id="b.txt"), FERRY_TIME, "23:40"))


@pytest.mark.parametrize(
    ("before", "after", "state"),
    [
        (FERRY_ANSWER, FERRY_ANSWER, "same"),
        (FERRY_ANSWER, MOVED, "same"),
        (FERRY_ANSWER, ELSEWHERE, "elsewhere"),
        (FERRY_ANSWER, answered("Q?", cite(FERRY, FERRY_TIME, "05:15")), "changed"),
        (FERRY_ANSWER, no_answer("Q?"), "lost"),
        (no_answer("Q?"), FERRY_ANSWER, "found"),
        (no_answer("Q?"), no_answer("Q?"), "same"),
    ],
)
def test_replay_reports_how_an_answer_changed(
    index: Path, before: Answer, after: Answer, state: State
) -> None:
    saved = read_saved(record_feedback(before, "right", index=index))
    [found] = replayed(saved, Again(after))
    assert (found.state, found.saved.verdict, found.answer) == (state, "right", after)


def test_replay_repeats_filter_form_and_resolved_question(index: Path) -> None:
    scope = Scope(Filter.of("2021", source="bbc"), 1, 2)
    path = record_feedback(replace(FERRY_ANSWER, scope=scope), "note", form="list", index=index)
    leaning = replace(FERRY_ANSWER, question="and then?", resolved="and then, in Oslo?")
    record_feedback(leaning, "note", index=index)
    again = Again(FERRY_ANSWER, replace(FERRY_ANSWER, question="and then, in Oslo?"))
    assert [each.state for each in replayed(read_saved(path), again)] == ["same", "same"]
    assert again.asked == [
        ("Q?", scope.filter, "list"), ("and then, in Oslo?", Filter(), None),
    ]  # fmt: skip


def test_exports_and_printed_answers_can_be_replayed(tmp_path: Path) -> None:
    scope = Scope(Filter.of("2021"), 1, 2)
    answers = [replace(FERRY_ANSWER, scope=scope), no_answer("Mars?")]
    export(answers, tmp_path / "chat.json")
    (tmp_path / "ask.json").write_text(json.dumps(answers[0].to_dict()), encoding="utf-8")
    (tmp_path / "lines.jsonl").write_text(
        "".join(f"{json.dumps(each.to_dict())}\n" for each in answers), encoding="utf-8"
    )
    again = Again(*answers)
    for name, count in (("chat.json", 2), ("ask.json", 1), ("lines.jsonl", 2)):
        found = list(replayed(read_saved(tmp_path / name), again))
        assert [each.state for each in found] == ["same"] * count
        assert found[0].saved.query.filter == scope.filter


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "holds no question"),
        ("hello", "line 1: no question that Pincite saved"),
        ("{}", "no question that Pincite saved"),
        ("[]", "no question that Pincite saved"),
        ('{"pincite_export": 1, "answers": 3}', "no question that Pincite saved"),
        ('{"pincite_feedback": 1, "answer": {"question": ""}}', "no question"),
        ("[" * 100_000, "no question that Pincite saved"),
    ],
)
def test_files_without_saved_questions_are_refused(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says) as caught:
        read_saved(tmp_path / "a.json")
    assert "\n" not in str(caught.value)


def test_no_feedback_yet_names_the_next_step(index: Path) -> None:
    with pytest.raises(InputError, match="pincite feedback right QUESTION"):
        read_saved(feedback_file(index))
