"""Decoded text, and the bytes in it that could not be decoded: they are replaced and reported."""

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
# Punctuation marks of cp1252 that get pasted into texts of another encoding.
_STRAY: Final = {bytes([n]): bytes([n]).decode("cp1252") for n in (0x85, *range(0x91, 0x98))}

# The same marks, each in its place. A mark within a word would be a letter of another encoding.
_APOSTROPHE: Final = rb"(?<=[A-Za-z])\x92(?=(?:s|t|d|m|re|ve|ll|S|T)\b)"
_QUOTED: Final = rb"(?<![^\s(])\x93(?=[\w(])[^\x93\x94]*(?<=[\w.,!?)])\x94(?!\w)"
_DASH: Final = rb"(?<=\s)[\x96\x97](?=\s)"
_PUNCTUATION: Final = re.compile(b"|".join((_APOSTROPHE, _QUOTED, _DASH)))


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of a file that could not be decoded.

    ``byte`` is the offset of the first one, ``count`` their number, ``shown`` the text shown for
    them, and ``at`` its offset in the decoded text. ``nul`` says that they are NUL bytes.
    """

    byte: int
    count: int
    shown: str
    at: int = 0
    nul: bool = False


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, with LF line ends, and the bytes that could not be decoded."""

    text: str
    damage: tuple[Damage, ...] = ()

    @property
    def missing(self) -> str:
        """The damage on one line for the receipt; "" if there is none."""
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
    """``text`` with LF instead of CRLF and CR."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def with_lf_offsets(found: Decoded) -> Iterator[Damage]:
    """The damage with its offsets in the text after its line ends became LF."""
    start = length = 0
    for each in found.damage:
        length += len(with_lf(found.text[start : each.at]))
        start = each.at
        yield Damage(each.byte, each.count, each.shown, length, each.nul)


def typed_in_windows(data: bytes) -> bool:
    """Whether all characters outside ASCII are the curly quotation marks, apostrophes and dashes of
    cp1252, each in its place."""
    left = _PUNCTUATION.sub(lambda found: found[0][1:-1] if len(found[0]) > 1 else b"", data)
    return data != left and _PUNCTUATION.sub(b"", left).isascii()


def max_damage(data: bytes) -> int:
    """The number of bytes of a file that may be broken."""
    return max(1, len(data) * MAX_BROKEN // 10_000)


def repaired(data: bytes, start: int = 0) -> Decoded:
    """UTF-8 with broken bytes replaced: a stray quote or dash of Windows by the character it means,
    others, and those within a word, by U+FFFD. Raises ReadError if there are too many."""
    text = data[start:].decode("utf-8", "surrogateescape")
    parts: list[str] = []
    damage: list[Damage] = []
    done = length = 0
    for run in _BROKEN.finditer(text):
        whole = text[done : run.start()]
        start += len(whole.encode())
        broken = run[0].encode("utf-8", "surrogateescape")
        around = text[max(run.start() - 1, 0) : run.start()], text[run.end() : run.end() + 1]
        within = all(map(str.isalpha, around)) and broken != b"\x92"
        shown = GAP if within else _STRAY.get(broken, GAP)
        length += len(whole)
        damage.append(Damage(start, len(broken), shown, length, broken[0] == 0))
        parts += (whole, shown)
        done, start, length = run.end(), start + len(broken), length + len(shown)
    _refuse_many(data, damage)
    return Decoded("".join((*parts, text[done:])), tuple(damage))


def _refuse_many(data: bytes, damage: Sequence[Damage]) -> None:
    """Raises ReadError for too many broken bytes. A last character that is cut off counts as
    one."""
    counts = [each.count for each in damage]
    if damage and damage[-1].byte + counts[-1] == len(data) and _ends_within(data):
        counts[-1] = 1
    if sum(counts) > max_damage(data):
        raise ReadError(
            f"damaged UTF-8 text: byte {damage[0].byte:,} does not belong there, nor do"
            f" {sum(counts) - 1:,} more; save it again"
        )


def _ends_within(data: bytes) -> bool:
    """Whether the data ends in the middle of a character."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data[-3:].lstrip(_TRAILING))
    except UnicodeDecodeError:
        return False
    return True
