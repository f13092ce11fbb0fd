"""The step that reads and chooses at once: what it is made of."""

from collections import Counter
from pathlib import Path

from pincite.corpus.article import Span
from pincite.qa.training.data.datasets import ASKED, BESIDE, Example
from pincite.qa.training.data.news import SOURCE as NEWS
from pincite.qa.training.data.written import SOURCE as WRITTEN
from pincite.qa.training.stages.once_more import choices_again, rows_again
from tests.support.toys import ToyEncoder

ENCODER = ToyEncoder(max_tokens=120)


def examples(source: str, first: int, answered: bool = True) -> list[Example]:
    found = []
    for year in range(first, first + 12):
        text = f"The {source} bridge {year % 7} opened in {year}. Bakers rise early."
        start = text.index(str(year))
        answers = (Span(start, start + 4),) if answered else ()
        question = f"When did the {source} bridge {year % 7} open?"
        found.append(Example(f"{source}{year}", source, question, text, answers, title=f"B{year}"))
    return found


def train() -> dict[str, list[Example]]:
    asked = examples(ASKED[0], 1100)
    return {
        ASKED[0]: asked,
        **{source: examples(source, 1200 + 100 * n) for n, source in enumerate(ASKED[1:])},
        # people wrote these beside the same paragraphs
        BESIDE: [Example(f"n{e.id}", BESIDE, "Who closed it?", e.context, ()) for e in asked],
        WRITTEN: [*examples(WRITTEN, 1500), *examples(WRITTEN, 1600, answered=False)],
        NEWS: [*examples(NEWS, 1700), *examples(NEWS, 1800, answered=False)],
    }


def test_all_of_what_is_asked_is_read_again() -> None:
    rows = rows_again(train(), ENCODER, 0)
    assert len(rows) == 4 * 12
    assert Counter(bool(row.answers) for row in rows) == {True: 36, False: 12}
    assert rows == rows_again(train(), ENCODER, 0)
    assert rows != rows_again(train(), ENCODER, 1)


def test_choices_are_of_every_source_answered_and_not(tmp_path: Path) -> None:
    found = choices_again(train(), ENCODER, 0, tmp_path)
    assert len(found) == 6 * 12
    for choice in found:
        # a passage that answers or seems to, and at most two others
        assert 1 <= len(choice.rows) <= 3
        assert not any(row.answers for row in choice.rows[1:])
    answered = [choice.rows[0].kind.split()[0] for choice in found if choice.rows[0].answers]
    assert set(answered) == {ASKED[0], WRITTEN, NEWS}
    assert found == choices_again(train(), ENCODER, 0, tmp_path)
