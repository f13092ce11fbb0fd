"""Removes footnote numbers: small and raised, not part of the word before them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pincite.corpus.formats.pdf.print.words import Page, PrintedWord, is_next_to

_MARK: Final = re.compile(r"(?:[\[(]?\d{1,3}[\])]?[,–-]?){1,8}|[\[(]?[*†‡]{1,3}[\])]?")
_CLOSES: Final = re.compile(r"[.,;:!?)\]”’»]+")
_SMALLER: Final = 0.85
_HIGHER: Final = 0.1  # share of the height of the word before


def without_note_marks(words: Sequence[PrintedWord]) -> tuple[Page, list[str]]:
    """The words without the numbers of notes, and these numbers."""
    kept: Page = []
    marks: list[str] = []
    after = False
    for word in words:
        last = kept[-1] if kept else None
        if last and (word.raised or _is_mark(last, word)):
            marks.append(word.text)
            # the word before takes the place of the number, so that there is no gap
            kept[-1] = last._replace(x1=max(last.x1, word.x1))
            after = True
            continue
        if last and after and _CLOSES.fullmatch(word.text) and is_next_to(last, word):
            kept[-1] = last._replace(text=last.text + word.text, x1=word.x1)
        else:
            kept.append(word)
        after = False
    return kept, marks


def _is_mark(before: PrintedWord, word: PrintedWord) -> bool:
    if not _MARK.fullmatch(word.text) or word.height > _SMALLER * before.height:
        return False
    raised = (
        word.y0 - before.y0 > _HIGHER * before.height and word.y1 > before.y0 + before.height / 2
    )
    near = -0.3 < (word.x0 - before.x1) / before.height < 0.5
    return raised and near and word.y0 < before.y1
