"""The server lets the page through and nothing else."""

from __future__ import annotations

import asyncio
import re
import socket
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from pincite.qa.web.guard import LARGEST_BODY, BodyLimit
from tests.support import patient_http
from tests.support.loops import run_apart
from tests.support.page_events import JOIN, function
from tests.support.patience import PATIENCE

# -- who may ask -----------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:7860", "LOCALHOST", "[::1]:7860"])
def test_its_own_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/livez", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "evil.example:7860", "", "127.0.0.1@evil.example"],
)
@pytest.mark.parametrize("path", ["/", "/livez", "/assets/x.js"])
def test_a_foreign_host_is_refused(client: TestClient, host: str, path: str) -> None:
    assert client.get(path, headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
def test_another_site_cannotask(client: TestClient, origin: str) -> None:
    assert client.post(JOIN, json={}, headers={"Origin": origin}).status_code == 403


def test_the_page_itself_canask(client: TestClient) -> None:
    own = {"Origin": "http://127.0.0.1:7860"}
    assert client.post(JOIN, json={}, headers=own).status_code == 422


# -- what gets through -----------------------------------------------------------------------------

SHUT = [
    "/gradio_api/file=/etc/passwd",
    "/gradio_api/file=../../../../etc/passwd",
    "/gradio_api/file=http://169.254.169.254/latest/meta-data/",
    "/gradio_api/file/etc/passwd",
    "/gradio_api/proxy=https://example.hf.space/x",
    "/gradio_api/stream/a/b/c/playlist-file",
    "/gradio_api/info/",
    "/gradio_api/openapi.json",
    "/gradio_api/runs",
    "/gradio_api/upload_progress?upload_id=1",
    "/gradio_api/call/ask/1",
    "/gradio_api/custom_component/html/client/component/../../../../etc/passwd",
    "/gradio_api/vibe-code",
    "/gradio_api/dev/reload",
    "/gradio_api/deep_link",
    "/gradio_api/token",
    "/config/",
    "/monitoring",
    "/monitoring/summary",
    "/docs",
    "/redoc",
    "/openapi.json",
    "/robots.txt",
    "/manifest.json",
    "/pwa_icon",
    "/login",
    "/logout",
    "/svelte/x.js",
    "/file=/etc/passwd",
    "/file/etc/passwd",
    "/proxy=http://example.org",
    "/pincite/page.py",
    "/pincite/../page.py",
    "/pincite/..%2fpage.css",
    "/static/../routes.py",
    "/static/..%2froutes.py",
    "/static/..%2f..%2f..%2f..%2fetc/passwd",
    "/static/%2e%2e/%2e%2e/routes.py",
    "/static/%252e%252e/routes.py",
    "/static/..\\..\\routes.py",
    "/static/..%5c..%5croutes.py",
    "/static//etc/passwd",
    "/static/%2fetc/passwd",
    "/static/a/%00/b",
    "/assets/../../../routes.py",
    "/assets/..%2f..%2f..%2froutes.py",
    "/assets/..;/routes.py",
    "/assets//etc/passwd",
    "/assets/C:/Windows/win.ini",
    "/assets/x%0d%0aSet-Cookie:%20a=b",
    "//etc/passwd",
    "/./etc/passwd",
    "/%2e%2e/etc/passwd",
    "/../etc/passwd",
    "/index.html",
    "/qa/web/page.py",
    "/my-index/CURRENT",
    "/home/ana/articles/ferry.md",
]


@pytest.mark.parametrize("path", SHUT)
def test_no_file_and_no_other_route_is_served(url: str, path: str) -> None:
    response = _raw(url, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    assert response.startswith("HTTP/1.1 404"), response[:200]
    assert "root:" not in response


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("POST", "/gradio_api/upload/"),
        ("POST", "/upload"),
        ("POST", "/gradio_api/run/../upload"),
        ("POST", "/gradio_api/api/predict"),
        ("POST", "/gradio_api/call/ask"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/gradio_api/process_recording"),
        ("POST", "/gradio_api/vibe-edit"),
        ("POST", "/gradio_api/stream/1"),
        ("POST", "/login"),
        ("POST", "/"),
        ("PUT", JOIN),
        ("GET", JOIN),
        ("DELETE", "/"),
        ("OPTIONS", JOIN),
        ("TRACE", "/"),
        ("PATCH", "/livez"),
    ],
)
def test_nothing_can_be_uploaded_or_called(client: TestClient, method: str, path: str) -> None:
    response = client.request(method, path, headers={"Content-Type": "application/json"})
    assert response.status_code == 404


def test_a_question_cannot_jump_the_queue(url: str) -> None:
    body = {"data": ["pilot", None], "fn_index": function(url, "submit"), "session_hash": "q"}
    assert patient_http.post(f"{url}/gradio_api/run/predict", json=body).status_code == 404


def test_a_web_socket_is_refused(client: TestClient) -> None:
    own = "ws://127.0.0.1/gradio_api/queue/join"
    with pytest.raises(WebSocketDisconnect) as caught, client.websocket_connect(own):
        pass
    assert caught.value.code == 1008


@pytest.mark.parametrize("path", ["/pincite/page.css", "/pincite/page.js", "/theme.css"])
def test_what_the_page_needs_is_served(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.text


def test_the_page_loads_one_file_of_styles_and_one_of_scripts(client: TestClient) -> None:
    named = re.findall(r'"(/pincite/[^"]+)"', client.get("/").text)
    assert [re.sub(r"\?v=[0-9a-f]{16}$", "", each) for each in named] == [
        "/pincite/page.css", "/pincite/page.js",
    ]  # fmt: skip
    folder = files("pincite.qa.web.assets")
    styles, scripts = (client.get(each) for each in named)
    assert "immutable" in styles.headers["cache-control"]
    for served, ending in ((styles, "css"), (scripts, "js")):
        for file in Path(str(folder)).rglob(f"*.{ending}"):
            assert file.read_text(encoding="utf-8") in served.text, file


# -- headers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/livez", "/config", "/pincite/page.js"])
def test_every_response_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_headers_are_on_refusals_too(client: TestClient) -> None:
    refused = client.get("/", headers={"Host": "evil.example"})
    assert "content-security-policy" in refused.headers


def test_every_script_of_the_front_page_carries_a_fresh_nonce(client: TestClient) -> None:
    nonces = set()
    for _ in range(2):
        response = client.get("/")
        found = re.search(r"'nonce-([\w-]+)'", response.headers["content-security-policy"])
        assert found
        nonces.add(found[1])
        scripts = re.findall(r"<script\b[^>]*>", response.text)
        assert len(scripts) > 3
        assert all(f'nonce="{found[1]}"' in script for script in scripts)
        assert int(response.headers["content-length"]) == len(response.content)
    assert len(nonces) == 2


def test_the_front_page_names_no_other_origin_to_load_from(client: TestClient) -> None:
    loading = re.findall(
        r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=\"([^\"]+)", client.get("/").text
    )
    assert loading
    assert not [target for target in loading if re.match(r"(https?:)?//", target)]


def test_a_forwarded_host_does_not_reach_the_page(client: TestClient) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    assert "evil.example" not in client.get("/", headers=forged).text


# -- bodies ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [LARGEST_BODY + 1, 100_000_000])
def test_a_body_that_says_it_is_too_long_is_refused_unread(url: str, size: int) -> None:
    # none of the body is ever sent: an answer means that nobody waited for it
    head = f"POST {JOIN} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {size}\r\n\r\n"
    assert _raw(url, head).startswith("HTTP/1.1 413")


def test_a_chunked_body_that_is_too_long_is_refused(url: str) -> None:
    head = f"POST {JOIN} HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = f"{0x4000:x}\r\n{'a' * 0x4000}\r\n"
    chunks = LARGEST_BODY // 0x4000 + 1
    assert _raw(url, head + chunk * chunks).startswith("HTTP/1.1 413")


def test_a_body_may_be_as_long_as_the_limit(client: TestClient) -> None:
    assert client.post(JOIN, content=b"a" * LARGEST_BODY).status_code == 400
    assert client.post(JOIN, content=b"a" * (LARGEST_BODY + 1)).status_code == 413


def test_a_length_that_is_no_number_is_refused(client: TestClient) -> None:
    assert client.post(JOIN, content=b"", headers={"Content-Length": "-1"}).status_code == 413


def test_a_body_that_takes_too_long_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pincite.qa.web.guard.SLOWEST_BODY", 0.1)
    sent: list[Message] = []
    arriving = iter([{"type": "http.request", "body": b"{", "more_body": True}, None])

    async def receive() -> Message:
        message = next(arriving, {"type": "http.disconnect"})
        if message is None:
            await asyncio.sleep(PATIENCE)
        return message or {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": JOIN, "headers": []}
    run_apart(BodyLimit(_unasked)(scope, receive, send))
    assert sent[0]["status"] == 408
    assert sent[1]["body"] == b"The request's body took longer than 0.1 s; send it again, faster"


# -- helpers ---------------------------------------------------------------------------------------


async def _unasked(scope: Scope, receive: Receive, send: Send) -> None:
    raise AssertionError("the application got the request")


def _raw(url: str, request: str) -> str:
    """What comes back for these very bytes; no client tidies the path."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE) as connection:
        connection.sendall(request.encode())
        pieces = []
        while piece := connection.recv(65_536):
            pieces.append(piece)
    return b"".join(pieces).decode("utf-8", "replace")
