"""Each way in for programs gives what ``ask --json`` prints, and says an error in one line."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client as GradioClient
from gradio_client.exceptions import AppError
from mcp import Client, StdioServerParameters
from starlette.testclient import TestClient

from pincite.qa import Answerer
from pincite.qa.cli.commands import main
from pincite.qa.programs.service import Service
from pincite.qa.programs.tool import _server
from pincite.qa.web.server import Site
from tests.support import patient_http
from tests.support.chat_server import chat
from tests.support.loops import run_apart
from tests.support.patience import PATIENCE
from tests.support.web_fakes import FakeAnswers, running, wanted

PILOT = "When will the pilot line be ready?"


KUNG = "What did Kung press the Americans for?"


LONG = "x" * 3_000


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The server over hand-made answers, in a process of its own."""
    with running("--mcp") as (address, _):
        yield address


@pytest.fixture(scope="module")
def client() -> TestClient:
    """The same without a socket."""
    return TestClient(Site(FakeAnswers()), base_url="http://127.0.0.1:7860")


# -- all of them -----------------------------------------------------------------------------------


@pytest.mark.parametrize("question", [PILOT, "What is the rent?", "Mars?", "nasty, please"])
def test_http_gradio_and_mcp_give_the_same(url: str, question: str) -> None:
    told = wanted(question)
    assert patient_http.post(f"{url}/api/answer", json={"question": question}).json() == told
    gradio = GradioClient(
        url, verbose=False, analytics_enabled=False, httpx_kwargs={"timeout": PATIENCE}
    )
    assert gradio.predict(question, api_name="/answer") == told
    assert tool(f"{url}/mcp", {"question": question}) == [False, told, told]


def tool(place: Any, arguments: dict[str, Any]) -> list[Any]:
    """Whether the tool says that it failed, and what it gives, twice."""

    async def call() -> list[Any]:
        async with Client(place) as mcp:
            assert [each.name for each in (await mcp.list_tools()).tools] == ["answer"]
            done = await mcp.call_tool("answer", arguments)
            text = getattr(done.content[0], "text", "")
            told = text if done.is_error else json.loads(text)
            return [done.is_error, done.structured_content, told]

    return run_apart(call())


def curled(url: str, values: dict[str, Any]) -> tuple[int, Any]:
    """The status and the values that the command of the README gets."""
    if shutil.which("curl") is None:
        pytest.skip("no curl: install it to ask as the README says")
    command = ["curl", "--silent", "--show-error", "--noproxy", "*", f"{url}/api/answer"]
    sent = ["--json", json.dumps(values), "--write-out", "\n%{http_code}"]
    done = subprocess.run([*command, *sent], capture_output=True, text=True, check=True)
    body, _, status = done.stdout.rpartition("\n")
    return int(status), json.loads(body)


@pytest.mark.parametrize("question", [PILOT, "What is the rent?", "Mars?", "nasty, please"])
def test_curl_gets_the_same(url: str, question: str) -> None:
    assert curled(url, {"question": question}) == (200, wanted(question))


def test_curl_gets_an_error_in_a_line(url: str) -> None:
    line = "the question has 3,000 characters; ask in at most 2,000"
    assert curled(url, {"question": LONG}) == (400, {"error": line})


def test_errors_are_one_line_each_way(url: str) -> None:
    line = "the question has 3,000 characters; ask in at most 2,000"
    told = patient_http.post(f"{url}/api/answer", json={"question": LONG})
    assert (told.status_code, told.json()) == (400, {"error": line})
    gradio = GradioClient(
        url, verbose=False, analytics_enabled=False, httpx_kwargs={"timeout": PATIENCE}
    )
    with pytest.raises(AppError, match=line):
        gradio.predict(LONG, api_name="/answer")
    failed, _, said = tool(f"{url}/mcp", {"question": LONG})
    assert (failed, said) == (True, f"Error executing tool answer: {line}")  # the SDK's words


@pytest.mark.slow
def test_the_shell_http_and_mcp_over_the_samples(
    answerer: Answerer, samples_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["ask", KUNG, "--json", "-i", str(samples_index)])
    shell = json.loads(capsys.readouterr().out)
    assert shell["found"]
    client = TestClient(Site(answerer), base_url="http://127.0.0.1")
    assert client.post("/api/answer", json={"question": KUNG}).json() == shell
    started = StdioServerParameters(
        command=sys.executable, args=["-m", "pincite.qa", "mcp", "-i", str(samples_index)]
    )
    assert tool(started, {"question": KUNG}) == [False, shell, shell]


@pytest.mark.slow
def test_curl_prints_what_the_shell_prints(
    samples_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["ask", KUNG, "--json", "-i", str(samples_index)])
    shell = json.loads(capsys.readouterr().out)
    assert shell["found"]
    with chat(samples_index) as (address, _):
        assert curled(address, {"question": KUNG}) == (200, shell)


# -- HTTP ------------------------------------------------------------------------------------------


