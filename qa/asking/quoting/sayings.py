"""What somebody said: every sentence in which a speaker says something. Pure.

The speaker is asked for by name ("what did Kung say?"), by office ("the minister") or as a body
("the ministry"). News gives an office once, beside the full name, and then the last name or a
pronoun: the names beside which an article puts the office stand for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pincite.corpus.article import Article, Span
from pincite.corpus.passages.chunk import sentences
from pincite.index.engines.lexical import ENGLISH, asked_terms, terms_in
from pincite.index.retrieval.hit import Hit
from pincite.qa.asking.lookup.digest import are_alike
from pincite.qa.asking.lookup.ordering import by_date
from pincite.qa.asking.quoting.offices import LONGEST, names_of
from pincite.qa.asking.quoting.people import named_in
from pincite.qa.asking.quoting.speaker import Saying, sayings_in, speaker
from pincite.qa.types import Citation

_SAY: Final = r"(?:say|said|says|saying|tell|told|state|stated|claim|claimed|argue|argued|comment)"
_ASKED: Final = re.compile(
    r"^\W*(?:so\s+|and\s+)?(?:what|whatever)(?:\s+(?:else\s+)?(?:did|does|do|has|have|had|is|was)"
    rf"|['’]?s|['’]d)?\s+(?P<who>\w.*?)\s+(?:have\s+to\s+|had\s+to\s+|been\s+)?{_SAY}"
    r"(?:\s+(?:us|me|reporters|journalists|the\s+press))?"
    r"(?:\s+(?:about|on|of|regarding|concerning|when|after|before|while)\s+(?P<about>\w[^()]*?))?"
    r"(?:\s+\((?P<topic>[^()]+)\))?\W*$",
    re.I,
)
_OF_A_SPEAKER: Final = re.compile(
    r"^\W*(?:(?:all|any|every|the|show|me|list)\s+)*(?:quotes?|quotations?|statements?|comments?|"
    r"remarks?)\s+(?:by|from)\s+(?P<who>\w.*?)(?:\s+(?:about|on|regarding)\s+(?P<about>\w.*?))?\W*$",
    re.I,
)
_QUOTED: Final = re.compile('["“”«„]')
_MOST: Final = 8  # sentences that are given
_COMPARED: Final = 200  # sentences that are compared with each other
_BOOK: Final = 200_000  # characters of an article that is not read whole
_ON: Final = 0.6  # the share of the words for the topic that a sentence and its neighbours hold
_NEARLY: Final = 0.8  # of the best share; a sentence beside one that holds the words has no more


@dataclass(frozen=True, slots=True)
class AskedSayings:
    """Whose words a line asks for, and about what ("" for anything)."""

    who: str
    about: str

    @property
    def is_certain(self) -> bool:
        """Whether the words are a name, or more than one word of an office, so that they mean the
        same person in other articles too."""
        return self.has_name or len(asked_terms(self.who)) > 1

    @property
    def has_name(self) -> bool:
        """Whether there is a name in the words."""
        return any(named_in(self.who, Span(0, len(self.who))))


@dataclass(frozen=True, slots=True)
class Sayings:
    """The sentences in which a speaker says something, in order of their articles' dates and their
    places; no two are alike. A sentence's ``answer`` is the whole sentence. ``found`` counts those
    left out too."""

    asked: AskedSayings
    sentences: tuple[Citation, ...] = ()
    found: int = 0

    @property
    def articles(self) -> int:
        """How many articles they are from."""
        return len({each.article.id for each in self.sentences})


def asked_sayings(line: str) -> AskedSayings | None:
    """Whose words a line asks for; None if it asks for something else."""
    line = " ".join(line.split())  # many blanks would be tried in every way
    match = _ASKED.match(line) or _OF_A_SPEAKER.match(line)
    if match is None or not asked_terms(match["who"]):
        return None
    topics = (match["about"], match.groupdict().get("topic"))
    return AskedSayings(match["who"].strip(), " ".join(each.strip() for each in topics if each))


def sayings(asked: AskedSayings, hits: Sequence[Hit]) -> Sayings:
    """What the speaker says in the articles of the hits, which are the nearest first."""
    of: dict[str, list[Hit]] = {}
    for hit in hits:
        of.setdefault(hit.article.id, []).append(hit)
    read = [_Read.of(here[0].article, _read(here), asked) for here in of.values()]
    chosen = _chosen(of.values(), read, asked)
    best = max((share for share, _ in chosen), default=0.0)
    chosen = [each for each in chosen if each[0] > _NEARLY * best or each[0] == best]
    chosen.sort(key=lambda each: -each[0])  # of equal ones, those of the nearest article stay first
    kept = _different([cited for _, cited in chosen[:_COMPARED]])
    return Sayings(asked, tuple(sorted(kept[:_MOST], key=by_date)), len(kept))


def _different(found: Sequence[Citation]) -> list[Citation]:
    """Those of which no two are alike; of several that are, the earliest."""
    kept: list[Citation] = []
    for each in found:
        n = next((n for n, other in enumerate(kept) if are_alike(each.quote, other.quote)), None)
        if n is None:
            kept.append(each)
        elif by_date(each) < by_date(kept[n]):
            kept[n] = each
    return kept


def _read(hits: Sequence[Hit]) -> Sequence[Span]:
    """The sentences of an article; of a book, only those of its hits."""
    article = hits[0].article
    if len(article.text) <= _BOOK:
        return sentences(article, article.language or ENGLISH)
    return sorted({sentence for hit in hits for sentence in hit.passage.sentences})


@dataclass(frozen=True, slots=True)
class _Read:
    """An article, those of its sentences that are read, and its names of the one asked for."""

    article: Article
    every: Sequence[Span]
    names: list[str]

    @classmethod
    def of(cls, article: Article, every: Sequence[Span], asked: AskedSayings) -> _Read:
        language = article.language or ENGLISH
        wanted = asked_terms(asked.who, language)
        there = bool(wanted & terms_in(article.text, language))
        return cls(article, every, names_of(article, every, wanted, language) if there else [])


def _chosen(
    hits: Iterable[Sequence[Hit]], read: Sequence[_Read], asked: AskedSayings
) -> list[tuple[float, Citation]]:
    """What the speaker says in each article, with its share of the topic's words."""
    everywhere = _full_names(read, asked)
    chosen = []
    for here, each in zip(hits, read, strict=True):
        known = [name for name in everywhere if name in each.article.text]
        for share, sentence in _said_in(replace(each, names=[*each.names, *known]), asked):
            cited = Citation(each.article, sentence, sentence, share, share, copies=here[0].copies)
            chosen.append((share, cited))
    return chosen


