"""A tab that stays open takes no more of the server's memory with every event."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from pincite.qa.web.server import Site
from tests.support.page_events import JOIN, RUN, loading
from tests.support.web_fakes import FakeAnswers


@pytest.fixture
def site() -> Site:
    return Site(FakeAnswers())


def number(site: Site, event: str) -> int:
    """The number of the first function for an event of the page."""
    found = site.page.functions.values()
    return next(each._id for each in found if any(name == event for _, name in each.targets))


def held(site: Site) -> tuple[int, int]:
    """How many values and components Gradio keeps for the tab."""
    session = site.page._blocks.state_holder.session_data["t"]
    return len(session.config_values), len(session.blocks_config.blocks)


def test_copies_of_unchanged_parts_are_dropped_and_the_tab_goes_on(site: Site) -> None:
    with TestClient(site, base_url="http://127.0.0.1:7860") as client:

        def send(event: str) -> str:
            body = {"data": [None], "event_data": {}, "fn_index": number(site, event)}
            sent = client.post(RUN, json=body | {"session_hash": "t"})
            return str(sent.raise_for_status().json()["data"])

        client.post(RUN, json=loading(number(site, "load"), "t")).raise_for_status()
        site.page.forget_copies()
        first, seen = send("anew"), held(site)
        for _ in range(5):
            send("save")  # changes another part than a new chat does
            assert send("anew") == first
            site.page.forget_copies()
            assert held(site) <= seen


def test_records_of_events_are_not_kept(site: Site) -> None:
    """Gradio would keep 10,000, and sum them up after every question."""
    with TestClient(site, base_url="http://127.0.0.1:7860") as client:
        sent = {"data": ["When?", None], "event_data": None, "session_hash": "t"}
        for _ in range(3):
            joined = client.post(JOIN, json=sent | {"fn_index": number(site, "submit")})
            joined.raise_for_status()
        records = site.page._blocks._queue.event_analytics
        assert len(records) == 1
