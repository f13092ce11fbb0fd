"""Questions rewritten as people type them: text, answer and meaning stay the same."""

import random
import re

from hypothesis import example, given
from hypothesis import strategies as st

from pincite.corpus.article import Span
from pincite.qa.training.data.rows import TrainingRow
from pincite.qa.training.data.typed import (
    WAYS,
    bare,
    named,
    polite,
    searched,
    slipped,
    small,
    typed,
)

QUESTION = "Who did not win the Nordic Cup in 1932, before the Second World War?"
DRAW = random.Random(0)


def test_typing_styles_change_questions_as_named() -> None:
    assert bare(QUESTION, DRAW) == QUESTION[:-1]
    assert small(QUESTION, DRAW) == QUESTION[:-1].lower()
    found = searched(QUESTION, DRAW).lower()
    assert found == "who not win nordic cup 1932 before second world war"
    assert named("What is the height of the Eiffel Tower?", random.Random(1)) in (
        "whats the height of the Eiffel Tower",
        "height of the eiffel tower",
    )
    assert named(QUESTION, DRAW) == small(QUESTION, DRAW)
    asked = polite(QUESTION, DRAW)
    assert asked.endswith(" who" + QUESTION[3:])
    assert polite("Is it open?", DRAW) == "Is it open"


@given(st.integers(0, 10_000))
@example(1360)  # two typos that cancelled each other
def test_typos_leave_figures_and_short_words_unchanged(seed: int) -> None:
    found = slipped(QUESTION, random.Random(seed))
    assert found != QUESTION
    kept = ("Who", "did", "not", "win", "the", "Cup", "in", "1932")
    assert [word for word in re.findall(r"\w+", found) if word in kept] == [
        word for word in re.findall(r"\w+", QUESTION) if word in kept
    ]


@given(st.text(max_size=60), st.integers(0, 10_000))
def test_every_typing_style_works_on_any_question(question: str, seed: int) -> None:
    for way in WAYS:
        found = way(question, random.Random(seed))
        assert bool(found.strip()) == bool(question.strip())


def test_typed_rows_keep_their_answers() -> None:
    rows = [
        TrainingRow(f"What is the colour of house {n}?", "Red.", (Span(0, 3),), "k")
        for n in range(400)
    ]
    found = typed(rows, 0.25, random.Random(0))
    assert [(r.text, r.answers, r.kind) for r in found] == [("Red.", (Span(0, 3),), "k")] * 400
    changed = sum(a.question != b.question for a, b in zip(rows, found, strict=True))
    assert 60 < changed < 140
    assert typed(rows, 0.25, random.Random(0)) == found
    assert typed(rows, 0.0, random.Random(0)) == rows
