"""Corrections of a typed word, without an index."""

from __future__ import annotations

from collections.abc import Callable

from pincite.index.engines.spelling import Spelled
from pincite.index.retrieval.typed import words_like


class Words:
    """A vocabulary of one word."""

    def spelled(self, word: str) -> Spelled | None:
        return Spelled("harbour", "Harbour", 3) if word == "harbour" else None

    def like(self, word: str, n: int) -> list[Spelled]:
        return [Spelled("harbour", "Harbour", 3)][:n]


class Costly:
    """An embedder whose counter is made when it is first asked for."""

    made = 0

    @property
    def counter(self) -> Callable[[str], int]:
        self.made += 1
        return lambda text: 2


def test_known_words_do_not_load_the_token_counter() -> None:
    embedder = Costly()
    assert words_like("harbour", 3, Words(), lambda text: (), embedder) == [("Harbour", 3)]
    assert embedder.made == 0
    assert words_like("harbuor", 3, Words(), lambda text: (text,), embedder) == [("Harbour", 3)]
    assert embedder.made


class Knowing:
    """An embedder whose vocabulary holds a word and nothing else."""

    counter = staticmethod(lambda text: 1 if text == "lend" else 2)


def test_inflected_forms_of_known_words_are_not_typos() -> None:
    class Near(Words):
        def like(self, word: str, n: int) -> list[Spelled]:
            return [Spelled("leads", "leads", 4)][:n]

    assert words_like("lends", 3, Near(), lambda text: (text,), Knowing()) == [("lends", 0)]
    assert words_like("leadz", 3, Near(), lambda text: (text,), Knowing()) == [("leads", 4)]
