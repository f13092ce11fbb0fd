"""The contract of every ``Retriever``: a folder, Milvus Lite and a Milvus server. The folder
is the oracle for the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pincite.corpus.article import Article
from pincite.corpus.errors import IndexIncompatible, IndexMissing
from pincite.index.building.build import add, rebuild, remove
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.filter import Filter
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import Retriever
from pincite.qa.answerer import Answerer
from pincite.qa.place import Place, home_at, retriever_at
from tests.support.encoders import Remembering
from tests.support.places import PLACES, articles_of_all_kinds, new_place
from tests.support.toys import ToyEncoder

QUESTIONS = (
    "When will the pilot line be ready?",
    "Who is the Economic Affairs Minister?",
    "How many buses take visitors to the lantern festival?",
    "Wann eröffnet die Stadt die neue Brücke?",
    "What is the capital of the zorbax?",
)
FILTERS = (
    Filter(),
    Filter.of(since="2024"),
    Filter.of(until="2023"),
    Filter.of(since="2024-05-03", until="2024-05-03"),
    Filter.of(source="copies/b"),
    Filter.of(source="EXAMPLE.org"),
    Filter.of(source="0%"),
    Filter.of(source="no such place"),
    Filter.of(since="2020", source="t"),
)


@dataclass(frozen=True)
class Built:
    place: Place
    retriever: Retriever
    local: LocalRetriever
    articles: Path


@pytest.fixture(scope="module")
def embedding(encoder: SentenceEncoder) -> Remembering:
    return Remembering(encoder)


@pytest.fixture(scope="module", params=PLACES)
def built(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    embedding: Remembering,
) -> Iterator[Built]:
    """The same articles indexed in Milvus or a folder, and in a reference folder."""
    folder = tmp_path_factory.mktemp(request.param)
    articles = articles_of_all_kinds(folder / "articles")
    rebuild(folder / "oracle", [articles], embedding)
    with new_place(request.param, folder) as place:
        rebuild(home_at(place), [articles], embedding)
        local = LocalRetriever(folder / "oracle", embedding)
        yield Built(place, retriever_at(place, embedding), local, articles)


def told(hit: Hit) -> tuple[object, ...]:
    return hit.passage, hit.article, hit.copies, hit.text


def test_every_retriever_finds_the_same_passages(built: Built) -> None:
    places = same = 0
    for question in QUESTIONS:
        for filter in FILTERS:
            [found] = built.retriever.search([Query(question, filter)], 10)
            [known] = built.local.search([Query(question, filter)], 10)
            assert found.scope == known.scope
            assert found.missing == known.missing
            ours, theirs = ([h.passage.id for h in each.hits] for each in (found, known))
            assert sorted(ours) == sorted(theirs), (question, filter)
            assert all(filter.accepts(hit.article) for hit in found.hits)
            places += len(theirs)
            same += sum(one == other for one, other in zip(ours, theirs, strict=True))
    # two passages may swap if their scores differ only by rounding
    assert same >= 0.98 * places > 0


def test_a_hit_is_a_slice_with_ranks_and_scores(built: Built) -> None:
    known = {each.id: each for each in built.local.sample(1000)}
    for found in built.retriever.search([Query(each) for each in QUESTIONS], 10):
        for hit in found.hits:
            article = known[hit.article.id]
            assert hit.article == article
            assert hit.text == article.text[hit.passage.span.start : hit.passage.span.end]
            assert -1.001 <= hit.similarity <= 1.001
            assert hit.bm25 >= 0
            assert hit.dense_rank or hit.lexical_rank
            assert (hit.lexical_rank is not None) == (hit.bm25 > 0)
        assert [h.score for h in found.hits] == sorted((h.score for h in found.hits), reverse=True)


def test_copies_are_listed_with_the_first_accepted_article(built: Built) -> None:
    for filter in (Filter(), Filter.of(source="copies/b"), Filter.of(source="copies")):
        query = Query("buses to the lantern festival", filter)
        [found] = built.retriever.search([query], 1)
        [known] = built.local.search([query], 1)
        assert told(found.hits[0]) == told(known.hits[0])
    assert found.hits[0].article.id == "copies/a.txt"
    assert [each.id for each in found.hits[0].copies] == ["copies/b.txt", "copies/c.txt"]


@pytest.mark.parametrize("text", ["rare earth", "lantern festival buses", "die neue Brücke", "of"])
@pytest.mark.parametrize("asked", [{}, {"least": 0.5}, {"together": 3}])
def test_passages_holding_words_are_the_same_everywhere(
    built: Built, text: str, asked: dict[str, float]
) -> None:
    for filter in FILTERS[:6]:
        found = built.retriever.holding(text, filter, **asked)  # type: ignore[arg-type]
        known = built.local.holding(text, filter, **asked)  # type: ignore[arg-type]
        assert found.total == known.total
        assert [told(hit) for hit in found.hits] == [told(hit) for hit in known.hits]


@pytest.mark.parametrize(
    "word",
    ["pilto", "minster", "taiwan", "Taiwan", "recylcing", "zorbax", "Brucke", "festivals", "é"],
)
def test_spelling_suggestions_match_those_of_a_folder(built: Built, word: str) -> None:
    assert built.retriever.words_like(word, 3) == built.local.words_like(word, 3)


def test_articles_and_summary_match_those_of_a_folder(built: Built) -> None:
    held = built.local.sample(1000)
    assert built.retriever.sample(1000) == held
    assert built.retriever.sample(4) == built.local.sample(4)
    assert [built.retriever.article(each.id) for each in held] == held
    assert built.retriever.article("no such article") is None
    described = [(d.source, d.url, d.author, d.published) for d in built.retriever.described()]
    assert described == [(d.source, d.url, d.author, d.published) for d in held]
    summary, known = built.retriever.summary(), built.local.summary()
    assert (summary.articles, summary.passages) == (known.articles, known.passages)


def test_five_questions_have_the_same_answers(built: Built) -> None:
    over, local = Answerer(built.retriever), Answerer(built.local)
    for question in QUESTIONS:
        found, known = over.answer(question), local.answer(question)
        assert found.found == known.found
        assert [(c.article.id, c.sentence, c.quote) for c in found.citations] == [
            (c.article.id, c.sentence, c.quote) for c in known.citations
        ]
        assert all(
            c.quote == c.article.text[c.sentence.start : c.sentence.end] for c in found.citations
        )
    assert sum(over.answer(question).found for question in QUESTIONS) >= 2


def test_an_open_retriever_follows_each_publication(built: Built, embedding: Remembering) -> None:
    home, version = home_at(built.place), built.retriever.summary().version
    late = built.articles / "late.txt"
    late.write_text("A late edition\n\nThe ferry to Zandvoort sails again.", encoding="utf-8")
    query = Query("Where does the ferry sail?")
    try:
        add(home, [late], embedding)
        [found] = built.retriever.search([query], 1)
        assert found.hits[0].text.endswith("sails again.")
        assert built.retriever.summary().version > version
    finally:
        remove(home, ["late.txt"], embedding)
        late.unlink()
    [found] = built.retriever.search([query], 10)
    assert not any("Zandvoort" in hit.text for hit in found.hits)
    assert isinstance(built.retriever.article("copies/a.txt"), Article)


def test_another_embedder_is_refused(built: Built) -> None:
    with pytest.raises(IndexIncompatible, match="built with embedder all-MiniLM"):
        retriever_at(built.place, ToyEncoder())


@pytest.mark.parametrize("kind", PLACES)
def test_a_missing_index_is_reported_with_the_next_step(kind: str, tmp_path: Path) -> None:
    with (
        new_place(kind, tmp_path) as place,
        pytest.raises(IndexMissing, match=r"no index at .*pincite rebuild FOLDER"),
    ):
        retriever_at(place, ToyEncoder())
