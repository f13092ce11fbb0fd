"""Sentence splitting on a table of hard cases, and its invariants for any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentencex import get_sentence_boundaries

from pincite.corpus.article import Span
from pincite.corpus.passages.sentences import sentence_spans
from tests.support.sentence_cases import BEYOND, GOLD, line_of, split


@pytest.mark.parametrize("sentences", GOLD, ids=line_of)
def test_sentences_of_the_gold_table_are_split_correctly(sentences: list[str]) -> None:
    assert split(line_of(sentences)) == sentences


@pytest.mark.parametrize("sentences", BEYOND, ids=line_of)
@pytest.mark.xfail(strict=True, reason="known shortfalls")
def test_known_hard_sentences_are_not_yet_split_correctly(sentences: list[str]) -> None:
    assert split(line_of(sentences)) == sentences


def test_the_gold_table_is_split_correctly_as_one_text() -> None:
    text = "\n".join(map(line_of, GOLD))
    assert split(text) == [sentence for row in GOLD for sentence in row]


def test_unknown_languages_are_split_like_english() -> None:
    assert split("Dr. Wu came. She left.", language="xx") == ["Dr. Wu came.", "She left."]


def test_sentences_without_a_space_between_are_split() -> None:
    assert split("He won.She lost.") == ["He won.", "She lost."]


def test_quotations_across_paragraphs_are_split() -> None:
    text = (
        '"Mr. Chen asked. We went.\n'
        '"U.S. firms did not," he said. "Why?" she asked.\n'
        'Did they?" she asked. "Go." He left.'
    )
    assert split(text) == [
        '"Mr. Chen asked.',
        "We went.",
        '"U.S. firms did not," he said.',
        '"Why?" she asked.',
        'Did they?" she asked.',
        '"Go."',
        "He left.",
    ]


WRAPPED = "The ministry said on Tuesday that the first line"


def test_a_line_wrapped_in_mid_sentence_is_joined() -> None:
    text = f"{WRAPPED}\n  would open in May. It is\r\nlate."
    assert split(text) == [f"{WRAPPED}\n  would open in May.", "It is", "late."]


@pytest.mark.parametrize(
    "text",
    [
        f"{WRAPPED}\n\nwould open",  # a blank line
        f"{WRAPPED}\n \nwould open",
        f"{WRAPPED}\nWould open",  # a capital
        f"{WRAPPED}:\nwould open",  # a list
        f"{WRAPPED}\u2029would open",  # not a plain line break
        "A short line\nwould open",
        f"{WRAPPED}.\nwould open",
    ],
)
def test_lines_that_are_not_wrapped_are_not_joined(text: str) -> None:
    assert len(split(text)) == 2


def test_no_sentence_crosses_the_edge_of_a_body_span() -> None:
    text = "One sentence in two parts. Another."
    spans = sentence_spans(text, [Span(0, 7), Span(7, 12), Span(20, 35)])
    assert [s.of(text) for s in spans] == ["One sen", "tence", "parts.", "Another."]


def test_a_body_span_past_the_end_of_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="the text has 3 characters"):
        sentence_spans("Go.", [Span(0, 4)])


@pytest.mark.parametrize("space", "\xa0\u2003\u3000\t")
def test_white_space_that_makes_sentencex_panic_is_handled(space: str) -> None:
    text = f"She has a plan B{space}. He{space}left."
    assert split(text) == [f"She has a plan B{space}.", f"He{space}left."]


def test_an_unmatched_closing_bracket_stays_with_its_sentence() -> None:
    assert split("He said so.) She left. It fell.] She ran.") == [
        "He said so.)",
        "She left.",
        "It fell.]",
        "She ran.",
    ]


def test_sentencex_is_shown_a_bounded_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """sentencex takes quadratic time on some lines."""
    shown: list[int] = []

    def boundaries(language: str, line: str) -> list[dict[str, int]]:
        shown.append(len(line))
        return get_sentence_boundaries(language, line)

    monkeypatch.setattr("sentencex.get_sentence_boundaries", boundaries)
    for unit in ("這。", "word ", "x", ". "):
        split(unit * 20_000)
    assert max(shown) <= 2_000
    assert sum(shown) < 4 * 20_000 * 9


@pytest.mark.parametrize("shift", range(12))
@pytest.mark.parametrize("unit", ["word ", "字"])
def test_sentence_ends_at_window_edges_are_found(unit: str, shift: int) -> None:
    """The first window of 2,000 characters ends about where the sentence does."""
    first = (unit * 2_000)[: 1_990 + shift].strip() + "x."
    assert split(f"{first} Then she left.") == [first, "Then she left."]


@pytest.mark.parametrize(
    ("unit", "many"),
    [("He won. ", True), ("這。", True), ("「好。」", True), ("U.S. ", False), ("這", False)],
)
def test_a_long_line_is_cut_the_same_throughout(unit: str, many: bool) -> None:
    """sentencex gets the line in windows, whose edges must not affect the result."""
    times = 10_000
    assert split(unit * times) == ([unit.strip()] * times if many else [(unit * times).strip()])


MARKS = st.sampled_from(list(".!?…。！？\"'“”‘’「」()（）[],:;—-/@<>{}«»1\ud800\udfff"))
SPACES = st.sampled_from(
    [" ", "  ", "\n", "\r\n", "\n\n", "\t", "\xa0", "\u2003", "\u3000", "\x1c"]
)
WORDS = st.sampled_from(
    [
        "He",
        "said",
        "U.S.",
        "Mr.",
        "no.",
        "1.",
        "p.m.",
        "May",
        "這",
        "會。",
        "»a.«",
        "http://a.B",
        WRAPPED,
    ]
)
TEXTS = st.lists(st.one_of(MARKS, SPACES, WORDS), max_size=40).map("".join) | st.text(
    st.characters()
)


@given(text=TEXTS, edges=st.lists(st.integers(0, 200), max_size=8))
def test_sentences_cover_the_body_without_overlap(text: str, edges: list[int]) -> None:
    bounds = sorted({min(edge, len(text)) for edge in edges} | {0, len(text)})
    body = [Span(a, b) for a, b in pairwise(bounds)][::2]
    end = 0
    covered: set[int] = set()
    for sentence in sentence_spans(text, body):
        assert end <= sentence.start < sentence.end, "ascending and disjoint"
        assert sentence.of(text) == sentence.of(text).strip(), "trimmed"
        assert any(part.contains(sentence) for part in body), "inside the body"
        covered.update(range(sentence.start, sentence.end))
        end = sentence.end
    inside = {i for part in body for i in range(part.start, part.end)}
    assert not any(not text[i].isspace() for i in inside - covered), "covered"


@given(text=TEXTS)
def test_sentences_contain_only_line_breaks_of_wrapped_lines(text: str) -> None:
    for sentence in split(text):
        lines = sentence.splitlines()
        assert all(line.lstrip()[:1].islower() for line in lines[1:])
