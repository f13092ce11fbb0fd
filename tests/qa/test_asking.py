"""A typed line becomes a plan: its form, questions, corrected typos and dates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.answerer import Answerer
from pincite.qa.asking.dates.days import Days, date_asked_for, dates_in_sentence
from pincite.qa.asking.plans.forms import is_small_talk, topic_defined
from pincite.qa.asking.plans.lookups import asks_for_several
from pincite.qa.asking.plans.plan import Plan, plan
from pincite.qa.asking.plans.splitting import split
from pincite.qa.asking.spelling.correcting import as_typed, corrected

TODAY = date(2031, 5, 20)
HELD = {
    "people": "people", "live": "live", "orrin": "Orrin", "vault": "vault", "ferry": "ferry",
    "harbour": "harbour", "museum": "museum", "great": "great", "north": "North",
    "lantern": "Lantern",
}  # fmt: skip
MEANT = {"poeple": "people", "orin": "Orrin", "valt": "vault", "fery": "ferry"}


def words_like(word: str, n: int) -> list[tuple[str, int]]:
    """What a retriever over a few words would say."""
    small = word.lower()
    if small in MEANT:
        return [(MEANT[small], 3)][:n]
    if small in HELD:
        return [(HELD[small], 3)][:n]
    return [(word, 0)][:n] if small in {"tall", "everything"} else []


def planned(line: str) -> Plan:
    return plan(line, words_like, TODAY)


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("How long is the pier at Orrin?", "answer"),
        ("when does the ferry leave", "answer"),
        ("at what time does the ferry leave", "answer"),
        ("Did Orrin vote for the harbour?", "yes or no"),
        ("is the museum open on mondays", "yes or no"),
        ("ferry orrin timetable 2030", "search words"),
        ("O'Dell's harbour", "search words"),
        ("What is the Lantern?", "definition"),
        ("meaning of lantern", "definition"),
        ("what is the price of flour", "answer"),
        ("Who built the ferry and when did it first sail?", "two questions"),
        ("tell me about the Lantern", "digest"),
        ("Orrin North", "digest"),
        ("Who is the governor of Orrin?", "answer"),
        ("What happened to the ferry?", "answer"),
        ("Which museums lent paintings?", "list"),
        ("what old harbour towns flooded", "list"),
        ("What percentage of boats are late?", "answer"),
        ("What causes the floods?", "answer"),
        ("every sentence that mentions the Lantern", "mentions"),
        ('who said "we shall sail in any weather"', "quote"),
        ("hello there", "small talk"),
        ("what can you do?", "small talk"),
    ],
)
def test_the_form_of_a_line_is_recognised(line: str, form: str) -> None:
    assert planned(line).form == form


def test_a_forced_answer_form_asks_the_line_unchanged() -> None:
    made = plan("hello poeple", words_like, TODAY, "answer")
    assert (made.form, made.asked, made.changes) == ("answer", ("hello poeple",), ())
    assert plan("the Lantern", words_like, TODAY, "definition").form == "definition"


def test_a_plain_question_is_searched_once_unchanged() -> None:
    line = "How many people live in Orrin?"
    made = planned(line)
    assert [(way.search, way.read) for way in made.ways] == [(line, line)]
    assert not made.changes


def test_typos_are_corrected_and_names_capitalised() -> None:
    made = corrected("how many poeple live on orin", words_like)
    assert made.line == "how many people live on Orrin"
    assert made.changes == (("poeple", "people"), ("orin", "Orrin"))
    assert corrected("where is orrin", words_like).line == "where is Orrin"
    assert corrected("where is orrin", words_like).changes == ()


def test_question_words_are_corrected_and_dictionary_words_kept() -> None:
    assert corrected("wich museum", words_like).line == "which museum"
    assert corrected("hwo tall is everything", words_like).line == "how tall is everything"


def test_a_word_that_only_got_another_ending_is_shown_as_typed() -> None:
    changes = (("endorse", "endorsed"), ("Orin", "Orrin"))
    shown = as_typed(("when did the council of Orrin endorsed it",), changes)
    assert shown == (("when did the council of Orrin endorse it",), (("Orin", "Orrin"),))


def test_two_words_typed_as_one_are_split() -> None:
    assert corrected("the greatmuseum", words_like).line == "the great museum"
    assert corrected("12fery-x e.fery", words_like).line == "12fery-x e.fery"


@pytest.mark.parametrize(
    ("line", "questions"),
    [
        (
            "When did the Orrin Museum open and how many guards does it have?",
            ("When did the Orrin Museum open?", "how many guards does the Orrin Museum have?"),
        ),
        (
            "What did Bell and Dray each say about the pier?",
            ("What did Bell say about the pier?", "What did Dray say about the pier?"),
        ),
        ("when and where was Bell born", ("when was Bell born", "where was Bell born")),
        ("How many people died and were injured?", ("How many people died and were injured?",)),
        ("Who won the cup and the shield?", ("Who won the cup and the shield?",)),
    ],
)
def test_two_questions_in_one_line_are_split(line: str, questions: tuple[str, ...]) -> None:
    assert tuple(each.text for each in split(line)) == questions


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("what happened on 9 March 2029", (date(2029, 3, 9), date(2029, 3, 9))),
        ("who left on March 9, 2029?", (date(2029, 3, 9), date(2029, 3, 9))),
        ("the price in February 2028", (date(2028, 2, 1), date(2028, 2, 29))),
        ("sales in 2027", (date(2027, 1, 1), date(2027, 12, 31))),
        ("who won last year", (date(2030, 1, 1), date(2030, 12, 31))),
        ("how may it end", None),
    ],
)
def test_dates_in_questions_are_understood(line: str, days: tuple[date, date] | None) -> None:
    found = date_asked_for(line, TODAY)
    assert (found and (found.first, found.last)) == days


def test_a_date_without_year_gets_the_year_nearest_its_article() -> None:
    [found] = dates_in_sentence("It began on Dec. 30.", date(2029, 1, 4))
    assert found.first == date(2028, 12, 30)
    assert found.meets(Days(date(2028, 12, 1), date(2028, 12, 31)))


def test_questions_about_now_put_the_newest_article_first(
    tmp_path: Path, encoder: SentenceEncoder
) -> None:
    for day, share in (("2031-02-03", "85"), ("2029-02-03", "40")):
        (tmp_path / f"{day}.md").write_text(
            f"---\ntitle: Works at Orrin\ndate: {day}\n---\n"
            f"The new quay of Orrin is {share} percent done, the builder said in {day[:4]}.\n"
        )
    rebuild(tmp_path / "index", [tmp_path], encoder)
    answerer = Answerer(LocalRetriever(tmp_path / "index", encoder))
    for line in (
        "How much of the quay of Orrin is done now?",
        "how much of the quay is done so far",
    ):
        found = answerer.answer(line)
        assert [c.article.published for c in found.citations] == ["2031-02-03", "2029-02-03"]
        assert "85" in found.text


def test_small_talk_contains_no_question_about_articles() -> None:
    assert is_small_talk("thanks, that was it")
    assert is_small_talk("Good morning!")
    assert not is_small_talk("what can you do against the moth")
    assert not is_small_talk("who opened the harbour this morning")
    assert not is_small_talk("and about AI?")
    assert is_small_talk("are you an AI?")


def test_the_defined_topic_loses_its_grammatical_article() -> None:
    assert topic_defined("what's a hare in running?") == "hare"
    assert topic_defined("Who is Ada Bell?") == "Ada Bell"
    assert topic_defined("who is the mayor of Orrin now") == ""


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("what opens on 21 June", "answer"),
        ("which causes are named", "list"),
        ("what was agreed besides the pay", "answer"),
        ("did the line cost more than planned", "yes or no"),
        ("what time of day did the quake hit", "answer"),
        ("in the Orrin trial, how many calves fell ill", "answer"),
    ],
)
def test_lines_resembling_another_form_are_not_misread(line: str, form: str) -> None:
    assert planned(line).form == form


@pytest.mark.parametrize(
    ("line", "questions"),
    [
        ("how long and how wide is the ship", ("how long is the ship", "how wide is the ship")),
        (
            "how many trams does Orrin have, how many more will it buy",
            ("how many trams does Orrin have?", "how many more will Orrin buy"),
        ),
        (
            "what was found by the fishermen and how much did they get",
            ("what was found by the fishermen?", "how much did the fishermen get"),
        ),
        (
            "when was the fire of Orrin and when did it end",
            ("when was the fire of Orrin?", "when did the fire of Orrin end"),
        ),
        (
            "which lake was poisoned and by which mill was it warmed",
            ("which lake was poisoned?", "by which mill was the lake warmed"),
        ),
        ("in the trial, how many calves fell ill", ("in the trial, how many calves fell ill",)),
        ("what did Ada, who is ill, say", ("what did Ada, who is ill, say",)),
    ],
)
def test_lines_are_split_where_a_second_question_begins(
    line: str, questions: tuple[str, ...]
) -> None:
    assert tuple(each.text for each in split(line)) == questions


def test_a_second_question_with_a_subject_of_its_own_is_also_asked_alone() -> None:
    first, second = planned("who runs the clinic and how high is the old spire?").parts
    assert [way.search for way in first.ways] == ["who runs the clinic?"]
    alone = "how high is the old spire"
    assert [way.search for way in second.ways] == [f"{alone} (the clinic)?", f"{alone}?"]
    for asked in ("what is the turnout", "how many people died"):
        _, second = planned(f"who runs the clinic and {asked}").parts
        assert [way.search for way in second.ways] == [f"{asked} (the clinic)?"]


def test_a_year_alone_does_not_match_one_of_its_days() -> None:
    asked_for = date_asked_for("on 22 July 2021", TODAY)
    assert asked_for is not None
    told = [
        each.tells_of(asked_for)
        for each in dates_in_sentence("in 2021, in July 2021, on July 22", None)
    ]
    assert told == [False, True, True]
    assert asked_for.spelled == ("July 22", "Jul 22")


def test_doubled_letters_are_removed() -> None:
    assert corrected("how manny people", words_like).line == "how many people"


def test_question_words_are_corrected_only_at_a_question_s_start() -> None:
    assert corrected("hwat was it", words_like).line == "what was it"
    assert corrected("wen was it built", lambda w, n: [(w, 0)]).line == "when was it built"
    assert corrected("the vault at fort hod", words_like).line == "the vault at fort hod"
    assert corrected("where and hod did it end", words_like).line == "where and how did it end"


def test_swapped_letters_are_corrected_without_an_alternative() -> None:
    def like(word: str, n: int) -> list[tuple[str, int]]:
        return [("open", 4), ("one", 26)][:n] if word == "opne" else [(word, 1)]

    made = corrected("when did it opne", like)
    assert (made.line, made.other) == ("when did it open", None)


@pytest.mark.parametrize(
    ("line", "second"),
    [
        ("How strong was the Osk earthquake and how many people died?",
         "how many people died (the Osk earthquake)?"),
        ("Who owns the Ever Given and who chartered it?", "who chartered the Ever Given?"),
        ("When did the Osk seed vault open and how cold is it kept?",
         "how cold is the Osk seed vault kept?"),
        ("Who is suing Osk Hydro and how much do they want?",
         "how much do they want (Osk Hydro)?"),
        ("Who won the race and how old is Bell?", "how old is Bell?"),
        ("What does Vell treat and what does Orrin cost?", "what does Orrin cost?"),
    ],
)  # fmt: skip
def test_the_second_question_gets_the_topic_of_the_first(line: str, second: str) -> None:
    assert split(line)[1].text == second


def test_a_singular_verb_after_who_does_not_ask_for_several() -> None:
    assert not asks_for_several("who owns the mill")
    assert asks_for_several("who owns the mills")
