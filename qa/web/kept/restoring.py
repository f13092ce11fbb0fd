"""Restores a turn that a browser kept: every quote is checked against the articles first.

Nothing that a browser sends is trusted. A quote is shown as a quote only if an article has it word
for word; otherwise it is shown as something that was quoted once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pincite.corpus.article import Passage, Span
from pincite.corpus.errors import InputError
from pincite.index.retrieval.filter import Scope
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import MAX_QUESTION
from pincite.index.retrieval.retriever import Retriever
from pincite.qa.carrying.checking import Check, check_claims
from pincite.qa.carrying.records import Claim
from pincite.qa.types import Answer, Citation
from pincite.qa.web.kept import values
from pincite.qa.web.kept.records import VERSION, digest
from pincite.qa.web.rendering.turn import ChosenFilter


class Restored:
    """A restored answer.

    ``answer`` has the citations whose quotes are still in the articles. ``moved`` are the checks of
    those that are at another place now, ``gone`` the checks of the other quotes, in order.
    ``older`` says that the answer is from another version of the index, ``imported`` that it is
    from an export.
    """

    def __init__(self, given: object, articles: Retriever) -> None:
        """Raises InputError for values that are no record of an answer, and IndexFault."""
        self._articles = articles
        self._gone: list[Check] = []
        self._moved: list[Check] = []
        try:
            kept = values.fields(given)
            if kept["v"] != VERSION:
                raise InputError(f"kept by another Pincite (version {kept['v']!r:.20})")
            self.answer = self._answer(kept)
            self.older = values.text(kept["index"]) != articles.summary().version
            self.imported = kept.get("imported") is True
        except (LookupError, TypeError, ValueError, OverflowError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError("what the browser kept of this answer cannot be read") from None
        self.gone = tuple(self._gone)
        self.moved = tuple(self._moved)

    def _answer(self, kept: dict[str, Any], within: bool = False) -> Answer:
        question = values.text(kept["question"], MAX_QUESTION)
        # a part of an answer has no parts of its own
        parts = (
            ()
            if within
            else tuple(self._answer(values.fields(p), True) for p in values.listed(kept["parts"]))
        )
        found = [
            self._citation(values.fields(each), question)
            for each in values.listed(kept["citations"])
        ]
        citations = tuple(each for each in found if each is not None)
        numbers = () if parts else map(values.whole, values.listed(kept["rivals"]))
        rivals = tuple(each for each in (found[n] for n in numbers) if each is not None)
        citations = tuple(c for part in parts for c in part.citations) if parts else citations
        hits = [self._hit(values.fields(each)) for each in values.listed(kept["hits"])]
        return Answer(
            question,
            citations[0].text if citations else "",
            values.share(kept["confidence"]),
            citations,
            tuple(hit for hit in hits if hit is not None),
            missing=values.texts(kept["missing"]),
            scope=_scope(kept["scope"], kept["asked_of"]),
            kind=values.text(kept["kind"]),
            asked=values.texts(kept["asked"]),
            changes=tuple(values.pair(each) for each in values.listed(kept["changes"])),
            parts=parts,
            suggestions=values.texts(kept["suggestions"]),
            notes=values.texts(kept["notes"]),
            others=values.texts(kept["others"]),
            dates=values.dates(kept["dates"]),
            rivals=rivals if len(rivals) > 1 else (),
            resolved=values.text(kept["resolved"]),
        )

    def _citation(self, kept: dict[str, Any], question: str) -> Citation | None:
        """The citation with its places that are still in the articles; None if there are none."""
        places = [
            self._place(values.fields(each), question)
            for each in (kept, *values.listed(kept["also"]))
        ]
        standing = [each for each in places if each is not None]
        if not standing:
            return None
        return replace(standing[0], also=tuple(standing[1:]))

    def _place(self, kept: dict[str, Any], question: str) -> Citation | None:
        sentence, answer = values.span(kept["sentence"]), values.span(kept["answer"])
        quote = values.text(kept["quote"])
        if len(quote) != len(sentence) or not sentence.contains(answer):
            raise ValueError("a quote and its place do not fit")
        claim = Claim(
            question, quote, sentence, values.text(kept["id"]), values.text(kept["title"])
        )
        check = next(check_claims([claim], self._articles))
        if not check.holds or check.now is None:
            self._gone.append(check)
            return None
        if check.state == "moved":
            self._moved.append(check)
        article, now = check.now.article, check.now.sentence
        moved = now.start - sentence.start
        exact = Span(answer.start + moved, answer.end + moved)
        if now.of(article.text) != quote:  # white space differs, so the offsets are not valid
            exact = now
        score, confidence = values.number(kept["score"]), values.share(kept["confidence"])
        return Citation(article, now, exact, score, confidence)

    def _hit(self, kept: dict[str, Any]) -> Hit | None:
        article, span = self._articles.article(values.text(kept["id"])), values.span(kept["span"])
        if article is None or span.end > len(article.text):
            return None
        if digest(span.of(article.text)) != kept["text"]:
            return None
        return Hit(
            Passage(f"{article.id}#{span.start}", article.id, span, (span,)),
            article,
            values.number(kept["score"]),
            None if kept["dense"] is None else values.whole(kept["dense"]),
            None if kept["lexical"] is None else values.whole(kept["lexical"]),
            values.number(kept["similarity"]),
            values.number(kept["bm25"]),
        )


def _scope(filter: object, counts: object) -> Scope:
    since, until, source = (
        each if each is None else values.text(each) for each in values.listed(filter)
    )
    articles, total, undated = map(values.whole, values.listed(counts))
    return Scope(ChosenFilter(since, until, source).filter, articles, total, undated)
