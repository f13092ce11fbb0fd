"""The first minutes of a stranger: nothing built yet, no quotes, slips, and help."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from pincite.qa.cli.serving import prepare
from tests.support.shell import Run, held, typed
from tests.support.toys import write_reports

KUNG = "What did Kung press the Americans for?"


# -- the question ----------------------------------------------------------------------------------


def test_a_question_needs_no_quotes(run: Run, samples_index: Path) -> None:
    quoted = run("ask", KUNG, "-i", samples_index)
    assert quoted[0] == 0
    assert run("ask", *KUNG.split(), "-i", samples_index) == quoted
    assert run("ask", "-i", samples_index, "--", *KUNG.split()) == quoted


def test_a_question_from_standard_input(
    run: Run, samples_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, f"{KUNG}\n")
    assert run("ask", "-", "-i", samples_index) == run("ask", KUNG, "-i", samples_index)
    typed(monkeypatch, "")
    assert run("ask", "-", "-i", samples_index)[2].startswith("pincite: the question is empty")
    monkeypatch.setattr(sys, "stdin", None)
    assert "standard input is closed" in run("ask", "-", "-i", samples_index)[2]


def test_search_and_mentions_join_their_words_too(run: Run, samples_index: Path) -> None:
    plain = run("search", "seed vault", "-k", 1, "-i", samples_index)
    assert run("search", "seed", "vault", "-k", 1, "-i", samples_index) == plain
    plain = run("mentions", "Jenner Institute", "-i", samples_index)
    assert run("mentions", "Jenner", "Institute", "-i", samples_index) == plain


def test_standard_input_that_is_not_utf_8(samples_index: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pincite.qa", "search", "-", "-i", str(samples_index)],
        input=b"seed \xff vault",
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.usefixtures("toy")
def test_chat_reads_the_folder_it_is_given(tmp_path: Path) -> None:
    folder, index = write_reports(tmp_path / "articles", 3), tmp_path / "index"
    prepare(index, [str(folder)], samples=False)
    assert held(index) == (3, (str(folder),))
    write_reports(folder, 4)
    prepare(index, [str(folder)], samples=True)
    assert held(index) == (4, (str(folder),))


# -- the index's folder ----------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["rebuild", "chat"])
@pytest.mark.usefixtures("toy")
def test_an_index_among_other_things_is_refused(run: Run, tmp_path: Path, command: str) -> None:
    folder = write_reports(tmp_path / "articles", 3)
    before = sorted(folder.iterdir())
    status, _, err = run(command, folder, "-i", folder)
    assert (status, err.count("\n")) == (2, 1)
    assert f"{folder} holds no index but 0000.txt, 0001.txt, 0002.txt; name a folder" in err
    assert f"--index {tmp_path}/articles-index" in err
    assert sorted(folder.iterdir()) == before


@pytest.mark.usefixtures("toy")
def test_an_index_may_lie_where_a_desktop_left_its_files(run: Run, tmp_path: Path) -> None:
    folder, index = write_reports(tmp_path / "articles", 3), tmp_path / "index"
    index.mkdir()
    (index / ".DS_Store").touch()
    assert run("rebuild", folder, "-i", index)[0] == 0
    (index / "notes.txt").touch()
    assert run("rebuild", folder, "-i", index)[0] == 0  # an index it is


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.usefixtures("toy")
def test_a_failed_first_build_leaves_nothing(run: Run, tmp_path: Path, there: bool) -> None:
    empty, index = tmp_path / "empty", tmp_path / "new" / "deep" / "index"
    empty.mkdir()
    if there:
        index.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    for articles in (empty, tmp_path / "nowhere"):
        status, _, err = run("rebuild", articles, "-i", index)
        assert (status, err.count("\n")) == (2, 1)
        assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.usefixtures("toy")
def test_a_build_that_fails_later_leaves_the_index(run: Run, tmp_path: Path) -> None:
    folder, index = write_reports(tmp_path / "articles", 3), tmp_path / "index"
    run("rebuild", folder, "-i", index)
    before = held(index)
    assert run("rebuild", tmp_path / "nowhere", "-i", index)[0] == 2
    assert held(index) == before


# -- help and slips --------------------------------------------------------------------------------


def test_the_version(run: Run) -> None:
    status, out, _ = run("--version")
    assert (status, out.split()[0]) == (0, "pincite")
    assert out.split()[1][0].isdigit()


@pytest.mark.parametrize("command", ["", "ask", "chat", "rebuild", "eval", "search", "verify"])
def test_help_is_plain(run: Run, command: str) -> None:
    status, out, _ = run(*filter(None, (command, "-h")))
    assert status == 0
    assert out == run(*filter(None, (command, "--help")))[1]
    assert not [kind for kind in ("<bool>", "<str>", "list[", "<int") if kind in out]
    for paragraph in out.split("\n\n"):
        lines = paragraph.splitlines()
        prose = all(line.startswith("  ") and line[2:3].isalpha() for line in lines)
        if prose and "Commands" not in paragraph:  # filled: no line ends where a word would fit
            for line, after in pairwise(lines):
                assert len(line) + 1 + len(after.split()[0]) > 78, paragraph


def test_nothing_typed_shows_the_help(run: Run) -> None:
    assert run() == run("--help")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["aks"], "Did you mean 'ask'? See: pincite --help"),
        (["ask"], "Missing argument 'QUESTION'; see: pincite ask --help"),
        (["ask", "x", "--sinec", "2020"], "--since"),
        (["search", "x", "-k", "0"], "greater than or equal to 1; see: pincite search --help"),
        (["ask", "x", "--as", "poem"], "'quote'"),
    ],
)
def test_a_slip_is_told_in_one_line(run: Run, arguments: list[str], says: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("pincite: ")
    assert says in err


def test_a_shell_completes_commands_and_loads_no_library() -> None:
    script = (
        "import sys\nfrom pincite.qa.cli.commands import main\n"
        "try: main([])\nexcept SystemExit: pass\n"
        "heavy = {'torch', 'faiss', 'numpy', 'gradio', 'openvino', 'tokenizers', 'tantivy'}\n"
        "print(*sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={
            **os.environ,
            "_PINCITE_COMPLETE": "complete_bash",
            "COMP_WORDS": "pincite ver",
            "COMP_CWORD": "1",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["verify"]
    assert done.stderr.strip() == ""
