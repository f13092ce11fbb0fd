"""Recognises lines that ask for a lookup over all articles: quote, mentions, digest, list. Pure."""

from __future__ import annotations

import re
from typing import Final

from pincite.qa.asking.lookup.digest import topic_of
from pincite.qa.asking.lookup.mentions import subject_of
from pincite.qa.asking.quoting.quotes import readings

_QUOTED_WORDS: Final = 3  # fewer words between quotation marks are a name or a term
_SAYS: Final = re.compile(
    r"\b(?:who|where|which|what)\b.*\b(?:say|says|said|wrote|written|quote|quoted|stand|stands)\b",
    re.IGNORECASE,
)
_MARKS: Final = re.compile("[\"“”„«»＂「」『』]|(?<!\\w)[‘'‚]")
# "what percentage of calves" and "what causes it" ask for one thing
_NOT_BEFORE: Final = (
    r"(?:of|in|on|at|for|from|to|by|with|the|an?|did|do|does|will|would|can|could|was|were|is|are|has"
    r"|have|had|she|he|it|they)\b"
)
_NO_PLURAL: Final = (
    r"(?:this|was|is|has|does|makes?|causes|helps|happens|means|comes|goes|costs|says|explains|links"
    r"|gives|keeps|drives|leads|stops|becomes|needs|takes|includes|follows|remains|stands|lies)\b"
)
# "opens" is a verb in "what opens on 21 June", but "causes" a plural in "what causes are named"
_DOES: Final = r"(?:what\s+[a-z]+s\s+(?:on|at|to|the|an?|his|her|its|their)\b)"
_NAMED: Final = r"(?:which|what)\s+(?:causes|costs|needs|stops)\s+(?:are|were|do|did|have|had)\b"
_LISTS: Final = re.compile(
    r"^\W*(?:(?:please|can you|could you)\s+)*(?:(?:list|name|enumerate)\s+\w+"
    r"|give\s+(?:me\s+)?(?:a\s+)?list\b|(?:all|every)\s+(?:the\s+)?\w+s\b|"
    rf"{_NAMED}|(?!{_DOES})(?:which|what)\s+(?:(?!{_NOT_BEFORE})[a-z-]+\s+){{0,2}}?(?!{_NO_PLURAL})[a-z]{{2,}}(?<![sui])s\b|"
    r"(?:which|what)\s+(?:people|women|men|children)\b|who\s+(?:are|were)\s+(?!you\b)|"
    r"(?:what|which)\s+are\s+(?:all\s+)?the\s+\w+s\b|who\s+(?:all|else)\b)",
    re.IGNORECASE,
)
# "countries that left the pact", "firms pulling out of Cuba": the things, and what they do. They
# begin the line and are in small letters: "Hamas releasing hostages" is a headline.
_NO_THING: Final = (
    r"(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can|"
    r"could|will|would|should|may|might|must|if|that|there|yes|no|the|an?|and|but|so)\b"
)
# verbs, and nouns behind which "that" says what they are: "reports that prices rise"
_SAYING: Final = (
    r"(?:denies|claims|believes|admits|seems|confirms|thinks|knows|hopes|fears|warns|shows|finds|"
    r"suggests|argues|insists|announces|reports|rumou?rs|signs|concerns|warnings|says|proves)\b"
)
_NOT_DOING: Final = (
    r"(?:during|following|according|regarding|concerning|including|excluding|spring|evening|"
    r"morning|king|thing|nothing|something|everything)\b"
)
_THINGS: Final = re.compile(
    rf"^\W*(?P<things>(?:(?!{_NO_THING})[\w’'-]+\s+){{0,2}}?(?!{_SAYING}|{_NO_THING}|{_NO_PLURAL})"
    r"(?:[a-z]{2,}(?<![sui])s|people|women|men|children))\s+"
    rf"(?:(?:that|who|which)\s+(?P<does>\w.+)|(?P<doing>(?!{_NOT_DOING})[a-z]{{2,}}ing\s+\w.+))$"
)
# "what was stolen", "where does it have plants", "who owns the line" ask for one thing or several
_SEVERAL: Final = re.compile(
    r"^\W*(?:what\s+(?:was|were|is|are)\s+(?:\w+ly\s+)?\w+(?:ed|en|wn|ld|ht|de)\b"
    r"|where\s+(?:do|does|did|are|were|can)\b"
    r"|who\s+(?!(?:is|was)\b)\w+)",
    re.IGNORECASE,
)
# "who leads the party" and "who has the most goals" ask for one
_OF_ONE: Final = re.compile(
    r"^\W*who\s+(?:won|wins|leads?|led|heads|headed|becomes?|became|succeed(?:s|ed)|replace[sd]|runs)\b",
    re.IGNORECASE,
)
_SUPERLATIVE: Final = re.compile(
    r"\bthe\s+(?:most|least|only|(?!\w*(?:forest|protest|arrest|contest|guest|harvest|interest|"
    r"request|conquest|priest|rest|west|test|quest|nest|chest|bequest)\b)\w{2,}est)\b",
    re.I,
)
_PLURAL: Final = re.compile(rf"\b(?!{_NO_PLURAL})[a-z]{{3,}}(?<![su])s\b")
# "who is the mayor of Orrin" asks for one fact about Orrin, not for a digest
_ASKS_OF_IT: Final = re.compile(r"^\W*(?:who\b|what\s+happened\b)", re.IGNORECASE)
_BARE: Final = 4  # words that a line of a name alone has at most


