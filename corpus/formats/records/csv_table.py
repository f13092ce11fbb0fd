"""Tables of text (CSV, TSV): a row an article where a column holds texts, else the table is one.

Columns go by the names of ``pincite.corpus.formats.records.fields``. Exports of Zotero are
references, those of bookmarks and read-later services lists of links.
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

MAX_TABLE: Final = 8 * 2**20  # characters of a table without texts; larger ones are data

_DELIMITERS: Final = ",;\t|"
_SAMPLE: Final = 64 * 1024
_SAMPLE_ROWS: Final = 20
_SAID: Final = re.compile(r"sep=(.)\n", re.IGNORECASE)  # as Excel writes it above the header
_NUMBER: Final = re.compile(r"[-+(]?[\d.,:/\s%€$£-]*\d[\d.,:/\s%€$£)-]*")
# what services keep of a link beside its title and address
_ABOUT_LINKS: Final = frozenset(
    """id title name url link tags timeadded status folder timestamp selection note excerpt created
    cover highlights favorite description added time starred collection domain archived""".split()
)


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """The articles and faults of the rows, in their order; else one article, the whole table.

    ``line`` is a row's number, the first below the header being 1, ``key`` its "id" or else that
    number. Raises ReadError where the bytes are no text, or the table has neither a column of texts
    nor a header row, or is a list of links.
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
    """The rows that are not empty. Raises ReadError for what no table is."""
    # a field may hold an article; the text is in memory already
    csv.field_size_limit(max(len(text), 1))
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            if any(map(str.strip, row)):
                yield row
    except csv.Error as error:
        raise ReadError(f"a damaged table ({error}); save it again as CSV") from None


def _delimiter(sample: str, name: str) -> str:
    """What stands between the fields: what makes most columns of the header that are named as an
    article's parts are, else what cuts the first rows into most columns, alike in all of them."""
    if name.lower().endswith((".tsv", ".tab")) and "\t" in sample.partition("\n")[0]:
        return "\t"

    def merit(delimiter: str) -> tuple[int, int, int]:
        rows = [row for _, row in zip(range(_SAMPLE_ROWS), _rows(sample, delimiter), strict=False)]
        rows = rows[:-1] if len(rows) > 2 else rows  # the last one may be cut
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
    """One article: the table, each row read with its header."""
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
    """Whether columns of these plain names tell of links, and of nothing else."""
    held = set(filter(None, names))
    return held <= _ABOUT_LINKS and not (held.isdisjoint(URLS) or held.isdisjoint(TITLES))


def _is_header(cells: Sequence[str]) -> bool:
    """Whether these cells name columns: different words, no numbers."""
    told = [cell.strip() for cell in cells if cell.strip()]
    named = all(len(cell) <= 100 and not _NUMBER.fullmatch(cell) for cell in told)
    return named and len(set(told)) == len(told) and len(told) * 2 > len(cells)
