"""Each format's reader: text, title, body and dates from bytes, and what it refuses."""

import json
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring

from pincite.corpus.article import Article
from pincite.corpus.draft import Draft, Fault, Reader, one_line, stem_title, web_url
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.documents import markdown, text
from pincite.corpus.formats.documents.text import split_headline
from pincite.corpus.formats.html import reader as html
from pincite.corpus.formats.html.shallow import MAX_DEPTH, make_shallow
from pincite.corpus.formats.records import jsonl
from pincite.corpus.formats.shared.several import MAX_FAULTS
from pincite.corpus.metadata.dates import iso_date

OPENING = "The harbor bridge will reopen to cars in May, four months late, the city engineer said."
SECOND = "The second of two cracked bearings was replaced over the weekend."


def only(drafts: list[Draft | Fault]) -> Draft:
    [draft] = drafts
    assert isinstance(draft, Draft)
    return draft


def body(draft: Draft) -> list[str]:
    return [span.of(draft.text) for span in draft.body]


# ---------------------------------------------------------------- plain text


@pytest.mark.parametrize(
    ("source", "headline"),
    [
        (f"Bridge to reopen in May\n\n{OPENING}", "Bridge to reopen in May"),
        (f"Bridge to reopen in May\n{OPENING}", "Bridge to reopen in May"),
        (f"\n\n  Bridge to   reopen \n\n{OPENING}", "Bridge to reopen"),
        (f"Bridge to reopen in May\nBy Lin Mei\n\n{OPENING}", "Bridge to reopen in May"),
        (
            f"Bridge to reopen in May\nFeb. 3, 2026, 9:37 p.m.\n\n{OPENING}",
            "Bridge to reopen in May",
        ),
        (f"Bridge to reopen in May\n2026-02-03 21:37\n{OPENING}", "Bridge to reopen in May"),
        (f"Home > News\nAdvertisement\n\nBridge to reopen\n\n{OPENING}", "Bridge to reopen"),
        (f"Bridge to reopen\nSecond bearing in place\n\n{OPENING}", "Bridge to reopen"),
        ("港口大橋重新開放\n市府工程師說，大橋將於五月重新開放。", "港口大橋重新開放"),
        (f"“Better late than sorry”\n\n{OPENING}", "“Better late than sorry”"),
        (f"{OPENING}\n{SECOND}", ""),
        ("Is the bridge safe?\n\nIt is.", ""),
        ("The bridge has three parts:\n\nA deck.", ""),
        ("Bridge to reopen in May", ""),
        ("Bridge to reopen in May\n\n \n", ""),
        (f"{'Bridge ' * 29}\n\n{OPENING}", ""),
        ("The harbor bridge will\nreopen to all cars in May, four months late.", ""),
        ("The harbor bridge will reopen to\ncars in May, four months late.", ""),
        ("The harbor bridge, said Mayor\nLin Mei, will reopen to cars in\nMay, she thinks.", ""),
        ("港口大橋將於五月重新開放比原計畫\n晚了四個月市府工程師說。", ""),
    ],
)
def test_the_headline_of_a_text(source: str, headline: str) -> None:
    found, end = split_headline(source)
    assert found == headline
    assert one_line(source[:end]).endswith(headline)
    draft = only(text.read(source.encode(), "harbor-bridge_may.txt"))
    assert draft.text == source
    if headline:
        assert draft.title == headline
        assert headline not in one_line("".join(body(draft)))
    else:
        assert draft.title == "harbor bridge may"
        assert body(draft) == [source.strip()]


def test_a_text_is_kept_as_it_is_but_for_line_ends() -> None:
    draft = only(text.read(f"\ufeff{OPENING}\r\n\r\n  {SECOND}\t\r\n".encode(), "a.txt"))
    assert draft.text == f"{OPENING}\n\n  {SECOND}\t\n"
    assert body(draft) == [f"{OPENING}\n\n  {SECOND}"]
    assert (draft.published, draft.url, draft.key, draft.line) == (None, None, None, None)


