"""Finds where a text has nearly the quoted words, and which words differ. Pure.

The quotation is aligned with the part of the text that needs the fewest changed, missing and added
words (Sellers 1980, "The theory and computation of evolutionary distances").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pincite.corpus.article import Span
from pincite.qa.asking.quoting.wordlist import WordList, is_punctuation

_LIGHT = 0.25  # the weight of a punctuation mark; a word weighs 1


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that differ: ``asked`` is their span in the question, ``found`` in the article's text.

    ``asked`` is empty if the quotation lacks words of the article (``missing``). ``found`` is
    empty if the quotation has words that the article lacks (``added``).
    """

    kind: Literal["changed", "missing", "added"]
    asked: Span
    found: Span


@dataclass(frozen=True, slots=True)
class Alignment:
    """``place`` is the aligned part of the text. ``cost`` is the number of words that differ; a
    punctuation mark counts as a quarter of a word. ``same`` are the keys of the words that are
    equal."""

    place: Span
    cost: float
    differences: tuple[Difference, ...]
    same: tuple[str, ...]


def align(quoted: WordList, text: WordList) -> Alignment | None:
    """The part of the text that differs least from the quotation, the first if several do; None if
    either is empty."""
    if not quoted.keys or not text.keys:
        return None
    table = _table(quoted.keys, text.keys)
    last = min(range(len(text) + 1), key=lambda n: (table[-1][n], n))
    if last < len(text) and table[-1][last + 1] == table[-1][last]:
        last += 1  # at equal cost, a changed last word is preferred to an added one
    pairs = list(_pairs(table, quoted.keys, text.keys, last))[::-1]
    aligned = [there for _, there in pairs if there is not None]
    if not aligned:
        return None
    same = [
        quoted.keys[a]
        for a, b in pairs
        if a is not None and b is not None and quoted.keys[a] == text.keys[b]
    ]
    place = Span(text.spans[aligned[0]].start, text.spans[aligned[-1]].end)
    return Alignment(place, table[-1][last], tuple(_differences(pairs, quoted, text)), tuple(same))


def _weight(key: str) -> float:
    return _LIGHT if is_punctuation(key) else 1.0


def _changed(one: str, other: str) -> float:
    if one == other:
        return 0.0
    # a word is never changed into a punctuation mark: this costs more than removing and adding
    if is_punctuation(one) != is_punctuation(other):
        return 2.0
    return _weight(one)


def _table(quoted: tuple[str, ...], text: tuple[str, ...]) -> list[list[float]]:
    """The least costs: row a, column b aligns the first a quoted words with a part of the text that
    ends at word b."""
    there = [_weight(key) for key in text]
    table = [[0.0] * (len(text) + 1)]
    for key in quoted:
        above, here = table[-1], _weight(key)
        row = [above[0] + here]
        for n, other in enumerate(text):
            change = above[n] + (0.0 if key == other else _changed(key, other))
            row.append(min(change, above[n + 1] + here, row[n] + there[n]))
        table.append(row)
    return table


def _pairs(
    table: list[list[float]], quoted: tuple[str, ...], text: tuple[str, ...], last: int
) -> Iterator[tuple[int | None, int | None]]:
    """The pairs of aligned words, from the end; None stands for a missing partner."""
    a, b = len(quoted), last
    while a:
        cost = table[a][b]
        if b and cost == table[a - 1][b - 1] + _changed(quoted[a - 1], text[b - 1]):
            a, b = a - 1, b - 1
            yield a, b
        elif cost == table[a - 1][b] + _weight(quoted[a - 1]):
            a -= 1
            yield a, None
        else:
            b -= 1
            yield None, b


def _differences(
    pairs: list[tuple[int | None, int | None]], quoted: WordList, text: WordList
) -> Iterator[Difference]:
    """The runs of words that differ, in order."""
    first = next(there for _, there in pairs if there is not None)
    asked_end, found_end = quoted.spans[0].start, text.spans[first].start
    run: list[tuple[int | None, int | None]] = []
    for pair in [*pairs, None]:
        a, b = pair if pair is not None else (None, None)
        same = a is not None and b is not None and quoted.keys[a] == text.keys[b]
        if pair is not None and not same:
            run.append(pair)
            continue
        if run:
            yield _difference(run, quoted, text, asked_end, found_end)
            run = []
        if a is not None and b is not None:
            asked_end, found_end = quoted.spans[a].end, text.spans[b].end


def _difference(
    run: list[tuple[int | None, int | None]],
    quoted: WordList,
    text: WordList,
    asked_end: int,
    found_end: int,
) -> Difference:
    asked = [quoted.spans[a] for a, _ in run if a is not None]
    found = [text.spans[b] for _, b in run if b is not None]
    return Difference(
        "changed" if asked and found else "missing" if found else "added",
        Span(asked[0].start, asked[-1].end) if asked else Span(asked_end, asked_end),
        Span(found[0].start, found[-1].end) if found else Span(found_end, found_end),
    )
