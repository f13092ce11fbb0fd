"""A decoded text and the bytes that are no text in it: shown as something else, and named."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pincite.corpus.errors import ReadError

_TRAILING: Final = bytes(range(0x80, 0xC0))
MAX_BROKEN: Final = 5  # in 10,000 bytes
GAP: Final = "\ufffd"
_BROKEN: Final = re.compile("[\udc80-\udcff]+|\0+")
# The marks of cp1252 that are pasted into texts of another encoding.
_STRAY: Final = {bytes([n]): bytes([n]).decode("cp1252") for n in (0x85, *range(0x91, 0x98))}


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of a file that are no text: how many, from which byte on, what is shown for them, and
    at which character of the decoded text."""

    byte: int
    count: int
    shown: str
    at: int = 0
    nul: bool = False


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, its line ends all LF, and the bytes in it that are none."""

    text: str
    damage: tuple[Damage, ...] = ()

    @property
    def missing(self) -> str:
        """What was not read as it stands, on one line for the receipt; "" where all was."""
        return damage_message(self.damage)


def damage_message(damage: Sequence[Damage]) -> str:
    """The damage on one line: how many bytes, where the first one is, what is shown for them."""
    kinds = (
        ("NUL byte", "NUL bytes", True),
        ("byte that is no text", "bytes that are no text", False),
    )
    parts = []
    for one, many, nul in kinds:
        found = [each for each in damage if each.nul == nul]
        if count := sum(each.count for each in found):
            first = (
                f"at byte {found[0].byte:,}" if count == 1 else f"from byte {found[0].byte:,} on"
            )
            shown = " or ".join(dict.fromkeys(each.shown for each in found))
            parts.append(f"{count} {one if count == 1 else many}, {first}, shown as {shown}")
    return "; ".join(parts)


def with_lf(text: str) -> str:
    """``text`` with CRLF and CR as LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def with_lf_offsets(found: Decoded) -> Iterator[Damage]:
    """The damage where it stands once line ends are LF."""
    start = length = 0
    for each in found.damage:
        length += len(with_lf(found.text[start : each.at]))
        start = each.at
        yield Damage(each.byte, each.count, each.shown, length, each.nul)


def max_damage(data: bytes) -> int:
    """How many bytes of a file may be broken."""
    return max(1, len(data) * MAX_BROKEN // 10_000)


def repaired(data: bytes, start: int = 0) -> Decoded:
    """UTF-8 with what does not belong there replaced: a stray quote or dash of Windows by what it
    stands for, everything else by a gap. Raises ReadError where that is more than a little."""
    text = data[start:].decode("utf-8", "surrogateescape")
    parts: list[str] = []
    damage: list[Damage] = []
    done = length = 0
    for run in _BROKEN.finditer(text):
        whole = text[done : run.start()]
        start += len(whole.encode())
        broken = run[0].encode("utf-8", "surrogateescape")
        shown = _STRAY.get(broken, GAP)
        length += len(whole)
        damage.append(Damage(start, len(broken), shown, length, broken[0] == 0))
        parts += (whole, shown)
        done, start, length = run.end(), start + len(broken), length + len(shown)
    _refuse_many(data, damage)
    return Decoded("".join((*parts, text[done:])), tuple(damage))


def _refuse_many(data: bytes, damage: Sequence[Damage]) -> None:
    """Raises ReadError for more broken bytes than may be; a last character that is cut off counts
    as one."""
    counts = [each.count for each in damage]
    if damage and damage[-1].byte + counts[-1] == len(data) and _ends_within(data):
        counts[-1] = 1
    if sum(counts) > max_damage(data):
        raise ReadError(
            f"damaged UTF-8 text: byte {damage[0].byte:,} does not belong there, nor do"
            f" {sum(counts) - 1:,} more; save it again"
        )


def _ends_within(data: bytes) -> bool:
    """Whether the last bytes are the beginning of a character and no more."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data[-3:].lstrip(_TRAILING))
    except UnicodeDecodeError:
        return False
    return True
