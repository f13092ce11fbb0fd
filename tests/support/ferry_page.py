"""A web page about a ferry, and the draft that is read from it."""

from __future__ import annotations

from pincite.corpus.draft import Draft
from pincite.corpus.formats.html import reader as html

SAID = [
    "The ferry to Hallin runs twice a day from April on, the harbour master said on Monday.",
    "Its new captain, Ada Quill, has steered boats on the lake for thirty-one years.",
    "A return ticket costs eleven crowns, two more than the year before.",
    "The old pier was torn down in March, since its piles had rotted through.",
    "Nobody expects the crossing to be full before the school holidays begin.",
    "The council pays a third of what the service costs, and the hotels pay the rest.",
]


FIRST, SECOND = SAID[:3], SAID[3:]
MENU = "<nav><a href='/'>Home</a> <a href='/l'>Lakes</a></nav>"


def p(sentences: list[str]) -> str:
    return "".join(f"<p>{each}</p>" for each in sentences)


def page(inside: str, title: str = "Ferry to Hallin", head: str = "") -> bytes:
    start = f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head>"
    return f"{start}<body>{MENU}{inside}<footer><p>© The Lake Post</p></footer></body>".encode()


def read(inside: str, **more: str) -> Draft:
    draft = html.read(page(inside, **more), "a.html")[0]
    assert isinstance(draft, Draft)
    return draft


def body(draft: Draft) -> list[str]:
    return [line for span in draft.body for line in span.of(draft.text).split("\n")]


H1 = "<h1>Ferry to Hallin</h1>"
