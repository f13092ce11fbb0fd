"""Copies an index to another place, with the same articles, passages and vectors. Nothing is
embedded again, and the copy is checked."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, zip_longest
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.errors import IndexDamaged, IndexIncompatible, IndexMissing, InputError
from pincite.index.building.home import Home, Place, home_of
from pincite.index.building.publishing.cutting import PassageEncoder, Progress
from pincite.index.building.publishing.plan import BuildPlan
from pincite.index.building.publishing.receipt import Receipt
from pincite.index.building.publishing.wrapped import WrappedEncoder
from pincite.index.storage.catalogue import Holdings

_AT_ONCE: Final = 200  # articles whose vectors are compared together


class _ReusingVectors(WrappedEncoder):
    """Returns the vectors of an existing index; the embedder itself only counts tokens."""

    def __init__(self, encoder: PassageEncoder, source: Holdings) -> None:
        super().__init__(encoder)
        self._source = source

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        keys = [hashlib.sha256(text.encode("utf-8")).digest() for text in texts]
        found = self._source.vectors(keys)
        left = [text for text, key in zip(texts, keys, strict=True) if key not in found]
        if left:
            raise IndexDamaged(f"the index lacks the vector of a passage: {left[0]:.60}…")
        return np.array([found[key] for key in keys], np.float32).reshape(len(texts), -1)


def copy(source: Place, target: Place, encoder: PassageEncoder, progress: Progress) -> Receipt:
    """Makes ``target`` contain what ``source`` contains, and compares the two: every article,
    passage and vector. ``encoder`` is the embedder of ``source``. The receipt says 0 ``embedded``.

    Raises InputError if ``target`` holds an index of other articles, which stays unchanged;
    IndexFault; IndexDamaged if the two differ afterwards.
    """
    here, there = home_of(source), home_of(target)
    held = here.in_force()
    manifest = held.manifest
    if manifest.fingerprint != encoder.fingerprint:
        raise IndexIncompatible(f"{here}: built with another embedder than {encoder.name}")
    manifest.require_same_cutting(here)
    with there.locked():
        try:
            old = there.in_force(encoder)
        except IndexMissing:
            old = None
        if old is not None and old.manifest.sources != manifest.sources:
            raise InputError(f"{there} holds an index of other articles; name an empty place")
        plan = BuildPlan(
            articles=tuple(article for article, _ in held.holdings.whole()),
            gone=None,
            sources=manifest.sources,
            excluded=manifest.excluded,
            skipped=(),
        )
        carrying = _ReusingVectors(encoder, held.holdings)
        receipt = there.assemble(old, plan, carrying, progress)
        _compare(here, held.holdings, there, there.in_force().holdings, progress)
    return replace(receipt, embedded=0)  # the vectors were carried over


def _compare(here: Home, ours: Holdings, there: Home, theirs: Holdings, progress: Progress) -> None:
    """Raises IndexDamaged if the contents of two indexes differ."""
    total = len(ours.ids())
    left, right = ours.whole(), theirs.whole()
    for done in range(0, total + 1, _AT_ONCE):
        progress("comparing", min(done, total), total)
        some = list(islice(left, _AT_ONCE)), list(islice(right, _AT_ONCE))
        for one, other in zip_longest(*some):
            if one != other:
                raise _differs(here, there, (one or other)[0].id)
        keys = [row.key for _, rows in some[0] for row in rows]
        vectors = ours.vectors(keys), theirs.vectors(keys)
        for key in keys:
            if not np.array_equal(vectors[0][key], vectors[1].get(key, np.zeros(0))):
                raise _differs(here, there, "a vector")
    progress("comparing", total, total)


def _differs(here: Home, there: Home, what: str) -> IndexDamaged:
    return IndexDamaged(f"{there} differs from {here} in {what}; copy it again")
