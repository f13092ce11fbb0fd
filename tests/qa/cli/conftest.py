"""What the tests of the command line share."""

from __future__ import annotations

import pytest

from pincite.qa.cli.commands import main
from tests.support.shell import Run
from tests.support.toys import ToyEncoder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "80")

    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main([str(each) for each in arguments])
        out, err = capsys.readouterr()
        return int(end.value.code or 0), out, err

    return call


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds embed with words alone."""
    monkeypatch.setattr("pincite.qa.building.embedder", lambda place, model=None: ToyEncoder())
