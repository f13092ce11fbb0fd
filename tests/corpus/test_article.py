"""Invariants of spans, articles and passages."""

import hashlib
from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.article import Article, Passage, Section, Span

TEXT = "Ein Haus.\nCafé 😀 港口。"


def article(text: str = TEXT, body: tuple[Span, ...] = (), **more: Any) -> Article:
    return Article(id="a.txt", title="A", text=text, source="a.txt", body=body, **more)


@given(st.text(), st.integers(0, 60), st.integers(0, 60))
def test_a_span_is_a_slice_of_its_text(text: str, start: int, end: int) -> None:
    if start > end:
        with pytest.raises(ValueError, match="expected 0 <= start <= end"):
            Span(start, end)
    elif end > len(text):
        with pytest.raises(ValueError, match="the text has"):
            Span(start, end).of(text)
    else:
        assert Span(start, end).of(text) == text[start:end]
        assert len(Span(start, end)) == end - start


def test_offsets_count_code_points() -> None:
    start = TEXT.index("😀")
    assert Span(start, start + 1).of(TEXT) == "😀"
    assert Span(start + 2, len(TEXT)).of(TEXT) == "港口。"


def test_a_negative_span_is_refused() -> None:
    with pytest.raises(ValueError, match="expected 0"):
        Span(-1, 3)


@pytest.mark.parametrize(
    "sections",
    [
        (Section(Span(5, 9)), Section(Span(0, 3))),
        (Section(Span(0, 5)), Section(Span(4, 9))),
        (Section(Span(0, 99)),),
        (Section(Span(0, 3), "text", (Span(0, 99),)),),
    ],
)
def test_sections_must_be_ordered_and_within_the_text(sections: tuple[Section, ...]) -> None:
    with pytest.raises(ValueError, match="sections must ascend"):
        article(sections=sections)


def test_section_finds_the_section_of_an_offset() -> None:
    first, second = Section(Span(2, 4)), Section(Span(4, 7))
    made = article(sections=(first, second))
    assert [made.section(at) for at in (0, 2, 3, 4, 6, 7)] == [
        None, first, first, second, second, None,
    ]  # fmt: skip


spans = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda p: Span(min(p), max(p)))


@given(spans, spans)
def test_contains_and_overlaps_agree_with_sets(one: Span, two: Span) -> None:
    first, second = set(range(one.start, one.end)), set(range(two.start, two.end))
    if first and second:
        assert one.overlaps(two) == bool(first & second)
        assert one.contains(two) == (second <= first)


def test_spans_sort_by_position() -> None:
    assert sorted([Span(5, 6), Span(0, 9), Span(0, 2)]) == [Span(0, 2), Span(0, 9), Span(5, 6)]


@pytest.mark.parametrize(
    "body",
    [
        (Span(2, 5), Span(4, 6)),
        (Span(4, 6), Span(0, 2)),
        (Span(3, 3),),
        (Span(0, len(TEXT) + 1),),
    ],
    ids=["overlap", "order", "empty", "beyond"],
)
def test_an_article_refuses_a_bad_body(body: tuple[Span, ...]) -> None:
    with pytest.raises(ValueError, match=r"a\.txt"):
        article(body=body)


@given(st.lists(st.integers(1, 5), max_size=6))
def test_page_finds_the_page_of_every_offset(lengths: list[int]) -> None:
    starts = tuple(sum(lengths[:i]) for i in range(len(lengths)))
    text = "x" * sum(lengths)
    numbers = [page for page, length in enumerate(lengths, 1) for _ in range(length)]
    found = [article(text, pages=starts).page(at) for at in range(len(text))]
    assert found == numbers


def test_an_empty_page_has_no_characters() -> None:
    assert [article("abcd", pages=(0, 2, 2)).page(at) for at in range(4)] == [1, 1, 3, 3]
    assert article("abcd").page(0) is None


@pytest.mark.parametrize("pages", [(1,), (0, 3, 2), (0, 5), (-1, 0)])
def test_an_article_refuses_bad_pages(pages: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="pages must begin at 0"):
        article("abcd", pages=pages)


def test_set_aside_counts_characters_outside_the_body() -> None:
    assert article("Title\n\nBody text.\nEND", (Span(7, 17),)).set_aside == len("TitleEND")
    assert article(TEXT, (Span(0, len(TEXT)),)).set_aside == 0
    assert article(" a b ").set_aside == 2


def test_the_hash_depends_only_on_the_text() -> None:
    assert article().sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert article().sha256 == article(published="2026-02-03", url="https://x.example/").sha256
    assert article().sha256 != article(TEXT + " ").sha256


@pytest.mark.parametrize(
    "value", [Span(0, 1), article(), Passage("p", "a.txt", Span(0, 9), (Span(0, 9),))]
)
def test_values_are_frozen_and_slotted(value: Span | Article | Passage) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(value, fields(value)[0].name, 3)
    assert not hasattr(value, "__dict__")
    assert hash(value) == hash(value)


def test_headings_are_section_contexts_outside_the_body() -> None:
    text = "Quay\nPrices\nOrbo. It is red.\nAds\nTable 1\nA | B\n1 | 2"
    at = {word: text.index(word) for word in ("Prices", "Orbo", "Ads", "Table", "A |", "1 |")}
    title, prices, caption = Span(0, 4), Span(5, 11), Span(at["Table"], at["A |"] - 1)
    entry, rows = Span(at["Orbo"], at["Ads"] - 1), Span(at["1 |"], len(text))
    key, header = Span(at["Orbo"], at["Orbo"] + 4), Span(at["A |"], at["A |"] + 1)
    made = Article(
        "a",
        "Quay",
        text,
        "a",
        (entry, rows),
        sections=(
            Section(entry, "text", (title, prices, key)),
            Section(rows, "table", (title, prices, caption), (header,)),
        ),
    )
    assert made.headings == (prices, caption)
    assert made.set_aside == len("Quay" + "Ads" + "A|B")
    assert article(body=(Span(0, 3),)).headings == ()