def _full_names(read: Sequence[_Read], asked: AskedSayings) -> list[str]:
    """The full names of the one asked for, which other articles may have without the office. "The
    minister" alone may be another one elsewhere, unless a topic is named."""
    if not (asked.about or asked.is_certain):
        return []
    return list(dict.fromkeys(name for each in read for name in each.names if " " in name))


def _said_in(read: _Read, asked: AskedSayings) -> Iterator[tuple[float, Span]]:
    """The sentences in which the speaker says something, with the share of the topic's words that
    each, its neighbours and the article's title hold; 1 if no topic is asked for."""
    article, every = read.article, read.every
    language = article.language or ENGLISH
    wanted = asked_terms(asked.who, language)
    if not read.names and not wanted & terms_in(article.text, language):
        return
    names = [frozenset(terms_in(name, language)) for name in read.names]
    about = asked_terms(asked.about, language)
    for n, sentence in enumerate(every):
        if len(sentence) > LONGEST:
            continue
        said = sayings_in(article, n, every)
        if any(_is_of(each, wanted, names, language) for each in said):
            share = _share(article, every, n, about, language)
            if share >= _ON:
                yield share, sentence


def of_another(asked: AskedSayings) -> Callable[[Article, Span], bool]:
    """A function that tells whether the sentence at a place of an article is said by a person who
    is not the one asked for. It is False if that is not certain: no speaker is named, or the one
    asked for is known by an office that the article gives to nobody. Each article is read once."""
    wholes: dict[str, tuple[Sequence[Span], list[str]]] = {}

    def tells(article: Article, place: Span) -> bool:
        language = article.language or ENGLISH
        wanted = asked_terms(asked.who, language)
        if article.id not in wholes:
            every = _read_whole(article)
            wholes[article.id] = every, names_of(article, every, wanted, language)
        every, known = wholes[article.id]
        at = next((n for n, each in enumerate(every) if each.overlaps(place)), None)
        if at is None or len(every[at]) > LONGEST or not (known or asked.has_name):
            return False
        said = [each for each in sayings_in(article, at, every) if each.name or each.subject]
        if not said and _QUOTED.search(every[at].of(article.text)):
            by = speaker(article, every[at], every)
            said = [Saying("", by.text)] if by else []
        of_it = [frozenset(terms_in(name, language)) for name in known]
        return bool(said) and all(
            each.name and not _is_of(each, wanted, of_it, language) for each in said
        )

    return tells


def _read_whole(article: Article) -> Sequence[Span]:
    short = len(article.text) <= _BOOK
    return sentences(article, article.language or ENGLISH) if short else ()


def _is_of(
    saying: Saying, wanted: set[str], names: Sequence[frozenset[str]], language: str
) -> bool:
    """Whether the speaker of a saying is the one with the terms ``wanted`` or one of ``names``."""
    name = terms_in(saying.name, language)
    named = name and (name <= wanted or any(name <= each or each <= name for each in names))
    return bool(named) or wanted <= terms_in(saying.subject, language)


def _share(
    article: Article, every: Sequence[Span], n: int, about: set[str], language: str
) -> float:
    if not about:
        return 1.0
    itself = about & terms_in(every[n].of(article.text), language)
    around = " ".join(each.of(article.text) for each in every[max(n - 1, 0) : n + 2])
    near = about & terms_in(f"{article.title} {around}", language)
    # the sentence itself counts for more than what stands beside it and above it
    share = len(near) / len(about)
    return share if itself == near else _NEARLY * share
