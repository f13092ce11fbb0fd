"""The messages between a build and its parsing processes: JSON and bytes.

There is no pickle, so a file that takes over its parser cannot run code in the build.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from typing import IO, Any, Final

from pincite.corpus.article import Section, Span
from pincite.corpus.draft import Draft, Fault

MEMORY: Final = 2**30  # bytes of address space that a parsing process may have
TOO_MUCH_MEMORY: Final = f"takes more than {MEMORY // 2**30} GB of memory to read; split it"
_SIZE = 8  # bytes of the length before each part


def send(stream: IO[bytes], *parts: bytes) -> None:
    """Writes the parts, each after its length."""
    for part in parts:
        stream.write(len(part).to_bytes(_SIZE, "big"))
        stream.write(part)
    stream.flush()


def receive(stream: IO[bytes], most: int) -> bytes | None:
    """The next part, or None if the stream ends first. Raises OverflowError if it is longer than
    ``most``."""
    head = stream.read(_SIZE)
    if len(head) < _SIZE:
        return None
    size = int.from_bytes(head, "big")
    if size > most:
        raise OverflowError(size)
    part = stream.read(size)
    return part if len(part) == size else None


def packed(found: Sequence[Draft | Fault]) -> bytes:
    """Drafts and faults as bytes; ``unpacked`` reads them."""
    return dumped([_plain(each) for each in found])


def unpacked(data: bytes) -> list[Draft | Fault]:
    """The drafts and faults in the bytes from ``packed``. Raises ValueError, TypeError, KeyError or
    LookupError for other bytes."""
    return [_restored(each) for each in loaded(data)]


def dumped(value: Any) -> bytes:
    """The value as JSON. Lone surrogates, which a file name may contain, are kept."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def loaded(data: bytes) -> Any:
    """The value that ``dumped`` wrote."""
    return json.loads(data.decode("utf-8", "surrogatepass"))


def _plain(item: Draft | Fault) -> dict[str, Any]:
    values = {each.name: getattr(item, each.name) for each in fields(item)}
    if isinstance(item, Draft):
        values["body"] = [(span.start, span.end) for span in item.body]
        values["sections"] = [each.values() for each in item.sections]
    return values


def _restored(values: dict[str, Any]) -> Draft | Fault:
    if "reason" in values:
        return Fault(int(values["line"]), str(values["reason"]))
    body = tuple(Span(start, end) for start, end in values["body"])
    pages, sections = tuple(values["pages"]), tuple(map(Section.of_values, values["sections"]))
    draft = Draft(**{**values, "body": body, "pages": pages, "sections": sections})
    for name in ("text", "title", "missing"):
        str.encode(getattr(draft, name))
    for name in ("published", "url", "key", "author", "language"):
        str.encode(getattr(draft, name) or "")
    if draft.line is not None:
        int.bit_length(draft.line)
    draft.article("", "")  # raises ValueError if spans or pages lie outside the text
    return draft
