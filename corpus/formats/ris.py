"""RIS: a reference an entry, each from its ``TY  -`` line to its ``ER  -`` line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from corpus.dates import written_date
from corpus.formats.decode import decode_words
from corpus.formats.draft import Draft, Fault
from corpus.formats.references import Reference, day_of, drafts_of, turned

_LINE: Final = re.compile(r"([A-Z][A-Z0-9])  ?- ?(.*)")
_DATE: Final = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:/.*)?")

_Fields = dict[str, list[str]]


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """An article for each reference with an abstract or notes; the others are named. ``line`` is a
    reference's number. Raises ReadError where the bytes are no RIS."""
    return drafts_of(map(_reference, _entries(decode_words(data))), name)


def _entries(text: str) -> Iterator[_Fields]:
    fields: _Fields = {}
    last: list[str] | None = None
    for line in text.split("\n"):
        found = _LINE.fullmatch(line.strip("\ufeff\r "))
        if found is None:
            if last is not None and line.strip():
                last[-1] += f"\n{line.strip()}"  # a value goes on
        elif found[1] == "ER":
            if fields:
                yield fields
            fields, last = {}, None
        elif fields or found[1] == "TY":
            last = fields.setdefault(found[1], [])
            last.append(found[2].strip())
    if fields:
        yield fields


def _reference(fields: _Fields) -> Reference:
    def first(*tags: str) -> str:
        return next((value for tag in tags for value in fields.get(tag, ()) if value), "")

    def every(*tags: str) -> tuple[str, ...]:
        return tuple(value for tag in tags for value in fields.get(tag, ()))

    return Reference(
        title=first("TI", "T1", "CT", "BT"),
        authors=tuple(map(turned, every("AU", "A1"))),
        published=next(filter(None, map(_day, every("DA", "Y1", "PY"))), None),
        url=first("UR", "L2", "LK"),
        doi=first("DO"),
        language=first("LA"),
        key=first("ID", "AN"),
        texts=(first("AB", "N2"), *every("N1", "RN")),
    )


def _day(written: str) -> str | None:
    found = _DATE.fullmatch(written)
    return day_of(*found.groups()) if found else written_date(written)
