"""Every command, snippet, option and figure in the README is real.

A fenced block's commands are run, and the output shown beneath them is compared with the output
that comes, word for word; the README shows what the program prints, or this fails.
"""

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest

from pincite.qa.cli.commands import app, main
from tests.support.paths import README, ROOT


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands() -> list[tuple[str, str]]:
    """Each ``$ pincite …`` line of a console block with the output shown beneath it."""
    found = []
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def words(text: str) -> str:
    """Text without wrapping, seconds, paths and a confidence's digits: processors that compute in
    other precisions round these otherwise."""
    text = re.sub(r"[\w./~-]*\.pincite/index|/\S*?/index\b", "INDEX", text)
    text = re.sub(r"\d+\.\d s\b", "T s", text)
    text = re.sub(r"\bconfidence [01]\.\d\d\b", "confidence C", text)
    return " ".join(text.split())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def run(arguments: list[str], home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("PINCITE_INDEX", str(home / "index"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(ROOT)
    out = io.StringIO()
    with contextlib.redirect_stdout(out), pytest.raises(SystemExit):
        main(arguments)
    return out.getvalue()


def test_console_blocks_show_the_real_output(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = commands()
    assert len(shown) >= 3
    for command, output in shown:
        program, *arguments = shlex.split(command)
        assert program == "pincite"
        assert words(run(arguments, home, monkeypatch)) == words(output), command


def test_python_blocks_show_the_real_output(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(["rebuild", "corpus/samples"], home, monkeypatch)
    assert blocks("python")
    for block in blocks("python"):
        shown = re.findall(r"# prints (.*)$", block, re.MULTILINE)
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(block, "README.md", "exec"), {})
        assert out.getvalue().splitlines() == shown


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"\bmake (\w+)", README)
    assert {"chat", "test"} <= set(targets)
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_modules_and_files_named_exist() -> None:
    for module in re.findall(r"python -m ([\w.]+)", README):
        place = ROOT / module.removeprefix("pincite.").replace(".", "/")
        assert place.with_suffix(".py").is_file() or (place / "__main__.py").is_file(), module
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).is_file(), target


def test_every_pincite_command_named_exists() -> None:
    there = {each.name or each.callback.__name__ for each in app.registered_commands}
    named = set(re.findall(r"`pincite (\w+)", README)) | {c.split()[1] for c, _ in commands()}
    assert named <= there
    assert there <= named, "the README names every command"


def test_no_placeholder_is_left() -> None:
    assert not re.search(r"^[A-Z]{4,}$", README, re.MULTILINE)


def test_the_introduction_has_commands_picture_and_examples() -> None:
    first = README.split("\n## ")[0]
    assert "make chat" in first
    assert "make test" in first
    assert re.search(r"!\[[^\]]+\]\([\w/]+\.png\)", first)
    assert "```console" in first
    assert "```python" in first
