"""Converts articles and passages to rows of Milvus and back. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.article import Article
from pincite.corpus.errors import BUILD_AGAIN, IndexDamaged, shown
from pincite.corpus.read import file_of
from pincite.corpus.web.addresses import is_url
from pincite.index.engines.bm25 import rounded_length
from pincite.index.engines.lexical import ENGLISH, terms
from pincite.index.retrieval.filter import published_day
from pincite.index.scale.keys import grams, key_of
from pincite.index.scale.schema import ARTICLES, MANIFEST, PIECE, SHIFT
from pincite.index.storage.segments.articles import Mark, StoredPassage
from pincite.index.storage.segments.values import article_of, content_digest, dumped, passage_of

Record = dict[str, Any]
PASSAGE: Final = (
    "row",
    "article",
    "article_id",
    "passage",
    "start",
    "end",
    "sentences",
    "embedded",
)
"""The fields needed to show a passage, without the vector."""

_MOST_KEYS: Final = 4_096
_LONG: Final = "long"  # replaces a body that is too long for a field; the facts have it
FILLING: Final = "0_"
"""A term that occurs in no text."""

STRETCH: Final = 2.25
"""A rounded length is at most an eighth below the length; the rest is for rounding."""

_VOID: Final = (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class ArticleNumbers:
    """The place of an article and its passages in a generation. ``first`` is the number of the
    article that has the passages of a copy, or -1; ``copies`` is the number of its own copies;
    ``row`` is its first row."""

    number: int
    first: int = -1
    copies: int = 0
    row: int = 0


def article_records(article: Article, passages: int, standing: ArticleNumbers) -> Iterator[Record]:
    """The rows of an article: a head, and further parts of long values."""
    a, source = article, file_of(article.source)
    text = _pieces(a.text)
    values = {
        "id": a.id, "title": a.title, "source": a.source, "body": dumped(a.body),
        "published": a.published, "url": a.url, "pages": a.pages, "author": a.author,
        "language": a.language, "sections": [each.values() for each in a.sections],
    }  # fmt: skip
    facts = _pieces(json.dumps(values))
    parts = max(len(text), len(facts), 1)
    body = str(values["body"])
    head = {
        "parts": parts,
        "id": a.id[:PIECE],
        "id_key": key_of("id", a.id),
        "file_key": key_of("file", source),
        "within": sorted(_within(a.id, source)),
        "grams": sorted(_origin_keys(a))[:_MOST_KEYS],
        "sha_key": key_of("text", a.sha256),
        "sha256": a.sha256,
        "digest": content_digest(a).hex(),
        "body": body if len(body) <= PIECE else _LONG,
        "passages": passages,
        "aside": a.set_aside,
        "day": day_of(a),
        "source": a.source[:PIECE],
        "url": (a.url or "")[:PIECE],
        "author": (a.author or "")[:PIECE],
        "published": a.published or "",
        "language": a.language or "",
    }
    for part, (piece, fact) in enumerate(zip_longest(text, facts, fillvalue="")):
        held = head if part == 0 else {name: _nothing(value) for name, value in head.items()}
        yield placed({**held, "part": part, "text": piece, "facts": fact}, standing)


def placed(record: Record, standing: ArticleNumbers) -> Record:
    """The row of an article with its numbers in another generation."""
    return {
        **record,
        "pk": (standing.number << SHIFT) + record["part"],
        "number": standing.number,
        "first": standing.first,
        "copies": standing.copies,
        "first_row": standing.row,
        "void": list(_VOID),
    }


def manifest_records(data: str) -> Iterator[Record]:
    """A manifest as rows beside the articles."""
    empty: Record = {
        each.name: [] if each.kind == "ints" else "" if each.kind == "text" else 0
        for each in ARTICLES
    }
    for part, piece in enumerate(_pieces(data)):
        yield placed({**empty, "part": part, "text": piece}, ArticleNumbers(MANIFEST))


def joined(records: Sequence[Mapping[str, Any]], name: str) -> str:
    """The value of a field, put together from the rows of one article."""
    return "".join(each[name] for each in sorted(records, key=lambda each: each["part"]))


def article_from(records: Sequence[Mapping[str, Any]], place: object) -> Article:
    """The article from its rows. Raises IndexDamaged unless its text has the checksum of the
    indexed text."""
    head = min(records, key=lambda each: each["part"])
    try:
        held = json.loads(joined(records, "facts"))
        values = [
            held["id"], held["title"], joined(records, "text"), held["source"], held["body"],
            held["published"], held["url"], json.dumps(held["pages"]), held["author"],
            held["language"], json.dumps(held["sections"]),
        ]  # fmt: skip
        article = article_of(values)
        if len(records) == head["parts"] and article.sha256 == head["sha256"]:
            return article
    except (KeyError, TypeError, ValueError):  # raised by altered values
        pass
    raise IndexDamaged(
        f"{place}: the text of {shown(str(head['id']))} was altered since; {BUILD_AGAIN}"
    )


def mark_from(head: Mapping[str, Any]) -> Mark:
    """The mark of an article from its first row. Its body is "long" if only the facts have it."""
    return Mark(
        head["number"],
        head["id"],
        head["source"],
        bytes.fromhex(head["digest"]),
        head["sha256"],
        head["body"],
        head["passages"],
        head["language"] or None,
        head["aside"],
    )


def is_long(mark: Mark) -> bool:
    """Whether a mark lacks the body of its article."""
    return mark.body == _LONG


def passage_record(
    article: Article,
    row: StoredPassage,
    embedded: str,
    vector: NDArray[np.float32],
    number: int,
    at: int,
) -> Record:
    """The row of a passage of the article with this number. ``embedded`` is the text for BM25 and
    the embedder, ``at`` the passage's row in the index."""
    passage, day = row.passage, day_of(article)
    words = [spelled(term) for term in terms(embedded, article.language or ENGLISH)]
    return {
        "row": at,
        "article": number,
        "article_id": article.id[:PIECE],
        "passage": passage.id[:PIECE],
        "start": passage.span.start,
        "end": passage.span.end,
        "sentences": dumped(passage.sentences),
        "title": article.title[:PIECE],
        "text": passage.span.of(article.text)[:PIECE],
        "day": day,
        "month": month_of(day),
        "source": article.source[:PIECE],
        "language": article.language or "",
        "sha256": article.sha256,
        "embedded": row.key.hex(),
        "passage_key": key_of("passage", row.key.hex()),
        "terms": " ".join([*words, *_filling(len(words))]),
        "keys": sorted({key_of("term", word) for word in words})[:_MOST_KEYS],
        "vector": vector,
    }


