"""English texts with few bytes outside ASCII, which tell little about the encoding."""

from __future__ import annotations

import re

import pytest

from pincite.corpus.errors import ReadError
from pincite.corpus.formats.encoding.damage import GAP, Decoded
from pincite.corpus.formats.encoding.decode import decode

ENGLISH = b"The council of the harbour town met on Monday and spoke of "


@pytest.mark.parametrize("declared", [None, "utf-8", "latin-1"])
@pytest.mark.parametrize(
    "text",
    [
        "They don’t know the lock.",
        "The “lock” opens – nobody asks.",
        "It’s the “old lock” they’re on.",
    ],
)
def test_the_punctuation_of_windows_is_read_as_such(text: str, declared: str | None) -> None:
    assert decode(text.encode("cp1252"), declared) == Decoded(text)


@pytest.mark.parametrize("text", ["mañana vendrá el señor Muñoz de aquí", "Das schöne Wetter dort"])
@pytest.mark.parametrize("encoding", ["mac-roman", "cp437", "cp850"])
def test_letters_of_old_encodings_are_not_read_as_punctuation(text: str, encoding: str) -> None:
    try:
        assert decode(text.encode(encoding)).text == text
    except ReadError as error:
        assert "cannot be told" in str(error)


@pytest.mark.parametrize("declared", [None, "utf-8"])
@pytest.mark.parametrize("odd", [b"Jos\xc3 Abara", b"a lock\xff", b"the gate\x81 there"])
def test_a_broken_byte_is_replaced_and_named(odd: bytes, declared: str | None) -> None:
    data = ENGLISH + odd + b"."
    found = decode(data, declared)
    assert found.text == re.sub("[\x80-\xff]", GAP, data.decode("latin-1"))
    assert [(each.byte, each.count) for each in found.damage] == [(found.text.index(GAP), 1)]


def test_few_letters_are_taken_for_western_ones() -> None:
    text = f"{ENGLISH.decode()}São Tomé."
    assert decode(text.encode("cp1252")) == Decoded(text)


def test_a_text_of_which_a_byte_fits_nowhere_is_refused_unless_it_is_english() -> None:
    with pytest.raises(ReadError, match="cannot be told"):
        decode(b"Der Rat der Stadt sprach am Montag \x81 lange.")
