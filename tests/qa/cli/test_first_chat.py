"""The first chat: from a folder, from the samples, or without an index."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pincite.qa import building
from pincite.qa.cli import serving
from pincite.qa.cli.serving import prepare
from pincite.qa.library.own_files import own_folder
from pincite.qa.web.rendering.turn import ChosenFilter
from tests.support.fake_replies import no_answer
from tests.support.paths import SAMPLES
from tests.support.shell import Run, held, typed
from tests.support.toys import report, write_reports


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


@pytest.mark.parametrize("text", [False, True])
@pytest.mark.usefixtures("toy")
def test_the_conditions_of_the_command_are_the_filter_of_the_chat(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: bool
) -> None:
    from pincite.qa.answerer import Answerer

    asked: list[dict[str, Any]] = []
    talk = SimpleNamespace(ask=lambda line, **chosen: asked.append(chosen) or no_answer(line))
    opened = SimpleNamespace(summary=SimpleNamespace(articles=15), conversation=lambda: talk)
    monkeypatch.setattr(Answerer, "open", lambda *_, **__: opened)

    def serve(*_: object, narrowed: ChosenFilter, **__: object) -> None:
        asked.append(asdict(narrowed))

    monkeypatch.setattr("pincite.qa.web.server.serve", serve)
    typed(monkeypatch, "When?\n")
    options = ["--since", "2020", "--source", "bbc", *(["--text"] if text else [])]
    assert run("chat", "--samples", "-i", tmp_path / "index", *options)[0] == 0
    assert asked == [{"since": "2020", "until": None, "source": "bbc"}]


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
