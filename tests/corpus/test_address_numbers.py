"""IP addresses in every spelling: which are public, and which are refused."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.errors import FetchError
from pincite.corpus.web.addresses import normal, parse, refusal

FORBIDDEN_NUMBERS = (
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::",
    "2a00:1450::5efe:7f00:1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2606:4700::1%eth0",
    "localhost",
    "",
)


REFUSED = (
    "",
    "example.org",
    "//example.org/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "gopher://example.org/",
    "data:text/html,x",
    "http:/example.org",
    "http://",
    "http:///path",
    "http://127.0.0.1/",
    "http://127.0.0.1./",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0X7F.0.0.1/",
    "http://127.0.0.01/",
    "http://8.8.8.8.8/",
    "http://256.1.1.1/",
    "http://134744072/",  # a public one, but in disguise
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://%31%32%37.0.0.1/",
    "http://0/",
    "http://0x/",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1:8080/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[0:0:0:0:0:ffff:169.254.169.254]/",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[8.8.8.8]/",
    "http://[::1/",
    "http://::1/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://ⓛocalhost/",
    "http://app.localhost/",
    "http://printer.local/",
    "http://metadata.google.internal/",
    "http://intranet/",
    "http://hidden.onion/",
    "http://user@example.org/",
    "http://user:secret@example.org/",
    "http://example.org@127.0.0.1/",
    "http://example.org:22/",
    "http://example.org:0/",
    "http://example.org:65616/",
    "http://example.org:443/",
    "http://example.org:８０/",
    "https://example.org:80/",
    "http://example.org:80:80/",
    "http://example.org\\@127.0.0.1/",
    "http:\\\\example.org/",
    "http://example.org/a b",
    "http://example.org/a\r\nHost: other",
    "http://example.org/\x00",
    "http://exam\tple.org/",
    " http://example.org/",
    "http://exam ple.org/",
    "http://example.org/\u202egpj",
    "http://example.org/\ud800",
    "http://-example.org/",
    "http://example..org/",
    "http://exa<mple.org/",
    f"http://{'a' * 64}.org/",
    f"http://example.org/{'a' * 2000}",
)


@pytest.mark.parametrize("number", FORBIDDEN_NUMBERS)
def test_non_public_ip_addresses_are_refused(number: str) -> None:
    assert refusal(number)


@pytest.mark.parametrize("url", REFUSED)
def test_unsafe_addresses_are_refused(url: str) -> None:
    with pytest.raises(FetchError) as error:
        parse(url)
    assert str(error.value).isprintable()
    assert normal(url) == url


def spellings(number: int) -> list[str]:
    """An IPv4 address in every form that a resolver or a browser reads as one."""
    a, b, c, d = number.to_bytes(4, "big")
    low = number & 0xFFFFFF
    return [
        f"{a}.{b}.{c}.{d}",
        f"{a}.{b}.{c}.{d}.",
        str(number),
        hex(number),
        f"0{number:o}",
        f"{a}.{low}",
        f"{a}.{b}.{number & 0xFFFF}",
        f"0{a:o}.0{b:o}.0{c:o}.0{d:o}",
        f"{a:#x}.{b:#x}.{c:#x}.{d:#x}",
        f"{a:#x}.{low}",
        f"0{a:o}.{low:#x}",
        f"{a:03}.{b:03}.{c:03}.{d:03}" if a < 100 else f"{a}.0{b}.{c}.{d}",
        "".join(chr(ord(x) + 0xFEE0) if x.isdigit() else x for x in f"{a}.{b}.{c}.{d}"),
        f"{a}。{b}｡{c}．{d}",
        f"[::ffff:{a}.{b}.{c}.{d}]",
        f"[::ffff:{number >> 16:x}:{number & 0xFFFF:x}]",
        f"[::{a}.{b}.{c}.{d}]",
        f"[64:ff9b::{a}.{b}.{c}.{d}]",
        f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::]",
        f"[fe80::5efe:{number >> 16:x}:{number & 0xFFFF:x}]",
    ]


INSIDE = [
    ipaddress.ip_network(n)
    for n in "10.0.0.0/8 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16".split()
]


@given(st.sampled_from(INSIDE).flatmap(lambda n: st.ip_addresses(v=4, network=n)))
def test_private_addresses_are_refused_in_every_spelling(address: ipaddress.IPv4Address) -> None:
    for host in spellings(int(address)):
        with pytest.raises(FetchError):
            parse(f"http://{host}/")


@given(st.ip_addresses())
def test_addresses_that_are_not_global_are_refused(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if not address.is_global or address.is_multicast:
        mapped = address.version == 6 and address.ipv4_mapped
        nat64 = address in ipaddress.ip_network("64:ff9b::/96")
        assert refusal(str(address)) or mapped or nat64
