"""Invariants of passages for any article, with the embedder's own token counter."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from pincite.corpus.article import Article, Passage, Span
from pincite.corpus.formats.shared.sheet import Sheet
from pincite.corpus.passages.chunk import embedded_text, heading, passages
from pincite.corpus.passages.rendering import rendering
from pincite.corpus.passages.sentences import sentence_spans
from tests.support.passages import COUNT, TEXTS, article_of

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
def test_no_passage_exceeds_the_token_budget(article: Article, budget: int, target: int) -> None:
    for passage in passages(article, COUNT, budget=budget, target=target):
        assert COUNT(embedded_text(article, passage, COUNT, budget)) <= budget
        assert len(passage.span) <= budget * 16


@given(article=articles(), budget=BUDGETS, target=TARGETS)
def test_a_passage_is_whole_sentences_or_part_of_one(
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
def test_consecutive_passages_overlap_by_at_most_one_sentence(
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
def test_parts_of_a_long_sentence_cover_it(article: Article, budget: int, target: int) -> None:
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
def test_passages_do_not_depend_on_other_articles(article: Article, other: Article) -> None:
    alone = passages(article, COUNT)
    passages(other, COUNT)
    assert passages(article, COUNT) == alone
    assert all(p.article_id == article.id for p in alone)
    assert [p.id for p in alone] == [f"news/a.txt@{p.span.start}-{p.span.end}" for p in alone]


# trimming a piece changes such a counter's result
TRIMMED = "這是台灣的新聞。" + "x" * 160 + "\n" + "x" * 90 + "supercalifragilistic He left. "


@given(article=articles(), budget=st.integers(14, 40))
@example(article=article_of(TRIMMED), budget=14)
def test_a_non_additive_token_counter_stays_within_the_budget(
    article: Article, budget: int
) -> None:
    def erratic(text: str) -> int:
        return COUNT(text) + (len(text) % 7 if len(text) > 20 else 0)

    title = heading(article.title, erratic, limit=48)
    if budget - erratic(title) < 8:
        return
    for passage in passages(article, erratic, budget=budget):
        size = erratic(embedded_text(article, passage, erratic, budget))
        assert size <= budget or len(passage.span) == 1


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


@given(
    st.lists(
        st.lists(st.text("ab |\n.", max_size=12), min_size=1, max_size=4), min_size=2, max_size=6
    ),
    st.integers(60, 254),
)
@example([[""], ["a"], ["", ""]], 60)
@example([["b"], ["a"], ["b", "a"]], 60)
def test_rows_of_any_table_map_back_to_the_text(rows: list[list[str]], budget: int) -> None:
    article = table_of(rows)
    told = [" ".join(cell.split()) for row in rows[1:] for cell in row]
    above = {each for part in article.sections for each in part.context}
    # titles of rows are their context
    units = [each for each in above if each.of(article.text) not in ("Prices", "Fares")]
    for passage in passages(article, COUNT, budget=budget):
        assert COUNT(embedded_text(article, passage, COUNT, budget)) <= budget
        shown = rendering(article, passage)
        section = article.section(passage.span.start)
        for unit, place in shown.units:
            assert unit.of(shown.text) == place.of(article.text)
            assert passage.span.contains(place)
            assert shown.placed(unit) == place
            if section is not None and section.kind == "table":
                units.append(place)
    words = "".join(each.of(article.text) for each in sorted(units))
    joined = "".join(words.split()).replace("|", "")
    assert joined == "".join("".join(told).split()).replace("|", "")
