"""The articles about a topic, and their sentences on it. Pure apart from the retriever."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from pincite.corpus.article import Article, Span
from pincite.corpus.passages.chunk import sentences
from pincite.index.engines.lexical import (
    ENGLISH,
    QuestionWord,
    asked_terms,
    content_words,
    terms_in,
)
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import Retriever
from pincite.qa.answering.steps import Step, tell

_HITS: Final = 50
_LOOKED: Final = 20  # passages that show whether a word is written with a capital
_ARTICLES: Final = 30  # articles that are read for one topic, at most
_SENTENCES: Final = 400  # sentences of these articles that are weighed, at most
# an article speaks of the topic if it holds this much of the best article's share of the topic
_ON: Final = 0.45
# it is about the topic as a whole if its title and lead hold this much of its own share ...
_LEAD: Final = 0.5
_OFTEN: Final = 0.2  # ... and if this share of its sentences holds a word of the topic
_LEADING: Final = 2  # sentences in a lead
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
    """A sentence that may be about the topic. ``weight`` is how near it is to the topic and to the
    beginning of its article, ``plain`` how well it stands alone; both are above 0 and at most
    1."""

    article: Article
    copies: tuple[Article, ...]
    sentence: Span
    terms: tuple[str, ...]
    weight: float
    plain: float


@dataclass(frozen=True, slots=True)
class _OnTopic:
    """An article that speaks of the topic. ``share`` is how much of the topic its text holds,
    ``near`` how near the article is to the topic; both are in [0, 1]."""

    article: Article
    copies: tuple[Article, ...]
    share: float
    rank: int
    near: float = 1.0


def sentences_on_topic(
    query: Query, retriever: Retriever, *, one: bool = False
) -> tuple[list[TopicSentence], int]:
    """The sentences that may be about the query's text, and how many articles they come from. With
    ``one``, only the best article's sentences are given. Raises IndexFault."""
    weights = _weights(query, retriever)
    on = _articles(query, retriever, weights)
    if one:
        on = on[:1]
    if on:
        tell(Step("gathering", len(on)))
    found = [sentence for each in on for sentence in _topic_sentences(each, weights, one=one)]
    kept = sorted(range(len(found)), key=lambda n: -found[n].weight)[:_SENTENCES]
    chosen = [found[n] for n in sorted(kept)]
    return chosen, len({each.article.id for each in chosen})


def _weights(query: Query, retriever: Retriever) -> dict[QuestionWord, float]:
    """The weight of each word of the topic. The fewer passages hold a word, the higher its weight;
    a name counts three times. Words that no passage holds are left out."""
    passages = retriever.summary().passages
    weights = {}
    for word in content_words(query.text):
        matching = retriever.holding(word.text, query.filter)
        if matching.total:
            name = 3.0 if _is_name(word.text, islice(matching.hits, _LOOKED)) else 1.0
            weights[word] = name * math.log(1 + passages / matching.total)
    return weights


def _is_name(word: str, hits: Iterable[Hit]) -> bool:
    """Whether the passages always write the word with a capital."""
    written = re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)
    found = [each.group() for hit in hits for each in written.finditer(hit.text)]
    return bool(found) and all(each[0].isupper() for each in found)


def _articles(
    query: Query, retriever: Retriever, weights: dict[QuestionWord, float]
) -> list[_OnTopic]:
    """The articles that speak of the topic, the best first."""
    if not weights:
        return []
    [found] = retriever.search([query], _HITS)
    known = " ".join(word.text for word in weights)
    matching = retriever.holding(known, query.filter, least=_ON)
    hits = [each for hit in found.hits for each in (hit, *hit.repeats)]
    of: dict[str, list[Hit]] = {}
    for hit in (*hits, *islice(matching.hits, 4 * _HITS)):
        of.setdefault(hit.article.id, []).append(hit)
    on = [
        _OnTopic(
            first.article,
            first.copies,
            _share(_whole_text(first.article), first.article, weights),
            n,
        )
        for n, (first, *_) in enumerate(of.values())
    ]
    best = max((each.share for each in on), default=0.0)
    kept = [
        replace(each, near=_nearness(each, weights))
        for each in on
        if each.share and each.share >= _ON * best
    ]
    return sorted(kept, key=lambda each: (-each.near, each.rank))[:_ARTICLES]


def _nearness(on: _OnTopic, weights: dict[QuestionWord, float]) -> float:
    """How near an article is to the topic: the mean of the topic's share in the whole article and
    in its title and first lines, squared. So an article about the topic counts more than one that
    only mentions it."""
    start = on.article.body[0].start if on.article.body else 0
    lead = f"{on.article.title} {on.article.text[start : start + _LEAD_CHARACTERS]}"
    return float(((on.share + _share(lead, on.article, weights)) / 2) ** 2)


def _whole_text(article: Article) -> str:
    return f"{article.title}\n{article.text}"


def _share(text: str, article: Article, weights: dict[QuestionWord, float]) -> float:
    """The share of the topic that a text holds: the weights of the words in it, over all."""
    language = article.language or ENGLISH
    there = terms_in(text, language)
    covered = sum(
        weight
        for word, weight in weights.items()
        if not there.isdisjoint(word.terms) or not there.isdisjoint(terms_in(word.text, language))
    )
    return covered / sum(weights.values())


def _topic_sentences(
    on: _OnTopic, weights: dict[QuestionWord, float], *, one: bool
) -> list[TopicSentence]:
    """The sentences of one article that may be about the topic."""
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
    """The share that the last part of a name has in the topic; 1 if the topic is no name."""
    if not all(word.text[0].isupper() for word in weights):
        return 1.0
    last = max(weights, key=lambda word: word.span.start)
    return weights[last] / sum(weights.values())


def _weight(share: float, place: int, *, main: bool, named: bool) -> float:
    """The weight of a sentence: higher if it holds more of the topic and, in an article about the
    topic, if it is nearer to the beginning, where news articles give the main facts. If the topic
    has a name, sentences that name it count more."""
    position = 1.0 / (1 + place) ** 0.5 if main else 0.3
    on_topic = 0.6 if named else 0.3
    return 0.05 + on_topic * share + (0.95 - on_topic) * position


def _plain(text: str, *, first: bool) -> float:
    """How well a sentence stands alone. Less if it refers to a sentence before it, is direct
    speech or a question, or has few figures and names (cue features of Kupiec et al. 1995, "A
    trainable document summarizer")."""
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
    """Whether this is a whole sentence of running text: no row, caption, heading or list item."""
    section = article.section(sentence.start)
    if section is not None and section.kind != "text":
        return False
    text = sentence.of(article.text)
    return len(text.split()) >= _FEWEST_WORDS and bool(_WHOLE.match(text))
