"""What a part of a goal came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Outcome:
    """How many trials there were, what went wrong, a line each, and the largest of each figure that
    was measured."""

    tried: int = 0
    wrong: list[str] = field(default_factory=list)
    most: dict[str, float] = field(default_factory=dict)

    def fail(self, what: object) -> None:
        """Something went wrong; of many, the first are kept and all are counted."""
        self.wrong.append(" ".join(str(what).split())[:300])

    def figure(self, name: str, value: float) -> None:
        """The largest value counts."""
        self.most[name] = max(self.most.get(name, value), value)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of the values do not exceed."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)] if values else 0.0
