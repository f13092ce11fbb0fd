"""Checks whether the quotes of an export are still in the articles of an index.

The quote's own article is checked first. If it now says nearly the same, the quote has changed,
even if another article still has the old words. Then other articles with its words are checked. The
text must be equal in every character apart from white space. In a changed quote, the words that
differ are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Final, Literal

from pincite.corpus.article import Article, Span
from pincite.corpus.passages.chunk import sentences
from pincite.index.engines.lexical import ENGLISH
from pincite.index.retrieval.query import MAX_QUESTION, Query
from pincite.index.retrieval.retriever import Retriever
from pincite.qa.asking.quoting.alignment import Difference, align
from pincite.qa.asking.quoting.quotes import look_up_one
from pincite.qa.asking.quoting.wordlist import WordList, is_punctuation
from pincite.qa.carrying.records import Claim, read_claims
from pincite.qa.place import Named, place_of, retriever_at
from pincite.qa.types import Citation

State = Literal["unchanged", "moved", "changed", "gone"]
_DIFFERENT: Final = 0.5  # the share of the words that may differ in a changed sentence


@dataclass(frozen=True, slots=True)
class Check:
    """The result of checking a claim.

    ``state`` is "unchanged", "moved" (the same words are at another place), "changed" or "gone".
    ``now`` is the place of the words now, or the most similar sentences, or None. For a changed
    quote, ``differences`` are the words that differ: ``asked`` are spans of the claim's quote,
    ``found`` spans of the article's text. They are empty if only case, quotation marks or dashes
    differ.
    ``held`` says that the index has the article that was quoted.
    """

    claim: Claim
    state: State
    now: Citation | None = None
    differences: tuple[Difference, ...] = ()
    held: bool = True

    @property
    def holds(self) -> bool:
        """Whether an article still has the words."""
        return self.state in ("unchanged", "moved")


def check_claims(claims: Iterable[Claim], articles: Retriever) -> Iterator[Check]:
    """The check of each claim, in order. Raises IndexFault."""
    for claim in claims:
        yield _checked(claim, articles)


def check_export(path: str | Path, index: Named = None) -> tuple[Check, ...]:
    """The check of each quote of an export (``.json``), or of the output of ``ask --json``, against
    the articles of an index, or of the default one. Raises InputError if the file is neither,
    IndexFault and ModelError."""
    claims = read_claims(Path(path))  # an invalid file is refused before anything is loaded
    return tuple(check_claims(claims, retriever_at(place_of(index))))


def _checked(claim: Claim, articles: Retriever) -> Check:
    own = articles.article(claim.article_id)
    if own is not None and own.text[claim.span.start : claim.span.end] == claim.quote:
        return Check(claim, "unchanged", _place(own, claim.span))
    found = _moved(claim, own) or _changed(claim, own) if own is not None else None
    if found is None:
        others = [
            each for each in _articles_with_words(claim, articles) if each.id != claim.article_id
        ]
        looks = chain((_moved(claim, o) for o in others), (_changed(claim, o) for o in others))
        found = next(filter(None, looks), None)
    return replace(found or Check(claim, "gone"), held=own is not None)


def _moved(claim: Claim, article: Article) -> Check | None:
    """The check with the same words in an article, at the place nearest to the old one; None if the
    article does not have them."""
    words = r"\s+".join(map(re.escape, claim.quote.split()))
    if not words:
        return None
    found = re.finditer(rf"(?<!\w){words}(?!\w)", article.text)
    spans = [Span(*each.span()) for each in found]
    if not spans:
        return None
    nearest = min(spans, key=lambda span: abs(span.start - claim.span.start))
    return Check(claim, "moved", _place(article, nearest))


def _articles_with_words(claim: Claim, articles: Retriever) -> list[Article]:
    """The articles that have the words of a claim, or nearly the same words."""
    text = claim.quote[:MAX_QUESTION].strip()
    if not any(character.isalnum() for character in text):
        return []
    query = Query.of(text)
    looked = look_up_one(query, Span(0, len(query.text)), articles)
    return list({place.article.id: place.article for place in looked.places}.values())


def _changed(claim: Claim, article: Article) -> Check | None:
    """The check with the sentences of an article that say nearly the same; None if there are
    none."""
    wanted = WordList.of(claim.quote)
    keys = frozenset(key for key in wanted.keys if not is_punctuation(key))
    cut = sentences(article, article.language or ENGLISH)
    shared = [len(keys.intersection(WordList.of(article.text, each).keys)) for each in cut]
    if not keys or not any(shared):
        return None
    best = cut[shared.index(max(shared))]
    around = Span(
        max(0, best.start - len(claim.quote)),
        min(len(article.text), best.end + len(claim.quote)),
    )
    aligned = align(wanted, WordList.of(article.text, around))
    size = sum(not is_punctuation(key) for key in wanted.keys)
    if aligned is None or aligned.cost > _DIFFERENT * size:
        return None
    inside = [each for each in cut if each.overlaps(aligned.place)]
    start = min([aligned.place.start, *(each.start for each in inside)])
    end = max([aligned.place.end, *(each.end for each in inside)])
    return Check(claim, "changed", _place(article, Span(start, end)), aligned.differences)


def _place(article: Article, span: Span) -> Citation:
    return Citation(article, span, span, 1.0, 1.0)
