"""Reads plain text: the text unchanged, with a headline at its top as the title."""

from __future__ import annotations

from itertools import takewhile

from pincite.corpus.boilerplate.body import body_spans, ends_sentence, is_boilerplate
from pincite.corpus.draft import Draft, Fault, one_line, stem_title, wide
from pincite.corpus.formats.encoding.decode import decode_words

MAX_HEADLINE = 200
_TOP = 20


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """One article, titled by its headline, else by the file's name.

    Raises ReadError if the bytes are not text or only white space.
    """
    found = decode_words(data)
    text = found.text
    headline, start = split_headline(text)
    title = headline or stem_title(name)
    return [Draft(text, title, body_spans(text, start), missing=found.missing)]


def split_headline(text: str) -> tuple[str, int]:
    """The headline at the top of a text and the offset after it, or ("", 0) if there is none.

    A headline is short, does not end like a sentence, and is followed by more text. Boilerplate
    above it (a menu, an advertisement) is skipped.
    """
    start = 0
    for _ in range(_TOP):
        end = text.find("\n", start)
        if end < 0:
            return "", 0
        line = text[start:end].strip()
        if line and not is_boilerplate(line):
            rest = text[end + 1 : end + 1 + 10_000]
            return (one_line(line), end) if _is_headline(line, rest) else ("", 0)
        start = end + 1
    return "", 0


def _is_headline(line: str, rest: str) -> bool:
    if len(line) > MAX_HEADLINE or ends_sentence(line) or not rest.strip():
        return False
    paragraph = list(takewhile(str.strip, rest.split("\n")))
    return not paragraph or not _is_wrapped(line, paragraph)


def _is_wrapped(line: str, below: list[str]) -> bool:
    """Whether ``line`` looks like the first line of a hard-wrapped paragraph.

    A line break is deliberate if the next word would still fit on the line, measured by the longest
    line of the paragraph. It is also deliberate if the paragraph does not end like a sentence, and
    before a byline or a date.
    """
    if is_boilerplate(below[0]) or not ends_sentence(below[-1]):
        return False
    if below[0].lstrip()[:1].islower():
        return True
    width = max(map(len, (line, *below)))
    return len(line) + _first_word(below[0].lstrip()) > width


def _first_word(line: str) -> int:
    """The width of the first word and the blank before it; a wide letter counts as a word."""
    if wide(line[:1]):
        return 1
    return 1 + len(line.split(maxsplit=1)[0]) if line.strip() else 0
