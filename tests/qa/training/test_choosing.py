"""Training choices: a question with retrieved passages, without false negatives."""

import random
from pathlib import Path

import pytest

from pincite.corpus.article import Span
from pincite.qa.training.data.datasets import Example
from pincite.qa.training.data.pool import PassagePool, pieces
from pincite.qa.training.stages.choosing import choices, tells
from pincite.qa.training.stages.reading import seeming
from tests.support.toys import ToyEncoder

ENCODER = ToyEncoder(max_tokens=120)
YEARS = range(1900, 1940)


def text(year: int) -> str:
    return (
        f"The bridge over river {year % 7} opened in {year}. It was built by Mason {year % 9}. "
        "Ships wait outside the harbour for days. Bakers rise early."
    )


def asked(year: int, answered: bool = True) -> Example:
    context = text(year)
    start = context.index(str(year))
    answers = (Span(start, start + 4),) if answered else ()
    question = f"When did the bridge over river {year % 7} by Mason {year % 9} open?"
    return Example(str(year), "toy", question, context, answers, title=f"Bridge {year}")


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> PassagePool:
    found = pieces([asked(year) for year in YEARS], ENCODER)
    return PassagePool.of([found], ENCODER, tmp_path_factory.mktemp("cache"))


def test_only_the_first_row_contains_the_answer(pool: PassagePool) -> None:
    found = choices([asked(y) for y in YEARS], pool, ENCODER, random.Random(0), withheld=0, share=0)
    assert len(found) == len(YEARS)
    for year, choice in zip(YEARS, found, strict=True):
        first, *others = choice.rows
        assert [a.of(first.text) for a in first.answers] == [str(year)]
        assert first.text.startswith(f"Bridge {year}. The bridge")
        assert len(others) == 3
        for row in others:
            assert not row.answers
            assert str(year) not in row.text
        assert {row.question for row in choice.rows} == {asked(year).question}
        assert len({row.text for row in choice.rows}) == 4


def test_without_the_answering_passage_no_row_answers(pool: PassagePool) -> None:
    found = choices([asked(y) for y in YEARS], pool, ENCODER, random.Random(0), withheld=1)
    assert len(found) == len(YEARS)
    for year, choice in zip(YEARS, found, strict=True):
        assert all(not row.answers and str(year) not in row.text for row in choice.rows)


def test_unanswerable_questions_are_paired_with_a_misleading_passage(pool: PassagePool) -> None:
    questions = [asked(year, answered=False) for year in YEARS]
    for year, choice in zip(
        YEARS, choices(questions, pool, ENCODER, random.Random(0), share=0), strict=True
    ):
        assert choice.rows[0].text.startswith(f"Bridge {year}. ")
        assert not any(row.answers for row in choice.rows)
        assert len({row.text for row in choice.rows}) == len(choice.rows) == 3
    (row, *_) = seeming(questions[:1], pool)
    assert row.text == f"Bridge 1900. {text(1900)}"


def test_the_same_seed_gives_the_same_choices(pool: PassagePool) -> None:
    questions = [asked(year) for year in YEARS]
    one, two, other = (choices(questions, pool, ENCODER, random.Random(n)) for n in (0, 0, 1))
    assert one == two
    assert one != other


@pytest.mark.parametrize(
    ("passage", "answer", "told"),
    [
        ("It opened in 1932.", "1932", True),
        ("It opened in 1932.", "in the year 1932", True),
        ("It opened in 1933.", "1932", False),
        ("The U.S. Navy came.", "US Navy", True),
        ("Members of the network left.", "work", True),
        ("13 were found.", "13 people", True),
        ("113 were found.", "13 people", False),
        ("It rained.", "snow", False),
    ],
)
def test_passages_that_may_hold_the_answer_are_not_negatives(
    passage: str, answer: str, told: bool
) -> None:
    assert tells(passage, [answer]) is told


def test_passage_vectors_are_embedded_once(tmp_path: Path) -> None:
    encoder = ToyEncoder(max_tokens=120)
    one, two = (pieces([asked(y), asked(y + 1), asked(y)], encoder) for y in (1900, 1910))
    assert [piece.title for piece in one] == ["Bridge 1900", "Bridge 1901"]
    assert pieces([asked(1900), asked(1901)], encoder, most=1) == one[:1]
    PassagePool.of([one], encoder, tmp_path)
    assert len(encoder.embedded) == 2
    pool = PassagePool.of([one, two], encoder, tmp_path)
    assert len(encoder.embedded) == 4
    again = PassagePool.of([one, two], encoder, tmp_path)
    assert len(encoder.embedded) == 4
    question = ["Which bridge opened in 1911?"]
    assert again.search(question, 2) == pool.search(question, 2)
    assert [piece.title for piece in pool.search(question, 1)[0]] == ["Bridge 1911"]
