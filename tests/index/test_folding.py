"""Words are compared the same however they are written; quotes stay as they stand."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.index.engines.bm25 import LexicalIndex
from pincite.index.engines.folding import _PLAIN, folded
from pincite.index.engines.lexical import content_words, terms

ALIKE = [
    ("D\u00fcsseldorf", "Du\u0308sseldorf"),
    ("bridge", "bri\u00addge"),
    ("harbour", "har\u200bbour"),
    ("fig", "\ufb01g"),
    ("\u30ac\u30a4\u30c9", "\uff76\uff9e\uff72\uff84\uff9e"),
    ("\ud55c\uad6d", unicodedata.normalize("NFD", "\ud55c\uad6d")),
    ("\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd"),
    ("\u0645\u062d\u0645\u062f", "\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f"),
    ("\u0939\u093f\u0928\u094d\u0926\u0940", "\u0939\u093f\u0928\u094d\u200d\u0926\u0940"),
    ("2026", "\uff12\uff10\uff12\uff16"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_words_are_found_in_every_unicode_spelling(one: str, other: str) -> None:
    assert terms(one) == terms(other) != []
    lexical = LexicalIndex.over([f"Before {one} after.", f"Before {other} after.", "None."])
    for question in (one, other):
        assert {row for row, _ in lexical.search(question, 5)} == {0, 1}
        assert lexical.missing(f"Where is {question}?") == ()


def test_a_decomposed_word_counts_as_one_word() -> None:
    for one, other in ALIKE[:3]:
        assert [word.text for word in content_words(f"Where is {other}?")] == [other]
        [word] = content_words(one)
        assert word.terms == content_words(other)[0].terms


def test_thai_is_found_without_spaces() -> None:
    lexical = LexicalIndex.over(["ท่าเรือสร้างในปี 1887", "harbour"])
    assert [row for row, _ in lexical.search("ท่าเรือ", 5)] == [0]


def test_voiced_kana_differ_from_unvoiced_ones() -> None:
    assert terms("\u304c") != terms("\u304b")


def test_characters_exempt_from_folding_are_unchanged_by_it() -> None:
    plain = [chr(code) for code in range(0x110000) if _PLAIN.fullmatch(chr(code))]
    assert {"a", "’", "“", "—"} <= set(plain)
    for each in plain:
        assert unicodedata.normalize("NFKD", each) == each
        assert unicodedata.category(each) not in ("Mn", "Mc", "Me", "Cf")


@given(st.text())
def test_canonically_equal_texts_have_the_same_terms(text: str) -> None:
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")]
    assert len({tuple(terms(each)) for each in (text, *forms)}) == 1
    assert folded(folded(text)).split() == folded(text).split()
