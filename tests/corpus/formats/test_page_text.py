"""The visible article of a page is its text, in any element; the rest of the page is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pincite.corpus.errors import ReadError
from pincite.corpus.formats.html import reader as html
from pincite.corpus.formats.html.article.blocks import PageBlock
from pincite.corpus.formats.html.article.extracted import ExtractedText, tokens
from pincite.corpus.formats.html.article.judged import JudgedBlock, Use
from pincite.corpus.formats.html.article.regions import Region
from pincite.corpus.formats.html.page_text import left_out_note
from pincite.corpus.formats.html.reader import _parsed
from tests.support.ferry_page import FIRST, H1, SAID, SECOND, body, p, read

CONSENT = (
    "<p>We and our partners use cookies to show you advertisements and to measure how they are "
    "seen. By clicking on agree you consent to this.</p><p>You can change your choice in the "
    "settings at any time, as our cookie statement says.</p><button>Agree</button>"
)


PLACES = {
    "two containers": f"{H1}<div class=entry-content>{p(FIRST)}</div>"
    f"<div class=entry-content>{p(SECOND)}</div>",
    "containers apart": f"<div class=row>{H1}<div class=entry-content>{p(FIRST)}</div></div>"
    f"<div class=gallery><img src=a.png></div><div class=row><div class=entry-content>{p(SECOND)}"
    "</div></div>",
    "two mains": f"<main>{H1}{p(FIRST)}</main><main>{p(SECOND)}</main>",
    "two articles": f"{H1}<article class=part>{p(FIRST)}</article><article class=part>{p(SECOND)}"
    "</article>",
    "an aside": f"<aside>{H1}{p(SAID)}</aside>",
    "after an early end": f"<article>{H1}{p(FIRST)}</article></body></html>{p(SECOND)}",
    "strong paragraphs": f"<article>{H1}<strong><p>{SAID[0]}</p></strong>{p(SAID[1:])}</article>",
    "strong beside": f"<article><div class=text>{H1}<strong><p>{SAID[0]}</p></strong></div>"
    f"<div class=row><div class=span9><div class=text>{p(SAID[1:])}</div></div></div></article>",
    "a lede in the header": f"<article><header>{H1}<p class=lede>{SAID[0]}</p></header>"
    f"<div class=body>{p(SAID[1:])}</div></article>",
    "a standfirst heading": f"{H1}<h2 class=standfirst>{SAID[0]}</h2><div class=body>{p(SAID[1:])}"
    "</div>",
    "a quotation": f"<article>{H1}{p(FIRST)}<blockquote>{p(SECOND)}</blockquote></article>",
    "a section each": "".join(f"<section><p>{each}</p></section>" for each in SAID),
    "a stray quote": f"<div class='banner'\"\"></div><article>{H1}{p(SAID)}</article>",
    "a script of angles": "<script>for(r=0;r<o.length;r++)p.font=\"600 32px Arial\";</script>"
    f"<article>{H1}{p(SAID)}</article>",
    "bare text": f"<div>{'<br><br>'.join(SAID)}</div>",
    "custom elements": f"<lake-story>{H1}{p(SAID)}</lake-story>",
}  # fmt: skip


@pytest.mark.parametrize("inside", PLACES.values(), ids=PLACES.keys())
@pytest.mark.parametrize("menu", [0, 2000])
def test_every_sentence_is_cited_whatever_element_holds_it(inside: str, menu: int) -> None:
    links = "".join(f"<li><a href=/t/{n}><b>Topic {n}</b></a></li>" for n in range(menu))
    draft = read(f"<nav><ul>{links}</ul></nav>{inside}")
    assert [line for line in body(draft) if line in SAID] == SAID
    assert "Topic" not in draft.text


def test_captions_are_body_and_marked_as_captions() -> None:
    figure = "<figure><img src=a.png><figcaption>The new ferry at its pier.</figcaption></figure>"
    draft = read(f"<article>{H1}{p(FIRST)}{figure}{p(SECOND)}</article>")
    assert "The new ferry at its pier." in body(draft)
    [caption] = [each for each in draft.sections if each.kind == "caption"]
    assert caption.span.of(draft.text) == "The new ferry at its pier."


@pytest.mark.parametrize("tag", ["blockquote", "aside class=pullquote", "div class=pull-quote"])
def test_a_pull_quote_is_cited_once(tag: str) -> None:
    quote = f"<{tag}><p>{SAID[1]}</p></{tag.split()[0]}>"
    draft = read(f"<article>{H1}{p(FIRST)}{quote}{p(SECOND)}</article>")
    assert body(draft) == SAID


def test_headings_become_context_by_level() -> None:
    draft = read(
        f"<article>{H1}{p(SAID[:2])}<h2>The pier</h2>{p(SAID[2:4])}<h3>Piles</h3>{p(SAID[4:])}"
        "</article>"
    )
    assert body(draft) == SAID
    last = draft.sections[-1]
    assert [span.of(draft.text) for span in last.context][-2:] == ["The pier", "Piles"]


def test_a_table_has_its_header_caption_and_spans() -> None:
    table = (
        "<table><caption>Fares</caption><tr><th>Ticket</th><th colspan=2>Crowns</th></tr>"
        "<tr><th></th><th>2025</th><th>2026</th></tr>"
        "<tr><td rowspan=2>Return</td><td>9</td><td>11</td></tr><tr><td>8</td><td>10</td></tr>"
        "</table>"
    )
    draft = read(f"<article>{H1}{p(FIRST)}{table}{p(SECOND)}</article>")
    [rows] = [each for each in draft.sections if each.kind == "table"]
    assert rows.span.of(draft.text) == "Return | 9 | 11\nReturn | 8 | 10"
    assert [s.of(draft.text) for s in rows.header] == ["Ticket", "Crowns 2025", "Crowns 2026"]
    assert rows.context[-1].of(draft.text) == "Fares"


NO_ARTICLE = {
    "a wall": f"<div class=cookiewall>{CONSENT}</div>",
    "a dialog": f"<div role=dialog aria-modal=true>{CONSENT}</div>",
    "a modal": f"<div class='modal fade'><div>{CONSENT}</div></div>",
    "hidden": f"<div style='display: none'>{CONSENT}</div>",
    "an attribute": f"<div hidden>{CONSENT}</div>",
    "for no reader": f"<div aria-hidden=true>{CONSENT}</div>",
    "off screen": f"<div style='position:absolute;left:-9999px'>{CONSENT}</div>",
    "comments": "<div id=comments><p>What a long text this was, and I read it all.</p></div>",
}


@pytest.mark.parametrize("inside", NO_ARTICLE.values(), ids=NO_ARTICLE.keys())
@pytest.mark.parametrize("sentences", [SAID[:2], SAID])
def test_page_furniture_is_never_cited(inside: str, sentences: list[str]) -> None:
    article = f"<article>{H1}{p(sentences)}</article>"
    for both in (inside + article, article + inside):
        assert body(read(both)) == sentences


GERMAN = (
    "<p>Wir und unsere Partner verwenden Cookies, um Ihnen Anzeigen zu zeigen. Mit einem Klick "
    "willigen Sie ein.</p><p>Sie können Ihre Einwilligung jederzeit in den Einstellungen "
    "widerrufen.</p>"
)
UNNAMED = {
    "a block": f"<div id=x1>{CONSENT}</div>",
    "a section": f"<section>{CONSENT}</section>",
    "a form": f"<form><h2>Your privacy</h2>{CONSENT}</form>",
    "an open dialog": f"<dialog open>{CONSENT}</dialog>",
    "in German": f"<div>{GERMAN}</div>",
}


@pytest.mark.parametrize("wall", UNNAMED.values(), ids=UNNAMED.keys())
@pytest.mark.parametrize("sentences", [SAID[:2], SAID])
def test_consent_walls_are_recognised_by_their_words(wall: str, sentences: list[str]) -> None:
    article = f"<article>{H1}{p(sentences)}</article>"
    inside = f"<article>{H1}{wall}{p(sentences)}</article>"
    for page in (wall + article, article + wall, inside):
        assert body(read(page)) == sentences


def test_article_sentences_about_cookies_stay() -> None:
    said = [*SAID[:3], "The site of the ferry company sets cookies without consent, critics say."]
    whole = f"<article>{H1}{p(said)}{p(SAID[3:])}</article>"
    assert body(read(whole)) == [*said, *SAID[3:]]
    asked = (
        "We use cookies, and our partners do, Ada Quill wrote to the office that watches consent."
    )
    assert asked in body(read(f"<article>{H1}{p([*SAID[:3], asked])}{p(SAID[3:])}</article>"))


BOX = "<h3>Timetable</h3><p>See when the boats leave.</p>"
UNCLOSED = {
    "an aside": f"<aside>{BOX}",
    "a box": f"<aside class=promo>{BOX}",
    "a sidebar": f"<div class=sidebar>{BOX}",
    "a menu": "<nav><a href=/>Home</a><a href=/l>Lakes</a>",
    "a footer": "<footer><a href=/i>Imprint</a>",
    "a dialog": "<div role=dialog><p>Subscribe to our letter.</p>",
    "related": "<div class=related><h3>More</h3><a href=/1>Another story on the lake</a>",
    "comments": "<div id=comments>",
}


@pytest.mark.parametrize("beside", UNCLOSED.values(), ids=UNCLOSED.keys())
@pytest.mark.parametrize("sentences", [SAID[:2], SAID])
def test_an_article_after_an_unclosed_element_is_read(beside: str, sentences: list[str]) -> None:
    for page in (
        f"<article>{H1}{beside}{p(sentences)}</article>",
        f"{beside}<article>{H1}{p(sentences)}</article>",
        f"<div><div>{H1}{beside}{p(sentences)}</div></div>",
        f"<article>{H1}{p(sentences)}{beside}</article>",
    ):
        assert [line for line in body(read(page)) if line in SAID] == sentences


@pytest.mark.parametrize("beside", ["an aside", "a sidebar"])
def test_paragraphs_lost_in_an_unclosed_aside_are_reported(beside: str) -> None:
    draft = read(f"<article>{H1}{p(FIRST)}{UNCLOSED[beside]}{p(SECOND)}</article>")
    assert body(draft)[:3] == FIRST
    assert draft.missing.startswith(f"3 paragraphs left out, the first: “{SECOND[0][:40]}")


@pytest.mark.parametrize("how", ["style='display:none'", "hidden", "style='visibility:hidden'"])
def test_hidden_consent_notices_are_not_read(how: str) -> None:
    listed = "<div class=cookie-details><p>Purpose: it tells us which pages are read.</p></div>"
    for inside in (CONSENT, listed * 20):
        draft = read(f"<div {how}>{inside}</div><article>{H1}{p(SAID)}</article>")
        assert "cookie" not in draft.text
        assert "Purpose" not in draft.text


def test_a_drop_cap_is_joined_to_its_word() -> None:
    spelled = f"<span aria-hidden=true>{SAID[0][0]}</span>{SAID[0][1:]}"
    assert SAID[0] in body(read(f"<article>{H1}<p>{spelled}</p>{p(SAID[1:])}</article>"))


def test_an_article_about_cookies_is_read() -> None:
    said = [
        "Cookies are small files that a browser keeps for a site, the inventor Lou Marn said.",
        "Most countries ask for consent before a site may set any cookies of its own.",
    ]
    assert body(read(f"<div id=page class=cookies-explained>{H1}{p(said)}</div>")) == said


def test_left_out_text_is_reported_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    inside = f"<article>{H1}{p(FIRST)}</article><div class=sidebar>{p(SECOND)}</div>"
    found = [line for line in SECOND if line in read(inside).text]
    assert found or SECOND[0][:40] in read(inside).missing

    whole = read(f"<article>{H1}{p(SAID)}</article>")
    assert whole.missing == ""

    chosen = html.judged_blocks

    def losing(*given: object) -> object:
        seen = chosen(*given)  # type: ignore[arg-type]
        for each in seen[-3:]:
            each.use = type(each.use)(0)
        return seen

    monkeypatch.setattr(html, "judged_blocks", losing)
    draft = read(f"<article>{H1}{p(SAID)}</article>")
    assert draft.missing.startswith("2 paragraphs left out, the first: “Nobody expects")


def test_a_label_left_out_of_a_brief_page_is_reported() -> None:
    title = "Town of Orsk wins money for another house of its school"
    said = "The plan of the town for a second house is one of those that the state pays for"
    found = ExtractedText(f"Other News of Orsk\n{title}\n{said}")
    headed, taken = (
        JudgedBlock(
            PageBlock(words, kind, 0), tokens(words), Region.ARTICLE, found=True, use=Use.BODY
        )
        for words, kind in ((title, "heading"), (said, "text"))
    )
    assert left_out_note([headed, taken], found, title) == "some of the words left out"
    assert left_out_note([taken], ExtractedText(f"{title}\n{said}"), title) == ""


TAGS = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<br>", "<h2>", "<div class=a>", "</div>", "<ul><li>", "</ul>",
     "<a href='x\"'>", "</a>", "<p a=\"b''\"\">", "<script>if(a<b)c=\"</script>", "one ", "two",
     "<table><tr><td>", "<td>", "</table>", "<x-y>", "</x-y>", "&amp;", "<", "3 < 4 ", "\"", "'"]
)  # fmt: skip


@settings(deadline=None, max_examples=80)
@given(st.lists(TAGS, max_size=40))
def test_the_attribute_limit_keeps_the_text(
    parts: list[str],
) -> None:
    """A page has the same words with and without a tag of 1,200 attributes."""
    source = "".join(parts)
    many = " ".join(f"a{n}=b" for n in range(1200))
    try:
        plain = _parsed(f"<html><body><p>x</p>{source}</body></html>")
    except ReadError:
        return
    safe = _parsed(f"<html><body><p {many}>x</p>{source}</body></html>")
    assert len(list(safe.iter())) == len(list(plain.iter()))
    assert "".join(safe.itertext()) == "".join(plain.itertext())
