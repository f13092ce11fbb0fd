"""Parsers run in separate processes: a file that breaks its parser affects no other file."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from pincite.corpus.article import Span
from pincite.corpus.draft import Draft, Fault
from pincite.corpus.errors import PinciteError, ReadError
from pincite.corpus.parsing.dispatch import parsed
from pincite.corpus.parsing.pool import SLOW, Parser, Pool, shared_pool
from pincite.corpus.parsing.protocol import TOO_MUCH_MEMORY, dumped, packed, unpacked
from pincite.corpus.parsing.request import Request
from pincite.corpus.read import Reading, read_articles
from tests.support.patience import PATIENCE

posix = pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")

# A child process whose reader misbehaves as the file's text orders.
BAD = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
import ctypes, os, signal, time
import pincite.corpus.parsing.worker as child
import pincite.corpus.parsing.dispatch as parse
import pincite.corpus.parsing.request as asked

def read(request, data):
    word = data.decode().split()[0]
    if word == "crash":
        ctypes.string_at(0)
    if word == "exit":
        os._exit(3)
    if word == "spin":
        while True:
            pass
    if word == "sleep":
        time.sleep(60)
    if word == "hog":
        return [bytes(1 << 28) for _ in range(16)]
    if word == "write":
        with open(data.decode().split()[1], "w") as file:
            file.write("caught")
    if word == "print":
        print("noise on standard output", flush=True)
    if word == "bug":
        raise KeyError("no such thing")
    if word == "deep":
        return read(request, data)
    return parse.parsed(request, data)

child.parsed = read
asked.SECONDS = 1
child.main()
"""


@pytest.fixture
def bad() -> Iterator[Pool]:
    """A pool whose parsers misbehave when a file says so."""
    pool = Pool(BAD)
    yield pool
    pool.close()


def ask(pool: Pool, words: str) -> str:
    """The text that comes back."""
    (draft,) = pool.drafts(Request("a.txt"), words.encode())
    assert isinstance(draft, Draft)
    return draft.text


def children() -> set[str]:
    """The ids of this process's children."""
    found: set[str] = set()
    for task in Path(f"/proc/{os.getpid()}/task").iterdir():
        with suppress(OSError):  # the thread has ended since it was listed
            found |= {*(task / "children").read_text().split()}
    return found


@posix
@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("crash", r"made its parser crash \(SIG(SEGV|BUS)\)"),
        ("exit", r"made its parser crash \(exit status 3\)"),
        ("spin", SLOW),
        ("hog", TOO_MUCH_MEMORY),
        ("bug", r"cannot be read \(KeyError: 'no such thing'\)"),
        ("deep", "nested too deeply"),
    ],
)
def test_a_file_that_breaks_its_parser_is_reported_alone(
    bad: Pool, words: str, reason: str
) -> None:
    assert ask(bad, "It rained first.") == "It rained first."
    with pytest.raises(ReadError, match=reason):
        ask(bad, words)
    assert ask(bad, "It rained then.") == "It rained then."


@posix
@pytest.mark.slow
def test_a_hanging_parser_is_killed_after_the_time_limit() -> None:
    pool = Pool(BAD, wall=8.0)
    with pytest.raises(ReadError, match="not read within 8 s"):
        ask(pool, "sleep")
    pool.close()


@posix
def test_parsers_cannot_write_files(bad: Pool, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    with pytest.raises(ReadError, match=r"OSError: .*File too large"):
        ask(bad, f"write {canary}")
    assert not canary.read_text()


def test_printed_output_is_not_taken_for_a_reply(bad: Pool) -> None:
    assert ask(bad, "print this") == "print this"


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (b"\xff" * 64, "MiB of text"),
        (b"", "made its parser crash"),
        (b"\0" * 8 + b"\0" * 8, "nothing that makes sense"),
        (b"".join((bytes(7), b"\4", b'[""]', bytes(7), b"\2", b"{}")), ""),
        (
            b"".join((bytes(7), b"\4", b'[""]', bytes(6), b"\x75\x30", b"[" * 30_000)),
            "makes sense",
        ),
        (b"".join((bytes(7), b"\4", b'[""]', bytes(7), b"\3", b"[1]")), "nothing that makes sense"),
    ],
)
def test_malformed_replies_from_a_parser_are_rejected(reply: bytes, reason: str) -> None:
    script = f"import os, sys; sys.stdin.buffer.read(30); os.write(1, {reply!r})"
    pool = Pool(script)
    if reason:
        with pytest.raises(ReadError, match=reason):
            pool.drafts(Request("a.txt"), b"It rained.")
    else:
        assert pool.drafts(Request("a.txt"), b"It rained.") == []
    pool.close()


