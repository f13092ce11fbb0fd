"""Articles, passages, hits and scopes as plain values for JSON, and made from them again.

Offsets are code points of the article's text. The text itself is a separate value, one for each
article: printing or sending an ``Answer`` does not need it, restoring one does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from pincite.corpus.article import Article, Passage, Section, Span
from pincite.index.retrieval.filter import Filter, Scope
from pincite.index.retrieval.hit import Hit

_FACTS = ("id", "title", "source", "url", "published", "author", "language")

UNCARRIABLE: Final = re.compile("[\x00\ud800-\udfff]")
"""NUL and lone surrogates, which HTML cannot contain."""


def json_or_none(text: str) -> Any:
    """The value of a JSON text; None if it is no JSON, or nested too deeply."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def span_dict(span: Span) -> dict[str, int]:
    """A span of an article's text, the end not included."""
    return {"start": span.start, "end": span.end}


def span_of(values: Any) -> Span:
    """The span that ``span_dict`` gave. Raises KeyError, TypeError or ValueError."""
    return Span(values["start"], values["end"])


def article_dict(article: Article) -> dict[str, str | None]:
    """The facts of an article, such as id, title and source, without its text."""
    return {name: getattr(article, name) for name in _FACTS}


def text_dict(article: Article) -> dict[str, Any]:
    """The text of an article, and what its offsets refer to."""
    return {
        "text": article.text,
        "body": [[span.start, span.end] for span in article.body],
        "pages": list(article.pages),
        "sections": [section.values() for section in article.sections],
    }


def article_of(values: Any, texts: Mapping[str, Any]) -> Article:
    """The article that ``article_dict`` and ``text_dict`` described. ``texts`` has the values of
    ``text_dict`` by article id. Raises KeyError, TypeError or ValueError."""
    content = texts[values["id"]]
    return Article(
        text=content["text"],
        body=tuple(Span(*each) for each in content["body"]),
        pages=tuple(content["pages"]),
        sections=tuple(Section.of_values(each) for each in content["sections"]),
        **{name: values[name] for name in _FACTS},
    )


def scope_dict(scope: Scope) -> dict[str, Any]:
    """The filter of a question (None for each part that is not set), and how many articles passed
    it, exist in all, and have no date."""
    since, until = scope.filter.since, scope.filter.until
    return {
        "since": since and since.isoformat(),
        "until": until and until.isoformat(),
        "source": scope.filter.source,
        "articles": scope.articles,
        "total": scope.total,
        "undated": scope.undated,
    }


def scope_of(values: Any) -> Scope:
    """The scope that ``scope_dict`` gave. Raises KeyError, TypeError or ValueError."""
    since, until = (
        values[name] and date.fromisoformat(values[name]) for name in ("since", "until")
    )
    counts = (values[name] for name in ("articles", "total", "undated"))
    return Scope(Filter(since, until, values["source"]), *counts)


def hit_dict(hit: Hit) -> dict[str, Any]:
    """A passage that retrieval found, with its sentences, the ranks that produced it, the articles
    that have the same text and the passages that repeat it."""
    return {
        "id": hit.passage.id,
        "text": hit.text,
        "span": span_dict(hit.passage.span),
        "sentences": [span_dict(each) for each in hit.passage.sentences],
        "article": article_dict(hit.article),
        "score": round(hit.score, 6),
        "dense_rank": hit.dense_rank,
        "lexical_rank": hit.lexical_rank,
        "similarity": round(hit.similarity, 4),
        "bm25": round(hit.bm25, 4),
        "copies": [article_dict(copy) for copy in hit.copies],
        "repeats": [hit_dict(each) for each in hit.repeats],
    }


def hit_of(values: Any, texts: Mapping[str, Any]) -> Hit:
    """The hit that ``hit_dict`` gave. Raises KeyError, TypeError or ValueError."""
    article = article_of(values["article"], texts)
    sentences = tuple(map(span_of, values["sentences"]))
    names = ("score", "dense_rank", "lexical_rank", "similarity", "bm25")
    return Hit(
        Passage(values["id"], article.id, span_of(values["span"]), sentences),
        article,
        **{name: values[name] for name in names},
        copies=tuple(article_of(copy, texts) for copy in values["copies"]),
        repeats=tuple(hit_of(each, texts) for each in values["repeats"]),
    )


def articles_in(hits: Iterable[Hit]) -> list[Article]:
    """Every article that the hits name, with their copies and repeats; some appear twice."""
    found: list[Article] = []
    for hit in hits:
        found += [hit.article, *hit.copies, *articles_in(hit.repeats)]
    return found
