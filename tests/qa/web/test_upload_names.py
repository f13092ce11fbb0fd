"""What becomes of the name that a file is sent under: refused, or one in the own folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from pincite.qa.library.own_files import own_folder
from tests.support.patience import PATIENCE
from tests.support.shelf_server import shelf
from tests.support.toys import report
from tests.support.uploads import OURS, added, line, send


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("names") / "index"


@pytest.fixture(scope="module")
def url(index: Path) -> Iterator[str]:
    """The address of a page whose articles may be changed."""
    with shelf(index) as (url, _):
        yield url


def lying(index: Path) -> set[Path]:
    """All files beside the index and in its own folder, but none of the index itself."""
    found = {path for path in index.parent.rglob("*") if path.is_file()}
    return {path for path in found if not path.is_relative_to(index)}


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "../x.txt", "..%2f..%2fx", "/etc/x.txt", "a/b.txt", "a/../b.txt",
     "a\\..\\b", "..\\x.txt", "\\\\host\\x.txt", "", " ", "\0", "a\0.txt", ".", "..", ".x", "..txt",
     "y" * 999, "???", "\u202e"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused_in_a_line(url: str, index: Path, name: str) -> None:
    before = lying(index)
    response = send(url, name, report(1).encode())
    assert response.status_code == 400
    assert "rename it" in line(response)
    assert lying(index) == before


@pytest.mark.parametrize("sent", ["..%2F..%2Fx.txt", "%2Fetc%2Fx.txt", "a%5C..%5Cb.txt", "%00.txt"])
def test_a_name_that_is_refused_is_refused_in_any_writing(url: str, index: Path, sent: str) -> None:
    before = lying(index)
    address = f"{url}/pincite/upload?name={sent}"
    response = httpx.post(address, content=report(1).encode(), headers=OURS, timeout=PATIENCE)
    assert response.status_code == 400
    assert "rename it" in line(response)
    assert lying(index) == before


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("etc..passwd.txt", "etc..passwd.txt"),
        ("%2e%2e%2fx.txt", "%2e%2e%2fx.txt"),
        ("C:boot.txt", "C_boot.txt"),
        ("a|b?.txt", "a_b_.txt"),
        ("<img src=x onerror=alert(1)>.txt", "_img src=x onerror=alert(1)_.txt"),
        ("a\r\nb.txt", "a__b.txt"),
        ("a\u202etxt.md", "a_txt.md"),
        (" ferry.txt. ", "ferry.txt"),
        ("~root.txt", "~root.txt"),
        ("-rf.txt", "-rf.txt"),
        ("\u2024\u2024\u2215x.txt", "\u2024\u2024\u2215x.txt"),
    ],
)
def test_any_other_name_is_that_of_a_file_in_the_own_folder(
    url: str, index: Path, name: str, stored: str
) -> None:
    before = lying(index)
    text = report(len(name) * 7 + ord(name[-5]))  # an article of its own
    sent = send(url, name, text.encode())
    assert (sent.status_code, sent.json()["name"]) == (200, stored)
    assert added(url, sent.json()["token"])["skipped"] == []
    assert lying(index) - before == {own_folder(index) / stored}
    assert (own_folder(index) / stored).read_text() == text
