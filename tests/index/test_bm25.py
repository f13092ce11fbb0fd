"""BM25 over segments against the formula, and against tantivy's own."""

from __future__ import annotations

import math
import random
from collections import Counter

import numpy as np
import pytest
import tantivy
from hypothesis import given
from hypothesis import strategies as st

from pincite.index.engines import bm25
from pincite.index.engines.bm25 import LexicalIndex
from pincite.index.engines.lexical import terms
from pincite.index.engines.numbering import Numbering
from pincite.index.engines.postings import Postings, merged

WORDS = ("harbour", "pilot", "plant", "copper", "earths", "bakery", "roof", "mayor", "the", "稀")
said = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)


@st.composite
def segments(draw: st.DrawFn) -> tuple[list[list[str]], list[int]]:
    """The texts of a few segments, and the positions of the current texts in some order."""
    parts = draw(st.lists(st.lists(said, max_size=6), min_size=1, max_size=4))
    total = sum(map(len, parts))
    places = draw(st.permutations(range(total)))
    return parts, places[: draw(st.integers(0, total))]


def index_of(parts: list[list[str]], places: list[int]) -> LexicalIndex:
    numbering = Numbering(np.array(places, np.int64), [len(part) for part in parts])
    return LexicalIndex([Postings.of(part) for part in parts], numbering)


@given(segments(), st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), st.integers(1, 9))
def test_removed_passages_do_not_affect_search(
    held: tuple[list[list[str]], list[int]], asked: list[str], k: int
) -> None:
    parts, places = held
    every = [text for part in parts for text in part]
    texts = [every[place] for place in places]
    index, plain, question = index_of(parts, places), LexicalIndex.over(texts), " ".join(asked)
    assert index.search(question, k) == plain.search(question, k)
    among = np.arange(len(texts)) % 2 == 0
    there = np.isin(np.arange(len(every)), np.array(places, np.int64)[among])
    assert index.search(question, k, there) == plain.search(question, k, among)
    assert index.missing(question, there) == plain.missing(question, among)
    assert index.holding(question, 0.5, 2).tolist() == plain.holding(question, 0.5, 2).tolist()
    for word in asked:
        [term] = terms(word)
        assert index.frequency(term) == sum(term in terms(text) for text in texts)


@given(segments())
def test_merged_postings_hold_only_the_remaining_texts(
    held: tuple[list[list[str]], list[int]],
) -> None:
    parts, places = held
    live = np.isin(np.arange(sum(map(len, parts))), places)
    masks = np.split(live, np.cumsum([len(part) for part in parts])[:-1])
    one = merged([(Postings.of(p), m) for p, m in zip(parts, masks, strict=True)])
    texts = [text for part in parts for text in part]
    other = Postings.of([text for text, here in zip(texts, live, strict=True) if here])
    for name in ("lengths", "terms", "heads", "ends", "starts", "rows", "counts"):
        assert one.arrays[name].tolist() == other.arrays[name].tolist(), name


def test_long_terms_with_a_common_prefix_are_distinguished() -> None:
    texts = ["international", "internationally accepted", "internationalen", "internat"]
    index = LexicalIndex.over(texts, ["xx"] * 4)
    for text in texts:
        for word in text.split():
            [term] = terms(word, "xx")
            assert index.frequency(term) == sum(term in terms(t, "xx") for t in texts)


@pytest.mark.parametrize("few", [1, 50, 10**6])
def test_pruned_search_gives_the_same_results_as_full_scoring(
    few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The result does not depend on how many passages are scored before pruning."""
    monkeypatch.setattr(bm25, "_FEW", few)
    draw, vocabulary = random.Random(5), [f"w{n}x" for n in range(300)]
    weights = [1 / n for n in range(1, 301)]
    texts = [" ".join(draw.choices(vocabulary, weights, k=draw.randint(1, 90))) for _ in range(900)]
    index = LexicalIndex.over(texts)
    for _ in range(40):
        question = " ".join(draw.choices(vocabulary, k=draw.randint(1, 6)))
        every = index.search(question, len(texts))
        assert every == sorted(every, key=lambda pair: (-pair[1], pair[0]))
        assert {row for row, _ in every} == {
            n for n, text in enumerate(texts) if set(terms(text)) & set(terms(question))
        }
        assert index.search(question, 20) == every[:20]


def test_scores_match_tantivy() -> None:
    draw, vocabulary = random.Random(3), [f"word{n}" for n in range(50)]
    texts = [" ".join(draw.choices(vocabulary, k=draw.randint(0, 400))) for _ in range(200)]
    schema = tantivy.SchemaBuilder()
    schema.add_unsigned_field("row", fast=True)
    schema.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    built = schema.build()
    theirs = tantivy.Index(built)
    writer = theirs.writer()
    for row, text in enumerate(texts):
        document = tantivy.Document()
        document.add_unsigned("row", row)
        document.add_text("text", " ".join(terms(text)))
        writer.add_document(document)
    writer.commit()
    theirs.reload()
    searcher, ours = theirs.searcher(), LexicalIndex.over(texts)
    for word in vocabulary[:20]:
        query = tantivy.Query.term_query(built, "text", terms(word)[0], "freq")
        found = searcher.search(query, 300).hits
        rows = searcher.fast_field_values("row", [at for _, at in found])
        scores = {int(row): score for row, (score, _) in zip(rows, found, strict=True)}
        assert dict(ours.search(word, 300)) == pytest.approx(scores, rel=1e-5)


def test_scores_match_the_bm25_formula() -> None:
    texts = ["copper copper plant", "copper roof", "bakery", "plant roof mayor"]
    held = [Counter(terms(text)) for text in texts]
    average = sum(each.total() for each in held) / len(held)
    idf = math.log(1 + (4 - 2 + 0.5) / 2.5)
    expected = [
        (n, idf * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * each.total() / average)))
        for n, each in enumerate(held)
        if (tf := each[terms("copper")[0]])
    ]
    assert LexicalIndex.over(texts).search("copper", 5) == [
        (n, pytest.approx(score)) for n, score in expected
    ]
