"""What a process holds: memory, open files, threads, and the memory of its children."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

MB = 2**20


@dataclass(frozen=True, slots=True)
class Level:
    """What a process held at a moment. ``memory`` is the resident memory of its own in bytes,
    ``children`` that of all processes below it. ``mapped`` are the resident pages of the files that
    it maps: libraries, weights, segments. The system takes these pages back as it sees fit, so that
    they come and go. ``segments`` is the number of its open files of segments, and ``deleted`` how
    many of those that it has open or maps were deleted; ``files`` is the number of all other open
    files."""

    memory: int
    mapped: int
    children: int
    files: int
    segments: int
    deleted: int
    threads: int

    COLUMNS: ClassVar = (
        "MB",
        "MB of mapped files",
        "MB of children",
        "files",
        "files of segments",
        "threads",
    )

    @classmethod
    def of(cls, pid: int) -> Level:
        """The level of a process now. Raises OSError if it does not run any more."""
        open_files = _open_files(pid)
        segments = [each for each in open_files if "/segments/" in each]
        mapped = re.findall(r"\S+/segments/.*", Path(f"/proc/{pid}/maps").read_text())
        return cls(
            _resident(pid, "RssAnon"),
            _resident(pid, "RssFile"),
            sum(_resident(each, "RssAnon") for each in _below(pid)),
            len(open_files) - len(segments),
            len(segments),
            sum(each.endswith(" (deleted)") for each in {*segments, *mapped}),
            len(list(Path(f"/proc/{pid}/task").iterdir())),
        )

    @property
    def row(self) -> tuple[float, ...]:
        """Its values in the order of COLUMNS."""
        held = (round(each / MB, 1) for each in (self.memory, self.mapped, self.children))
        return (*held, self.files, self.segments, self.threads)


def _resident(pid: int, kind: str) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):  # a child that has ended meanwhile
        return 0
    found = re.search(rf"^{kind}:\s+(\d+) kB$", status, re.M)
    return int(found[1]) * 1024 if found else 0  # a process that is ending has no memory


def _below(pid: int) -> list[int]:
    children: list[int] = []
    try:
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            children += map(int, task.read_text().split())
    except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        pass
    return [each for child in children for each in (child, *_below(child))]


def _open_files(pid: int) -> list[str]:
    named = []
    for each in Path(f"/proc/{pid}/fd").iterdir():
        try:
            named.append(str(each.readlink()))
        except FileNotFoundError:  # closed meanwhile
            continue
    return named
