"""Restores a turn that a browser kept: every quote is checked against the articles first.

Nothing that a browser sends is trusted. A quote is shown as a quote only if an article has it word
for word; otherwise it is shown as something that was quoted once.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from pincite.corpus.article import Passage, Span
from pincite.corpus.errors import InputError
from pincite.index.retrieval.filter import Scope
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.retriever import Retriever
from pincite.qa.carrying.checking import Check, check_claims
from pincite.qa.carrying.records import Claim
from pincite.qa.types import Answer, Citation, Dates
from pincite.qa.web.kept.records import VERSION, digest
from pincite.qa.web.rendering.turn import ChosenFilter

_LONGEST = 2_000  # characters that a question may have; other texts may have ten times as many
_MOST = 500  # citations, places or passages that one list may have


class Restored:
    """A restored answer.

    ``answer`` has the citations whose quotes are still in the articles. ``gone`` are the checks of
    the others, in order. ``older`` says that the answer is from another version of the index.
    """

    def __init__(self, values: object, articles: Retriever) -> None:
        """Raises InputError for values that are no record of an answer, and IndexFault."""
        self._articles = articles
        self._gone: list[Check] = []
        try:
            kept = _fields(values)
            if kept["v"] != VERSION:
                raise InputError(f"kept by another Pincite (version {kept['v']!r:.20})")
            self.answer = self._answer(kept)
            self.older = _text(kept["index"]) != articles.summary().version
        except (LookupError, TypeError, ValueError, OverflowError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError("what the browser kept of this answer cannot be read") from None
        self.gone = tuple(self._gone)

    def _answer(self, kept: dict[str, Any], within: bool = False) -> Answer:
        question = _text(kept["question"], _LONGEST)
        # a part of an answer has no parts of its own
        parts = (
            () if within else tuple(self._answer(_fields(p), True) for p in _list(kept["parts"]))
        )
        found = [self._citation(_fields(each), question) for each in _list(kept["citations"])]
        citations = tuple(each for each in found if each is not None)
        numbers = () if parts else map(_whole, _list(kept["rivals"]))
        rivals = tuple(each for each in (found[n] for n in numbers) if each is not None)
        citations = tuple(c for part in parts for c in part.citations) if parts else citations
        hits = [self._hit(_fields(each)) for each in _list(kept["hits"])]
        return Answer(
            question,
            citations[0].text if citations else "",
            _share(kept["confidence"]),
            citations,
            tuple(hit for hit in hits if hit is not None),
            missing=_texts(kept["missing"]),
            scope=_scope(kept["scope"], kept["asked_of"]),
            kind=_text(kept["kind"]),
            asked=_texts(kept["asked"]),
            changes=tuple(_pair(each) for each in _list(kept["changes"])),
            parts=parts,
            suggestions=_texts(kept["suggestions"]),
            notes=_texts(kept["notes"]),
            others=_texts(kept["others"]),
            dates=_dates(kept["dates"]),
            rivals=rivals if len(rivals) > 1 else (),
            resolved=_text(kept["resolved"]),
        )

    def _citation(self, kept: dict[str, Any], question: str) -> Citation | None:
        """The citation with its places that are still in the articles; None if there are none."""
        places = [self._place(_fields(each), question) for each in (kept, *_list(kept["also"]))]
        standing = [each for each in places if each is not None]
        if not standing:
            return None
        return replace(standing[0], also=tuple(standing[1:]))

    def _place(self, kept: dict[str, Any], question: str) -> Citation | None:
        sentence, answer = _span(kept["sentence"]), _span(kept["answer"])
        quote = _text(kept["quote"])
        if len(quote) != len(sentence) or not sentence.contains(answer):
            raise ValueError("a quote and its place do not fit")
        claim = Claim(question, quote, sentence, _text(kept["id"]), _text(kept["title"]))
        check = next(check_claims([claim], self._articles))
        if not check.holds or check.now is None:
            self._gone.append(check)
            return None
        article, now = check.now.article, check.now.sentence
        moved = now.start - sentence.start
        exact = Span(answer.start + moved, answer.end + moved)
        if now.of(article.text) != quote:  # white space differs, so the offsets are not valid
            exact = now
        score, confidence = _number(kept["score"]), _share(kept["confidence"])
        return Citation(article, now, exact, score, confidence)

    def _hit(self, kept: dict[str, Any]) -> Hit | None:
        article, span = self._articles.article(_text(kept["id"])), _span(kept["span"])
        if article is None or span.end > len(article.text):
            return None
        if digest(span.of(article.text)) != kept["text"]:
            return None
        return Hit(
            Passage(f"{article.id}#{span.start}", article.id, span, (span,)),
            article,
            _number(kept["score"]),
            None if kept["dense"] is None else _whole(kept["dense"]),
            None if kept["lexical"] is None else _whole(kept["lexical"]),
            _number(kept["similarity"]),
            _number(kept["bm25"]),
        )


def _fields(values: object) -> dict[str, Any]:
    if not isinstance(values, dict):
        raise TypeError("no record")
    return values


def _list(values: object) -> list[Any]:
    if not isinstance(values, list) or len(values) > _MOST:
        raise TypeError("no list")
    return values


def _text(value: object, longest: int = 10 * _LONGEST) -> str:
    if not isinstance(value, str) or len(value) > longest:
        raise TypeError("no text")
    return value


def _texts(values: object) -> tuple[str, ...]:
    return tuple(_text(each) for each in _list(values))


def _pair(values: object) -> tuple[str, str]:
    typed, taken = _texts(values)
    return typed, taken


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**40:
        raise TypeError("no count")
    return value


def _number(value: object) -> float:
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError("no number")
    return float(value)


def _share(value: object) -> float:
    return min(max(_number(value), 0.0), 1.0)


def _span(values: object) -> Span:
    start, end = _list(values)
    return Span(_whole(start), _whole(end))


def _scope(filter: object, counts: object) -> Scope:
    since, until, source = (each if each is None else _text(each) for each in _list(filter))
    articles, total, undated = map(_whole, _list(counts))
    return Scope(ChosenFilter(since, until, source).filter, articles, total, undated)


def _dates(values: object) -> Dates | None:
    if values is None:
        return None
    words, since, until, newest = _list(values)
    return Dates(_text(words), _text(since), _text(until), newest is True)
