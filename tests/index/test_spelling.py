"""The words of the articles and what a mistyped word was meant for."""

from __future__ import annotations

from collections import Counter

import pytest

from pincite.index.engines.spelling import (
    Spelled,
    inflected_from,
    nearest,
    respelled,
    sounds_alike,
    usual_spelling,
    word_counts,
)

TEXTS = ["The Vane froze. Boats on the Vane waited.", "A boat crossed; the museum was shut."]


def told(found: Counter[tuple[str, str]], word: str) -> Spelled | None:
    return usual_spelling(word, {form: n for (held, form), n in found.items() if held == word})


def test_words_are_counted_and_spelled_as_inside_a_sentence() -> None:
    found = word_counts(TEXTS)
    assert told(found, "vane") == Spelled("vane", "Vane", 2)
    assert told(found, "boats") == Spelled("boats", "boats", 1)  # its capital opens a sentence
    assert told(found, "the") == Spelled("the", "the", 3)


def test_a_word_has_a_capital_where_it_hardly_ever_stands_without() -> None:
    assert usual_spelling("guard", {"Guard": 2, "guard": 1}) == Spelled("guard", "guard", 3)
    assert usual_spelling("lantern", {"Lantern": 9, "lantern": 1}) == Spelled(
        "lantern", "Lantern", 10
    )
    assert usual_spelling("vane", {"": 4}) == Spelled("vane", "vane", 4)


@pytest.mark.parametrize(
    ("word", "base"),
    [("lends", "lend"), ("suing", "sue"), ("running", "run"), ("cities", "city"),
     ("boxes", "box"), ("decided", "decide"), ("router", "route")],
)  # fmt: skip
def test_a_form_is_told_from_what_it_is_a_form_of(word: str, base: str) -> None:
    assert base in list(inflected_from(word))


def test_a_slip_is_no_form() -> None:
    assert "does" not in list(inflected_from("doeses"))
    assert not {"watt", "wat"} & set(inflected_from("watter"))
    assert not list(inflected_from("directr"))


def test_what_was_taken_away_again_is_not_there() -> None:
    found = word_counts(TEXTS)
    found.subtract(word_counts(TEXTS[:1]))
    assert told(found, "vane") is None
    assert told(found, "boats") is None
    assert told(found, "boat") == Spelled("boat", "boat", 1)


def test_the_nearest_word_is_one_slip_away_and_frequent() -> None:
    held = [Spelled("museum", "museum", 4), Spelled("vault", "vault", 2), Spelled("fault", "f", 2)]
    assert [each.word for each in nearest("musuem", held, 2)] == ["museum"]
    assert nearest("valt", held, 1)[0].word == "vault"
    assert nearest("bitcoin", held, 1) == []
    assert nearest("vat", held, 1) == []  # too short to tell


def test_sounding_alike_is_one_slip_that_is_not_heard() -> None:
    assert sounds_alike("mayer", "mayor")
    assert sounds_alike("rabit", "rabbit")
    assert sounds_alike("color", "colour")
    assert not sounds_alike("flight", "fight")
    assert not sounds_alike("reset", "rest")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("pesron", "person"), ("mannufactures", "manufactures"), ("adress", "address"),
     ("seperate", "separate"), ("goverment", "government")],
)  # fmt: skip
def test_a_word_is_among_those_it_may_be_a_slip_of(typed: str, meant: str) -> None:
    assert meant in list(respelled(typed))


def test_of_a_short_word_only_what_sounds_the_same_is_tried() -> None:
    assert "house" not in list(respelled("mouse"))
