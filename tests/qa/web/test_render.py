"""What is shown is the text itself, character for character, and nothing that it contains runs."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.article import Article, Span
from pincite.qa.carrying.links import safe_url
from pincite.qa.types import Answer
from pincite.qa.web.rendering import panel, render
from pincite.qa.web.rendering.text import Highlight, article_text, carriable, escape
from pincite.qa.web.rendering.turn import PageTurn
from pincite.qa.wording import pinpoints
from tests.support.fake_replies import PILOT, cite
from tests.support.page_html import Page, article_of, found_in
from tests.support.payloads import XSS
from tests.support.web_articles import BATTERY, span


def _everything(answer: Answer, notice: str = "") -> list[str]:
    """Every piece of HTML that shows ``answer``."""
    turn = PageTurn(1, answer.question, answer)
    turns = [
        turn,
        PageTurn(2, answer.question),
        PageTurn(3, answer.question, notice=notice or "Sorry."),
    ]
    sources = [
        *(panel.source(turn, "cite", i) for i in range(4 if answer.found else 0)),
        *(panel.source(turn, "hit", i) for i in range(len(answer.hits))),
    ]
    return [
        render.transcript(turns),
        render.transcript((), (answer.question,)),
        *(source for source in sources if source),
    ]


# -- escaping --------------------------------------------------------------------------------------


def _hostile(payload: str) -> list[str]:
    """Everything that can be shown, with ``payload`` in every place that comes from outside."""
    text = f"Before {payload} after."
    start = len("Before ")
    article = article_of(
        f"Menu {payload}\n\n{text}",
        Span(len(payload) + 7, len(payload) + 7 + len(text)),
        title=payload,
        source=payload,
        published=payload,
        author=payload,
        url=payload,
        id=payload,
    )
    sentence = article.body[0]
    answer = Span(sentence.start + start, sentence.start + start + len(payload))
    found = found_in(article, sentence, answer, question=payload)
    missing = replace(found, citations=(), missing=(payload,))
    header = render.header(1, 2, payload)
    return [header, *_everything(found, notice=payload), *_everything(missing, notice=payload)]


@pytest.mark.parametrize("payload", XSS, ids=range(len(XSS)))
def test_no_payload_adds_an_element_or_an_attribute(payload: str) -> None:
    for nasty, plain in zip(_hostile(payload), _hostile("x" * len(payload)), strict=True):
        assert Page(nasty).shape() == Page(plain).shape()


@pytest.mark.parametrize("payload", XSS, ids=range(len(XSS)))
def test_every_payload_is_shown_as_it_is_written(payload: str) -> None:
    for nasty in _hostile(payload)[1:]:
        assert carriable(payload) in Page(nasty).text()


def test_there_are_payloads_enough() -> None:
    assert len(set(XSS)) >= 40


@given(st.text(alphabet=st.characters(codec=None, exclude_categories=())))
def test_escaping_keeps_every_character_and_lets_none_out(text: str) -> None:
    page = Page(f'<p title="{escape(text)}">{escape(text)}</p>')
    assert page.text() == carriable(text)
    assert page.elements == [("p", {"title": carriable(text)})]


def test_what_html_cannot_carry_is_replaced_one_for_one() -> None:
    assert carriable("a\x00b\ud800c\udfffd") == "a\ufffdb\ufffdc\ufffdd"


# -- links -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "ftp://example.org/",
        "blob:https://example.org/1",
        "//example.org/",
        "/relative",
        "http:",
        "https://",
        "http:\\\\example.org",
        "http://[::1",
        "https://exa mple.org/",
        "https://example.org/\r\nSet-Cookie: a=b",
        "",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    article = article_of("It is so.", url=url, source=url)
    page = panel.source(PageTurn(1, "Q?", found_in(article, Span(0, 9), Span(0, 2))), "cite", 0)
    assert page
    links = [attrs["href"] for _, attrs in Page(page).elements if "href" in attrs]
    assert all(link.startswith("/pincite/original?id=") for link in links)
    assert safe_url(url) is None


def test_a_web_address_opens_at_the_quote_and_tells_nothing() -> None:
    article = article_of("Yes, it is – so-so & more.", url='https://example.org/a?b="c"&d#e')
    turn = PageTurn(1, "Q?", found_in(article, Span(0, 26), Span(0, 3)))
    links = [
        attrs for tag, attrs in Page(panel.source(turn, "cite", 0) or "").elements if tag == "a"
    ]
    assert [link["rel"] for link in links] == ["noopener noreferrer"]
    quoted = "Yes%2C%20it%20is%20%E2%80%93%20so%2Dso%20%26%20more%2E"
    assert links[0]["href"] == f'https://example.org/a?b="c"&d#e:~:text={quoted}'


def test_a_long_quote_is_addressed_by_its_ends() -> None:
    text = " ".join(f"w{i}" for i in range(40))
    turn = PageTurn(
        1, "Q?", found_in(article_of(text, url="http://e.org/"), Span(0, len(text)), Span(0, 2))
    )
    page = panel.source(turn, "cite", 0) or ""
    assert "http://e.org/#:~:text=w0%20w1%20w2%20w3%20w4,w35%20w36%20w37%20w38%20w39" in page


# -- the text and its highlight --------------------------------------------------------------------

ODD = "a&<>\"' \n\r\t\x00\x0b\x0c\x1b\u0085\u2028\u200d\ufeff\u0301é中🐟🏭\ud83d|"


@st.composite
def marked_articles(draw: st.DrawFn) -> tuple[Article, Highlight]:
    """An article with some body spans, and a sentence with an answer, anywhere."""
    text = draw(st.text(alphabet=st.sampled_from(ODD), min_size=1, max_size=60))
    cuts = st.lists(st.integers(0, len(text)), max_size=6, unique=True)
    cuts_drawn = sorted(draw(cuts))
    pairs = zip(cuts_drawn[::2], cuts_drawn[1::2], strict=False)
    article = Article("a", "t", text, "s", tuple(Span(a, b) for a, b in pairs))
    places = sorted(draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    return article, Highlight(Span(places[0], places[3]), Span(places[1], places[2]))


@given(marked_articles())
def test_the_rendered_article_reads_back_as_the_article(drawn: tuple[Article, Highlight]) -> None:
    article, highlight = drawn
    assert Page(article_text(article, highlight)).text() == carriable(article.text)
    assert Page(article_text(article)).text() == carriable(article.text)


@given(marked_articles())
def test_the_mark_holds_exactly_the_quote_and_strong_the_answer(
    drawn: tuple[Article, Highlight],
) -> None:
    article, highlight = drawn
    whole = replace(article, body=(Span(0, len(article.text)),))
    page = Page(article_text(whole, highlight))
    assert page.text(inside="mark") == carriable(highlight.span.of(article.text))
    assert highlight.answer is not None
    told = pinpoints(article.text, highlight.span, highlight.answer)
    exact = highlight.answer.of(article.text) if told else ""
    assert page.text(inside="strong") == carriable(exact)
    marks = [attrs for tag, attrs in page.elements if tag == "mark"]
    assert len(marks) == (1 if len(highlight.span) else 0)


@pytest.mark.parametrize(
    ("text", "sentence", "answer"),
    [
        ("🐟🏭 One. Two 🐟 is it. Three.", "Two 🐟 is it.", "🐟"),
        (
            "E\u0301lise said e\u0301te\u0301. So.",
            "E\u0301lise said e\u0301te\u0301.",
            "e\u0301te\u0301",
        ),
        ("One.\r\nTwo\r\nlines.\r\n\r\nThree.", "Two\r\nlines.", "\r\nlines"),
        ("A lone \r return. And.", "A lone \r return.", "\r return"),
        ("שלום עולם. كل عام.", "كل عام.", "عام"),
        ("今天下雨。明天晴。", "明天晴。", "晴"),
        ("Flag 🇸🇪 and family 👩‍👩‍👧. End.", "Flag 🇸🇪 and family 👩‍👩‍👧.", "👩‍👩‍👧"),
        ('A & B <c> "d". E.', 'A & B <c> "d".', "<c>"),
        ("Same one. Same one. Same one.", "Same one.", "Same"),
    ],
)
def test_offsets_are_code_points_whatever_the_text(text: str, sentence: str, answer: str) -> None:
    start = text.rindex(sentence)
    inside = start + sentence.rindex(answer)
    where = Highlight(Span(start, start + len(sentence)), Span(inside, inside + len(answer)))
    page = Page(article_text(article_of(text), where))
    assert page.text(inside="mark") == sentence
    assert page.text(inside="strong") == answer
    before = "".join(data for path, data in page.pieces[: _first_marked(page)])
    assert before == text[:start]


def _first_marked(page: Page) -> int:
    return next(i for i, (path, _) in enumerate(page.pieces) if "mark" in path)


def test_a_heading_between_two_parts_of_the_body_stands_there_in_grey() -> None:
    text = "One sentence.\n\nThe heading\n\nAnother sentence.\n\nRelated news"
    article = Article("a", "t", text, "s", (Span(0, 13), Span(28, 45)))
    page = Page(article_text(article))
    assert [a for tag, a in page.elements if a.get("class") == "heading"]
    assert "The heading" not in page.text(inside="details")
    assert "Related news" in page.text(inside="details")
    assert page.text() == text


def test_what_was_set_aside_is_folded_and_labelled() -> None:
    page = Page(article_text(BATTERY, Highlight(span(BATTERY, PILOT))))
    assert page.text(inside="details").startswith("Home  |  Local")
    assert "Read more: Ten bakeries" in page.text(inside="details")
    assert "pilot line" not in page.text(inside="details")
    summary = page.text(inside="summary", outside="nothing")
    assert summary == "Set aside, not searched · 7 wordsSet aside, not searched · 15 words"
    assert ("details", {"class": "aside"}) in page.elements


def test_blank_space_between_body_spans_is_no_boilerplate() -> None:
    article = article_of("One.\n\nTwo.\n", Span(0, 4), Span(6, 10))
    page = Page(article_text(article))
    assert page.text(inside="details") == ""
    assert page.text() == article.text


def test_an_article_without_a_body_is_all_set_aside() -> None:
    article = replace(article_of("Only menus."), body=())
    assert Page(article_text(article)).text(inside="details") == "Only menus."
    assert article_text(replace(article, text="", body=())) == ""


def test_paragraphs_are_parted_by_blank_lines_where_there_are_any() -> None:
    assert article_text(article_of("a\nb\n\n c")) == 'a\nb<span class="gap">\n\n </span>c'
    assert article_text(article_of("a\nb")) == 'a<span class="gap">\n</span>b'
    assert article_text(article_of("a\r\nb")) == 'a<span class="gap">&#13;\n</span>b'


_PAIRS = [
    *((ink, ground) for ink in ("ink", "soft", "accent") for ground in ("paper", "sheet")),
    *(("ink", ground) for ground in ("marker", "marker-strong", "near", "accent-wash")),
    ("soft", "accent-wash"),
    ("accent-ink", "accent"),
    ("warn", "warn-wash"),
]


@pytest.mark.parametrize("scheme", ["body {", "body.dark {"])
@pytest.mark.parametrize(("ink", "ground"), _PAIRS)
def test_text_stands_out_in_light_and_dark(scheme: str, ink: str, ground: str) -> None:
    css = files("pincite.qa.web.assets").joinpath("styles/page.css").read_text(encoding="utf-8")
    block = css.split(f"\n{scheme}", 1)[1].split("}", 1)[0]
    colours = dict(re.findall(r"--([\w-]+): #([0-9a-f]{6});", block))
    darker, lighter = sorted(_luminance(colours[name]) for name in (ink, ground))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5  # WCAG 2, level AA


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_citations_of_the_fakes_are_true() -> None:
    assert cite(BATTERY, PILOT, "October").quote == PILOT


def test_the_panel_says_the_page() -> None:
    for pages, said in (((0, 40), "page 1, characters 0–9"), ((), '">characters 0–9')):
        article = article_of("Some text that is longer than forty characters.", pages=pages)
        turn = PageTurn(1, "Q?", found_in(article, Span(0, 9), Span(0, 4)))
        assert said in (panel.source(turn, "cite", 0) or "")
