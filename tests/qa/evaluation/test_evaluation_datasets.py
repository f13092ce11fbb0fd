"""Files of questions: each format is read, and each fault is reported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pincite.corpus.errors import InputError
from pincite.qa.evaluation.datasets import read_questions, sampled

CONTEXT = "The harbour opened in 1999. Its keeper is Ada Berg."
SQUAD = {
    "version": "v2.0",
    "data": [
        {
            "title": "The_harbour",
            "paragraphs": [
                {
                    "context": CONTEXT,
                    "qas": [
                        {
                            "id": "q1",
                            "question": " When did the\nharbour open? ",
                            "answers": [
                                {"text": "1999", "answer_start": 22},
                                {"text": "in 1999", "answer_start": 19},
                                {"text": "1999", "answer_start": 22},
                            ],
                        },
                        {
                            "id": "q2",
                            "question": "Who built it?",
                            "answers": [],
                            "plausible_answers": [{"text": "Ada Berg", "answer_start": 42}],
                            "is_impossible": True,
                        },
                    ],
                }
            ],
        }
    ],
}
LINE = {"question": "When did it open?", "answers": ["1999"]}


def write(path: Path, *lines: Any) -> Path:
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("indent", [None, 2])
def test_squad_files_are_read(tmp_path: Path, indent: int | None) -> None:
    path = tmp_path / "dev.json"
    path.write_text(json.dumps(SQUAD, indent=indent), encoding="utf-8")
    first, second = read_questions(path)
    assert first.question == "When did the harbour open?"
    assert first.answers == ("1999", "in 1999")
    assert (first.context, first.title, first.article) == (CONTEXT, "The harbour", None)
    assert first.place == f"{path}: question q1"
    assert (second.question, second.answers) == ("Who built it?", ())


def test_json_lines_files_are_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    full = {**LINE, "article": "a.txt", "context": CONTEXT, "sentence": "is ignored", "id": 7}
    path.write_text(
        f"\ufeff{json.dumps(LINE)}\r\n\n{json.dumps(full)}\n"
        '{"question": "Who?\u2028", "answers": [], "context": null}',
        encoding="utf-8",
    )
    bare, whole, none = read_questions(path)
    assert (bare.answers, bare.context, bare.article) == (("1999",), None, None)
    assert (whole.context, whole.article, whole.place) == (CONTEXT, "a.txt", f"{path}: line 3")
    assert (none.question, none.answers) == ("Who?", ())


def test_single_objects_are_read_on_one_or_several_lines(tmp_path: Path) -> None:
    assert len(read_questions(write(tmp_path / "one.jsonl", LINE))) == 1
    (tmp_path / "wide.json").write_text(json.dumps(LINE, indent=2), encoding="utf-8")
    assert read_questions(tmp_path / "wide.json")[0].answers == ("1999",)


def test_a_lone_surrogate_becomes_a_question_mark(tmp_path: Path) -> None:
    path = write(tmp_path / "odd.jsonl", {**LINE, "context": "a \ud800 b"})
    assert read_questions(path)[0].context == "a ? b"


def squad_with(**changes: Any) -> dict[str, Any]:
    """One question, some of it changed."""
    asked = {"id": "q1", "question": "When?", "answers": [{"text": "1999"}], **changes}
    return {"data": [{"paragraphs": [{"context": CONTEXT, "qas": [asked]}]}]}


def test_impossible_questions_have_no_answers(tmp_path: Path) -> None:
    for impossible, answers in ((True, ()), (False, ("1999",))):
        path = write(tmp_path / "dev.json", squad_with(is_impossible=impossible))
        assert read_questions(path)[0].answers == answers


BROKEN: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "blank": (b"\n  \n", "is empty"),
    "prose": (b"When did it open?\n", "line 1: not JSON"),
    "cut short": (json.dumps(SQUAD).encode()[:-20], "line 1: not JSON"),
    "second line": (json.dumps(LINE).encode() + b"\n{oops}\n", "line 2: not JSON"),
    "array": (json.dumps([LINE]).encode(), "a JSON array"),
    "number": (b"7", "line 1: a number"),
    "null line": (b'{"question": "x", "answers": []}\nnull', "line 2: null; expected SQuAD"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\xff", "not UTF-8 text (byte 0)"),
    "deep": (b"[" * 100_000, "nested too deeply"),
    "no question": (b'{"answers": []}', 'line 1: no "question"'),
    "no answers": (b'{"question": "When?"}', 'line 1: no "answers"'),
    "answers a text": (b'{"question": "When?", "answers": "1999"}', '"answers" is a text'),
    "answers numbers": (b'{"question": "When?", "answers": [1999]}', "something else than texts"),
    "answers blank": (b'{"question": "When?", "answers": [" "]}', "leave it empty where none is"),
    "question a list": (b'{"question": ["When?"], "answers": []}', '"question" is a list'),
    "question blank": (b'{"question": " ", "answers": []}', '"question" is empty'),
    "question of signs": (b'{"question": "?!", "answers": []}', "expected one with a word in it"),
    "question endless": (
        json.dumps({"question": "x" * 3000, "answers": []}).encode(),
        "3,000 characters",
    ),
    "context a number": (
        b'{"question": "When?", "answers": [], "context": 3}',
        '"context" is a number',
    ),
    "article a list": (b'{"question": "x", "answers": [], "article": []}', '"article" is a list'),
    "data an object": (b'{"data": {}}', '"data" is an object; expected a list'),
    "data empty": (b'{"data": []}', "holds no question"),
    "no paragraphs": (b'{"data": [{"title": "x"}]}', 'data[0]: no "paragraphs"'),
    "article a text": (b'{"data": ["x"]}', "data[0]: a text; expected an object"),
    "no context": (
        b'{"data": [{"paragraphs": [{"qas": []}]}]}',
        'data[0].paragraphs[0]: no "context"',
    ),
    "no qas": (b'{"data": [{"paragraphs": [{"context": "x"}]}]}', 'no "qas"'),
    "qas holds null": (
        b'{"data": [{"paragraphs": [{"context": "x", "qas": [null]}]}]}',
        "data[0].paragraphs[0].qas[0]: null",
    ),
    "squad question": (json.dumps(squad_with(question=None)).encode(), "question q1: "),
    "squad answers": (json.dumps(squad_with(answers={})).encode(), '"answers" is an object'),
    "squad answer": (
        json.dumps(squad_with(answers=["1999"])).encode(),
        "question q1, answers[0]: a text",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_reported_with_its_fault(tmp_path: Path, name: str) -> None:
    data, says = BROKEN[name]
    path = tmp_path / "questions.json"
    path.write_bytes(data)
    with pytest.raises(InputError) as error:
        read_questions(path)
    message = str(error.value)
    assert message.startswith(f"{path}: ")
    assert says in message
    assert "\n" not in message
    assert "pincite eval --help" in message


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.json", tmp_path):
        with pytest.raises(InputError, match="cannot be read") as error:
            read_questions(path)
        assert str(path) in str(error.value)


def test_a_sample_drawn_with_the_same_seed_is_the_same(tmp_path: Path) -> None:
    lines = [{"question": f"Question {n}?", "answers": []} for n in range(50)]
    asked = read_questions(write(tmp_path / "many.jsonl", *lines))
    drawn = sampled(asked, 10, seed=1)
    assert drawn == sampled(asked, 10, seed=1)
    assert drawn != sampled(asked, 10, seed=2)
    assert len(drawn) == 10
    assert [each for each in asked if each in drawn] == drawn
    assert sampled(asked, 50, 1) == sampled(asked, None, 1) == asked
    with pytest.raises(InputError, match="limit of 0"):
        sampled(asked, 0, 1)
