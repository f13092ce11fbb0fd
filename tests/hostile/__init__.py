"""Hostile and odd inputs, generated: ``python -m tests.hostile FOLDER`` writes them."""

from __future__ import annotations

from pathlib import Path

from tests.hostile import archives, others, pages, places, texts
from tests.hostile.case import Case


def cases(canary: Path) -> list[Case]:
    """Every input. ``canary`` is a file outside the folder that none of them may get read."""
    address = canary.as_uri()
    read = [*texts.cases(), *pages.cases(address), *archives.cases(address)]
    found = [*read, *others.cases(address), *places.cases()]
    assert len({case.name for case in found}) == len(found)
    return found


def write(folder: Path) -> list[Case]:
    """Writes every input below ``folder``, the canary beside it, and returns what they are."""
    canary = folder.parent / f"{folder.name}-canary" / "canary.txt"
    found = cases(canary)
    for case in found:
        if case.made is not None:
            path = folder / case.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(case.made())
    places.place(folder, canary)
    return found
