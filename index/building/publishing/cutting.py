"""Turns articles into passages and vectors, and reuses existing ones. An embedder that has workers
of its own has them do both."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Protocol, TypeVar, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.article import Article, Passage
from pincite.corpus.errors import ModelError
from pincite.corpus.passages.chunk import embedded_text, passages
from pincite.index.engines.lexical import ENGLISH
from pincite.index.storage.segments.articles import StoredPassage
from pincite.index.storage.segments.segment import Cut

_BATCH = 256  # texts embedded at once, for each worker
_ARTICLES = 64  # cut at once
_CHARACTERS = 500_000  # of articles that are cut at once, unless one alone is longer
T = TypeVar("T")
R = TypeVar("R")
_Passages = tuple[tuple[StoredPassage, ...], tuple[str, ...]]
"""The passages of an article and their texts."""
Progress = Callable[[str, int, int], None]
Known = Callable[[Iterable[bytes]], dict[bytes, NDArray[np.float32]]]
"""Returns the existing vectors of the texts with these keys."""


class PassageEncoder(Protocol):
    """The embedder as a build needs it, such as ``SentenceEncoder``."""

    name: str

    @property
    def fingerprint(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    @property
    def max_tokens(self) -> int: ...
    @property
    def counter(self) -> Callable[[str], int]: ...
    def count(self, texts: Sequence[str]) -> list[int]: ...
    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


@runtime_checkable
class Distributing(Protocol):
    """An embedder that has workers of its own."""

    @property
    def workers(self) -> int:
        """How many there are."""
        ...

    def distribute(self, work: Callable[[PassageEncoder, T], R], items: Iterable[T]) -> Iterator[R]:
        """``work(encoder, item)`` of each item, in order, by the workers. Function, items and
        results must be picklable."""
        ...


def workers_of(encoder: PassageEncoder) -> int:
    """How many workers an embedder has; 1 if it has none of its own."""
    return encoder.workers if isinstance(encoder, Distributing) else 1


def distributed(
    encoder: PassageEncoder, work: Callable[[PassageEncoder, T], R], items: Iterable[T]
) -> Iterator[R]:
    """``work(encoder, item)`` of each item, in order: by the embedder's workers if it has any, else
    here."""
    if isinstance(encoder, Distributing):
        return encoder.distribute(work, items)
    return (work(encoder, item) for item in items)


def cut(articles: Sequence[Article], encoder: PassageEncoder, progress: Progress) -> Iterator[Cut]:
    """The articles with their passages, in order. Raises ModelError if the embedder cannot read
    one."""
    portions = list(_portions(articles))
    done = 0
    progress("cutting", done, len(articles))
    for portion, found in zip(portions, distributed(encoder, _cut, portions), strict=True):
        done += len(portion)
        progress("cutting", done, len(articles))
        for article, (rows, texts) in zip(portion, found, strict=True):
            yield Cut(article, rows, texts)


def _portions(articles: Sequence[Article]) -> Iterator[list[Article]]:
    """The articles, in portions of limited number and length."""
    portion: list[Article] = []
    length = 0
    for article in articles:
        length += len(article.text)
        if portion and (len(portion) == _ARTICLES or length > _CHARACTERS):
            yield portion
            portion, length = [], len(article.text)
        portion.append(article)
    if portion:
        yield portion


def _cut(encoder: PassageEncoder, articles: Sequence[Article]) -> list[_Passages]:
    """The passages of each article."""
    found = [_passages(article, encoder) for article in articles]
    texts = [_texts(a, each, encoder) for a, each in zip(articles, found, strict=True)]
    _require_short(articles, texts, encoder)
    return [
        (tuple(StoredPassage(p, _key(t)) for p, t in zip(each, said, strict=True)), said)
        for each, said in zip(found, texts, strict=True)
    ]


def _passages(article: Article, encoder: PassageEncoder) -> Sequence[Passage]:
    try:
        return passages(
            article,
            encoder.counter,
            budget=encoder.max_tokens,
            language=article.language or ENGLISH,
        )
    except ValueError as error:
        raise ModelError(
            f"embedder {encoder.name} reads {encoder.max_tokens} tokens, too few for a title and a "
            f"passage; name another with --model"
        ) from error


def taken_over(article: Article, rows: Sequence[StoredPassage], encoder: PassageEncoder) -> Cut:
    """The article with the passages that it already has."""
    return Cut(article, tuple(rows), _texts(article, [row.passage for row in rows], encoder))


def _texts(article: Article, found: Sequence[Passage], encoder: PassageEncoder) -> tuple[str, ...]:
    if not found:
        return ()
    counter, most = encoder.counter, encoder.max_tokens
    return tuple(embedded_text(article, passage, counter, most) for passage in found)


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8")).digest()


def _require_short(
    articles: Sequence[Article], texts: Sequence[Sequence[str]], encoder: PassageEncoder
) -> None:
    """Raises ModelError if a passage is too long for the embedder. The budget was kept by our own
    counter, but the embedder's tokenizer decides."""
    counts = encoder.count([text for each in texts for text in each])
    ends = accumulate((len(each) for each in texts), initial=0)
    for article, (start, end) in zip(articles, pairwise(ends), strict=True):
        tokens = max(counts[start:end], default=0)
        if tokens > encoder.max_tokens:
            raise ModelError(
                f"{article.id}: a passage of {tokens} tokens is over the {encoder.max_tokens} that "
                f"embedder {encoder.name} reads; please report it, with the article"
            )


def vectors_of(
    cuts: Sequence[Cut], known: Known | None, encoder: PassageEncoder, progress: Progress
) -> tuple[NDArray[np.float32], int]:
    """One vector per passage, in order, and the number of vectors computed now."""
    texts = {row.key: text for cut in cuts for row, text in zip(cut.rows, cut.texts, strict=True)}
    found = known(texts) if known is not None else {}
    # texts of similar length in one batch, so that little padding is computed
    wanted = sorted(texts.keys() - found.keys(), key=lambda key: (len(texts[key]), key))
    batch = _BATCH * workers_of(encoder)
    for done in range(0, len(wanted), batch):
        progress("embedding", done, len(wanted))
        keys = wanted[done : done + batch]
        found.update(zip(keys, encoder.passages([texts[key] for key in keys]), strict=True))
    progress("embedding", len(wanted), len(wanted))
    rows = [found[row.key] for cut in cuts for row in cut.rows]
    shape = (len(rows), len(rows[0]) if rows else 0)
    return np.array(rows, dtype=np.float32).reshape(shape), len(wanted)
