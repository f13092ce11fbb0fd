"""Reads JSON, one article per object: one object per line, an array, an array inside an object
(``{"articles": […]}``), or a single object.

The names of the fields are those of ``pincite.corpus.formats.records.fields``. An object that
cannot be read is a Fault; the others are still read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from pincite.corpus.draft import Draft, Fault
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.encoding.damage import Damage, Decoded, damage_message
from pincite.corpus.formats.encoding.decode import decode_words
from pincite.corpus.formats.records.fields import (
    draft_of,
    has_text,
    own_name,
    plain_name,
    text_of,
    unwrapped,
)
from pincite.corpus.formats.records.references import from_csl, is_csl, reference
from pincite.corpus.formats.shared.several import refuse_duplicate, with_few_faults, with_keys

_HOLDERS: Final = tuple(
    """articles items docs results data entries posts documents news records hits stories rows
    response""".split()
)
_MAX_HOLDERS: Final = 4  # levels of nesting: {"response": {"docs": […]}}

_Item = tuple[int, object]


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """The articles and faults of the objects, in order.

    ``line`` is the line of the object, or its number in an array; ``key`` is its "id", else a
    digest of its content. Of two objects with the same "url" or "id" the second is a Fault. After
    MAX_FAULTS faults only their number is given. Raises ReadError if the bytes are not text, or an
    array is empty.
    """
    decoded = decode_words(data)
    damaged = _damaged(decoded)
    found: list[Draft | Fault] = []
    seen: dict[str, int] = {}
    kind, items = _items(decoded.text)
    for number, item in items:
        try:
            draft = _draft(_parsed(item) if isinstance(item, str) else item, number, name, kind)
            # an array is not read by lines, so damage is reported at its first object
            lines = _lines_of(item, number) if isinstance(item, str) else list(damaged)
            damage = [each for n in lines for each in damaged.pop(n, ())]
            if damage:
                draft = replace(
                    draft, missing="; ".join(filter(None, (draft.missing, damage_message(damage))))
                )
            refuse_duplicate(own_name(draft), number, seen, kind)
            found.append(draft)
        except ReadError as error:
            found.append(Fault(number, str(error)))
    return with_few_faults(with_keys(found, seen), f"{kind}s")


def _damaged(decoded: Decoded) -> dict[int, list[Damage]]:
    """The undecodable bytes, by line."""
    lines: dict[int, list[Damage]] = {}
    line, start = 1, 0
    for each in decoded.damage:
        line += decoded.text.count("\n", start, each.at)
        start = each.at
        lines.setdefault(line, []).append(each)
    return lines


def _lines_of(item: str, first: int) -> range:
    return range(first, first + item.count("\n") + 1)


def _items(text: str) -> tuple[str, Iterator[_Item] | list[_Item]]:
    """The word for the items ("line" or "object"), and the items with their numbers from 1: lines
    still to be parsed, or values that are parsed."""
    begin = text.lstrip()[:1]
    if begin == "[" or (begin == "{" and not _is_lines(text)):
        try:
            whole = json.loads(text)
        except RecursionError:
            raise ReadError("JSON nested too deeply") from None
        except ValueError:
            return "line", _lines(text)
        held = _held(whole)
        if held is not None:
            if not held:
                raise ReadError("an empty JSON array; there is no article in it")
            return "object", list(enumerate(held, 1))
        return "line", [(1 + text[: text.index("{")].count("\n"), whole)]
    return "line", _lines(text)


def _is_lines(text: str) -> bool:
    """Whether the first line that is not blank is a complete object and more text follows."""
    first, _, rest = text.lstrip().partition("\n")
    if not rest.strip():
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _lines(text: str) -> Iterator[_Item]:
    return ((n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip())


def _held(whole: object) -> list[object] | None:
    """The objects of an array, or of the array inside an object without text; None if the object is
    the article itself."""
    for _ in range(_MAX_HOLDERS):
        if isinstance(whole, list):
            return whole
        if not isinstance(whole, Mapping) or _has_text(whole):
            return None
        fields = {plain_name(name): value for name, value in whole.items()}
        held = [value for name in _HOLDERS if isinstance(value := fields.get(name), list)]
        if held:
            return held[0]
        inner = [value for name in _HOLDERS if isinstance(value := fields.get(name), Mapping)]
        if not inner:
            return _by_id(whole)
        whole = inner[0]
    return None


def _by_id(whole: Mapping[object, object]) -> list[object] | None:
    """The objects of an object that holds only objects, each with its name as id."""
    if not whole or not all(isinstance(value, dict) for value in whole.values()):
        return None
    return [{"id": id_, **value} for id_, value in whole.items() if isinstance(value, dict)]


def _has_text(value: Mapping[object, object]) -> bool:
    try:
        return bool(text_of(unwrapped(value)))
    except ReadError:
        return False


def _parsed(source: str) -> object:
    try:
        return json.loads(source)
    except RecursionError:
        raise ReadError("JSON nested too deeply") from None
    except ValueError as error:
        raise ReadError(f"not JSON ({str(error).split(':')[0]})") from None


def _draft(value: object, number: int, name: str, kind: str) -> Draft:
    if not isinstance(value, dict):
        raise ReadError('expected an object with a "text"')
    fields = unwrapped(value)
    if is_csl(value) and not has_text(each for each, held in fields.items() if held):
        return reference(from_csl(value), number, name)
    return draft_of(fields, number, name, kind)
