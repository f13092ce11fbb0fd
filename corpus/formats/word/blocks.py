"""Puts the blocks of a Word file on a sheet, assigns captions to tables, and finds the title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pincite.corpus.draft import one_line
from pincite.corpus.formats.shared.sheet import CELL_GAP, Sheet
from pincite.corpus.formats.word.text import WordBlock


def text_of_blocks(blocks: Iterable[WordBlock]) -> tuple[Sheet, str]:
    """The text, and its title, or else the heading at its top, or ""."""
    shown = [block for block in blocks if block.table or block.figure or block.words.strip()]
    sheet, title, first = Sheet(), "", True
    owners = _owners(shown)
    captions = {owner: shown[n].words for n, owner in owners.items()}
    for n, block in enumerate(shown):
        if block.kind == "heading":
            sheet.heading(block.words, block.level)
            title = title or (one_line(block.words) if first or block.level == 1 else "")
        elif block.table:
            table, caption = block.table, captions.get(n, "")
            above = [(table.title,)] if caption and table.title else []
            sheet.table(table.header, [*above, *table.rows], caption=caption or table.title)
        elif block.kind == "caption" and n not in owners:
            sheet.caption(block.words)
        elif n not in owners:
            sheet.add(block.words, body=block.kind == "text")
        first = first and not block.words.strip()
    return sheet, title


def lines_of(block: WordBlock) -> list[str]:
    """The lines of text of a block."""
    if block.table is None:
        return [block.words] if block.words.strip() else []
    rows = block.table.lines
    return [CELL_GAP.join(row) for row in rows if any(row)]


def _owners(shown: Sequence[WordBlock]) -> dict[int, int]:
    """The captions of tables, each with its table: the one below, else the one above. A caption
    below a figure belongs to the figure."""
    owners: dict[int, int] = {}
    for n, block in enumerate(shown):
        if block.kind != "caption" or block.figure:
            continue
        above = shown[n - 1] if n else None
        if above is not None and above.figure:
            continue
        if n + 1 < len(shown) and shown[n + 1].table:
            owners[n] = n + 1
        elif above is not None and above.table and n - 1 not in owners.values():
            owners[n] = n - 1
    return owners
