"""Pages without paragraphs: each block is a line of the article, and nothing is glued together."""

import pytest

from pincite.corpus.formats.html import reader as html

STORY = [
    "The toll on the harbor bridge rises to five crowns in March, the port said.",
    "It is the first rise since 2011.",
    "“Steel does not get cheaper,” said the engineer, who has looked after it for twenty years.",
    "The council votes on Thursday, and nobody expects that to be short.",
]
CHINESE = [
    "港口橋三月起調漲過橋費。",
    "這是十五年來首度調漲。",
    "議會週四表決。",
    "沒有人預期會很快。",
]


def each(block: str) -> str:
    return "".join(block.format(sentence) for sentence in STORY)


PAGES = {
    "bare div": each("<div>{}</div>"),
    "div with a class of the theme": each('<div class="text">{}</div>'),
    "div without a text of its own": each('<div><a href="/x"><b></b></a>{}</div>'),
    "div that begins with a link": "<div>{}</div>".format(
        "".join(f'<div><a href="/x"><b>{s[:4]}</b></a>{s[4:]}</div>' for s in STORY)
    ),
    "text in a span": each("<div><hr><span>{}</span></div>"),
    "div within div": each("<div><div>{}</div></div>"),
    "two line breaks": "<div>" + "<br><br>".join(STORY) + "</div>",
    "line breaks alone": '<div id="story">' + "<br>".join(STORY) + "</div>",
    "line breaks in the page itself": "<br><br>".join(STORY),
    "text between paragraphs": "<div>{}<p>{}</p>{}<p>{}</p></div>".format(*STORY),
    "a table for layout": f"<table><tr><td>Tides</td><td>{each('<p>{}</p>')}</td></tr></table>",
    "line breaks in a table": f"<table><tr><td>{'<br><br>'.join(STORY)}</td></tr></table>",
    "div in a table": f"<table><tbody><tr><td>{each('<div>{}</div>')}</td></tr></tbody></table>",
    "a short article in Chinese": "".join(f"<p>{sentence}</p>" for sentence in CHINESE),
}


def lines(inside: str) -> list[str]:
    page = f"<html><head><title>Toll</title></head><body>{inside}</body></html>"
    draft = html.read(page.encode(), "a.html")[0]
    assert isinstance(draft, html.Draft)
    return [line for span in draft.body for line in span.of(draft.text).split("\n")]


@pytest.mark.parametrize("inside", PAGES.values(), ids=PAGES.keys())
def test_each_block_is_a_line(inside: str) -> None:
    wanted = CHINESE if CHINESE[0] in inside else STORY
    assert [line for line in lines(inside) if line != "Tides"] == wanted


def test_a_table_of_data_stays_a_table() -> None:
    table = "<table><tr><th>River</th><th>Points</th></tr><tr><td>Sarn</td><td>98</td></tr></table>"
    assert "Sarn | 98" in lines(each("<p>{}</p>") + table)


def test_navigation_of_a_short_page_is_not_read() -> None:
    page = f"<nav><a href='/'>Home</a></nav><article><h1>Toll</h1><p>{STORY[0]}</p></article>"
    assert lines(page) == [STORY[0]]
