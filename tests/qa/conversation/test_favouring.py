"""Articles that a conversation is about come first, followed by others."""

from __future__ import annotations

from pincite.corpus.article import Article, Passage, Span
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import MAX_QUESTION, Query
from pincite.index.retrieval.retriever import Retrieved
from pincite.qa.conversation.favouring import FavouringRetriever


def hit(article: str, n: int) -> Hit:
    text = f"Passage {n} of {article}."
    of = Article(id=article, text=text, title="", source=article, body=(Span(0, len(text)),))
    passage = Passage(
        id=f"{article}-{n}",
        article_id=article,
        span=Span(0, len(text)),
        sentences=(Span(0, len(text)),),
    )
    return Hit(passage, of, 1.0 / (n + 1), n + 1, None, 0.5, 0.0)


HITS = tuple(hit("mine" if n % 5 == 4 else f"other{n}", n) for n in range(40))


class Ranked:
    """Finds the same passages for every question, and notes what is searched for."""

    def __init__(self) -> None:
        self.searched: list[str] = []

    def search(self, queries: list[Query], k: int) -> list[Retrieved]:
        self.searched += [query.text for query in queries]
        return [Retrieved(HITS[:k]) for _ in queries]


def favouring(also: str = "") -> tuple[FavouringRetriever, Ranked]:
    ranked = Ranked()
    return FavouringRetriever(ranked, frozenset({"mine"}), also), ranked  # type: ignore[arg-type]


def test_favoured_articles_come_first_but_leave_room_for_others() -> None:
    [found] = favouring()[0].search([Query("who?")], 10)
    mine = [each.article.id == "mine" for each in found.hits]
    assert len(found.hits) == 10
    assert mine == [True] * 6 + [False] * 4
    assert [h.dense_rank for h in found.hits[:6]] == [5, 10, 15, 20, 25, 30]
    assert found.hits[6:] == HITS[:4]


def test_words_added_to_a_follow_up_are_searched_once() -> None:
    retriever, ranked = favouring("Osk mill Osk's")
    retriever.search([Query("who burned the mill?"), Query("x" * MAX_QUESTION)], 5)
    assert ranked.searched[0].split()[:5] == ["who", "burned", "the", "mill?", "Osk"]
    assert ranked.searched[0].count("mill") == 1
    assert len(ranked.searched[1]) == MAX_QUESTION
