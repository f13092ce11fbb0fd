"""Output to terminals that cannot show everything, and of text that no encoding has."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT

TOLD = "The Caf\u00e9 \u96e8 serves tea \U0001f327 from nine in the morning.\nIt closes at noon.\n"
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


WAITING = """
from pincite.qa.cli.output import print_text, waiting

with waiting("reading your articles"):
    pass
print_text("the answer")
"""


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
@pytest.mark.parametrize("terminal", [True, False])
def test_what_is_waited_for_is_shown_on_a_terminal_only(terminal: bool) -> None:
    """And on standard error, so that standard output has the answer alone."""
    import pty

    reads, writes = pty.openpty() if terminal else os.pipe()
    done = subprocess.run(
        [sys.executable, "-c", WAITING],
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
        stdout=subprocess.PIPE, stderr=writes, check=True,
    )  # fmt: skip
    os.write(writes, b"end")
    os.close(writes)
    told = os.read(reads, 4096)
    os.close(reads)
    assert done.stdout == b"the answer\n"
    assert (b"reading your articles" in told) is terminal
    assert terminal or told == b"end"


VERBS = r"""
import sys
from pathlib import Path
from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.qa.cli.commands import main
from tests.support.toys import ToyEncoder

SentenceEncoder.load = lambda *_, **__: ToyEncoder()
index = Path(sys.argv[1], "index")
rebuild(index, [Path(sys.argv[1], "a.txt")], ToyEncoder())
for verb in ("ask", "search"):
    for form in ([], ["--json"]):
        print("----")
        try:
            main([verb, "What does the Caf\u00e9 \u96e8 \udc80 serve?", *form, "-i", str(index)])
        except SystemExit as end:
            print("----")
            print(end.code)
"""


@pytest.mark.slow
def test_the_verbs_lose_nothing_in_ascii(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TOLD, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", VERBS, tmp_path],
        env={
            **os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONPATH": str(ROOT)
        },
        capture_output=True, text=True, encoding="ascii", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    _, ask, ask_code, ask_json, ask_json_code, search, search_code, search_json, last = [
        each.strip() for each in done.stdout.split("----")
    ]
    assert {ask_code, ask_json_code} <= {"0", "1"}
    assert (ask_code, search_code, last) == (ask_json_code, "0", "0")
    assert "Caf" in ask
    assert "Caf" in search
    asked = json.loads(ask_json)["question"]
    assert asked.startswith("What does the Caf\u00e9 \u96e8")
    assert TOLD.partition("\n")[0] in json.dumps(json.loads(search_json), ensure_ascii=False)
