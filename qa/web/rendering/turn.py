"""What a session keeps: a chat, its turns, and the number of every place that an answer cites."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, Protocol

from pincite.index.retrieval.filter import Filter
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import Query
from pincite.qa.asking.plans.forms import FORMS, Form
from pincite.qa.carrying.checking import Check
from pincite.qa.types import Answer, Citation
from pincite.qa.wording import numbered
from pincite.qa.words import ENGLISH

EXPLAINED: Final = 5
"""How many hits of an answer are kept, and listed in the table of ranks."""

WITHOUT_DATES: Final = "without dates"
"""What a chip sends for a form where the date in the question is to be taken off."""

AS_TYPED: Final = "as typed"
"""What a chip sends for a form where what was said before is to be left out of account."""


def options(form: object) -> dict[str, Any]:
    """What a chip chose, as the options of ``Answerer.answer``."""
    if form == WITHOUT_DATES:
        return {"dates": False}
    return {"as_": form} if form in FORMS else {}


def slim(answer: Answer) -> Answer:
    """The answer with the articles of what is shown, and no others."""
    hits = tuple(replace(hit, repeats=()) for hit in answer.hits[:EXPLAINED])
    parts = tuple(replace(part, hits=()) for part in answer.parts)
    return replace(answer, hits=hits, parts=parts)


class Talk(Protocol):
    """A conversation: what was said before is understood."""

    def ask(
        self,
        question: str,
        *,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
        as_: Form | None = None,
        dates: bool = True,
    ) -> Answer:
        """The answer, in the form ``as_``, of the articles that the filter accepts; without
        ``dates`` no date in the question is taken as a filter. Raises PinciteError."""
        ...

    def recall(self, answer: Answer) -> None:
        """Goes on as if this had been asked and answered last."""
        ...


@dataclass(frozen=True, slots=True)
class PageTurn:
    """A question and what came of it: an answer, a notice, or neither while it is looked up.

    ``key`` names it in the browser, whose record of it is ``kept``. ``gone`` are quotes of it that
    no article has any more; ``older`` is whether it was given from another state of the articles.
    ``form`` is the one that was chosen for it, ``judged`` what was said of it last. While others
    are asked before it, ``place`` is how many, and ``seconds`` about how long that takes. After a
    notice, ``again`` is whether it is worth asking once more.
    """

    number: int
    question: str
    answer: Answer | None = None
    notice: str = ""
    key: str = ""
    kept: dict[str, Any] | None = field(default=None, compare=False, repr=False)
    gone: tuple[Check, ...] = ()
    older: bool = False
    form: Form | None = None
    judged: str = ""
    place: int = 0
    seconds: int = 0
    again: bool = False

    def cited(self, index: int) -> Citation | None:
        """The place cited under the number ``index`` + 1, or None where there is none."""
        shown = [] if self.answer is None else numbered(self.answer)
        places = [one for row in shown for _, one in row]
        return places[index] if 0 <= index < len(places) else None

    @property
    def places(self) -> int:
        """How many places it cites."""
        return 0 if self.answer is None else sum(map(len, numbered(self.answer)))

    def hit(self, index: int) -> Hit | None:
        """The passage retrieved at ``index``, counted from 0, or None where there is none."""
        hits = () if self.answer is None else self.answer.hits
        return hits[index] if 0 <= index < len(hits) else None

    def now(self, index: int) -> Citation | None:
        """What stands now where the quote ``index`` of ``gone`` stood, or None."""
        return self.gone[index].now if 0 <= index < len(self.gone) else None


@dataclass(frozen=True, slots=True)
class ChosenFilter:
    """The articles that a chat is asked of, as a person chose them: see ``Query.of``."""

    since: str | None = None
    until: str | None = None
    source: str | None = None

    def __bool__(self) -> bool:
        """Whether it may leave anything out."""
        return self != ChosenFilter()

    @property
    def filter(self) -> Filter:
        """The same as a filter. Raises InputError where it is none."""
        return Query.of("articles", **asdict(self)).filter


EVERYWHERE: Final = ChosenFilter()
"""All articles."""


@dataclass(frozen=True, slots=True)
class Chat:
    """What a session holds: its turns, oldest first, the articles asked, the conversation, and the
    version of the index against which the quotes were checked last, and the language spoken."""

    turns: tuple[PageTurn, ...] = ()
    narrowed: ChosenFilter = EVERYWHERE
    talk: Talk | None = field(default=None, compare=False, repr=False)
    version: str = ""
    language: str = ENGLISH
