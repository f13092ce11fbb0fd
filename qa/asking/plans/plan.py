"""Makes a plan of a typed line: its form, and what is searched for. Pure and cheap.

The same line always gives the same plan over the same articles and on the same day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from pincite.qa.asking.dates import days
from pincite.qa.asking.dates.days import Days
from pincite.qa.asking.dates.ranges import range_asked_for
from pincite.qa.asking.plans import forms, lookups, splitting
from pincite.qa.asking.plans.events import by_its_verb
from pincite.qa.asking.plans.forms import Form
from pincite.qa.asking.spelling.correcting import Changes, WordsLike, corrected

_BARE_DATE: Final = re.compile(
    r"^\W*what\s+(?:happened|took\s+place|was\s+(?:going\s+on|new|reported))\b(?P<rest>.*)$", re.I
)
LOOKED_UP: Final[frozenset[Form]] = frozenset(("quote", "mentions", "digest"))
"""The forms that are looked up over all articles, without the reader."""

TRIED: Final = 3
"""So many passages are read for a further way of asking the same."""

_OTHERWISE: Final = 6  # passages read for another correction: the first may be no question at all

_BESIDE: Final[dict[Form, tuple[Form, ...]]] = {
    "list": ("answer",),
    "definition": ("digest", "mentions"),
    "digest": ("definition", "mentions"),
    "mentions": ("digest",),
    "search words": ("digest", "mentions"),
    "yes or no": ("answer",),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """One way of asking: ``search`` finds the passages, ``read`` is the question for the reader. If
    ``first`` is given, only so many passages are read. ``changes`` pairs each typed word with the
    word it was taken for."""

    search: str
    read: str
    first: int | None = None
    changes: Changes = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done for a typed line.

    All ``ways`` are tried together and the one with the surest answer is kept; the first is shown
    as what was asked. ``topic`` is what a definition, a digest or a list of mentions is about. If
    the line holds two questions, ``parts`` are their plans. ``changes`` pairs each typed word with
    the word it was taken for. ``days`` is a date that the line names; ``newest`` says that the line
    asks about the present. ``others`` are further forms that the line may have.
    """

    line: str
    form: Form
    ways: tuple[Wording, ...] = ()
    topic: str = ""
    parts: tuple[Plan, ...] = ()
    changes: Changes = ()
    days: Days | None = None
    newest: bool = False
    others: tuple[Form, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """The questions that are searched for, as they are shown."""
        if self.parts:
            return tuple(each for part in self.parts for each in part.asked)
        return (self.ways[0].search,) if self.ways else ()


def plan(
    line: str, words_like: WordsLike, today: date, form: Form | None = None, *, dates: bool = True
) -> Plan:
    """The plan for a line. ``form`` forces a form; "answer" asks the line exactly as typed. Without
    ``dates``, a date in the line is treated like any other words."""
    if form == "answer":
        return Plan(line, "answer", (Wording(line, line),))
    if form == "small talk" or (form is None and forms.is_small_talk(line)):
        return Plan(line, "small talk")
    if form == "quote" or (form is None and lookups.quotes(line) and not forms.topic_defined(line)):
        # quoted words are looked up as typed, without correction
        return replace(_plan_of_one(line, "answer", today), form="quote", others=("answer",))
    mended = corrected(forms.with_apostrophe(line), words_like)
    made = _plan_of(forms.without_courtesy(mended.line), form, today)
    made = replace(made, line=line, changes=mended.changes)
    if mended.other is not None and made.ways and made.form not in LOOKED_UP:
        made = _with_other(made, forms.without_courtesy(mended.other.line), mended.other.changes)
    return made if dates else _undated(made)


def _plan_of(line: str, form: Form | None, today: date) -> Plan:
    questions = splitting.split(line) if form in (None, "two questions") else ()
    if len(questions) > 1:
        parts = tuple(_plan_of_part(each, today) for each in questions)
        return Plan(line, "two questions", parts=parts, others=("answer",))
    return _plan_of_one(line, form, today)


def _plan_of_part(part: splitting.SplitQuestion, today: date) -> Plan:
    made = _plan_of_one(part.text, None, today)
    return _with_other(made, part.other, ()) if part.other and made.ways else made


def _plan_of_one(line: str, form: Form | None, today: date) -> Plan:
    if form is None and not (lookups.asks_for_mentions(line) or lookups.names_its_topic(line)):
        line = forms.in_full(line)
    topic = forms.topic_defined(line)
    chosen = form or _form_of(line, topic)
    made = Plan(
        line,
        chosen,
        _wordings(line, chosen),
        topic=topic or (line.strip(" ?.!") if chosen == "definition" else ""),
        days=range_asked_for(line, today) or days.date_asked_for(line, today),
        newest=days.wants_newest(line),
        others=_other_forms(line, chosen),
    )
    told = by_its_verb(line) if chosen == "answer" else ""
    return _with_other(made, told, ()) if told else made


def _form_of(line: str, topic: str) -> Form:
    if lookups.asks_for_mentions(line):
        return "mentions"
    if topic:
        return "definition"
    if happened(line) is not None and days.is_dated(line):
        return "answer"
    if lookups.asks_for_digest(line):
        return "digest"
    if lookups.asks_for_list(line):
        return "list"
    if forms.asks_yes_or_no(line):
        return "yes or no"
    return "answer" if forms.asks(line) else "search words"


def _other_forms(line: str, chosen: Form) -> tuple[Form, ...]:
    if chosen == "answer":
        return ("list",) if lookups.may_have_several(line) else ()
    return _BESIDE.get(chosen, ())


def _wordings(line: str, form: Form) -> tuple[Wording, ...]:
    if form == "search words":
        # the reader answers questions better than bare words
        words = line.strip(" ?.!")
        asked = (f"What is the {words}?", f"How much, who, when or why: {words}?")
        return tuple(Wording(line, each, TRIED if n else None) for n, each in enumerate(asked))
    return (Wording(line, lookups.asked_for_list(line) if form == "list" else line),)


def _with_other(made: Plan, line: str, changes: Changes) -> Plan:
    """The plan with a further way of asking, such as the line with another correction."""
    [way, *_] = _wordings(line, made.form)
    return replace(made, ways=(*made.ways, replace(way, first=_OTHERWISE, changes=changes)))


def _undated(made: Plan) -> Plan:
    parts = tuple(map(_undated, made.parts))
    return replace(made, days=None, newest=False, parts=parts)


def happened(line: str) -> str | None:
    """The words behind "what happened", if the line only asks that of a day; else None."""
    found = _BARE_DATE.match(line)
    return found["rest"] if found else None
