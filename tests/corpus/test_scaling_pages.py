"""Reading time grows linearly with what a page hides, its tables, and the parts of a saved page."""

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


CELLS = "<i role=cell>a</i><i role=cell>b</i>"
FIGURE = "<figure><table><tr><td>a<td>1<tr><td>b<td>2</table>{}</figure>"
PARTS = {
    "rows by role": lambda n: f"<div role=table>{f'<div role=row>{CELLS}</div>' * n}</div>",
    "tables by role": lambda n: f"<div role=table>{f'<div role=row>{CELLS}</div>' * 2}</div>" * n,
    "captions": lambda n: FIGURE.format("<figcaption>x</figcaption>" * n),
    "figures": lambda n: FIGURE.format("<figcaption>x</figcaption>") * n,
    "titles": lambda n: f"<table><tr><th>a<th>b{'<tr><th colspan=2>x<tr><td>x<td>1' * n}</table>",
    "boxes": lambda n: "<aside><p>It rained on the hill all day long.</p></aside>" * n,
    "openers": lambda n: "<details><summary>Why?</summary><p>It rained.</p></details>" * n,
    "raised": lambda n: "<p>" + "a<sup>2</sup><a href='#a'><sup>1</sup></a> " * n,
    "struck": lambda n: "<s>" * min(n, 500) + "<s>a</s> b. " * n,
    "teasers": lambda n: "<div><a href=x><h4>a</h4></a><time datetime=2020-01-01></div>" * n,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("inside", PARTS.values(), ids=PARTS.keys())
def test_tables_and_boxes_take_linear_time(inside: Callable[[int], str]) -> None:
    assert_linear(lambda n: html.read(page(f"<p>{OPENING}</p>{inside(n)}"), "a.html"))


@pytest.mark.slow
@pytest.mark.parametrize("made", SAVED.values(), ids=SAVED.keys())
def test_reading_a_saved_page_takes_linear_time(made: Callable[[int], bytes]) -> None:
    assert_linear(lambda n: mhtml.read(made(n), "a.mhtml"))
