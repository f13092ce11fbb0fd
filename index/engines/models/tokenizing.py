"""Tokenizers with fixed settings. The only file that imports the tokenizers library.

Each function returns a tokenizer that is never changed again. Changing a tokenizer's settings in
each call fails in two threads with "Already borrowed".
"""

from __future__ import annotations

from functools import lru_cache

from tokenizers import Encoding, Tokenizer

__all__ = ["Encoding", "Tokenizer", "truncated", "truncated_pairs", "untruncated"]


@lru_cache(maxsize=4)
def untruncated(described: str) -> Tokenizer:
    """A tokenizer from its JSON, without truncation and padding."""
    return _copy(described)


@lru_cache(maxsize=4)
def truncated(described: str, most: int) -> Tokenizer:
    """A tokenizer that cuts each text to ``most`` tokens, with special tokens."""
    copy = _copy(described)
    copy.enable_truncation(most)
    return copy


@lru_cache(maxsize=4)
def truncated_pairs(described: str, most: int, overlap: int) -> Tokenizer:
    """A tokenizer for pairs. It cuts the second text into windows of ``most`` tokens, which include
    the first text and special tokens. Neighbouring windows overlap by ``overlap`` tokens."""
    copy = _copy(described)
    copy.enable_truncation(most, stride=overlap, strategy="only_second")
    return copy


def _copy(described: str) -> Tokenizer:
    copy = Tokenizer.from_str(described)
    copy.no_truncation()
    copy.no_padding()
    return copy
