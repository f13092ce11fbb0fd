"""Questions that refer to texts stored with the data, checked against these texts."""

import json
from pathlib import Path
from typing import Any

import pytest

from pincite.corpus.errors import InputError
from pincite.qa.training.data.news import news

TEXTS = [("One", "It rained.\u2028Much."), ("Two", "Anna Berg won in 1932.")]
ASKED: dict[str, Any] = {
    "text_file": "t.jsonl", "text_line": 2, "title": "Two", "question": "Who  won?",
    "answerable": True, "answer": "Anna Berg", "start": 0, "end": 9,
}  # fmt: skip
NOT = ASKED | {"question": "Who lost?", "answerable": False, "answer": None, "start": None}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "texts").mkdir()
    lines = (json.dumps({"title": a, "text": b}, ensure_ascii=False) for a, b in TEXTS)
    (tmp_path / "texts" / "t.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def written(folder: Path, *asked: dict[str, Any]) -> Path:
    place = folder / "questions"
    place.mkdir()
    (place / "a.jsonl").write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")
    return place


def test_questions_are_loaded_with_their_texts(folder: Path) -> None:
    one, two = news(folder, written(folder, ASKED, NOT))
    assert (one.question, one.title, one.context) == ("Who won?", *TEXTS[1])
    assert [span.of(one.context) for span in one.answers] == ["Anna Berg"]
    assert (two.answers, two.context) == ((), TEXTS[1][1])
    assert one.id != two.id


@pytest.mark.parametrize(
    "other", [{"title": "One"}, {"answer": "Berg"}, {"text_line": 3}, {"text_line": 0}]
)
def test_texts_of_another_version_are_reported(folder: Path, other: dict[str, Any]) -> None:
    place = written(folder, ASKED | other)
    with pytest.raises(InputError, match=r"t\.jsonl: line \d.*a\.jsonl:1.*another version"):
        news(folder, place)


def test_missing_texts_are_reported(folder: Path) -> None:
    with pytest.raises(InputError, match=r"other\.jsonl.*No such file"):
        news(folder, written(folder, ASKED | {"text_file": "other.jsonl"}))
