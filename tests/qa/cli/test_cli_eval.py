"""``pincite eval`` as a stranger meets it, with the reader that ships."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.support.shell import Run

HARBOUR = "The harbour opened in 1999. Its keeper is Ada Berg. Boats come in summer."
LIBRARY = "The library opened in 1874. It lends books to children. Its keeper is Cy Dale."


@pytest.fixture
def run(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "200")
    return partial(run, "eval")


def lines(path: Path, *values: dict[str, Any]) -> Path:
    path.write_text("\n".join(map(json.dumps, values)), encoding="utf-8")
    return path


def asked(question: str, *answers: str, **more: str) -> dict[str, Any]:
    return {"question": question, "answers": answers, **more}


def squad(path: Path) -> Path:
    one = {"id": "q1", "question": "When did the harbour open?", "answers": [{"text": "1999"}]}
    two = {"id": "q2", "question": "Who keeps the library?", "answers": [{"text": "Cy Dale"}]}
    none = {"id": "q3", "question": "Who painted it?", "answers": [], "is_impossible": True}
    paragraphs = [
        {"context": HARBOUR, "qas": [one]},
        {"context": LIBRARY, "qas": [two, none]},
    ]
    path.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf-8")
    return path


def test_closed_then_open(run: Run, tmp_path: Path) -> None:
    path = squad(tmp_path / "dev.json")
    status, out, err = run(path)
    assert (status, err) == (0, "")
    assert "3 questions (2 answerable, 1 unanswerable), closed mode" in out
    assert "recall" not in out
    status, out, err = run(path, "--mode", "open", "--out", tmp_path / "report", "--limit", 1)
    assert (status, err) == (0, "")
    # all contexts are searched, though one question is asked
    assert "open mode over 2 articles, drawn from 3 with seed 0" in out
    assert (tmp_path / "report" / "risk-coverage.png").is_file()


def test_json_is_what_out_holds(run: Run, tmp_path: Path) -> None:
    path = squad(tmp_path / "dev.json")
    _, out, _ = run(path, "--threshold", 0, "--json", "--out", tmp_path)
    found = json.loads(out)
    assert found == json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    answers = [json.loads(line) for line in (tmp_path / "answers.jsonl").read_text().splitlines()]
    assert all(each["answered"] and each["answer"] in each["sentence"] for each in answers)
    assert found["citation_accuracy"] == sum(e["sentence_right"] for e in answers[:2]) / 2
    assert found["at_threshold"]["answered_of_answerable"] == 1
    assert found["at_threshold"]["refused_of_unanswerable"] == 0
    _, out, _ = run(path, "--threshold", 1, "--json")
    assert json.loads(out)["at_threshold"]["refused_of_unanswerable"] == 1


def test_ones_own_questions_over_ones_own_index(
    run: Run, tmp_path: Path, samples_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "When did the blaze at Notre-Dame break out?"
    path = lines(
        tmp_path / "mine.jsonl",
        asked(question, "April 15, 2019", article="notre-dame-reopening.md"),
        asked(question, "April 15, 2019", article="taiwan-rare-earth-pilot.txt"),
        asked("Who discovered penicillin?"),
    )
    monkeypatch.setenv("PINCITE_INDEX", str(samples_index))
    found = json.loads(run(path, "--json", "--limit", 3)[1])
    assert (found["mode"], found["articles"]) == ("open", 15)
    assert found["recall"]["50"] == 0.5  # the second names an article that does not say so
    assert found["drawn_from"] is None
    found = json.loads(run(path, "--json", "--limit", 2, "-i", samples_index)[1])
    assert (found["questions"], found["drawn_from"]) == (2, 3)


def test_an_index_named_is_asked_though_there_are_contexts(
    run: Run, tmp_path: Path, samples_index: Path
) -> None:
    path = lines(tmp_path / "mine.jsonl", asked("What is kept in the vault?", "x", context="x y."))
    assert json.loads(run(path, "-i", samples_index, "--json")[1])["recall"]["50"] < 1
    status, _, err = run(path, "--mode", "closed", "-i", samples_index)
    assert (status, err.count("\n")) == (2, 1)
    assert "leave one out" in err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["gone.json"], "gone.json: cannot be read"),
        (["empty.json"], "empty.json: is empty"),
        (["bad.jsonl"], 'bad.jsonl: line 2: no "answers"'),
        (["bare.jsonl"], "no index at nowhere; make one with: pincite rebuild"),
        (["bare.jsonl", "--mode", "closed"], 'bare.jsonl: line 1: no "context"'),
        (["mixed.jsonl"], 'mixed.jsonl: line 2: no "context"'),
        (["bare.jsonl", "--out", "empty.json"], "empty.json: cannot be written"),
        (["mixed.jsonl", "--mode", "closed", "--reader", "no-such/folder/here"], "no-such"),
    ],
)
def test_errors_are_one_line_with_the_next_step(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PINCITE_INDEX", "nowhere")
    Path("empty.json").touch()
    lines(Path("bad.jsonl"), asked("When?"), {"question": "Who?"})
    lines(Path("bare.jsonl"), asked("When?"))
    lines(Path("mixed.jsonl"), asked("When?", context=HARBOUR), asked("Who?"))
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("pincite: ")
    assert err.count("\n") == 1
    assert says in err


def test_wrong_usage_is_status_2(run: Run, tmp_path: Path) -> None:
    path = squad(tmp_path / "dev.json")
    for arguments in ([], [path, "--mode", "ajar"], [path, "--limit", 0], [path, "--threshold", 2]):
        status, _, err = run(*arguments)
        assert status == 2
        assert "Traceback" not in err
