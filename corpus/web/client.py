"""One HTTP request and its reply over one connection, to an IP address that was checked before.

The only file that imports httpcore and certifi. httpcore speaks HTTP over a socket opened here. The
socket is opened to an IP address, never to a name, so the address that was checked is the one that
is contacted. No proxy, cookie, password file or environment setting is used, and no redirect is
followed. No wait is longer than the time left.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, NoReturn

import certifi
import httpcore

from pincite.corpus.errors import FetchError, shown
from pincite.corpus.web.addresses import SAVE, WebAddress, refusal
from pincite.corpus.web.decompress import too_large, unpacked

AGENT: Final = "Pincite"
USER_AGENT: Final = f"{AGENT}/0.1 (reads single pages that a person names)"
MAX_HEAD: Final = 64 * 1024
_ACCEPT: Final = "text/html, application/xhtml+xml, text/markdown, text/plain;q=0.9, */*;q=0.5"


class Deadline:
    """A time limit for a whole visit, measured by the wall clock."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """The seconds left, more than 0. Raises FetchError if the time is over."""
        left = self._end - time.monotonic()
        if left <= 0:
            self.over()
        return left

    def over(self) -> NoReturn:
        """Raises FetchError with the time limit in its message."""
        raise FetchError(f"not all here after {self._seconds:g} s; try again, or {SAVE}")


def resolve(host: str, port: int) -> list[str]:
    """Every IP address of a host name, as the system resolves it. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def connect(number: str, port: int, seconds: float) -> socket.socket:
    """A connection to an IP address. A host name is refused, not resolved. Raises OSError."""
    family = socket.AF_INET6 if ":" in number else socket.AF_INET
    socket.inet_pton(family, number)
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.settimeout(seconds)
        made.connect((number, port))
    except BaseException:
        made.close()
        raise
    return made


