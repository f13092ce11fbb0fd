"""Dates as news names them, by the day it was written, and the ranges that questions name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.answerer import Answerer
from pincite.qa.asking.dates.days import date_asked_for, dates_in_sentence
from pincite.qa.asking.dates.ranges import range_asked_for
from pincite.qa.asking.dates.relative import relative_dates
from pincite.qa.asking.weighing.chances import is_dateline

TODAY = date(2031, 5, 20)  # a Tuesday
ARTICLES = {
    "kiln.md": (
        "2031-03-07",
        "The brick kiln of Orrin burnt down on Wednesday night. Two watchmen were hurt. "
        "In January the town had sold the kiln.",
    ),
    "court.md": (
        "2031-04-30",
        "A court fined the owner of the brick kiln of Orrin on Tuesday. He must pay 9,000 crowns.",
    ),
    "cart.md": ("2031-03-07", "A cart of bricks overturned in Orrin on Thursday."),
    "ford.md": ("2030-08-02", "Ada Holm resigned as governor of Osk on Thursday."),
    "ford2.md": ("2031-02-11", "Jon Ek resigned as governor of Osk on Monday."),
}


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Answerer:
    folder: Path = tmp_path_factory.mktemp("days")
    for name, (day, text) in ARTICLES.items():
        (folder / name).write_text(f"---\ntitle: In brief\ndate: {day}\n---\n{text}\n", "utf-8")
    rebuild(folder / "index", [folder], encoder)
    return Answerer(LocalRetriever(folder / "index", encoder))


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("The kiln burnt down on Monday.", date(2031, 5, 19)),
        ("The kiln burnt down on Tuesday.", date(2031, 5, 20)),
        ("It was lit last Tuesday.", date(2031, 5, 13)),
        ("Talks begin on Wednesday.", date(2031, 5, 21)),
        ("It stays closed until Tuesday.", date(2031, 5, 27)),
        ("He said on Monday that it will rain.", date(2031, 5, 19)),
        ("It rained yesterday.", date(2031, 5, 19)),
        ("On Thursday the kiln will be lit.", date(2031, 5, 22)),
        ("Next Thursday the kiln opens.", date(2031, 5, 22)),
        ("It will be missed, said the potter on Monday.", date(2031, 5, 19)),
        ("Will Ek said so on Monday.", date(2031, 5, 19)),
    ],
)
def test_weekdays_are_those_around_the_day_of_publication(sentence: str, day: date) -> None:
    assert [each.first for each in relative_dates(sentence, TODAY)] == [day]


@pytest.mark.parametrize(
    "sentence",
    [
        "It is closed on Mondays.",
        "On Thursday, the kiln will be lit.",
        "the council met Monday " * 200,
    ],
)
def test_a_weekday_that_may_be_of_another_week_is_no_day(sentence: str) -> None:
    assert relative_dates(sentence, TODAY) == []


def test_a_weekday_of_last_week_is_none_of_this_week() -> None:
    [found] = relative_dates("The kiln burst on Monday last week.", TODAY)
    assert found.last < date(2031, 5, 19)


def test_a_month_of_last_year_is_not_of_this_one() -> None:
    [found] = dates_in_sentence("The fire of March last year killed four.", TODAY)
    assert (found.first, found.last) == (date(2030, 3, 1), date(2030, 3, 31))
    asked = date_asked_for("what burnt in march last year", TODAY)
    assert asked is not None
    assert (asked.first, asked.yearless) == (date(2030, 3, 1), False)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("what opened on christmas 2030", date(2030, 12, 25)),
        ("who was hurt on new year's eve", date(2030, 12, 31)),
        ("when does the Christmas market open", None),
        ("how far is it at Christmas Island", None),
    ],
)
def test_feasts_are_days(line: str, day: date | None) -> None:
    found = date_asked_for(line, TODAY)
    assert (found and found.first) == day


@pytest.mark.parametrize(
    ("line", "days", "words"),
    [
        ("who resigned before June 2024", (date.min, date(2024, 5, 31)), "before June 2024"),
        ("what closed after 3 March 2023 in Osk", (date(2023, 3, 4), TODAY), "after 3 March 2023"),
        ("strikes between 2019 and 2021", (date(2019, 1, 1), date(2021, 12, 31)),
         "between 2019 and 2021"),
        ("fires from May 2020 to July 2021", (date(2020, 5, 1), date(2021, 7, 31)),
         "from May 2020 to July 2021"),
    ],
)  # fmt: skip
def test_ranges_are_understood(line: str, days: tuple[date, date], words: str) -> None:
    found = range_asked_for(line, TODAY)
    assert found is not None
    assert (found.first, found.last, found.words) == (*days, words)


@pytest.mark.parametrize(
    "line",
    [
        "mayor since 2014",
        "in 2003",
        "before the election",
        "after May",
        "no date",
        "",
        "who was mayor before the 2020 election?",
        "what closed after 3 March 2023 talks",
        "how long after the 2011 quake",
        "the year before 2001",
        "how many days before 3 May 2023",
        "who led before the 2020",
    ],
)
def test_what_names_no_end_is_no_range(line: str) -> None:
    assert range_asked_for(line, TODAY) is None


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("what happened in orrin on 5 march 2031", "burnt down on Wednesday"),
        ("who resigned as governor of osk before february 2031", "Ada Holm"),
        ("what happened in orrin on 6 march 2031", "overturned"),
    ],
)
def test_questions_with_a_date_find_what_news_dates_by_itself(
    answerer: Answerer, line: str, wanted: str
) -> None:
    found = answerer.answer(line)
    assert found.found
    assert wanted in found.citations[0].quote
    assert found.dates is not None


@pytest.mark.parametrize(
    ("sentence", "only"),
    [
        ("OSK, 3 May 2031", True),
        ("Osk, Monday 3 May 2031", True),
        ("OSK, May 3, 2031", True),
        ("3 May 2031", True),
        ("Osk, Ulve – 3 May 2031", True),
        ("May 3, 2031.", True),
        ("Died March 5, 2031.", False),
        ("Opened 3 May 2031", False),
        ("Ada Holm, 3 May 2031.", False),
        ("Ulve (Osk) opens on 3 May", False),
        ("It began in May.", False),
    ],
)
def test_a_dateline_answers_nothing(sentence: str, only: bool) -> None:
    assert is_dateline(sentence) is only
