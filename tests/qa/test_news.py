"""News: updated figures, dates known only from the article's date, and countries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pincite.corpus.article import Span
from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import Query
from pincite.qa.answerer import Answerer
from pincite.qa.answering.confidence import calibration, signals
from pincite.qa.answering.pipeline import rank_answers, rank_readings
from pincite.qa.asking.dates.days import date_asked_for, dates_in_sentence
from pincite.qa.asking.plans.forms import with_apostrophe
from pincite.qa.asking.plans.lookups import asked_for_list, asks_for_list, may_have_several
from pincite.qa.asking.plans.plan import plan
from pincite.qa.asking.reading import read_plans
from pincite.qa.asking.spelling.correcting import corrected
from pincite.qa.asking.weighing.dating import without
from pincite.qa.types import Candidate

TODAY = date(2031, 5, 20)
REPORTS = {
    "2031-04-02": "At least 26 people were killed in an explosion at a paint works in Vell, Peru.",
    "2031-04-05": "The death toll of the explosion at a paint works in Vell has risen to 37.",
    "2031-03-11": "The Peruvian finance minister Ada Holm and the mines minister Jon Ek resign.",
    "2031-03-12": "Four people are killed when a bus falls into a ravine near Osk, Peru.",
    "2030-11-07": "Nine people are killed when a bus falls into a ravine near Osk, Peru.",
}
OTHERS = ["The port of Ulve has a new crane.", "Rain fell on Skarn for the ninth day in a row."]


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Answerer:
    folder: Path = tmp_path_factory.mktemp("news")
    for day, text in REPORTS.items():
        (folder / f"{day}.md").write_text(f"---\ntitle: In brief\ndate: {day}\n---\n{text}\n")
    for n, text in enumerate(OTHERS):
        (folder / f"{n}.md").write_text(f"---\ntitle: Other\ndate: 2031-04-0{n + 1}\n---\n{text}\n")
    rebuild(folder / "index", [folder], encoder)
    return Answerer(LocalRetriever(folder / "index", encoder))


def day_of(answerer: Answerer, line: str) -> str | None:
    found = answerer.answer(line)
    return found.citations[0].article.published if found.found else None


def test_the_latest_reported_figure_comes_first(answerer: Answerer) -> None:
    found = answerer.answer("how many people died in the explosion at the paint works in vell")
    assert [each.article.published for each in found.citations] == ["2031-04-05", "2031-04-02"]
    assert "37" in found.text
    assert found.confidence == found.citations[0].confidence
    assert len(found.rivals) == 2


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("how many people died in the bus accident near osk in march", "2031-03-12"),
        ("how many people died in the bus accident near osk on 7 november", "2030-11-07"),
        ("bus accident osk 12 march 2031 dead", "2031-03-12"),
        ("how many people died in the bus accident near osk in 2030", "2030-11-07"),
    ],
)
def test_the_article_s_date_decides_if_the_text_names_none(
    answerer: Answerer, line: str, day: str
) -> None:
    assert day_of(answerer, line) == day


class Recorder:
    """A reader that finds nothing and records which articles it reads for which question."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, set[str | None]]] = []

    def read(
        self, questions: Sequence[str], hits: Sequence[Sequence[Hit]]
    ) -> list[list[Candidate]]:
        for question, row in zip(questions, hits, strict=True):
            self.asked.append((question, {hit.article.published for hit in row}))
        return [[] for _ in questions]


def test_articles_of_the_asked_day_are_read_without_the_date(answerer: Answerer) -> None:
    reader = Recorder()
    line = "how many people died in the bus accident near Osk on 12 March 2031"
    made = plan(line, answerer.retriever.words_like, TODAY)
    list(read_plans([Query.of(line)], [made], answerer.retriever, reader, calibration(), hits=10))
    days = dict(reader.asked)
    assert days["how many people died in the bus accident near Osk"] == {"2031-03-12"}
    assert "2031-03-12" not in days[line]


def test_answer_signals_belong_to_the_question_variant_read(answerer: Answerer) -> None:
    [found] = answerer.retriever.search([Query.of("bus Osk 2031")], 10)
    told, silent = (
        next(hit for hit in found.hits if hit.article.published == day)
        for day in ("2030-11-07", "2031-03-12")
    )
    readings = [
        (Query.of(text), replace(found, hits=(hit,)))
        for text, hit in (("how many died at Osk in 2031", told), ("how many died at Osk", silent))
    ]
    read = [
        rank_answers(query.text, some, [Candidate(hit, hit.passage.span, Span(0, 4), score)])
        for (query, some), hit, score in zip(readings, (told, silent), (2.0, 1.0), strict=True)
    ]
    ranked = rank_readings(found, readings, read)
    assert [group[0].hit for group in ranked.groups] == [told, silent]
    both = [signals(query.text, ranked.groups, len(found.missing)) for query, _ in readings]
    assert both[0][1] != both[1][1]
    assert ranked.signals == (both[0][0], both[1][1])


