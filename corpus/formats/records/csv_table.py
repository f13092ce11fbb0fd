"""Reads tables (CSV, TSV): one article per row if a column holds texts, else one article for the
table.

The column names are those of ``pincite.corpus.formats.records.fields``. Exports of Zotero are read
as references. Exports of bookmarks and read-later services are lists of links and refused.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Final

from pincite.corpus.draft import Draft, Fault, stem_title
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.encoding.decode import decode_words
from pincite.corpus.formats.records.fields import (
    NO_TEXT,
    TITLES,
    URLS,
    by_plain_name,
    draft_of,
    has_text,
    own_name,
    plain_name,
)
from pincite.corpus.formats.records.links import refuse_links
from pincite.corpus.formats.records.references import drafts_of, from_zotero, is_zotero
from pincite.corpus.formats.shared.several import (
    refuse_duplicate,
    with_damage,
    with_few_faults,
    with_keys,
)
from pincite.corpus.formats.shared.sheet import Sheet

MAX_TABLE: Final = 8 * 2**20  # characters of a table without texts; larger ones are refused

_DELIMITERS: Final = ",;\t|"
_SAMPLE: Final = 64 * 1024
_SAMPLE_ROWS: Final = 20
_SAID: Final = re.compile(r"sep=(.)\n", re.IGNORECASE)  # as Excel writes it above the header
_NUMBER: Final = re.compile(r"[-+(]?[\d.,:/\s%€$£-]*\d[\d.,:/\s%€$£)-]*")
# columns of exported links
_ABOUT_LINKS: Final = frozenset(
    """id title name url link tags timeadded status folder timestamp selection note excerpt created
    cover highlights favorite description added time starred collection domain archived""".split()
)


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """The articles and faults of the rows, in order; or one article for the whole table.

    ``line`` is the number of the row, counted from 1 below the header; ``key`` is its "id", else a
    digest of its content. Raises ReadError if the bytes are not text, if the table has neither a
    column of texts nor a header row, or if it is a list of links.
    """
    found = decode_words(data)
    return with_damage(_read(found.text, name), found)


def _read(text: str, name: str) -> list[Draft | Fault]:
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    rows = _rows(text, said[1] if said else _delimiter(text[:_SAMPLE], name))
    header = next(rows, [])
    names = [plain_name(each) for each in header]
    if is_zotero(header):
        return drafts_of((from_zotero(dict(zip(names, row, strict=False))) for row in rows), name)
    if has_text(names):
        return _articles(header, rows, name)
    if _of_links(names):
        refuse_links(sum(1 for _ in rows))
    return [_table(header, list(rows), name, len(text))]


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """The rows that are not empty. Raises ReadError if the text is not a table."""
    # a field may hold a whole article; the text is already in memory
    csv.field_size_limit(max(len(text), 1))
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            if any(map(str.strip, row)):
                yield row
    except csv.Error as error:
        raise ReadError(f"a damaged table ({error}); save it again as CSV") from None


def _delimiter(sample: str, name: str) -> str:
    """The delimiter of the fields. The best one gives the header a column of texts; else it cuts
    most of the first rows into the same number of columns, and into the most columns."""
    if name.lower().endswith((".tsv", ".tab")) and "\t" in sample.partition("\n")[0]:
        return "\t"

    def merit(delimiter: str) -> tuple[int, int, int]:
        rows = [row for _, row in zip(range(_SAMPLE_ROWS), _rows(sample, delimiter), strict=False)]
        rows = rows[:-1] if len(rows) > 2 else rows  # the last row may be incomplete
        names = {plain_name(each) for each in rows[0]} if rows else set()
        alike = sum(len(row) == len(rows[0]) > 1 for row in rows)
        columns = len(rows[0]) if rows else 0
        return int(has_text(names) and columns > 1), alike, columns

    return max(_DELIMITERS, key=merit)


def _articles(header: Sequence[str], rows: Iterator[list[str]], name: str) -> list[Draft | Fault]:
    found: list[Draft | Fault] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        try:
            fields = by_plain_name(dict(zip(header, row, strict=False)))
            draft = draft_of(fields, number, name, "row")
            refuse_duplicate(own_name(draft), number, seen, "row")
            found.append(draft)
        except ReadError as error:
            found.append(Fault(number, str(error)))
    if not found:
        raise ReadError("a table with a header and no rows; there is no article in it")
    return with_few_faults(with_keys(found, seen), "rows")


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], name: str, size: int) -> Draft:
    """One article for the table, each row with its header."""
    if size > MAX_TABLE:
        raise ReadError(
            f"a table of {len(rows):,} rows without a column of texts ({NO_TEXT}); name that "
            f"column, or split the table below {MAX_TABLE // 2**20} MiB"
        )
    if len(header) < 2 or not rows:
        raise ReadError(f"no table with columns and rows ({NO_TEXT}); name the column of texts")
    if not _is_header(header):
        raise ReadError("a table without a header row; put the columns' names in its first row")
    sheet = Sheet()
    sheet.table(header, rows)
    text, body = sheet.finish()
    return Draft(text, stem_title(name), body, sections=sheet.sections)


def _of_links(names: Sequence[str]) -> bool:
    """Whether all columns with these plain names describe links."""
    held = set(filter(None, names))
    return held <= _ABOUT_LINKS and not (held.isdisjoint(URLS) or held.isdisjoint(TITLES))


def _is_header(cells: Sequence[str]) -> bool:
    """Whether these cells name columns: different words, no numbers."""
    names = [cell.strip() for cell in cells if cell.strip()]
    named = all(len(cell) <= 100 and not _NUMBER.fullmatch(cell) for cell in names)
    return named and len(set(names)) == len(names) and len(names) * 2 > len(cells)
