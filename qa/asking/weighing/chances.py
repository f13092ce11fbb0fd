"""Computes how sure each answer is, given the form of the line. Pure.

All forms weigh the same sentences: those in which the reader marked an answer, and the others of
the passages found. Each form has its own rule for a good sentence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import Final

from pincite.corpus.article import Span
from pincite.corpus.metadata.months import ENGLISH as MONTHS
from pincite.corpus.metadata.months import ENGLISH_DAYS
from pincite.index.engines.lexical import ENGLISH, asked_terms, terms, terms_in
from pincite.index.retrieval.hit import Hit
from pincite.qa.asking.weighing.defining import (
    belongs_to_topic,
    definition_in,
    names_topic,
    says_when_or_where,
)
from pincite.qa.asking.weighing.scored import ScoredAnswer
from pincite.qa.types import Candidate

_LISTS: Final = re.compile(r",\s[^,.;]+(?:,|\sand)\s\S")
_ABOVE: Final = 20_000  # characters of the article that are examined before a passage's end
_NOT_THERE: Final = 1.0  # the share of the chance that is lost if all words are missing
_UNNAMED: Final = 0.5
_NO_THING: Final = 0.3  # multiplies the chance of a time, a place or a figure as a definition
_OWNED: Final = 0.3  # multiplies the chance of words that belong to a topic and do not define it
# words of asking, which say nothing about the topic
_ASKING: Final = frozenset(
    terms("how many much does did do doing have now list tell about currently today", ENGLISH)
)


@dataclass(frozen=True, slots=True)
class WordShares:
    """The shares of a question's words that a sentence holds: the sentence ``itself``, with its
    article's title, and with the article's text before it (``around``)."""

    itself: float
    titled: float
    around: float


class QuestionWords:
    """The words of a question with weights: the fewer of the sentences found hold a word, the
    higher its weight."""

    def __init__(self, question: str, hits: Sequence[Hit]) -> None:
        asked = asked_terms(question)
        self._asked = asked - _ASKING or asked
        self._sentences: dict[tuple[str, Span], Set[str]] = {}
        self._around: dict[str, Set[str]] = {}
        self._titles: dict[str, Set[str]] = {}
        for hit in hits:
            language = hit.article.language or ENGLISH
            # the topic of a sentence is often named far above it
            above = f"{hit.article.title} {_text_before_end(hit)}"
            self._around[hit.passage.id] = self._asked & terms_in(above, language)
            title = terms_in(hit.article.title, language)
            self._titles[hit.article.id] = self._asked & title
            for span in hit.passage.sentences:
                held = self._asked & terms_in(span.of(hit.article.text), language)
                self._sentences[hit.article.id, span] = held
        total = len(self._sentences) or 1
        self._weights = {term: self._rarity(term, total) for term in self._asked}
        self._sum = sum(self._weights.values()) or 1.0

    def __len__(self) -> int:
        return len(self._asked)

    def shares(self, hit: Hit, sentence: Span) -> WordShares:
        """The shares for a sentence of a hit, or for consecutive sentences."""
        mine: Set[str] = frozenset()
        for (article, span), held in self._sentences.items():
            if article == hit.article.id and span.overlaps(sentence):
                mine |= held
        around = mine | self._around.get(hit.passage.id, frozenset())
        titled = mine | self._titles.get(hit.article.id, frozenset())
        return WordShares(self._share(mine), self._share(titled), self._share(around))

    def _share(self, held: Set[str]) -> float:
        return sum(self._weights[term] for term in held) / self._sum

    def _rarity(self, term: str, total: int) -> float:
        count = sum(term in held for held in self._sentences.values())
        return math.log(1 + total / (1 + count))


def _text_before_end(hit: Hit) -> str:
    """The article's text up to the end of a hit's passage, at most its last 20,000 characters."""
    end = hit.passage.span.end
    return hit.article.text[max(end - _ABOVE, 0) : end]


def unmarked_sentences(weighed: Sequence[ScoredAnswer], hits: Sequence[Hit]) -> list[ScoredAnswer]:
    """The sentences of the hits in which the reader marked nothing, each as an answer with chance
    0."""
    read = {(place.hit.article.id, place.sentence) for each in weighed for place in each.places}
    found: dict[tuple[str, Span], ScoredAnswer] = {}
    for hit in hits:
        for span in hit.passage.sentences:
            at = (hit.article.id, span)
            inside = any(a == at[0] and s.overlaps(span) for a, s in read)
            if is_dateline(span.of(hit.article.text)):
                continue
            if not inside and at not in found:
                found[at] = ScoredAnswer((Candidate(hit, span, span, -math.inf),), 0.0)
    return list(found.values())


def settles_yes_or_no(words: QuestionWords) -> Callable[[ScoredAnswer], float]:
    """A function that gives the chance that a sentence settles a yes-or-no question, from the
    reader's chance and the share of the question in the sentence."""

    def weigh(one: ScoredAnswer) -> float:
        shares = words.shares(one.best.hit, one.best.sentence)
        return min(
            max(one.chance, 0.6 * one.chance + 0.4 * shares.itself + 0.1 * shares.around), 1.0
        )

    return weigh


