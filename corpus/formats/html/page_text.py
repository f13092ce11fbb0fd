"""Puts the text of a page together from its chosen blocks, and describes what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pincite.corpus.formats.html.article.blocks import PageBlock
from pincite.corpus.formats.html.article.extracted import ExtractedText, tokens
from pincite.corpus.formats.html.article.judged import JudgedBlock, Use
from pincite.corpus.formats.html.article.regions import Region
from pincite.corpus.formats.html.unshown import UnshownProse
from pincite.corpus.formats.shared.sheet import Sheet

_LOST: Final = 0.1  # share of the words that the extractor found
_SHORT: Final = 50  # words
_PROSE: Final = 0.2  # of the text's length
_BRIEF: Final = 300  # words
FILLED_IN: Final = "what a program fills in is left out"
_OVER: Final = (Region.DIALOG, Region.CONSENT)
_SHOWN: Final = 60  # characters quoted from what is left out


def sheet_of_blocks(seen: Sequence[JudgedBlock]) -> Sheet:
    """A sheet with all blocks that are used, one per line; headings are outside the body. Those of
    a box within the text end with it."""
    sheet = Sheet()
    part, around = -1, sheet.open_headings
    for each in seen:
        if not each.use:
            continue
        if each.part != part:
            if part >= 0:
                sheet.go_back_to(around)
            part, around = each.part, sheet.open_headings
        _put(each.block, sheet, body=each.use is Use.BODY)
    return sheet


def left_out_note(
    seen: Sequence[JudgedBlock], found: ExtractedText, title: str, unfilled: str = ""
) -> str:
    """One line on the parts of the page that are not in the text; "" if they are small.

    They are not small if they make a tenth of the words that the extractor found, or if their prose
    is a fifth as long as the text. For a brief text, dialogs and consent requests count as prose.
    ``unfilled`` is the text of templates in the article, which a script would fill in.
    """
    ours = [word for each in seen if each.use for word in each.words]
    text = ExtractedText("\n".join(each.block.all_words for each in seen if each.use))
    out = [e for e in seen if e.plausible and e.prose and not e.use and not text.has(e.words)]
    if len(ours) < _BRIEF:
        over = [each for each in seen if each.prose and not each.use and each.region in _OVER]
        out += [each for each in over if not each.plausible]
    prose = sum(len(each.words) for each in out)
    # on a page of one or two sentences, an extractor may take the title for text
    named = tokens(title)
    apart = len(found.words) < _SHORT and not any(each.words == named for each in seen if each.use)
    known = [*ours, *named] if apart else ours
    lost = found.lost(known) > _LOST
    if not lost and prose <= _PROSE * len(ours):
        return FILLED_IN if len(tokens(unfilled)) > _LOST * len(ours) else ""
    if prose:
        return f"{_paragraphs(len(out))} left out, the first: {_shown(out[0].block.all_words)}"
    first = next(found.lines_without(known), None)
    if first is None:
        return "some of the words left out"
    return f"part of the page left out, beginning: {_shown(first)}"


def unshown_note(lacked: Sequence[UnshownProse]) -> str:
    """One line on prose in elements whose content is not read; "" if there is none."""
    if not lacked:
        return ""
    count = sum(len(each.paragraphs) for each in lacked)
    tags = ", ".join(f"<{tag}>" for tag in dict.fromkeys(each.tag for each in lacked))
    first = _shown(lacked[0].paragraphs[0])
    return f"{_paragraphs(count)} inside {tags} left out, the first: {first}"


def _paragraphs(count: int) -> str:
    return "1 paragraph" if count == 1 else f"{count:,} paragraphs"


def _shown(words: str) -> str:
    line = " ".join(words.split())
    return f"“{line if len(line) <= _SHOWN else line[:_SHOWN].rstrip() + '…'}”"


def _put(block: PageBlock, sheet: Sheet, *, body: bool) -> None:
    if block.table is not None:
        _put_table(block, sheet, body=body)
        return
    if block.kind == "code":
        sheet.add(block.words, body=body, gap="\n")
        return
    for line in block.words.split("\n"):
        if not body:
            sheet.add(line, body=False, gap="\n")
        elif block.kind == "heading" and not block.is_sentence:
            sheet.heading(line, block.level, gap="\n")
        elif block.kind == "caption":
            sheet.caption(line, gap="\n")
        else:
            sheet.add(line, body=True, gap="\n")


def _put_table(block: PageBlock, sheet: Sheet, *, body: bool) -> None:
    table = block.table
    assert table is not None
    if body:
        sheet.table(table.header, table.rows, caption=table.caption, gap="\n")
    else:
        for row in (table.header, *table.rows):
            sheet.add(" | ".join(row), body=False, gap="\n")
