"""The first minutes of a stranger: nothing built yet, no quotes, slips, and help."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pincite.index.storage.generation import describe_generation
from pincite.qa import building
from pincite.qa.cli import serving
from pincite.qa.cli.commands import main
from pincite.qa.cli.serving import prepare
from pincite.qa.library.own_files import own_folder
from tests.support.paths import SAMPLES
from tests.support.toys import ToyEncoder, report, write_reports

Run = Callable[..., tuple[int, str, str]]
KUNG = "What did Kung press the Americans for?"


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


def typed(monkeypatch: pytest.MonkeyPatch, text: str, terminal: bool = False) -> None:
    stream = io.StringIO(text)
    monkeypatch.setattr(stream, "isatty", lambda: terminal)
    monkeypatch.setattr(sys, "stdin", stream)


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


# -- a folder, the samples, or neither -------------------------------------------------------------


def held(index: Path) -> tuple[int, tuple[str, ...]]:
    """How many articles an index holds, and of which sources."""
    manifest = describe_generation(index).manifest
    return manifest.articles, manifest.sources


@pytest.mark.usefixtures("toy")
def test_chat_reads_the_folder_it_is_given(tmp_path: Path) -> None:
    folder, index = write_reports(tmp_path / "articles", 3), tmp_path / "index"
    prepare(index, [str(folder)], samples=False)
    assert held(index) == (3, (str(folder),))
    write_reports(folder, 4)
    prepare(index, [str(folder)], samples=True)
    assert held(index) == (4, (str(folder),))


@pytest.mark.usefixtures("toy")
def test_chat_replaces_the_samples_and_no_other_articles(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index, other = tmp_path / "index", write_reports(tmp_path / "other", 2)
    prepare(index, [], samples=True)
    folder = write_reports(tmp_path / "articles", 3)
    prepare(index, [str(folder)], samples=False)
    before = held(index)
    assert before == (3, (str(folder),))
    capsys.readouterr()
    status, _, err = run("chat", other, "-i", index)
    assert (status, err.count("\n")) == (2, 1)
    assert str(folder) in err
    assert "--index" in err
    assert "pincite rebuild" in err
    assert held(index) == before


@pytest.mark.usefixtures("toy")
def test_a_first_chat_asks_for_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, index = write_reports(tmp_path / "articles", 3), tmp_path / "index"
    typed(monkeypatch, f"{tmp_path}/nowhere\n'{folder}'\n", terminal=True)
    prepare(index, [], samples=False)
    out, err = capsys.readouterr()
    assert out.startswith(f"No index at {index} yet.\nFolder of your articles")
    assert "nowhere: no such file or folder" in err
    assert held(index) == (3, (str(folder),))


@pytest.mark.parametrize(("line", "terminal", "samples"), [("\n", 1, 0), ("", 0, 0), ("", 1, 1)])
@pytest.mark.usefixtures("toy")
def test_a_first_chat_without_a_folder_has_the_samples(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    terminal: bool,
    samples: bool,
) -> None:
    typed(monkeypatch, line, terminal=terminal)
    prepare(tmp_path / "index", [], samples=samples)
    assert held(tmp_path / "index") == (15, (str(SAMPLES),))


@pytest.mark.usefixtures("toy")
def test_files_that_were_added_in_the_page_stay(run: Run, tmp_path: Path) -> None:
    folder, index = write_reports(tmp_path / "articles", 3), tmp_path / "index"
    own = own_folder(index)
    for first in ([], [str(folder)]):
        prepare(index, first, samples=True)
        own.mkdir(exist_ok=True)
        (own / "added.txt").write_text(report(9))
        building.add(own / "added.txt", index)
        prepare(index, [str(folder)], samples=False)
        assert held(index) == (4, (str(folder), str(own / "added.txt")))
    other = write_reports(tmp_path / "other", 2)
    assert run("chat", other, "-i", index)[0] == 2


@pytest.mark.parametrize(
    ("options", "empty", "editing"),
    [
        ([], True, True),
        (["--samples"], False, True),
        (["--no-edit"], False, False),
        (["--host", "0.0.0.0", "--auth"], False, False),
        (["--host", "0.0.0.0", "--auth", "--edit"], True, True),
        (["--host", "::1"], True, True),
    ],
)
@pytest.mark.usefixtures("toy")
def test_a_first_page_begins_without_an_index_where_articles_may_be_added(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str],
    empty: bool, editing: bool,
) -> None:  # fmt: skip
    from pincite.qa.answerer import Answerer

    served: list[tuple[int, bool]] = []

    def serve(answers: Any, *, library: object, **_: object) -> None:
        served.append((answers.summary.articles, library is not None))

    opened = SimpleNamespace(summary=SimpleNamespace(articles=15))
    monkeypatch.setattr(Answerer, "open", lambda *_, **__: opened)
    monkeypatch.setattr("pincite.qa.web.server.serve", serve)
    typed(monkeypatch, "")
    status, _, _ = run("chat", "-i", tmp_path / "index", *options)
    assert status == 0
    assert served == [(0 if empty else 15, editing)]
    assert (tmp_path / "index").exists() is not empty


def test_a_chat_over_an_index_builds_nothing(
    samples_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "build", lambda *_, **__: pytest.fail("it was built again"))
    prepare(samples_index, [], samples=True)


def test_without_any_index_the_samples_are_offered(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_INDEX", str(tmp_path / "none"))
    status, out, err = run("ask", "who is it?")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "pincite rebuild FOLDER, or try the samples: pincite chat --samples" in err
    assert "samples" not in run("ask", "who is it?", "-i", tmp_path / "another")[2]


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
