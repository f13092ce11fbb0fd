"""Every sentence of the articles that mentions something, and where their figures differ.

The list is complete: the index gives every passage that holds the words, and each sentence of it
is checked. No model is used, so a hundred thousand passages take seconds. The passages come one by
one, so the search can report its progress and be stopped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pincite.corpus.article import Article, Span
from pincite.index.engines.lexical import ENGLISH, QuestionWord, content_words, terms
from pincite.index.retrieval.filter import EVERYTHING, Filter
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.retriever import Retriever
from pincite.qa.asking.lookup.figures import differing
from pincite.qa.asking.lookup.ordering import by_date
from pincite.qa.types import Citation

_PLACES: Final = r"(?:sentences?|passages?|places?|mentions?|paragraphs?|lines?|statements?|times?)"
_SAY: Final = (
    r"(?:mention(?:s|ing|ed)?|sa(?:y|ys|id|ying)|nam(?:es?|ed|ing)|speaks? of|talks? (?:of|about)|"
    r"refer(?:s|ring)? to|is mentioned|(?:is|are) about|deal(?:s|ing)? with|contain(?:s|ing)?|"
    r"about|of|on|with|where|there is|(?:is |was )?said about|(?:is |was )?written about)\b"
)
# "what time of day did it hit" and "which places of worship" do not ask for sentences
_A_THING: Final = r"(?!(?:what|which) (?:places?|lines?|times?|statements?) (?:of|on|with|where)\b)"
_ASKED: Final = re.compile(
    rf"^\W*{_A_THING}(?:please |(?:can|could) you |show (?:me )?|list (?:me )?|give (?:me )?|"
    r"find (?:me )?|"
    r"(?:i )?(?:want|need) |get (?:me )?|quote (?:me )?|where (?:are|is) )*"
    rf"(?:(?:every|all|each|any|which|what)(?: single)? (?:of )?(?:the |my )?{_PLACES}"
    rf"|(?:the )?(?:mentions?|sentences|passages|places)|everything|every|each|all)"
    r"(?: (?:in|of|from) (?:the|my|all)(?: my)?(?: \w+)? articles?)?"
    rf"(?: (?:(?:that|which|where|in which|to|the articles?|they|articles?) )*{_SAY})+"
    r"(?: that| about)? *:? *(?:the (?:words?|names?|terms?) )?(?P<subject>.+?)"
    r"(?: (?:is|are|was|were|gets?|being) (?:mentioned|named|said|talked about)| in (?:it|them)"
    r"| (?:comes?|came|turns?) up| appears?| occurs?)?[\s?.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_WHERE: Final = re.compile(
    r"^\W*(?:where|how (?:often|many times)|in (?:which|what) (?:articles?|sentences?|places?)) "
    r"(?:(?:is|are|was|were) (?P<subject>.+?) (?:mentioned|named|talked about|spoken of)"
    r"|(?:do|does|did) (?:the |my |these )?(?:articles?|texts?|it|they) (?:mention|name|speak of|"
    r"talk about|refer to) (?P<object>.+?)"
    r"|(?:do|does|did) (?P<who>.+?) (?:appear|occur|come up|turn up))"
    r"(?: in (?:the|my|these) \w+)?[\s?.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_TIMES: Final = re.compile(
    r"^.*?\b(?:every|each) (?:time|place)s? (?:that |where )?(?P<subject>.+?) "
    r"(?:comes?|came|turns?|appears?|occurs?|is|are)(?: up)?(?: mentioned| named)?[\s?.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_AFTER: Final = re.compile(
    rf"^\W*(?P<subject>.+?)\s*[:,–—-]\s*(?:every|all|each)(?: the)? {_PLACES}[\s?.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_OR: Final = re.compile(r"\s+or\s+", re.IGNORECASE)
_MOST: Final = 0.6  # the share of the words that is enough if no sentence has all of them
_MARKS: Final = " \t\n\"'“”‘’«»„"


@dataclass(frozen=True, slots=True)
class MentionsStep:
    """Progress of the search: ``examined`` of ``total`` passages, and the sentences found in the
    last one."""

    examined: int
    total: int
    places: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Mentions:
    """Every sentence that mentions ``subject``. The articles are in order of date, those without a
    date last; the sentences of an article are in the order of its text.

    A place's ``answer`` is the first of the words asked for. ``examined`` of ``total`` passages
    were checked; they are fewer if the search was stopped. ``differing`` are groups of places that
    give different numbers for the same thing.
    """

    subject: str
    places: tuple[Citation, ...]
    examined: int
    total: int
    differing: tuple[tuple[Citation, ...], ...] = ()

    @property
    def articles(self) -> int:
        """How many articles mention it."""
        return len({place.article.id for place in self.places})

    @property
    def stopped(self) -> bool:
        """Whether the search was stopped before all passages were checked."""
        return self.examined < self.total


def subject_of(question: str) -> str:
    """The thing whose mentions a question asks for; the question itself if it has no words of
    asking."""
    for pattern in (_AFTER, _ASKED, _WHERE, _TIMES):
        if (match := pattern.match(question)) is not None:
            return (match[match.lastgroup or 0] or question).strip(_MARKS)
    return question.strip(_MARKS)


def mentions(subject: str, retriever: Retriever, filter: Filter = EVERYTHING) -> Mentions:
    """Every sentence that mentions the subject. Raises IndexFault."""
    return mentions_of_steps(subject, mentions_steps(subject, retriever, filter))


def mentions_of_steps(subject: str, found: Iterable[MentionsStep]) -> Mentions:
    """The mentions in the steps taken so far."""
    last = MentionsStep(0, 0)
    places: dict[tuple[str, Span], Citation] = {}
    for last in found:
        for place in last.places:
            places.setdefault((place.article.id, place.sentence), place)
    ordered = tuple(sorted(places.values(), key=by_date))
    return Mentions(subject, ordered, last.examined, last.total, differing(ordered, subject))


def mentions_steps(
    subject: str, retriever: Retriever, filter: Filter = EVERYTHING
) -> Iterator[MentionsStep]:
    """Searches one passage in each step. The search stops when no further step is asked for. If the
    subject names several things ("the strike or the union"), it searches for one after the other.
    If no sentence holds all words of the subject, sentences that hold most of them are given.
    Raises IndexFault."""
    examined, found = 0, False
    for least in (1.0, _MOST):
        for step in _steps(subject, retriever, filter, least):
            found = found or bool(step.places)
            yield replace(step, examined=examined + step.examined, total=examined + step.total)
        if found or len(content_words(subject)) < 3:
            return
        examined += step.examined


def _steps(
    subject: str, retriever: Retriever, filter: Filter, least: float
) -> Iterator[MentionsStep]:
    parts = [each for each in _OR.split(subject) if content_words(each)] or [subject]
    searched = [
        retriever.holding(
            _required_words(part) if least == 1 else part, filter, least=least, together=2
        )
        for part in parts
    ]
    total, examined = sum(matching.total for matching in searched), 0
    yield MentionsStep(0, total)
    for part, matching in zip(parts, searched, strict=True):
        wanted = _MentionFinder(part, least)
        for hit in matching.hits:
            examined += 1
            yield MentionsStep(examined, total, tuple(wanted.places(hit)))


def _required_words(part: str) -> str:
    """The words that a passage must hold: the last word of a name, else all words."""
    words = content_words(part)
    return words[-1].text if _may_be_name(words) else part


def _may_be_name(words: Sequence[QuestionWord]) -> bool:
    """Whether the words may be a name of which texts often give only the last part."""
    return 2 <= len(words) <= 4 and words[-1].text.isalpha()


class _MentionFinder:
    """Finds the sentences that mention one thing: those with the share ``least`` of its words."""

    def __init__(self, part: str, least: float) -> None:
        self._part, self._least = part, least
        self._words = content_words(part) or [
            QuestionWord(Span(0, len(term)), term, (term,)) for term in terms(part)
        ]
        full = r"[\s\u00a0]+(?:\w\.?[\s\u00a0]+)?".join(
            re.escape(word.text) for word in self._words
        )
        self._full = re.compile(rf"\b{full}\b", re.IGNORECASE)
        self._named: tuple[str, int | None] = "", None

    def places(self, hit: Hit) -> Iterator[Citation]:
        """The sentences of a passage that mention the thing."""
        text, language = hit.article.text, hit.article.language or ENGLISH
        words = _in_language(self._part, self._words, language)
        for sentence in hit.passage.sentences:
            present = set(terms(sentence.of(text), language))
            shared = sum(not present.isdisjoint(word.terms) for word in words)
            if shared and shared >= self._least * len(words):
                answer = _span_of_words(text, sentence, words, language)
            elif (short := self._short_name(hit.article, sentence)) is not None:
                answer = short
            else:
                continue
            yield Citation(hit.article, sentence, answer, 1.0, 1.0, copies=hit.copies)

    def _short_name(self, article: Article, sentence: Span) -> Span | None:
        """The last part of the name in a sentence, if the article gave the full name before; else
        None."""
        if not _may_be_name(self._words) or self._full_name_offset(article) is None:
            return None
        if sentence.start < (self._full_name_offset(article) or 0):
            return None
        last = re.escape(self._words[-1].text)
        found = re.compile(rf"\b(?i:{last})\b").search(article.text, sentence.start, sentence.end)
        if found is None or not found.group()[0].isupper():
            return None
        return Span(*found.span())

    def _full_name_offset(self, article: Article) -> int | None:
        """The offset at which the article first gives the full name. None if it does not, or if the
        last part is also a plain word there ("Bridge", if the article speaks of another
        bridge)."""
        if self._named[0] != article.id:
            at = None
            for found in self._full.finditer(article.text):
                if all(word[0].isupper() for word in found.group().split()):
                    at = found.start()
                    break
            plain = re.search(rf"\b{re.escape(self._words[-1].text.lower())}\b", article.text)
            self._named = article.id, None if plain else at
        return self._named[1]


def _in_language(part: str, words: Sequence[QuestionWord], language: str) -> Sequence[QuestionWord]:
    return words if language == ENGLISH else content_words(part, (language,)) or words


def _span_of_words(text: str, sentence: Span, words: Sequence[QuestionWord], language: str) -> Span:
    """The span of the first of the words in the sentence, with those that follow it directly; the
    whole sentence if none of them can be located."""
    written = content_words(sentence.of(text), (language,))
    wanted = {term for word in words for term in word.terms}
    matching = [word.span for word in written if wanted.intersection(word.terms)]
    if not matching:
        return sentence
    start, end = matching[0].start, matching[0].end
    for each in matching[1:]:
        if each.start - end > 3:
            break
        end = each.end
    return Span(sentence.start + start, sentence.start + end)
