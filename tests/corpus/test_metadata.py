"""Author, date and language as each format declares them, else as found in the text."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.article import Span
from pincite.corpus.draft import Draft
from pincite.corpus.metadata.authors import author_of
from pincite.corpus.metadata.complete import completed, dated_by_file
from pincite.corpus.metadata.dateline import byline
from pincite.corpus.metadata.language import detected_language, language_code
from tests.support.facts import OPENING, SECOND, article, facts

GERMAN = "Die Hafenbrücke wird im Mai wieder für Autos geöffnet, sagte die Ingenieurin am Montag."


def story(*lines: str) -> str:
    return "\n".join(lines) + "\n"


WIRE = f"Taipei, Feb. 3 (CNA) {OPENING}"


OTHERS = ("Related news", "Parrot returns home", "02/03/2026 09:37 PM - Society")


@pytest.mark.parametrize(
    ("text", "author", "published"),
    [
        # the year of a dateline, from the stamps of other stories behind the article
        (story(WIRE, SECOND, *OTHERS), "CNA", "2026-02-03"),
        (story(WIRE, SECOND, "(By Lin Mei and Ko Lin)", *OTHERS), "Lin Mei and Ko Lin",
         "2026-02-03"),
        # from a stamp of its own, with its time
        (story("Bridge to reopen", "02/03/2026 09:15 PM", WIRE, SECOND), "CNA",
         "2026-02-03T21:15:00"),
        (story("Bridge to reopen", "Published Feb. 4, 2026 8:00 AM GMT", WIRE), "CNA",
         "2026-02-03"),
        (story("Bridge to reopen", "2026/02/03 21:15 (GMT+8)", WIRE), "CNA",
         "2026-02-03T21:15:00+08:00"),
        # never from elsewhere
        (story(WIRE, SECOND), "CNA", None),
        (story(WIRE, "In 2026 it was repaired.", SECOND), "CNA", None),
        (story(WIRE, SECOND, "Parrot returns home", "08/20/2026 09:37 PM - Society"), "CNA", None),
        (story(WIRE, SECOND, "A", "02/03/2026 09:37 PM", "B", "02/03/2025 09:37 PM"), "CNA", None),
        (story(f"LONDON, Feb. 30 (Reuters) - {OPENING}", SECOND, *OTHERS), "Reuters", None),
        # a dateline with its year
        (story("Bridge to reopen", "", f"DENVER, Jan. 10, 2023. {OPENING}"), None, "2023-01-10"),
        # no dateline: only a stamp above the text, or one that says what it is
        (story("Bridge to reopen", "Feb. 3, 2026", OPENING, SECOND), None, "2026-02-03"),
        (story("Bridge to reopen", "", OPENING, SECOND, "Published Feb. 3, 2026"), None,
         "2026-02-03"),
        (story("Bridge to reopen", "", OPENING, SECOND, *OTHERS), None, None),
        (story("Bridge to reopen", "02/03/2026", OPENING, SECOND), None, None),
        (story("Bridge to reopen", "02/03/2026", OPENING, SECOND, "A", "01/27/2026 09:15 PM"), None,
         "2026-02-03"),
        (story("Bridge to reopen", "Updated: Feb. 4, 2026", "Published: Feb. 3, 2026", OPENING),
         None, "2026-02-03"),
        # bylines
        (story("Bridge to reopen", "By Jane Roe and John Doe, Staff Writer", OPENING),
         "Jane Roe and John Doe", None),
        (story("Bridge to reopen", f"LONDON (Reuters) - {OPENING}",
               "(Reporting by Jane Roe; Editing by John Doe)"), "Jane Roe", None),
        (story("By Popular Demand", "", OPENING), None, None),
        # Chinese
        (story("大橋五月重開", "2026/2/3 21:15（2/3 22:01 更新）",
               "（中央社記者王小明台北3日電）市府工程師週一表示，港口大橋將於五月重新開放汽車通行。"),
         "王小明", "2026-02-03T21:15:00"),
        (story("（中央社台北3日電）市府工程師表示，港口大橋將重新開放汽車通行。"), "中央社", None),
    ],
)  # fmt: skip
def test_author_and_date_are_read_from_the_text(
    tmp_path: Path, text: str, author: str | None, published: str | None
) -> None:
    read = article(tmp_path, "story.txt", text)
    assert (read.author, read.published) == (author, published)
    assert read.text == text


def test_declared_metadata_takes_precedence_over_the_text(tmp_path: Path) -> None:
    line = {"text": story(WIRE, SECOND, *OTHERS), "author": "Max Poe", "published": "2020-01-01"}
    given = facts(tmp_path, "a.jsonl", json.dumps({**line, "language": "de-AT"}))
    assert given == ("Max Poe", "2020-01-01", "de")


def test_metadata_detection_leaves_text_and_body_unchanged() -> None:
    draft = Draft(WIRE, "Bridge", (Span(0, len(WIRE)),))
    done = completed(draft)
    assert replace(done, author=None, published=None, language=None) == draft
    assert (done.author, done.language) == ("CNA", "en")


@given(st.text(max_size=300), st.lists(st.integers(0, 300), max_size=6))
def test_completing_any_draft_keeps_its_text_and_body(text: str, cuts: list[int]) -> None:
    ends = sorted({min(cut, len(text)) for cut in cuts})
    body = tuple(Span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False) if a < b)
    done = completed(Draft(text, "title", body))
    assert (done.text, done.body) == (text, body)


@pytest.mark.parametrize(
    ("value", "author"),
    [
        ("  Jane \n Roe ", "Jane Roe"),
        ("By Jane Roe", "Jane Roe"),
        ("Jane Roe <jane@quay.example>", "Jane Roe"),
        ("王小明", "王小明"),
        (["Jane Roe", "Jane Roe", ""], "Jane Roe"),
        (["Roe, Jane", "Doe, John"], "Roe, Jane; Doe, John"),
        ("Windows User", None),
        ("WebAdmin1", None),
        ("python-docx", None),
        ("jane@quay.example", None),
        ("www.quay.example", None),
        ("null", None),
        ("12345", None),
        ("x" * 1000, "x" * 200),
        (None, None),
        (7, None),
        ([[["Jane"]]], None),
    ],
)
def test_author_names_are_cleaned(value: object, author: str | None) -> None:
    assert author_of(value) == author


@pytest.mark.parametrize(
    ("declared", "code"),
    [("en", "en"), ("en-US", "en"), ("zh_TW", "zh"), ("ENG", "en"), ("iw", "he"), ("nb-NO", "nb"),
     ("de_DE.UTF-8", "de"), ("und", None), ("English", None), ("x-default", None), ("", None),
     (None, None), (5, None)],
)  # fmt: skip
def test_declared_languages_become_two_letter_codes(declared: object, code: str | None) -> None:
    assert language_code(declared) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (OPENING, "en"),
        (GERMAN, "de"),
        ("Le pont du port rouvrira aux voitures en mai, a déclaré lundi l'ingénieure.", "fr"),
        ("El puente del puerto reabrirá en mayo, dijo el lunes la ingeniera municipal.", "es"),
        ("市府工程師週一表示，港口大橋將於五月重新開放汽車通行，電車稍後跟進。", "zh"),
        ("港の橋は五月に車の通行を再開すると、市の技師が月曜日に述べた。", "ja"),
        ("항구 다리는 5월에 다시 열릴 것이라고 시 기술자가 월요일에 말했다.", "ko"),
        ("Портовый мост откроется в мае, сообщила в понедельник главный инженер.", "ru"),
        ("A bridge.", None),
        ("4.2 | 17 | 23.5 | 1,284 | 99 | 7 | 3.1415 | 2.718 | 1,000,000 | 42 | 55", None),
        ("", None),
    ],
)
def test_the_language_is_detected_from_the_text(text: str, code: str | None) -> None:
    assert detected_language(text) == code


def test_detection_reads_only_the_beginning() -> None:
    assert detected_language(f"{OPENING} " * 100 + GERMAN * 1000) == "en"


PROSE = "The council of Nordvik voted on Tuesday for the repair of the eastern mole, by 11 to 4."


@pytest.mark.parametrize(
    ("tail", "published"),
    [
        ("Other story: bridge falls\nPublished: Dec. 31, 2019\n", None),
        ("Related news\nBridge falls\nPublished: Dec. 31, 2019\n", None),
        ("Published: Dec. 31, 2019\n", "2019-12-31"),
        ("(By Lin Mei)\nPublished: Dec. 31, 2019\n", "2019-12-31"),
    ],
)
def test_a_date_stamp_below_another_headline_is_ignored(
    tmp_path: Path, tail: str, published: str | None
) -> None:
    text = f"Council votes\n\n{PROSE}\n\n{PROSE}\n\n{tail}"
    assert article(tmp_path, "a.txt", text).published == published


def test_a_date_stamp_in_the_year_9999_is_ignored(tmp_path: Path) -> None:
    text = f"Bridge\n\nPublished: 9999-12-31\n\nTAIPEI, Feb. 3 (CNA) -- {PROSE}\n"
    assert article(tmp_path, "a.txt", text).published is None


@pytest.mark.parametrize(
    "line", ["By Christmas Eve", "By Invitation Only", "By Air Mail", "By Common Consent"]
)
def test_lines_beginning_with_by_are_not_always_bylines(line: str) -> None:
    assert byline(line) is None


@pytest.mark.parametrize(
    "line", ["Last updated: 3 May 2023", "Updated 3 May 2023", "Last reviewed: May 3, 2023"]
)
def test_the_day_of_a_change_is_no_date(line: str) -> None:
    text = f"The quay\n{line}\nThe quay in the old harbour was closed for the whole of winter."
    assert completed(Draft(text, "The quay", (Span(0, len(text)),))).published is None


@pytest.mark.parametrize(
    ("top", "published"),
    [
        ("The quay\nIda Lund, 10 December 1815", None),
        ("The quay\nNew Mole, 20 July 1969", None),
        ("The quay\nDied, 3 May 1931", None),
        ("The quay\nPhoto Lund, 3 May 1921", None),
        ("The quay\nThe Lake Post, 3 May 2021", "2021-05-03"),
        ("Orsk, 3 May 2021\nThe quay", "2021-05-03"),
    ],
)
def test_a_name_and_a_date_below_the_title_date_nothing(top: str, published: str | None) -> None:
    text = f"{top}\n{PROSE}"
    assert completed(Draft(text, "The quay", (Span(0, len(text)),))).published == published


@pytest.mark.parametrize(
    ("second", "published"), [("Dear Ms Lund,", "2021-05-03"), ("It is closed.", None)]
)
def test_the_first_line_dates_a_letter_though_it_is_its_title(
    second: str, published: str | None
) -> None:
    text = f"Orsk, 3 May 2021\n{second}\n{PROSE}"
    draft = Draft(text, "Orsk, 3 May 2021", (Span(0, len(text)),))
    assert completed(draft).published == published


@pytest.mark.parametrize(
    ("first", "last", "published"),
    [
        ("The quay", "The Old Bridge, 3 May 1921", "2026-02-03"),
        ("The quay", "Orsk, 3 May 2024", "2024-05-03"),
        ("Dear Ms Lund,", "Orsk, 3 May 1921", "1921-05-03"),
        ("Liebe Frau Lund!", "Orsk, den 3. Mai 1921", "1921-05-03"),
        ("Dear bread was the cause.", "Orsk, 3 May 1921", "2026-02-03"),
    ],
)
def test_a_last_line_of_a_name_and_a_date_dates_letters_and_what_is_as_old_as_its_file(
    first: str, last: str, published: str
) -> None:
    text = f"{first}\n{PROSE}\n{last}"
    dated = dated_by_file(Draft(text, "a", (Span(0, len(text)),)), "2026-02-03")
    assert dated.published == published
