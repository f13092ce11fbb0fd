"""What a session keeps of one question, and the number of every place that its answer cites."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from pincite.index.retrieval.hit import Hit
from pincite.qa.types import Answer, Citation
from pincite.qa.wording import numbered


class Talk(Protocol):
    """A conversation: what was said before is understood."""

    def ask(self, question: str) -> Answer:
        """The answer; raises PinciteError."""
        ...


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it: an answer, a notice, or neither while it is looked up.
    ``talk`` is the conversation that it is part of."""

    number: int
    question: str
    answer: Answer | None = None
    notice: str = ""
    talk: Talk | None = field(default=None, compare=False, repr=False)

    def cited(self, index: int) -> Citation | None:
        """The place cited under the number ``index`` + 1, or None where there is none."""
        places = [one for row in numbered(self.answer) for _, one in row] if self.answer else []
        return places[index] if 0 <= index < len(places) else None

    def hit(self, index: int) -> Hit | None:
        """The passage retrieved at ``index``, counted from 0, or None where there is none."""
        hits = self.answer.hits if self.answer else ()
        return hits[index] if 0 <= index < len(hits) else None
