"""The training data: two shapes in, checked examples out."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from pincite.corpus.errors import InputError
from pincite.qa.training.data import datasets
from pincite.qa.training.data.datasets import BESIDE, Example, check, examples
from pincite.qa.training.data.drawing import kept_for_development

CONTEXT = "The bridge opened in 1932. It took eight years."


def squad(folder: Path, *asked: dict[str, Any]) -> None:
    paragraphs = [
        {"context": CONTEXT, "qas": [{"id": str(n), **each} for n, each in enumerate(asked)]}
    ]
    (folder / "covidqa.json").write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}))


def answer(text: str, start: int | None = None) -> dict[str, Any]:
    return {"text": text, "answer_start": CONTEXT.index(text) if start is None else start}


def test_squad_answers_of_all_annotators_are_kept_once(tmp_path: Path) -> None:
    given = [answer("1932"), answer("in 1932"), answer("1932")]
    squad(tmp_path, {"question": " When \n did it open?", "answers": given})
    (found,) = examples(tmp_path, "covidqa")
    assert (found.question, found.source, found.id) == ("When did it open?", "covidqa", "0")
    assert [span.of(CONTEXT) for span in found.answers] == ["1932", "in 1932"]


def test_white_space_is_trimmed_from_answers(tmp_path: Path) -> None:
    squad(tmp_path, {"question": "When?", "answers": [answer(" 1932")]})
    assert [s.of(CONTEXT) for s in examples(tmp_path, "covidqa")[0].answers] == ["1932"]


@pytest.mark.parametrize(
    "asked",
    [
        {"question": "When?", "answers": [answer("1932", 3)]},
        {"question": "?!", "answers": [answer("1932")]},
        {"question": "When?", "answers": [answer(".")]},
        {"question": "When?", "answers": []},
    ],
)
def test_unusable_questions_are_left_out(tmp_path: Path, asked: dict[str, Any]) -> None:
    squad(tmp_path, asked, {"question": "When?", "answers": [answer("1932")]})
    assert [found.id for found in examples(tmp_path, "covidqa")] == ["1"]


def test_json_lines_files_are_read(tmp_path: Path) -> None:
    row = {"context": CONTEXT, "question": "How long?", "start": 35, "answer": "eight years"}
    row["start"] = CONTEXT.index("eight years")
    (tmp_path / "qamr.jsonl").write_text(json.dumps(row) + "\n")
    (found,) = examples(tmp_path, "qamr")
    assert found.answers[0].of(found.context) == "eight years"
    assert found.place is None


def test_a_single_sentence_keeps_its_position(tmp_path: Path) -> None:
    row = {"context": CONTEXT, "question": "When?", "start": 21, "answer": "1932"}
    (tmp_path / "qamr.jsonl").write_text(json.dumps(row | {"sentence_id": "Wiki:news:16:90:8"}))
    (found,) = examples(tmp_path, "qamr")
    assert found.place == ("Wiki:news:16", 90, 8)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"data": [{}]}', '{"data": 3}'])
def test_malformed_files_are_reported(tmp_path: Path, content: str) -> None:
    (tmp_path / "covidqa.json").write_text(content)
    with pytest.raises(InputError, match="covidqa"):
        examples(tmp_path, "covidqa")


def test_missing_files_are_reported(tmp_path: Path) -> None:
    for source in ("covidqa", "qamr"):
        with pytest.raises(InputError, match=source):
            examples(tmp_path, source)


def test_human_written_unanswerable_questions_have_no_answers(tmp_path: Path) -> None:
    row = {"context": CONTEXT, "question": "When did it close?", "start": -1, "answer": ""}
    row["title"] = "The_Bridge"
    (tmp_path / f"{BESIDE}.jsonl").write_text(json.dumps(row))
    (found,) = examples(tmp_path, BESIDE)
    assert (found.answers, found.title) == ((), "The Bridge")
    row["title"] = ""
    (tmp_path / "squad_train_subset.jsonl").write_text(json.dumps(row))
    assert examples(tmp_path, "squad_train_subset") == []


def test_paragraphs_of_one_article_are_in_the_same_split() -> None:
    def kept(title: str, context: str) -> bool:
        return kept_for_development(Example("1", BESIDE, "?", context, (), title=title))

    for title in ("A", "B", "C", "Solar energy"):
        assert len({kept(title, str(n)) for n in range(99)}) == 1
    assert len({kept("", str(n)) for n in range(99)}) == 2


def test_missing_and_changed_files_are_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = hashlib.sha256(b"one").hexdigest()[:16]
    monkeypatch.setattr(datasets, "VERSIONS", {"a.json": digest, "b.json": digest})
    (tmp_path / "a.json").write_bytes(b"one")
    with pytest.raises(InputError, match=r": b\.json missing; .*--data") as caught:
        check(tmp_path)
    assert "\n" not in str(caught.value)
    (tmp_path / "b.json").write_bytes(b"two")
    with pytest.raises(InputError, match=r": b\.json of another version"):
        check(tmp_path)
    (tmp_path / "b.json").write_bytes(b"one")
    check(tmp_path)
