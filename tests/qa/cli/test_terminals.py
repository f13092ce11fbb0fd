"""Output to terminals that cannot show everything, and of text that no encoding has."""

import json
import os
import subprocess
import sys

import pytest

SCRIPT = r"""
import typer
from pincite.qa.cli import commands
from pincite.qa.cli.output import print_json, print_text
from pincite.qa.cli.text import printable

@commands.app.command("show")
def show(as_json: bool = typer.Option(False, "--json")) -> None:
    said = "Caf\u00e9 \u96e8 \U0001f327 \udc80"
    print_json({"said": said}, indent=None) if as_json else print_text(printable(said))

commands.main()
"""


@pytest.mark.parametrize("encoding", ["ascii", "utf-8", "cp1252"])
def test_nothing_is_lost_to_a_traceback(encoding: str) -> None:
    def run(*options: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-c", SCRIPT, "show", *options],
            env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
            capture_output=True,
            check=False,
        )

    told, values = run(), run("--json")
    assert (told.returncode, told.stderr) == (0, b"")
    assert told.stdout.startswith(b"Caf")
    assert (values.returncode, values.stderr) == (0, b"")
    assert (
        json.loads(values.stdout.decode(encoding))["said"] == "Caf\u00e9 \u96e8 \U0001f327 \udc80"
    )
