"""Files read before are not parsed again; a damaged or old cache is ignored."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import pincite.index.storage.caches.parse_cache
from pincite.corpus.article import Span
from pincite.corpus.draft import Draft, Fault
from pincite.corpus.errors import ReadError
from pincite.corpus.parsing.request import Request
from pincite.index.building.build import add, rebuild
from pincite.index.storage.caches.names import READINGS
from pincite.index.storage.caches.parse_cache import ParseCache, parse_cache
from pincite.index.storage.snapshot import Snapshot
from tests.support.toys import ToyEncoder, report, write_reports


class Parser:
    """A parser that records which files it parses."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def drafts(self, request: Request, data: bytes) -> list[Draft | Fault]:
        self.asked.append(request.name)
        if not data:
            raise ReadError("no text in it")
        text = data.decode()
        return [Draft(text, request.name, (Span(0, len(text)),), "2026-02-03"), Fault(2, "no JSON")]


@pytest.fixture
def parser() -> Parser:
    return Parser()


def read(folder: Path, parser: Parser, *names: str, forget: bool = False) -> list[str]:
    """The files that had to be parsed; each file's content is its name."""
    parser.asked.clear()
    with parse_cache(folder, parser.drafts) as known:
        for name in names:
            draft, fault = known.drafts(Request(name), name.encode())
            assert (draft, fault) == tuple(Parser().drafts(Request(name), name.encode()))
        if forget:
            known.forget_the_rest()
    return list(parser.asked)


def test_the_same_bytes_are_parsed_once(tmp_path: Path, parser: Parser) -> None:
    assert read(tmp_path, parser, "a", "b") == ["a", "b"]
    assert read(tmp_path, parser, "b", "a", "c") == ["c"]
    assert read(tmp_path, parser, "a", "b", "c") == []


def test_another_name_type_or_content_is_parsed_again(tmp_path: Path, parser: Parser) -> None:
    with parse_cache(tmp_path, parser.drafts) as known:
        for request, data in (
            (Request("a"), b"one"),
            (Request("b"), b"one"),
            (Request("a"), b"two"),
            (Request("a", "https://e.org/a"), b"one"),
            (Request("a", "https://e.org/a", "text/html"), b"one"),
        ):
            known.drafts(request, data)
    assert len(parser.asked) == 5


def test_failed_files_are_parsed_again(tmp_path: Path, parser: Parser) -> None:
    for _ in range(2):
        with (
            parse_cache(tmp_path, parser.drafts) as known,
            pytest.raises(ReadError, match="no text"),
        ):
            known.drafts(Request("a"), b"")
    assert parser.asked == ["a", "a"]


def test_the_parse_cache_drops_removed_files(tmp_path: Path, parser: Parser) -> None:
    read(tmp_path, parser, "a", "b")
    assert read(tmp_path, parser, "b", forget=True) == []
    assert read(tmp_path, parser, "b", "a") == ["a"]


def test_changed_reader_code_invalidates_the_cache(
    tmp_path: Path, parser: Parser, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(tmp_path, parser, "a")
    monkeypatch.setattr(
        pincite.index.storage.caches.parse_cache, "_code", lambda: b"a reader that was mended"
    )
    assert read(tmp_path, parser, "a") == ["a"]


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\0" + bytes(84)])
def test_a_damaged_parse_cache_is_recreated(tmp_path: Path, parser: Parser, damage: bytes) -> None:
    read(tmp_path, parser, "a")
    (tmp_path / READINGS).write_bytes(damage)
    assert read(tmp_path, parser, "a") == ["a"]
    assert read(tmp_path, parser, "a") == []


def test_a_flipped_bit_in_the_cache_is_not_read(tmp_path: Path, parser: Parser) -> None:
    read(tmp_path, parser, "a")
    with sqlite3.connect(tmp_path / READINGS) as connection:
        (drafts,) = connection.execute("SELECT drafts FROM readings").fetchone()
        for place in range(len(drafts)):
            flipped = bytearray(drafts)
            flipped[place] ^= 1
            connection.execute("UPDATE readings SET drafts = ?", (bytes(flipped),))
            found = ParseCache(connection, parser.drafts).drafts(Request("a"), b"a")
            assert found == Parser().drafts(Request("a"), b"a")
            assert len(parser.asked) == place + 2


def test_without_a_writable_cache_everything_is_parsed(tmp_path: Path, parser: Parser) -> None:
    (tmp_path / READINGS).mkdir()
    assert read(tmp_path, parser, "a") == ["a"]
    assert read(tmp_path, parser, "a") == ["a"]


def test_a_rebuild_parses_only_changed_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parser = Parser()
    parser.drafts = lambda request, data: Parser.drafts(parser, request, data)[:1]  # type: ignore[method-assign]
    monkeypatch.setattr("pincite.index.building.build.shared_pool", lambda: parser)
    folder, place = write_reports(tmp_path / "articles", 3), tmp_path / "index"
    rebuild(place, [folder], ToyEncoder())
    assert len(parser.asked) == 3
    before = list(Snapshot.open(place).store.articles())
    parser.asked.clear()
    assert not rebuild(place, [folder], ToyEncoder()).published
    assert not rebuild(place, [], ToyEncoder()).published
    assert parser.asked == []
    (folder / "0001.txt").write_text(report(7))
    (tmp_path / "more.txt").write_text(report(8))
    assert rebuild(place, [], ToyEncoder()).changes.changed == ("0001.txt",)
    add(place, [tmp_path / "more.txt"], ToyEncoder())
    assert parser.asked == ["0001.txt", "more.txt"]
    rebuild(place, [], ToyEncoder())
    assert parser.asked == ["0001.txt", "more.txt"], "adding one file does not forget the others"
    assert [a for a in Snapshot.open(place).store.articles() if a.id == "0000.txt"] == before[:1]
