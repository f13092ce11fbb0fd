"""Names in questions and sentences, and whether the text calls them he or she. Pure."""

from __future__ import annotations

import re
from typing import Final

from pincite.index.engines.lexical import STOP_WORDS

_NAME: Final = re.compile(
    r"(?<![\w.])[A-Z0-9]*[A-Z][\w’'&-]*(?:(?: (?:of the|of|de|van|von|der|&) | )[A-Z][\w’'&-]*)*"
)
_OWNED: Final = re.compile(r"['’]s?$")
_NO_NAME: Final = STOP_WORDS | frozenset(
    """january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday tell list name summarise summarize about mr
    mrs ms back yes okay ok please since later earlier asked according nobody everyone some
    one two three four five six seven eight nine ten today yesterday last""".split()
)
_TITLES: Final = frozenset(
    """president minister mayor inspector professor doctor dr governor captain director general
    judge senator king queen prince princess pope chancellor commissioner sir lord lady environment
    transport prime sheriff senator officer detective""".split()
)
_COMMON: Final = re.compile(
    r"given|found|made|left|won|paid|prize|park|bank|street|house|city", re.I
)
_SUBJECT_ASKED: Final = re.compile(r"\W*who\b", re.I)  # a verb follows
_WHICH: Final = re.compile(r"\W*(?:which|what)\s+[a-z]", re.I)  # and behind one more word
_CALLED: Final = re.compile(r"\b(he|him|his|she|her|hers)\b", re.I)
_NEAR: Final = 160  # characters behind a name in which a pronoun is taken for it


def names(text: str) -> list[str]:
    """The names in a text, in order, each once: words with a capital that stand together, without
    the small words and months that a sentence may begin with."""
    found: dict[str, None] = {}
    for match in _NAME.finditer(text):
        words = _OWNED.sub("", match.group()).split()
        while words and words[0].lower().strip("'’s") in _NO_NAME:
            words.pop(0)
        while words and words[-1].lower() in _NO_NAME:
            words.pop()
        if words and len(" ".join(words)) > 1:
            found.setdefault(" ".join(words))
    return list(found)


def in_small(line: str, typed: str) -> str:
    """The line with titles, verbs and participles in small letters where they were typed so: the
    articles may hold "Minister" and "the Ever Given" more often."""
    small = set(re.findall(r"\b[a-z][\w’'-]*", typed))
    written = re.split(
        r"(\w[\w’'-]*)", line
    )  # words at the odd places, what is between at the even
    verb = 3 if _SUBJECT_ASKED.match(line) else 5 if _WHICH.match(line) else 0
    for at in range(1, len(written), 2):
        word, before = written[at].lower(), written[at - 2] if at > 2 else ""
        common = word in _TITLES or _COMMON.fullmatch(word) or at == verb
        if common and word in small and not before[:1].isupper():
            written[at] = word
    return "".join(written)


def plain_name(name: str) -> str:
    """The name without the titles before it."""
    words = name.split()
    while len(words) > 1 and words[0].lower().strip(".") in _TITLES:
        words.pop(0)
    return " ".join(words)


def called(name: str, text: str) -> tuple[int, int]:
    """How often the text goes on with he, and with she, just behind the name's last word before
    another name comes."""
    last = plain_name(name).split()[-1]
    he = she = 0
    for match in list(re.finditer(rf"\b{re.escape(last)}\b", text))[:20]:
        behind = text[match.end() : match.end() + _NEAR]
        other = next((m for m in _NAME.finditer(behind) if _acts(m, behind)), None)
        word = _CALLED.search(behind[: other.start()] if other else behind)
        if word:
            masculine = word.group().lower().startswith("hi") or word.group().lower() == "he"
            he, she = he + masculine, she + (not masculine)
    return he, she


def _acts(name: re.Match[str], text: str) -> bool:
    """Whether a name in a text may be whom the next pronoun means: no place, no pronoun itself."""
    placed = re.search(r"\b(?:in|at|of|from|for|to|near|on|with|the)\s+$", text[: name.start()])
    return not placed and not _CALLED.fullmatch(name.group())


def is_person(name: str, text: str) -> bool:
    """Whether the text treats the name as a person: calls it he or she, or lets it speak, and does
    not write "the" before it."""
    last = re.escape(name.split()[-1])
    if re.search(rf"\b[Tt]he {re.escape(name)}\b", text) and name == plain_name(name):
        return False
    speaks = re.search(rf"\b{last}(?:, [^.,]{{1,40}},)? (?:said|says|told)\b|\bsaid {last}\b", text)
    if name in text and not re.search(rf"(?<!\bin )(?<!\bat )(?<!\bto ){re.escape(name)}\b", text):
        return False  # it only ever stands where a place does
    if plain_name(name) == name and " " not in name:
        # a surname has a first name before it somewhere, and begins no longer name
        first = re.search(rf"\b(?!The\b)[A-Z][a-z]+ {last}\b", text)
        if not first or re.search(rf"\b{last} [A-Z]", text):
            return False
    return plain_name(name) != name or bool(speaks) or sum(called(name, text)) > 0
