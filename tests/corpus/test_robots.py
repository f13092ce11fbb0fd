"""robots.txt is obeyed; the tests cover its rules and a missing or broken robots.txt."""

from __future__ import annotations

import pytest

from pincite.corpus.web.robots import allows
from tests.support.small_web import HTML, Web, answer, endless, redirect, refused


def test_robots_txt_is_obeyed_on_every_host(web: Web) -> None:
    pages = web.public.pages
    pages["good.example/robots.txt"] = answer(b"User-agent: *\nDisallow: /p", "text/plain")
    pages["good.example/private"] = answer(HTML)
    pages["other.example/start"] = redirect("http://good.example/private")
    assert web.fetch("http://good.example/").body == HTML
    for url in ("http://good.example/private", "http://other.example/start"):
        assert "robots.txt" in refused(web, url)
    assert "good.example/private" not in web.public.requests


@pytest.mark.parametrize(
    ("status", "read"),
    [("404 Not Found", True), ("403 Forbidden", True), ("500 Oops", False), ("503 Busy", False)],
)
def test_a_robots_txt_server_error_forbids_reading(web: Web, status: str, read: bool) -> None:
    web.public.pages["good.example/robots.txt"] = answer(status=status)
    if read:
        assert web.fetch("http://good.example/").body == HTML
    else:
        assert "robots.txt" in refused(web, "http://good.example/")
        assert "good.example/" not in web.public.requests


def test_an_endless_robots_txt_is_read_up_to_its_limit(web: Web) -> None:
    start = b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /closed\n"
    web.public.pages["good.example/robots.txt"] = endless(start, b"Disallow: /x\n" * 5000)
    assert web.fetch("http://good.example/", seconds=60).body == HTML
    assert "robots.txt" in refused(web, "http://good.example/closed", seconds=60)


@pytest.mark.parametrize(
    ("robots", "target", "allowed"),
    [
        ("", "/", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /\nAllow: /a", "/ab", True),
        ("User-agent: *\nAllow: /\nDisallow: /a", "/ab", False),
        ("User-agent: *\nAllow: /ab\nDisallow: /", "/abc", True),
        ("User-agent: *\nDisallow: /ab\nAllow: /", "/abc", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.html$", "/x/a.html", False),
        ("User-agent: *\nDisallow: /*.html$", "/x/a.html?b", True),
        ("User-agent: *\nDisallow: /a*b*c", "/axxbxxcxx", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /ab*b$", "/ab", True),
        ("User-agent: pincite/2\nDisallow: /\n\nUser-agent: *\nAllow: /", "/", False),
        ("User-agent: *\nDisallow: /\nUser-agent: Pincite\nDisallow: /b", "/a", True),
        ("User-agent: a\nUser-agent: PINCITE\n\nDisallow: /", "/a", False),
        ("user-AGENT : * # all\r\n  disallow : /a # this\r\n", "/a", False),
        ("User-agent: *\nDisallow: /%c3%bc", "/%C3%BC", False),
        ("User-agent: *\nDisallow: /ü", "/%C3%BC", False),
        ("User-agent: *\nDisallow: /%61", "/a", False),
        ("\ufeffUser-agent: *\nDisallow: /", "/", False),
        ("<html>\n<p>Not found: sorry", "/", True),
    ],
)
def test_robots_txt_rules_are_applied(robots: str, target: str, allowed: bool) -> None:
    assert allows(robots.encode(), "Pincite", target) is allowed
