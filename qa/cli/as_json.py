"""Answers and hits in plain values, for ``--json``. Offsets are code points of the text."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pincite.corpus.article import Article, Span
from pincite.index.retrieval.filter import Scope
from pincite.index.retrieval.hit import Hit
from pincite.qa.types import Answer, Citation


def answer_dict(answer: Answer) -> dict[str, Any]:
    """An answer with its citations and nearest passages."""
    return {
        "question": answer.question,
        "kind": answer.kind,
        "resolved": answer.resolved,
        "asked": list(answer.asked),
        "changes": [{"typed": typed, "taken": taken} for typed, taken in answer.changes],
        "found": answer.found,
        "text": answer.text,
        "confidence": round(answer.confidence, 4),
        "citations": [citation_dict(citation) for citation in answer.citations],
        "parts": [answer_dict(part) for part in answer.parts],
        "others": list(answer.others),
        "dates": answer.dates and asdict(answer.dates),
        "rivals": [n for n, each in enumerate(answer.citations) if each in answer.rivals],
        "notes": list(answer.notes),
        "suggestions": list(answer.suggestions),
        "missing": list(answer.missing),
        "scope": scope_dict(answer.scope),
        "hits": [hit_dict(hit) for hit in answer.hits],
    }


def scope_dict(scope: Scope) -> dict[str, Any]:
    """What a question was asked of: the filter, null where there is none, and how many articles it
    let through and left out."""
    since, until = scope.filter.since, scope.filter.until
    return {
        "since": since and since.isoformat(),
        "until": until and until.isoformat(),
        "source": scope.filter.source,
        "articles": scope.articles,
        "total": scope.total,
        "undated": scope.undated,
    }


def citation_dict(citation: Citation) -> dict[str, Any]:
    """One answer: its best place, how many articles give it, and the further places."""
    return {
        **_place(citation),
        "articles": citation.articles,
        "also": [_place(place) for place in citation.also],
    }


def _place(citation: Citation) -> dict[str, Any]:
    """A place: whose text, which characters of it, the page where they begin if the source has
    pages, the hash they refer to, and the other articles with that very text."""
    return {
        "quote": citation.quote,
        "text": citation.text,
        "score": round(citation.score, 4),
        "confidence": round(citation.confidence, 4),
        "sentence": _span(citation.sentence),
        "answer": _span(citation.answer),
        "page": citation.article.page(citation.sentence.start),
        "article": _article(citation.article),
        "sha256": citation.content_hash,
        "copies": [_article(copy) for copy in citation.copies],
    }


def hit_dict(hit: Hit) -> dict[str, Any]:
    """A passage that retrieval found, with the ranks that produced it, the articles that have the
    same text and the passages that repeat it."""
    return {
        "text": hit.text,
        "span": _span(hit.passage.span),
        "article": _article(hit.article),
        "score": round(hit.score, 6),
        "dense_rank": hit.dense_rank,
        "lexical_rank": hit.lexical_rank,
        "similarity": round(hit.similarity, 4),
        "bm25": round(hit.bm25, 4),
        "copies": [_article(copy) for copy in hit.copies],
        "repeats": [hit_dict(each) for each in hit.repeats],
    }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _article(article: Article) -> dict[str, str | None]:
    return {
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "url": article.url,
        "published": article.published,
        "author": article.author,
        "language": article.language,
    }
