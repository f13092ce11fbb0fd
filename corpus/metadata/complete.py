"""Finds author, date and language in the text of an article whose file does not declare them.

A dateline has a month and a day. Its year comes only from a full date near the top or the end of
the text that lies within a week of it. Today's date and the file's age are never used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, takewhile
from typing import Final

from pincite.corpus.boilerplate.body import ends_sentence
from pincite.corpus.boilerplate.line_patterns import is_related
from pincite.corpus.draft import Draft, wide
from pincite.corpus.metadata.date_lines import Stamp, placed_stamp_in, stamp_in
from pincite.corpus.metadata.dateline import Dateline, byline, dateline, names_press
from pincite.corpus.metadata.language import MAX_READ, detected_language

MADE: Final = "no date in its text; dated by when the file was made"

_HEAD_LINES: Final = 12
_HEAD_PROSE: Final = 3  # paragraphs after which the head of the article has ended
_PROSE: Final = 80
_BEFORE_END: Final = 600
_BEHIND_END: Final = 4000
_SIGNED: Final = 3  # years between a text and its file, if it ends with a place and a date
_LETTER: Final = re.compile(
    r"(?:(?:an? )?(?:open )?letter|offener brief|lettre ouverte|carta abierta|lettera aperta"
    r"|dear|to whom|sehr geehrte\w*|geehrte\w*|liebe[rs]?|chère?s?|madame|monsieur|messieurs"
    r"|estimad[oa]s?|querid[oa]s?|gentil[ei]|egregi[oa]?|car[oaie]|geachte|beste|lieve|szanown\w+"
    r"|prezad[oa]s?|уважаем\w+|дорог\w+)(?!\w)|尊敬的|敬启|敬啟|拝啓",
    re.IGNORECASE,
)
_GREETING: Final = 80  # characters


def completed(draft: Draft) -> Draft:
    """The draft with the author, date and language found in its text, where it had none.

    The author is the persons of a byline, or the agency of the dateline if nobody is named.
    """
    stated = _StatedFacts.of(draft)
    return replace(
        draft,
        author=draft.author or stated.author,
        published=draft.published or stated.published,
        language=draft.language or detected_language(_opening(draft)),
    )


def dated_by_file(draft: Draft, made: str | None) -> Draft:
    """The completed draft of a file that was made at a time, None if that is not known. If its text
    states no date, not even in its last line as letters do, it is dated by the file, with a note in
    ``missing``, because a file is often made long after the publication."""
    dated = completed(draft)
    if dated.published or not made:
        return dated
    if signed := placed_stamp_in(draft.text[: _end(draft)].rpartition("\n")[2]):
        moment = signed[0].moment
        near = any(abs(day.year - int(made[:4])) <= _SIGNED for day in moment.days)
        # in other texts it is the caption of a picture or a day in a life
        if len(moment.days) == 1 and (near or any(map(_greets, _head(draft)))):
            return replace(dated, published=moment.iso(moment.days[0]))
    said = f"{MADE} ({made[:10]})"
    return replace(dated, published=made, missing="; ".join(filter(None, (draft.missing, said))))


@dataclass(frozen=True, slots=True)
class _StatedFacts:
    """What the first and last lines state. ``closing`` are the stamps at the end that follow a
    sentence, a byline or another stamp, and not another article's headline."""

    dateline: Dateline | None
    bylines: tuple[str, ...]
    head: tuple[Stamp, ...]
    tail: tuple[Stamp, ...]
    closing: tuple[Stamp, ...]

    @classmethod
    def of(cls, draft: Draft) -> _StatedFacts:
        head, tail = list(_head(draft)), _tail(draft)
        above = takewhile(lambda line: not (dateline(line) or _is_prose(line)), head)
        named = (byline(line) for line in (*head, *tail) if line != draft.title)
        return cls(
            next((found for line in head if (found := dateline(line))), None),
            tuple(name for name in named if name),
            tuple(_head_stamps(above, "" if any(map(_greets, head)) else draft.title)),
            tuple(_stamps(tail)),
            tuple(_stamps(_closing(tail))),
        )

    @property
    def author(self) -> str | None:
        opened = self.dateline
        given = (*self.bylines, opened and opened.persons, opened and opened.agency)
        return next((each for each in given if each), None)

    @property
    def published(self) -> str | None:
        if self.dateline is None or self.dateline.day is None:
            return self._stated("published", "")
        day = self.dateline.dated or self._dated()
        if day is None:
            return self._stated("published")
        same = (s for s in self.head if s.label != "updated" and day in s.moment.days)
        return next((stamp.moment.iso(day) for stamp in same), day.isoformat())

    def _dated(self) -> date | None:
        """The dateline's day with the year of the stamps; stamps at the top come first."""
        assert self.dateline is not None
        for stamps in (self.head, self.tail):
            days = {self.dateline.date_near(day) for stamp in stamps for day in stamp.moment.days}
            days.discard(None)
            if days:
                return days.pop() if len(days) == 1 else None
        return None

    def _stated(self, *labels: str) -> str | None:
        """The first moment under one of the labels, in their order, that can mean only one day. At
        the end of a text, a stamp without a label may belong to another article, so it is not
        used."""
        stamps = (*self.head, *(stamp for stamp in self.closing if stamp.label == "published"))
        orders = {stamp.moment.order for stamp in (*self.head, *self.tail)} - {""}
        for label in labels:
            for stamp in stamps:
                days = stamp.moment.days
                if len(days) > 1 and len(orders) == 1:
                    days = days[:1] if orders == {"MD"} else days[1:]
                if stamp.label == label and len(days) == 1:
                    return stamp.moment.iso(days[0])
        return None