def may_list(one: ScoredAnswer) -> bool:
    """Whether a sentence may list things: "A, B and C"."""
    return bool(_LISTS.search(one.sentence))


def answering_words(words: QuestionWords, missing: int) -> Callable[[ScoredAnswer], float]:
    """A function that gives the chance that a sentence answers search words. ``missing`` is how
    many of the words no article has."""
    there = 1.0 - _NOT_THERE * min(missing / max(len(words), 1), 1.0)

    def weigh(one: ScoredAnswer) -> float:
        shares = words.shares(one.best.hit, one.best.sentence)
        return min(0.75 * one.chance + 0.3 * shares.itself * shares.around, 1.0) * there

    return weigh


def defines_topic(topic: str) -> Callable[[ScoredAnswer], float]:
    """A function that gives the chance that a sentence defines the topic: the higher of the
    patterns' and the reader's."""

    def weigh(one: ScoredAnswer) -> float:
        said = definition_in(one.sentence, topic)
        text, begins = one.best.hit.article.text, one.best.answer.start
        before = Span(one.best.sentence.start, begins).of(text)
        # "Prime minister Ada Holm" names who the prime minister is
        owned = not text[begins].isupper() and belongs_to_topic(before, topic)
        chance = one.chance * (_OWNED if owned else 1.0)
        if said is None and says_when_or_where(one.best.answer.of(text)):
            chance *= _NO_THING  # "each spring" is not what the ozone hole is
        if said is None:
            return chance * (_UNNAMED if names_topic(one.sentence, topic) else 0.8)
        return max(said.sure * (0.9 + 0.1 * chance), chance)

    return weigh


def with_definition(one: ScoredAnswer, topic: str) -> ScoredAnswer:
    """The answer narrowed to the part that defines the topic, if the patterns found one and the
    reader marked the whole sentence or nothing; else unchanged."""
    said = definition_in(one.sentence, topic)
    best = one.best
    if said is None or best.answer != best.sentence:
        return one
    at = Span(best.sentence.start + said.part.start, best.sentence.start + said.part.end)
    return ScoredAnswer(
        (Candidate(best.hit, best.sentence, _trimmed(best, at), best.score),), one.chance
    )


def _trimmed(best: Candidate, at: Span) -> Span:
    text = at.of(best.hit.article.text)
    start = at.start + len(text) - len(text.lstrip())
    return Span(start, start + len(text.strip())) if text.strip() else best.answer


_MONTH: Final = rf"(?:{'|'.join(MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
_DAY: Final = (
    rf"(?:(?:{'|'.join(ENGLISH_DAYS)}),? )?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|{_MONTH} \d{{1,2}})(?:,? \d{{4}})?"
)
# "Died March 5, 2020." is a sentence, and so is whatever has words and a full stop
_PLACE: Final = r"(?:[A-Z][\w’'.-]*,? ){0,3}[A-Z][\w’'.-]*(?:, ?| ?[–—] ?| - ?)"
_DATELINE: Final = re.compile(
    rf"[A-Z][A-Z .,/-]+,? (?:{_DAY})?\W*|{_DAY}\W*|{_PLACE}{_DAY}[^\w.!?]*"
)
_LONGEST: Final = 80  # characters of a dateline


def is_dateline(sentence: str) -> bool:
    """Whether a sentence only says where and when the article was written."""
    bare = sentence.strip()
    return len(bare) <= _LONGEST and bool(_DATELINE.fullmatch(bare))
