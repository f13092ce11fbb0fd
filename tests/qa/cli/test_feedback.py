"""Feedback and replay in the shell, over the samples and over what changed in them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pincite.index.building.build import remove
from pincite.index.engines.encoder import SentenceEncoder
from pincite.qa.feedback.recording import feedback_file
from tests.support.shell import Run

KUNG = "What did Kung press the Americans for?"


@pytest.mark.slow
def test_from_an_answer_to_what_changed(
    run: Run, samples_index: Path, tmp_path: Path, encoder: SentenceEncoder
) -> None:
    index = tmp_path / "index"
    shutil.copytree(samples_index, index)
    status, out, _ = run("feedback", "right", *KUNG.split(), "-i", index)
    assert (status, "double taxation" in out, "kept as right" in out) == (0, True, True)
    assert str(feedback_file(index)) in out.replace("~", str(Path.home()))
    moon = ("feedback", "wrong", "who", "walked", "on", "the", "moon", "--nothing", "-i", index)
    assert json.loads(run(*moon, "--json")[1])["verdict"] == "wrong"
    status, out, _ = run("replay", "-i", index)
    assert (status, out) == (0, "2 questions: 2 same, 0 elsewhere, 0 changed, 0 found, 0 lost\n")
    figures = json.loads(run("eval", feedback_file(index), "-i", index, "--json")[1])
    assert figures["questions"] == 2
    remove(index, ["taiwan-rare-earth-pilot.txt"], encoder)
    status, out, _ = run("replay", "-i", index)
    assert status == 1
    assert f"{KUNG} (you said: right)" in out
    assert "was: quick legislation" in out
    told = json.loads(run("replay", feedback_file(index), "-i", index, "--json")[1])["replayed"]
    assert [each["state"] != "same" for each in told] == [True, False]


def test_slips_are_one_line(run: Run, samples_index: Path, tmp_path: Path) -> None:
    for arguments, says in (
        (("feedback", "fine", "who?"), "VERDICT"),
        (("feedback", "wrong", "who?", "--nothing", "--answer", "Ann"), "--nothing and --answer"),
        (("replay", "-i", tmp_path / "none"), "pincite feedback right QUESTION"),
        (("replay", tmp_path / "none.json", "-i", samples_index), "no such file"),
    ):
        status, out, err = run(*arguments)
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert says in err
