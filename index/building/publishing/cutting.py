"""Turns articles into passages and vectors, and reuses existing ones."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.article import Article, Passage
from pincite.corpus.errors import ModelError
from pincite.corpus.passages.chunk import embedded_text, passages
from pincite.index.engines.lexical import ENGLISH
from pincite.index.storage.segments.articles import StoredPassage
from pincite.index.storage.segments.segment import Cut

_BATCH = 256
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


def cut(article: Article, rows: Sequence[StoredPassage], encoder: PassageEncoder) -> Cut:
    """The article with its passages: those in ``rows``, or new ones if there are none. Raises
    ModelError if the embedder cannot read one."""
    # a former copy has no passages; it is cut when it has become the first of its group
    if rows:
        return taken_over(article, rows, encoder)
    try:
        found = passages(
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
    texts = _texts(article, found, encoder)
    _nothing_cut(article, texts, encoder)
    return Cut(
        article, tuple(StoredPassage(p, _key(t)) for p, t in zip(found, texts, strict=True)), texts
    )


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


def _nothing_cut(article: Article, texts: Sequence[str], encoder: PassageEncoder) -> None:
    """Raises ModelError if a passage is too long for the embedder. The budget was kept by our own
    counter, but the embedder's tokenizer decides."""
    for tokens in encoder.count(texts):
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
    for done in range(0, len(wanted), _BATCH):
        progress("embedding", done, len(wanted))
        keys = wanted[done : done + _BATCH]
        found.update(zip(keys, encoder.passages([texts[key] for key in keys]), strict=True))
    progress("embedding", len(wanted), len(wanted))
    rows = [found[row.key] for cut in cuts for row in cut.rows]
    shape = (len(rows), len(rows[0]) if rows else 0)
    return np.array(rows, dtype=np.float32).reshape(shape), len(wanted)
