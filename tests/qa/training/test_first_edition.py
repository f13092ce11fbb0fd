"""The training recipe on toy files: training rows, development rows, and reproducibility."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pincite.index.engines.encoder import SentenceEncoder
from pincite.qa.reading.reader import opening
from pincite.qa.training.data.datasets import LINES, SQUAD, examples
from pincite.qa.training.data.drawing import kept_for_development
from pincite.qa.training.data.written import ARTICLES, written
from pincite.qa.training.stages.first_edition import Recipe, Stages, build
from tests.support.encoders import Remembering
from tests.support.toys import report

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every file of the data, with questions on the toy reports."""
    place = tmp_path_factory.mktemp("data")
    for part, source in enumerate(SQUAD):
        (place / f"{source}.json").write_text(json.dumps({"data": [squad(part)]}))
    for part, source in enumerate(LINES, start=len(SQUAD)):
        lines = (json.dumps(row(number)) for number in range(part * 40, part * 40 + 40))
        (place / f"{source}.jsonl").write_text("\n".join(lines))
    return place


def squad(part: int) -> dict[str, Any]:
    paragraphs = []
    for number in range(part * 40, part * 40 + 40):
        one = row(number)
        answers = [{"text": one["answer"], "answer_start": one["start"]}]
        asked = {"id": str(number), "question": one["question"], "answers": answers}
        paragraphs.append({"context": one["context"], "qas": [asked]})
    return {"title": "toy", "paragraphs": paragraphs}


def row(number: int) -> dict[str, Any]:
    context = f"{report(number, number + 11)} {report(number + 1, number + 12)}"
    answer = f"{number + 11} thousand guests"
    question = f"Why were there, by Anna's count in {1900 + number}, so many guests?"
    start = context.index(answer)
    # in twos of one article, some alone
    place = f"Toy:{number // 2}:0:{number}" if number % 40 else f"Toy:alone {number}:0:0"
    asked = {"context": context, "question": question, "start": start, "answer": answer}
    return asked | {"sentence_id": place}


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few of the articles written for training."""
    place = tmp_path_factory.mktemp("articles")
    for path in sorted(ARTICLES.glob("*.txt"))[::16]:
        shutil.copy(path, place)
    return place


@pytest.fixture(scope="module")
def remembering(encoder: SentenceEncoder) -> Remembering:
    return Remembering(encoder)


@pytest.fixture(scope="module")
def recipe(folder: Path, articles: Path, remembering: Remembering) -> Recipe:
    return build(folder, remembering, articles=articles)


def test_development_questions_are_not_trained_on(folder: Path, recipe: Recipe) -> None:
    found = [each for source in (*SQUAD, *LINES) for each in examples(folder, source)]
    held = [each for each in found if kept_for_development(each)]
    assert 0 < len(held) < len(found) / 3
    trained = [row for stage in (*recipe.public, *recipe.stages) for row in stage]
    questions = {each.question for each in held}
    # an altered question may by chance equal another one
    assert not questions & {row.question for row in trained if "altered" not in row.kind}
    for context in {each.context for each in held}:
        assert not any(context in row.text for row in trained)


def test_every_stage_has_rows_and_the_last_has_unanswerable_ones(recipe: Recipe) -> None:
    assert len(recipe.stages) == 3
    assert all(row.answers for row in recipe.stages[0])
    assert any(row.answers for row in recipe.stages[1])
    assert any(row.answers for row in recipe.stages[2])
    assert any(not row.answers for row in recipe.stages[2])
    shared = {"whole", "cut", "joined", "answer removed", "near miss"}
    assert shared | {"gathered"} <= _kinds(recipe.stages)
    assert shared | {"question altered"} <= _kinds(recipe.public)
    assert "question altered" not in _kinds(recipe.stages)


def _kinds(stages: Stages) -> set[str]:
    return {row.kind.partition(" ")[2] for stage in stages for row in stage}


def test_the_first_model_uses_only_public_data(recipe: Recipe) -> None:
    assert len(recipe.public) == 3
    assert recipe.public[0] == recipe.stages[0]
    sources = {row.kind.partition(" ")[0] for stage in recipe.public for row in stage}
    assert sources == {*SQUAD, *LINES}


def test_rows_marked_unanswerable_do_not_contain_the_answer(folder: Path, recipe: Recipe) -> None:
    gold = {
        each.question: each.answers[0].of(each.context)
        for source in (*SQUAD, *LINES)
        for each in examples(folder, source)
    }
    for rows in (*recipe.public, *recipe.stages):
        for row in rows:
            if "altered" in row.kind:
                assert not row.answers
            elif row.question not in gold:
                assert row.kind.startswith("written")
            elif row.answers:
                assert row.answers[0].of(row.text) == gold[row.question]
            else:
                assert gold[row.question] not in row.text


def test_articles_written_for_training_are_read_with_their_titles(
    folder: Path, articles: Path, recipe: Recipe
) -> None:
    rows = [row for stage in recipe.stages for row in stage if row.kind.startswith("written")]
    assert {row.kind for row in rows} == {"written cut", "written near miss"}
    openings = tuple(opening(each.title) for each in written(articles))
    far = [row for row in rows if not row.text.startswith(openings)]
    assert 0 < len(far) < len(rows) / 3
    pool = [each.context for source in SQUAD[:2] for each in examples(folder, source)]
    assert all(not row.answers and any(row.text in text for text in pool) for row in far)
    kept = [each for each in written(articles) if not kept_for_development(each)]
    answered = {each.question for each in kept if each.answers}
    assert len({row.question for row in rows if row.answers}) > 0.98 * len(answered)


def test_the_same_seed_gives_the_same_rows(
    folder: Path, articles: Path, recipe: Recipe, remembering: Remembering
) -> None:
    assert build(folder, remembering, articles=articles) == recipe
    assert build(folder, remembering, seed=1, articles=articles) != recipe
