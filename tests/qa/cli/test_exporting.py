"""``ask --export`` and ``verify EXPORT.json`` as a person meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from tests.support.shell import Run

QUESTION = "How much did the lido on Mill Street cost?"
TEXT = "The lido on Mill Street opened in May. It cost the town 4.2 million crowns.\n"


@pytest.fixture
def lido(tmp_path: Path, encoder: SentenceEncoder) -> tuple[Path, Path]:
    """An article's file and the index over it."""
    file, index = tmp_path / "articles" / "lido.txt", tmp_path / "index"
    file.parent.mkdir()
    file.write_text(TEXT)
    rebuild(index, [file.parent], encoder)
    return file, index


def test_an_export_is_checked_again(
    run: Run,
    lido: tuple[Path, Path],
    encoder: SentenceEncoder,
    tmp_path: Path,
) -> None:
    (file, index), export = lido, tmp_path / "lido.json"
    status, out, _ = run("ask", QUESTION, "-i", index, "--export", export)
    assert status == 0
    assert "4.2 million crowns" in out
    status, out, _ = run("verify", export, "-i", index)
    assert (status, out.strip()) == (0, "1 quote: 1 unchanged, 0 moved, 0 changed, 0 gone")
    file.write_text(TEXT.replace("The lido", "Rain fell. The lido"))
    rebuild(index, [file.parent], encoder)
    status, out, _ = run("verify", export, "-i", index)
    assert status == 0
    assert "1 moved" in out
    file.write_text(TEXT.replace("4.2", "5.8"))
    rebuild(index, [file.parent], encoder)
    status, out, _ = run("verify", export, "-i", index)
    assert status == 1
    assert "“4.2” is now “5.8”" in out
    assert "now: “It cost the town 5.8 million crowns.”" in out
    status, out, _ = run("verify", export, "-i", index, "--json")
    [checked] = json.loads(out)["checked"]
    assert (status, checked["state"]) == (1, "changed")
    assert checked["now"]["quote"] == "It cost the town 5.8 million crowns."
    file.write_text("An owl sat on the fence.")
    rebuild(index, [file.parent], encoder)
    status, out, _ = run("verify", export, "-i", index)
    assert (status, "1 gone" in out) == (1, True)


def test_what_ask_json_prints_can_be_checked_too(
    run: Run,
    lido: tuple[Path, Path],
    tmp_path: Path,
) -> None:
    _, out, _ = run("ask", QUESTION, "-i", lido[1], "--json")
    printed = tmp_path / "printed.json"
    printed.write_text(out)
    status, out, _ = run("verify", printed, "-i", lido[1])
    assert (status, "1 unchanged" in out) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask", "why?", "-i", "nowhere", "--export", "a.docx"], "a.docx: expected a name that"),
        (["ask", "why?", "-i", "nowhere", "--export", "no/a.md"], "no: no such folder"),
        (["verify", "none.json", "-i", "nowhere"], "none.json: No such file or directory"),
    ],
)
def test_bad_names_are_told_before_anything_is_loaded(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith(f"pincite: {says}")
    assert err.count("\n") == 1