def row_from(record: Mapping[str, Any]) -> StoredPassage:
    """The passage from its row."""
    values = (
        record["passage"], record["article_id"], record["start"], record["end"],
        record["sentences"],
    )  # fmt: skip
    return StoredPassage(passage_of(values), bytes.fromhex(record["embedded"]))


def _filling(length: int) -> list[str]:
    """Filling terms that make the length of a passage in Milvus a fixed multiple of its rounded
    length in a folder's index. No question contains them."""
    return [FILLING] * (round(STRETCH * rounded_length(length)) - length)


def spelled(term: str) -> str:
    """An index term in letters and digits that no analyser splits: unchanged, or as its bytes."""
    return term if term.isascii() and term.isalnum() else f"u{term.encode('utf-8').hex()}"


def day_of(article: Any) -> int:
    """The day that an article states, as Python's ordinal; 0 if it states none."""
    day = published_day(article)
    return 0 if day is None else day.toordinal()


def month_of(day: int) -> int:
    """The number of months from the year 0 to a day; 0 if there is no day."""
    when = date.fromordinal(day) if day else None
    return 0 if when is None else when.year * 12 + when.month


def folder_key(path: str) -> int:
    """The key of a folder, for finding the files in it."""
    return key_of("folder", path.rstrip("/"))


def stem_key(start: str) -> int:
    """The key of the part of an id before a "#"."""
    return key_of("stem", start)


def _within(id_: str, file: str) -> set[int]:
    """The keys of the folders around a file, and of the beginnings of an id."""
    folders = [] if is_url(file) else [str(each) for each in PurePosixPath(file).parents]
    stems = [id_[:n] for n, character in enumerate(id_) if character == "#"][:64]
    return {*map(folder_key, folders[:512]), *map(stem_key, stems)}


def _origin_keys(article: Article) -> set[int]:
    """The keys for finding a part of an article's path, address or author."""
    held = (article.source, article.url, article.author)
    return {key for each in held if each for key in grams(each.casefold())}


def _pieces(text: str) -> list[str]:
    size = 4 * PIECE if text.isascii() else PIECE
    return [text[start : start + size] for start in range(0, len(text), size)]


def _nothing(value: Any) -> Any:
    return type(value)()
