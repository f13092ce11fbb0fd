"""Abbreviations that people type in a hurry, and the words that they stand for. Pure.

They are those of English chat messages and of notes taken by hand. Public lists of chat slang are
long, and most of their entries stand in no question; this one has those that do. What is also a
word or a name in news ("us", "it", "sec", "cos") is left out; so is "w", which is as often an
initial.
"""

from __future__ import annotations

import re
from typing import Final

_MEANT: Final[dict[str, tuple[str, ...]]] = {
    short: tuple(words.split("/"))
    for short, words in (
        entry.split("=")
        for entry in """
        ppl=people pple=people peeps=people gov=government/governor govt=government gvt=government
        gvmt=government govts=governments yr=year yrs=years mth=month mths=months wk=week wks=weeks
        hr=hour hrs=hours mins=minutes bc=because bcs=because bcz=because bcoz=because cuz=because
        coz=because becuz=because abt=about thru=through btw=between btwn=between
        b4=before any1=anyone some1=someone every1=everyone 2day=today
        2moro=tomorrow tmrw=tomorrow tmr=tomorrow ystd=yesterday yday=yesterday dept=department
        pres=president univ=university uni=university hosp=hospital parl=parliament
        min=minister/minutes avg=average approx=approximately intl=international natl=national
        mn=million mln=million bn=billion bln=billion y=why u=you ur=your r=are n=and
        wot=what wats=what wud=would shud=should cud=could plz=please pls=please
        """.split()
    )
}
_SLASHED: Final = re.compile(r"(?<!\w)(?P<letter>[wb])/(?P<rest>[oc](?!\w))?", re.I)
_OF_SLASHED: Final = {"w": "with", "wo": "without", "bc": "because"}
_DIGIT: Final = re.compile(r"(?<![\w-])(?:[a-z]+1|2[a-z]+|b4)(?![\w-])")


# What stands before or behind an abbreviation of one letter or of a letter and a figure, which may
# also be an initial ("r kelly", "the u s", "n korea"), a boat, a vitamin or a road.
_ARE: Final = re.compile(
    r"\b(?:how|what|wat|who|where|why|when|which|many|they|we|you|u|there|these|those)\s+$", re.I
)
_YOU: Final = re.compile(
    r"\b(?:do|did|does|can|could|would|wud|will|should|are|r|have|if|what|wat|when|that)\s+$", re.I
)
_YOUR_THING: Final = re.compile(r"\s+(?!of\b|in\b|and\b|was\b|is\b)[a-z]", re.I)
_NORTH: Final = re.compile(
    r"\W*(?:korea|ireland|carolina|dakota|america|africa|macedonia|yemen|cyprus|sea|pole)", re.I
)
_NUMBERED: Final = re.compile(
    r"\b(?:the|on|vitamin|route|road|highway|motorway|group|room|paper|size|gate|platform|line|"
    r"level|grade|class|type|model)\s+$",
    re.I,
)


def meant_by(short: str, before: str, behind: str) -> tuple[str, ...]:
    """The words that a word in small letters may be short for, likeliest first; empty if it is no
    abbreviation. "y" is "why" only where a question begins, "n" is "and" only inside a line, and
    "btw" is "by the way" where a line begins."""
    begins = not re.search(r"\w", before)
    if short == "min" and re.search(r"(?:\d|\bmany)\s*$", before):
        return ("minutes",)
    if short in ("n", "btw") and (begins or not behind.strip(" ?.!")):
        return ()
    no_abbreviation = {
        "y": not (begins or re.search(r"(?:[,;?]|\b(?:and|n|but|so))\s+$", before)),
        "bc": bool(re.search(r"\d\s*$", before)),  # before Christ
        "r": not _ARE.search(before),
        "u": not _YOU.search(before) or bool(re.match(r"\W*s\b", behind)),
        "ur": not _YOUR_THING.match(behind),
        "n": bool(_NORTH.match(behind)),
        "b4": bool(_NUMBERED.search(before)),
    }
    return () if no_abbreviation.get(short) else _MEANT.get(short, ())


def is_abbreviation(typed: str) -> bool:
    """Whether a typed word is one of the abbreviations."""
    return typed in _MEANT or bool(_SLASHED.fullmatch(typed))


def spelled_out(line: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The line with the abbreviations that are not made of letters alone spelled out ("w/", "w/o",
    "b4", "any1"), and the pairs of what was typed and what it was taken for."""
    changes: list[tuple[str, str]] = []

    def taken(found: re.Match[str], meant: str) -> str:
        if not meant:
            return found.group()
        changes.append((found.group(), meant))
        behind = found.string[found.end() : found.end() + 1]
        return f"{meant} " if behind.isalnum() else meant

    def slashed(found: re.Match[str]) -> str:
        letters = f"{found['letter']}{found['rest'] or ''}".lower()
        return taken(found, _OF_SLASHED.get(letters, ""))

    def with_digit(found: re.Match[str]) -> str:
        before, behind = found.string[: found.start()], found.string[found.end() :]
        return taken(found, (*meant_by(found.group(), before, behind), "")[0])

    line = _DIGIT.sub(with_digit, _SLASHED.sub(slashed, line))
    return line, tuple(changes)
