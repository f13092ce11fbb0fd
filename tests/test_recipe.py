"""The recipe on toy files: what is trained on, what is kept for development, that it repeats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.encoder import SentenceEncoder
from qa.training.datasets import LINES, SQUAD, examples
from qa.training.recipe import Recipe, build, kept_for_development
from tests.toys import report

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
    return {"context": context, "question": question, "start": start, "answer": answer}


@pytest.fixture(scope="module")
def recipe(folder: Path, encoder: SentenceEncoder) -> Recipe:
    return build(folder, encoder)


def test_nothing_is_trained_on_that_is_kept_for_development(folder: Path, recipe: Recipe) -> None:
    found = [each for source in (*SQUAD, *LINES) for each in examples(folder, source)]
    held = [each for each in found if kept_for_development(each)]
    assert 0 < len(held) < len(found) / 3
    trained = [row for stage in recipe.stages for row in stage]
    questions = {each.question for each in held}
    # an altered question may happen to become another one
    assert not questions & {row.question for row in trained if "altered" not in row.kind}
    assert {row.question for row in recipe.dev if row.answers} <= questions
    for context in {each.context for each in held}:
        assert not any(context in row.text for row in trained)


def test_every_stage_has_rows_and_the_later_ones_rows_that_do_not_answer(recipe: Recipe) -> None:
    assert len(recipe.stages) == 3
    assert all(row.answers for row in recipe.stages[0])
    for rows in (*recipe.stages[1:], recipe.dev):
        assert any(row.answers for row in rows)
        assert any(not row.answers for row in rows)
    kinds = {row.kind.partition(" ")[2] for stage in recipe.stages for row in stage}
    assert {"whole", "cut", "joined", "answer removed", "question altered", "near miss"} <= kinds


def test_what_is_said_not_to_answer_does_not(folder: Path, recipe: Recipe) -> None:
    gold = {
        each.question: each.answers[0].of(each.context)
        for source in (*SQUAD, *LINES)
        for each in examples(folder, source)
    }
    for rows in recipe.stages:
        for row in rows:
            if row.answers:
                assert row.answers[0].of(row.text) == gold[row.question]
            elif "altered" not in row.kind:
                assert gold[row.question] not in row.text


def test_the_same_seed_gives_the_same_rows(
    folder: Path, recipe: Recipe, encoder: SentenceEncoder
) -> None:
    assert build(folder, encoder) == recipe
    assert build(folder, encoder, seed=1) != recipe
