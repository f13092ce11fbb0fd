"""Corrections of a typed word, without an index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.engines.spelling import Spelled
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.typed import words_like


class Words:
    """A vocabulary of one word."""

    def spelled(self, word: str) -> Spelled | None:
        return Spelled("harbour", "Harbour", 3) if word == "harbour" else None

    def like(self, word: str, n: int) -> list[Spelled]:
        return [Spelled("harbour", "Harbour", 3)][:n]


class Knowing:
    """An embedder whose vocabulary holds a word and nothing else."""

    def count(self, texts: Sequence[str]) -> list[int]:
        return [1 if text == "lend" else 2 for text in texts]


def test_known_words_are_taken_as_typed_and_slips_as_known_words() -> None:
    for typed in ("harbour", "harbuor"):
        meant = words_like(typed, 3, Words(), lambda text: (text,), Knowing())
        assert meant == [("Harbour", 3)]


def test_inflected_forms_of_known_words_are_not_typos() -> None:
    class Near(Words):
        def like(self, word: str, n: int) -> list[Spelled]:
            return [Spelled("leads", "leads", 4)][:n]

    assert words_like("lends", 3, Near(), lambda text: (text,), Knowing()) == [("lends", 0)]
    assert words_like("leadz", 3, Near(), lambda text: (text,), Knowing()) == [("leads", 4)]


def test_a_slip_in_another_form_of_a_word_of_the_articles_is_mended() -> None:
    class Far(Words):
        def like(self, word: str, n: int) -> list[Spelled]:
            return [Spelled("endorsed", "endorsed", 4)][:n]

    def missing(text: str) -> tuple[str, ...]:
        return tuple(word for word in text.split() if word != "endorse")

    meant = words_like("endrose", 3, Far(), missing, Knowing())
    assert meant == [("endorse", 1), ("endorsed", 4)]


def test_words_are_corrected_without_the_counter_of_builds(samples_index: Path) -> None:
    encoder = SentenceEncoder.load()
    LocalRetriever(samples_index, encoder).words_like("endorse", 3)
    assert "counter" not in vars(encoder)  # it takes 80 MB and most of a second
