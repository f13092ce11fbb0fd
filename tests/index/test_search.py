"""The retriever compared with dense and lexical search, and the indexes it refuses."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from pincite.corpus.errors import IndexIncompatible
from pincite.index.building.build import rebuild
from pincite.index.retrieval.filter import Filter
from pincite.index.retrieval.fusion import reciprocal_rank_fusion
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.search import DEPTH, Searcher
from pincite.index.storage.snapshot import Snapshot
from tests.support.toys import ToyEncoder, write_reports

QUESTIONS = ["who visited the harbour number 8", "wider lanes by the winter", "roof of district 3"]


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder = tmp_path_factory.mktemp("search")
    rebuild(folder / "index", [write_reports(folder / "articles", 40)], ToyEncoder())
    return Searcher(Snapshot.open(folder / "index"), ToyEncoder())


def test_hits_are_the_fusion_of_dense_and_lexical_search(retriever: Searcher) -> None:
    snapshot, encoder = retriever._snapshot, ToyEncoder()
    found = retriever.search([Query(q) for q in QUESTIONS], 10)
    for question, hits in zip(QUESTIONS, (row.hits for row in found), strict=True):
        vector = encoder.questions([question])[0]
        cosines = snapshot.dense.vectors() @ vector
        _, rows = snapshot.dense.search(vector[None], DEPTH)
        lexical = snapshot.lexical.search(question, DEPTH)
        fused = reciprocal_rank_fusion([rows[0].tolist(), [row for row, _ in lexical]])[:10]
        for hit, (row, score) in zip(hits, fused, strict=True):
            assert (hit.passage, hit.article) == snapshot.store.passage(row)
            assert hit.score == score
            assert hit.similarity == pytest.approx(float(cosines[row]), abs=1e-6)
            assert hit.bm25 == dict(lexical).get(row, 0.0)
            if hit.dense_rank:
                assert rows[0][hit.dense_rank - 1] == row
            if hit.lexical_rank:
                assert lexical[hit.lexical_rank - 1][0] == row


def test_one_question_gives_the_same_hits_as_in_a_batch(retriever: Searcher) -> None:
    queries = [Query(q) for q in QUESTIONS]
    assert [retriever.search([q], 5)[0] for q in queries] == retriever.search(queries, 5)


def test_a_hit_is_a_slice_of_its_article(retriever: Searcher) -> None:
    for hit in retriever.search([Query(QUESTIONS[0])], 50)[0].hits:
        assert hit.text == hit.article.text[hit.passage.span.start : hit.passage.span.end]


def test_another_embedder_is_refused_with_both_names(retriever: Searcher, tmp_path: Path) -> None:
    rebuild(tmp_path / "index", [write_reports(tmp_path / "a", 2)], ToyEncoder("first"))
    with pytest.raises(IndexIncompatible, match=r"first .*second .*pincite rebuild --model second"):
        Searcher(Snapshot.open(tmp_path / "index"), ToyEncoder("second"))


def test_concurrent_filters_do_not_mix(tmp_path: Path) -> None:
    for name in ("x", "y"):
        write_reports(tmp_path / name, 3)
    rebuild(tmp_path / "index", [tmp_path / "x", tmp_path / "y"], ToyEncoder())
    retriever = Searcher(Snapshot.open(tmp_path / "index"), ToyEncoder())
    filters = [Filter(source=f"{tmp_path}/x/"), Filter(source=f"{tmp_path}/y/")]
    expected = [retriever.among(each) for each in filters]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(lambda n: retriever.among(filters[n % 2]), range(2_000)))
    finally:
        sys.setswitchinterval(before)
    assert all(np.array_equal(mask, expected[n % 2]) for n, mask in enumerate(found))
