"""A build's memory grows little with each further file."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

from pincite.corpus.article import Span
from pincite.corpus.draft import Draft, Fault
from pincite.corpus.parsing.pool import Parser
from pincite.corpus.parsing.request import Request
from pincite.index.building.build import rebuild
from tests.support.toys import ToyEncoder

FEW, MANY = 100, 700
AT_ALL = 10_000_000  # bytes for a build of few files
LARGEST = 6_000  # bytes for a file of one line; 20,000 of them then stay below 120 MB


def parsed(_: Request, data: bytes) -> list[Draft | Fault]:
    """The line, as the child processes return it."""
    text = data.decode()
    return [Draft(text=text, title=text.strip(), body=(Span(0, len(text) - 1),), language="en")]


def peak(folder: Path, count: int) -> int:
    """The most bytes that a build from so many files takes. No other process reads them."""
    (folder / "articles").mkdir(parents=True)
    for number in range(count):
        line = f"The baker counted {number} boats on the quay before noon.\n"
        (folder / "articles" / f"{number}.txt").write_text(line)
    tracemalloc.start()
    try:
        rebuild(folder / "index", [folder / "articles"], ToyEncoder(), parser=Parser(parsed, 1))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_tiny_file_takes_little_memory(tmp_path: Path) -> None:
    peak(tmp_path / "first", 5)  # what is loaded once
    few, many = peak(tmp_path / "few", FEW), peak(tmp_path / "many", MANY)
    assert few < AT_ALL, f"{few:,} bytes"
    assert (many - few) / (MANY - FEW) < LARGEST, f"{few:,} and {many:,} bytes"
