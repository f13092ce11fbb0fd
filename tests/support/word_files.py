"""Word files for the tests: a letter, and the same letter with another main part."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import docx

from tests.support.files import unzipped, zipped

OPENING = "The harbor bridge will reopen to cars in May, the city engineer said."
MAIN = "word/document.xml"


def saved(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def letter() -> docx.document.Document:
    document = docx.Document()
    document.core_properties.title = ""
    document.core_properties.created = datetime(2026, 2, 3, 21, 37, tzinfo=UTC)
    document.add_heading("Bridge to reopen", 0)
    document.add_paragraph(OPENING)
    document.add_heading("What went wrong", 1)
    document.add_paragraph("Rust in two bearings", style="List Bullet")
    table = document.add_table(2, 2)
    for row, words in zip(table.rows, (("Year", "Cost"), ("2025", "4.2\nmillion")), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    broken = document.add_paragraph("One line")
    broken.add_run().add_break()
    broken.add_run("and\tanother.")
    return document


def with_main(inside: str, head: str = "", **others: bytes) -> bytes:
    """The letter, without a date of its own, with another main part; ``inside`` is the content of
    its body."""
    undated = letter()
    undated.core_properties.created = datetime(1970, 1, 1, tzinfo=UTC)  # a clock that was not set
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    more = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    xml = (
        f'<?xml version="1.0"?>{head}<w:document xmlns:w="{space}" xmlns:mc="{more}"><w:body>'
        f"{inside}</w:body></w:document>"
    )
    return zipped({**unzipped(saved(undated)), MAIN: xml.encode(), **others})


def p(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
