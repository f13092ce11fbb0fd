"""Fetching from hostile servers. The tests check which requests reach the servers."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from pincite.corpus.errors import FetchError
from pincite.corpus.web.addresses import refusal
from pincite.corpus.web.client import Network, connect, resolve
from pincite.corpus.web.fetch import FetchLimits, fetch
from tests.support.small_web import HTML, Web, answer, endless, redirect, refused, small_web


def test_a_public_page_is_fetched(web: Web) -> None:
    page = web.fetch("http://Good.example#top")
    assert (page.url, page.body) == ("http://good.example/", HTML)
    assert (page.content_type, page.charset) == ("text/html", "utf-8")
    assert web.public.requests == ["good.example/robots.txt", "good.example/"]
    assert web.asked == ["good.example"]


def test_requests_carry_only_necessary_headers_and_ignore_proxies(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    web.public.pages["good.example/start"] = answer(
        b"", "", "Location: /", "Set-Cookie: a=b", status="301 Moved"
    )
    web.fetch("http://good.example/start")
    assert len(web.public.heads) == 3
    for head in web.public.heads:
        names = {line.partition(":")[0].lower() for line in head.split("\r\n")[1:] if line}
        assert names == {"host", "user-agent", "accept", "accept-encoding", "connection"}
        assert "User-Agent: Pincite/0.1 " in head


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:a9fe:a9fe]/latest/meta-data/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://192.168.1.1:8080/admin",
        "http://localhost/",
        "//127.0.0.1/",
        "http://good.example@127.0.0.1/",
        "http://inside.example/",
        "http://mixed.example/",
        "http://mapped.example/",
        "file:///etc/passwd",
        "ftp://good.example/",
    ],
)
def test_private_addresses_are_never_requested(web: Web, target: str) -> None:
    web.names["inside.example"] = [["10.1.2.3"]]
    web.names["mixed.example"] = [["93.184.216.34", "169.254.169.254"]]
    web.names["mapped.example"] = [["::ffff:127.0.0.1"]]
    web.public.pages["good.example/leads"] = redirect(target)
    refused(web, target)
    assert web.public.requests == []
    refused(web, "http://good.example/leads")
    assert web.public.requests == ["good.example/robots.txt", "good.example/leads"]


def test_robots_txt_redirects_to_private_addresses_are_refused(web: Web) -> None:
    web.public.pages["good.example/robots.txt"] = redirect("http://127.0.0.1/")
    refused(web, "http://good.example/")
    assert web.public.requests == ["good.example/robots.txt"]


def test_dns_rebinding_to_a_private_address_is_prevented(web: Web) -> None:
    web.names["good.example"] = [["93.184.216.34"], ["127.0.0.1"]]
    web.public.pages["good.example/again"] = redirect("/")
    assert web.fetch("http://good.example/again").body == HTML
    assert (web.asked, web.inside.requests) == (["good.example"], [])
    refused(web, "http://good.example/")  # the name now resolves to a private address


def test_redirects_are_followed_up_to_a_limit(web: Web) -> None:
    pages = web.public.pages
    for number in range(4):
        pages[f"good.example/{number}"] = redirect(f"/{number - 1}" if number else "/")
    pages["good.example/loop"] = redirect("/loop")
    pages["good.example/nowhere"] = answer(b"", "", status="302 Found")
    assert web.fetch("http://good.example/2").url == "http://good.example/"
    assert "more than 3 times" in refused(web, "http://good.example/3")
    assert "more than 3 times" in refused(web, "http://good.example/loop")
    assert web.public.requests.count("good.example/loop") == 4
    assert "names no address" in refused(web, "http://good.example/nowhere")


def drip(start: bytes, every: float) -> Callable[[socket.socket], None]:
    def send(link: socket.socket) -> None:
        link.sendall(start)
        while True:
            link.sendall(b"a")
            time.sleep(every)

    return send


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nX-A: ", HEAD + b"\r\n"])
def test_a_response_sent_byte_by_byte_times_out(web: Web, start: bytes) -> None:
    web.public.pages["good.example/"] = drip(start, 0.05)
    assert "not all here after 1 s" in refused(web, "http://good.example/", seconds=1)


def test_silent_hosts_and_slow_name_lookups_time_out(web: Web) -> None:
    web.public.pages["good.example/"] = lambda link: time.sleep(3)
    assert "not all here" in refused(web, "http://good.example/", seconds=1)
    slow = Network(lambda host, port: time.sleep(3) or [], web.connect)
    with pytest.raises(FetchError, match="not all here"):
        fetch("http://good.example/", network=slow, limits=FetchLimits(seconds=0.5))


@pytest.mark.parametrize(
    ("start", "piece", "reason"),
    [
        (HEAD + b"\r\n", b"a" * 65536, "larger than 1 MB"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"4\r\naaaa\r\n" * 9999, "larger than 1 MB"),
        (b"HTTP/1.1 200 OK\r\nX-A: ", b"a" * 65536, "no proper HTTP"),
        (b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n" * 9999, "no proper HTTP"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2000, "larger than 1 MB"),
        (b"SSH-2.0-OpenSSH\r\n", b"a" * 4000, "no proper HTTP"),
    ],
)
def test_endless_responses_are_cut_off(web: Web, start: bytes, piece: bytes, reason: str) -> None:
    web.public.pages["good.example/"] = endless(start, piece)
    assert reason in refused(web, "http://good.example/", seconds=60, bytes=1_000_000)


def test_responses_over_ten_megabytes_are_refused(web: Web) -> None:
    web.public.pages["good.example/"] = answer(b"a" * 10_000_000)
    assert len(web.fetch("http://good.example/", seconds=60).body) == 10_000_000
    web.public.pages["good.example/"] = answer(b"a" * 10_000_001)
    assert "larger than 10 MB" in refused(web, "http://good.example/", seconds=60)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", raw_deflate)],
)
def test_compressed_responses_are_unpacked_within_the_limit(
    web: Web, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    field = f"Content-Encoding: {coding}"
    # of 65,537 equal bytes the last one is unpacked only after all packed data was read
    for whole in (HTML, b"a" * 65536, b"a" * 65537, b"a" * 300_000, bytes(range(256)) * 999):
        web.public.pages["good.example/"] = answer(pack(whole), "text/html", field)
        assert web.fetch("http://good.example/").body == whole
    web.public.pages["good.example/"] = answer(pack(HTML)[:-1], "text/html", field)
    assert "cut short" in refused(web, "http://good.example/")
    web.public.pages["good.example/"] = answer(pack(HTML) + b"more", "text/html", field)
    assert "after its end" in refused(web, "http://good.example/")
    bomb = pack(bytes(50_000_000))
    assert len(bomb) < 100_000
    web.public.pages["good.example/"] = answer(bomb, "text/html", field)
    assert "larger than 10 MB" in refused(web, "http://good.example/", seconds=60)


def test_content_encodings_not_asked_for_are_refused(web: Web) -> None:
    for coding in ("br", "zstd", "gzip, gzip"):
        web.public.pages["good.example/"] = answer(HTML, "text/html", f"Content-Encoding: {coding}")
        assert "not asked for" in refused(web, "http://good.example/")
    web.public.pages["good.example/"] = answer(HTML, "text/html", "Content-Encoding: gzip")
    assert "damaged gzip" in refused(web, "http://good.example/")


@pytest.mark.parametrize("kind", ["image/png", "application/zip", "text/css", "", "text/html2"])
def test_wrong_content_types_are_refused_before_the_body(web: Web, kind: str) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: " + kind.encode() + b"\r\n\r\n"
    web.public.pages["good.example/"] = endless(head, b"a" * 65536)
    assert "of " in (reason := refused(web, "http://good.example/", seconds=60))
    assert "larger" not in reason
    assert kind in reason


def test_error_statuses_and_broken_responses_are_refused(web: Web) -> None:
    assert "404 Not Found" in refused(web, "http://good.example/else")
    web.public.pages["good.example/"] = answer(HTML, status="500 Oops\x1b[31m")
    assert "500" in refused(web, "http://good.example/")
    web.public.pages["good.example/"] = HEAD + b"Content-Length: 99\r\n\r\nshort"
    assert "breaks off" in refused(web, "http://good.example/")
    web.public.pages["good.example/"] = lambda link: None
    assert "good.example" in refused(web, "http://good.example/")


def test_the_connection_goes_to_the_checked_ip_address(web: Web) -> None:
    with connect("127.0.0.1", web.public.server_address[1], 5) as link:
        assert link.getpeername() == web.public.server_address
    assert all(refusal(number) for number in resolve("localhost", 80))
    with pytest.raises(OSError, match="illegal IP"):
        connect("localhost", 80, 1)


REQUEST = (
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
    "-subj /CN=good.example -addext subjectAltName=DNS:good.example"
)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate: apt-get install openssl")
    made = tmp_path / "both.pem"
    subprocess.run(
        [*REQUEST.split(), "-keyout", made, "-out", f"{made}.crt"],
        check=True,
        capture_output=True,
    )
    made.write_text(made.read_text() + Path(f"{made}.crt").read_text())
    return made


def test_https_needs_a_valid_certificate_and_stays_encrypted(certificate: Path) -> None:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    with small_web(server) as web:
        for host in ("good.example", "other.example"):
            web.public.pages[f"{host}/"] = answer(HTML)
        web.public.pages["good.example/down"] = redirect("http://good.example/")
        assert "does not prove" in refused(web, "https://good.example/")  # not trusted
        web.tls = ssl.create_default_context(cafile=str(certificate))
        assert web.fetch("https://good.example/").body == HTML
        assert "does not prove" in refused(web, "https://other.example/")
        assert "without encryption" in refused(web, "https://good.example/down")
        assert not any(place.startswith("other.example") for place in web.public.requests)
