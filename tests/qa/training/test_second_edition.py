"""The steps of the training fit together, and tables become choices that a cell answers."""

import pytest

from pincite.index.engines.encoder import SentenceEncoder
from pincite.qa.training.second_edition import SHIPPED, START, STEPS
from pincite.qa.training.stages.tables import on_tables

TABLE = {
    "title": "Boats for hire at Lake Orvel",
    "before": "Prices are for an hour and were set in March.",
    "caption": "",
    "header": ["Boat", "Seats", "Price"],
    "rows": [["Skiff", "2", "€14"], ["Dinghy", "4", "€19"], ["Barge", "12", "€60"]],
    "questions": [
        {"question": "What does the dinghy cost at Lake Orvel?", "row": 1, "column": 2,
         "answer": "€19", "answerable": True},
        {"question": "What does the canoe cost at Lake Orvel?", "row": None, "column": None,
         "answer": "", "answerable": False},
    ],
}  # fmt: skip


def test_each_training_step_builds_on_earlier_steps() -> None:
    known = {START}
    for step in STEPS:
        assert set(step.base) <= known, step.name
        assert sum(step.base.values()) == pytest.approx(1)
        known.add(step.name)
    assert set(SHIPPED) <= known
    assert sum(SHIPPED.values()) == pytest.approx(1)


def test_a_table_cell_answers_among_the_other_rows(encoder: SentenceEncoder) -> None:
    answered, refused = on_tables([TABLE], encoder, 0)
    first, *others = answered.rows
    assert [span.of(first.text) for span in first.answers] == ["€19"]
    assert "Dinghy" in first.text
    assert "price €19" in first.text
    assert others
    assert not any(row.answers or "Dinghy" in row.text for row in others)
    assert refused.rows
    assert not any(row.answers for row in refused.rows)
    assert [c.rows for c in on_tables([TABLE], encoder, 0)] == [answered.rows, refused.rows]
