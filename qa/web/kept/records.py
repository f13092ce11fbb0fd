"""A turn as plain values for the browser. The quotes are the only article text in them.

A retrieved passage is stored as its place and a hash. It is restored if the article still has the
same words at that place.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any, Final

from pincite.index.retrieval.hit import Hit
from pincite.qa.types import Answer, Citation

VERSION: Final = 1


def record(answer: Answer, version: str) -> dict[str, Any]:
    """The plain values, as JSON takes them, of an answer from the index of that ``version``."""
    return {"v": VERSION, "index": version, **_answer(answer)}


def digest(text: str) -> str:
    """A hash of a passage's text: 24 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24]


def _answer(answer: Answer) -> dict[str, Any]:
    dates, scope = answer.dates, answer.scope
    return {
        "question": answer.question,
        "kind": answer.kind,
        "confidence": answer.confidence,
        "resolved": answer.resolved,
        "asked": list(answer.asked),
        "changes": [list(pair) for pair in answer.changes],
        "missing": list(answer.missing),
        "suggestions": list(answer.suggestions),
        "notes": list(answer.notes),
        "others": list(answer.others),
        "dates": dates and [dates.words, dates.since, dates.until, dates.newest],
        "scope": [_day(scope.filter.since), _day(scope.filter.until), scope.filter.source],
        "asked_of": [scope.articles, scope.total, scope.undated],
        "citations": [] if answer.parts else [_citation(each) for each in answer.citations],
        "rivals": [n for n, each in enumerate(answer.citations) if each in answer.rivals],
        "parts": [_answer(part) for part in answer.parts],
        "hits": [_hit(hit) for hit in answer.hits],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _citation(citation: Citation) -> dict[str, Any]:
    return {**_place(citation), "also": [_place(each) for each in citation.also]}


def _place(citation: Citation) -> dict[str, Any]:
    return {
        "id": citation.article.id,
        "title": citation.article.title,
        "quote": citation.quote,
        "sentence": [citation.sentence.start, citation.sentence.end],
        "answer": [citation.answer.start, citation.answer.end],
        "score": citation.score,
        "confidence": citation.confidence,
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.article.id,
        "span": [hit.passage.span.start, hit.passage.span.end],
        "text": digest(hit.text),
        "score": hit.score,
        "dense": hit.dense_rank,
        "lexical": hit.lexical_rank,
        "similarity": hit.similarity,
        "bm25": hit.bm25,
    }
