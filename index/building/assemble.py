"""From a plan of articles to a published generation: what is cut, what is embedded, what is reused.

Of articles with the same text and body the first by id is cut; the others are its copies.
The vector of every passage whose embedded text and embedder did not change is taken over from the
generation in force; so are the passages of every article that did not change.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.article import Article, Passage
from pincite.corpus.errors import ModelError
from pincite.corpus.passages.chunk import embedded_text, passages
from pincite.corpus.walk import Skipped
from pincite.index.building.changes import Changes, compare
from pincite.index.building.receipt import Receipt
from pincite.index.engines.dense import DenseIndex
from pincite.index.engines.lexical import ENGLISH, LexicalIndex
from pincite.index.storage.generation import (
    ARTICLES,
    FORMAT,
    TERMS,
    VECTORS,
    Manifest,
    publish,
    staged,
)
from pincite.index.storage.snapshot import Snapshot
from pincite.index.storage.store import Row, Store

CHUNKING = "sentences 4"  # raise it whenever the same article would be cut into other passages
_BATCH = 256
Progress = Callable[[str, int, int], None]


class PassageEncoder(Protocol):
    """What a build needs of an embedder, such as ``SentenceEncoder``."""

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


@dataclass(frozen=True, slots=True)
class Plan:
    """What an index shall hold: its articles, where they came from, and what was not read.
    ``kept`` of the articles are from the web and were not fetched again; those of ``unread`` places
    stay as they were."""

    articles: tuple[Article, ...]
    sources: tuple[str, ...]
    excluded: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    kept: int = 0
    partly: tuple[Skipped, ...] = ()
    unread: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cut:
    """An article's passages, with the text that is embedded and matched for each."""

    article: Article
    rows: tuple[Row, ...]
    texts: tuple[str, ...]


def assemble(
    index_dir: Path, old: Snapshot | None, plan: Plan, encoder: PassageEncoder, progress: Progress
) -> Receipt:
    """Publishes a generation that holds the plan, or nothing where the one in force already does.

    Call it under the builder's lock. ``old`` is the generation in force, if it is sound.
    Raises ModelError and IndexFault; the generation in force is then untouched.
    """
    articles = sorted(plan.articles, key=lambda article: article.id)
    changes = compare(old.store.articles() if old else (), articles)
    same_model = old is not None and old.manifest.fingerprint == encoder.fingerprint
    if old and same_model and not changes and _in_force(old, plan, articles):
        return _receipt(index_dir, old.path.name, old.manifest, changes, plan, 0, published=False)
    reusable = old if old and same_model and old.manifest.chunking == CHUNKING else None
    unchanged = frozenset(changes.unchanged)
    copies = _copies(articles)
    cuts = []
    for done, article in enumerate(articles):
        progress("cutting", done, len(articles))
        if article.id in copies:
            cuts.append(_Cut(article, (), ()))
            continue
        cuts.append(_cut(article, reusable if article.id in unchanged else None, encoder))
    vectors, embedded = _vectors(cuts, old if same_model else None, encoder, progress)
    manifest = _manifest(cuts, len(copies), plan, encoder, vectors.shape[1])
    with staged(index_dir) as stage:
        progress("writing", 0, 1)
        _write(stage, cuts, vectors)
        made = publish(index_dir, stage, manifest)
        progress("writing", 1, 1)
    return _receipt(
        index_dir, made.path.name, made.manifest, changes, plan, embedded, published=True
    )


def _in_force(old: Snapshot, plan: Plan, articles: Sequence[Article]) -> bool:
    manifest = old.manifest
    if (manifest.sources, manifest.excluded) != (plan.sources, plan.excluded):
        return False
    if manifest.chunking != CHUNKING:
        return False
    places = {article.id: article.source for article in old.store.articles()}
    return all(places[article.id] == article.source for article in articles)


def _copies(articles: Sequence[Article]) -> frozenset[str]:
    """The ids of those that say, to the letter, what one before them says."""
    first: dict[tuple[object, ...], str] = {}
    for article in articles:
        first.setdefault((article.text, article.body), article.id)
    return frozenset({article.id for article in articles} - set(first.values()))


