"""Whether a sentence says what something is, and does not only mention it. Pure.

The patterns are those of Hearst 1992 ("Automatic acquisition of hyponyms from large text corpora")
and of definition questions at TREC 2003: a copula, an apposition, a name after its kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pincite.corpus.article import Span
from pincite.index.engines.lexical import STOP_WORDS

_DET: Final = r"(?:an?|the|one|its|his|her|their|our|this|what|\w+[’']s)"
_BE: Final = r"(?:is|are|was|were|has been|have been|became|remains)"
_THINGS: Final = r"(?:[a-z][\w’'-]*,? ){1,6}?"

_AFTER_KIND: Final = 0.75  # patterns of a name after its kind have less than this
_REST: Final = r"(?P<part>[^.;:]{3,300})"
_MEANS: Final = "stands? for|means?|refers? to|denotes?|describes?|consists? of"
_NO_THING: Final = re.compile(
    r"\W*(?:(?:each|every|in|on|at|by|since|until|during|from|over|under|near|around|about|between|"
    r"after|before|within|above|below|across)\b(?!-)|(?:last|next|this)\s+(?:year|month|week)\b|\$?\d)",
    re.I,
)
_OPENS: Final = "an?|the|one of|whose|who|which"
_CALLED: Final = "called|known as|named|nicknamed|dubbed|termed"
_WHOSE: Final = r"[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|\w+[’']s"


@dataclass(frozen=True, slots=True)
class Definition:
    """How surely a sentence is a definition, in [0, 1], and which part of it defines."""

    sure: float
    part: Span


def definition_in(sentence: str, topic: str) -> Definition | None:
    """The definition of the topic that a sentence gives; None if it gives none."""
    for sure, pattern in _patterns(topic):
        if found := pattern.search(sentence):
            part = found.span("part")
            if sure < _AFTER_KIND and not STOP_WORDS.isdisjoint(found["part"].lower().split()):
                continue  # "they also hit X" is no kind of X
            return Definition(sure, Span(*part)) if part[0] < part[1] else None
    return None


def names_topic(sentence: str, topic: str) -> bool:
    """Whether the sentence contains the topic."""
    return bool(_named(topic).search(sentence))


def says_when_or_where(words: str) -> bool:
    """Whether words say when, where or how much, and not what something is: "each spring", "in the
    north", "23 million"."""
    return bool(_NO_THING.match(words))


def belongs_to_topic(before: str, topic: str) -> bool:
    """Whether words belong to the topic rather than define it, as "logistics hubs" do in "Wildberry
    logistics hubs" or "Wildberry's logistics hubs". ``before`` is the sentence up to the words."""
    end = before.rstrip()
    end = re.sub(r"[’']s?$", "", end) if end != before else ""
    return any(found.end() == len(end) for found in _named(topic).finditer(end))


@lru_cache(maxsize=64)
def _named(topic: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(topic)}(?!\w)", re.I)


@lru_cache(maxsize=64)
def _patterns(topic: str) -> tuple[tuple[float, re.Pattern[str]], ...]:
    # a name may have given names before it and a short form in brackets after it
    x = rf"(?:[A-Z][\w’'-]+ ){{0,2}}(?i:{re.escape(topic)}s?)(?: \([^()]{{1,40}}\))?[”\"’]?"
    aged = rf"{x}(?:, (?:aged )?\d{{1,3}},)?"  # "Ada Holm, 61, is the …"
    named = re.escape(topic)
    # "X is …" defines a common noun in any form, but a name only with a determiner after "is"
    is_it = rf"{x} {_BE} {_REST}" if topic[:1].islower() else rf"{aged} {_BE} (?={_DET} ){_REST}"
    ways = (
        (0.92, rf"(?:^|\b[Tt]he |\b[Aa]n? |^\W*)(?:{aged}|{x},) {_BE} (?={_DET} |called |known )"
               rf"(?!the (?:first|only|last|most|second|third)\b){_REST}"),
        (0.9, rf"(?<!\w){x},? (?:{_MEANS}) {_REST}"),
        (0.88, rf"(?<!\w){x}, (?:or )?(?P<part>(?:{_OPENS}) [^,;]{{3,120}})[,;.]"),
        (0.86, rf"(?<!\w){is_it}"),
        (0.84, rf"(?P<part>\b(?:{_WHOSE}) [^.,;:]{{2,70}}), {x}(?=[,;.]|$)"),
        (0.82, rf"(?P<part>[^.;]{{3,120}}?) (?:{_CALLED}) (?:an? |the )?[“\"‘']?{x}"),
        (0.8, rf"(?P<part>\b(?:{_WHOSE}) {_THINGS}){x}(?!\w)"),
        (0.7, rf"(?P<part>\b(?:[A-Z][a-z’'-]+ ){{1,3}})(?i:{named})(?!\w)"),
        (0.66, rf"(?P<part>\b(?:[a-z][\w’'-]+ ){{1,3}}){named}(?!\w)"),
    )  # fmt: skip
    return tuple((sure, re.compile(pattern)) for sure, pattern in ways)
