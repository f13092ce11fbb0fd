"""A digest of what the articles say about something: a few of their own sentences, in order.

Sentences are ranked by topic-sensitive LexRank (Erkan and Radev 2004; Otterbacher et al. 2005,
"Using random walks for question-focused sentence retrieval"). A sentence ranks high if it is
similar to many sentences that rank high; the walk restarts at sentences that are near the topic
and near the beginning of their article. Sentences are then selected by maximal marginal relevance
(Carbonell and Goldstein 1998), so that none repeats another. Similarity is the cosine of term
weights (tf-idf).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pincite.index.engines.lexical import STOP_WORDS, asked_terms, content_words
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.repeats import words
from pincite.index.retrieval.retriever import Retriever
from pincite.qa.answering.steps import Step, tell
from pincite.qa.asking.lookup.ordering import by_date
from pincite.qa.asking.lookup.topics import TopicSentence, sentences_on_topic
from pincite.qa.types import Citation

FEWEST: Final = 4
MOST: Final = 8
ALIKE: Final = 0.6
"""No two sentences of a digest share more than this part of the words of the shorter one."""

_DAMPING: Final = 0.5  # the probability that the walk restarts at the topic
_THRESHOLD: Final = 0.1  # less similar sentences are no neighbors (Erkan and Radev's figure)
_RELEVANCE: Final = 0.7  # the weight of relevance against novelty, in maximal marginal relevance
_ROUNDS: Final = 40

_PLEASE: Final = (
    r"(?:(?:please|can you|could you|would you|i (?:want|would like|need) (?:to know|you to|a)|"
    r"just|kindly)[ ,]+)*"
)
_SHORTLY: Final = r"(?:(?:short|brief|quick|concise|small|full|general|longer?|rough) )*"
_ASKED: Final = re.compile(
    rf"^\W*{_PLEASE}(?:"
    r"tell (?:me|us) (?:(?:everything|all|more|something|a (?:bit|little)|what (?:you know|"
    r"is known|the articles say)|anything) )*(?:there is )?(?:about|of|on) |"
    rf"(?:(?:give|write|make|show|get) (?:me |us )?)?(?:an? |the )?{_SHORTLY}(?:summary|overview|"
    r"digest|outline|gist|recap|rundown|roundup|profile|sketch) (?:of|on|about) |"
    r"(?:summari[sz]e|sum up|recap|outline|describe|brief me on|fill me in on|catch me up on|"
    r"introduce|profile) |"
    r"what(?:'s|’s| is| does| do| did| can| else|s)? (?:there |in |it |they |you |be |says? |know |"
    r"(?:the|my|your|these) articles? |(?:is )?(?:said|written|known|reported) |have |"
    r"tell (?:me |us )?)*"
    r"(?:about|on|of) |"
    r"(?:(?:do you have|have you(?: got)?|is there|are there|got|any|some|the|key|main|basic) )*"
    r"(?:everything|anything|something|all|more|what i should know|information|info|facts|details|"
    r"background|news) (?:(?:there is|you (?:know|have)|known) )?(?:about|on) |"
    r"explain (?!(?:how|why|what|when|where|who|to)\b)|"
    r"what happened (?:to|with|at|in|during) |who (?:is|was) |about )"
    r"(?P<topic>.+?)\W*$",
    re.IGNORECASE | re.DOTALL,
)
_AFTERWARDS: Final = re.compile(
    r"(?:,? (?:in (?:brief|short|a nutshell|a few (?:words|sentences)|summary)|briefly|summary|"
    r"summari[sz]ed|overview|for me|please|in (?:the|my|these|your) articles?|tl;?dr))+\W*$",
    re.IGNORECASE,
)
_ARTICLE: Final = re.compile(
    r"^(?:(?:what(?:'s|’s| is) in )?(?:the|my|this|that|your|our) )?(?:\w+ )?(?:article|story|"
    r"report|piece|text|news)s? (?:(?:is |are )?about|on|of|that "
    r"(?:deals|speaks) (?:with|of)) (?=\w)"
    r"|^the (?P<before>.+?) (?:article|story|piece|text)$",
    re.IGNORECASE,
)
_ONE: Final = re.compile(r"\b(?:article|story|piece|text)\b", re.IGNORECASE)
_BRIEF: Final = re.compile(r"\b(?:short|brief|briefly|nutshell|quick|few)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Digest:
    """What the articles say about ``topic``.

    ``sentences`` are ordered by their article's date, then by place; no two are alike. They are
    empty if the articles say nothing about the topic. ``articles`` is how many articles are about
    it, ``examined`` how many of their sentences were weighed. A sentence's ``answer`` is the whole
    sentence, its ``score`` its rank weight in [0, 1].
    """

    topic: str
    sentences: tuple[Citation, ...] = ()
    articles: int = 0
    examined: int = 0


def topic_of(line: str) -> str:
    """The topic that a typed line asks about; the line itself if it has no words of asking."""
    line = _AFTERWARDS.sub("", line.strip())
    match = _ASKED.match(line)
    topic = match["topic"] if match else line
    found = _ARTICLE.match(topic)
    if found is not None:
        topic = found["before"] or topic[found.end() :]
    return _AFTERWARDS.sub("", topic).strip(" \t\n\"'“”‘’?.!:;,")


def digest(query: Query, retriever: Retriever, topic: str | None = None) -> Digest:
    """The digest of what a line asks about, or of ``topic``, from the articles that the query's
    filter accepts. Raises IndexFault."""
    subject = topic_of(query.text) if topic is None else topic
    if not content_words(subject):
        return Digest(subject)
    one = topic is None and bool(_ONE.search(query.text)) and subject != query.text
    sentences, articles = sentences_on_topic(replace(query, text=subject), retriever, one=one)
    if not sentences:
        return Digest(subject)
    tell(Step("choosing", len(sentences)))
    most = FEWEST if _BRIEF.search(query.text) else min(MOST, max(FEWEST, 2 + len(sentences) // 4))
    weights = _ranked(sentences)
    chosen = _taken(sentences, weights, most)
    cited = [
        Citation(
            sentences[n].article,
            sentences[n].sentence,
            sentences[n].sentence,
            float(weights[n]),
            float(weights[n]),
            copies=sentences[n].copies,
        )
        for n in chosen
    ]
    ordered = _from_the_name(sorted(cited, key=by_date), subject)
    return Digest(subject, tuple(ordered), articles, len(sentences))


def _from_the_name(cited: list[Citation], subject: str) -> list[Citation]:
    """The sentences of a name's digest from the first one on that has a word of the name."""
    wanted = asked_terms(subject) if all(word[0].isupper() for word in subject.split()) else set()
    named = [n for n, each in enumerate(cited) if wanted & set(asked_terms(each.quote))]
    return cited[named[0] :] if named else cited