@dataclass(frozen=True, slots=True)
class Network:
    """How names are resolved, connections made and certificates checked (None: as browsers do).

    Tests pass their own functions. The addresses that ``resolve`` returns are checked in any case.
    """

    resolve: Callable[[str, int], Sequence[str]] = resolve
    connect: Callable[[str, int, float], socket.socket] = connect
    tls: ssl.SSLContext | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, header fields by lower-case name, and the decompressed body as an iterator."""

    status: int
    fields: dict[str, str]
    body: Iterator[bytes]

    @property
    def status_text(self) -> str:
        """The status with its name: ``"404 Not Found"``."""
        known = {each.value: each.phrase for each in HTTPStatus}
        return f"{self.status} {known.get(self.status, '')}".strip()


def numbers_of(place: WebAddress, network: Network, deadline: Deadline) -> tuple[str, ...]:
    """The IP addresses of a host, resolved once. Raises FetchError if one of them is not public."""
    found = [place.number] if place.number else _resolved(place, network, deadline)
    for number in found:
        _refuse(place, number)
    return tuple(found)


@contextmanager
def exchange(
    place: WebAddress,
    numbers: Sequence[str],
    network: Network,
    deadline: Deadline,
    max_bytes: int,
) -> Iterator[Reply]:
    """Requests a page from one of the host's ``numbers`` and yields the reply; its body is not read
    yet. Raises FetchError, also while the body is read, if more than ``max_bytes`` arrive or are
    unpacked."""
    try:
        with _connected(place, numbers, network, deadline) as link:
            yield _Exchange(link, deadline, max_bytes).ask(place)
    except TimeoutError:
        deadline.over()
    except ssl.SSLCertVerificationError as error:
        reason = error.verify_message.rstrip(".")
        raise FetchError(
            f"{place.host} does not prove to be that host ({reason}); {SAVE}"
        ) from None
    except httpcore.RemoteProtocolError as error:
        reason = shown(str(error))[:120]
        raise FetchError(f"{place.host} breaks off, or speaks no proper HTTP: {reason}") from None
    except OSError as error:
        raise FetchError(f"{place.host} cannot be reached: {error.strerror or error}") from None


def _resolved(place: WebAddress, network: Network, deadline: Deadline) -> list[str]:
    """The IP addresses of a host name. getaddrinfo has no time limit, so it runs in a thread that
    is abandoned when the time is over. Raises FetchError."""
    answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answers.put(list(network.resolve(place.host, place.port)))
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else OSError(str(error)))

    threading.Thread(target=look_up, daemon=True).start()
    try:
        found = answers.get(timeout=deadline.left())
    except queue.Empty:
        deadline.over()
    if isinstance(found, OSError) or not found:
        reason = found.strerror or found if isinstance(found, OSError) else "no address"
        raise FetchError(f"{place.host} is not found: {reason}; check the address")
    return found


def _refuse(place: WebAddress, number: str) -> None:
    reason = refusal(number)
    if reason:
        raise FetchError(
            f"{place.host} is at {number}, {reason}; only public ones are asked: {SAVE}"
        )


def _connected(
    place: WebAddress, numbers: Sequence[str], network: Network, deadline: Deadline
) -> socket.socket:
    """A connection to the first of the IP addresses that accepts one. Each gets its share of the
    time left."""
    for tried, number in enumerate(numbers):
        _refuse(place, number)
        try:
            link = network.connect(number, place.port, deadline.left() / (len(numbers) - tried))
            break
        except OSError:
            if tried == len(numbers) - 1:
                raise
    if place.scheme == "http":
        return link
    try:
        link.settimeout(deadline.left())
        return (network.tls or _tls()).wrap_socket(link, server_hostname=place.host)
    except BaseException:
        link.close()
        raise


def _tls() -> ssl.SSLContext:
    made = ssl.create_default_context(cafile=certifi.where())
    made.set_alpn_protocols(["http/1.1"])
    return made


class _Stream(httpcore.NetworkStream):
    """A socket as httpcore's stream, limited to the time and the bytes that are left."""

    def __init__(self, link: socket.socket, deadline: Deadline, max_bytes: int) -> None:
        self._link = link
        self._deadline = deadline
        self._max_bytes = max_bytes
        self._received = 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        """The bytes that have arrived; b"" at the end. All bytes count towards the limit, headers
        too."""
        self._link.settimeout(self._deadline.left())
        data = self._link.recv(max_bytes)
        self._received += len(data)
        if self._received > self._max_bytes + MAX_HEAD:
            raise too_large(self._max_bytes)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        """Sends all of it."""
        self._link.settimeout(self._deadline.left())
        self._link.sendall(buffer)

    def close(self) -> None:
        """Closes the socket."""
        self._link.close()


class _Exchange:
    """One request and its reply over one connection."""

    def __init__(self, link: socket.socket, deadline: Deadline, max_bytes: int) -> None:
        self._stream = _Stream(link, deadline, max_bytes)
        self._deadline = deadline
        self._max_bytes = max_bytes

    def ask(self, place: WebAddress) -> Reply:
        origin = httpcore.Origin(place.scheme.encode(), place.host.encode(), place.port)
        target = httpcore.URL(
            scheme=origin.scheme, host=origin.host, port=origin.port, target=place.target.encode()
        )
        headers: dict[bytes | str, bytes | str] = {
            "Host": place.authority,
            "User-Agent": USER_AGENT,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }
        request = httpcore.Request("GET", target, headers=headers)
        answer = httpcore.HTTP11Connection(origin, self._stream).handle_request(request)
        fields = {
            name.decode("ascii").lower(): value.decode("utf-8", "replace")
            for name, value in answer.headers
        }
        coding = fields.get("content-encoding", "")
        body = unpacked(self._packed(answer.iter_stream()), coding, self._max_bytes)
        return Reply(answer.status, fields, body)

    def _packed(self, stream: Iterable[bytes]) -> Iterator[bytes]:
        """The body as sent, limited in time and bytes."""
        received = 0
        for data in stream:
            self._deadline.left()
            received += len(data)
            if received > self._max_bytes:
                raise too_large(self._max_bytes)
            yield data