def test_related_headlines_lie_outside_the_body_of_a_text() -> None:
    source = f"Bridge to reopen\n\n{OPENING}\n- Society\nParrot returns home\n02/03/2026 09:37 PM"
    assert body(only(text.read(source.encode(), "a.txt"))) == [OPENING]


READERS = {"text": text.read, "markdown": markdown.read, "html": html.read, "jsonl": jsonl.read}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS.keys())
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "an empty file"),
        (b" \n\t\r\n", "white space"),
        ("\ufeff".encode(), "white space"),
        (" \n\u200b".encode("utf-16"), "white space"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x00\x01\x02\x03", "binary"),
    ],
)
def test_every_reader_refuses_what_is_no_text(read: Reader, data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        read(data, "a.txt")


# ---------------------------------------------------------------- Markdown

MARKDOWN = """---
title: "Bridge: \\"late\\", not sorry"
date: 2026-02-03 21:37
url: 'https://quay.example/bridge'
tags:
  - harbor
---

# Another title

The **harbor** [bridge](https://a.example/?x=1) ![photo](b.png) *will* `reopen` <b>in</b> May &amp;
stay ~~shut~~ open.<br>Really.

## Causes

- Rust
- Cracks in *two* bearings
  1. in the east
  2. in the west

> Better late
> than sorry.

| Year | Cost |
|------|-----:|
| 2025 | 4.2 |

```python
print("code")
```

<div class="x">raw</div>

港口大橋
重新開放。

***

The end.
"""


def test_markdown_becomes_plain_text_with_its_body() -> None:
    draft = only(markdown.read(MARKDOWN.encode(), "a.md"))
    assert draft.title == 'Bridge: "late", not sorry'
    assert draft.published == "2026-02-03T21:37:00"
    assert draft.url == "https://quay.example/bridge"
    assert body(draft) == [
        "The harbor bridge will reopen in May & stay shut open.\nReally.",
        "Rust\nCracks in two bearings\nin the east\nin the west\n\nBetter late than sorry.",
        '2025 | 4.2\n\nprint("code")',
        "港口大橋重新開放。\n\nThe end.",
    ]
    for outside in ("Another title", "Causes", '<div class="x">raw</div>'):
        assert outside in draft.text
    for gone in ("example", "photo", "**", "---", "tags", "~~", "***"):
        assert gone not in draft.text


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("# The *Title* `x`\n\nBody.", "The Title x"),
        ("Before.\n\nThe Title\n=========\n\nBody.", "The Title"),
        ("## The Title\n\nBody.", "The Title"),
        ("Before.\n\n## A section\n\nBody.", "my file"),
        ("Body only.", "my file"),
        ("---\ntitle:\n---\nBody.", "my file"),
        ("---\ntitle: It''s 'here'\n---\nBody.", "It''s 'here'"),
        ("---\ntitle: 'It''s here'\n---\nBody.", "It's here"),
        ("---\nTitle: Upper\n...\nBody.", "Upper"),
    ],
)
def test_the_title_of_markdown(source: str, title: str) -> None:
    draft = only(markdown.read(source.encode(), "my-file.md"))
    assert draft.title == title
    assert body(draft)[-1] == "Body." or body(draft) == ["Body only."]


@pytest.mark.parametrize(
    "source", ["---\n\nNo matter.\n\n---\n", "---\nBody.\n", "----\ntitle: x\n----\nBody."]
)
def test_a_rule_is_not_front_matter(source: str) -> None:
    assert markdown.front_matter(source) == ({}, 0)


def test_a_markdown_file_of_headings_alone_is_all_body() -> None:
    assert body(only(markdown.read(b"# One\n\n## Two", "a.md"))) == ["One\n\nTwo"]


