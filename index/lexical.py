"""BM25 over passages, with tantivy. The only file that imports it.

Scores are those of Robertson and Zaragoza 2009 with k1 = 1.2 and b = 0.75, lengths quantised as in
Lucene. Words are folded (``index.folding``), lower-cased and stemmed by Snowball's English stemmer;
each character of a script without blanks is a word of its own, so that unsegmented text is found.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import tantivy
from numpy.typing import NDArray

from corpus.article import Span
from corpus.errors import IndexDamaged
from index.folding import folded, word_pattern

_ANALYZER = "pincite"
_HEAP_BYTES = 64_000_000
_FURTHER = 8  # times as far down the ranking, where too few of it are wanted

# words that carry a question rather than its subject
STOP_WORDS = frozenset(
    """a about after again against all also am an and any are as at be because been before being
    between both but by can could did do does doing down during each few for from further had has
    have having he her here hers him his how i if in into is it its itself just many me more most
    much my no
    nor not of off on once only or other our out over own s same she should so some such t than
    that the their theirs them then there these they this those through to too under until up very
    was we were what when where which while who whom whose why will with would you your""".split()
)


@cache
def _analyzer() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (
        tantivy.Filter.remove_long(80),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.stemmer("english"),
    ):
        builder = builder.filter(step)
    return builder.build()


@cache
def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", fast=True)
    builder.add_text_field("text", tokenizer_name=_ANALYZER, index_option="freq")
    return builder.build()


def terms(text: str) -> list[str]:
    """The index terms of a text, in order, repeats kept, stop words kept."""
    return list(_analyzer().analyze(folded(text)))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question: where it stands in it, as written, and its index terms."""

    span: Span
    text: str
    terms: tuple[str, ...]


def content_words(question: str) -> list[Word]:
    """The question's words that are not stop words, in order; a repeated one once."""
    words: dict[str, Word] = {}
    for found in word_pattern().finditer(question):
        text = found.group()
        kept = tuple(term for term in terms(text) if term not in STOP_WORDS)
        if kept and text.lower() not in STOP_WORDS:
            words.setdefault(text.lower(), Word(Span(*found.span()), text, kept))
    return list(words.values())


class LexicalIndex:
    """BM25 over passages; the stored row is the passage's number."""

    def __init__(self, index: tantivy.Index, copy: TemporaryDirectory[str] | None = None) -> None:
        self._copy = copy  # lives as long as this does
        index.register_tokenizer(_ANALYZER, _analyzer())
        self._searcher = index.searcher()

    @classmethod
    def build(cls, folder: Path, texts: Iterable[str]) -> None:
        """Writes an index over ``texts``, numbered from 0, into the empty folder. Raises OSError
        where the disk refuses."""
        try:
            cls._build(folder, texts)
        except ValueError as error:  # what tantivy makes of an I/O error
            raise OSError(str(error)) from error

    @classmethod
    def _build(cls, folder: Path, texts: Iterable[str]) -> None:
        index = tantivy.Index(_schema(), path=str(folder), reuse=False)
        index.register_tokenizer(_ANALYZER, _analyzer())
        writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        for row, text in enumerate(texts):
            document = tantivy.Document()
            document.add_unsigned("row", row)
            document.add_text("text", folded(text))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        for lock in folder.glob(".tantivy-*.lock"):
            lock.unlink()

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """Opens what ``build`` wrote. Raises IndexDamaged where tantivy cannot."""
        try:
            if os.access(folder, os.W_OK):
                return cls(tantivy.Index.open(str(folder)))
            # tantivy makes a lock file even to read: where it cannot, it reads a copy
            copy = TemporaryDirectory(prefix="pincite-")
            shutil.copytree(folder, copy.name, dirs_exist_ok=True)
            return cls(tantivy.Index.open(copy.name), copy)
        except (ValueError, OSError) as error:
            raise IndexDamaged(
                f"{folder}: the term index cannot be opened; "
                f"build the index anew with: pincite rebuild FOLDER"
            ) from error

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(
        self, question: str, k: int, among: NDArray[np.bool_] | None = None
    ) -> list[tuple[int, float]]:
        """Up to ``k`` (row, BM25 score), best first, equal scores by row; of the rows that are
        true in ``among`` where it is given.

        Stop words count only in a question that has no other word.
        """
        words = [term for word in content_words(question) for term in word.terms]
        words = words or terms(question)
        if not words or not len(self) or k < 1:
            return []
        found = self._best(words, k, among)
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def _best(
        self, words: list[str], k: int, among: NDArray[np.bool_] | None
    ) -> list[tuple[int, float]]:
        """The best ``k`` rows that hold one of the words and are wanted. The ranking is read
        further down until there are so many or it ends, so that none that is wanted is lost."""
        schema = _schema()
        query = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", word, "freq"))
                for word in dict.fromkeys(words)
            ]
        )
        depth = k
        while True:
            found = self._searcher.search(query, depth, count=False).hits
            rows = self._searcher.fast_field_values("row", [address for _, address in found])
            scored = [(int(row), float(hit[0])) for row, hit in zip(rows, found, strict=True)]
            wanted = [pair for pair in scored if among is None or among[pair[0]]]
            if len(wanted) >= k or len(found) < depth:
                return wanted[:k]
            depth *= _FURTHER

    def frequency(self, term: str) -> int:
        """How many passages hold this index term."""
        return int(self._searcher.doc_freq("text", term))

    def missing(self, question: str, among: NDArray[np.bool_] | None = None) -> tuple[str, ...]:
        """The question's words, stop words apart, that occur in no passage, as written; in none of
        those that are true in ``among`` where it is given."""
        return tuple(
            word.text
            for word in content_words(question)
            if not any(self._occurs(term, among) for term in word.terms)
        )

    def _occurs(self, term: str, among: NDArray[np.bool_] | None) -> bool:
        if among is None or not self.frequency(term):
            return self.frequency(term) > 0
        return bool(self._best([term], 1, among))
