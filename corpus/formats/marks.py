"""Footnote numbers: small, raised, and no part of the word before them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus.formats.words import Page, Word

_MARK: Final = re.compile(r"(?:[\[(]?\d{1,3}[\])]?[,–-]?){1,8}|[\[(]?[*†‡§]{1,3}[\])]?")
_SMALLER: Final = 0.85
_HIGHER: Final = 0.1  # of the height of the word before


def unmarked(words: Sequence[Word]) -> tuple[Page, list[str]]:
    """The words without the numbers of notes, and these numbers."""
    kept: Page = []
    marks: list[str] = []
    for word in words:
        if kept and (word.raised or _is_mark(kept[-1], word)):
            marks.append(word.text)
            # no gap is left where the number stood
            kept[-1] = kept[-1]._replace(x1=max(kept[-1].x1, word.x1))
        else:
            kept.append(word)
    return kept, marks


def _is_mark(before: Word, word: Word) -> bool:
    if not _MARK.fullmatch(word.text) or word.height > _SMALLER * before.height:
        return False
    raised = (
        word.y0 - before.y0 > _HIGHER * before.height and word.y1 > before.y0 + before.height / 2
    )
    near = -0.3 < (word.x0 - before.x1) / before.height < 0.5
    return raised and near and word.y0 < before.y1
