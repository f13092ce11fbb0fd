"""Without the extra, each place in Milvus is one line that names it; and nothing imports what the
extra brings unless such a place is named."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.paths import ROOT, SAMPLES

BLOCKED = """
import sys
for name in ("pymilvus", "milvus_lite", "ray", "grpc"):
    sys.modules[name] = None
from pincite.qa.cli.commands import main
main(sys.argv[1:])
"""
EVERYTHING = """
import importlib, pkgutil, sys
import pincite.qa
from pincite.qa import Answerer, answer, rebuild, add, remove, check_export, replay
for name in ("answerer", "building", "place", "cli.commands", "cli.indexing", "cli.serving",
             "evaluation.run", "web.server", "programs.tool", "asking.asking"):
    importlib.import_module(f"pincite.qa.{name}")
found = {"pymilvus", "milvus_lite", "ray", "grpc"} & set(sys.modules)
assert not found, found
"""
PLACES = ("milvus://localhost:19530/news", "milvus-lite:///tmp/none/such.db")


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )


@pytest.mark.parametrize(
    "command",
    [
        ["rebuild", str(SAMPLES)], ["ask", "who"], ["verify"],
    ],
)  # fmt: skip
def test_without_the_extra_milvus_is_a_one_line_error(command: list[str]) -> None:
    for place in PLACES[:1]:
        done = run(BLOCKED, *command, "--index", place)
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert "pip install 'pincite[scale]'" in done.stderr


def test_each_way_to_open_milvus_needs_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """The functions that all commands use are tried in this process."""
    from pincite.corpus.errors import InputError
    from pincite.qa.place import home_at, manifest_at, place_of, retriever_at

    for name in ("pymilvus", "milvus_lite"):
        monkeypatch.setitem(sys.modules, name, None)
    for name in [each for each in sys.modules if each.startswith("pincite.index.scale.")]:
        monkeypatch.delitem(sys.modules, name)
    for place in PLACES:
        for door in (retriever_at, home_at, manifest_at):
            with pytest.raises(InputError, match=r"pip install 'pincite\[scale\]'"):
                door(place_of(place))


def test_importing_pincite_does_not_import_the_extra() -> None:
    done = run(EVERYTHING)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "command",
    [["rollback"], ["rebuild", "--watch"], ["verify", "--repair"], ["search", "x", "--exact"]],
)
def test_folder_only_options_are_refused_for_milvus(command: list[str]) -> None:
    from pincite.corpus.errors import InputError
    from pincite.qa.cli.commands import app

    arguments = [*command, "--index", PLACES[0]]
    with pytest.raises(InputError, match="works on an index in a folder"):
        app(args=arguments, prog_name="pincite", standalone_mode=False)
