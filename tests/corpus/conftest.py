"""Fixtures shared by the tests of reading."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.readings import GOOD
from tests.support.small_web import HTML, Web, answer, small_web


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with one good article that must be read whatever is wrong with other files."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    return folder


@pytest.fixture
def web() -> Iterator[Web]:
    with small_web() as made:
        made.public.pages["good.example/"] = answer(HTML, "text/html; charset=UTF-8")
        yield made
