"""A short version of what ``python -m tests.faults.campaign`` tries at full numbers."""

from __future__ import annotations

import csv
import ctypes
import mmap
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.campaign import GOALS, campaign, table
from tests.faults.goals import exports, index, soaking, texts
from tests.faults.goals.disk import compiler, failing_calls
from tests.faults.goals.level import MB, Level
from tests.faults.goals.outcome import Outcome
from tests.faults.goals.soak_plot import draw
from tests.faults.goals.suites import SUITES, suite
from tests.support.paths import ROOT

SHORT = {
    2: lambda folder: index.corruption(400, 7, folder),
    5: lambda folder: index.reloads(3, 1, folder),
    6: lambda folder: texts.citations(30, 1, folder),
}


@pytest.mark.parametrize("number", SHORT)
def test_nothing_goes_wrong(number: int, tmp_path: Path) -> None:
    found = SHORT[number](tmp_path)
    assert found.tried > 10
    assert found.wrong == []


@pytest.mark.slow
@pytest.mark.skipif(compiler() is None, reason="no C compiler: apt-get install gcc")
def test_a_failing_call_leaves_the_old_index_or_the_new_one(tmp_path: Path) -> None:
    found = failing_calls(3, 20, tmp_path)
    assert found.tried == 6
    assert found.wrong == []


@pytest.mark.slow
def test_hostile_exports_are_refused_or_harmless(tmp_path: Path, samples_index: Path) -> None:
    (tmp_path / "samples-index").symlink_to(samples_index)
    found = exports.hostile(30, 1, tmp_path)
    assert found.tried == 61
    assert found.wrong == []


@pytest.mark.slow
def test_a_short_soak_of_a_chat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By both ways in, with a rebuild beside the chat and one by it."""
    for name, value in (
        ("ARTICLES", 3),
        ("EVERY", 2),
        ("BASE", 4),
        ("GROWTH", 100),
        ("IN_PAGE", 3),
    ):
        monkeypatch.setattr(soaking, name, value)
    found = soaking.soak(8, 1, tmp_path)
    assert (found.tried, found.most["rebuilds"], found.wrong) == (8, 4, [])
    rows = list(csv.DictReader((tmp_path / "soak.csv").open()))
    assert [row["questions"] for row in rows] == ["4", "8"]
    assert float(rows[0]["MB of children"]) > 0, "the chat read a file in its page"
    draw([{k: float(v) for k, v in row.items()} for row in rows], tmp_path / "soak.png")
    assert (tmp_path / "soak.png").stat().st_size > 5_000


LEVEL = Level(
    memory=800 * MB, mapped=200 * MB, children=100 * MB, files=14, segments=5, deleted=0, threads=13
)


@pytest.mark.parametrize(
    ("later", "told"),
    [
        ({"memory": 839 * MB, "files": 16, "threads": 17, "segments": 50}, []),
        ({"mapped": 300 * MB}, []),
        ({"memory": 841 * MB}, ["memory grew by 5.1 % from 800 MB"]),
        ({"children": 106 * MB}, ["children grew by 6.0 % from 100 MB"]),
        ({"files": 19}, ["19 files, at first 14"]),
        ({"threads": 18}, ["18 threads, at first 13"]),
        ({"deleted": 1}, ["1 files of segments are open that were deleted"]),
    ],
)
def test_growth_is_told(later: dict[str, int], told: list[str]) -> None:
    outcome = Outcome()
    soaking.judge([LEVEL, replace(LEVEL, **later), LEVEL], outcome)
    assert outcome.wrong == told


def test_a_soak_that_measured_nothing_does_not_pass() -> None:
    outcome = Outcome()
    soaking.judge([replace(LEVEL, memory=0)] * 2, outcome)
    assert outcome.wrong == ["memory: the system told no memory"]


def test_a_segment_that_was_deleted_is_seen_while_it_is_mapped(tmp_path: Path) -> None:
    (tmp_path / "segments").mkdir()
    file = tmp_path / "segments" / "vectors"
    file.write_bytes(bytes(4096))
    libc = ctypes.CDLL(None)  # Python's own mmap keeps the file open as well
    libc.mmap.restype = ctypes.c_void_p
    with file.open("rb") as opened:
        size, offset = ctypes.c_size_t(4096), ctypes.c_long(0)
        at = libc.mmap(None, size, mmap.PROT_READ, mmap.MAP_SHARED, opened.fileno(), offset)
    assert Level.of(os.getpid()).deleted == 0
    file.unlink()
    assert Level.of(os.getpid()).deleted == 1
    assert libc.munmap(ctypes.c_void_p(at), size) == 0
    assert Level.of(os.getpid()).deleted == 0


def test_a_suite_counts_its_tests_and_names_what_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "test_odd.py").write_text(
        "import pytest\n@pytest.fixture\ndef left(): yield; assert 0\n"
        "def test_a(): pass\ndef test_b(): assert 0\ndef test_c(left): pass\n"
    )
    monkeypatch.setitem(SUITES, "odd", (str(tmp_path),))
    found = suite("odd")(1, 0, tmp_path)
    assert found.tried == 2, "those that passed"
    assert [re.findall(r"test_\w$|test_\w(?= )", each)[0] for each in found.wrong] == [
        "test_b",
        "test_c",
    ]


@pytest.mark.parametrize("name", SUITES)
def test_suites_name_tests_that_exist(name: str) -> None:
    """A word that selects nothing, or a file that was renamed, would try nothing."""
    places, _, words = (each.split() for each in " ".join(SUITES[name]).partition("-k"))
    files = [
        f
        for p in places
        for f in ((ROOT / p).rglob("test_*.py") if (ROOT / p).is_dir() else [ROOT / p])
    ]
    tests = [re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.M) for file in files]
    assert len(files) >= len(places)
    assert all(tests)
    chosen = [word for word in words if word != "or"]
    assert all(any(word in test for each in tests for test in each) for word in chosen)
    assert not chosen or all(any(w in test for test in each for w in chosen) for each in tests)


def test_it_goes_on_where_it_was_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts that were tried are not tried again, and the table adds all of them up."""
    tried: list[int] = []

    def part(count: int, number: int, folder: Path) -> Outcome:
        if len(tried) == 3:
            tried.append(-1)
            raise KeyboardInterrupt
        tried.append(number)
        return Outcome(count, ["broken"] if number == 1 else [], {"ms": float(number)})

    goal = type(GOALS[0])(1, "a promise", 5, 10, part)
    monkeypatch.setattr("tests.faults.campaign.GOALS", (goal,))
    with pytest.raises(KeyboardInterrupt):
        campaign(tmp_path, frozenset({1}), 1.0, lambda _: None)
    known = campaign(tmp_path, frozenset({1}), 1.0, lambda _: None)
    assert tried == [0, 1, 2, -1, 3, 4]
    assert "| 1 | a promise | 50 | 1 | 4.0 ms |" in table(known)
