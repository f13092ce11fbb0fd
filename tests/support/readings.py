"""Checks of reading a folder with one good article."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pincite.corpus.opening import mode_of
from pincite.corpus.read import Reading

GOOD = "Bridge to reopen\n\nThe harbor bridge will reopen to cars in May, the engineer said.\n"
BODY = "The harbor bridge will reopen to cars in May, the engineer said."


def ids(reading: Reading) -> list[str]:
    return [article.id for article in reading.articles]


def reason(reading: Reading, name: str) -> str:
    """The reason why ``name`` was skipped. It must be the only skipped file, and the good article
    must be read."""
    assert ids(reading) == ["good.txt"]
    [skipped] = reading.skipped
    assert skipped.source.endswith(name)
    assert (skipped.source + skipped.reason).isprintable()
    return skipped.reason


def after_looking_at(
    name: str, happens: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Calls ``happens``, which changes files, right after the walk has looked at the file
    ``name``."""
    looked = mode_of

    def look(folder: int | Path, each: str) -> int:
        mode = looked(folder, each)
        if each == name:
            happens()
        return mode

    monkeypatch.setattr("pincite.corpus.walk.mode_of", look)
