"""Fetches one web page that a person asked for by its address, within strict limits.

Only public addresses are requested, by http or https, only for content types that hold text, and
only if the host's robots.txt lets programs read. Each redirect is checked like the first address. A
host is resolved once, and the connection goes to the address that was checked. The request holds
only the address, a user agent and the accepted types: no cookie, no referrer, no password.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from pincite.corpus.errors import FetchError, shown
from pincite.corpus.formats.detection.unread import HANDLED
from pincite.corpus.formats.types import BY_CONTENT_TYPE
from pincite.corpus.web.addresses import SAVE, WebAddress, parse, redirected
from pincite.corpus.web.client import AGENT, Deadline, Network, Reply, exchange, numbers_of
from pincite.corpus.web.robots import MAX_BYTES, allows

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CHARSET: Final = re.compile(r";\s*charset=\s*[\"']?([\w:.-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """The limits for one page, including its redirects and robots.txt."""

    seconds: float = 20.0
    bytes: int = 10_000_000
    redirects: int = 3


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page. ``url`` is the address after all redirects, ``body`` is decompressed,
    ``content_type`` is in lower case without parameters, ``charset`` is what the host declared."""

    url: str
    body: bytes
    content_type: str
    charset: str | None = None


def fetch(url: str, *, network: Network | None = None, limits: FetchLimits | None = None) -> Page:
    """The page at ``url``. Raises FetchError, on one line, if it cannot be read: an address that
    may not be requested, a host that fails or forbids it, a page that is too large, too slow or of
    an unsupported type."""
    return _Visit(network or Network(), limits or FetchLimits()).page(parse(url))


@dataclass(slots=True)
class _Visit:
    """The state of one fetch: the time left, and the hosts contacted, each resolved once."""

    network: Network
    limits: FetchLimits
    deadline: Deadline = field(init=False)
    _numbers: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    _robots: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.deadline = Deadline(self.limits.seconds)

    def page(self, start: WebAddress) -> Page:
        place, hops = start, 0
        while True:
            self._heed_robots(place)
            with self._asked(place, self.limits.bytes) as reply:
                if reply.status not in _REDIRECTS:
                    return _taken(place, reply)
                place = self._redirected(place, reply, hops)
            hops += 1

    def _redirected(self, place: WebAddress, reply: Reply, hops: int) -> WebAddress:
        if hops == self.limits.redirects:
            raise FetchError(
                f"redirected more than {self.limits.redirects} times, last from {place.url}; "
                f"open it in a browser and use the address that it ends at"
            )
        location = reply.fields.get("location")
        if not location:
            raise FetchError(f"{place.url} redirects, but names no address")
        return redirected(place, location)

    @contextmanager
    def _asked(self, place: WebAddress, max_bytes: int) -> Iterator[Reply]:
        key = place.host, place.port
        if key not in self._numbers:
            self._numbers[key] = numbers_of(place, self.network, self.deadline)
        numbers = self._numbers[key]
        with exchange(place, numbers, self.network, self.deadline, max_bytes) as reply:
            yield reply

    def _heed_robots(self, place: WebAddress) -> None:
        if place.origin not in self._robots:
            self._robots[place.origin] = self._rules(place)
        if not allows(self._robots[place.origin], AGENT, place.target):
            raise FetchError(f"{place.host} asks programs not to read it (robots.txt); {SAVE}")

    def _rules(self, place: WebAddress) -> bytes:
        """The host's robots.txt; empty if it has none. Raises FetchError if the host's rules cannot
        be found out: then nothing is allowed."""
        here = parse(f"{place.origin}/robots.txt")
        for hops in range(self.limits.redirects + 1):
            with self._asked(here, self.limits.bytes) as reply:
                if reply.status in _REDIRECTS:
                    here = self._redirected(here, reply, hops)
                elif reply.status == 200:
                    return _beginning(reply.body)
                elif 400 <= reply.status < 500:
                    return b""
                else:
                    raise FetchError(
                        f"{here.host} answers {reply.status_text} when asked what programs may "
                        f"read (robots.txt); try again later, or {SAVE}"
                    )
        raise AssertionError("the last redirect is refused")


def _beginning(body: Iterator[bytes]) -> bytes:
    """The first 500 KB of a robots.txt, up to the end of a line; the rest is ignored."""
    read = bytearray()
    for piece in body:
        read += piece
        if len(read) > MAX_BYTES:
            return bytes(read[:MAX_BYTES]).rpartition(b"\n")[0]
    return bytes(read)


def _taken(place: WebAddress, reply: Reply) -> Page:
    """The page of a reply. Its content type is checked before its body is read. Raises
    FetchError."""
    if reply.status != 200:
        raise FetchError(f"{place.host} answers {reply.status_text}; check the address")
    written = reply.fields.get("content-type", "")
    kind = written.partition(";")[0].strip().lower()
    if kind not in BY_CONTENT_TYPE:
        what = f"of the kind {shown(kind)[:80]}" if kind else "of a kind that its host does not say"
        raise FetchError(f"{what}; {HANDLED}")
    charset = _CHARSET.search(written)
    body = b"".join(reply.body)
    return Page(place.url, body, kind, charset[1].lower() if charset else None)