def _cut(article: Article, unchanged_in: Snapshot | None, encoder: PassageEncoder) -> _Cut:
    # a copy had no passages; it is cut where it has become the first of its kind
    rows = tuple(unchanged_in.store.rows(article.id)) if unchanged_in is not None else ()
    if rows:
        texts = _texts(article, [row.passage for row in rows], encoder)
        return _Cut(article, rows, texts)
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
    rows = tuple(Row(p, _key(text)) for p, text in zip(found, texts, strict=True))
    return _Cut(article, rows, texts)


def _texts(article: Article, found: Sequence[Passage], encoder: PassageEncoder) -> tuple[str, ...]:
    counter, most = encoder.counter, encoder.max_tokens
    return tuple(embedded_text(article, passage, counter, most) for passage in found)


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8")).digest()


def _nothing_cut(article: Article, texts: Sequence[str], encoder: PassageEncoder) -> None:
    """The budget was kept by our own count; the embedder's tokenizer has the last word."""
    for tokens in encoder.count(texts):
        if tokens > encoder.max_tokens:
            raise ModelError(
                f"{article.id}: a passage of {tokens} tokens is over the {encoder.max_tokens} that "
                f"embedder {encoder.name} reads; please report it, with the article"
            )


def _vectors(
    cuts: Sequence[_Cut], old: Snapshot | None, encoder: PassageEncoder, progress: Progress
) -> tuple[NDArray[np.float32], int]:
    """One row a passage, in order, and how many were computed now."""
    texts = {row.key: text for cut in cuts for row, text in zip(cut.rows, cut.texts, strict=True)}
    known: dict[bytes, NDArray[np.float32]] = {}
    if old is not None:
        known = dict(zip(old.store.keys(), old.dense.vectors(), strict=True))
    # texts of like length in one batch: no padding is computed waste no padding
    wanted = sorted(texts.keys() - known.keys(), key=lambda key: (len(texts[key]), key))
    for done in range(0, len(wanted), _BATCH):
        progress("embedding", done, len(wanted))
        keys = wanted[done : done + _BATCH]
        known.update(zip(keys, encoder.passages([texts[key] for key in keys]), strict=True))
    progress("embedding", len(wanted), len(wanted))
    rows = [known[row.key] for cut in cuts for row in cut.rows]
    dimension = old.manifest.dimension if old is not None else encoder.dimension
    return np.array(rows, dtype=np.float32).reshape(len(rows), dimension), len(wanted)


def _manifest(
    cuts: Sequence[_Cut], copies: int, plan: Plan, encoder: PassageEncoder, dimension: int
) -> Manifest:
    return Manifest(
        format=FORMAT,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        embedder=encoder.name,
        fingerprint=encoder.fingerprint,
        dimension=dimension,
        articles=len(cuts),
        copies=copies,
        passages=sum(len(cut.rows) for cut in cuts),
        set_aside=sum(cut.article.set_aside for cut in cuts),
        chunking=CHUNKING,
        sources=plan.sources,
        excluded=plan.excluded,
        files={},
    )


def _write(stage: Path, cuts: Sequence[_Cut], vectors: NDArray[np.float32]) -> None:
    Store.write(stage / ARTICLES, [(cut.article, cut.rows) for cut in cuts])
    (stage / VECTORS).write_bytes(DenseIndex.from_vectors(vectors).to_bytes())
    (stage / TERMS).mkdir()
    spoken = [cut.article.language for cut in cuts for _ in cut.texts]
    LexicalIndex.build(stage / TERMS, [text for cut in cuts for text in cut.texts], spoken)


def _receipt(
    index_dir: Path,
    generation: str,
    manifest: Manifest,
    changes: Changes,
    plan: Plan,
    embedded: int,
    *,
    published: bool,
) -> Receipt:
    return Receipt(
        index=str(index_dir),
        generation=generation,
        changes=changes,
        skipped=plan.skipped,
        articles=manifest.articles,
        copies=manifest.copies,
        passages=manifest.passages,
        embedded=embedded,
        set_aside=manifest.set_aside,
        seconds=0.0,
        published=published,
        kept=plan.kept,
        partly=plan.partly,
        unread=plan.unread,
        languages=_languages(plan.articles),
    )


def _languages(articles: Sequence[Article]) -> tuple[tuple[str, int], ...]:
    counts = Counter(article.language for article in articles if article.language)
    return tuple(sorted(counts.items()))
