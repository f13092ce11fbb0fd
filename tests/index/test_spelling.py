"""The vocabulary of the articles, and corrections for mistyped words."""

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


def test_words_are_counted_in_their_spelling_within_a_sentence() -> None:
    found = word_counts(TEXTS)
    assert told(found, "vane") == Spelled("vane", "Vane", 2)
    assert told(found, "boats") == Spelled("boats", "boats", 1)  # its capital opens a sentence
    assert told(found, "the") == Spelled("the", "the", 3)


def test_a_word_usually_capitalised_keeps_its_capital() -> None:
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
def test_inflected_forms_are_traced_to_their_base(word: str, base: str) -> None:
    assert base in list(inflected_from(word))


def test_misspellings_are_not_inflected_forms() -> None:
    assert "does" not in list(inflected_from("doeses"))
    assert not {"watt", "wat"} & set(inflected_from("watter"))
    assert not list(inflected_from("directr"))


def test_words_of_subtracted_texts_are_not_counted() -> None:
    found = word_counts(TEXTS)
    found.subtract(word_counts(TEXTS[:1]))
    assert told(found, "vane") is None
    assert told(found, "boats") is None
    assert told(found, "boat") == Spelled("boat", "boat", 1)


def test_nearest_finds_frequent_words_one_typo_away() -> None:
    held = [Spelled("museum", "museum", 4), Spelled("vault", "vault", 2), Spelled("fault", "f", 2)]
    assert [each.word for each in nearest("musuem", held, 2)] == ["museum"]
    assert nearest("valt", held, 1)[0].word == "vault"
    assert nearest("bitcoin", held, 1) == []
    assert nearest("vat", held, 1) == []  # too short to tell


def test_words_sound_alike_if_the_typo_is_silent() -> None:
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
def test_the_intended_word_is_among_the_respellings(typed: str, meant: str) -> None:
    assert meant in list(respelled(typed))


def test_short_words_get_only_respellings_that_sound_alike() -> None:
    assert "house" not in list(respelled("mouse"))
