"""Candidates to citations: order, limit, repeats."""

from corpus.article import Article, Passage, Span
from index.hit import Hit
from qa.cite import citations
from qa.types import Candidate


def candidate(id_: str, text: str, score: float) -> Candidate:
    span = Span(0, len(text))
    article = Article(id_, id_, text, f"/{id_}", (span,))
    hit = Hit(Passage(f"{id_}@0", id_, span, (span,)), article, 0.1, 1, 1, 0.5, 1.0)
    return Candidate(hit, span, span, score)


def test_best_first_and_no_more_than_asked_for() -> None:
    found = [candidate(str(n), f"Sentence {n}.", 3 - n / 10) for n in range(6)]
    assert [c.article.id for c in citations(found, limit=2)] == ["0", "1"]


def test_what_is_much_less_likely_is_left_out() -> None:
    found = [candidate("a", "Good.", 3.0), candidate("b", "Fair.", 2.5), candidate("c", "No.", 0.0)]
    assert [c.article.id for c in citations(found)] == ["a", "b"]


def test_the_same_wording_is_cited_once() -> None:
    found = [candidate("a", "Same words.", 3.0), candidate("b", "Same  words.", 2.9)]
    assert [c.article.id for c in citations(found)] == ["a"]


def test_nothing_to_cite() -> None:
    assert citations([]) == ()
