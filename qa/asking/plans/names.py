"""Names in questions and sentences. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pincite.corpus.metadata.months import ENGLISH, ENGLISH_DAYS
from pincite.index.engines.lexical import STOP_WORDS

NAME: Final = re.compile(
    r"(?<![\w.])[A-Z0-9]*[A-Z][\w’'&-]*(?:(?: (?:of the|of|de|van|von|der|&) | )[A-Z][\w’'&-]*)*"
)
_OWNED: Final = re.compile(r"['’]s?$")
_NO_NAME: Final = (
    STOP_WORDS
    | {name.lower() for name in (*ENGLISH, *ENGLISH_DAYS)}
    | set(
        """tell list name summarise summarize about mr mrs ms back yes okay ok please since later
        earlier asked according nobody everyone some one two three four five six seven eight nine
        ten today yesterday last neither either both none half many most several few each every
        another such all some any only even still however instead meanwhile twice once almost
        nearly about around more less than no not yes""".split()
    )
)
_TITLES: Final = frozenset(
    """president minister mayor inspector professor doctor dr governor captain director general
    judge senator king queen prince princess pope chancellor commissioner sir lord lady environment
    transport prime sheriff senator officer detective""".split()
)
_JOINED: Final = re.compile(r"[A-Z]\w+(?:-[A-Z]\w+)+")
_OFFICE: Final = 3  # words of an office from its "of" on, at most, if no name follows
_COMMON: Final = re.compile(
    r"given|found|made|left|won|paid|prize|park|bank|street|house|city", re.I
)
_SUBJECT_ASKED: Final = re.compile(r"\W*who\b", re.I)  # a verb follows "who"
_WHICH: Final = re.compile(r"\W*(?:which|what)\s+[a-z]", re.I)  # a verb follows the next word


def names(text: str) -> list[str]:
    """The different names in a text, in order. A name is a run of words with a capital, without
    the stop words and months at its ends."""
    found: dict[str, None] = {}
    for match in NAME.finditer(text):
        words = _OWNED.sub("", match.group()).split()
        while words and words[0].lower().strip("'’s") in _NO_NAME:
            words.pop(0)
        while words and words[-1].lower() in _NO_NAME:
            words.pop()
        if words and len(" ".join(words)) > 1:
            found.setdefault(" ".join(words))
    return list(found)


def in_small(line: str, typed: str) -> str:
    """The corrected ``line`` with titles, verbs and participles in small letters again if they were
    ``typed`` so. The correction may have given them capitals, because the articles write "Minister"
    or "the Ever Given" more often."""
    small = set(re.findall(r"\b[a-z][\w’'-]*", typed))
    # the words are at the odd places, the text between them at the even places
    written = re.split(r"(\w[\w’'-]*)", line)
    verb = 3 if _SUBJECT_ASKED.match(line) else 5 if _WHICH.match(line) else 0
    for at in range(1, len(written), 2):
        word, before = written[at].lower(), written[at - 2] if at > 2 else ""
        common = word in _TITLES or _COMMON.fullmatch(word) or at == verb
        if common and word in small and not before[:1].isupper():
            written[at] = word
    return "".join(written)


def in_capitals(line: str, known: Iterable[str]) -> str:
    """The line with the ``known`` names as they are usually written: "the Ever Given" for "the ever
    given", "Notre-Dame" for "notre dame". Names of a single word are not changed."""
    every = list(known)
    every += [word for name in every for word in name.split() if _JOINED.fullmatch(word)]
    for name in sorted(set(every), key=lambda each: (-len(each), each)):
        words = re.split("[ -]", name)
        if len(words) > 1:
            written = name.replace("\\", r"\\")  # no group is meant in the replacement
            typed = "[ -]".join(map(re.escape, words))
            line = re.sub(rf"(?<![\w-]){typed}(?![\w-])", written, line, flags=re.I)
    return line


def plain_name(name: str) -> str:
    """The name without the titles before it. After an office, as in "Minister of Economic Affairs
    Kung Ming-hsin", it is the last two words; an office without a name stays as it is."""
    words = name.split()
    while len(words) > 1 and words[0].lower().strip(".") in _TITLES:
        words.pop(0)
    if words[0] == "of":
        office = [word for word in words if word != "the"]
        return " ".join(words[-2:]) if len(office) > _OFFICE else name
    return " ".join(words)
