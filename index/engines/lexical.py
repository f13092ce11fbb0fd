"""BM25 over passages, with tantivy. The only file that imports it.

Scores are those of Robertson and Zaragoza 2009 with k1 = 1.2 and b = 0.75, lengths quantised as in
Lucene. Words are folded (``pincite.index.engines.folding``), lower-cased and stemmed by Snowball's
stemmer of the article's language; each character of a script without blanks is a word of its own.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import tantivy
from numpy.typing import NDArray

from pincite.corpus.article import Span
from pincite.corpus.errors import IndexDamaged
from pincite.index.engines.folding import folded, word_pattern

_ANALYZER = "pincite"
_LANGUAGES = "languages.json"
_HEAP_BYTES = 64_000_000
_FURTHER = 8  # times as far down the ranking, where too few of it are wanted

# words that carry a question rather than its subject
STOP_WORDS = frozenset(
    """a about after again against all also am an and any are as at be because been before being
    between both but by can could did do does doing down during each few for from further had has
    have having he her here hers him his how i if in into is it its itself just many me more most
    much my no nor not of off on once only or other our out over own s same she should so some such
    t than that the their theirs them then there these they this those through to too under until
    up very was we were what when where which while who whom whose why will with would you
    your""".split()
)


# the languages whose words are stemmed and whose stop words are known; others are cut as English is
_STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian",
    "nb": "norwegian", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
_WITHOUT_STOP_WORDS = frozenset(("ar", "el", "ro", "ta", "tr"))  # tantivy has no list of theirs
ENGLISH = "en"
STEMMED = tuple(code for code in _STEMMERS if code not in _WITHOUT_STOP_WORDS)
"""The languages (ISO 639-1) whose stop words are known."""


@cache
def _analyzer(language: str) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (
        tantivy.Filter.remove_long(80),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.stemmer(_STEMMERS.get(language, _STEMMERS[ENGLISH])),
    ):
        builder = builder.filter(step)
    return builder.build()


@cache
def _stop_filter(language: str) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    builder = builder.filter(tantivy.Filter.lowercase())
    if language not in _WITHOUT_STOP_WORDS:
        builder = builder.filter(tantivy.Filter.stopword(_STEMMERS[language]))
    return builder.build()


@cache
def _split() -> tantivy.TextAnalyzer:
    """Terms are made before they are handed over, since each article has a language of its own."""
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


@cache
def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", fast=True)
    builder.add_text_field("text", tokenizer_name=_ANALYZER, index_option="freq")
    return builder.build()


def terms(text: str, language: str = ENGLISH) -> list[str]:
    """The index terms of a text in a language (ISO 639-1), in order, stop words and repeats too."""
    return list(_analyzer(language).analyze(folded(text)))


def asked_terms(question: str, language: str = ENGLISH) -> set[str]:
    """The terms of a question's words that are no stop words, for texts in a language."""
    if language == ENGLISH or language not in _STEMMERS:
        return {term for term in terms(question) if term not in STOP_WORDS}
    return {term for word in content_words(question, (language,)) for term in word.terms}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question: where it stands in it, as written, and its index terms."""

    span: Span
    text: str
    terms: tuple[str, ...]


def content_words(question: str, languages: Iterable[str] = (ENGLISH,)) -> list[Word]:
    """The question's words that are not stop words, in order; a repeated one once. Of several
    ``languages`` it is in the one that knows most of its words as stop words. Where that does not
    tell, a word has the terms that it would have in each; where one word tells, in English too:
    "dies" is also German."""
    words: dict[str, Word] = {}
    typed = list(word_pattern().finditer(question))
    spoken, hardly = _spoken([found.group() for found in typed], tuple(languages))
    for found in typed:
        text = found.group()
        kept = dict.fromkeys(term for each in spoken for term in _content_terms(text, each))
        if kept:
            kept |= dict.fromkeys(_content_terms(text, ENGLISH) if hardly else ())
            words.setdefault(text.lower(), Word(Span(*found.span()), text, tuple(kept)))
    return list(words.values())


def stop_words(words: Iterable[str], language: str) -> list[str]:
    """Those of the words that only carry a question in a language, which is one of ``STEMMED``."""
    return [word for word in words if not _content_terms(word, language)]


def _spoken(words: Sequence[str], languages: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    if len(languages) < 2:
        return languages, False
    known = [sum(not _content_terms(word, each) for word in words) for each in languages]
    most = max(known)
    return tuple(one for one, n in zip(languages, known, strict=True) if n == most), most < 2


def _content_terms(word: str, language: str) -> list[str]:
    if language != ENGLISH and language in _STEMMERS:
        whole = unicodedata.normalize("NFC", word)
        return terms(word, language) if _stop_filter(language).analyze(whole) else []
    if word.lower() in STOP_WORDS:
        return []
    return [term for term in terms(word) if term not in STOP_WORDS]


class LexicalIndex:
    """BM25 over passages; the stored row is the passage's number."""

    def __init__(
        self,
        index: tantivy.Index,
        languages: Sequence[str],
        copy: TemporaryDirectory[str] | None = None,
    ) -> None:
        self._copy = copy  # lives as long as this does
        self._languages = tuple(languages)
        index.register_tokenizer(_ANALYZER, _split())
        self._searcher = index.searcher()

    @classmethod
    def build(
        cls, folder: Path, texts: Sequence[str], languages: Sequence[str | None] = ()
    ) -> None:
        """Writes an index over ``texts``, numbered from 0, into the empty folder. ``languages``
        has that of each text; where there is none, it is taken for English. Raises OSError where
        the disk refuses."""
        spoken = [each or ENGLISH for each in languages] or [ENGLISH] * len(texts)
        try:
            cls._build(folder, zip(texts, spoken, strict=True))
            (folder / _LANGUAGES).write_text(json.dumps(sorted({*spoken})), encoding="utf-8")
        except ValueError as error:  # what tantivy makes of an I/O error
            raise OSError(str(error)) from error

    @classmethod
    def _build(cls, folder: Path, texts: Iterable[tuple[str, str]]) -> None:
        index = tantivy.Index(_schema(), path=str(folder), reuse=False)
        index.register_tokenizer(_ANALYZER, _split())
        writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        for row, (text, language) in enumerate(texts):
            document = tantivy.Document()
            document.add_unsigned("row", row)
            document.add_text("text", " ".join(terms(text, language)))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        for lock in folder.glob(".tantivy-*.lock"):
            lock.unlink()

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """Opens what ``build`` wrote. Raises IndexDamaged where tantivy cannot."""
        try:
            languages = json.loads((folder / _LANGUAGES).read_text(encoding="utf-8"))
            if os.access(folder, os.W_OK):
                return cls(tantivy.Index.open(str(folder)), languages)
            # tantivy makes a lock file even to read: where it cannot, it reads a copy
            copy = TemporaryDirectory(prefix="pincite-")
            shutil.copytree(folder, copy.name, dirs_exist_ok=True)
            return cls(tantivy.Index.open(copy.name), languages, copy)
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
        spoken = content_words(question, self._languages)
        words = [term for word in spoken for term in word.terms] or terms(question)
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

    def holding(self, text: str, least: float = 1.0, together: int = 1) -> NDArray[np.int64]:
        """The rows that hold at least the share ``least`` of the words of a text, in order; with
        ``together`` > 1, a row and the next ones, so many in all, that hold them between them.

        Stop words count only in a text that has no other word.
        """
        words = [word.terms for word in content_words(text, self._languages)]
        words = words or [(term,) for term in dict.fromkeys(terms(text))]
        if not words or not len(self):
            return np.empty(0, dtype=np.int64)
        held = np.zeros((len(words), len(self)), dtype=np.bool_)
        for row, alternatives in zip(held, words, strict=True):
            for term in alternatives:
                row[self._rows(term)] = True
        between = held.copy()
        for ahead in range(1, together):
            between[:, :-ahead] |= held[:, ahead:]
        enough = between.sum(axis=0) >= max(math.ceil(least * len(words) - 1e-9), 1)
        return np.flatnonzero(enough & held.any(axis=0))

    def _rows(self, term: str) -> NDArray[np.int64]:
        """The rows that hold a term, in no order."""
        if not (count := self.frequency(term)):
            return np.empty(0, dtype=np.int64)
        query = tantivy.Query.term_query(_schema(), "text", term, "freq")
        found = self._searcher.search(query, count, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in found])
        return np.asarray(rows, dtype=np.int64)

    def frequency(self, term: str) -> int:
        """How many passages hold this index term."""
        return int(self._searcher.doc_freq("text", term))

    def missing(self, question: str, among: NDArray[np.bool_] | None = None) -> tuple[str, ...]:
        """The question's words, stop words apart, that occur in no passage, as written; in none of
        those that are true in ``among`` where it is given."""
        return tuple(
            word.text
            for word in content_words(question, self._languages)
            if not any(self._occurs(term, among) for term in word.terms)
        )

    def _occurs(self, term: str, among: NDArray[np.bool_] | None) -> bool:
        if among is None or not self.frequency(term):
            return self.frequency(term) > 0
        return bool(self._best([term], 1, among))
