"""Sends files and wishes to the server of a page as the page does, and reads its replies."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import quote

import httpx

from tests.support.patience import PATIENCE

OURS = {"X-Pincite": "page"}


def send(url: str, name: str, data: Any, **headers: str) -> httpx.Response:
    """Sends a file under a name."""
    address = f"{url}/pincite/upload?name={quote(name)}"
    return httpx.post(address, content=data, headers=OURS | headers, timeout=PATIENCE)


def post(url: str, what: str, **values: Any) -> httpx.Response:
    """Sends a wish: to add, remove or undo."""
    return httpx.post(f"{url}/pincite/{what}", json=values, headers=OURS, timeout=PATIENCE)


def added(url: str, *tokens: str) -> dict[str, Any]:
    """Adds the files that were sent, and gives what came of it."""
    work = post(url, "add", tokens=list(tokens)).json()
    deadline = time.monotonic() + PATIENCE
    while not work["finished"] and time.monotonic() < deadline:
        time.sleep(0.02)
        work = httpx.get(f"{url}/pincite/work").json()
    assert work["error"] == ""
    return dict(work["outcome"])


def line(response: httpx.Response) -> str:
    """The one line of a refusal."""
    told = response.json()
    assert list(told) == ["error"]
    assert told["error"]
    assert "\n" not in told["error"]
    assert "Traceback" not in told["error"]
    return str(told["error"])
