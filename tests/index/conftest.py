"""Fixtures shared by the tests of the index: a hundred reports, and their index."""

from pathlib import Path

import pytest

from pincite.index.building.build import rebuild
from tests.support.toys import ToyEncoder, write_reports


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_reports(tmp_path / "articles", 100)


@pytest.fixture
def index(tmp_path: Path, articles: Path) -> Path:
    rebuild(tmp_path / "index", [articles], ToyEncoder())
    return tmp_path / "index"
