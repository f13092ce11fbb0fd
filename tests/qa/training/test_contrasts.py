"""Contrast sets: questions that look answered and are not, beside those that are."""

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from pincite.corpus.article import Span
from pincite.qa.training.data.datasets import ASKED, BESIDE, Example
from pincite.qa.training.data.news import SOURCE as NEWS
from pincite.qa.training.data.written import SOURCE as WRITTEN
from pincite.qa.training.data.written import written
from pincite.qa.training.stages.contrasts import (
    CONTRASTS,
    SISTERS,
    TYPED_NEWS,
    Rehearsal,
    balanced,
    contrasts,
)
from tests.support.toys import ToyEncoder

ENCODER = ToyEncoder(max_tokens=120)
NONE_AGAIN = Rehearsal(0, 0, 0, 0, 0)
TRAIN: dict[str, list[Example]] = {ASKED[0]: [], BESIDE: [], NEWS: [], WRITTEN: []}


def report(year: int, visitors: str) -> str:
    return f"In {year} the museum of Arbel had {visitors} visitors. It is shut on Mondays."


def asked(year: int, of: int, visitors: str | None) -> Example:
    """A question on the visitors of one year, asked of the report on another year."""
    context = report(of, "4,100" if of == 2021 else "5,200")
    start = context.index(visitors) if visitors else 0
    answers = (Span(start, start + len(visitors)),) if visitors else ()
    question = f"How many visitors did the museum of Arbel have in {year}?"
    return Example(f"{year}/{of}", WRITTEN, question, context, answers, title=f"Report {of}")


def test_answers_of_sister_texts_appear_only_as_negatives(tmp_path: Path) -> None:
    new = [asked(2021, 2021, "4,100"), asked(2023, 2021, None), asked(2023, 2023, "5,200")]
    shown = contrasts(new, NONE_AGAIN, TRAIN, ENCODER, 3, tmp_path, told_elsewhere=True)
    assert shown.rows == []
    found = {
        (
            next(y for y in ("2021", "2023") if y in c.rows[0].question),
            bool(c.rows[0].answers),
        ): c.rows
        for c in shown.choices
    }
    for year, telling, other in (("2021", "4,100", "5,200"), ("2023", "5,200", "4,100")):
        first, *others = found[year, True]
        assert [a.of(first.text) for a in first.answers] == [telling]
        assert any(other in row.text and not row.answers for row in others)
    (alone,) = found["2023", False]
    assert "4,100" in alone.text
    assert not alone.answers


def test_the_question_word_does_not_reveal_answerability() -> None:
    draw = random.Random(0)
    context = "The ferry carries 40 cars."
    answer = (Span(18, 20),)
    found = [
        Example(str(n), "toy", f"{how} the ferry {n}?", context, answer if n % 5 == 0 else ())
        for n in range(100)
        for how in ("How many cars has", "When did")
    ]
    kept = balanced(found, draw)
    assert sum(bool(each.answers) for each in kept) == 40
    for how in ("How", "When"):
        none = [e for e in kept if e.question.startswith(how) and not e.answers]
        assert 20 <= len(none) <= 1.25 * 21


@pytest.mark.parametrize("folder", [CONTRASTS, TYPED_NEWS])
def test_every_line_refers_to_a_text_and_names_its_near_miss(folder: Path) -> None:
    paths = sorted(folder.rglob("*.jsonl"))
    assert paths
    lines = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    for each in lines:
        assert each["question"].strip() == each["question"] != ""
        assert each["text_line"] > 0
        if each["answerable"]:
            assert each["end"] - each["start"] == len(each["answer"]) > 0
        else:
            assert each["near"]
    repeated = Counter((e["text_file"], e["text_line"], e["question"]) for e in lines)
    assert set(repeated.values()) == {1}
    share = sum(each["answerable"] for each in lines) / len(lines)
    assert 0.4 < share < 0.55


def test_every_sister_text_has_answerable_and_unanswerable_questions() -> None:
    kinds: dict[str, set[bool]] = {}
    for each in written(SISTERS):
        kinds.setdefault(each.title, set()).add(bool(each.answers))
    assert set(map(frozenset, kinds.values())) == {frozenset((True, False))}
