"""Candidates and hits for the tests, made of given sentences."""

from __future__ import annotations

from pincite.corpus.article import Article, Passage, Span
from pincite.corpus.passages.sentences import sentence_spans
from pincite.index.retrieval.hit import Hit
from pincite.qa.types import Candidate

TEXT = (
    "The pilot line opens in 2029. It was delayed by a flood. The flood came in May. "
    "Bread is baked daily."
)


def candidate(id_: str, text: str, score: float, answer: str = "", at: int = 0) -> Candidate:
    """A candidate whose sentence is ``text``, at the offset ``at`` of its article. Its answer is
    ``answer`` inside the sentence, or the whole sentence."""
    written = " " * at + text
    span = Span(at, len(written))
    start = written.index(answer) if answer else at
    article = Article(id_, id_, written, f"/{id_}", (span,))
    hit = Hit(Passage(f"{id_}@0", id_, span, (span,)), article, 0.1, 1, 1, 0.5, 1.0)
    return Candidate(hit, span, Span(start, start + len(answer or text)), score)


def said(*answers: str) -> list[Candidate]:
    """A candidate for each answer, each in an article of its own, best first."""
    return [
        candidate(str(n), f"They say {answer} it is.", 9.0 - n, answer)
        for n, answer in enumerate(answers)
    ]


def hit(
    text: str = TEXT, start: int = 0, stop: int | None = None, sentences: tuple[Span, ...] = ()
) -> Hit:
    article = Article("a", "Rare earths", text, "/a", (Span(0, len(text)),))
    span = Span(start, len(text) if stop is None else stop)
    found = sentences or sentence_spans(text, (span,))
    return Hit(Passage("a@0", "a", span, tuple(found)), article, 1.0, 1, 1, 0.5, 2.0)
