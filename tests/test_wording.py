"""Sources as short as they can be said, and numbers with their nouns."""

from pathlib import Path

import pytest

from qa.wording import counted, nearby


def test_from_here_from_home_or_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert nearby(str(tmp_path / "here" / "a" / "b.txt")) == "a/b.txt"
    assert nearby(str(tmp_path / "home" / "b.txt")) == "~/b.txt"
    assert nearby("/elsewhere/b.txt") == "/elsewhere/b.txt"
    assert nearby("https://example.org/a") == "https://example.org/a"


def test_numbers_agree_with_their_nouns() -> None:
    assert [counted(n, "article") for n in (0, 1, 1284)] == [
        "0 articles",
        "1 article",
        "1,284 articles",
    ]
