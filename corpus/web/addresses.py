"""Decides which web addresses may be fetched: how a URL is written, and which IP addresses are
public.

Pure: nothing here resolves a name or connects. A URL is parsed once, here. Only the result is used
later, so no second parser can understand it differently. Unusual URLs are refused, not repaired.
The networks are those of the IANA special-purpose registries (RFC 6890 and its successors), and for
IPv6 everything outside 2000::/3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import quote, urljoin

import idna

from pincite.corpus.draft import MAX_URL
from pincite.corpus.errors import FetchError, shown

PORTS: Final = {"http": (80, 8080), "https": (443, 8443)}
SAVE: Final = "save the page and add the file"

_LIKE_A_URL: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_URL: Final = re.compile(r"(https?)://([^/?#]*)([^?#]*)(\?[^#]*)?(?:#.*)?", re.IGNORECASE)
_AUTHORITY: Final = re.compile(r"(\[[^\[\]]*\]|[^:\[\]]*)(?::([0-9]{1,5}))?")
_LABEL: Final = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME: Final = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})+")
_NUMERIC: Final = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")
_INWARD: Final = re.compile(r"(?:.*\.)?(?:localhost|localdomain|local|internal|home\.arpa|onion)")
_SAFE: Final = "%/:=&?~+!$,;'@()*[]-._|"

_FORBIDDEN_4: Final = tuple(
    (ip_network(network), kind)
    for network, kind in (
        ("0.0.0.0/8", "an unspecified"),
        ("10.0.0.0/8", "a private"),
        ("100.64.0.0/10", "a provider's internal"),
        ("127.0.0.0/8", "a loopback"),
        ("168.63.129.16/32", "a cloud metadata"),
        ("169.254.0.0/16", "a link-local or metadata"),
        ("172.16.0.0/12", "a private"),
        ("192.0.0.0/24", "a reserved"),
        ("192.0.2.0/24", "a documentation"),
        ("192.88.99.0/24", "a tunnel's"),
        ("192.168.0.0/16", "a private"),
        ("198.18.0.0/15", "a benchmarking"),
        ("198.51.100.0/24", "a documentation"),
        ("203.0.113.0/24", "a documentation"),
        ("224.0.0.0/4", "a multicast"),
        ("240.0.0.0/4", "a reserved"),
    )
)
_GLOBAL_6: Final = ip_network("2000::/3")
_FORBIDDEN_6: Final = tuple(
    (ip_network(network), kind)
    for network, kind in (
        ("2001::/23", "a Teredo or other reserved"),
        ("2001:db8::/32", "a documentation"),
        ("2002::/16", "a 6to4"),
        ("3fff::/20", "a documentation"),
    )
)
_NAT64: Final = ip_network("64:ff9b::/96")
_ISATAP: Final = (0x00005EFE, 0x02005EFE)


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A URL in parts. ``host`` is an ASCII name in lower case, or an IP address as ``ipaddress``
    writes it; ``target`` is the path and query as they are sent."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host and port as in a Host header; the scheme's default port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme][0] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole address, without a fragment."""
        return f"{self.origin}{self.target}"

    @property
    def number(self) -> str | None:
        """The host if it is an IP address, else None."""
        try:
            return str(ip_address(self.host))
        except ValueError:
            return None


def is_url(name: object) -> bool:
    """Whether ``name`` is a web address and not a file: it contains ``://`` after a scheme."""
    return isinstance(name, str) and _LIKE_A_URL.match(name) is not None


def parse(url: str) -> WebAddress:
    """The URL in parts, ready to be requested. Raises FetchError if it is not a plain web
    address."""
    if len(url) > MAX_URL:
        raise FetchError(f"an address of {len(url):,} characters; the longest is {MAX_URL:,}")
    _refuse_odd(url)
    found = _URL.fullmatch(url)
    if not found:
        raise FetchError(f"{_brief(url)} is no web address; name one with http:// or https://")
    scheme = found[1].lower()
    host, port = _host_and_port(found[2], scheme, url)
    path, query = found[3] or "/", found[4] or ""
    return WebAddress(scheme, host, port, quote(path + query, safe=_SAFE))