def quotes(line: str) -> bool:
    """Whether the line asks where exact words are said: words in quotation marks, or words after
    "who said" and the like."""
    found = readings(line)
    if not found:
        return False
    words = max(len(span.of(line).split()) for reading in found for span in reading)
    return words >= _QUOTED_WORDS or (words > 0 and bool(_SAYS.search(line)))


def quotes_surely(line: str) -> bool:
    """Whether the line has quotation marks."""
    return bool(_MARKS.search(line))


def asks_for_mentions(line: str) -> bool:
    """Whether the line asks for every place that names something."""
    return _bare(subject_of(line)) != _bare(line)


def asks_for_digest(line: str) -> bool:
    """Whether the line asks for a summary of something, or is only a name."""
    if names_its_topic(line):
        return True
    words = line.strip(" ?.!").split()
    return 0 < len(words) <= _BARE and all(word[:1].isupper() for word in words)


def names_its_topic(line: str) -> bool:
    """Whether the line asks for a summary in words: "overview of X"."""
    return _bare(topic_of(line)) != _bare(line) and not _ASKS_OF_IT.match(line)


def asks_for_list(line: str) -> bool:
    """Whether the line asks for several things."""
    return bool(_LISTS.match(line) or _THINGS.match(line))


def asked_for_list(line: str) -> str:
    """The line as a question for a list: "which countries left the pact?" for "countries that left
    the pact"; other lines as they are."""
    found = None if _LISTS.match(line) else _THINGS.match(line)
    if found is None:
        return line
    does = found["does"] or f"are {found['doing']}"
    return f"which {found['things']} {does.rstrip(' ?.!')}?"


def may_have_several(line: str) -> bool:
    """Whether the answer to a question may be several things."""
    begins = _SEVERAL.match(line)
    if begins is None or _SUPERLATIVE.search(line):
        return False
    return not _OF_ONE.match(line) or bool(_PLURAL.search(line, begins.end()))


def asks_for_several(line: str) -> bool:
    """Whether the line asks for a list, or for possibly several things in the plural."""
    begins = _SEVERAL.match(line)  # the plural is searched behind its verb: "owns" is none
    return asks_for_list(line) or bool(begins and _PLURAL.search(line, begins.end()))


def _bare(line: str) -> str:
    return line.strip(" \t\n\"'“”‘’«»„?.!:;,")
