"""PDFs: columns of justified text."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from pincite.corpus.draft import Draft
from pincite.corpus.formats.pdf import reader as pdf
from tests.support.files import Shown
from tests.support.files import pdf as made


def justified(lines: Sequence[str], x: float) -> list[Shown]:
    """Lines of a column; in every third line the words are further apart."""
    shown: list[Shown] = []
    for n, line in enumerate(lines):
        at = x
        for word in [line] if n % 3 else line.split():
            shown.append((at, 700 - 12 * n, 10, word))
            at += 5 * len(word) + 12
    return shown


def test_narrow_justified_columns_are_read_in_order() -> None:
    said = "The ferry to Orsk ran five times that day and its captain counted every passenger who"
    told = "A second quay is built of timber from the hills and will be open before the first snow"

    def wrapped(words: str) -> list[str]:
        return textwrap.wrap(f"{words} {words} {words} {words}.", 24)

    left, right = wrapped(said), wrapped(told)
    page = [*justified(left, 60), *justified(right, 260)]
    [draft] = pdf.read(made([page]), "quay.pdf")
    assert isinstance(draft, Draft)
    text = " ".join(draft.text.split())
    assert f"{said} {said} {said} {said}." in text
    assert f"{told} {told} {told} {told}." in text