def redirected(base: WebAddress, location: str) -> WebAddress:
    """The address that a redirect from ``base`` leads to. Raises FetchError as ``parse`` does, and
    for a change from https to http."""
    _refuse_odd(location)
    try:
        target = parse(urljoin(base.url, location))
    except ValueError:  # urljoin raises it for invalid brackets
        raise FetchError(f"{_brief(location)} is no web address") from None
    if base.scheme == "https" and target.scheme == "http":
        raise FetchError(f"{_brief(target.url)} would be asked without encryption; {SAVE}")
    return target


def normal(url: str) -> str:
    """``url`` as ``parse`` writes it, or unchanged if it may not be fetched."""
    try:
        return parse(url).url
    except FetchError:
        return url


def refusal(number: str) -> str | None:
    """Why an IP address may not be contacted, or None if it is public.

    IPv4 inside IPv6 is unwrapped (mapped, NAT64) or refused (6to4, Teredo, ISATAP, compatible).
    """
    try:
        address = ip_address(number.partition("%")[0])
    except ValueError:
        return "no address"
    if "%" in number:
        return "a link-local address"
    kind = _kind_4(address) if isinstance(address, IPv4Address) else _kind_6(address)
    return kind and f"{kind} address"


def _kind_4(address: IPv4Address) -> str | None:
    kind = next((kind for network, kind in _FORBIDDEN_4 if address in network), None)
    return kind or (None if address.is_global else "a reserved")


def _kind_6(address: IPv6Address) -> str | None:
    if address.ipv4_mapped is not None:
        return _kind_4(address.ipv4_mapped)
    if address in _NAT64:
        return _kind_4(IPv4Address(int(address) & 0xFFFFFFFF))
    if address.is_loopback:
        return "a loopback"
    if address.is_link_local:
        return "a link-local"
    if address not in _GLOBAL_6:
        return "a private or reserved"
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return "an ISATAP"
    kind = next((kind for network, kind in _FORBIDDEN_6 if address in network), None)
    return kind or (None if address.is_global else "a reserved")


def _host_and_port(authority: str, scheme: str, url: str) -> tuple[str, int]:
    if "@" in authority:
        raise FetchError("an address with a user name or password in it; leave them out")
    found = _AUTHORITY.fullmatch(authority)
    if not found or not found[1]:
        raise FetchError(f"{_brief(url)} names no host")
    port = int(found[2]) if found[2] else PORTS[scheme][0]
    if port not in PORTS[scheme]:
        usual = " or ".join(map(str, PORTS[scheme]))
        raise FetchError(f"port {port} is not asked; {scheme} is at {usual}")
    return _host(found[1]), port


def _host(written: str) -> str:
    if written.startswith("["):
        try:
            host = str(IPv6Address(written[1:-1]))
        except ValueError:
            raise FetchError(f"{_brief(written)} is no IPv6 address") from None
    else:
        host = _name(written)
    reason = None if _NAME.fullmatch(host) and not _NUMERIC.fullmatch(host) else refusal(host)
    if reason:
        raise FetchError(f"{host} is {reason}; only public ones are asked: {SAVE}")
    return host


def _name(written: str) -> str:
    """A host name in ASCII and lower case, or an IPv4 address. Raises FetchError for anything
    else."""
    host = written.lower()
    if not host.isascii() and len(host) <= 253:
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            raise FetchError(f"{_brief(written)} is no name of a host") from None
    host = host.removesuffix(".")
    if _NUMERIC.fullmatch(host):
        try:
            return str(IPv4Address(host))
        except ValueError:
            raise FetchError(
                f"{_brief(written)} is a number in disguise; an IPv4 address is four decimal ones"
            ) from None
    if _INWARD.fullmatch(host) or "." not in host:
        raise FetchError(f"{_brief(written)} is a name inside a network, not on the web; {SAVE}")
    if not _NAME.fullmatch(host):
        raise FetchError(f"{_brief(written)} is no name of a host")
    return host


def _refuse_odd(text: str) -> None:
    odd = next((c for c in text if not c.isprintable() or c.isspace() or c == "\\"), None)
    if odd is not None:
        raise FetchError(f"{_brief(text)} holds {odd!r}; write it as a percent code")


def _brief(text: str) -> str:
    return shown(text if len(text) <= 120 else f"{text[:119]}…")