def test_related_headlines_lie_outside_the_body_of_markdown() -> None:
    source = f"# Bridge\n\n{OPENING}\n\n## Related news\n\n- Parrot returns\n- Ferry stops\n"
    assert body(only(markdown.read(source.encode(), "a.md"))) == [OPENING]


@pytest.mark.parametrize("source", ["![only](a.png)", "[a]: https://x.example/", "***"])
def test_markdown_without_words_is_refused(source: str) -> None:
    with pytest.raises(ReadError, match="no text"):
        markdown.read(source.encode(), "a.md")


def test_markdown_that_would_be_cut_is_refused() -> None:
    assert "deep" in only(markdown.read(b"> " * 90 + b"deep", "a.md")).text
    with pytest.raises(ReadError, match="nested more than 100 deep"):
        markdown.read(b"> " * 300 + b"deep", "a.md")


# ---------------------------------------------------------------- HTML

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


def test_no_external_entity_gets_into_a_page(tmp_path: Path) -> None:
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
def test_what_is_never_shown_is_no_text(tag: str) -> None:
    inside = f"<p>{OPENING}</p><{tag}><p>a canary</p></{tag}> She said so twice.<p>{SECOND}</p>"
    read = only(html.read(page(inside), "a.html")).text
    assert "canary" not in read
    assert OPENING in read
    assert SECOND in read


@pytest.mark.parametrize("tag", ["font", "div", "b", "center"])
def test_a_tag_that_is_never_closed_costs_nothing(tag: str) -> None:
    said = [f"Witness number {n} saw the bridge move in the wind that night." for n in range(800)]
    inside = "".join(f"<{tag} color=red>{words}<br>" for words in said)
    assert only(html.read(page(inside), "a.html")).text.split("\n") == said


def test_headings_far_down_lie_outside_the_body() -> None:
    said = [f"Witness number {n} saw the bridge move in the wind that night." for n in range(9)]
    paragraphs = "".join(f"<p>{words}</p>" for words in said)
    inside = f"{'<div>' * 300}<h2>Why so late</h2>{paragraphs}<script>x()</script>"
    draft = only(html.read(page(f"<p>{OPENING}</p>{inside}"), "a.html"))
    assert draft.text.startswith(f"{OPENING}\nWhy so late\n{said[0]}")
    assert body(draft) == [OPENING, "\n".join(said)]


@pytest.mark.parametrize("around", ["{}", "<article>{}</article>", "<main><div>{}</div></main>"])
def test_a_list_among_paragraphs_is_article(around: str) -> None:
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
def test_a_page_of_too_many_elements_keeps_its_words(inside: str) -> None:
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
def test_a_flat_tree_has_the_words_of_the_deep_one(parts: list[str]) -> None:
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


def test_an_address_that_is_no_web_address_is_dropped() -> None:
    head = '<link rel="canonical" href="javascript:alert(1)">'
    assert only(html.read(page(f"<p>{OPENING}</p>", head), "a.html")).url is None


def test_without_its_library_html_is_refused_with_the_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(ReadError, match="HTML cannot be read in this installation"):
        html.read(PAGE.encode(), "a.html")


# ---------------------------------------------------------------- JSON lines


def lines(*objects: object) -> bytes:
    return "\n".join(x if isinstance(x, str) else json.dumps(x) for x in objects).encode()


def test_a_line_of_json_is_an_article() -> None:
    data = lines(
        {
            "id": 7,
            "title": "Bridge to reopen",
            "text": f"Bridge to reopen\r\n\r\n{OPENING}\nEnditem/AW",
            "published": "2026-02-03",
            "url": "https://quay.example/bridge",
        }
    )
    draft = only(jsonl.read(data, "export.jsonl"))
    assert draft.text == f"Bridge to reopen\n\n{OPENING}\nEnditem/AW"
    assert (draft.title, draft.published) == ("Bridge to reopen", "2026-02-03")
    assert (draft.url, draft.key, draft.line) == ("https://quay.example/bridge", "7", 1)
    assert body(draft) == [OPENING]


