"""Sources as short as they can be said."""

from pathlib import Path

import pytest

from qa.places import nearby


def test_from_here_from_home_or_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert nearby(str(tmp_path / "here" / "a" / "b.txt")) == "a/b.txt"
    assert nearby(str(tmp_path / "home" / "b.txt")) == "~/b.txt"
    assert nearby("/elsewhere/b.txt") == "/elsewhere/b.txt"
    assert nearby("https://example.org/a") == "https://example.org/a"
