"""What a session keeps of one question, and the number of every place that its answer cites."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from pincite.index.retrieval.hit import Hit
from pincite.qa.asking.plans.forms import FORMS, Form
from pincite.qa.types import Answer, Citation
from pincite.qa.wording import numbered

WITHOUT_DATES: Final = "without dates"
"""What a chip sends for a form where the date in the question is to be taken off."""


def options(form: object) -> dict[str, Any]:
    """What a chip chose, as the options of ``Answerer.answer``."""
    if form == WITHOUT_DATES:
        return {"dates": False}
    return {"as_": form} if form in FORMS else {}


class Talk(Protocol):
    """A conversation: what was said before is understood."""

    def ask(self, question: str, *, as_: Form | None = None, dates: bool = True) -> Answer:
        """The answer, in the form ``as_``; without ``dates`` none in it is taken as a filter.
        Raises PinciteError."""
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
        places = (
            [one for row in numbered(self.answer) for _, one in row]
            if self.answer is not None
            else []
        )
        return places[index] if 0 <= index < len(places) else None

    def hit(self, index: int) -> Hit | None:
        """The passage retrieved at ``index``, counted from 0, or None where there is none."""
        hits = () if self.answer is None else self.answer.hits
        return hits[index] if 0 <= index < len(hits) else None
