"""The wording of sources, dates, counts and answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pincite.corpus.article import Article, Span
from pincite.corpus.formats.shared.sheet import Sheet
from pincite.qa.types import Answer, Citation
from pincite.qa.wording import (
    answers_differ,
    counted,
    day,
    nearby,
    numbered,
    pinpoints,
    place_of_span,
    said_in_articles,
    unread,
)


def test_paths_are_shortened_relative_to_here_or_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert nearby(str(tmp_path / "here" / "a" / "b.txt")) == "a/b.txt"
    assert nearby(str(tmp_path / "home" / "b.txt")) == "~/b.txt"
    assert nearby("/elsewhere/b.txt") == "/elsewhere/b.txt"
    assert nearby("https://example.org/a") == "https://example.org/a"


def test_numbers_agree_with_their_nouns() -> None:
    assert [counted(n, "article") for n in (0, 1, 1284)] == [
        "0 articles",
        "1 article",
        "1,284 articles",
    ]


def test_dates_are_written_out() -> None:
    assert [day(moment) for moment in ("2026-03-05", "2026-03-05T01:02:03Z", "May", "", None)] == [
        "5 March 2026",
        "5 March 2026",
        "May",
        "",
        "",
    ]


def place(article: str, at: int = 0) -> Citation:
    text = "One is so. Two is so."
    return Citation(Article(article, "", text, "/", ()), Span(at, at + 3), Span(at, at + 3), 1.0)


def test_the_number_of_answers_is_stated() -> None:
    assert answers_differ(2) == "Your articles give 2 different answers."


@pytest.mark.parametrize(
    ("also", "expected"),
    [
        ([place("b")], "Said in 2 articles"),
        ([place("b"), place("c")], "Said in 3 articles"),
        ([place("a", 11)], "Said in 2 places of this article"),
        ([place("a", 11), place("b")], "Said in 2 articles, in 3 places"),
        ([place("b"), place("b", 11), place("a", 11)], "Said in 2 articles, in 4 places"),
    ],
)
def test_the_number_of_articles_giving_an_answer_is_stated(
    also: list[Citation], expected: str
) -> None:
    assert said_in_articles(replace(place("a"), also=tuple(also))) == expected


@pytest.mark.parametrize(
    ("sentence", "answer", "told"),
    [
        ("It fell to 50 percent.", "50 percent", True),
        ("It fell to 50 percent.", "It fell to 50 percent.", False),
        ("It fell to 50 percent.", "It fell to 50 percent", False),
        ("“It fell,” he said.", "“It fell,”", True),
        ("“It fell.”", "It fell", False),
        ("明天晴。", "明天晴", False),
        ("明天晴。", "晴", True),
        ("5 °C.", "°C", True),
        ("Yes. 5", "Yes.", True),
    ],
)
def test_an_answer_is_pinpointed_only_within_a_longer_sentence(
    sentence: str, answer: str, told: bool
) -> None:
    text = f"Before. {sentence} After."
    start = 8 + sentence.index(answer)
    whole = Span(8, 8 + len(sentence))
    assert pinpoints(text, whole, Span(start, start + len(answer))) is told


def test_citation_numbers_continue_across_answers() -> None:
    first = replace(place("a"), also=(place("b"), place("c")))
    answers = (first, place("d"), replace(place("e"), also=(place("f"),)))
    rows = numbered(Answer("Q?", "", 0.5, answers, ()))
    assert [[(n, one.article.id) for n, one in row] for row in rows] == [
        [(1, "a"), (2, "b"), (3, "c")],
        [(4, "d")],
        [(5, "e"), (6, "f")],
    ]
    assert numbered(Answer("Q?", "", 0.0, (), ())) == []


def test_articles_in_other_languages_are_counted_by_language() -> None:
    assert unread([("en", 9)]) == unread([]) == []
    assert unread([("de", 1)]) == [
        "the reader was trained on English; expect less of 1 article: 1 in German"
    ]
    assert unread([("de", 2), ("en", 9), ("zh", 1_500)]) == [
        "the reader was trained on English; expect less of 1,502 articles: 1,500 in Chinese, "
        "2 in German"
    ]


def test_places_in_tables_and_captions_are_labelled() -> None:
    sheet = Sheet()
    sheet.add("Boats sail.", body=True)
    sheet.table(["Line"], [["North"]])
    sheet.caption("The quay in May.")
    text, body = sheet.finish()
    article = Article("a", "", text, "/", body, pages=(0, 12), sections=sheet.sections)
    starts = (text.index(word) for word in ("Boats", "North", "The quay"))
    assert [place_of_span(article, Span(at, at + 1)) for at in starts] == [
        "page 1, ",
        "page 2, in a table, ",
        "page 2, in a caption, ",
    ]
    assert place_of_span(replace(article, pages=(), sections=()), Span(0, 1)) == ""
