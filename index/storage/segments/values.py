"""Converts articles and passages to their stored values and back. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from pincite.corpus.article import Article, Passage, Section, Span


def content_digest(article: Article) -> bytes:
    """SHA-256 over the whole content of an article, without its id and source."""
    a = article
    content = (
        a.title, a.sha256, dumped(a.body), a.published, a.url, a.pages, a.author, a.language,
        [each.values() for each in a.sections],
    )  # fmt: skip
    return hashlib.sha256(json.dumps(content).encode()).digest()


def dumped(spans: Sequence[Span]) -> str:
    """Spans in their stored form."""
    return json.dumps([[span.start, span.end] for span in spans])


def article_of(values: Sequence[Any]) -> Article:
    """The article from its stored values."""
    id_, title, text, source, body, published, url, pages, author, language, sections = values
    starts = tuple(json.loads(pages))
    parts = tuple(map(Section.of_values, json.loads(sections)))
    return Article(
        id_, title, text, source, _spans(body), published, url, starts, author, language, parts
    )


def passage_of(values: Sequence[Any]) -> Passage:
    """The passage from its stored values."""
    id_, article_id, start, end, sentences = values
    return Passage(id_, article_id, Span(start, end), _spans(sentences))


def _spans(stored: str) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in json.loads(stored))