class Recorder(FakeAnswers):
    """Keeps what it was asked with."""

    def answer(self, question: str, **options: object) -> Any:
        self.options = options
        return super().answer(question)


def test_filters_and_forms_reach_the_answerer() -> None:
    answers = Recorder()
    client = TestClient(Site(answers), base_url="http://127.0.0.1")
    sent = {"since": "2021", "until": "2022-03", "source": "bbc", "form": "list", "dates": False}
    assert client.post("/api/answer", json={"question": PILOT, **sent}).status_code == 200
    assert answers.options == {
        "since": "2021", "until": "2022-03", "source": "bbc", "as_": "list", "dates": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b"", 400, "the body: Field required"),
        (b"{", 400, "JSON"),
        (b"[]", 400, "the body"),
        (b'{"question": 7}', 400, "question: Input should be a valid string"),
        (b'{"question": "a", "sinse": "2020"}', 400, "sinse: Extra inputs are not permitted"),
        (b'{"question": "a", "form": "poem"}', 400, "form: Input should be"),
        (b'{"question": "a", "since": "soon"}', 400, "since"),
        (b'{"question": " "}', 400, "the question is empty"),
        (b'{"question": "\\ud800"}', 400, "question"),
        (b'{"question": "is it damaged?"}', 503, "manifest.json was altered"),
    ],
)
def test_what_cannot_be_answered_is_told(
    client: TestClient, body: bytes, status: int, says: str
) -> None:
    headers = {"Content-Type": "application/json"}
    told = client.post("/api/answer", content=body, headers=headers)
    assert told.status_code == status
    assert set(told.json()) == {"error"}
    assert says in told.json()["error"]
    assert "\n" not in told.json()["error"]


def test_too_many_get_a_place_and_a_time(client: TestClient) -> None:
    site = client.app
    assert isinstance(site, Site)
    held = [site.programs._line.enter() for _ in range(17)]
    try:
        told = client.post("/api/answer", json={"question": PILOT})
    finally:
        for ticket in held:
            ticket.leave()
    assert told.status_code == 503
    assert told.json()["place"] == 17
    assert re.match(r"busy, place 17: please ask again in about \d+ s", told.json()["error"])
    assert int(told.headers["Retry-After"]) >= 1
    assert client.post("/api/answer", json={"question": PILOT}).status_code == 200


def test_what_it_takes_is_described(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert list(described["paths"]) == ["/api/answer"]
    fields = described["components"]["schemas"]["Question"]["properties"]
    page = client.get("/api").text
    assert list(fields) == ["question", "since", "until", "source", "form", "dates"]
    assert all(f"<code>{name}</code>" in page for name in fields)
    assert not re.search(r"(src|href)=\"(https?:)?//", page)


def test_another_site_cannot_ask(client: TestClient) -> None:
    sent = {"json": {"question": PILOT}, "headers": {"Origin": "http://evil.example"}}
    assert client.post("/api/answer", **sent).status_code == 403  # type: ignore[arg-type]
    assert client.get("/api/answer").status_code == 404
    assert client.post("/mcp", json={}).status_code in (404, 405), "only with --mcp"


def test_sigterm_delivers_what_was_accepted() -> None:
    with running("--patient") as (address, process):
        assert process.stdout is not None
        assert process.stdin is not None
        told: list[int] = []

        async def ask() -> None:
            async with httpx.AsyncClient(timeout=PATIENCE) as http:
                asked = asyncio.create_task(
                    http.post(f"{address}/api/answer", json={"question": "held pilot"})
                )
                line = await asyncio.to_thread(process.stdout.readline)  # type: ignore[union-attr]
                assert line == "held\n"
                process.terminate()
                while (await http.post(f"{address}/api/answer", json={})).status_code != 503:
                    await asyncio.sleep(0.01)
                process.stdin.write("go on\n")  # type: ignore[union-attr]
                process.stdin.flush()  # type: ignore[union-attr]
                told.append((await asked).status_code)

        run_apart(ask())
        assert told == [200]
        assert process.wait(timeout=PATIENCE) == 0


# -- the extra -------------------------------------------------------------------------------------


def test_without_the_sdk_the_extra_is_named(samples_index: Path) -> None:
    script = (
        "import sys; sys.modules['mcp'] = None\n"
        "from pincite.qa.cli.commands import main\n"
        "main(['mcp', '-i', sys.argv[1]])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(samples_index)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "pip install 'pincite[mcp]'" in done.stderr


def test_the_tool_says_what_it_takes() -> None:
    async def listed() -> Any:
        async with Client(_server(Service(FakeAnswers()))) as mcp:
            [answer] = (await mcp.list_tools()).tools
            return answer

    answer = run_apart(listed())
    assert list(answer.input_schema["properties"]) == [
        "question", "since", "until", "source", "form", "dates",
    ]  # fmt: skip
    assert answer.input_schema["required"] == ["question"]
    assert answer.annotations.read_only_hint
