"""Reads a PDF that is made of words at given places."""

from __future__ import annotations

from collections.abc import Sequence

from pincite.corpus.draft import Draft
from pincite.corpus.formats.pdf import reader
from tests.support.files import Shown
from tests.support.files import pdf as made


def read(pages: Sequence[Sequence[Shown]], **given: object) -> Draft:
    [draft] = reader.read(made(pages, **given), "quay.pdf")  # type: ignore[arg-type]
    assert isinstance(draft, Draft)
    draft.article("a", "a")  # checks its spans and pages
    return draft
