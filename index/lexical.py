"""BM25 over passages, with tantivy. The only file that imports it.

Scores are those of Robertson and Zaragoza 2009 with k1 = 1.2 and b = 0.75, lengths quantised as in
Lucene. Words are lower-cased, folded to ASCII and stemmed by Snowball's English stemmer; each
Chinese, Japanese or Korean character is a word of its own, so that unsegmented text is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import tantivy

from corpus.errors import IndexDamaged

_CJK = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff])")
_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_ANALYZER = "pincite"
_HEAP_BYTES = 64_000_000

# words that carry a question rather than its subject
STOP_WORDS = frozenset(
    """a about after again against all also am an and any are as at be because been before being
    between both but by can could did do does doing down during each few for from further had has
    have having he her here hers him his how i if in into is it its itself just me more most my no
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
    return list(_analyzer().analyze(_spaced(text)))


def content_words(question: str) -> dict[str, list[str]]:
    """The question's words that are not stop words, as written, each with its index terms."""
    words = dict.fromkeys(_WORD.findall(_spaced(question)))
    found = {word: [t for t in terms(word) if t not in STOP_WORDS] for word in words}
    return {w: ts for w, ts in found.items() if ts and w.lower() not in STOP_WORDS}


class LexicalIndex:
    """BM25 over passages; the stored row is the passage's number."""

    def __init__(self, index: tantivy.Index) -> None:
        index.register_tokenizer(_ANALYZER, _analyzer())
        self._searcher = index.searcher()

    @classmethod
    def build(cls, folder: Path, texts: Iterable[str]) -> None:
        """Writes an index over ``texts``, numbered from 0, into the empty folder."""
        index = tantivy.Index(_schema(), path=str(folder), reuse=False)
        index.register_tokenizer(_ANALYZER, _analyzer())
        writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        for row, text in enumerate(texts):
            document = tantivy.Document()
            document.add_unsigned("row", row)
            document.add_text("text", _spaced(text))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        for lock in folder.glob(".tantivy-*.lock"):
            lock.unlink()

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """Opens what ``build`` wrote. Raises IndexDamaged where tantivy cannot."""
        try:
            return cls(tantivy.Index.open(str(folder)))
        except (ValueError, OSError) as error:
            raise IndexDamaged(
                f"{folder}: the term index cannot be opened; run: pincite rebuild"
            ) from error

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(self, question: str, k: int) -> list[tuple[int, float]]:
        """Up to ``k`` (row, BM25 score), best first, equal scores by row.

        Stop words count only in a question that has no other word.
        """
        words = [t for ts in content_words(question).values() for t in ts] or terms(question)
        if not words or not len(self) or k < 1:
            return []
        schema = _schema()
        query = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", word, "freq"))
                for word in dict.fromkeys(words)
            ]
        )
        found = self._searcher.search(query, k, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in found])
        scored = [(int(row), float(hit[0])) for row, hit in zip(rows, found, strict=True)]
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))

    def frequency(self, term: str) -> int:
        """How many passages hold this index term."""
        return int(self._searcher.doc_freq("text", term))

    def missing(self, question: str) -> tuple[str, ...]:
        """The question's words, stop words apart, that occur in no passage, as written."""
        return tuple(
            word
            for word, ts in content_words(question).items()
            if not any(self.frequency(t) for t in ts)
        )


def _spaced(text: str) -> str:
    # lone surrogates cannot cross into Rust
    return _CJK.sub(r" \1 ", text.encode("utf-8", "replace").decode("utf-8"))
