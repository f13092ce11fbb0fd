"""Reads RIS, one reference per entry, each from its ``TY  -`` line to its ``ER  -`` line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pincite.corpus.draft import Draft, Fault
from pincite.corpus.formats.encoding.decode import decode_words
from pincite.corpus.formats.records.references import Reference, day_of, drafts_of, first_name_first
from pincite.corpus.formats.shared.several import with_damage
from pincite.corpus.metadata.dates import written_date

_LINE: Final = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*))?")
_DATE: Final = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:/.*)?")

_Fields = dict[str, list[str]]


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """One article for each reference with an abstract or notes; the others are reported as faults.
    ``line`` is the number of the reference. Raises ReadError if the bytes are not RIS."""
    found = decode_words(data)
    return with_damage(drafts_of(map(_reference, _entries(found.text)), name), found)


def _entries(text: str) -> Iterator[_Fields]:
    lines: list[tuple[str, list[str]]] = []  # each tag with the lines of its value
    for line in (*text.split("\n"), "ER  - "):
        found = _LINE.fullmatch(line.strip())
        if found is None:
            if lines and line.strip():
                lines[-1][1].append(line.strip())  # the value continues
        elif found[1] == "ER":
            if lines:
                yield _fields(lines)
            lines = []
        elif lines or found[1] == "TY":
            lines.append((found[1], [(found[2] or "").strip()]))


def _fields(lines: list[tuple[str, list[str]]]) -> _Fields:
    fields: _Fields = {}
    for tag, value in lines:
        fields.setdefault(tag, []).append("\n".join(value))
    return fields


def _reference(fields: _Fields) -> Reference:
    def first(*tags: str) -> str:
        return next((value for tag in tags for value in fields.get(tag, ()) if value), "")

    def every(*tags: str) -> tuple[str, ...]:
        return tuple(value for tag in tags for value in fields.get(tag, ()))

    return Reference(
        title=first("TI", "T1", "CT", "BT"),
        authors=tuple(map(first_name_first, every("AU", "A1"))),
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
