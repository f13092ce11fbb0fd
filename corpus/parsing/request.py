"""The request to a parsing process, and the checks on a file's name and first bytes before it.

Loads no reader.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from pincite.corpus.errors import ReadError
from pincite.corpus.formats.detection.unread import unread_reason
from pincite.corpus.formats.types import BY_SUFFIX, sniffed

SECONDS: Final = 10  # of processor time per file
_SECONDS_A_MIB: Final = 5

_SUFFIX: Final = re.compile(r"\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,10}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Request:
    """What is known about bytes before they are parsed: the file's name; for a web page also its
    address and the content type and charset that its host declares."""

    name: str
    url: str = ""
    content_type: str = ""
    charset: str | None = None

    def seconds(self, size: int) -> int:
        """The processor time in seconds that reading ``size`` bytes may take. Only formats that
        hold many articles get more for larger files."""
        kind = BY_SUFFIX.get(suffix_of(self.name))
        return SECONDS + (_SECONDS_A_MIB * size // 2**20 if kind and kind.several else 0)


def suffix_of(name: str) -> str:
    """The ending that tells the type of a file, in lower case; "" if it has none."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if _SUFFIX.fullmatch(suffix) else ""


def known_by_name(name: str) -> bool:
    """Whether files with this ending are read."""
    return suffix_of(name) in BY_SUFFIX


def refuse_unread(name: str, head: bytes) -> None:
    """Raises ReadError for a file with an unknown ending whose first bytes show no known type."""
    suffix = suffix_of(name)
    if not (sniffed(head, suffix) or head.startswith(b"PK\x03\x04")):
        raise ReadError(unread_reason(suffix, head))
