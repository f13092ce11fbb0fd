"""The reader of web pages: text, title, body and encoding, and what it refuses."""

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring

from pincite.corpus.errors import ReadError
from pincite.corpus.formats.html import reader as html
from pincite.corpus.formats.html.shallow import MAX_DEPTH, make_shallow
from tests.support.drafts import body, only

OPENING = "The harbor bridge will reopen to cars in May, four months late, the city engineer said."


SECOND = "The second of two cracked bearings was replaced over the weekend."


PAGE = f"""<!doctype html><html lang="en"><head>
<title>Bridge to reopen in May | The Quay Post</title>
<link rel="canonical" href="https://quay.example/news/bridge">
<meta property="og:title" content="Bridge to reopen in May">
<meta property="article:published_time" content="2026-02-03T21:37:00+08:00">
<script>var canary = "script canary";</script><style>.canary {{ color: red }}</style></head>
<body><nav><a href="/">Home</a> <a href="/harbor">Harbor</a></nav><main><article>
<p class="kicker">Harbor</p>
<h1>Bridge to reopen in May</h1>
<p>{OPENING[:20]}<b>{OPENING[20:40]}</b><a href="https://a.example/">{OPENING[40:]}</a></p>
<h2>What went wrong</h2>
<p>Inspectors found the cracks in October while they were looking for rust.<br>It cost 4.2 million
   crowns &amp; nerves.</p>
<ul><li>The first <code>bearing</code> was replaced in November</li>
<li>The second in <i>January</i></li></ul>
<blockquote><p>We would rather be late than sorry,</p><p>she said.</p></blockquote>
<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2025</td><td>4.2 million</td></tr></table>
<pre><code>bearing = None
</code></pre>
<p>Trams are to follow in the summer, once the rails have been relaid and tested under load.</p>
</article></main>
<aside><h3>Related</h3><ul><li><a href="/1">Parrot returns home</a></li></ul></aside>
<footer>© 2026 The Quay Post</footer></body></html>"""


def test_a_page_becomes_plain_text_with_its_body() -> None:
    draft = only(html.read(PAGE.encode(), "a.html"))
    assert draft.title == "Bridge to reopen in May"
    assert draft.published == "2026-02-03T21:37:00+08:00"
    assert (draft.author, draft.language) == (None, "en")
    assert draft.url == "https://quay.example/news/bridge"
    assert body(draft) == [
        OPENING,
        "Inspectors found the cracks in October while they were looking for rust.\n"
        "It cost 4.2 million crowns & nerves.\n"
        "The first bearing was replaced in November\nThe second in January\n"
        "We would rather be late than sorry,\nshe said.",
        "2025 | 4.2 million\nbearing = None\n"
        "Trams are to follow in the summer, once the rails have been relaid and tested under load.",
    ]
    assert "What went wrong" in draft.text
    [row] = [each for each in draft.sections if each.kind == "table"]
    assert [span.of(draft.text) for span in row.header] == ["Year", "Cost"]
    assert [span.of(draft.text) for span in row.context][-1] == "What went wrong"
    for gone in ("canary", "Parrot", "Quay", "https"):
        assert gone not in draft.text


def page(inside: str, head: str = "") -> bytes:
    return f"<html><head><title>Bridge</title>{head}</head><body>{inside}</body></html>".encode()


