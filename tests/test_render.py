"""What is shown is the text itself, character for character, and nothing that it contains runs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Span
from qa.types import Answer, Citation
from qa.web import render
from qa.web.render import Turn
from qa.web.text import Highlight, article_text, carriable, escape
from tests.web_fakes import (
    BATTERY,
    FERRY,
    LETTER,
    PILOT,
    XSS,
    cite,
    hit,
    no_answer,
    pilot_answer,
    span,
)


@dataclass
class Page(HTMLParser):
    """The elements of a piece of HTML, and the text inside each of the tags that are asked for."""

    html: str
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    pieces: list[tuple[tuple[str, ...], str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self.feed(self.html)
        self.close()
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.pieces.append((tuple(self._open), data))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")

    def text(self, inside: str = "", outside: str = "summary") -> str:
        """The text in ``inside`` elements, apart from ``outside`` ones."""
        return "".join(
            data
            for path, data in self.pieces
            if (not inside or inside in path) and outside not in path
        )

    def shape(self) -> Counter[tuple[str, frozenset[str]]]:
        """How often each element with each set of attributes occurs, paragraph gaps apart."""
        return Counter(
            (tag, frozenset(attrs)) for tag, attrs in self.elements if attrs.get("class") != "gap"
        )


def _article(text: str, *body: Span, **fields: str | None) -> Article:
    spans = body or ((Span(0, len(text)),) if text else ())
    article = Article("a", "A title", text, "/articles/a.txt", spans, "2026-03-05", None)
    return replace(article, **fields)  # type: ignore[arg-type]


def _found(article: Article, sentence: Span, answer: Span, question: str = "Q?") -> Answer:
    citation = Citation(article, sentence, answer, 1.0)
    passage = hit(article, sentence.of(article.text), 1, None)
    return Answer(question, citation.text, 0.7, (citation, citation), (passage,))


def _everything(answer: Answer, notice: str = "") -> list[str]:
    """Every piece of HTML that shows ``answer``."""
    turn = Turn(1, answer.question, answer)
    turns = [turn, Turn(2, answer.question), Turn(3, answer.question, notice=notice or "Sorry.")]
    sources = [
        *(render.source(turn, "cite", i) for i in range(len(answer.citations))),
        *(render.source(turn, "hit", i) for i in range(len(answer.hits))),
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
    article = _article(
        f"Menu {payload}\n\n{text}",
        Span(len(payload) + 7, len(payload) + 7 + len(text)),
        title=payload,
        source=payload,
        published=payload,
        url=payload,
        id=payload,
    )
    sentence = article.body[0]
    answer = Span(sentence.start + start, sentence.start + start + len(payload))
    found = _found(article, sentence, answer, question=payload)
    missing = replace(found, citations=(), missing=(payload,))
    header = render.header(1, 2, payload)
    return [header, *_everything(found, notice=payload), *_everything(missing, notice=payload)]


@pytest.mark.parametrize("payload", XSS, ids=range(len(XSS)))
def test_no_payload_adds_an_element_or_an_attribute(payload: str) -> None:
    for nasty, plain in zip(_hostile(payload), _hostile("plain"), strict=True):
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
    article = _article("It is so.", url=url, source=url)
    page = render.source(Turn(1, "Q?", _found(article, Span(0, 9), Span(0, 2))), "cite", 0)
    assert page
    assert not any("href" in attrs for _, attrs in Page(page).elements)
    assert render.safe_url(url) is None


def test_a_web_address_opens_at_the_quote_and_tells_nothing() -> None:
    article = _article("Yes, it is – so-so & more.", url='https://example.org/a?b="c"&d#e')
    turn = Turn(1, "Q?", _found(article, Span(0, 26), Span(0, 3)))
    links = [
        attrs for tag, attrs in Page(render.source(turn, "cite", 0) or "").elements if tag == "a"
    ]
    assert [link["rel"] for link in links] == ["noopener noreferrer"]
    quoted = "Yes%2C%20it%20is%20%E2%80%93%20so%2Dso%20%26%20more."
    assert links[0]["href"] == f'https://example.org/a?b="c"&d#e:~:text={quoted}'


def test_a_long_quote_is_addressed_by_its_ends() -> None:
    text = " ".join(f"w{i}" for i in range(40))
    turn = Turn(
        1, "Q?", _found(_article(text, url="http://e.org/"), Span(0, len(text)), Span(0, 2))
    )
    page = render.source(turn, "cite", 0) or ""
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
    exact = "" if highlight.answer == highlight.span else highlight.answer.of(article.text)
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
        ("Same. Same. Same.", "Same.", "Same"),
    ],
)
def test_offsets_are_code_points_whatever_the_text(text: str, sentence: str, answer: str) -> None:
    start = text.rindex(sentence)
    inside = start + sentence.rindex(answer)
    where = Highlight(Span(start, start + len(sentence)), Span(inside, inside + len(answer)))
    page = Page(article_text(_article(text), where))
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
    article = _article("One.\n\nTwo.\n", Span(0, 4), Span(6, 10))
    page = Page(article_text(article))
    assert page.text(inside="details") == ""
    assert page.text() == article.text


def test_an_article_without_a_body_is_all_set_aside() -> None:
    article = replace(_article("Only menus."), body=())
    assert Page(article_text(article)).text(inside="details") == "Only menus."
    assert article_text(replace(article, text="", body=())) == ""


def test_paragraphs_are_parted_by_blank_lines_where_there_are_any() -> None:
    assert article_text(_article("a\nb\n\n c")) == 'a\nb<span class="gap">\n\n </span>c'
    assert article_text(_article("a\nb")) == 'a<span class="gap">\n</span>b'
    assert article_text(_article("a\r\nb")) == 'a<span class="gap">&#13;\n</span>b'


# -- answers ---------------------------------------------------------------------------------------


def test_the_answer_is_the_sentence_with_the_answer_strong() -> None:
    page = Page(render.transcript([Turn(1, "When?", pilot_answer("When?"))]))
    assert page.text(inside="blockquote") == PILOT
    assert page.text(inside="strong") == "the first week of October 2026"
    chips = [attrs for tag, attrs in page.elements if attrs.get("data-kind") == "cite"]
    assert [chip["data-index"] for chip in chips] == ["0", "1", "2"]
    assert chips[0]["aria-label"] == f"Open source 1: {BATTERY.title}, 5 March 2026"
    assert chips[2]["aria-label"] == f"Open source 3: {LETTER.title}"
    assert chips[1]["data-peek"] == FERRY.text.split("\n")[2]


@pytest.mark.parametrize(
    ("confidence", "shown"),
    [
        (0.914, "High confidence · 91%"),
        (0.5, "Moderate confidence · 50%"),
        (0.1, "Low confidence · 10%"),
        (7.0, "High confidence · 100%"),
        (-1.0, "Low confidence · 0%"),
        (float("nan"), "Low confidence · 0%"),
    ],
)
def test_confidence_is_a_word_and_a_percentage(confidence: float, shown: str) -> None:
    answer = replace(pilot_answer("Q?"), confidence=confidence)
    assert shown in Page(render.transcript([Turn(1, "Q?", answer)])).text()


def test_not_found_says_so_and_helps() -> None:
    answer = no_answer("How many glaciers are on Mars?")
    page = Page(render.transcript([Turn(1, answer.question, answer)]))
    text = page.text()
    assert "Not found in your articles." in text
    assert "These words stand nowhere in what was searched: glaciers, Mars." in text
    assert "Nearest passages, not an answer" in text
    assert "confidence" not in text
    nearest = [a for _, a in page.elements if a.get("data-kind") == "hit" and "data-peek" not in a]
    assert [chip["data-index"] for chip in nearest] == ["0", "1", "2"]
    assert ("blockquote", {"dir": "auto"}) not in page.elements


def test_not_found_without_hits_or_missing_words_is_one_line() -> None:
    answer = Answer("Q?", "", 0.0, (), ())
    page = render.transcript([Turn(1, "Q?", answer)])
    assert Page(page).text() == "You asked: Q?Not found in your articles."


def test_why_lists_the_ranks_of_both_searches() -> None:
    page = Page(render.transcript([Turn(1, "Q?", pilot_answer("Q?"))]))
    cells = [data for path, data in page.pieces if path[-1:] == ("td",)]
    assert cells == ["#1 ", "#1 ", "#3 ", "#2 ", "#2 ", "–", "–", "#3 "]


def test_a_source_is_the_article_of_the_chip_and_of_no_other() -> None:
    turn = Turn(4, "When?", pilot_answer("When?"))
    second = Page(render.source(turn, "cite", 1) or "")
    assert second.elements[0] == ("article", {"class": "source", "data-shown": "4-cite-1"})
    assert second.text(inside="h2") == FERRY.title
    assert second.text(inside="mark") == FERRY.text.split("\n")[2]
    assert "18 April 2026" in second.text()
    for kind, index in (("cite", 3), ("cite", -1), ("hit", 4), ("body", 0), ("", 0)):
        assert render.source(turn, kind, index) is None
    assert render.source(Turn(1, "Q?"), "cite", 0) is None


def test_the_nearest_passage_is_marked_as_no_answer() -> None:
    answer = no_answer("Mars?")
    page = Page(render.source(Turn(1, "Mars?", answer), "hit", 1) or "")
    assert page.text(inside="mark") == answer.hits[1].text
    assert ("mark", {"class": "near"}) in page.elements
    assert "Nearest passage, not an answer" in page.text()
    assert page.text(inside="strong") == ""


def test_a_passage_behind_an_answer_is_not_called_nearest() -> None:
    page = render.source(Turn(1, "Q?", pilot_answer("Q?")), "hit", 1) or ""
    assert "Retrieved passage" in page
    assert "not an answer" not in page


def test_a_source_says_where_it_is_from() -> None:
    page = Page(render.source(Turn(1, "Q?", pilot_answer("Q?")), "cite", 0) or "")
    where = span(BATTERY, PILOT)
    assert "5 March 2026" in page.text()
    assert BATTERY.source in page.text()
    assert f"characters {where.start:,}–{where.end:,}" in page.text()


def test_a_source_read_from_the_web_is_named_once() -> None:
    article = _article("It is so.", source="https://example.org/a", url=None)
    turn = Turn(1, "Q?", _found(article, Span(0, 9), Span(0, 2)))
    assert Page(render.source(turn, "cite", 0) or "").text().count("https://example.org/a") == 1


@pytest.mark.parametrize(
    ("published", "shown"),
    [("2026-03-05", "5 March 2026"), ("2026-03-05T01:02:03Z", "5 March 2026"), ("May", "May")],
)
def test_dates_are_written_out(published: str, shown: str) -> None:
    turn = Turn(1, "Q?", _found(_article("So.", published=published), Span(0, 3), Span(0, 2)))
    assert shown in Page(render.source(turn, "cite", 0) or "").text()


def test_before_the_first_question_there_are_examples() -> None:
    page = Page(render.transcript((), ("Why?", 'What is "it"?')))
    offered = [attrs["data-example"] for _, attrs in page.elements if "data-example" in attrs]
    assert offered == ["Why?", 'What is "it"?']
    assert "For example" not in Page(render.transcript(())).text()
    assert "source opens here" in Page(render.source_empty()).text()


def test_the_header_counts() -> None:
    page = Page(render.header(1_284, 1, "2026-05-02T09:14:00+00:00"))
    assert "1,284 articles · 1 passage · nothing leaves this machine" in page.text()
    assert any(attrs.get("title") == "Indexed 2 May 2026" for _, attrs in page.elements)


def test_a_question_being_answered_says_so_and_a_notice_is_plain() -> None:
    assert "data-pending" in render.transcript([Turn(1, "Q?")])
    page = Page(render.transcript([Turn(1, "Q?", notice="too long: 2,000 at most")]))
    assert page.text() == "You asked: Q?too long: 2,000 at most"
    assert any(attrs.get("role") == "alert" for _, attrs in page.elements)


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
    css = files("qa.web").joinpath("page.css").read_text(encoding="utf-8")
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
