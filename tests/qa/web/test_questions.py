"""Questions over the server: answered, refused in a line, malformed; its probes."""

from __future__ import annotations

import contextlib
import socket
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from pincite.corpus.errors import IndexDamaged
from pincite.qa.serving.connections import MOST
from pincite.qa.web.server import Site
from tests.support import patient_http
from tests.support.page_events import JOIN, ask
from tests.support.web_fakes import FakeAnswers

# -- probes ----------------------------------------------------------------------------------------


def test_live_and_ready(client: TestClient) -> None:
    assert client.get("/livez").text == "alive"
    assert client.get("/readyz").text == "ready: 1284 articles"


def test_not_ready_while_the_index_cannot_be_read() -> None:
    class Broken(FakeAnswers):
        broken = False

        @property
        def summary(self) -> Any:
            if self.broken:
                raise IndexDamaged("my-index: articles.sqlite was cut short")
            return super().summary

    answers = Broken()
    client = TestClient(Site(answers), base_url="http://localhost")
    answers.broken = True
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.text == "my-index: articles.sqlite was cut short"
    assert client.get("/livez").status_code == 200


# -- questions, as the browser sends them ----------------------------------------------------------


def test_a_question_is_answered_and_its_html_sent(url: str) -> None:
    assert "the first week of October 2026" in ask(url, "When is the pilot line ready?")


@pytest.mark.parametrize(
    ("question", "notice"),
    [
        ("x" * 3_000, "the question has 3,000 characters; ask in at most 2,000"),
        ("is it damaged?", "my-index: manifest.json was altered; run pincite rebuild"),
        ("crash now", "Something went wrong inside Pincite"),
    ],
)
def test_an_error_is_one_plain_line(url: str, question: str, notice: str) -> None:
    shown = ask(url, question)
    assert notice in shown
    assert "Traceback" not in shown


@pytest.mark.parametrize("question", ["a\x00b", "\x1b[31mred", "' OR 1=1 --", "{{7*7}}"])
def test_odd_questions_get_an_ordinary_reply(url: str, question: str) -> None:
    assert "Not found in your articles." in ask(url, question)


@pytest.mark.parametrize("question", ["\ud800", "🐟" * 900, "...", "\u202e"])
def test_a_question_without_a_word_is_refused(url: str, question: str) -> None:
    assert "the question is empty; ask something like" in ask(url, question)


def test_an_empty_question_is_no_turn(url: str) -> None:
    assert 'class=\\"turn\\"' not in ask(url, "  \n ")


@pytest.mark.parametrize("data", [[None, None], [["a"], None], [{"a": 1}, None], [7, None]])
def test_malformed_questions_do_not_harm_the_server(url: str, data: list[Any]) -> None:
    ask(url, data)
    assert patient_http.get(f"{url}/readyz").status_code == 200


@pytest.mark.parametrize("path", [JOIN, "/gradio_api/run/predict", "/gradio_api/run/nosuch"])
@pytest.mark.parametrize(
    ("sent", "status", "says"),
    [
        ({"fn_index": 99}, 404, "No function 99"),
        ({"fn_index": -1}, 404, "No function -1"),
        ({"fn_index": "ask"}, 404, "No function 'ask'"),
        ({"fn_index": None}, 404, "No function None"),
        ({"data": []}, 422, "0 inputs for function"),
        ({"data": ["x"] * 50}, 422, "50 inputs for function"),
        ({"data": "x"}, 422, "a list named 'data'"),
        ({"session_hash": None}, 400, "No session None"),
        ({"session_hash": ["a"]}, 400, "No session ['a']"),
        ({"session_hash": "a b"}, 400, "No session 'a b'"),
        (b"{bad", 400, "no JSON"),
        (b"\xff", 400, "no JSON"),
        (b"[" * 50_000, 400, "no JSON"),
        (b"[]", 422, "a list named 'data'"),
    ],
)
def test_an_event_that_the_page_does_not_have_is_refused_in_a_line(
    client: TestClient, path: str, sent: dict[str, Any] | bytes, status: int, says: str
) -> None:
    if isinstance(sent, bytes):
        response = client.post(path, content=sent, headers={"Content-Type": "application/json"})
    else:
        whole = {"data": ["pilot", None], "fn_index": 0, "session_hash": "t"} | sent
        response = client.post(path, json=whole)
    assert response.status_code == status
    assert says in response.text
    assert "\n" not in response.text


@pytest.mark.parametrize("query", ["?session_hash=nobody", "?session_hash=", ""])
def test_a_session_that_nobody_has_gets_no_stream(client: TestClient, query: str) -> None:
    response = client.get(f"/gradio_api/queue/data{query}")
    assert response.status_code == 404
    assert response.text.startswith("No question waits in session '")
    assert "\n" not in response.text


# -- connections -----------------------------------------------------------------------------------


def test_idle_and_half_open_connections_keep_nobody_out(url: str) -> None:
    parts = urlsplit(url)
    with contextlib.ExitStack() as stack:
        for n in range(MOST + 44):
            each = socket.create_connection((parts.hostname, parts.port))
            stack.enter_context(each).sendall(b"GET / HTTP/1.1\r\n" if n % 2 else b"")
        assert patient_http.get(f"{url}/livez").text == "alive"