def _head(draft: Draft) -> Iterator[str]:
    """The lines above and at the beginning of the body, white space trimmed."""
    end = min(_start(draft) + _BEHIND_END, _end(draft))
    lines = draft.text[:end].split("\n")
    prose = 0
    for line in [words for line in lines if (words := line.strip())][:_HEAD_LINES]:
        yield line
        prose += _is_prose(line)
        if prose == _HEAD_PROSE:
            return


def _tail(draft: Draft) -> Sequence[str]:
    """The last lines of the body and the lines after it."""
    end = _end(draft)
    start = draft.text.find("\n", max(_start(draft), end - _BEFORE_END)) + 1
    lines = draft.text[start : end + _BEHIND_END].split("\n") if start else []
    return [words for line in lines if (words := line.strip())]


def _closing(tail: Sequence[str]) -> Iterator[str]:
    """The lines that still belong to the article and follow a sentence, a byline or a stamp."""
    own = takewhile(lambda line: not is_related(line), tail)
    for above, line in pairwise(["", *own]):
        if not above or ends_sentence(above) or byline(above) or stamp_in(above):
            yield line


def _start(draft: Draft) -> int:
    return draft.body[0].start if draft.body else 0


def _end(draft: Draft) -> int:
    return draft.body[-1].end if draft.body else len(draft.text)


def _is_prose(line: str) -> bool:
    """Whether a line is a paragraph: long, and ending like a sentence."""
    # one wide character holds about as much as three letters
    return ends_sentence(line) and sum(3 if wide(c) else 1 for c in line[:_PROSE]) >= _PROSE


def _stamps(lines: Iterable[str]) -> Iterator[Stamp]:
    return (stamp for line in lines if (stamp := stamp_in(line)))


def _head_stamps(lines: Iterable[str], title: str) -> Iterator[Stamp]:
    """The stamps above the text, those after a paper included, and after a place in the first line,
    as in letters. Such a line below the title, or the title itself, may name what happened there
    and then; a letter has no ``title``."""
    for n, line in enumerate(lines):
        if stamp := stamp_in(line):
            yield stamp
        elif (placed := placed_stamp_in(line)) and (
            names_press(placed[1]) or (n == 0 and line != title)
        ):
            yield placed[0]


def _greets(line: str) -> bool:
    """Whether a line is how a letter begins."""
    return len(line) <= _GREETING and not line.endswith(".") and bool(_LETTER.match(line))


def _opening(draft: Draft) -> str:
    """The first MAX_READ characters of the body."""
    words: list[str] = []
    left = MAX_READ
    for span in draft.body:
        words.append(draft.text[span.start : min(span.end, span.start + left)])
        left -= len(words[-1])
        if left <= 0:
            break
    return " ".join(words)
