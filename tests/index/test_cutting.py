"""Articles are cut in portions, here or by an embedder's own workers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from pincite.corpus.article import Article, Span
from pincite.index.building.publishing import cutting
from tests.support.toys import ToyEncoder

WORD = "word "


class WithWorkers(ToyEncoder):
    """An embedder whose workers are this process."""

    workers = 2

    def __init__(self) -> None:
        super().__init__()
        self.portions: list[list[Article]] = []

    def distribute(self, work: Callable[[Any, Any], Any], items: Iterable[Any]) -> Iterator[Any]:
        self.portions = list(items)
        return (work(ToyEncoder(), item) for item in self.portions)


def article(number: int, words: int) -> Article:
    text = (WORD * words).strip() + "."
    return Article(f"{number}", "A title", text, f"/{number}.txt", (Span(0, len(text)),))


def test_portions_are_limited_in_number_and_in_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "_CHARACTERS", 80_000)
    articles = [article(n, 20_000 if n == 70 else 200) for n in range(150)]
    encoder, told = WithWorkers(), []
    found = list(cutting.cut(articles, encoder, lambda *stage: told.append(stage)))
    assert [len(portion) for portion in encoder.portions] == [64, 6, 1, 64, 15]
    assert [each.article.id for each in found] == [f"{n}" for n in range(150)]
    assert told == [("cutting", done, 150) for done in (0, 64, 70, 71, 135, 150)]
    assert found == list(cutting.cut(articles, ToyEncoder(), lambda *_: None))
