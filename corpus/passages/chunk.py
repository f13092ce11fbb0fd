"""Cuts an article into passages: consecutive whole sentences within a budget of word pieces."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from pincite.corpus.article import Article, Passage, Span
from pincite.corpus.passages.rendering import context, rendering
from pincite.corpus.passages.sentences import sentence_spans

_CONTEXT = 32  # word pieces of the headings above a passage
_LEAST_ROOM = 8  # more than one code point may take: a Hangul syllable is three word pieces
_CHARACTERS_A_PIECE = 16  # several times what prose has; junk may have a million in one piece

_BREAKS = "，、；："
_JOINER = "\u200d"
# Hangul vowels and finals, skin tones, and what follows the first half of a surrogate pair.
_MODIFIER = re.compile("[\u1160-\u11ff\U0001f3fb-\U0001f3ff\udc00-\udfff]")
_LONGEST_CHARACTER = 32


def passages(
    article: Article,
    count: Callable[[str], int],
    *,
    budget: int = 254,
    target: int = 160,
    language: str = "en",
) -> tuple[Passage, ...]:
    """The passages of an article's body, in order. They depend on nothing but the arguments.

    A passage holds whole sentences of one body span and one section, as many as ``target`` word
    pieces take; the row of a table is a sentence, and a passage of its own. The
    next one starts with its last sentence again if that and the next sentence keep within
    ``target`` together. What is embedded, ``embedded_text(article, passage, count)``, never
    takes more than ``budget`` word pieces, and a passage never more than 16 characters for each. A
    sentence that takes more by itself is cut, and each part of it becomes a passage.

    ``count`` gives the word pieces of a text; it should add up across white space, as WordPiece
    does, and is believed only on finished passages. Linear in the article. Raises ValueError where
    ``budget`` leaves no room beside the heading.
    """
    title = heading(article.title, count)
    room = budget - count(title)
    if room < _LEAST_ROOM:
        raise ValueError(
            f"budget {budget}: expected at least {_LEAST_ROOM} word pieces beside the heading's "
            f"{budget - room}; raise the budget"
        )

    longest = budget * _CHARACTERS_A_PIECE

    def size(sentence: Span) -> int:
        return count(sentence.of(article.text))

    found = []
    for part, table in _stretches(article):
        above = _context(article, Span(part.start, part.start), count, room)

        def fits(start: int, end: int, above: str = above) -> bool:
            if end - start > longest:
                return False
            end = start + len(article.text[start:end].rstrip())  # as a piece is cut
            shown = rendering(article, _passage(article, Span(start, end), ())).text
            return count(_lines(title, above, shown)) <= budget

        left = room - count(above)
        groups: Iterator[tuple[Span, ...]]
        if table:
            groups = ((row,) for row in _rows(article.text, part))
        else:
            sentences = sentence_spans(article.text, (part,), language)
            groups = _grouped(sentences, size, min(target, left), longest)
        found += [
            _passage(article, span, of)
            for group in groups
            for span, of in _fitted(article.text, group, fits, left)
        ]
    return tuple(found)


def sentences(article: Article, language: str = "en") -> tuple[Span, ...]:
    """Every sentence of an article's body, in order, as passages hold them: the row of a table is
    one."""
    return tuple(
        span
        for part, table in _stretches(article)
        for span in (
            _rows(article.text, part) if table else sentence_spans(article.text, (part,), language)
        )
    )


def embedded_text(
    article: Article, passage: Passage, count: Callable[[str], int], budget: int = 254
) -> str:
    """What is embedded and matched for a passage that was cut within ``budget``: the article's
    title, the headings that the passage stands under, and its text as
    ``pincite.corpus.passages.rendering`` shows it, a line each."""
    title = heading(article.title, count)
    above = _context(article, passage.span, count, budget - count(title))
    return _lines(title, above, rendering(article, passage).text)


def heading(title: str, count: Callable[[str], int], limit: int = 48) -> str:
    """The title on one line, cut so that it takes at most ``limit`` word pieces; may be empty.

    The cut comes after a word, or between any two characters where white space is missing, as in a
    Chinese title, or stands only in the first half.
    """
    line = " ".join(title.split())
    end = _stop(line, 0, len(line), lambda start, end: count(line[start:end]) <= limit, limit)
    cut = line[:end].rstrip()
    return cut if count(cut) <= limit else ""


def _context(article: Article, passage: Span, count: Callable[[str], int], room: int) -> str:
    """The headings above a passage, cut as a title is; they take a quarter of the room at most."""
    return heading(context(article, passage), count, min(_CONTEXT, room // 4))


def _lines(*parts: str) -> str:
    return "\n".join(filter(None, parts))


def _passage(article: Article, span: Span, sentences: tuple[Span, ...]) -> Passage:
    return Passage(f"{article.id}@{span.start}-{span.end}", article.id, span, sentences)


def _stretches(article: Article) -> Iterator[tuple[Span, bool]]:
    """The body in stretches that passages do not cross: body spans cut where sections begin and
    end. With each goes whether it is a table."""
    edges = sorted({edge for s in article.sections for edge in (s.span.start, s.span.end)})
    for part in article.body:
        inside = edges[bisect_right(edges, part.start) : bisect_left(edges, part.end)]
        for start, end in pairwise((part.start, *inside, part.end)):
            section = article.section(start)
            yield Span(start, end), section is not None and section.kind == "table"


def _rows(text: str, table: Span) -> Iterator[Span]:
    """The lines of a table that hold anything, trimmed."""
    start = table.start
    for line in table.of(text).split("\n"):
        if line.strip():
            begin = start + len(line) - len(line.lstrip())
            yield Span(begin, begin + len(line.strip()))
        start += len(line) + 1


def _grouped(
    sentences: Sequence[Span], size: Callable[[Span], int], target: int, longest: int
) -> Iterator[tuple[Span, ...]]:
    """Sentences in groups of up to ``target`` pieces, with one sentence of overlap if it fits."""

    def together(first: Span, sentence: Span, pieces: int) -> bool:
        return pieces <= target and sentence.end - first.start <= longest

    group: list[Span] = []
    total = last = 0
    for sentence in sentences:
        added = max(size(sentence), 1)  # one of control characters only has no piece
        if group and not together(group[0], sentence, total + added):
            yield tuple(group)
            overlap = together(group[-1], sentence, last + added)
            group, total = (group[-1:], last) if overlap else ([], 0)
        group.append(sentence)
        total, last = total + added, added
    if group:
        yield tuple(group)


def _fitted(
    text: str, group: tuple[Span, ...], fits: Callable[[int, int], bool], room: int
) -> Iterator[tuple[Span, tuple[Span, ...]]]:
    """The group if it fits; else smaller groups, and in the end pieces of one sentence."""
    span = Span(group[0].start, group[-1].end)
    if fits(span.start, span.end):
        yield span, group
    elif len(group) > 1:
        half = len(group) // 2
        yield from _fitted(text, group[:half], fits, room)
        yield from _fitted(text, group[half:], fits, room)
    else:
        for piece in _pieces(text, span, fits, room):
            yield piece, group


def _pieces(
    text: str, sentence: Span, fits: Callable[[int, int], bool], room: int
) -> Iterator[Span]:
    start = sentence.start
    while start < sentence.end:
        stop = _stop(text, start, sentence.end, fits, room)
        yield Span(start, start + len(text[start:stop].rstrip()))
        start = stop
        while text[start : start + 1].isspace():
            start += 1


def _stop(text: str, start: int, end: int, fits: Callable[[int, int], bool], guess: int) -> int:
    """Where a piece that starts at ``start`` should stop: late, at a good place, and fitting."""
    latest = _latest(start, end, fits, guess)
    if latest < end:
        for stop in (_break_before(text, start, latest), _whole_before(text, start, latest)):
            if stop < latest and fits(start, stop):
                return stop
    return latest


def _latest(start: int, end: int, fits: Callable[[int, int], bool], guess: int) -> int:
    """The last stop that fits, or up to a sixteenth less; one character at the very least.

    The first guess is a character a word piece. Doubling it keeps the cost linear in what is found,
    which may be long: a word of more than 100 characters is one piece to WordPiece.
    """
    good, bad = start, min(start + max(guess, 1), end)
    while fits(start, bad):
        if bad == end:
            return end
        good, bad = bad, min(2 * bad - start, end)
    while bad - good > max((good - start) // 16, 1):
        middle = (good + bad) // 2
        if fits(start, middle):
            good = middle
        else:
            bad = middle
    return max(good, start + 1)


def _break_before(text: str, start: int, stop: int) -> int:
    """The last place between words or clauses in the second half, or ``stop`` if none is there."""
    for place in range(stop, (start + stop) // 2, -1):
        if text[place].isspace() or text[place - 1] in _BREAKS:
            return place
    return stop


def _whole_before(text: str, start: int, stop: int) -> int:
    """The last place not within what is read as one character, if it is near."""
    for place in range(stop, max(start, stop - _LONGEST_CHARACTER), -1):
        if not _continues(text, place):
            return place
    return stop


def _continues(text: str, place: int) -> bool:
    char = text[place]
    mark = unicodedata.category(char).startswith("M") or _MODIFIER.match(char)
    return bool(mark) or _JOINER in text[place - 1 : place + 1]
