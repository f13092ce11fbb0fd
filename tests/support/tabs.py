"""Tabs of the page that the server keeps, and lets go."""

from __future__ import annotations

from playwright.sync_api import Request

from pincite.qa.web.page import _SESSIONS
from tests.support import patient_http


def forget(loading: Request) -> None:
    """Opens so many other tabs that the server lets the one go that this request has loaded."""
    for n in range(_SESSIONS):
        sent = loading.post_data_json | {"session_hash": f"another{n}"}
        patient_http.post(loading.url, json=sent).raise_for_status()
