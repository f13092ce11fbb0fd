"""The table row and column that a question asks for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.article import Article, Passage, Span
from pincite.corpus.formats.shared.sheet import Sheet
from pincite.index.retrieval.hit import Hit
from pincite.qa.answering.rows import rows_asked_for
from pincite.qa.reading.features import Window
from pincite.qa.reading.model import Scores
from pincite.qa.reading.reader import SpanReader
from pincite.qa.types import Candidate

ROWS = [["Grey Seal", "2 hours", "14 crowns"], ["Night Heron", "8 hours", "41 crowns"]]


def table() -> Article:
    sheet = Sheet()
    sheet.add("Boats sail all year.", body=True)
    sheet.table(["Line", "Duration", "Fare"], ROWS)
    text, body = sheet.finish()
    return Article("ferries", "Ferries", text, "/", body, sections=sheet.sections)


def span(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(start, start + len(words))


def hit(article: Article, sentence: Span) -> Hit:
    passage = Passage("p", article.id, sentence, (sentence,))
    return Hit(passage, article, 1.0, 1, 1, 0.5, 0.0)


def candidates(article: Article) -> list[Candidate]:
    """An answer from the prose and one from each row."""
    rows = [span(article, " | ".join(row)) for row in ROWS]
    return [
        Candidate(hit(article, sentence), sentence, sentence, score)
        for score, sentence in enumerate([*reversed(rows), span(article, "Boats sail all year.")])
    ]


def test_only_the_table_row_named_in_the_question_answers() -> None:
    heron, seal, prose = candidates(table())
    question = "How long does the Night Heron take?"
    assert rows_asked_for(question, [prose, seal, heron]) == [prose, heron]
    assert rows_asked_for("What does it cost?", [prose, seal, heron]) == [prose, seal, heron]


def test_rows_of_different_tables_do_not_compete() -> None:
    other, one, _ = candidates(table())
    elsewhere = Candidate(
        hit(
            Article("other", "", one.hit.article.text, "/", (), sections=one.hit.article.sections),
            one.sentence,
        ),
        one.sentence,
        one.answer,
        1.0,
    )
    assert rows_asked_for("the Night Heron", [other, elsewhere]) == [other, elsewhere]


class LastWord:
    """A fake model that scores the last token best for any question."""

    def windows(self, questions: Sequence[str], texts: Sequence[str]) -> list[Window]:
        return [self._window(n, text) for n, text in enumerate(texts)]

    def scores(self, windows: Sequence[Window]) -> list[Scores]:
        ramps = [np.arange(len(each.ids), dtype=np.float32) for each in windows]
        return [(ramp, ramp) for ramp in ramps]

    @staticmethod
    def _window(n: int, text: str) -> Window:
        places: list[tuple[int, int]] = [(-1, -1)]
        start = 0
        for word in text.split(" "):
            places.append((start, start + len(word.rstrip(".,:"))))
            start += len(word) + 1
        offsets: NDArray[np.int64] = np.array(places, dtype=np.int64)
        return Window(n, (0,) * len(places), (0,) * len(places), offsets)


def answer(question: str) -> str:
    """The last word of the answering cell, with a model that scores the last word best."""
    article = table()
    found = hit(article, span(article, " | ".join(ROWS[0])))
    [[best, *_]] = SpanReader(LastWord()).read([question], [[found]])
    assert best.sentence == found.passage.span
    return best.answer.of(article.text)


def test_the_table_column_named_in_the_question_answers() -> None:
    assert answer("What is the duration of the Grey Seal?") == "hours"
    assert answer("Which line takes two hours?") == "Seal"
    assert answer("What about the Grey Seal?") == "crowns"
