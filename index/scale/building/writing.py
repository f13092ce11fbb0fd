"""Writes the collections of a new generation: rows taken over from the one before, and new rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.errors import BUILD_AGAIN, IndexDamaged
from pincite.index.building.publishing.cutting import Progress
from pincite.index.scale.building.arranging import ArrangedArticle
from pincite.index.scale.client import Client
from pincite.index.scale.generation import MilvusGeneration
from pincite.index.scale.keys import among, key_of, portions
from pincite.index.scale.records import Record, article_records, passage_record, placed
from pincite.index.scale.schema import ARTICLES, SHIFT, WORDS, Names, index_type, passages

_AT_ONCE: Final = 200  # articles in one step
_ROWS: Final = 500  # rows in one message; with vectors and texts about 3 MB
_CHARACTERS: Final = 4_000_000  # of text in one message
_MADE: Final = "bm25"  # the field that Milvus computes


def write(
    client: Client,
    names: Names,
    old: MilvusGeneration | None,
    listed: Sequence[ArrangedArticle],
    vectors: NDArray[np.float32],
    words: Mapping[tuple[str, str], int],
    progress: Progress,
) -> None:
    """Creates the collections and fills them. ``vectors`` (n, d) are those of the written passages,
    in order; ``words`` are changes to the word counts. Raises IndexFault."""
    fields = passages(vectors.shape[1])
    client.create(names.articles, ARTICLES)
    client.create(names.words, WORDS)
    client.create(names.passages, fields, index_type(client.address))
    done = 0
    for taken_over, some in groupby(listed, key=lambda each: each.stood is not None):
        for portion in portions(list(some), _AT_ONCE):
            progress("writing", done, len(listed))
            if taken_over and old is not None:
                _insert(client, names.articles, _old_articles(client, old.names, portion))
                kept = [each.name for each in fields if each.name != _MADE]
                _insert(client, names.passages, _old_passages(client, old.names, portion, kept))
            else:
                _insert(client, names.articles, _new_articles(portion))
                _insert(client, names.passages, _new_passages(portion, vectors))
            done += len(portion)
    _insert(client, names.words, _words(client, old, words))


def _insert(client: Client, name: str, rows: Iterable[Record]) -> None:
    some: list[Record] = []
    size = 0
    for row in rows:
        some.append(row)
        size += len(row.get("text", "")) + len(row.get("facts", ""))
        if len(some) >= _ROWS or size >= _CHARACTERS:
            client.insert(name, some)
            some, size = [], 0
    if some:
        client.insert(name, some)


def _new_articles(listed: Sequence[ArrangedArticle]) -> Iterator[Record]:
    for each in listed:
        if each.cut is not None:
            yield from article_records(each.cut.article, len(each.cut.rows), each.standing)


def _new_passages(
    listed: Sequence[ArrangedArticle], vectors: NDArray[np.float32]
) -> Iterator[Record]:
    for each in listed:
        cut, standing = each.cut, each.standing
        for n, row in enumerate(cut.rows if cut else ()):
            assert cut is not None
            yield passage_record(
                cut.article, row, cut.texts[n], vectors[each.place + n], standing.number,
                standing.row + n,
            )  # fmt: skip


def _old_articles(
    client: Client, old: Names, listed: Sequence[ArrangedArticle]
) -> Iterator[Record]:
    stand = {each.stood.number: each.standing for each in listed if each.stood}
    keys = [
        (each.stood.number << SHIFT) + part
        for each in listed
        if each.stood
        for part in range(each.stood.parts)
    ]
    for row in _read(client, old.articles, "pk", keys, [each.name for each in ARTICLES], 64):
        yield placed(row, stand[row["number"]])


def _old_passages(
    client: Client, old: Names, listed: Sequence[ArrangedArticle], fields: Sequence[str]
) -> Iterator[Record]:
    numbers, rows = {}, {}
    for each in listed:
        for n in range(each.stood.passages if each.stood else 0):
            assert each.stood is not None
            rows[each.stood.row + n] = each.standing.row + n
            numbers[each.stood.row + n] = each.standing.number
    for row in _read(client, old.passages, "row", list(rows), fields, _ROWS):
        at = row["row"]
        yield {**row, "row": rows[at], "article": numbers[at]}


def _read(
    client: Client, name: str, field: str, keys: Sequence[int], fields: Sequence[str], size: int
) -> Iterator[dict[str, Any]]:
    """The rows with these keys. Raises IndexDamaged if one is missing."""
    for some in portions(keys, size):
        found = client.rows(name, among(field, some), fields)
        if len(found) != len(some):
            raise IndexDamaged(
                f"{client.address}: {name} lacks {len(some) - len(found)} rows; {BUILD_AGAIN}"
            )
        yield from found


def _words(
    client: Client, old: MilvusGeneration | None, more: Mapping[tuple[str, str], int]
) -> Iterator[Record]:
    left: dict[str, Counter[str]] = {}
    for (word, form), count in more.items():
        left.setdefault(word, Counter())[form] += count
    held = client.each(old.names.words, "", ("pk", "word", "forms")) if old is not None else ()
    for row in held:
        forms = Counter(json.loads(row["forms"]))
        forms.update(left.pop(row["word"], Counter()))
        yield from _word(row["word"], forms)
    for word, forms in left.items():
        yield from _word(word, forms)


def _word(word: str, forms: Mapping[str, int]) -> Iterator[Record]:
    """The row of a word; none if it no longer occurs."""
    counts = {form: count for form, count in forms.items() if count > 0}
    if counts:
        yield {
            "pk": key_of("word", word),
            "initial": ord(word[0]),
            "length": len(word),
            "word": word,
            "forms": json.dumps(counts),
            "count": sum(counts.values()),
            "void": [0.0, 1.0],
        }
