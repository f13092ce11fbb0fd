"""All errors that Pincite raises on purpose.

Each message is one line: the value, what was expected, what to do next.

PinciteError
├── InputError (also a ValueError)      the caller's mistake
│   ├── QuestionError                   an empty or oversized question
│   ├── SourceMissing                   a path that is not there
│   └── NothingRead                     paths that hold no readable article
├── ReadError                           one file or line that holds no readable article
│   └── FetchError                      a web address that is refused or cannot be read
├── ModelError                          an embedder or reader that cannot be loaded
└── IndexFault
    ├── IndexMissing                    no index at that place
    ├── IndexDamaged                    a file is missing, cut, altered or unreadable
    ├── IndexIncompatible               another format version, another embedder
    └── IndexBusy                       another process is rebuilding it
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

BUILD_AGAIN: Final = "build the index anew with: pincite rebuild FOLDER"  # ends several messages
REPAIR: Final = "build what is damaged anew from its sources with: pincite verify --repair"


class PinciteError(Exception):
    """Base of every error below; ``str(error)`` is one line that can be shown to a person."""


class InputError(PinciteError, ValueError):
    """The caller's mistake."""


class QuestionError(InputError):
    """A question that is empty or too long."""


class SourceMissing(InputError):
    """A file or folder of articles that is not there."""


class NothingRead(InputError):
    """None of the given files holds a readable article; ``skipped`` lists each with the reason."""

    def __init__(self, message: str, skipped: Sequence[Any] = ()) -> None:
        super().__init__(message)
        self.skipped = tuple(skipped)


class ReadError(PinciteError):
    """A file or line that holds no readable article; it is listed on the receipt."""


class FetchError(ReadError):
    """A web address that may not be fetched, or whose page cannot be read."""


class ModelError(PinciteError):
    """An embedder or reader that cannot be loaded."""


class IndexFault(PinciteError):
    """A problem with the index on disk."""


class IndexMissing(IndexFault):
    """There is no index at that place."""

    @classmethod
    def at(cls, place: object, option: str = "") -> IndexMissing:
        """The error for a folder or another ``place``; ``option`` names it to ``pincite rebuild``
        where the command would not take it by itself."""
        return cls(f"no index at {place}; make one with: pincite rebuild FOLDER{option}")


class IndexDamaged(IndexFault):
    """A file of the index is missing, cut short, altered or unreadable."""


class IndexIncompatible(IndexFault):
    """The index was written by another format version or with another embedder."""


class IndexBusy(IndexFault):
    """Another process is rebuilding the index."""


def encodable(name: str | Path) -> str:
    """``name`` as it can be stored: parts that are not valid UTF-8 become escapes."""
    return str(name).encode("utf-8", "backslashreplace").decode("utf-8")


def shown(name: str | Path) -> str:
    """``name`` on one line: line ends, direction marks and the like become escapes."""
    chars = encodable(name)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in chars)
