"""The receipt names prose that a page holds where it is not read."""

from __future__ import annotations

from html import escape

import pytest

from tests.support.ferry_page import FIRST, H1, SAID, SECOND, body, p, read

UNREAD = {
    "noscript": f"<noscript>{p(SECOND)}</noscript>",
    "button": f"<button>{p(SECOND)}</button>",
    "object": f"<object data=a.svg>{p(SECOND)}</object>",
    "iframe": f'<iframe srcdoc="{escape(p(SECOND))}"></iframe>',
    "textarea": f"<textarea>{' '.join(SECOND)}</textarea>",
    "svg": f"<svg><g><foreignObject><div>{p(SECOND)}</div></foreignObject></g></svg>",
    "template": f"<template>{p(SECOND)}</template>",
}


@pytest.mark.parametrize("tag", UNREAD)
@pytest.mark.parametrize("around", ["<article>{}{}</article>", "<article>{}</article>{}"])
def test_prose_in_elements_that_are_not_read_is_reported(tag: str, around: str) -> None:
    draft = read(around.format(H1 + p(FIRST), UNREAD[tag]))
    assert body(draft) == FIRST
    filled_in = tag == "template" and draft.missing == "what a program fills in is left out"
    assert filled_in or f"inside <{tag}> left out" in draft.missing


@pytest.mark.parametrize("tag", UNREAD)
def test_prose_that_the_text_has_too_is_not_reported(tag: str) -> None:
    draft = read(f"<article>{H1}{p(SAID)}</article>{UNREAD[tag]}")
    assert body(draft) == SAID
    assert draft.missing == ""


@pytest.mark.parametrize(
    "inside",
    [
        "<button>Read on. It is worth it.</button>",
        "<noscript><img src=a.png> The map of the lake. It needs a script.</noscript>",
        f"<noscript>{' '.join(f'<a href=/{n}>Town {n} on the lake</a>.' for n in range(40))}"
        "</noscript>",
        "<svg><text>Orsk</text><text>Hallin</text></svg>",
        "<iframe srcdoc=''></iframe><iframe src=/map></iframe>",
        f"<template><script>{'var a = 1. ' * 50}</script></template>",
        "<template><p>We and our partners use cookies to show you advertisements and to measure "
        "how they are seen by those who read here.</p><p>By clicking on agree you consent to this, "
        "and may change it in the settings at any time.</p></template>",
    ],
)
def test_what_is_no_prose_is_not_reported(inside: str) -> None:
    assert read(f"<article>{H1}{p(SAID)}</article>{inside}").missing == ""
