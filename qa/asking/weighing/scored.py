"""Answers with their chances of being right. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from pincite.corpus.article import Article
from pincite.qa.types import Candidate


@dataclass(frozen=True, slots=True)
class ScoredAnswer:
    """An answer's places, best first, and its chance of being right, in [0, 1]."""

    places: tuple[Candidate, ...]
    chance: float

    @property
    def best(self) -> Candidate:
        """The best place."""
        return self.places[0]

    @property
    def sentence(self) -> str:
        """The sentence of the best place."""
        return self.best.sentence.of(self.best.hit.article.text)


def shifted_probability(chance: float, by: float) -> float:
    """The probability whose log-odds are higher by ``by``."""
    inside = min(max(chance, 1e-9), 1 - 1e-9)
    return 1 / (1 + math.exp(-math.log(inside / (1 - inside)) - by))


def published(article: Article) -> date | None:
    """The day an article was published; None if it states none."""
    try:
        return date.fromisoformat((article.published or "")[:10])
    except ValueError:
        return None
