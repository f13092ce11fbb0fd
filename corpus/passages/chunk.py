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
_LEAST_ROOM = 8  # more word pieces than any one character has; a Hangul syllable has three
_CHARACTERS_A_PIECE = 16  # far above prose; a word of a million characters is one piece

_BREAKS = "，、；："
_JOINER = "\u200d"
# Hangul vowels and finals, skin tones, and the second half of a surrogate pair.
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
    """The passages of an article's body, in order; the same for the same arguments.

    A passage holds whole sentences of one body span and one section, as many as fit in ``target``
    word pieces. Each row of a table is one sentence and one passage. The next passage begins with
    the last sentence of this one if that sentence and the following one fit in ``target`` together.
    The embedded text, ``embedded_text(article, passage, count)``, never has more than ``budget``
    word pieces, and a passage never more than 16 characters for each word piece of the budget. A
    longer sentence is cut, and each part becomes a passage.

    ``count`` returns the number of word pieces of a text. It should be additive across white space,
    as WordPiece is; the budget itself is checked on finished passages. Time is linear in the text.
    Raises ValueError if ``budget`` leaves no room beside the title.
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
            end = start + len(article.text[start:end].rstrip())  # parts are cut like this too
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
    """The sentences of an article's body, in order, as passages hold them; each row of a table is
    one sentence."""
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
    """The text that is embedded and matched for a passage that was cut within ``budget``. Its lines
    are the article's title, the headings above the passage, and the passage as
    ``pincite.corpus.passages.rendering`` renders it."""
    title = heading(article.title, count)
    above = _context(article, passage.span, count, budget - count(title))
    return _lines(title, above, rendering(article, passage).text)


def heading(title: str, count: Callable[[str], int], limit: int = 48) -> str:
    """The title on one line, cut to at most ``limit`` word pieces; may be empty.

    The cut is after a word. It may be between any two characters if the title has no white space,
    as in Chinese, or only in its first half.
    """
    line = " ".join(title.split())
    end = _stop(line, 0, len(line), lambda start, end: count(line[start:end]) <= limit, limit)
    cut = line[:end].rstrip()
    return cut if count(cut) <= limit else ""


def _context(article: Article, passage: Span, count: Callable[[str], int], room: int) -> str:
    """The headings above a passage, cut like a title, in at most a quarter of the room."""
    return heading(context(article, passage), count, min(_CONTEXT, room // 4))


def _lines(*parts: str) -> str:
    return "\n".join(filter(None, parts))


def _passage(article: Article, span: Span, sentences: tuple[Span, ...]) -> Passage:
    return Passage(f"{article.id}@{span.start}-{span.end}", article.id, span, sentences)


def _stretches(article: Article) -> Iterator[tuple[Span, bool]]:
    """The parts of the body that no passage crosses: body spans, cut where sections begin and end.
    The flag says whether the part lies in a table."""
    edges = sorted({edge for s in article.sections for edge in (s.span.start, s.span.end)})
    for part in article.body:
        inside = edges[bisect_right(edges, part.start) : bisect_left(edges, part.end)]
        for start, end in pairwise((part.start, *inside, part.end)):
            section = article.section(start)
            yield Span(start, end), section is not None and section.kind == "table"


def _rows(text: str, table: Span) -> Iterator[Span]:
    """The lines of a table that are not empty, trimmed."""
    start = table.start
    for line in table.of(text).split("\n"):
        if line.strip():
            begin = start + len(line) - len(line.lstrip())
            yield Span(begin, begin + len(line.strip()))
        start += len(line) + 1


def _grouped(
    sentences: Sequence[Span], size: Callable[[Span], int], target: int, longest: int
) -> Iterator[tuple[Span, ...]]:
    """Sentences in groups of up to ``target`` word pieces, with one sentence of overlap if it
    fits."""

    def together(first: Span, sentence: Span, pieces: int) -> bool:
        return pieces <= target and sentence.end - first.start <= longest

    group: list[Span] = []
    total = last = 0
    for sentence in sentences:
        added = max(size(sentence), 1)  # a sentence of control characters has 0 pieces
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
    """The group if it fits; else smaller groups, and in the end parts of one sentence."""
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
    """The parts of a sentence that is too long for one passage."""
    start = sentence.start
    while start < sentence.end:
        stop = _stop(text, start, sentence.end, fits, room)
        yield Span(start, start + len(text[start:stop].rstrip()))
        start = stop
        while text[start : start + 1].isspace():
            start += 1


def _stop(text: str, start: int, end: int, fits: Callable[[int, int], bool], guess: int) -> int:
    """Where the part that starts at ``start`` ends: as late as fits, preferably between words."""
    latest = _latest(start, end, fits, guess)
    if latest < end:
        for stop in (_break_before(text, start, latest), _whole_before(text, start, latest)):
            if stop < latest and fits(start, stop):
                return stop
    return latest


def _latest(start: int, end: int, fits: Callable[[int, int], bool], guess: int) -> int:
    """The last end that fits, or up to a sixteenth less, but at least one character.

    The first guess is one character per word piece. It is doubled until it no longer fits, so the
    cost is linear in the length found. That can be long: WordPiece counts a word of more than 100
    characters as one piece.
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
    """The last place between words or clauses in the second half, or ``stop`` if there is none."""
    for place in range(stop, (start + stop) // 2, -1):
        if text[place].isspace() or text[place - 1] in _BREAKS:
            return place
    return stop


def _whole_before(text: str, start: int, stop: int) -> int:
    """The last place near ``stop`` that does not split a combined character, or ``stop``."""
    for place in range(stop, max(start, stop - _LONGEST_CHARACTER), -1):
        if not _continues(text, place):
            return place
    return stop


def _continues(text: str, place: int) -> bool:
    """Whether the character at ``place`` belongs to the one before it."""
    char = text[place]
    mark = unicodedata.category(char).startswith("M") or _MODIFIER.match(char)
    return bool(mark) or _JOINER in text[place - 1 : place + 1]
