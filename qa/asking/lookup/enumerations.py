"""The things that a text lists: "A, B and C" in one sentence, or lines of a list. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pincite.corpus.article import Article, Span
from pincite.corpus.passages.chunk import sentences
from pincite.index.engines.lexical import ENGLISH

_BETWEEN: Final = re.compile(
    r"(?:\s*[;；]\s*|\s*[、，]\s*|,\s+)(?:and |or |as well as |und |et |y )?"
    r"|\s+(?:and|or|as well as|und|et|y|&(?= [a-z]))\s+",
)
_LEADING: Final = re.compile(
    r"(?:namely|including|such as|for example|for instance|e\.g\.|i\.e\.|both|either|"
    r"among them):? ",
    re.IGNORECASE,
)
_JOINED: Final = re.compile(r"[^\W\d_&]|[&;；、]")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_VERB: Final = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|shall|should|do|does|"
    r"did|said|says|told|who|which|that|where|when|because|although|while|but|if|he|she|they|it|"
    r"(?!named\b|called\b)\w{3,}ed)\b"
)
# behind a name: a verb with what it acts on, such as "becomes the first"
_DOES: Final = re.compile(
    r" (?!(?:of|in|from|at|for|with|on|to|near|by|under|over|and|or)\b)[a-z]+ "
    r"(?:(?:an?|the|its|his|her|their|to|both|first|last)\b|[A-Z0-9])"
)
_COUNTS: Final = re.compile(
    r"^(?!about|some|nearly|almost|over|around|under|roughly|at|the)[a-z]+ \d"
)  # a verb with a number, such as "score 20"
_NAME: Final = re.compile(r"[A-Z][\w’'.-]*\w(?: (?:(?:of|the|de|van|von|&) )*[A-Z][\w’'.-]*\w)*")
_ARTICLE: Final = re.compile(r"(?:the|a|an|one|two|three|four|five) (?:[a-z’'-]+ )*$")
_BULLET: Final = re.compile(r"^(?:[-–—•*·◦▪]|\d{1,2}[.)])\s+")
_LONGEST: Final = 9  # words that one thing has at most
_MOST_LINES: Final = 40
_END: Final = ".!?。！？"


def enumerated(text: str, sentence: Span, answer: Span) -> tuple[Span, ...]:
    """The things that the sentence lists, in order, if the answer is one of them or contains them.
    Empty if the answer is in no list of two or more."""
    pieces = _pieces(text, _list_part(text, sentence, answer))
    # an answer that ends before a colon overlaps no piece: it introduces the list after the colon
    at = [n for n, piece in enumerate(pieces) if piece.overlaps(answer)] or [0]
    first, last = at[0], at[-1]
    named = bool(_NAME.search(answer.of(text)))
    if not all(_is_thing(text, each, named) for each in pieces[first + 1 : last]):
        return ()  # the answer is a clause that only happens to have commas
    while first > 0 and _is_thing(text, pieces[first - 1], named):
        first -= 1
    while last + 1 < len(pieces) and _is_thing(text, pieces[last + 1], named):
        last += 1
    # the first piece may begin before the list does: "Her deputies are Sam Ferro, Lotte …"
    if (
        first > 0
        and first <= at[0]
        and not _has_colon_between(text, pieces[first - 1], pieces[first])
    ):
        before = _name_at_end(text, pieces[first - 1], named)
        kept = [*([before] if before else []), *pieces[first : last + 1]]
    else:
        kept = list(pieces[first : last + 1])
    if kept and first == 0:
        kept[0] = _beginning(text, kept[0], answer, named) or kept[0]
    kept[-1] = _ending(text, kept[-1], answer)
    if named and last + 1 < len(pieces) and (more := _name_at_start(text, pieces[last + 1])):
        kept.append(more)
    whole = [_without_leading(text, each) for each in kept if len(each)]
    return tuple(whole) if _is_list(text, whole) else ()


def _without_leading(text: str, thing: Span) -> Span:
    found = _LEADING.match(text, thing.start, thing.end)
    return Span(found.end() if found else thing.start, thing.end)


def _is_list(text: str, things: Sequence[Span]) -> bool:
    """Whether the things form a list. "A, B" alone may be a thing and its other name."""
    between = [text[a.end : b.start] for a, b in pairwise(things)]
    joined = any(_JOINED.search(each) for each in between)
    listed = len(things) > 2 and ":" in text[max(things[0].start - 3, 0) : things[0].start]
    return joined or listed


def list_lines(article: Article, sentence: Span) -> tuple[tuple[Span, Span], ...]:
    """The lines of a list, in order, if the sentence introduces it ("The following are missing:")
    or is one of its lines: each as a sentence of the article, and without its bullet. Empty if
    there are fewer than two."""
    text = article.text
    introduced = sentence.of(text).rstrip().endswith((":", "："))
    # to find an article's sentences takes longer than all else here
    if not (introduced or _is_line(text, sentence) or _is_line(text, _first_line(text, sentence))):
        return ()
    body = sentences(article, article.language or ENGLISH)
    at = next((n for n, each in enumerate(body) if each.overlaps(sentence)), None)
    if at is None or not (introduced or _is_line(text, body[at])):
        return ()
    first = at + introduced
    if not introduced:
        while first > 0 and _is_line(text, body[first - 1]):
            first -= 1
    last = first
    while last < len(body) and last - first < _MOST_LINES and _is_line(text, body[last]):
        last += 1
    found = body[first:last]
    if len(found) < 2 or any(text[a.end : b.start].count("\n") > 2 for a, b in pairwise(found)):
        return ()
    return tuple((each, _unbulleted(text, each)) for each in found)


def _first_line(text: str, sentence: Span) -> Span:
    """The first line of a sentence, which may be several sentences."""
    return Span(sentence.start, sentence.start + len(sentence.of(text).partition("\n")[0]))


def _is_line(text: str, sentence: Span) -> bool:
    """Whether the sentence fills its line and is a list item: it has a bullet or no full stop."""
    start = text.rfind("\n", 0, sentence.start) + 1
    end = text.find("\n", sentence.end)
    line = text[start : end if end >= 0 else len(text)].strip()
    words = sentence.of(text)
    alone = line in (words, words.strip()) or _BULLET.sub("", line) == words.strip()
    bulleted = bool(_BULLET.match(line))
    return alone and (bulleted or words[-1:] not in _END + ":") and len(words.split()) <= 30


def _unbulleted(text: str, sentence: Span) -> Span:
    bullet = _BULLET.match(sentence.of(text))
    return Span(sentence.start + (bullet.end() if bullet else 0), sentence.end)


def _list_part(text: str, sentence: Span, answer: Span) -> Span:
    """The part of a sentence that may hold the list: what follows a colon near the answer, or the
    whole sentence if there is no colon."""
    # in "four fishermen: Aker, Brodie", the things begin inside the answer
    inside = answer.of(text).count(": ") == 1
    led = text[answer.end : answer.end + 2] == ": "
    before = answer.end + 2 if led else answer.end if inside else answer.start + 1
    colon = text.rfind(": ", sentence.start, before)
    start = colon + 2 if colon >= 0 else sentence.start
    end = sentence.end
    while end > start and text[end - 1] in _END + "\"”’'":
        end -= 1
    return Span(start, max(end, answer.end))


def _pieces(text: str, within: Span) -> list[Span]:
    """The pieces of a part of the text, cut at commas and at "and", but not inside brackets or
    figures."""
    shown = _BRACKETS.sub(lambda found: "_" * len(found[0]), within.of(text))
    pieces, start = [], within.start
    for found in _BETWEEN.finditer(shown):
        pieces.append(Span(start, within.start + found.start()))
        start = within.start + found.end()
    return [*pieces, Span(start, within.end)]


def _is_thing(text: str, piece: Span, named: bool) -> bool:
    """Whether a whole piece is one more thing of the list."""
    words = piece.of(text)
    bare = _BRACKETS.sub("", words)
    short = 0 < len(words.split()) <= _LONGEST and not _VERB.search(bare)
    if not short or not named:
        return short
    name = _NAME.search(words)
    return name is not None and not _DOES.match(words, name.end()) and not _COUNTS.search(bare)


def _has_colon_between(text: str, one: Span, other: Span) -> bool:
    return ":" in text[one.end : other.start]


def _name_at_end(text: str, piece: Span, named: bool) -> Span | None:
    """The last name at the end of a longer piece, with its "the" or "a"; None if no name ends
    it."""
    if not named:
        return None
    names = list(_NAME.finditer(text, piece.start, piece.end))
    if not names or _BRACKETS.sub("", text[names[-1].end() : piece.end]).strip():
        return None
    start = names[-1].start()
    article = _ARTICLE.search(text, piece.start, start)
    return Span(article.start() if article else start, piece.end)


def _name_at_start(text: str, piece: Span) -> Span | None:
    """The name at the beginning of a longer piece, such as "Osk voted no"; None if there is
    none."""
    found = _NAME.match(text, piece.start, piece.end)
    return Span(*found.span()) if found else None


def _beginning(text: str, piece: Span, answer: Span, named: bool) -> Span | None:
    """The first thing of a list, without the words that introduce it."""
    if piece.start <= answer.start < piece.end:
        return Span(answer.start, piece.end)
    if answer.start < piece.start:
        return piece
    if _VERB.search(piece.of(text)) or len(piece.of(text).split()) > _LONGEST:
        return _name_at_end(text, piece, named)
    # the list may begin its sentence: "The towns of Ulve, Skarn and Osk"
    return _name_at_end(text, piece, named) if piece.of(text)[:1].isupper() else piece


def _ending(text: str, piece: Span, answer: Span) -> Span:
    """The last thing of a list, without the words that follow it."""
    if piece.start <= answer.start and answer.end < piece.end:
        rest = text[answer.end : piece.end]
        bracket = re.match(r" \([^()]*\)", rest)
        return Span(piece.start, answer.end + (bracket.end() if bracket else 0))
    if piece.start < answer.end < piece.end:
        return Span(piece.start, answer.end)
    return piece
