"""The file of an article is shown as it was read: by the article's id, read only, and inert."""

from __future__ import annotations

import os
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pincite.index.storage.caches.parse_cache import parse_cache
from pincite.qa.web import original
from pincite.qa.web.server import Site
from tests.support.web_articles import FERRY
from tests.support.web_fakes import FakeAnswers, FakeSummary

BUILT = 1_777_713_240  # FakeSummary.built
PATH = "/pincite/original"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file that an article was read from."""
    path = tmp_path / "ferry <b>.html"
    path.write_bytes(b"<script>alert(1)</script><p>It leaves at 23:40.</p>")
    os.utime(path, (BUILT - 60, BUILT - 60))
    return path


def client(source: Path | str, summary: FakeSummary | None = None) -> TestClient:
    answers = FakeAnswers()
    if summary is not None:
        answers.retriever.summary = lambda: summary  # type: ignore[method-assign]
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


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file that was never read into the index, and is older than it."""
    path = tmp_path / "secret.html"
    path.write_bytes(b"<p>The key lies under the mat.</p>")
    os.utime(path, (BUILT - 600, BUILT - 600))
    return path


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="links are followed by this system")
@pytest.mark.parametrize("where", ["file", "folder"])
def test_a_link_in_its_place_is_not_followed(tmp_path: Path, secret: Path, where: str) -> None:
    if where == "file":
        source = tmp_path / "ferry.html"
        source.symlink_to(secret)
    else:
        (tmp_path / "articles").symlink_to(tmp_path)
        source = tmp_path / "articles" / secret.name
    response = client(source).get(PATH, params={"id": "a/b.html"})
    assert response.status_code == 404
    assert response.text.startswith("A symbolic link lies where the file was read")
    assert "\n" not in response.text


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
def test_a_pipe_in_its_place_blocks_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ferry.html")
    os.utime(tmp_path / "ferry.html", (BUILT - 60, BUILT - 60))
    response = client(tmp_path / "ferry.html").get(PATH, params={"id": "a/b.html"})
    assert (response.status_code, response.text) == (404, "The article was not read from a file.")


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be replaced")
def test_what_comes_into_its_place_after_the_check_is_not_sent(
    file: Path, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    was, check = file.read_bytes(), original._fault

    def exchanged(*opened: Any) -> object:
        told = check(*opened)
        secret.replace(file)
        return told

    monkeypatch.setattr(original, "_fault", exchanged)
    response = client(file).get(PATH, params={"id": "a/b.html"})
    assert b"under the mat" in file.read_bytes()
    assert (response.status_code, response.content) == (200, was)


def test_a_file_that_grows_while_it_is_sent_is_sent_as_long_as_it_was(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    was, check = file.read_bytes(), original._fault

    def grown(*opened: Any) -> object:
        with file.open("ab") as more:
            more.write(b"more")
        return check(*opened)

    monkeypatch.setattr(original, "_fault", grown)
    assert client(file).get(PATH, params={"id": "a/b.html"}).content == was


def test_another_file_in_its_place_is_refused_where_the_bytes_are_remembered(
    file: Path, secret: Path, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    index.mkdir()
    with parse_cache(index, lambda *_: []) as cache:
        cache.remember({str(file): sha256(file.read_bytes()).digest()}, alone=True)
    page = client(file, FakeSummary(path=str(index)))
    assert page.get(PATH, params={"id": "a/b.html"}).content == file.read_bytes()
    secret.replace(file)  # a regular file, and older than the index
    response = page.get(PATH, params={"id": "a/b.html"})
    assert response.status_code == 409
    assert response.text == "The file is not the one that was read: build the index again."
