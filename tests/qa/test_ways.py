"""Alternative readings of a question: which one wins, is shown, and can be removed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pincite.corpus.article import Article, Passage, Span
from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import Query
from pincite.qa.answerer import Answerer
from pincite.qa.asking.dates.days import date_asked_for
from pincite.qa.asking.plans.languages import foreign_language
from pincite.qa.asking.plans.plan import plan
from pincite.qa.asking.weighing.dating import days_of_answer
from pincite.qa.asking.weighing.pinpointing import pinpointed
from pincite.qa.types import Answer, Candidate, Dates
from pincite.qa.wording import dates_taken

ARTICLES = {
    "fare.md": ("2030-04-02", "Orrin ferry", "The Orrin ferry costs 4 crowns, said the owner."),
    "fare2.md": ("2031-04-02", "Orrin ferry", "The Orrin ferry costs 9 crowns, said the owner."),
    "gifts.md": (
        "2031-01-09",
        "Gifts to the Orrin Vault",
        "The Orrin Vault was opened in 2019 by the duke.\n\n"
        "Three towns paid for the vault: Skarn, Ulve and Osk.",
    ),
    "hafen.md": (
        "2031-02-01",
        "Der Hafen",
        "Der Hafen von Orrin wurde 1887 gebaut. Sonntags ist er geschlossen, weil das Gesetz es "
        "verbietet. Der Kai misst zweihundert Meter und ist damit der längste der ganzen Küste.",
    ),
}


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Answerer:
    folder: Path = tmp_path_factory.mktemp("ways")
    for name, (day, title, text) in ARTICLES.items():
        (folder / name).write_text(f"---\ntitle: {title}\ndate: {day}\n---\n{text}\n", "utf-8")
    rebuild(folder / "index", [folder], encoder)
    return Answerer(LocalRetriever(folder / "index", encoder))


def test_a_date_is_a_reported_filter_that_can_be_removed(answerer: Answerer) -> None:
    line = "What does the Orrin ferry cost in 2030?"
    found = answerer.answer(line)
    assert found.dates == Dates("in 2030", "2030-01-01", "2030-12-31")
    assert {each.article.published for each in found.citations} == {"2030-04-02"}
    off = answerer.answer(line, dates=False)
    assert off.dates is None
    assert "2031-04-02" in {each.article.published for each in off.citations}


def test_a_date_without_articles_is_ignored_with_a_note(answerer: Answerer) -> None:
    found = answerer.answer("What did the Orrin ferry cost in 1950?")
    assert found.dates is None
    assert not found.found or any("in 1950" in note for note in found.notes)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("what was said on 9 March 2021", "9 March 2021"),
        ("what was said in March 2021", "March 2021"),
        ("sales in 2021", "2021"),
        ("what was said on 9 March", "9 March"),
    ],
)
def test_the_date_filter_is_shown_as_written(line: str, told: str) -> None:
    days = date_asked_for(line, date(2031, 5, 20))
    assert days is not None
    given = Answer(line, "", 0.0, (), (), dates=days_of_answer(days))
    assert dates_taken(given) == f"Taken as: sentences and articles of {told}."


def test_differing_figures_are_shown_as_rivals(answerer: Answerer) -> None:
    found = answerer.answer("How much does the Orrin ferry cost?")
    assert {each.text for each in found.rivals} == {"4 crowns", "9 crowns"}


def test_a_question_answered_by_a_list_gives_the_list(answerer: Answerer) -> None:
    found = answerer.answer("Who paid for the Orrin Vault?")
    assert found.kind == "list"
    assert "answer" in found.others
    assert all(name in found.text for name in ("Skarn", "Ulve", "Osk"))
    single = answerer.answer("Who paid for the Orrin Vault?", as_="answer")
    assert (single.kind, single.question) == ("answer", found.question)


def test_a_listing_can_be_stopped_and_keeps_what_was_read(answerer: Answerer) -> None:
    query = Query.of("How much does the Orrin ferry cost?")
    listing = answerer.all_answers(query)
    steps = list(listing.steps())
    assert steps[0].examined == 0
    assert steps[-1].examined == steps[-1].total > 0
    assert {each.text for each in listing.answer(steps).citations} >= {"4 crowns"}
    stopped = listing.answer(steps[:1])
    assert not stopped.found
    assert any("Stopped after 0" in note for note in stopped.notes)


def test_a_refusal_suggests_related_answerable_questions(answerer: Answerer) -> None:
    found = answerer.answer("How many zoologists has the Orrin Vault?")
    assert not found.found
    assert "zoologists" in found.missing
    assert "When was the Orrin Vault opened?" in found.suggestions
    for question in found.suggestions:
        assert answerer.answer(question, as_="answer").found


def test_questions_in_other_languages_get_the_nearest_sentences(answerer: Answerer) -> None:
    found = answerer.answer("Warum ist der Hafen sonntags geschlossen?")
    assert found.kind == "unread"
    assert "weil das Gesetz es verbietet" in found.citations[0].quote
    assert any("German" in note for note in found.notes)
    assert answerer.answer("Who built the vault at Orrin?").kind != "unread"


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("港は何年に建てられましたか", "ja"),
        ("港口是哪一年建成的？", "zh"),
        ("Когда был построен порт?", "ru"),
        ("Pourquoi est-ce que le port est fermé le dimanche ?", "fr"),
        ("who die hard in the man or was it", None),
        ("ferry Orrin 2031", None),
        ("What does “weil das Gesetz” mean?", None),
        ("?", None),
    ],
)
def test_the_language_of_a_question_is_detected(line: str, language: str | None) -> None:
    assert foreign_language(line) == language


def words_like(word: str, n: int) -> list[tuple[str, int]]:
    return {"rase": [("race", 4), ("raise", 2)], "mayer": [("mayer", 0), ("mayor", 7)]}.get(
        word, [(word, 1)]
    )[:n]


def test_an_uncertain_typo_is_searched_both_ways() -> None:
    made = plan("why did they rase the fares", words_like, date(2031, 5, 20))
    assert [way.search for way in made.ways] == [
        "why did they race the fares",
        "why did they raise the fares",
    ]
    assert made.ways[1].changes == (("rase", "raise"),)
    known = plan("where is mayer now", words_like, date(2031, 5, 20))
    assert [way.search for way in known.ways] == ["where is mayer now", "where is mayor now"]
    assert known.changes == ()


SENTENCE = "Its $19 billion purchase of Vexa was a risk, it paid $1 billion for Tull in May."


@pytest.mark.parametrize(
    ("question", "marked", "meant"),
    [
        ("What did it pay for Vexa?", "$1 billion", "$19 billion"),
        ("What did it pay for Tull?", "$1 billion", "$1 billion"),
        ("What did it pay in May for Orrin?", "$19 billion", "$19 billion"),
    ],
)
def test_the_marked_figure_belongs_to_the_thing_named(
    question: str, marked: str, meant: str
) -> None:
    assert moved(question, SENTENCE, marked) == meant


TOLL = "The toll of the two quakes rises to 920 people killed and over 3,360 injured in Osk."


@pytest.mark.parametrize(
    ("question", "marked", "meant"),
    [
        ("how many died in the quakes", "two", "920"),
        ("how many people were hurt in Osk", "920", "3,360"),
        ("how many people were killed", "920 people", "920 people"),
        ("how many quakes were there", "920", "two"),
        ("how many houses fell", "920", "920"),
        ("what is the toll", "two", "two"),
        ("how many people did the quake near Osk kill", "920", "920"),
        ("how many people in Osk died", "two", "920"),
        ("how many of them died", "920", "920"),
        ("how many people live in Osk", "3,360", "3,360"),
    ],
)
def test_the_marked_figure_counts_the_thing_asked_for(
    question: str, marked: str, meant: str
) -> None:
    assert moved(question, TOLL, marked) == meant


@pytest.mark.parametrize(
    ("question", "sentence", "marked", "meant"),
    [
        ("how many members voted", "Party members cast 400 ballots.", "400", "400"),
        ("how many people died", "Two wars killed 1.2 million people.", "Two", "1.2 million"),
        ("how many died", "The three ships took seventy-two dead home.", "three", "seventy-two"),
        ("how many people died", "In 2019 people mourned 31 miners.", "31", "31"),
        ("how many people died", "Of 9 in a bus 40 percent of the people died.", "9", "9"),
    ],
)
def test_the_marked_count_is_a_whole_number(
    question: str, sentence: str, marked: str, meant: str
) -> None:
    assert moved(question, sentence, marked) == meant


def moved(question: str, sentence: str, marked: str) -> str:
    whole = Span(0, len(sentence))
    article = Article("a", "Deals", sentence, "a.txt", (whole,))
    hit = Hit(Passage("p", "a", whole, (whole,)), article, 1.0, 1, 1, 0.5, 1.0)
    start = sentence.index(marked)
    one = Candidate(hit, whole, Span(start, start + len(marked)), 1.0)
    return pinpointed(question, one).answer.of(sentence)


def test_an_alternative_correction_needs_a_different_answer_to_win(samples_index: Path) -> None:
    found = Answerer.open(samples_index).answer("who is the directr of the Jenner Institut")
    # "directs" is in the samples too, and leads to the same place
    assert ("directr", "director") in found.changes
    assert found.text == "Adrian Hill"
