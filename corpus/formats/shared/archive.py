"""Opens ZIP archives that hold a document, after checking them.

The only file that opens archives. Names, sizes and locks of an archive are checked against limits
that no normal document reaches. Only the wanted parts are ever unpacked.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from pincite.corpus.draft import one_line
from pincite.corpus.errors import ReadError

MAX_UNPACKED: Final = 25 * 2**20
MAX_RATIO: Final = 200
MAX_ENTRIES: Final = 5000

_SMALL: Final = 2**20  # bytes that a part may unpack to at any compression
_ABSOLUTE: Final = re.compile(r"[/\\]|[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The parts wanted from a type of document. ``kind`` is its name with the indefinite article
    ("a Word file"), ``ending`` the format to save it in, ``main`` the part that every such document
    has. ``parts`` says whether a part is unpacked."""

    kind: str
    ending: str
    main: str
    parts: Callable[[str], bool]
    max_entries: int = MAX_ENTRIES


def unpacked(data: bytes, wanted: Wanted) -> dict[str, bytes]:
    """The bytes of each part by name. Parts that are not wanted are in the dict, but empty. Raises
    ReadError if the archive is damaged, locked, unsafe or of another type."""
    damaged = f"a damaged {wanted.kind.partition(' ')[2]}, or none at all"
    damaged = f"{damaged}; save it again as {wanted.ending}"
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse_unsafe(entries, wanted)
            return {
                entry.filename: archive.read(entry) if wanted.parts(entry.filename) else b""
                for entry in entries
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        raise ReadError(damaged) from None
    except NotImplementedError:
        raise ReadError(f"packed in a way that {_no(wanted)} is; {_again(wanted)}") from None


def _refuse_unsafe(entries: list[zipfile.ZipInfo], wanted: Wanted) -> None:
    """Raises ReadError for names, sizes or locks that no normal document has."""
    names = [entry.filename for entry in entries]
    if len(names) > wanted.max_entries:
        most = f"{wanted.kind} has under {wanted.max_entries:,}"
        raise ReadError(f"an archive of {len(names):,} files; {most}")
    if len(set(names)) < len(names):
        raise ReadError(f"an archive with two files of one name, which {_no(wanted)} has")
    for name in names:
        if _ABSOLUTE.match(name) or ".." in re.split(r"[/\\]", name):
            raise ReadError(f"an archive that reaches outside itself ({one_line(ascii(name))})")
    if wanted.main not in names:
        missing = f"no {wanted.main} in it"
        raise ReadError(f"an archive, but not {wanted.kind} ({missing}); {_again(wanted)}")
    read = [entry for entry in entries if wanted.parts(entry.filename)]
    if any(entry.flag_bits & 1 for entry in read):
        raise ReadError(f"{wanted.kind} with a password; save it without one")
    if sum(entry.file_size for entry in read) > MAX_UNPACKED:
        raise ReadError(f"more than {MAX_UNPACKED // 2**20} MiB when unpacked; split it")
    for entry in read:
        if entry.file_size > max(_SMALL, MAX_RATIO * entry.compress_size):
            raise ReadError(f"packed more than {MAX_RATIO} times smaller, as only a zip bomb is")


def _no(wanted: Wanted) -> str:
    return f"no {wanted.kind.partition(' ')[2]}"


def _again(wanted: Wanted) -> str:
    return f"save it again as {wanted.ending}"
