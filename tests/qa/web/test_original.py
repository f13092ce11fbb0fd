"""The file of an article is shown as it was read: by the article's id, read only, and inert."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pincite.qa.web.server import Site
from tests.support.web_articles import FERRY
from tests.support.web_fakes import FakeAnswers

BUILT = 1_777_713_240  # FakeSummary.built
PATH = "/pincite/original"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file that an article was read from."""
    path = tmp_path / "ferry <b>.html"
    path.write_bytes(b"<script>alert(1)</script><p>It leaves at 23:40.</p>")
    os.utime(path, (BUILT - 60, BUILT - 60))
    return path


def client(source: Path | str) -> TestClient:
    answers = FakeAnswers()
    answers.retriever.held = {"a/b.html": replace(FERRY, id="a/b.html", source=str(source))}
    return TestClient(Site(answers), base_url="http://127.0.0.1:7860")


def test_the_file_is_given_as_it_is_and_can_do_nothing(file: Path) -> None:
    response = client(file).get(PATH, params={"id": "a/b.html"})
    assert response.status_code == 200
    assert response.content == file.read_bytes()
    assert response.headers["content-type"].startswith("text/html")
    policy = response.headers["content-security-policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cross-origin-resource-policy"] == "same-origin"


def test_what_a_browser_cannot_show_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK")
    os.utime(path, (BUILT - 60, BUILT - 60))
    headers = client(path).get(PATH, params={"id": "a/b.html"}).headers
    assert headers["content-type"] == "application/octet-stream"
    assert headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "id_",
    ["", "/etc/passwd", "../../etc/passwd", "a/../a/b.html", "a/b.html\0", "\ud800", "x" * 999],
)
def test_only_an_id_of_the_index_names_a_file(file: Path, id_: str) -> None:
    query = id_.encode("utf-8", "surrogatepass")
    response = client(file).get(PATH, params={"id": query})
    assert response.status_code == 404
    assert "root:" not in response.text


@pytest.mark.parametrize("source", ["https://example.org/a", "relative.html", "/no/such/file", "/"])
def test_what_is_no_file_is_not_found(source: str) -> None:
    assert client(source).get(PATH, params={"id": "a/b.html"}).status_code == 404


def test_a_file_that_was_written_since_is_refused_in_a_line(file: Path) -> None:
    os.utime(file, (BUILT + 60, BUILT + 60))
    response = client(file).get(PATH, params={"id": "a/b.html"})
    assert response.status_code == 409
    assert response.text == "The file was written after it was read: build the index again."


def test_it_needs_an_id_and_no_other_site(file: Path) -> None:
    page = client(file)
    assert page.get(PATH).status_code == 400
    foreign = {"Origin": "http://evil.example"}
    assert page.get(PATH, params={"id": "a/b.html"}, headers=foreign).status_code == 403
    assert page.post(PATH, params={"id": "a/b.html"}).status_code == 404
