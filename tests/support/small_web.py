"""A small internet on this machine: names, one server for the public addresses and one for all
others. Both record every request that arrives."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from pincite.corpus.errors import FetchError
from pincite.corpus.web.client import Network
from pincite.corpus.web.fetch import FetchLimits, Page, fetch

PUBLIC = "93.184.216.34"
Answer = bytes | Callable[[socket.socket], None]


def answer(
    body: bytes = b"", kind: str = "text/html", *fields: str, status: str = "200 OK"
) -> bytes:
    """A complete HTTP response, with the length of its body."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *fields]
    if kind:
        head.append(f"Content-Type: {kind}")
    return "\r\n".join([*head, "", ""]).encode() + body


def redirect(to: str, status: str = "302 Found") -> bytes:
    """A response that redirects."""
    return answer(b"", "", f"Location: {to}", status=status)


class Server(socketserver.ThreadingTCPServer):
    """Gives prepared responses by host and path, else ``default``, and records every request."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, default: bytes, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, Answer] = {}
        self.requests: list[str] = []
        self.heads: list[str] = []
        self.default = default
        self.tls = tls
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignores clients that close the connection."""


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        link = self.request
        if server.tls is not None:
            link = server.tls.wrap_socket(link, server_side=True)
        head = b""
        while b"\r\n\r\n" not in head:
            data = link.recv(65536)
            if not data:
                return
            head += data
        lines = head.decode("latin-1").split("\r\n")
        host = next(line[6:] for line in lines if line.lower().startswith("host: "))
        place = host + lines[0].split(" ")[1]
        server.heads.append(head.decode("latin-1"))
        server.requests.append(place)
        default = answer(status="404 Not Found") if place.endswith("/robots.txt") else None
        page = server.pages.get(place, default or server.default)
        with contextlib.suppress(OSError):
            if isinstance(page, bytes):
                link.sendall(page)
            else:
                page(link)
            link.shutdown(socket.SHUT_WR)


@dataclass
class Web:
    """The internet. ``names`` has the addresses of each name: one list for each lookup, and the
    last list for all further lookups. All other names have the public address."""

    public: Server
    inside: Server
    names: dict[str, list[list[str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    tls: ssl.SSLContext | None = None

    def resolve(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        answers = self.names.get(host, [[PUBLIC]])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def connect(self, number: str, port: int, seconds: float) -> socket.socket:
        server = self.public if number == PUBLIC else self.inside
        return socket.create_connection(server.server_address[:2], seconds)

    def fetch(self, url: str, **limits: float) -> Page:
        network = Network(self.resolve, self.connect, self.tls)
        return fetch(url, network=network, limits=FetchLimits(**limits))  # type: ignore[arg-type]


@contextlib.contextmanager
def small_web(tls: ssl.SSLContext | None = None) -> Iterator[Web]:
    """A small internet for one test."""
    public = Server(answer(b"nothing here", status="404 Not Found"), tls)
    inside = Server(answer(b"<p>the secrets of the house", "text/html"))
    try:
        yield Web(public, inside)
    finally:
        for server in (public, inside):
            server.shutdown()
            server.server_close()


HTML = b"<!doctype html><p>The harbour opened to visitors in the spring."


def refused(web: Web, url: str, **limits: float) -> str:
    """The reason why a fetch is refused. It also asserts that no request arrived at the inner
    server."""
    with pytest.raises(FetchError) as error:
        web.fetch(url, **limits)
    assert web.inside.requests == []
    assert str(error.value).isprintable()
    return str(error.value)


def endless(start: bytes, piece: bytes) -> Callable[[socket.socket], None]:
    def send(link: socket.socket) -> None:
        link.sendall(start)
        while True:
            link.sendall(piece)

    return send
