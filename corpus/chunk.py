"""Cuts an article into passages: consecutive whole sentences within a budget of word pieces."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence

from corpus.article import Article, Passage, Span
from corpus.sentences import sentence_spans

_LEAST_ROOM = 8  # what one code point may need: a Hangul syllable is three pieces
_BREAKS = "，、；："
_ZERO_WIDTH_JOINER = "\u200d"


def passages(
    article: Article,
    count: Callable[[str], int],
    *,
    budget: int = 254,
    target: int = 160,
    language: str = "en",
) -> tuple[Passage, ...]:
    """The passages of an article's body, in order. They depend on nothing but the arguments.

    A passage holds whole sentences of one body span, as many as ``target`` word pieces take. The
    next one starts with its last sentence again if that and the next sentence keep within
    ``target`` together. What is embedded, ``embedded_text(heading(title, count), passage)``, never
    takes more than ``budget`` pieces. A sentence that takes more by itself is cut into pieces,
    which become one passage each.

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

    def fits(start: int, end: int) -> bool:
        return count(embedded_text(title, article.text[start:end])) <= budget

    def size(sentence: Span) -> int:
        return count(sentence.of(article.text))

    return tuple(
        Passage(f"{article.id}@{span.start}-{span.end}", article.id, span, sentences)
        for part in article.body
        for group in _grouped(
            sentence_spans(article.text, (part,), language), size, min(target, room)
        )
        for span, sentences in _fitted(article.text, group, fits, room)
    )


def heading(title: str, count: Callable[[str], int], limit: int = 48) -> str:
    """The title on one line, cut after a word so that it takes at most ``limit`` word pieces.

    A title without white space, such as a Chinese one, is cut between any two characters. May be
    the empty string.
    """
    line = " ".join(title.split())
    end = _longest(line, 0, len(line), lambda start, end: count(line[start:end]) <= limit, limit)
    return line[:end].rstrip() if count(line[:end]) <= limit else ""


def embedded_text(title_heading: str, passage_text: str) -> str:
    """What is embedded and matched for a passage: the heading, a line break, the passage."""
    return f"{title_heading}\n{passage_text}" if title_heading else passage_text


def _grouped(
    sentences: Sequence[Span], size: Callable[[Span], int], target: int
) -> Iterator[tuple[Span, ...]]:
    """Sentences in groups of up to ``target`` pieces, with one sentence of overlap if it fits."""
    group: tuple[Span, ...] = ()
    total = last_size = 0
    for sentence in sentences:
        new_size = size(sentence)
        if group and total + new_size > target:
            yield group
            overlap = last_size + new_size <= target
            group, total = (group[-1:], last_size) if overlap else ((), 0)
        group, total, last_size = (*group, sentence), total + new_size, new_size
    if group:
        yield group


def _fitted(
    text: str, group: tuple[Span, ...], fits: Callable[[int, int], bool], room: int
) -> Iterator[tuple[Span, tuple[Span, ...]]]:
    """The group if it fits; else smaller groups, and in the end pieces of a sentence."""
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
        stop = _longest(text, start, sentence.end, fits, room)
        yield Span(start, start + len(text[start:stop].rstrip()))
        rest = text[stop : sentence.end]
        start = sentence.end - len(rest.lstrip())


def _longest(
    text: str, start: int, end: int, fits: Callable[[int, int], bool], guess: int
) -> int:
    """Where a piece that starts at ``start`` and fits should stop."""
    raise NotImplementedError