def test_external_entities_are_not_read_into_a_page(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    canary.write_text("the canary sings")
    kind = f'<!DOCTYPE html [<!ENTITY c SYSTEM "{canary.as_uri()}"><!ENTITY e "expanded">]>'
    words = f"<p>{OPENING} &c; &e;</p>"
    for start in (kind, "<?xml version='1.0'?>" + kind):
        draft = only(html.read(start.encode() + page(words), "a.xhtml"))
        assert OPENING in draft.text
        assert "sings" not in draft.text
        assert "expanded" not in draft.text


@pytest.mark.parametrize("tag", ["div", "span", "font", "blockquote"])
@pytest.mark.parametrize("depth", [0, 100, 240, 250, 256, 260, 300, 2000, 200_000])
def test_a_deep_page_is_read_whole_or_refused(depth: int, tag: str) -> None:
    middle = f"{f'<{tag}>' * depth}<p>{SECOND}</p>{f'</{tag}>' * depth}"
    inside = f"<p>{OPENING}</p>{middle}<p>Last words: {SECOND}</p>"
    if depth <= 2000:
        read = only(html.read(page(inside), "a.html")).text
        assert OPENING in read
        assert f"Last words: {SECOND}" in read
        assert read.count(SECOND) == 2
    else:
        with pytest.raises(ReadError, match="nested too deeply"):
            html.read(page(inside), "a.html")


@pytest.mark.parametrize("tag", ["script", "style", "iframe", "template", "textarea", "svg"])
def test_text_of_invisible_elements_is_not_read(tag: str) -> None:
    inside = f"<p>{OPENING}</p><{tag}><p>a canary</p></{tag}> She said so twice.<p>{SECOND}</p>"
    read = only(html.read(page(inside), "a.html")).text
    assert "canary" not in read
    assert OPENING in read
    assert SECOND in read


@pytest.mark.parametrize("tag", ["font", "div", "b", "center"])
def test_unclosed_tags_lose_no_text(tag: str) -> None:
    said = [f"Witness number {n} saw the bridge move in the wind that night." for n in range(800)]
    inside = "".join(f"<{tag} color=red>{words}<br>" for words in said)
    assert only(html.read(page(inside), "a.html")).text.split("\n") == said


def test_deeply_nested_headings_are_outside_the_body() -> None:
    said = [f"Witness number {n} saw the bridge move in the wind that night." for n in range(9)]
    paragraphs = "".join(f"<p>{words}</p>" for words in said)
    inside = f"{'<div>' * 300}<h2>Why so late</h2>{paragraphs}<script>x()</script>"
    draft = only(html.read(page(f"<p>{OPENING}</p>{inside}"), "a.html"))
    assert draft.text.startswith(f"{OPENING}\nWhy so late\n{said[0]}")
    assert body(draft) == [OPENING, "\n".join(said)]


@pytest.mark.parametrize("around", ["{}", "<article>{}</article>", "<main><div>{}</div></main>"])
def test_a_list_between_paragraphs_belongs_to_the_article(around: str) -> None:
    points = "<ul><li>The north span is shut on Monday.</li><li>The south span too.</li></ul>"
    inside = around.format(f"<p>{OPENING}</p>{points}<p>{SECOND}</p>")
    read = only(html.read(page(inside), "a.html"))
    assert body(read) == [
        f"{OPENING}\nThe north span is shut on Monday.\nThe south span too.\n{SECOND}"
    ]


@pytest.mark.parametrize(
    "inside",
    [
        f"<p {' '.join(f'a{n}=b' for n in range(3000))}>{SECOND}</p>",
        f"<p {' '.join(f'a{n}' for n in range(3000))}>{SECOND}</p>",
        f"<p>{''.join(f'<b>{letter}</b>' for letter in SECOND * 20)}</p>",
        f"<p>{'<i></i>' * 3000}{SECOND}</p>",
        f"<p><span>{'<a href=x>' * 3}{'<i></i>' * 3000}{SECOND}</a></span></p>",
        f"<ul><li>{'<i></i>' * 3000}{SECOND}</li></ul>",
    ],
)
def test_a_page_with_too_many_elements_keeps_its_words(inside: str) -> None:
    read = only(html.read(page(f"<p>{OPENING}</p>{inside}"), "a.html")).text
    assert "".join(OPENING.split()) in "".join(read.split())
    assert "".join(SECOND.split()) in "".join(read.split())


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<br>", "<h2>", "</h2>", "<div>", "</div>",
                         "<ul><li>", "</ul>", "<pre>", "one ", "two. ", "three", "<i>x</i>y"]),
        max_size=40,
    )
)  # fmt: skip
def test_flattening_a_deep_tree_keeps_its_words(parts: list[str]) -> None:
    tree = document_fromstring(f"<html><body><div>{'<div>' * 120}{''.join(parts)}")
    before = "".join("".join(tree.itertext()).split())
    make_shallow(tree)
    assert "".join("".join(tree.itertext()).split()) == before
    assert all(len(list(each.iterancestors())) <= MAX_DEPTH + 2 for each in tree.iter())


@pytest.mark.parametrize(
    "inside", ["", "<script>var a = 1</script>", "<img src=a.png>", "<style>a{}</style>"]
)
def test_a_page_without_an_article_is_refused(inside: str) -> None:
    with pytest.raises(ReadError, match="no article text found in this page"):
        html.read(page(inside), "a.html")


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="big5">', "big5"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=Big5">', "big5"),
        ('<meta charset="iso-8859-1">', "utf-8"),
        ('<meta charset="iso-8859-1">', "big5"),
        ("", "big5"),
    ],
)
def test_the_encoding_of_a_page(head: str, encoding: str) -> None:
    words = "市府工程師週二表示，港口大橋將於五月重新開放，比原計畫晚了四個月。"
    data = page(f"<p>{words}</p>", head).decode().encode(encoding)
    assert only(html.read(data, "a.html")).text == words


def test_canonical_links_that_are_not_web_addresses_are_dropped() -> None:
    head = '<link rel="canonical" href="javascript:alert(1)">'
    assert only(html.read(page(f"<p>{OPENING}</p>", head), "a.html")).url is None


def test_html_is_refused_if_trafilatura_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(ReadError, match="HTML cannot be read in this installation"):
        html.read(PAGE.encode(), "a.html")
