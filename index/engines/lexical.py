"""Cuts texts into index terms and questions into words, with tantivy. The only file that imports
it.

Words are folded (``pincite.index.engines.folding``), put in lower case and stemmed by Snowball's
stemmer for the article's language. The forms of an English irregular word are one term, as are its
British and American spellings, and the words for a country and for what comes from it. Each
character of a script without blanks is one word, so that unsegmented text can be found.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from sys import intern
from typing import Final

import tantivy

from pincite.corpus.article import Span
from pincite.index.engines.folding import folded, word_pattern
from pincite.index.engines.variants.countries import COUNTRIES
from pincite.index.engines.variants.irregular import IRREGULAR
from pincite.index.engines.variants.spellings import SPELLINGS, one_spelling

# words of a question that say nothing about its subject
STOP_WORDS = frozenset(
    """a about after again against all also am an and any are as at be because been before being
    between both but by can could did do does doing down during each few for from further had has
    have having he her here hers him his how i if in into is it its itself just many me more most
    much my no nor not of off on once only or other our out over s same she should so some such
    t than that the their theirs them then there these they this those through to too under until
    up very was we were what when where which while who whom whose why will with would you
    your""".split()
)


# languages with a stemmer; others are treated as English
_STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian",
    "nb": "norwegian", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
_SHORT: Final = 2_000  # characters of a text whose terms are kept
_KEPT: Final = 512  # texts
_WORDS: Final = 5_000  # English words whose terms are kept
_WITHOUT_STOP_WORDS = frozenset(("ar", "el", "ro", "ta", "tr"))  # tantivy has no list for these
ENGLISH = "en"
STEMMED = tuple(code for code in _STEMMERS if code not in _WITHOUT_STOP_WORDS)
"""The languages (ISO 639-1) with a list of stop words."""


@cache
def _analyzer(stemmer: str | None) -> tantivy.TextAnalyzer:
    """Cuts a text into words in lower case without accents, stemmed if a stemmer is named."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    builder = builder.filter(tantivy.Filter.remove_long(80))
    builder = builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())
    return (builder.filter(tantivy.Filter.stemmer(stemmer)) if stemmer else builder).build()


@cache
def _stop_filter(language: str) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    builder = builder.filter(tantivy.Filter.lowercase())
    if language not in _WITHOUT_STOP_WORDS:
        builder = builder.filter(tantivy.Filter.stopword(_STEMMERS[language]))
    return builder.build()


def terms(text: str, language: str = ENGLISH) -> list[str]:
    """The index terms of a text in a language (ISO 639-1), in order, with stop words and
    repetitions. In English, "said" has the term of "say", "labour" that of "labor" and "Bolivian"
    that of "Bolivia"."""
    stemmer = _STEMMERS.get(language, _STEMMERS[ENGLISH])
    if stemmer == _STEMMERS[ENGLISH]:
        return [_english(word) for word in _analyzer(None).analyze(folded(text))]
    return list(_analyzer(stemmer).analyze(folded(text)))


@lru_cache(_WORDS)
def _english(word: str) -> str:
    """The term of an English word in lower case."""
    found = _stem(IRREGULAR.get(word) or one_spelling(word))
    return intern(_variants().get(found, found))


def _stem(word: str) -> str:
    """The stem of an English word."""
    return str(_analyzer(_STEMMERS[ENGLISH]).analyze(folded(word))[0])


def terms_in(text: str, language: str = ENGLISH) -> frozenset[str]:
    """The different index terms of a text in a language. Those of the short texts asked for last
    are kept: each question looks at the same sentences several times."""
    return _terms_in(text, language) if len(text) <= _SHORT else frozenset(terms(text, language))


@lru_cache(_KEPT)
def _terms_in(text: str, language: str) -> frozenset[str]:
    return frozenset(map(intern, terms(text, language)))  # texts have many terms in common


@cache
def _variants() -> dict[str, str]:
    """The stem to take for each stem that is another word or spelling for the same."""
    countries = ((other, country) for country, others in COUNTRIES.items() for other in others)
    return {_stem(other): _stem(first) for other, first in (*countries, *SPELLINGS.items())}


def asked_terms(question: str, language: str = ENGLISH) -> set[str]:
    """The terms of a question's words, without stop words, for texts in a language."""
    if language == ENGLISH or language not in _STEMMERS:
        return set(terms_in(question) - STOP_WORDS)
    return {term for word in content_words(question, (language,)) for term in word.terms}


@dataclass(frozen=True, slots=True)
class QuestionWord:
    """A word of a question: its span, the word as written, and its index terms."""

    span: Span
    text: str
    terms: tuple[str, ...]


def content_words(question: str, languages: Iterable[str] = (ENGLISH,)) -> list[QuestionWord]:
    """The question's words that are not stop words, in order, each once.

    Of several ``languages``, the question is taken to be in the one that knows most of its words as
    stop words. If several are equal, each word has its terms in all of them. If only one stop word
    decided, the English terms are added: "dies" is also a German word.
    """
    words: dict[str, QuestionWord] = {}
    typed = list(word_pattern().finditer(question))
    spoken, hardly = _spoken([found.group() for found in typed], tuple(languages))
    for found in typed:
        text = found.group()
        kept = dict.fromkeys(term for each in spoken for term in _content_terms(text, each))
        if kept:
            kept |= dict.fromkeys(_content_terms(text, ENGLISH) if hardly else ())
            words.setdefault(text.lower(), QuestionWord(Span(*found.span()), text, tuple(kept)))
    return list(words.values())


def stop_words(words: Iterable[str], language: str) -> list[str]:
    """Those of the words that are stop words in a language, one of ``STEMMED``."""
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
