"""Every command over an index in Milvus Lite, and what opens the page and the MCP tool over it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.scale.address import Address
from pincite.qa import building
from pincite.qa.feedback.recording import feedback_file
from pincite.qa.programs.tool import _server
from pincite.qa.web.handlers import PageHandlers
from pincite.qa.web.server import Site
from tests.support.loops import run_apart
from tests.support.paths import SAMPLES
from tests.support.places import new_place
from tests.support.shell import Run
from tests.support.toys import ToyEncoder, report

KUNG = "What did Kung press the Americans for?"
TAX = "double taxation"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """The samples in Milvus Lite, embedded with words alone."""
    folder = tmp_path_factory.mktemp("lite")
    with new_place("lite", folder) as address, pytest.MonkeyPatch.context() as patch:
        patch.setattr(SentenceEncoder, "load", lambda *_, **__: ToyEncoder())
        assert isinstance(address, Address)
        building.rebuild([SAMPLES], address)
        yield address


@pytest.fixture
def run(run: Run, place: Address, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line, which finds the index by $PINCITE_INDEX."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("PINCITE_INDEX", str(place))
    return run


def test_what_the_index_holds_is_told(run: Run, place: Address) -> None:
    status, out, err = run("status", "--articles")
    assert (status, err) == (0, "")
    assert str(place) in out
    assert "taiwan-rare-earth-pilot.txt" in out
    told = json.loads(run("status", "--articles", "--json")[1])
    assert (told["index"], told["embedder"], told["bytes"]) == (str(place), "toy", None)
    assert len(told["list"]) == told["articles"] > 10
    found = json.loads(run("verify", "--json")[1])
    assert found["index"] == str(place)
    assert run("verify")[0] == 0


def test_questions_are_asked(run: Run, tmp_path: Path) -> None:
    status, out, err = run("ask", KUNG)
    assert (status, err) == (0, "")
    assert TAX in out
    assert run("ask", KUNG, "--source", "suez")[0] == 1
    status, out, _ = run("search", "seed vault", "-k", 3, "--json")
    assert status == 0
    assert "svalbard-seed-vault.md" in [each["article"]["id"] for each in json.loads(out)["hits"]]
    status, out, _ = run("mentions", "seed vault")
    assert status == 0
    assert "Svalbard" in out
    questions = tmp_path / "questions.jsonl"
    asked = {"question": KUNG, "answers": [TAX], "article": "taiwan-rare-earth-pilot.txt"}
    questions.write_text(json.dumps(asked), encoding="utf-8")
    figures = json.loads(run("eval", questions, "--mode", "open", "--json")[1])
    assert (figures["questions"], figures["recall"]["10"]) == (1, 1.0)


def test_articles_come_and_go(run: Run, tmp_path: Path) -> None:
    late = tmp_path / "late.txt"
    late.write_text(report(7), encoding="utf-8")
    status, out, _ = run("add", late)
    assert status == 0
    assert "1 added, 0 changed, 0 removed" in out
    asked = ("search", "the bakery number 7 opened to visitors", "--json")
    assert json.loads(run(*asked)[1])["hits"][0]["article"]["id"] == "late.txt"
    assert "1 removed" in run("remove", "late.txt")[1]
    hits = json.loads(run(*asked)[1])["hits"]
    assert "late.txt" not in [each["article"]["id"] for each in hits]
    told = json.loads(run("rebuild", "--json")[1])
    assert (told["embedded"], told["published"]) == (0, False)
    listed = json.loads(run("status", "--articles", "--json")[1])["list"]
    assert "late.txt" not in [each["id"] for each in listed]


def test_it_is_carried_to_a_folder(run: Run, place: Address, tmp_path: Path) -> None:
    status, out, _ = run("copy", place, tmp_path / "copy")
    assert status == 0
    assert "(0 embedded now)" in out
    lists = [
        json.loads(run("status", "--articles", "--json", *at)[1])["list"]
        for at in ((), ("-i", tmp_path / "copy"))
    ]
    assert lists[0] == lists[1]


def test_a_verdict_is_kept_and_asked_again(run: Run, place: Address) -> None:
    status, out, _ = run("feedback", "right", *KUNG.split())
    assert (status, TAX in out) == (0, True)
    assert feedback_file(place).parent == Path(place.uri).parent
    told = (0, "1 question: 1 same, 0 elsewhere, 0 changed, 0 found, 0 lost\n")
    assert run("replay")[:2] == told


@pytest.mark.parametrize(
    "command", [["rollback"], ["rebuild", "--watch"], ["verify", "--repair"]], ids=" ".join
)
def test_what_is_for_folders_is_one_line(run: Run, place: Address, command: list[str]) -> None:
    status, out, err = run(*command)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"pincite: {place}: {' '.join(command)} works on an index in a folder")


def test_a_talk_in_the_shell(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{KUNG}\n"))
    status, out, _ = run("chat", "--text")
    assert (status, TAX in out) == (0, True)


def test_the_page_is_opened(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Any] = []

    def serve(answers: Any, *, library: object, **_: object) -> None:
        served.append((answers, library))

    monkeypatch.setattr("pincite.qa.web.server.serve", serve)
    assert run("chat", "--no-browser")[0] == 0
    [(answers, library)] = served
    assert library is None, "files are added in the page to a folder alone"
    handlers = PageHandlers(answers)
    view = handlers.open(handlers.blank())
    assert f"{answers.summary.articles:,}" in view["header"]
    *_, view = handlers.ask(KUNG, view["chat"])
    assert TAX in view["transcript"]
    assert "taiwan-rare-earth-pilot.txt" in view["source"]
    client = TestClient(Site(answers), base_url="http://127.0.0.1")
    assert client.post("/api/answer", json={"question": KUNG}).json()["found"]


def test_the_tool_is_opened(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Any] = []
    monkeypatch.setattr("pincite.qa.programs.tool.stdio", served.append)
    assert run("mcp")[0] == 0

    mcp_client = pytest.importorskip("mcp", reason="no MCP: pip install 'pincite[mcp]'").Client

    async def call() -> Any:
        async with mcp_client(_server(served[0])) as mcp:
            return (await mcp.call_tool("answer", {"question": KUNG})).structured_content

    told = run_apart(call())
    assert told == json.loads(run("ask", KUNG, "--json")[1])
    assert told["found"]
