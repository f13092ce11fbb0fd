"""Which web addresses may be fetched. The expected results are listed by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.errors import FetchError
from pincite.corpus.web.addresses import is_url, normal, parse, redirected, refusal

PUBLIC_NUMBERS = (
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.1",
    "172.15.255.255",
    "172.32.0.1",
    "2606:4700:4700::1111",
    "2a00:1450:4001:80b::200e",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
)


ALLOWED = {
    "http://example.org": "http://example.org/",
    "HTTPS://Example.ORG/A?b=c#d": "https://example.org/A?b=c",
    "http://example.org./": "http://example.org/",
    "http://example.org:80/": "http://example.org/",
    "http://example.org:8080/": "http://example.org:8080/",
    "https://example.org:8443/x": "https://example.org:8443/x",
    "https://example.org?q=1": "https://example.org/?q=1",
    "https://bücher.example/ü": "https://xn--bcher-kva.example/%C3%BC",
    "https://faß.example/": "https://xn--fa-hia.example/",
    "https://xn--bcher-kva.example/": "https://xn--bcher-kva.example/",
    "https://my_blog.example.org/": "https://my_blog.example.org/",
    "https://1.example.org/": "https://1.example.org/",
    "https://127.0.0.1.example.org/": "https://127.0.0.1.example.org/",
    "https://8.8.8.8/": "https://8.8.8.8/",
    "https://[2606:4700:4700:0::1111]/": "https://[2606:4700:4700::1111]/",
    "https://example.org/a%20b": "https://example.org/a%20b",
    "https://example.org/@user": "https://example.org/@user",
    "https://example.org/?u=http://127.0.0.1/": "https://example.org/?u=http://127.0.0.1/",
}


@pytest.mark.parametrize("number", PUBLIC_NUMBERS)
def test_public_ip_addresses_are_allowed(number: str) -> None:
    assert refusal(number) is None


@pytest.mark.parametrize(("url", "meant"), ALLOWED.items())
def test_web_addresses_are_normalised(url: str, meant: str) -> None:
    assert parse(url).url == meant == parse(meant).url == normal(url)


@given(st.text(max_size=60))
def test_any_text_is_accepted_or_refused_in_one_line(text: str) -> None:
    for url in (text, f"http://{text}", f"https://example.org/{text}"):
        try:
            place = parse(url)
        except FetchError as error:
            assert str(error).isprintable()
        else:
            assert parse(place.url) == place
            assert place.url.isascii()


def test_refusals_state_the_right_reason() -> None:
    for url, reason in {
        "http://user:secret@example.org/": "user name or password",
        "http://2130706433/": "number in disguise",
        "http://169.254.169.254/": "link-local or metadata",
        "http://printer.local/": "inside a network",
        "http://example.org:22/": "port 22",
        "ftp://example.org/": "http:// or https://",
    }.items():
        with pytest.raises(FetchError, match=reason) as error:
            parse(url)
        assert "secret" not in str(error.value)


def test_redirect_targets_are_resolved_and_checked() -> None:
    base = parse("https://example.org/a/b?c")
    assert redirected(base, "../d").url == "https://example.org/d"
    assert redirected(base, "//other.example/x").url == "https://other.example/x"
    assert redirected(parse("http://example.org/"), "https://example.org/").scheme == "https"
    for location in (
        "http://example.org/",  # the redirect drops encryption
        "//127.0.0.1/",
        "//[::1]/",
        "https://[::1",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "\\\\127.0.0.1\\",
        "https://user@example.org/",
        "/a\r\nb",
    ):
        with pytest.raises(FetchError):
            redirected(base, location)


def test_sources_are_recognised_as_web_addresses() -> None:
    assert is_url("https://example.org")
    assert is_url("file:///etc/passwd")
    assert not is_url("notes.md")
    assert not is_url("C:\\notes.md")
    assert not is_url("a/b://c")
