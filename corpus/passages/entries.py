"""Finds lists of paragraphs that each describe one item, such as a list of products or persons.

"It is made in Vargas." means nothing without the "Product 3." at the beginning of its paragraph,
and beside "Product 2." it misleads. So each such paragraph becomes a section of its own, and its
first words, the key, become the section's context.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from typing import Final

from pincite.corpus.article import Section, Span
from pincite.corpus.draft import Draft

_LEAST: Final = 3  # paragraphs with the same kind of key that make a list
_LONGEST: Final = 60  # characters of a key
_LINE: Final = re.compile(r"[^\n]+")
# "Product 3." "3. Orbo fan:" "Orbo fan:" "Orbo fan – it weighs"
_KEY: Final = re.compile(rf"\s*(\S.{{0,{_LONGEST - 1}}}?)(?:[.:](?=\s)|\s[–—](?=\s))")
_NUMBER: Final = re.compile(r"\d+|\b[IVX]+\b|\b[A-Z]\b")
_WORDS: Final = 6
_MOST_LOOSE: Final = 3  # paragraphs without a key that may belong to one entry


@dataclass(frozen=True, slots=True)
class _Entry:
    """A paragraph, its key (its first words), and the shape of the key. The keys of one list have
    the same shape. ``shape`` is "" if the paragraph begins without a key."""

    span: Span
    key: Span
    shape: str


def with_entries(draft: Draft) -> Draft:
    """The draft with a section for each paragraph of such a list. Time is linear."""
    found = [section for part in _plain_parts(draft) for section in _listed(draft.text, part)]
    if not found:
        return draft
    left = (piece for each in draft.sections for piece in _without(each, found))
    kept = [piece for piece in left if piece.span.of(draft.text).strip()]
    return replace(draft, sections=tuple(sorted((*kept, *found), key=lambda s: s.span.start)))


def _plain_parts(draft: Draft) -> Iterator[Section]:
    """The parts of the body outside tables and captions, each with its context."""
    sections = iter((*draft.sections, None))
    section = next(sections)
    for part in draft.body:
        start = part.start
        while section is not None and section.span.start < part.end:
            if start < section.span.start:
                yield Section(Span(start, section.span.start))
            if section.kind == "text" and start < section.span.end:
                yield replace(
                    section,
                    span=Span(max(section.span.start, start), min(section.span.end, part.end)),
                )
            start = max(start, section.span.end)
            if section.span.end > part.end:
                break
            section = next(sections)
        if start < part.end:
            yield Section(Span(start, part.end))


def _listed(text: str, part: Section) -> Iterator[Section]:
    """A section for each entry of the lists in this part. An entry may continue in a few paragraphs
    without a key, if another entry of the list follows."""
    run: list[_Entry] = []
    loose: list[_Entry] = []
    for entry in (*_entries(text, part.span), None):
        if entry is not None and not entry.shape and run and len(loose) < _MOST_LOOSE:
            loose.append(entry)
            continue
        if entry is not None and run and entry.shape == run[-1].shape:
            if loose:
                run[-1] = replace(run[-1], span=Span(run[-1].span.start, loose[-1].span.end))
        else:
            yield from _sections(text, part, run)
            run = []
        loose = []
        run += [entry] if entry is not None and entry.shape else []


def _sections(text: str, part: Section, run: Sequence[_Entry]) -> Iterator[Section]:
    """The sections of a run of entries, if there are enough and no key repeats."""
    keys = {entry.key.of(text) for entry in run}
    if len(run) >= _LEAST and len(keys) == len(run):
        for entry in run:
            yield Section(entry.span, "text", (*part.context, entry.key))


def _entries(text: str, part: Span) -> Iterator[_Entry]:
    for line in _LINE.finditer(text, part.start, part.end):
        words = line[0].strip()
        if not words:
            continue
        start = line.start() + len(line[0]) - len(line[0].lstrip())
        found = _KEY.match(words)
        key = Span(start + found.start(1), start + found.end(1)) if found else Span(start, start)
        rest = bool(found) and len(words) > len(key) + 1
        yield _Entry(Span(start, start + len(words)), key, _shape(found) if found and rest else "")


def _shape(found: re.Match[str]) -> str:
    """The common form of the keys of a list: the words around a number, or else the colon or dash
    after a name. A key that ends with a full stop must contain a number."""
    key, end = found[1], found[0][len(found[1]) :].strip()[:1]
    if len(key.split()) > _WORDS or key.startswith(("http", "www")):
        return ""
    masked = _NUMBER.sub("#", key)
    if masked != key and (end != "." or masked.strip("# .")):
        return f"{masked}{end}"
    return "" if end == "." or not key[:1].isupper() else f"name{end}"


def _without(section: Section, cuts: Sequence[Section]) -> Iterator[Section]:
    """The parts of a section that remain when ``cuts`` (ascending) are removed from it."""
    start = section.span.start
    first = bisect_left(cuts, start, key=lambda cut: cut.span.start)
    for cut in takewhile(lambda cut: cut.span.start < section.span.end, islice(cuts, first, None)):
        if start < cut.span.start:
            yield replace(section, span=Span(start, cut.span.start))
        start = cut.span.end
    if start < section.span.end:
        yield replace(section, span=Span(start, section.span.end))
