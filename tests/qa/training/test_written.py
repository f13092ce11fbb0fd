"""The articles written for training: every answer is at its marked place."""

from __future__ import annotations

import inspect
import textwrap
from collections import Counter
from pathlib import Path

import pytest

from pincite.corpus.errors import InputError
from pincite.qa.training.data import written as module
from pincite.qa.training.data.written import ARTICLES, written
from pincite.qa.training.stages.contrasts import SISTERS, TYPED_ARTICLES

_, _, _DOC = inspect.cleandoc(module.__doc__ or "").partition("answer the question.\n\n")
EXAMPLE = textwrap.dedent(_DOC)


def test_the_described_format_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{EXAMPLE}\n\n{EXAMPLE.replace('The title', 'Another')}")
    found = written(tmp_path)
    assert [each.title for each in found] == ["The title"] * 2 + ["Another"] * 2
    closed, cost = found[:2]
    assert closed.question == "How long was nobody able to cross?"
    assert closed.context == "The bridge was closed for six weeks. It carries 9,000 cars a day."
    texts = [span.of(closed.context) for span in closed.answers]
    assert texts == ["six weeks", "for six weeks"]
    assert (cost.question, cost.answers) == ("What did the repair cost?", ())
    assert len({each.id for each in found}) == 4


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("= was closed for [[six weeks]].", "= was closed for six weeks.", r"one \[\[answer\]\]"),
        ("= was closed for [[six weeks]].", "= [[seven]] weeks", "stand 0 times"),
        ("= was closed for [[six weeks]].", "= [[s]]", "stand 6 times"),
        ("- no sum is given", "", "What did the repair cost.*write one of them"),
        ("- no sum is given", "- none\n= [[The bridge]]", "write one of them"),
    ],
)
def test_malformed_articles_are_reported(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in EXAMPLE
    (tmp_path / "a.txt").write_text(EXAMPLE.replace(old, new))
    with pytest.raises(InputError, match=rf"a\.txt: .*{said}"):
        written(tmp_path)


def test_a_folder_without_articles_is_reported(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no articles.*clone"):
        written(tmp_path)


@pytest.mark.parametrize("folder", [ARTICLES, SISTERS, TYPED_ARTICLES])
def test_every_article_has_questions_of_both_kinds(folder: Path) -> None:
    found = written(folder)
    titles = [
        line
        for path in folder.glob("*.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("# ")
    ]
    answered = Counter(each.title for each in found if each.answers)
    others = Counter(each.title for each in found if not each.answers)
    assert len(titles) == len(set(titles)) == len(answered) == len(others) > 100
    assert min(answered.values()) >= 6
    assert min(others.values()) >= 5
    texts = [span.of(each.context) for each in found for span in each.answers]
    assert all(text == text.strip() and "\n" not in text for text in texts)


@pytest.mark.parametrize("folder", [ARTICLES, SISTERS, TYPED_ARTICLES])
def test_no_test_question_is_trained_on(folder: Path) -> None:
    data = Path(__file__).parents[2] / "data"
    tested = "".join(path.read_text() for path in data.rglob("*.jsonl")).lower()
    questions = [each.question.lower() for each in written(folder)]
    telling = [each for each in questions if len(each.split()) > 5]  # not equal by chance
    assert not [each for each in telling if f'"{each}"' in tested]
