"""Reads BibTeX, one reference per entry (``@article{key, title = {…}, …}``).

Values joined by ``#`` are concatenated, protective braces are removed, and TeX accents become
letters. Names of months and of ``@string`` are replaced by their values.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from pincite.corpus.draft import Draft, Fault
from pincite.corpus.formats.encoding.decode import decode_words
from pincite.corpus.formats.records.references import Reference, day_of, drafts_of, first_name_first
from pincite.corpus.formats.shared.several import with_damage
from pincite.corpus.metadata.dates import written_date
from pincite.corpus.metadata.months import ENGLISH

_ENTRY: Final = re.compile(r"@([A-Za-z]{2,30})\s*\{")
_KEY: Final = re.compile(r"\s*([^\s,={}\"]{0,300})\s*,")
_FIELD: Final = re.compile(r"[\s,]*([A-Za-z][\w:+-]{0,60})\s*=\s*")
_PIECE: Final = re.compile(r"\s*(?:([\w.:+-]{1,200})|([{\"]))")
_BRACES: Final = re.compile(r"\\.|[{}\"]", re.DOTALL)
_AND: Final = re.compile(r"\s+and\s+", re.IGNORECASE)
_NAME_PARTS: Final = re.compile(r"(\\.|[{}]|(?<!\s)\s+and\s+)", re.IGNORECASE | re.DOTALL)
_NO_REFERENCES: Final = frozenset(("comment", "preamble"))
_MONTHS: Final = {name[:3].lower(): str(number) for number, name in enumerate(ENGLISH, 1)}
_ACCENTS: Final = dict(
    zip("`'^~=.\"uvHck", "\u0300\u0301\u0302\u0303\u0304\u0307\u0308\u0306\u030c\u030b\u0327\u0328",
        strict=True)
)  # fmt: skip
_LETTERS: Final = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ",
}  # fmt: skip
_SYMBOLS: Final = {
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~",
    "textasciicircum": "^",
}  # fmt: skip
_JOINED: Final = re.compile(r"\s*#")
_TEX: Final = re.compile(
    r"\\(?P<mark>[`'^~=.\"])\s*(?:\{\\?(?P<a>\w)\}|\\?(?P<b>\w))"
    r"|\\(?P<word>[uvHck])\s*\{(?P<c>\w)\}"
    r"|\\(?P<letter>ss|ae|AE|oe|OE|aa|AA|[oOlLij])(?![A-Za-z])(?:\{\}|\s)?"
    rf"|\\(?P<symbol>{'|'.join(_SYMBOLS)})(?![A-Za-z])(?:\{{\}}|\s)?"
    r"|\\(?P<plain>[&%$#_{} ])|(?P<brace>[{}])|(?P<dash>---?)|(?P<tie>~)"
)


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """One article for each reference with an abstract or notes; the others are reported as faults.
    ``line`` is the number of the reference, ``key`` its own key. Raises ReadError if there is no
    reference."""
    found = decode_words(data)
    drafts = drafts_of((_reference(*each) for each in _entries(found.text)), name)
    return with_damage(drafts, found)


def _entries(source: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The key and the fields of each entry. An unclosed entry ends with the file."""
    at, names = 0, dict(_MONTHS)
    while found := _ENTRY.search(source, at):
        at, kind = found.end(), found[1].lower()
        if kind in _NO_REFERENCES:
            continue
        if kind == "string":
            fields, at = _fields(source, at, names)
            names.update(fields)
            continue
        key = _KEY.match(source, at)
        fields, at = _fields(source, key.end() if key else at, names)
        yield (key[1] if key else ""), fields


def _fields(source: str, at: int, names: dict[str, str]) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    while found := _FIELD.match(source, at):
        value, at = _value(source, found.end(), names)
        fields.setdefault(found[1].lower(), value)
    return fields, at


def _value(source: str, at: int, names: dict[str, str]) -> tuple[str, int]:
    """A value with its parts concatenated, and the offset where it ends."""
    pieces: list[str] = []
    while piece := _PIECE.match(source, at):
        if piece[1]:
            pieces.append(names.get(piece[1].lower(), piece[1]))
            at = piece.end()
        else:
            end = _end(source, piece.end(), quoted=piece[2] == '"')
            pieces.append(source[piece.end() : end])
            at = end + 1
        joined = _JOINED.match(source, at)
        if joined is None:
            break
        at = joined.end()
    return "".join(pieces), max(at, 0)


def _end(source: str, at: int, *, quoted: bool) -> int:
    """The offset where a value in braces or quotes ends."""
    depth = 0
    for mark in _BRACES.finditer(source, at):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            if not depth:
                return mark.start()
            depth -= 1
        elif mark[0] == '"' and quoted and not depth:
            return mark.start()
    return len(source)


def _reference(key: str, fields: dict[str, str]) -> Reference:
    day = day_of(fields.get("year"), fields.get("month"), fields.get("day"))
    return Reference(
        title=_plain(fields.get("title", "")),
        authors=tuple(_names(fields.get("author", ""))),
        published=written_date(fields.get("date")) or day,
        url=fields.get("url", "").replace("\\", ""),
        doi=fields.get("doi", "").replace("\\", ""),
        language=fields.get("langid", "") or fields.get("language", ""),
        key=key,
        texts=tuple(_plain(fields.get(each, "")) for each in ("abstract", "note", "annote")),
    )


def _names(value: str) -> Iterator[str]:
    """The names in a list joined by "and". A name in braces ("{Lin, Mei and Sons}") is one name and
    stays unchanged."""
    depth, groups = 0, 0
    name: list[str] = []
    for piece in [*_NAME_PARTS.split(value), " and "]:
        if depth or not _AND.fullmatch(piece):
            name.append(piece)
            depth += {"{": 1, "}": -1}.get(piece, 0)
            groups += piece == "}" and not depth
            continue
        written = "".join(name).strip()
        whole = groups == 1 and written[0] == "{" and written[-1] == "}"
        if plain := _plain(written):
            yield plain if whole else first_name_first(plain)
        name, groups = [], 0


def _plain(value: str) -> str:
    """The words of a TeX value, one paragraph per line; unknown commands stay as written."""
    paragraphs = re.split(r"\n[ \t]*\n", _TEX.sub(_letter, value))
    return "\n".join(" ".join(each.split()) for each in paragraphs).strip()


def _letter(found: re.Match[str]) -> str:
    if found["mark"] or found["word"]:
        base = found["a"] or found["b"] or found["c"]
        accent = _ACCENTS[found["mark"] or found["word"]]
        return unicodedata.normalize("NFC", base + accent)
    if found["letter"]:
        return _LETTERS[found["letter"]]
    if found["symbol"]:
        return _SYMBOLS[found["symbol"]]
    if found["plain"]:
        return found["plain"]
    if found["dash"]:
        return "—" if len(found["dash"]) == 3 else "–"
    return " " if found["tie"] else ""