def _ranked(sentences: Sequence[TopicSentence]) -> NDArray[np.float64]:
    """The LexRank weight of each sentence, scaled so that the highest is 1: shape (n,)."""
    likeness = _likeness(sentences)
    edges = np.where(likeness >= _THRESHOLD, likeness, 0.0)
    walk = edges / edges.sum(axis=1, keepdims=True)  # a sentence is like itself: no row is empty
    start = np.array([each.weight for each in sentences], dtype=np.float64)
    start /= start.sum()
    rank = start.copy()
    for _ in range(_ROUNDS):
        rank = _DAMPING * start + (1 - _DAMPING) * (rank @ walk)
    # a sentence that does not stand alone ("He did.") ranks low, however similar others are
    rank *= np.array([each.plain for each in sentences])
    weights: NDArray[np.float64] = rank / rank.max()
    return weights


def _likeness(sentences: Sequence[TopicSentence]) -> NDArray[np.float64]:
    """The cosine of the tf-idf weights of each two sentences: shape (n, n)."""
    counts = [Counter(each.terms) for each in sentences]
    frequency = Counter(term for row in counts for term in row)
    columns = {term: n for n, term in enumerate(frequency)}
    matrix = np.zeros((len(sentences), len(columns)))
    for n, row in enumerate(counts):
        for term, count in row.items():
            matrix[n, columns[term]] = count * (math.log(len(sentences) / frequency[term]) + 0.1)
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    unit = matrix / np.where(norms > 0, norms, 1.0)
    likeness: NDArray[np.float64] = unit @ unit.T
    np.fill_diagonal(likeness, 1.0)
    return likeness


def _taken(
    sentences: Sequence[TopicSentence], weights: NDArray[np.float64], most: int
) -> list[int]:
    """The rows of up to ``most`` sentences, chosen by maximal marginal relevance; no two are
    alike."""
    likeness, chosen = _likeness(sentences), list[int]()
    left = set(range(len(sentences)))
    while left and len(chosen) < most:
        best = max(
            sorted(left),
            key=lambda n: (
                _RELEVANCE * weights[n]
                - (1 - _RELEVANCE) * max((likeness[n, m] for m in chosen), default=0.0)
            ),
        )
        left.discard(best)
        if not any(are_alike(_text(sentences[best]), _text(sentences[m])) for m in chosen):
            chosen.append(best)
    return chosen


def are_alike(one: str, other: str) -> bool:
    """Whether two sentences share more than ``ALIKE`` of the words of the shorter one, without
    stop words."""
    a, b = ({word for word in words(text) if word not in STOP_WORDS} for text in (one, other))
    return len(a & b) > ALIKE * min(len(a), len(b))


def _text(one: TopicSentence) -> str:
    return one.sentence.of(one.article.text)
