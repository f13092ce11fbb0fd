"""Several questions in one line: weighs their answers together and joins them. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from pincite.corpus.article import Article
from pincite.index.engines.lexical import ENGLISH, asked_terms, terms_in
from pincite.qa.asking.plans.splitting import subject
from pincite.qa.asking.reading import WayRead
from pincite.qa.asking.weighing.scored import ScoredAnswer
from pincite.qa.types import Answer

_ELSEWHERE: Final = 1.2  # log-odds lost by an answer that is not in the article of the others
_TWICE: Final = 1.5  # log-odds lost by an answer that fits another of the questions better
_OFF_TOPIC: Final = 2.0  # log-odds lost by an answer in an article without what is asked about
_READ: Final = 50_000  # characters of an article that are searched for what is asked about
_ADDED: Final = re.compile(r"\s*\([^()]*\)(?=\W*$)")  # a topic that the question did not name
_FAR: Final = 4.0  # log-odds are kept between -4 and 4; an article without an answer has -4


def readings_about_one_article(
    reads: Sequence[WayRead], questions: Sequence[str] = ()
) -> list[WayRead]:
    """The readings of ``questions`` that were asked in one line, with lower chances for three kinds
    of answers. One is in an article that has no word of what its question is about. One is outside
    the article that answers the questions best: two questions in a line are usually about one
    story. The last answers another of the questions better."""
    if len(reads) < 2:
        return list(reads)
    asked = (*questions, *("" for _ in reads[len(questions) :]))
    on_topic = [_about(read, each) for read, each in zip(reads, asked, strict=True)]
    return _favour_best_question(_favour_one_article(on_topic))


def _about(read: WayRead, question: str) -> WayRead:
    """The reading of a question with its answers lowered that are in an article without the words
    for what the question is about. An article that holds as many of the question's words as any
    that has these may have another word for it."""
    plain = _ADDED.sub("", question)
    wanted, asked = asked_terms(subject(plain)), asked_terms(plain)
    if not wanted:
        return read
    articles = {
        place.hit.article.id: place.hit.article for each in read.weighed for place in each.places
    }
    held = {name: asked & _terms_of(article) for name, article in articles.items()}
    most = max((len(each) for each in held.values() if each & wanted), default=0)
    off = {name for name, each in held.items() if not each & wanted and len(each) < most}
    return _lowered(read, lambda one: one.best.hit.article.id in off, _OFF_TOPIC)


def _terms_of(article: Article) -> frozenset[str]:
    text = f"{article.title} {article.text[:_READ]}"
    return frozenset(terms_in(text, article.language or ENGLISH))


def _favour_one_article(reads: Sequence[WayRead]) -> list[WayRead]:
    best = [_best(each) for each in reads]
    shared = {one for each in best for one in each if sum(one in other for other in best) > 1}
    if not shared:
        return list(reads)
    chosen = max(sorted(shared), key=lambda one: sum(each.get(one, -_FAR) for each in best))

    def elsewhere(one: ScoredAnswer) -> bool:
        return one.best.hit.article.id != chosen

    return [_lowered(each, elsewhere, _ELSEWHERE) for each in reads]


def _favour_best_question(reads: Sequence[WayRead]) -> list[WayRead]:
    """The readings with an answer lowered if it is the best of another reading and surer there."""
    tops = [max(each.weighed, key=lambda one: one.chance, default=None) for each in reads]

    def taken(n: int, one: ScoredAnswer) -> bool:
        return any(
            top is not None and n != other and one.chance < top.chance and _overlaps(one, top)
            for other, top in enumerate(tops)
        )

    return [_lowered(each, partial(taken, n), _TWICE) for n, each in enumerate(reads)]


def _overlaps(one: ScoredAnswer, other: ScoredAnswer) -> bool:
    a, b = one.best, other.best
    return a.hit.article.id == b.hit.article.id and a.answer.overlaps(b.answer)


def _best(read: WayRead) -> dict[str, float]:
    """The log-odds of the surest answer in each article."""
    found: dict[str, float] = {}
    for each in read.weighed:
        for place in each.places:
            article = place.hit.article.id
            found[article] = max(found.get(article, -_FAR), _log_odds(each.chance))
    return found


def _lowered(read: WayRead, which: Callable[[ScoredAnswer], bool], by: float) -> WayRead:
    chances = [
        1 / (1 + math.exp(by - _log_odds(each.chance))) if which(each) else each.chance
        for each in read.weighed
    ]
    return replace(read, chances=chances)


def _log_odds(chance: float) -> float:
    inside = min(max(chance, 1e-6), 1 - 1e-6)
    return min(max(math.log(inside / (1 - inside)), -_FAR), _FAR)


def joined(parts: Sequence[Answer]) -> Answer:
    """One Answer of the answers to several questions. Its confidence is the lowest of the parts
    that were found."""
    found = [part for part in parts if part.found]
    first = parts[0]
    return replace(
        first,
        text=" · ".join(part.text for part in found),
        confidence=min((part.confidence for part in found), default=0.0),
        citations=tuple(one for part in parts for one in part.citations),
        hits=tuple(dict.fromkeys(hit for part in parts for hit in part.hits)),
        missing=tuple(dict.fromkeys(word for part in parts for word in part.missing)),
        parts=tuple(parts),
        asked=tuple(part.asked[0] if part.asked else part.question for part in parts),
        changes=(),
        rivals=(),
        dates=None,
    )
