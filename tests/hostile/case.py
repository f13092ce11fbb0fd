"""One hostile or odd input: its name, its bytes, what it is and what may become of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["indexed", "refused", "either", "partly", "silent"]

CANARY = "The canary sings at noon in the locked aviary."  # in no file that may be read
FORBIDDEN = ("locked aviary", "quagmire")  # the canary, and what no page shows
OPENING = "The harbor bridge will reopen to cars in May, four months late, the engineer said."


@dataclass(frozen=True, slots=True)
class Case:
    """``name`` is its path below the folder. ``made`` gives the bytes, only when they are written,
    or None where ``place`` puts something there that is no plain file.

    ``outcome``: "indexed" gives an article, "partly" one that lacks something, "refused" a reason,
    "either" one of these, "silent" neither (what is read in another place). Where there is a
    ``question``, ``answer`` is in the quote that must be found for it in this file.
    """

    name: str
    what: str
    outcome: Outcome
    made: Callable[[], bytes] | None = None
    question: str = ""
    answer: str = ""


def told(number: int) -> tuple[str, str, str]:
    """A sentence that stands in one file alone, a question for it, and the answer."""
    towns = (
        "Ostrava Tampere Bergen Malaga Utrecht Gdansk Porto Leeds Nantes Turin Graz Split".split()
    )
    things = (
        "ferry tram museum library bakery stadium theater harbor market garden school mill".split()
    )
    town, thing = towns[number % 12], things[number // 12 % 12]
    cost = f"{number + 3}.4 million crowns"
    sentence = f"The new {thing} in {town} cost {cost}, the mayor said on Tuesday."
    return sentence, f"How much did the new {thing} in {town} cost?", cost
