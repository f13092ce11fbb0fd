"""Tokenizers as they are run. The only file that imports the library of that name.

Each function gives one that is never changed again: a tokenizer that is set anew at each call
fails in two threads with "Already borrowed".
"""

from __future__ import annotations

from functools import lru_cache

from tokenizers import Encoding, Tokenizer

__all__ = ["Encoding", "Tokenizer", "truncated", "truncated_pairs", "untruncated"]


@lru_cache(maxsize=4)
def untruncated(described: str) -> Tokenizer:
    """A tokenizer, by its JSON, that neither cuts nor fills up."""
    return _copy(described)


@lru_cache(maxsize=4)
def truncated(described: str, most: int) -> Tokenizer:
    """One that cuts each text to ``most`` tokens, special ones included."""
    copy = _copy(described)
    copy.enable_truncation(most)
    return copy


@lru_cache(maxsize=4)
def truncated_pairs(described: str, most: int, overlap: int) -> Tokenizer:
    """One for pairs: it cuts the second text into windows of ``most`` tokens, the first text and
    special tokens included, of which each shares ``overlap`` with the next."""
    copy = _copy(described)
    copy.enable_truncation(most, stride=overlap, strategy="only_second")
    return copy


def _copy(described: str) -> Tokenizer:
    copy = Tokenizer.from_str(described)
    copy.no_truncation()
    copy.no_padding()
    return copy
