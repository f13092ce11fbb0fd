"""How articles are cut into passages, by example."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.article import Article, Passage, Section, Span
from pincite.corpus.formats.shared.sheet import Sheet
from pincite.corpus.passages.chunk import embedded_text, heading, passages
from tests.support.passages import COUNT, TEXTS, article_of


def test_an_ordinary_article_is_cut_with_overlap() -> None:
    text = "One two three. Four five six. Seven eight nine. Ten eleven twelve."
    assert COUNT("One two three.") == COUNT("Four five six.") == 4
    assert len(passages(article_of(text), COUNT, budget=60, target=11)) == 3
    found = passages(article_of(text), COUNT, budget=60, target=12)
    assert [p.span.of(text) for p in found] == [
        "One two three. Four five six. Seven eight nine.",
        "Seven eight nine. Ten eleven twelve.",
    ]
    assert [p.id for p in found] == ["a.txt@0-47", "a.txt@30-66"]


def test_a_sentence_longer_than_the_target_is_its_own_passage() -> None:
    text = "One two. " + "A sentence of many words that runs on. " + "Three four."
    found = passages(article_of(text), COUNT, budget=60, target=8)
    assert [len(p.sentences) for p in found] == [1, 1, 1]


def test_default_budget_and_target() -> None:
    text = "One two three. " * 100
    found = passages(article_of(text, "word " * 100), COUNT)
    assert [len(p.sentences) for p in found] == [40, 40, 22]
    found = passages(article_of("word " * 500, "word " * 100), COUNT)
    sizes = [COUNT(p.span.of("word " * 500)) for p in found]
    assert all(190 < size <= 254 - 48 for size in sizes[:-1])


def test_a_long_heading_lowers_the_target() -> None:
    text = "One two three. " * 20
    found = passages(article_of(text, "word " * 40), COUNT, budget=60, target=60)
    assert {len(p.sentences) for p in found[:-1]} == {5}
    assert all(one.span.overlaps(two.span) for one, two in pairwise(found))


def test_passages_are_also_limited_in_characters() -> None:
    text = ("X" * 150 + ". ") * 100
    found = passages(article_of(text), COUNT)
    assert {len(p.sentences) for p in found[:-1]} == {254 * 16 // 152}
    assert all(one.span.overlaps(two.span) for one, two in pairwise(found))


def test_sentences_without_tokens_are_not_piled_into_one_passage() -> None:
    found = passages(article_of("\0\n" * 1_000), COUNT)
    assert max(len(p.sentences) for p in found) == 160


def test_a_long_sentence_is_cut_at_white_space() -> None:
    text = " \t ".join(["unaffable"] * 200)
    found = passages(article_of(text), COUNT, budget=100)
    assert len(found) > 1
    assert {word for p in found for word in p.span.of(text).split(" \t ")} == {"unaffable"}
    assert {p.sentences for p in found} == {(Span(0, len(text)),)}


def test_a_long_chinese_sentence_is_cut_after_a_clause() -> None:
    text = "部長今天在記者會上說明了新的計畫，" * 30
    found = passages(article_of(text), COUNT, budget=100)
    assert all(p.span.of(text).endswith("，") for p in found)


@pytest.mark.parametrize(
    "character", ["q\u0323\u0307", "👩‍👩‍👧‍👦", "👍🏽", "\u1112\u1161\u11ab", "\ud83d\ude00"]
)
def test_a_long_word_is_not_cut_inside_a_character(character: str) -> None:
    text = f"{character}-" * 300
    for budget in range(20, 60):
        for passage in passages(article_of(text), COUNT, budget=budget):
            assert set(passage.span.of(text).strip("-").split("-")) <= {character, ""}


@pytest.mark.parametrize("unit", ["a", "字", "-", "é", "x" * 101 + "。", "\u0301", "[SEP]"])
def test_a_long_text_without_spaces_is_cut(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    found = passages(article_of(text, "A title"), COUNT)
    assert found[0].span.start == 0
    assert found[-1].span.end == len(text)
    assert all(one.span.end == two.span.start for one, two in pairwise(found))
    assert max(len(p.span) for p in found) <= 254 * 16
    fullness = [max(COUNT(p.span.of(text)) / 250, len(p.span) / (254 * 16)) for p in found[:-1]]
    assert min(fullness, default=1) > 0.9


def test_an_article_without_a_body_has_no_passages() -> None:
    assert passages(Article("a", "Title", "text", "/a", ()), COUNT) == ()
    assert passages(article_of(" \n "), COUNT) == ()


def test_a_budget_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="raise the budget"):
        passages(article_of("Text.", "A title of five words"), COUNT, budget=10)


def test_the_heading_is_a_short_form_of_the_title() -> None:
    assert heading("  Rare\n earths \u3000 line ", COUNT) == "Rare earths line"
    assert heading("", COUNT) == heading(" \n", COUNT) == ""
    assert heading("Rare earths line", COUNT, limit=3) == "Rare earths"
    assert heading("Rare earths", COUNT, limit=0) == ""
    assert heading("字" * 100, COUNT) == "字" * 48


@given(title=TEXTS, limit=st.integers(0, 60))
def test_the_heading_is_a_prefix_of_the_title_within_its_limit(title: str, limit: int) -> None:
    line = heading(title, COUNT, limit)
    assert COUNT(line) <= limit
    assert " ".join(title.split()).startswith(line)


def test_the_embedded_text_starts_with_the_heading() -> None:
    article = Article("a", "Title", "Head\nText.", "a", (Span(5, 10),))
    under = replace(article, sections=(Section(Span(5, 10), "text", (Span(0, 4),)),))
    passage = Passage("a@5-10", "a", Span(5, 10), (Span(5, 10),))
    assert embedded_text(article, passage, COUNT) == "Title\nText."
    assert embedded_text(under, passage, COUNT) == "Title\nHead\nText."
    assert embedded_text(replace(article, title=""), passage, COUNT) == "Text."
    assert embedded_text(replace(under, title="head"), passage, COUNT) == "head\nHead\nText."
    assert embedded_text(replace(under, title="Head"), passage, COUNT) == "Head\nText."


def test_passages_do_not_cross_a_section() -> None:
    sheet = Sheet()
    sheet.add("Boats sail all year.", body=True)
    sheet.caption("The quay in May.")
    sheet.add("Children pay half.", body=True)
    sheet.table([], [["North", "4 crowns"]])
    sheet.add("Dogs are free.", body=True)
    text, body = sheet.finish()
    assert len(body) == 1
    article = Article("a", "", text, "a", body, sections=sheet.sections)
    assert [each.span.of(text) for each in passages(article, COUNT)] == [
        "Boats sail all year.",
        "The quay in May.",
        "Children pay half.",
        "North | 4 crowns",
        "Dogs are free.",
    ]
