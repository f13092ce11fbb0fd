"""Finds the article in a text, line by line. The rest is set aside, never deleted.

Two things are set aside. The first is boilerplate lines: whole lines of a few narrow shapes,
anywhere ("Share this article", "(By Lin Mei)", "© 2026 The Quay Post"). The second is the tail
after the last real paragraph, if a list of other headlines with time stamps, section names or a
heading such as "Related news:" proves it. In doubt a line is kept: a sentence that is set aside can
never be found, but a stray headline only costs a place in the ranking.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final, TypeAlias

from pincite.corpus.article import Span
from pincite.corpus.boilerplate.line_kinds import (
    Shape,
    authors,
    is_about,
    is_dated_headline,
    is_known_section,
    shape,
)

_MAX_HEADLINE: Final = 160
_TOP_LINES: Final = 6

_CLOSERS: Final = "\"'’”»)]）」』】〉》 \t"
_STOPS: Final = frozenset(".。．…:：;；,，、؛،؟۔।॥։።။។")
_ABBREVIATED: Final = re.compile(r"(?:\b[A-Z]\.){2,}$|\b(?:Inc|Co|Ltd|Corp|Jr|Sr|[ap]\.m)\.$")
_NEW_SENTENCE: Final = re.compile(r"[^\W\d_]{3}\. +[A-Z]|。")


class _Prose(Enum):
    TEXT = auto()  # a paragraph: never set aside
    HEADLINE = auto()  # short, no full stop: a headline, a heading or a wrapped line
    DOUBTFUL = auto()  # a headline or a sentence: ends in "?", "!" or an abbreviation


_Kind: TypeAlias = _Prose | Shape
_PROOF: Final = frozenset({Shape.STAMP, Shape.SECTION})
_SET_ASIDE: Final = frozenset({Shape.STAMP, Shape.RELATED, Shape.BOILERPLATE})
_NEUTRAL: Final = frozenset({Shape.DATE, Shape.BOILERPLATE})


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    kind: _Kind
    words: str


def body_spans(text: str, start: int = 0) -> tuple[Span, ...]:
    """The parts of ``text`` from ``start`` on that are article, in code points of ``text``.

    The spans ascend, are disjoint and not empty, and neither begin nor end with white space.
    Adjacent lines that are kept share a span. If everything would be set aside, everything is kept.
    If the text is only white space, the result is empty. Time is linear.
    """
    lines = _without_notes(list(_lines(text, start)))
    end = _tail(lines)
    kept = [i for i, line in enumerate(lines[:end]) if line.kind not in _SET_ASIDE]
    spans: list[Span] = []
    for i in kept or range(len(lines)):
        begin = spans.pop().start if spans and spans[-1].end == lines[i - 1].span.end else None
        span = lines[i].span
        spans.append(span if begin is None else Span(begin, span.end))
    return tuple(spans)


def is_boilerplate(line: str) -> bool:
    """Whether a line near the top of a page is a byline, a date or boilerplate."""
    return _kind(line.strip(), top=True) in _SET_ASIDE | _NEUTRAL


def ends_sentence(line: str) -> bool:
    """Whether a line ends like a sentence or a clause; closing quotes and brackets are ignored."""
    return line.rstrip(_CLOSERS)[-1:] in _STOPS | set("?!？！")


def _lines(text: str, start: int) -> Iterator[_Line]:
    """The lines that are not blank, trimmed."""
    count = 0
    while start < len(text):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        raw = text[start:stop]
        words = raw.strip()
        if words:
            begin = start + len(raw) - len(raw.lstrip())
            kind = _kind(words, top=count < _TOP_LINES)
            yield _Line(Span(begin, begin + len(words)), kind, words)
            count += 1
        start = stop + 1


def _without_notes(lines: list[_Line]) -> list[_Line]:
    """The same lines, with those marked as boilerplate that only their neighbours reveal.

    These are dated headlines in the list beneath "Related news", and at the end a note about an
    author whom a byline names.
    """
    marked = list(lines)
    for i, line in enumerate(lines):
        below = i and (marked[i - 1].kind is Shape.RELATED or marked[i - 1] is not lines[i - 1])
        if below and is_dated_headline(line.words):
            marked[i] = replace(line, kind=Shape.BOILERPLATE)
    names = frozenset[str]().union(
        *(authors(line.words) for line in lines if line.kind is Shape.BOILERPLATE)
    )
    for i in range(len(lines) - 1, 0, -1):
        if is_about(lines[i].words, names):
            marked[i] = replace(lines[i], kind=Shape.BOILERPLATE)
        elif lines[i].kind is _Prose.TEXT:
            break
    return marked


def _kind(words: str, *, top: bool) -> _Kind:
    return shape(words, top=top) or _prose(words)


def _prose(words: str) -> _Prose:
    if len(words) > _MAX_HEADLINE or _NEW_SENTENCE.search(words):
        return _Prose.TEXT
    if _ABBREVIATED.search(words):
        return _Prose.DOUBTFUL
    last = words.rstrip(_CLOSERS)[-1:]
    if last in _STOPS:
        return _Prose.TEXT
    return _Prose.DOUBTFUL if last in "?!？！" else _Prose.HEADLINE


def _tail(lines: Sequence[_Line]) -> int:
    """The index of the first line of the tail, or the number of lines if there is none.

    Walks up from the end to the last real paragraph and remembers the highest line at which the
    list below is proved to be the tail. An article without a real paragraph has no tail.
    """
    tail = len(lines)
    seen: Counter[_Kind] = Counter()
    loose = known = 0
    for i in range(len(lines) - 1, -1, -1):
        kind = lines[i].kind
        above = lines[i - 1].kind if i else None
        if kind is _Prose.TEXT:
            introduced = lines[i].words[-1] in ":：" and lines[tail : tail + 1]
            if introduced and lines[tail].kind is not Shape.RELATED:
                return len(lines)
            return _with_first_headline(lines, tail)
        if kind is Shape.SECTION:
            below = lines[i + 1].kind if i + 1 < len(lines) else None
            if above is Shape.SECTION or below not in (_Prose.HEADLINE, _Prose.DOUBTFUL):
                kind = _Prose.HEADLINE  # an item of a list
            else:
                known += is_known_section(lines[i].words)
        loose += kind is _Prose.DOUBTFUL and above not in _PROOF
        seen[kind] += 1
        if _proved(kind, seen, known, loose):
            tail = i
    return len(lines)


def _proved(kind: _Kind, seen: Counter[_Kind], known: int, loose: int) -> bool:
    """Whether the tail may begin with a line of this kind, given the counts of the kinds from it
    on."""
    headlines, doubtful = seen[_Prose.HEADLINE], seen[_Prose.DOUBTFUL]
    if kind is Shape.RELATED:
        return doubtful <= headlines + 1
    if kind not in _PROOF or loose or doubtful > headlines:
        return False
    if headlines + doubtful > 2 * (seen[Shape.STAMP] + seen[Shape.SECTION]):
        return False
    return seen[Shape.STAMP] > 0 or (known >= 2 and headlines > 0)


def _with_first_headline(lines: Sequence[_Line], tail: int) -> int:
    """One line higher if each headline stands above its time stamp and not below it."""
    rest = [line.kind for line in lines[tail:] if line.kind not in _NEUTRAL]
    stamped = len(rest) > 1 and rest[0] is rest[-1] is Shape.STAMP
    return tail - 1 if stamped and lines[tail - 1].kind is _Prose.HEADLINE else tail
