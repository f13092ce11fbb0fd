"""Reading time grows linearly with what a page hides and with the parts of a saved page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pincite.corpus.formats.html import reader as html
from pincite.corpus.formats.mail import mhtml
from tests.hostile.case import OPENING
from tests.hostile.pages import page
from tests.support.linear import assert_linear

HIDING = {
    "rules": lambda n: f"<style>{''.join(f'.a{i}{{display:none}}' for i in range(n))}</style>",
    "selectors": lambda n: f"<style>{','.join(f'.a{i}' for i in range(n))}{{display:none}}</style>",
    "sheets": lambda n: "<style>.a{display:none}</style>" * n,
    "open braces": lambda n: f"<style>{'.a{' * n}</style>",
    "media": lambda n: f"<style>{'@media a{.a{display:none}}' * n}</style>",
    "comments": lambda n: f"<style>{'/*' * n}</style>",
    "hidden": lambda n: "<style>.a{display:none}</style>" + "<div class=a>It rained.</div>" * n,
    "classes": lambda n: f"<style>.a{{display:none}}</style><p class='{'b ' * n}'>It rained.</p>",
    "noscript": lambda n: "<noscript><p>It rained. It was cold.</p></noscript>" * n,
    "templates": lambda n: "<template>" * n + "It rained. It was cold.",
    "frames": lambda n: "<iframe srcdoc='&lt;p>It rained. It was cold.'></iframe>" * n,
    "a frame": lambda n: f"<iframe srcdoc=\"{'&lt;p>It rained.' * n}\"></iframe>",
    "consent": lambda n: "<p>We and our partners use cookies, and you consent to it.</p>" * n,
}  # fmt: skip


def saved(*parts: str) -> bytes:
    """A page saved as .mhtml with these parts."""
    head = 'Subject: a\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
    return (head + "".join(f"--b\n{part}\n" for part in parts) + "--b--\n").encode()


STORY = f"Content-Type: text/html\nContent-Location: http://a.example/\n\n{page(f'<p>{OPENING}</p>').decode()}"
SAVED = {
    "parts": lambda n: saved(STORY, *["Content-Type: image/png\n\nAAAA"] * n),
    "pages": lambda n: saved(STORY, *["Content-Type: text/html\n\n<p>It rained.</p>"] * n),
    "headers": lambda n: saved(STORY, "X: a\n" * n + "\na"),
    "a page": lambda n: saved(f"{STORY}{'<p>It rained.</p>' * n}"),
}


@pytest.mark.slow
@pytest.mark.parametrize("inside", HIDING.values(), ids=HIDING.keys())
def test_what_a_page_hides_takes_linear_time(inside: Callable[[int], str]) -> None:
    assert_linear(lambda n: html.read(page(f"<p>{OPENING}</p>{inside(n)}"), "a.html"))


@pytest.mark.slow
@pytest.mark.parametrize("made", SAVED.values(), ids=SAVED.keys())
def test_reading_a_saved_page_takes_linear_time(made: Callable[[int], bytes]) -> None:
    assert_linear(lambda n: mhtml.read(made(n), "a.mhtml"))