def test_a_country_is_found_by_its_adjective(answerer: Answerer) -> None:
    assert day_of(answerer, "which ministers resigned in Peru?") == "2031-03-11"


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("how hot was it last june", (date(2030, 6, 1), date(2030, 6, 30))),
        ("how many were killed in may", (date(2031, 5, 1), date(2031, 5, 31))),
        ("bus crash 2 july", (date(2030, 7, 2), date(2030, 7, 2))),
        ("what happened on 29 february", (date(2028, 2, 29), date(2028, 2, 29))),
        ("who was ill in february", (date(2031, 2, 1), date(2031, 2, 28))),
    ],
)
def test_a_date_without_a_year_is_its_last_occurrence(line: str, days: tuple[date, date]) -> None:
    found = date_asked_for(line, TODAY)
    assert found is not None
    assert (found.first, found.last, found.yearless) == (*days, True)


@pytest.mark.parametrize(
    "line",
    ["what may the mayor say", "Theresa May resigns", "who led this march",
     "who lives in may street", "who was shot in mar del plata", "who met in May Street"],
)  # fmt: skip
def test_words_resembling_months_are_not_dates(line: str) -> None:
    assert date_asked_for(line, TODAY) is None
    assert dates_in_sentence(f"{line}.", TODAY) == []


def test_a_month_without_a_year_matches_no_year() -> None:
    asked = date_asked_for("who won in 1998", TODAY)
    [month] = dates_in_sentence("The cup is given in May.", None)
    assert asked is not None
    assert not month.tells_of(asked)


def test_february_includes_the_29th() -> None:
    asked = date_asked_for("in february", date(2030, 5, 1))
    [leap] = dates_in_sentence("On 29 February 2028 it rained.", None)
    assert asked is not None
    assert leap.tells_of(asked)


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("what law did they pass on 9 May 2012?", "what law did they pass?"),
        ("oil price July 2026", "oil price"),
        ("what was the limit in December 2018 in Osk", "what was the limit in Osk"),
        ("who won the cup", "who won the cup"),
        ("who resigned on the 9th of May?", "who resigned?"),
        ("what was it in early March 2019", "what was it"),
        ("who was mayor before 2030", "who was mayor before 2030"),
        ("what happened between 9 May and 12 May", "what happened between 9 May and 12 May"),
        ("COP2018 results 2018", "COP2018 results"),
    ],
)
def test_a_question_is_read_without_its_date(line: str, rest: str) -> None:
    assert without(line, date_asked_for(line, TODAY)) == rest


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("countries that left the pact", "which countries left the pact?"),
        ("foreign firms pulling out of Cuba", "which foreign firms are pulling out of Cuba?"),
        ("which countries left the pact", "which countries left the pact"),
    ],
)
def test_plural_questions_ask_for_a_list(line: str, question: str) -> None:
    assert asks_for_list(line)
    assert asked_for_list(line) == question


@pytest.mark.parametrize(
    "line",
    ["which famous tree was felled", "why are people leaving Osk", "how many people living in Osk",
     "are there people who survived", "who believes that the election was stolen",
     "minister denies taking bribes", "Hamas releasing hostages", "protests during the summit",
     "deaths according to police", "reports that prices rise", "elections spring 2031"],
)  # fmt: skip
def test_other_questions_do_not_ask_for_a_list(line: str) -> None:
    assert not asks_for_list(line)


def test_questions_for_one_thing_have_no_list() -> None:
    assert not may_have_several("who won the cup")
    assert not may_have_several("who has scored the most goals")
    assert may_have_several("who won the prizes")
    assert may_have_several("who paid for the vault")
    assert may_have_several("who set fire to the forest")


def test_missing_apostrophes_are_inserted() -> None:
    def like(word: str, n: int) -> list[tuple[str, int]]:
        near = {
            "rigbys": ("rigbys", 1), "rigby": ("Rigby", 9), "ministers": ("ministers", 20),
            "minister": ("Minister", 90), "towns": ("towns", 1), "town": ("Town", 9),
        }  # fmt: skip
        return [near.get(word, (word, 1))][:n]

    assert corrected("how old were rigbys mills", like).line == "how old were Rigby's mills"
    for line in (
        "which ministers resigned",
        "ministers speak",
        "what towns voted",
        "towns that voted",
    ):
        assert corrected(line, like).changes == ()
    assert with_apostrophe("whos the mayor") == "who's the mayor"
    assert with_apostrophe("So whens the vote?") == "So whens the vote?"
    assert with_apostrophe("whose is it") == "whose is it"
