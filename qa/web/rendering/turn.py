"""What a session keeps: a chat, its turns, and the number of every place that an answer cites."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
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
"""How many hits of an answer are kept and listed in the table of ranks."""

WITHOUT_DATES: Final = "without dates"
"""A chip sends this as its form, to ask without the question's date as a filter."""

AS_TYPED: Final = "as typed"
"""A chip sends this as its form, to ask without the turns before."""


def options(form: object) -> dict[str, Any]:
    """The form that a chip sent, as options of ``Answerer.answer``."""
    if form == WITHOUT_DATES:
        return {"dates": False}
    return {"as_": form} if form in FORMS else {}


def slim(answer: Answer) -> Answer:
    """The answer without the hits that are not shown, to save memory."""
    hits = tuple(replace(hit, repeats=()) for hit in answer.hits[:EXPLAINED])
    parts = tuple(replace(part, hits=()) for part in answer.parts)
    return replace(answer, hits=hits, parts=parts)


class PageConversation(Protocol):
    """A conversation: each question is understood with the turns before it."""

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
        """The answer, in the form ``as_``, from the articles that the filter accepts. Without
        ``dates``, no date in the question is used as a filter. Raises PinciteError."""
        ...

    def recall(self, answer: Answer) -> None:
        """Adds a question and its answer as the last turn."""
        ...


@dataclass(frozen=True, slots=True)
class PageTurn:
    """A question with its answer or a notice, or with neither while it is being answered.

    ``key`` is its name in the browser, and ``kept`` the record that the browser keeps. ``gone`` are
    its quotes that are no longer in the articles, ``moved`` those at another place now. ``older``
    says that it was answered from another version of the index, ``imported`` that it is from an
    export. ``form`` is the form that the person chose, ``judged`` the last verdict on it. While it
    waits, ``place`` is the number of questions before it, and ``seconds`` about how long they take.
    After a notice, ``again`` says that asking again may help.
    """

    number: int
    question: str
    answer: Answer | None = None
    notice: str = ""
    key: str = ""
    kept: dict[str, Any] | None = field(default=None, compare=False, repr=False)
    gone: tuple[Check, ...] = ()
    moved: tuple[Check, ...] = ()
    older: bool = False
    imported: bool = False
    form: Form | None = None
    judged: str = ""
    place: int = 0
    seconds: int = 0
    again: bool = False

    def cited(self, index: int) -> Citation | None:
        """The cited place with the number ``index`` + 1; None if there is none."""
        shown = [] if self.answer is None else numbered(self.answer)
        places = [one for row in shown for _, one in row]
        return places[index] if 0 <= index < len(places) else None

    @property
    def places(self) -> int:
        """How many places the answer cites."""
        return 0 if self.answer is None else sum(map(len, numbered(self.answer)))

    def moved_to(self, place: Citation) -> Check | None:
        """The check of the quote that has moved to this place; None if it was quoted from here."""
        at = (place.article.id, place.sentence)
        return next(
            (c for c in self.moved if c.now and (c.now.article.id, c.now.sentence) == at), None
        )

    def hit(self, index: int) -> Hit | None:
        """The retrieved passage at ``index``, counted from 0; None if there is none."""
        hits = () if self.answer is None else self.answer.hits
        return hits[index] if 0 <= index < len(hits) else None

    def now(self, index: int) -> Citation | None:
        """The text that is now in the place of the quote ``index`` of ``gone``; None if there is
        none."""
        return self.gone[index].now if 0 <= index < len(self.gone) else None


@dataclass(frozen=True, slots=True)
class ChosenFilter:
    """The filter that a person chose for a chat, in the texts that ``Query.of`` takes."""

    since: str | None = None
    until: str | None = None
    source: str | None = None

    def __bool__(self) -> bool:
        """Whether it sets any condition."""
        return self != ChosenFilter()

    @property
    def filter(self) -> Filter:
        """The same as a Filter. Raises InputError if a text is not valid."""
        return Query.filter_of(self.since, self.until, self.source)


EVERYWHERE: Final = ChosenFilter()
"""All articles."""


@dataclass(frozen=True, slots=True)
class Chat:
    """What a session holds: its turns, oldest first; the chosen filter; the conversation; the
    version of the index that the quotes were last checked against; the page's language. ``opened``
    says that a page was loaded with it; a session that the server let go begins anew without."""

    turns: tuple[PageTurn, ...] = ()
    narrowed: ChosenFilter = EVERYWHERE
    talk: PageConversation | None = field(default=None, compare=False, repr=False)
    version: str = ""
    language: str = ENGLISH
    opened: bool = False
