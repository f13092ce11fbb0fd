"""The token: without it nobody gets anything."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from pincite.corpus.errors import InputError
from pincite.qa.programs.token import VARIABLE, chosen_token
from pincite.qa.web.server import Site, serve
from tests.support.web_fakes import FakeAnswers, wanted

PILOT = "When will the pilot line be ready?"


# -- the token -------------------------------------------------------------------------------------

TOKEN = "a-token-of-some-length"


@pytest.fixture(scope="module")
def guarded() -> TestClient:
    site = Site(FakeAnswers(), "0.0.0.0", token=TOKEN)
    return TestClient(site, base_url="http://desk.example:7860", follow_redirects=False)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": f"Bearer {TOKEN}x"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Cookie": f"pincite_token={TOKEN[:-1]}"},
        {"Cookie": "pincite_token=\udcff; =;;"},
        {"Authorization": "Bearer é"},
    ],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("POST", "/api/answer"), ("GET", "/api"), ("GET", "/config"), ("POST", "/mcp"),
     ("POST", "/gradio_api/queue/join"), ("GET", "/pincite/page.js"), ("GET", "/?token=wrong")],
)  # fmt: skip
def test_without_the_token_nobody_gets_anything(
    guarded: TestClient, method: str, path: str, headers: dict[str, str]
) -> None:
    raw = [(k.encode(), v.encode("utf-8", "surrogateescape")) for k, v in headers.items()]
    told = guarded.request(method, path, headers=raw)  # type: ignore[arg-type]
    assert told.status_code == 401
    assert told.headers["WWW-Authenticate"] == "Bearer"
    assert TOKEN not in told.text


def test_a_program_sends_the_token(guarded: TestClient) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    told = guarded.post("/api/answer", json={"question": PILOT}, headers=headers)
    assert told.json() == wanted(PILOT)


def test_a_browser_brings_it_once(guarded: TestClient) -> None:
    told = guarded.get(f"/?token={TOKEN}")
    assert (told.status_code, told.headers["location"]) == (303, "/")
    cookie = told.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    guarded.cookies.clear()
    fresh = guarded.get("/api", headers={"Cookie": f"pincite_token={TOKEN}"})
    assert fresh.status_code == 200


def test_probes_need_no_token_and_tell_nothing(guarded: TestClient) -> None:
    assert guarded.get("/livez").text == "alive"
    assert guarded.get("/readyz").text == "ready"


def test_the_token_is_random_or_long_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert len({chosen_token() for _ in range(5)}) == 5
    assert all(len(chosen_token()) >= 40 for _ in range(5))
    monkeypatch.setenv(VARIABLE, TOKEN)
    assert chosen_token() == TOKEN
    for bad in ("short", "with blanks in it, and long", "ünicode-ünicode-ünicode"):
        monkeypatch.setenv(VARIABLE, bad)
        with pytest.raises(InputError, match=VARIABLE) as caught:
            chosen_token()
        assert bad not in str(caught.value)


def test_others_are_served_only_with_a_token() -> None:
    with pytest.raises(InputError, match="--auth"):
        serve(FakeAnswers(), host="0.0.0.0")
