"""Files are sent to the server as the page and as an attacker sends them."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from select import select
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.testclient import TestClient

from pincite.index.storage.lock import builder_lock
from pincite.qa.library.own_files import own_folder
from pincite.qa.web.server import Site
from tests.support.files import zipped
from tests.support.patience import PATIENCE
from tests.support.shelf_server import shelf
from tests.support.toys import report
from tests.support.uploads import OURS, added, line, post, send
from tests.support.web_fakes import FakeAnswers

MIB = 2**20
QUOTA = 40 * MIB


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shelf") / "index"


@pytest.fixture(scope="module")
def served(index: Path) -> Iterator[tuple[str, int]]:
    """The address and the process of a page whose articles may be changed."""
    with shelf(index, str(QUOTA)) as (url, process):
        yield url, process.pid


@pytest.fixture
def url(served: tuple[str, int]) -> str:
    return served[0]


def bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_a_file_is_sent_added_asked_listed_removed_and_undone(url: str, index: Path) -> None:
    sent = send(url, "stork.txt", report(3).encode()).json()
    outcome = added(url, sent["token"])
    assert outcome["added"] == ["stork.txt"]
    asked = {"question": "Who promised wider lanes by the winter?"}
    found = httpx.post(f"{url}/api/answer", json=asked).json()
    assert "wider lanes" in found["citations"][0]["quote"]
    listed = httpx.get(f"{url}/pincite/articles", params={"q": "stork"}).json()
    assert [row["id"] for row in listed["rows"]] == ["stork.txt"]
    assert listed["used"] == len(report(3))
    removed = post(url, "remove", ids=["stork.txt"]).json()
    assert httpx.post(f"{url}/api/answer", json=asked).json()["found"] is False
    assert post(url, "undo", undo=removed["undo"]).json() == {"ids": ["stork.txt"]}
    again = httpx.post(f"{url}/api/answer", json=asked).json()
    assert again["citations"] == found["citations"]
    original = httpx.get(f"{url}/pincite/original", params={"id": "stork.txt"})
    assert original.text == report(3)


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.exe", b"MZ" + bytes(64)), ("a.png", b"\x89PNG\r\n\x1a\n"), ("a.zip", b"Rar!" * 9),
     ("movie", b"\0\0\0\x18ftypmp42" + bytes(20_000))],
)  # fmt: skip
def test_a_wrong_type_is_refused(url: str, index: Path, name: str, data: bytes) -> None:
    before = bytes_in(own_folder(index))
    response = send(url, name, data)
    if response.status_code == 200:  # text as far as its first bytes say: its receipt tells
        [[_, why]] = added(url, response.json()["token"])["skipped"]
        assert why
    else:
        assert response.status_code == 400
        assert line(response).startswith(name)
    assert bytes_in(own_folder(index)) == before


def test_a_bomb_is_named_and_not_kept(url: str, index: Path) -> None:
    before = bytes_in(own_folder(index))
    token = send(url, "air.docx", zipped({"word/document.xml": bytes(200 * MIB)})).json()["token"]
    assert [name for name, _ in added(url, token)["skipped"]] == ["air.docx"]
    assert bytes_in(own_folder(index)) == before


def peak(pid: int) -> int:
    """The most memory that a process has had, in bytes."""
    for each in Path(f"/proc/{pid}/status").read_text().splitlines():
        if each.startswith("VmHWM"):
            return int(each.split()[1]) * 1024
    raise AssertionError("no VmHWM")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc")
@pytest.mark.parametrize("chunked", [True, False])
def test_a_stream_of_2_gb_is_cut_off_and_never_held(
    served: tuple[str, int], index: Path, chunked: bool
) -> None:
    url, pid = served
    before, lying = peak(pid), bytes_in(own_folder(index))
    parts = urlsplit(url)
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {2 * 2**30}"
    head = f"POST /pincite/upload?name=big.txt HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Pincite: page\r\n{length}\r\n\r\n"  # noqa: E501
    piece = bytes(MIB)
    framed = b"100000\r\n" + piece + b"\r\n" if chunked else piece
    sent, answer = 0, b""
    with socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE) as peer:
        peer.sendall(head.encode())
        with contextlib.suppress(OSError):
            # an answer that is not read before more is sent may be lost with the connection
            while sent < 2 * 2**30 and not select([peer], [], [], 0)[0]:
                peer.sendall(framed)
                sent += len(piece)
        with contextlib.suppress(OSError):
            while got := peer.recv(65536):
                answer += got
    assert answer.startswith(b"HTTP/1.1 413"), answer[:100]
    assert (b"no room" if chunked else b"larger than 100 MiB") in answer
    assert sent < 300 * MIB
    assert peak(pid) - before < 40 * MIB
    assert bytes_in(own_folder(index)) == lying


@pytest.mark.parametrize("path", ["/pincite/upload?name=big.txt", "/api/answer"])
def test_a_refusal_arrives_whole_at_a_client_that_sends_first_and_reads_then(
    url: str, path: str
) -> None:
    parts = urlsplit(url)
    length = 2 * 2**30 if "upload" in path else 16 * MIB
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Pincite: page\r\nContent-Length: {length}\r\n\r\n"  # noqa: E501
    answer = b""
    with socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE) as peer:
        peer.sendall(head.encode())
        for _ in range(12):
            peer.sendall(bytes(MIB))
        peer.shutdown(socket.SHUT_WR)
        while got := peer.recv(65536):
            answer += got
    headers, _, body = answer.partition(b"\r\n\r\n")
    assert headers.startswith(b"HTTP/1.1 413")
    assert f"content-length: {len(body)}".encode() in headers.lower()


def test_100_files_at_once_keep_the_quota(url: str, index: Path) -> None:
    data = b"A line of text that is no article yet.\n" * (MIB // 39)

    def one(number: int) -> httpx.Response:
        return send(url, f"many {number}.txt", data)

    with ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(one, range(100)))
    states = {answer.status_code for answer in answers}
    assert 200 in states
    assert states <= {200, 413, 429, 503}
    for answer in answers:
        if answer.status_code == 503:  # it has no connection left, and says so in plain text
            assert answer.text
            assert "\n" not in answer.text
        elif answer.status_code != 200:
            assert line(answer)
    assert bytes_in(own_folder(index)) <= QUOTA
    while (last := one(100)).status_code == 200:
        pass
    assert last.status_code == 413
    told = "many 100.txt: no room, 40 MiB of added files at most; remove some"
    assert line(last) == told
    assert bytes_in(own_folder(index)) <= QUOTA


def test_who_sends_slowly_or_not_to_the_end_leaves_nothing(url: str, index: Path) -> None:
    before = bytes_in(own_folder(index))
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port)) as peer:
        peer.sendall(
            b"POST /pincite/upload?name=half.txt HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            b"X-Pincite: page\r\nContent-Length: 1000\r\n\r\nhalf"
        )
    deadline = time.monotonic() + PATIENCE
    while bytes_in(own_folder(index)) != before and time.monotonic() < deadline:
        time.sleep(0.02)
    assert bytes_in(own_folder(index)) == before


def test_two_builders_at_once_are_told_in_a_line(url: str, index: Path) -> None:
    if not index.is_dir():
        added(url, send(url, "first.txt", report(1).encode()).json()["token"])
    with builder_lock(index):
        refused = post(url, "remove", ids=["stork.txt"])
    assert refused.status_code in (400, 409)
    assert line(refused)


# -- who may change the articles -------------------------------------------------------------------

WRITES = ["upload?name=a.txt", "add", "samples", "remove", "undo"]


@pytest.mark.parametrize("path", WRITES)
def test_another_site_changes_nothing(url: str, path: str) -> None:
    foreign = httpx.post(
        f"{url}/pincite/{path}", content=b"{}", headers=OURS | {"Origin": "http://evil.example"}
    )
    assert (foreign.status_code, foreign.text) == (403, "Not from this page")
    # a form of another site cannot send the header
    form = httpx.post(
        f"{url}/pincite/{path}", content=b"{}", headers={"Content-Type": "text/plain"}
    )
    assert form.status_code == 403
    assert "--edit" in line(form)
    assert httpx.get(f"{url}/pincite/{path}").status_code == 404


def test_a_page_that_only_reads_changes_nothing() -> None:
    client = TestClient(Site(FakeAnswers()), base_url="http://127.0.0.1:7860")
    for path in WRITES:
        refused = client.post(f"/pincite/{path}", content=b"{}", headers=OURS)
        assert refused.status_code == 403
        assert "--edit" in refused.json()["error"]
    listed = client.get("/pincite/articles").json()
    assert listed["edit"] is False
    assert listed["total"] == 6
    assert "folder" not in listed


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"tokens": 1}', b'{"tokens": [1, null]}', b'{"links": ["/etc/x"]}',
             b'{"ids": {}}', b"[" * 9000, b'{"undo": null}'],
)  # fmt: skip
@pytest.mark.parametrize("path", ["add", "remove", "undo"])
def test_a_malformed_wish_is_refused_in_a_line(url: str, path: str, body: bytes) -> None:
    response = httpx.post(f"{url}/pincite/{path}", content=body, headers=OURS)
    assert response.status_code in (400, 503)
    assert line(response)


def test_with_a_token_nobody_adds_without_it() -> None:
    site = Site(FakeAnswers(), token="a" * 20)
    client = TestClient(site, base_url="http://127.0.0.1:7860")
    for path in WRITES:
        assert client.post(f"/pincite/{path}", headers=OURS).status_code == 401
    assert client.get("/pincite/articles").status_code == 401
