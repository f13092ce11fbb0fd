"""Reading time grows linearly with the words and the lines of a PDF."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pincite.corpus.formats.pdf import reader as pdf
from tests.hostile.case import OPENING
from tests.support.files import column
from tests.support.files import pdf as made_pdf
from tests.support.linear import assert_linear

PAPERS = {
    "pages": lambda n: [column([OPENING])] * min(n // 10, 2000),
    "lines": lambda n: [column([OPENING] * n, top=5.0 * n, size=4)],
    "words": lambda n: [[(i % 600, i * 7 % 790, 10, "word") for i in range(n)]],
    "one place": lambda n: [[(72, 700, 10, "word")] * n],
    "one line": lambda n: [[(72, 700, 1, "a " * n)]],
    "a grid": lambda n: [[(i % 40 * 15, 790 - i // 40 * 3, 3, "abcdefghijklm") for i in range(n)]],
}


@pytest.mark.slow
@pytest.mark.parametrize("pages", PAPERS.values(), ids=PAPERS.keys())
def test_reading_a_pdf_takes_linear_time(
    pages: Callable[[int], list[list[tuple[float, float, float, str]]]],
) -> None:
    assert_linear(lambda n: pdf.read(made_pdf(pages(n)), "a.pdf"))


RULES = {
    "level lines": lambda n: [
        f"72 {700 - i / 50:.2f} m 500 {700 - i / 50:.2f} l S" for i in range(n)
    ],
    "frames": lambda n: [f"{i % 70 * 8} {790 - i // 70 * 4} 8 4 re S" for i in range(n)],
    "one place": lambda n: ["72 700 100 100 re S"] * n,
}


@pytest.mark.slow
@pytest.mark.parametrize("drawn", RULES.values(), ids=RULES.keys())
def test_reading_the_lines_of_a_pdf_takes_linear_time(drawn: Callable[[int], list[str]]) -> None:
    shown = [column([OPENING])]
    assert_linear(lambda n: pdf.read(made_pdf(shown, lines=" ".join(drawn(n)).encode()), "a.pdf"))
