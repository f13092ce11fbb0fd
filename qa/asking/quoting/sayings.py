"""What somebody said: every sentence in which a speaker says something. Pure.

The speaker is asked for by name ("what did Kung say?"), by office ("the minister") or as a body
("the ministry"). News gives an office once, beside the full name, and then the last name or a
pronoun: the names beside which an article puts the office stand for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pincite.corpus.article import Article, Span
from pincite.corpus.passages.chunk import sentences
from pincite.index.engines.lexical import ENGLISH, asked_terms, terms_in
from pincite.index.retrieval.hit import Hit
from pincite.qa.asking.lookup.digest import are_alike
from pincite.qa.asking.lookup.ordering import by_date
from pincite.qa.asking.quoting.people import named_in
from pincite.qa.asking.quoting.speaker import Saying, sayings_in
from pincite.qa.types import Citation

_SAY: Final = r"(?:say|said|says|saying|tell|told|state|stated|claim|claimed|argue|argued|comment)"
_ASKED: Final = re.compile(
    r"^\W*(?:so\s+|and\s+)?(?:what|whatever)(?:\s+(?:else\s+)?(?:did|does|do|has|have|had|is|was)"
    rf"|['’]?s|['’]d)?\s+(?P<who>\w.*?)\s+(?:have\s+to\s+|had\s+to\s+|been\s+)?{_SAY}"
    r"(?:\s+(?:us|me|reporters|journalists|the\s+press))?"
    r"(?:\s+(?:about|on|of|regarding|concerning)\s+(?P<about>\w.*?))?\W*$",
    re.I,
)
_OF_A_SPEAKER: Final = re.compile(
    r"^\W*(?:(?:all|any|every|the|show|me|list)\s+)*(?:quotes?|quotations?|statements?|comments?|"
    r"remarks?)\s+(?:by|from)\s+(?P<who>\w.*?)(?:\s+(?:about|on|regarding)\s+(?P<about>\w.*?))?\W*$",
    re.I,
)
_MOST: Final = 8  # sentences that are given
_COMPARED: Final = 200  # sentences that are compared with each other
_BOOK: Final = 200_000  # characters of an article that is not read whole
_LONGEST: Final = 2_000  # characters of a sentence that is looked into
_BESIDE: Final = 200  # characters before a name that may tell its office
_ON: Final = 0.6  # the share of the words for the topic that a sentence and its neighbours hold
_NEARLY: Final = 0.8  # of the best share; a sentence beside one that holds the words has no more
# what stands beside a name and tells an office: "Finance Minister Dana Ruiz", "the mayor of Wexby,
# Olof Brandt", "Dana Ruiz, who leads the mill,"
_TITLE: Final = re.compile(r"(?:[^\s,;:.!?“”\"()–—]+\s+){1,6}$")
_OFFICE: Final = re.compile(
    r"\b(?:the|an?|its|his|her|their)\s+(?:[^\s,;:.!?“”\"()–—]+\s*){1,8},\s*$", re.I
)
_OF: Final = re.compile(r"\s(?:of|in|for|from|at)\s")
_BEHIND: Final = re.compile(r",\s*(?P<office>[^,;:.!?“”\"()–—]{3,80})[,.]")


@dataclass(frozen=True, slots=True)
class AskedSayings:
    """Whose words a line asks for, and about what ("" for anything)."""

    who: str
    about: str


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
    return AskedSayings(match["who"].strip(), (match["about"] or "").strip())


def sayings(asked: AskedSayings, hits: Sequence[Hit]) -> Sayings:
    """What the speaker says in the articles of the hits, which are the nearest first."""
    chosen: list[tuple[float, Citation]] = []
    of: dict[str, list[Hit]] = {}
    for hit in hits:
        of.setdefault(hit.article.id, []).append(hit)
    for here in of.values():
        article, copies = here[0].article, here[0].copies
        for share, sentence in _said_in(article, _read(here), asked):
            cited = Citation(article, sentence, sentence, share, share, copies=copies)
            chosen.append((share, cited))
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


def _said_in(
    article: Article, every: Sequence[Span], asked: AskedSayings
) -> Iterator[tuple[float, Span]]:
    """The sentences of ``every`` in which the speaker says something, with the share of the
    topic's words that each and its neighbours hold; 1 if no topic is asked for."""
    language = article.language or ENGLISH
    wanted = asked_terms(asked.who, language)
    if not wanted & terms_in(article.text, language):
        return
    names = _names(article, every, wanted, language)
    about = asked_terms(asked.about, language)
    for n, sentence in enumerate(every):
        if len(sentence) > _LONGEST:
            continue
        said = sayings_in(article, n, every)
        if any(_is_of(each, wanted, names, language) for each in said):
            share = _share(article, every, n, about, language)
            if share >= _ON:
                yield share, sentence


def _is_of(
    saying: Saying, wanted: set[str], names: Sequence[frozenset[str]], language: str
) -> bool:
    """Whether the speaker of a saying is the one with the terms ``wanted`` or one of ``names``."""
    name = terms_in(saying.name, language)
    named = name and (name <= wanted or any(name <= each or each <= name for each in names))
    return bool(named) or wanted <= terms_in(saying.subject, language)


def _names(
    article: Article, every: Sequence[Span], wanted: set[str], language: str
) -> list[frozenset[str]]:
    """The terms of each name of the article that has the words ``wanted`` in it or beside it."""
    text, found = article.text, []
    for sentence in (each for each in every if len(each) <= _LONGEST):
        for each in named_in(text, sentence):
            before = text[max(sentence.start, each.span.start - _BESIDE) : each.span.start]
            title = _TITLE.search(before) or _OFFICE.search(before)
            behind = _BEHIND.match(text, each.span.end, sentence.end)
            offices = (title.group() if title else "", behind["office"] if behind else "")
            name = each.span.of(text)
            # of "the mayor of Tarle", who is asked for as "Tarle" is not the mayor
            heads = " ".join((*(_OF.split(office)[0] for office in offices), name))
            beside = terms_in(" ".join((*offices, name)), language)
            if wanted <= beside and wanted & terms_in(heads, language):
                found.append(terms_in(name, language))
    return found


def _share(
    article: Article, every: Sequence[Span], n: int, about: set[str], language: str
) -> float:
    if not about:
        return 1.0
    itself = about & terms_in(every[n].of(article.text), language)
    around = " ".join(each.of(article.text) for each in every[max(n - 1, 0) : n + 2])
    near = about & terms_in(around, language)
    # the sentence itself counts for more than what stands beside it
    share = len(near) / len(about)
    return share if itself == near else _NEARLY * share