@pytest.mark.parametrize(
    "values",
    [
        {"text": 7},
        {"title": None},
        {"body": [[0, 99]]},
        {"body": [[3, 1]]},
        {"pages": [5]},
        {"sections": [[0, 99, "text", [], []]]},
        {"sections": [[0, 9, "poem", [], []]]},
        {"author": {"a": 1}},
        {"published": [1]},
        {"line": "x"},
        {"missing": None},
        {"text": "It \udc80ained."},
        {"surplus": 1},
    ],
)
def test_invalid_drafts_from_a_parser_are_rejected(values: dict[str, object]) -> None:
    whole = {"text": "It rained.", "title": "Rain", "body": [[0, 10]], "pages": [], "sections": []}
    assert unpacked(dumped([whole])) == [Draft("It rained.", "Rain", (Span(0, 10),))]
    with pytest.raises((TypeError, ValueError)):
        unpacked(dumped([{**whole, **values}]))


def test_drafts_round_trip_between_processes() -> None:
    drafts = [
        Draft("Ä\n雨 \U0001f327\u2028x", "t", (Span(0, 1), Span(2, 5)), "2026-02-03", key="k"),
        Draft("two", "", (), None, "https://e.org", None, 4, (0, 2), "A", "en", "page 2"),
        Fault(3, "no JSON"),
    ]
    assert unpacked(packed(drafts)) == drafts


def test_the_pool_gives_the_same_drafts_as_this_process() -> None:
    samples = Path(__file__).parents[2] / "corpus" / "samples"
    for path in sorted(samples.iterdir()):
        request, data = Request(path.name), path.read_bytes()
        assert shared_pool().drafts(request, data) == parsed(request, data)


@posix
def test_a_parser_killed_while_idle_does_not_fail_the_next_file(bad: Pool) -> None:
    before = children()
    ask(bad, "One.")
    (pid,) = children() - before
    os.kill(int(pid), 9)
    while "Z" not in Path(f"/proc/{pid}/stat").read_text():
        time.sleep(0.01)
    assert ask(bad, "Two.") == "Two."


@posix
def test_parser_processes_are_reused_and_end_with_the_pool(bad: Pool) -> None:
    before = children()
    for number in range(5):
        ask(bad, f"Number {number}.")
    assert len(children() - before) == 1
    bad.close()
    assert children() == before


def test_concurrent_requests_get_their_own_replies(bad: Pool) -> None:
    barrier = threading.Barrier(4)

    def run(number: int) -> bool:
        if number < 4:
            barrier.wait()
        words = f"Number {number} of many."
        return ask(bad, words) == words

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(run, range(40)))


def test_failing_to_start_a_parser_is_a_one_line_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(PinciteError, match="/nowhere/python: cannot be started to read files"):
        Pool().drafts(Request("a.txt"), b"It rained.")


@posix
def test_bad_files_do_not_affect_the_order_of_good_ones(tmp_path: Path, bad: Pool) -> None:
    draw = random.Random(0)
    words = ["crash", "exit", "hog", "bug", *(f"Good number {n}." for n in range(30))]
    draw.shuffle(words)
    for number, each in enumerate(words):
        (tmp_path / f"{number:02}.txt").write_text(each)
    told: list[tuple[int, int]] = []
    found: Reading = read_articles(
        [tmp_path], parser=Parser(bad.drafts), progress=lambda done, of: told.append((done, of))
    )
    good = [each for each in words if each.startswith("Good")]
    assert [article.text for article in found.articles] == good
    assert [Path(each.source).name for each in found.skipped] == [
        f"{n:02}.txt" for n, each in enumerate(words) if each not in good
    ]
    assert told == [(n, 34) for n in range(35)]


def test_a_script_without_a_main_guard_can_build(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It rained.")
    script = tmp_path / "script.py"
    script.write_text(
        "from pincite.corpus.read import read_articles\n"
        f"print(len(read_articles([{str(tmp_path / 'a.txt')!r}]).articles))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, env=environment, timeout=PATIENCE
    )
    assert (done.stdout, done.stderr) == ("1\n", "")


@posix
def test_a_parser_that_closes_its_pipe_is_killed() -> None:
    pool = Pool("import os, time; os.close(1); time.sleep(600)", wall=2.0)
    with pytest.raises(ReadError, match=r"SIGKILL|not read within"):
        pool.drafts(Request("a.txt"), b"It rained.")
