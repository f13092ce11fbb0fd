"""What the tests of the server share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from pincite.qa.web.server import Site
from tests.support.web_fakes import FakeAnswers, running


@pytest.fixture(scope="session")
def client() -> TestClient:
    """The application without a socket."""
    return TestClient(Site(FakeAnswers()), base_url="http://127.0.0.1:7860")


@pytest.fixture(scope="session")
def url() -> Iterator[str]:
    """The application in a process of its own."""
    with running() as (address, _):
        yield address
