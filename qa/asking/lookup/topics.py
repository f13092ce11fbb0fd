"""The articles that speak of a topic, and the sentences of them that may tell it. Pure but for the
retriever."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from pincite.corpus.article import Article, Span
from pincite.corpus.passages.chunk import sentences
from pincite.index.engines.lexical import ENGLISH, QuestionWord, asked_terms, content_words, terms
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import Retriever

_HITS: Final = 50
_LOOKED: Final = 20  # passages that are looked at for how a word is written
_ARTICLES: Final = 30  # that are read for one topic
_SENTENCES: Final = 400  # of all of them, those that are weighed
_ON: Final = 0.45  # of the best article's share of the topic: an article that has it is on it
_LEAD: Final = 0.5  # of the topic in the title and lead: the article as a whole is about it
_OFTEN: Final = 0.2  # of the sentences hold a word of the topic: it is about it too
_LEADING: Final = 2  # sentences
_LEAD_CHARACTERS: Final = 400
_FEWEST_WORDS: Final = 6

_WHOLE: Final = re.compile(r"^[\"'“‘«(]*[^\Wa-z_].*[.!?…。！？][\"'”’»)]*$", re.DOTALL)
_LEANING: Final = re.compile(
    r"^[\"“”'‘’]*(?:He|She|It|They|This|That|These|Those|There|His|Her|Its|Their|But|And|So|Both|"
    r"Such|Then|One of them|The (?:former|latter))\b"
)
_FACT: Final = re.compile(r"\d[\d.,:]*|(?<=[a-z,] )[A-Z]\w+(?: [A-Z]\w+)*")
_SPOKEN: Final = re.compile(r"^[\"“‘]|[\"”’]$")


@dataclass(frozen=True, slots=True)
class TopicSentence:
    """A sentence that may tell of the topic: ``weight`` how near it is to the topic and to the
    beginning of its article, ``plain`` how well it stands alone, both above 0 and at most 1."""

    article: Article
    copies: tuple[Article, ...]
    sentence: Span
    terms: tuple[str, ...]
    weight: float
    plain: float


@dataclass(frozen=True, slots=True)
class _On:
    """An article that speaks of the topic: ``share`` of it is in the article, which is ``near``
    to the topic, in [0, 1]."""

    article: Article
    copies: tuple[Article, ...]
    share: float
    rank: int
    near: float = 1.0


def sentences_on_topic(
    query: Query, retriever: Retriever, *, one: bool = False
) -> tuple[list[TopicSentence], int]:
    """The sentences that may tell of the query's text, those of the best article only where
    ``one``, and how many articles speak of it. Raises IndexFault."""
    weights = _weights(query, retriever)
    on = _articles(query, retriever, weights)
    if one:
        on = on[:1]
    found = [told for each in on for told in _told(each, weights, one=one)]
    kept = sorted(range(len(found)), key=lambda n: -found[n].weight)[:_SENTENCES]
    told = [found[n] for n in sorted(kept)]
    return told, len({each.article.id for each in told})


def _weights(query: Query, retriever: Retriever) -> dict[QuestionWord, float]:
    """How much each word of the topic tells: the fewer passages hold it, the more, and a name
    thrice as much; those that none holds nothing."""
    passages = retriever.summary().passages
    weights = {}
    for word in content_words(query.text):
        held = retriever.holding(word.text, query.filter)
        if held.total:
            name = 3.0 if _is_name(word.text, islice(held.hits, _LOOKED)) else 1.0
            weights[word] = name * math.log(1 + passages / held.total)
    return weights


def _is_name(word: str, hits: Iterable[Hit]) -> bool:
    """Whether passages write the word with a capital, and only so."""
    written = re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)
    found = [each.group() for hit in hits for each in written.finditer(hit.text)]
    return bool(found) and all(each[0].isupper() for each in found)


def _articles(query: Query, retriever: Retriever, weights: dict[QuestionWord, float]) -> list[_On]:
    """The articles that are on the topic, the best first."""
    if not weights:
        return []
    [found] = retriever.search([query], _HITS)
    known = " ".join(word.text for word in weights)
    held = retriever.holding(known, query.filter, least=_ON)
    hits = [each for hit in found.hits for each in (hit, *hit.repeats)]
    of: dict[str, list[Hit]] = {}
    for hit in (*hits, *islice(held.hits, 4 * _HITS)):
        of.setdefault(hit.article.id, []).append(hit)
    on = [
        _On(first.article, first.copies, _share(_all(first.article), first.article, weights), n)
        for n, (first, *_) in enumerate(of.values())
    ]
    best = max((each.share for each in on), default=0.0)
    kept = [
        replace(each, near=_near(each, weights))
        for each in on
        if each.share and each.share >= _ON * best
    ]
    return sorted(kept, key=lambda each: (-each.near, each.rank))[:_ARTICLES]


def _near(on: _On, weights: dict[QuestionWord, float]) -> float:
    """How much of the topic is in an article, and above all in its title and first lines, squared:
    one that is about the topic counts for more than one that comes to speak of it."""
    start = on.article.body[0].start if on.article.body else 0
    lead = f"{on.article.title} {on.article.text[start : start + _LEAD_CHARACTERS]}"
    return float(((on.share + _share(lead, on.article, weights)) / 2) ** 2)


def _all(article: Article) -> str:
    return f"{article.title}\n{article.text}"


def _share(text: str, article: Article, weights: dict[QuestionWord, float]) -> float:
    """What part of the topic a text holds, its words weighed."""
    language = article.language or ENGLISH
    there = set(terms(text, language))
    held = sum(
        weight
        for word, weight in weights.items()
        if not there.isdisjoint(word.terms) or not there.isdisjoint(terms(word.text, language))
    )
    return held / sum(weights.values())


def _told(on: _On, weights: dict[QuestionWord, float], *, one: bool) -> list[TopicSentence]:
    """The sentences of one article that may tell of the topic."""
    article = on.article
    body = [s for s in sentences(article, article.language or ENGLISH) if _is_prose(article, s)]
    shares = [_share(s.of(article.text), article, weights) for s in body]
    lead = " ".join([article.title, *(s.of(article.text) for s in body[:_LEADING])])
    enough = _LEAD * on.share
    often = sum(share > 0 for share in shares) >= _OFTEN * len(body)
    led = often and _share(lead, article, weights) >= enough
    main = one or led or _share(article.title, article, weights) >= enough
    least = 0.0 if main else min(max(_LEAD * on.share, 1e-9), _least_of_a_name(weights))
    named = all(word.text[0].isupper() for word in weights)
    return [
        TopicSentence(
            article,
            on.copies,
            sentence,
            tuple(asked_terms(sentence.of(article.text), article.language or ENGLISH)),
            _weight(share, n, main=main, named=named) * on.near,
            _plain(sentence.of(article.text), first=n == 0),
        )
        for n, (sentence, share) in enumerate(zip(body, shares, strict=True))
        if share >= least
    ]


def _least_of_a_name(weights: dict[QuestionWord, float]) -> float:
    """The share that the last part of a name has; 1 where the topic is none."""
    if not all(word.text[0].isupper() for word in weights):
        return 1.0
    last = max(weights, key=lambda word: word.span.start)
    return weights[last] / sum(weights.values())


def _weight(share: float, place: int, *, main: bool, named: bool) -> float:
    """Near to the topic; and in an article about it, near to its beginning, where news is told. Of
    whom or what has a name, the sentences that name it tell the most."""
    position = 1.0 / (1 + place) ** 0.5 if main else 0.3
    on_topic = 0.6 if named else 0.3
    return 0.05 + on_topic * share + (0.95 - on_topic) * position


def _plain(text: str, *, first: bool) -> float:
    """How well a sentence stands alone: less where it leans on one before, is mere talk, or has no
    figures and names (cue features of Kupiec et al. 1995, "A trainable document summarizer")."""
    leaning = 0.45 if _LEANING.match(text) and not first else 1.0
    spoken = 0.6 if _SPOKEN.search(text) else 1.0
    facts = min(len(_FACT.findall(text)), 4)
    return (
        leaning
        * spoken
        * (0.6 + 0.1 * facts)
        * (0.5 if text.rstrip("\"'”’»)").endswith("?") else 1.0)
    )


def _is_prose(article: Article, sentence: Span) -> bool:
    """Whether it is a whole sentence of running text: no row, caption, heading or list item."""
    section = article.section(sentence.start)
    if section is not None and section.kind != "text":
        return False
    text = sentence.of(article.text)
    return len(text.split()) >= _FEWEST_WORDS and bool(_WHOLE.match(text))
