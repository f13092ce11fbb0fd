"""An answer in the shell: the exact words first, then the quote, its places and how sure it is."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from pincite.corpus.article import Span
from pincite.index.retrieval.filter import Filter, Scope
from pincite.qa.cli.text import answer_text
from pincite.qa.types import Answer, Citation
from tests.support.fake_replies import (
    FERRY_TIME,
    PILOT,
    answered,
    cite,
    no_answer,
    pilot_answer,
    quay_answer,
    rent_answer,
)
from tests.support.page_html import article_of
from tests.support.payloads import XSS
from tests.support.web_articles import BATTERY, FERRY


def shown(answer: Answer, width: int = 1_000_000) -> str:
    """As in a pipe."""
    out = io.StringIO()
    Console(file=out, width=width, highlight=False, markup=False, emoji=False).print(
        answer_text(answer)
    )
    assert "\x1b" not in out.getvalue()
    lines = out.getvalue().splitlines()
    assert width < 1_000 or lines == [line.rstrip() for line in lines]
    return "\n".join(line.rstrip() for line in lines)


def bold(answer: Answer) -> list[str]:
    """What a terminal shows in bold."""
    console = Console(
        file=io.StringIO(), width=1_000, force_terminal=True, color_system="truecolor"
    )
    segments = console.render(answer_text(answer))
    return [segment.text for segment in segments if segment.style and segment.style.bold]


def test_one_answer_in_a_pipe() -> None:
    assert shown(answered("Q?", cite(FERRY, FERRY_TIME, "23:40", 1.0, 0.583))) == (
        "23:40\n"
        "    It leaves at 23:40 and lands at 05:15.\n"
        "    [1] Night ferry returns after eleven years · 2026-04-18\n"
        "    /home/ana/articles/ferry.md, characters 89-127\n"
        "    confidence 0.58"
    )


def test_a_place_on_a_page_says_which() -> None:
    place = cite(replace(FERRY, pages=(0, 40, 80, 100)), FERRY_TIME, "23:40")
    assert "ferry.md, page 3, characters 89-127" in shown(answered("Q?", place))


def test_the_copies_of_an_article_are_named() -> None:
    copies = tuple(replace(FERRY, id=f"{n}", source=f"/copies/{n}.md") for n in range(7))
    place = replace(cite(FERRY, FERRY_TIME, "23:40"), copies=copies[:2])
    assert "\n    also in: /copies/0.md, /copies/1.md\n    confidence" in shown(
        answered("Q?", place)
    )
    assert "4.md and 2 more\n" in shown(answered("Q?", replace(place, copies=copies)))


def test_an_answer_said_in_several_articles() -> None:
    first, quote, count, *places, sure = shown(pilot_answer("Q?")).splitlines()
    assert first == "the first week of October 2026"
    assert quote == f"    {PILOT}"
    assert count == "    Said in 3 articles:"
    assert [line[4:7] for line in places[::2]] == ["[1]", "[2]", "[3]"]
    assert all(", characters " in line for line in places[1::2])
    assert sure == "    confidence 0.91"


def test_different_answers_each_with_its_own_confidence() -> None:
    head, first, second = shown(rent_answer("Q?")).split("\n\n")
    assert head == "Your articles give 2 different answers."
    assert first.splitlines()[0] == "1.2 million"
    assert "    [1] " in first
    assert first.endswith("    confidence 0.83")
    assert "Said in" not in first
    assert second.splitlines()[0] == "1.4 million crowns a year"
    assert "    Said in 2 articles:\n    [2] " in second
    assert "\n    [3] " in second
    assert second.endswith("    confidence 0.58")


def test_an_answer_that_is_all_of_its_sentences_is_said_once() -> None:
    answer = quay_answer("Q?")
    lines = shown(answer).splitlines()
    assert lines[0] == answer.citations[0].quote
    assert lines[1].startswith("    [1] ")
    assert bold(answer) == []


@pytest.mark.parametrize("answer", [pilot_answer("Q?"), rent_answer("Q?")])
def test_bold_is_exactly_the_answer(answer: Answer) -> None:
    assert bold(answer) == [one.text for one in answer.citations for _ in ("alone", "in its quote")]


def test_the_exact_answer_is_one_line_and_the_quote_as_it_is_written() -> None:
    article = article_of("It lies between\nthe two\nrivers now.")
    answer = answered("Q?", cite(article, article.text, "the two\nrivers"))
    assert shown(answer).startswith(
        "the two rivers\n    It lies between\n    the two\n    rivers now.\n    [1]"
    )


def test_on_a_narrow_terminal_what_is_indented_stays_so() -> None:
    lines = shown(rent_answer("Q?"), width=40).splitlines()
    assert max(map(len, lines)) <= 40
    flush = [line for line in lines if line and not line.startswith("    ")]
    assert flush == [
        "Your articles give 2 different answers.",
        "1.2 million",
        "1.4 million crowns a year",
    ]


@pytest.mark.parametrize("nasty", [*XSS, "\x1b[31mred\x1b[0m", "\x9b5m", "\x07", "[bold]x[/bold]"])
def test_no_control_code_of_an_article_gets_through(nasty: str) -> None:
    text = f"Before {nasty} after."
    article = article_of(text, title=nasty, source=nasty, author=nasty)
    place = Citation(article, Span(0, len(text)), Span(7, 7 + len(nasty)), 1.0, 0.5)
    out = shown(answered("Q?", replace(place, also=(place,)), place))
    assert not {"\x1b", "\x9b", "\x07", "\u202e", "\x00", "\r"} & set(out)
    if nasty.isprintable():
        assert out.count(nasty) == 2 * 2 + 3 * 3


@pytest.mark.parametrize(
    ("author", "published", "heading"),
    [
        ("Jane Roe", "2026-02-03T21:15:00+08:00", "A title · Jane Roe · 2026-02-03"),
        ("Jane Roe", None, "A title · Jane Roe"),
        (None, None, "A title"),
    ],
)
def test_who_wrote_it_and_when(author: str | None, published: str | None, heading: str) -> None:
    article = article_of("It is so.", author=author, published=published)
    place = Citation(article, Span(0, 9), Span(0, 2), 1.0, 0.5)
    assert f"    [1] {heading}\n" in shown(answered("Q?", place))


def test_what_a_filter_left_out_stands_last() -> None:
    scope = Scope(Filter.of("2026", source="\x1b[31mferry"), 2, 1_284, 1)
    for answer in (answered("Q?", cite(FERRY, FERRY_TIME, "23:40")), no_answer("Q?")):
        assert shown(replace(answer, scope=scope)).endswith(
            "\nAsked of 2 of 1,284 articles: since 2026-01-01, source “\N{REPLACEMENT CHARACTER}"
            "[31mferry”\nLeft out since they have no date: 1 article"
        )


def test_a_filter_that_leaves_nothing_says_so_and_no_more() -> None:
    answer = replace(no_answer("How many glaciers?"), hits=(), scope=Scope(Filter.of("2030"), 0, 9))
    assert shown(answer) == (
        "Not found in these articles.\nNo article to ask, of 9: since 2030-01-01"
    )


def test_not_found_stays_as_it_was() -> None:
    out = shown(no_answer("How many glaciers?"))
    assert out.startswith("Not found in these articles.\nNowhere in what was searched: glaciers\n")
    assert "confidence" not in out
    assert BATTERY.title in out