def test_a_bad_line_costs_no_good_one() -> None:
    data = lines(
        {"text": OPENING},
        "",
        "{not json",
        [1, 2],
        {"title": "no text"},
        {"text": "  "},
        {"text": 5},
        '{"text": "\\ud800 alone"}',
        '{"text": "a\\u0000b"}',
        '{"text": ' + "[" * 100_000 + "}",
        '{"text": ' + "1" * 5000 + "}",
        {"text": SECOND},
    )
    found = jsonl.read(data, "export.jsonl")
    assert [d.text for d in found if isinstance(d, Draft)] == [OPENING, SECOND]
    faults = {f.line: f.reason for f in found if isinstance(f, Fault)}
    assert list(faults) == [3, 4, 5, 6, 7, 8, 9, 10, 11]
    assert "not JSON" in faults[3]
    assert "object" in faults[4]
    assert all('no "text"' in faults[line] for line in (5, 6, 7))
    assert "surrogate" in faults[8]
    assert "NUL" in faults[9]
    assert "too deeply" in faults[10]
    assert "not JSON" in faults[11]
    assert all(reason.isprintable() for reason in faults.values())


def test_a_pair_of_surrogates_is_a_character() -> None:
    assert only(jsonl.read(b'{"text": "\\ud83d\\ude00 smiles."}', "a.jsonl")).text == "😀 smiles."


def test_a_second_line_with_the_same_id_or_address_names_the_first() -> None:
    url = "https://quay.example/1"
    found = jsonl.read(
        lines(
            {"text": "One.", "id": "a"},
            {"text": "Two.", "id": "a"},
            {"text": "Three.", "url": url, "id": "a"},
            {"text": "Four.", "url": url},
        ),
        "a.jsonl",
    )
    assert [d.text for d in found if isinstance(d, Draft)] == ["One.", "Three."]
    assert [(f.line, f.reason) for f in found if isinstance(f, Fault)] == [
        (2, "the same id a as line 1"),
        (4, f"the same url {url} as line 3"),
    ]


def test_a_line_without_an_id_never_takes_one_that_is_used() -> None:
    found = jsonl.read(lines({"text": "One."}, {"text": "Two.", "id": "1"}), "a.jsonl")
    assert [d.key for d in found if isinstance(d, Draft)] == ["bb62bd5c3b25", "1"]


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ({"text": OPENING, "title": "  A \n title "}, "A title"),
        ({"text": OPENING, "title": 5}, "my file, line 1"),
        ({"text": OPENING}, "my file, line 1"),
        ({"text": f"Bridge to reopen\n\n{OPENING}"}, "Bridge to reopen"),
        ({"text": f"A kicker\n\n{OPENING}", "title": "Bridge"}, "Bridge"),
    ],
)
def test_the_title_of_a_line(value: dict[str, object], title: str) -> None:
    assert only(jsonl.read(lines(value), "my_file.jsonl")).title == title


def test_one_object_over_several_lines_is_one_article() -> None:
    data = json.dumps({"title": "Bridge", "text": OPENING}, indent=2).encode()
    assert only(jsonl.read(b"\n" + data, "a.json")).text == OPENING


@pytest.mark.parametrize("data", [b'[{"text": "A."}]', b'[\n{"text": "A."},\n{"text": "B."}\n]'])
def test_an_array_holds_an_article_an_object(data: bytes) -> None:
    found = jsonl.read(data, "a.json")
    assert [d.text for d in found if isinstance(d, Draft)] == ["A.", "B."][: len(found)]
    assert [d.line for d in found] == [1, 2][: len(found)]


def test_a_long_list_of_faults_is_cut_short() -> None:
    found = jsonl.read(lines(*["bad"] * 5000, {"text": OPENING}), "a.jsonl")
    assert len(found) == MAX_FAULTS + 2
    assert only([d for d in found if isinstance(d, Draft)]).text == OPENING
    assert found[-1] == Fault(101, "and 4900 faulty lines from here on")


# ---------------------------------------------------------------- small parts


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("2026-02-03", "2026-02-03"),
        (" 20260203 ", "2026-02-03"),
        ("2026-02-03 21:37", "2026-02-03T21:37:00"),
        ("2026-02-03T21:37:00Z", "2026-02-03T21:37:00+00:00"),
        ("2026-02-30", None),
        ("Feb. 3, 2026", None),
        ("", None),
        (20260203, None),
        (None, None),
    ],
)
def test_a_date_is_kept_in_iso_form_or_not_at_all(value: object, stored: str | None) -> None:
    assert iso_date(value) == stored


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("https://quay.example/a?b=c#d", True),
        ("HTTP://quay.example", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("quay.example", False),
        ("https://quay.example/a b", False),
        ("https://quay.example/\u202ea", False),
        ("https://quay.example/" + "a" * 3000, False),
        (7, False),
    ],
)
def test_only_a_web_address_is_kept(value: object, kept: bool) -> None:
    assert web_url(value) == (value if kept else None)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("harbor-bridge_2026.txt", "harbor bridge 2026"),
        ("港口.md", "港口"),
        ("two\nlines\u202e.txt", "two lines"),
        ("---.txt", "---.txt"),
    ],
)
def test_a_title_from_a_file_name(name: str, title: str) -> None:
    assert stem_title(name) == title


# ---------------------------------------------------------------- whatever the bytes

pieces = st.sampled_from(
    [b"# ", b"- ", b"> ", b"| a | b |\n|-|-|\n", b"```\n", b"---\n", b"title: x\n", b"<p>", b"</p>",
     b"<ul><li>", b"<table><tr><td>", b"<h1>", b"<!doctype html><html>", b"{\"text\": \"", b"\"}\n",
     b"{\n", b"[", b"]", b"\n\n", b"\r", b"\xe9", b"\xe6\xb8\xaf", b"\xff\xfe", b"\x00", b"&amp;",
     b"<b>", b"![a](b)", b"*a*", b"<br>", b"The bridge is shut. ", b"\\ud800", b"3 hours ago\n"]
)  # fmt: skip
anything = st.binary(max_size=200) | st.lists(pieces, max_size=15).map(b"".join)


@pytest.mark.parametrize("read", READERS.values(), ids=READERS.keys())
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=anything)
@example(data=b"<html><body><table><tr><td>a</td><td></td></tr></table></body></html>")
@example(data=b"- \n- \n|a|\n|-|\n")
def test_any_bytes_give_articles_or_a_read_error(read: Reader, data: bytes) -> None:
    try:
        found = read(data, "any.file")
    except ReadError as error:
        assert str(error).isprintable()
        return
    for draft in found:
        if isinstance(draft, Fault):
            assert draft.reason.isprintable()
            continue
        article = Article("a", draft.title, draft.text, "a", draft.body)
        assert article.title.strip()
        assert article.body
        assert "\r" not in article.text
        for span in article.body:
            assert span.of(article.text) == span.of(article.text).strip()
        (article.text + article.title).encode("utf-8")


# The words of a block survive whatever stands around it: offsets are counted, never searched for.
blocks = st.lists(
    st.sampled_from(
        ["# Heading\n\n", "Same words.\n\n", "- Same words.\n", "> Same words.\n\n", "    code\n\n"]
    ),
    min_size=1,
    max_size=12,
)


@given(blocks)
def test_repeated_blocks_of_markdown_get_their_own_spans(parts: list[str]) -> None:
    draft = only(markdown.read("".join(parts).encode(), "a.md"))
    inside = "".join(body(draft)).count("Same words.")
    assert inside == sum("Same words" in part for part in parts)
