"""The noun phrases of a question, and the phrase that the question is about. Pure.

There is no part-of-speech tagger. A phrase begins with a determiner or a name, and ends before a
stop word, a verb after "did" or a participle after "was". That is good enough to repeat what a
question was about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pincite.corpus.article import Span
from pincite.index.engines.lexical import STOP_WORDS, asked_terms
from pincite.qa.asking.plans.names import names

_WORD: Final = re.compile(r"[\w’'&*+-]+|[^\w\s]")
_BEGINS: Final = frozenset("the a an this these those his her its their".split())
_JOINS: Final = frozenset("of to in into at for on against from between".split())
_ALSO: Final = frozenset("and de von van".split())
_DO: Final = frozenset("do does did will would can could shall should may might must".split())
_BE: Final = frozenset("is are was were been be being has have had".split())
_PARTICIPLE: Final = re.compile(
    r"\w{2,}ed|built|held|found|made|won|sold|shown|known|paid|led|born|given|taken|told|said|lost|"
    r"sent|kept|left|struck|written|brought|bought|cut|put|set|hit|spent|used|named|going|likely|"
    r"really|back|already|still|ever|also|just|actually|then|now|supposed|able|allowed|due|there|afraid|"
    r"happy|sure|right|wrong|carrying|doing|making|going|running|saying|planning|hidden|shut|driven|"
    r"stolen|seen|done|gone|broken|chosen|fallen|grown|beaten|spoken|torn|drawn|flown|hurt|burnt|felt|"
    r"fought|heard|hung|laid|lent|let|meant|met|risen|run|sought|shot|spread|stood|stuck|sunk|swept|"
    r"taught|thought|won|caught|become|begun|thrown|being|got|gotten|inside|outside",
    re.I,
)
_VERBS: Final = frozenset(
    """say think want promise do get got have pay cost go come make take give find know see tell ask
    work try leave call win lose hold keep begin start open close build happen mean live die need
    offer plan sell buy own earn play run lead move turn bring spend agree deny admit announce
    publish become weigh grow fall rise carry end finish appear believe reply answer complain
    explain kill injure arrest rescue cause reach join demand decide support oppose weigh""".split()
)
_ADJECTIVE: Final = re.compile(
    r"\w+(?:ous|ful|able|ible|less|ive)|safe|good|bad|big|old|new|high|long|far|related|different|"
    r"dead|alive|open|closed|ready|true|popular|famous|important|common|rare|real|legal|illegal",
    re.I,
)
_STOPS: Final = frozenset("according because despite regarding".split())
_ADVERB: Final = re.compile(
    r"(?!(?:early|only|family|ally|july|italy|supply|reply|assembly)\b)\w{3,}ly"
)
_OWNED: Final = re.compile(r"(?:his|her|its|their|an?)\b", re.I)
_NO_TOPIC: Final = re.compile(
    r"\bones?$|^the (?:next |last |same |following |previous )?(?:year|month|week|day|time|night|"
    r"morning|end|beginning|past|future)$",
    re.I,
)
_COUNTED: Final = re.compile(
    r"^\W*(?:[a-z]+\s+)?(?:how\s+(?:much|many)|which|what)\s+([a-z][\w’'-]*)", re.I
)
_MOST: Final = 12  # words that a phrase has at most
_MANY: Final = frozenset("people police men women children mice feet fish cattle both".split())
_ONE: Final = frozenset("news series species politics headquarters this its gas".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase of a question and its span in the question."""

    span: Span
    text: str

    @property
    def named(self) -> bool:
        """Whether the phrase has a name in it."""
        return bool(names(self.text))


def phrases(question: str) -> list[Phrase]:
    """The noun phrases of a question, in order."""
    words = [(found.group(), found.span()) for found in _WORD.finditer(question)]
    capital = {word for name in names(question) for word in name.split()}
    found: list[Phrase] = []
    at = 0
    while at < len(words):
        end = _without_adverb(words, at, _end(words, at, capital), capital)
        if end > at:
            start, stop = words[at][1][0], words[end - 1][1][1]
            text = re.sub(r"['’]s$", "", question[start:stop])
            found.append(Phrase(Span(start, start + len(text)), text))
        at = max(end, at + 1)
    return found


def _without_adverb(words: _Words, at: int, end: int, capital: set[str]) -> int:
    """The end of a phrase without the adverbs at its end, as in "the town really"."""
    while (
        end > at + 1 and words[end - 1][0] not in capital and _ADVERB.fullmatch(words[end - 1][0])
    ):
        end -= 1
    return end


_Words = list[tuple[str, tuple[int, int]]]


def _end(words: _Words, at: int, capital: set[str]) -> int:
    """The index after the last word of the phrase that begins at ``at``; ``at`` itself if no phrase
    begins there."""
    first = words[at][0]
    before = words[at - 1][0].lower() if at else ""
    if first.lower() not in _BEGINS and first not in capital:
        plural = first.endswith("s") and before in (_JOINS | {"about", "with"})
        if not plural or not _is_content(first):
            return at
    end = at + (first.lower() in _BEGINS)
    head = end
    while end < len(words) and end - at < _MOST:
        word = words[end][0]
        joins = word.lower() in _JOINS and end > head and _joins(words, end, capital)
        if joins:
            end += 2 if words[end + 1][0].lower() in _BEGINS else 1
            head = end
        elif _goes_on(words, end, head, capital):
            end += 1
        else:
            break
    return _without_verb(words, at, end, before, capital)


def _goes_on(words: _Words, at: int, head: int, capital: set[str]) -> bool:
    """Whether the word at ``at`` belongs to the phrase whose last part begins at ``head``."""
    word = words[at][0]
    if word in capital:
        return True
    if word.lower() in _ALSO:  # as in "Oster and Sons"
        beside = at > head and words[at - 1][0] in capital and words[at + 1 : at + 2]
        return bool(beside) and words[at + 1][0] in capital
    return _is_content(word) and word.lower() not in _STOPS


def _joins(words: _Words, at: int, capital: set[str]) -> bool:
    """Whether the "of", "to" or similar word at ``at`` is followed by a phrase and not a verb."""
    rest = words[at + 1 : at + 3]
    if not rest:
        return False
    word = rest[0][0]
    if word.lower() in _BEGINS:
        return len(rest) > 1 and (_is_content(rest[1][0]) or rest[1][0] in capital)
    joined = words[at][0].lower()
    return word in capital or (joined == "of" and _is_content(word))


def _without_verb(words: _Words, at: int, end: int, before: str, capital: set[str]) -> int:
    """The end of the phrase without a verb that was taken as part of it."""
    first = words[at][0].lower()
    least = at + 1 + (first in _BEGINS)
    while least < end and words[least][0] in capital:
        least += 1
    if end <= at + (words[at][0].lower() in _BEGINS):
        return at
    does = any(each[0].lower() in _DO for each in words[:at])
    ends = all(not _is_content(word) for word, _ in words[end:])
    noun = words[end - 2][0].lower() in (_BEGINS | _JOINS)  # as in "the plan", "to work"
    if does and ends and least < end and words[end - 1][0] in _VERBS and not noun:
        return end - 1  # as in "what did the inquiry into the flood find"
    for n in range(least, end):
        word = words[n][0]
        predicate = _PARTICIPLE.fullmatch(word) or (before in _BE and _ADJECTIVE.fullmatch(word))
        if predicate and word not in capital and n == end - 1:
            return _without_verb(words, at, n, before, capital)
        small = word[:1].islower() and word.lower() not in (_JOINS | _BEGINS | _ALSO)
        follows = words[end][0] if end < len(words) else ""  # perhaps a verb that was cut off
        verb = does and (first not in _BEGINS or (n == end - 1 and follows not in _VERBS))
        verb = verb or (before in _BE and first not in _BEGINS)
        if small and verb and n == least and _is_name(words[n - 1][0], capital):
            return n  # a name and then the verb of "did"; but "the Osk sugar mill" is one phrase
        if small and before in _DO and word in _VERBS:
            return _without_verb(words, at, n, "", capital)
    last = words[end - 1][0]
    if before in _DO and end > least and last not in capital and _is_content(last):
        return end - 1
    return end


def _is_name(word: str, capital: set[str]) -> bool:
    return word in capital and not re.search(r"['’]s$", word)


def _is_content(word: str) -> bool:
    return word[:1].isalnum() and word.lower() not in STOP_WORDS


def tells(text: str) -> bool:
    """Whether a text has a word that is not a stop word."""
    return any(_is_content(word) for word in _WORD.findall(text))


def subject(question: str) -> Phrase | None:
    """The phrase after the first auxiliary verb of a question, else the first phrase; None if the
    question has no phrase."""
    every = phrases(question)
    verb = re.search(rf"\b(?:{'|'.join(_DO | _BE)})\b", question, re.I)
    if verb is None:
        return every[0] if every else None
    behind = [each for each in every if each.span.start >= verb.end()]
    return behind[0] if behind else every[0] if every else None


def counted_thing(question: str) -> str:
    """The thing asked for, with "the": "the reward" for "how much reward …", "the bridge" for
    "which bridge …"; "" for other questions."""
    found = _COUNTED.match(question)
    word = found[1] if found else ""
    content = word and word.islower() and _is_content(word) and not _PARTICIPLE.fullmatch(word)
    return f"the {word}" if content and word not in _VERBS and len(word) > 2 else ""


def is_plural(phrase: str) -> bool:
    """Whether a phrase is plural: the last word before the first "of", "in" or similar word is a
    plural, or "and" joins two things."""
    words = [found.group() for found in _WORD.finditer(phrase)]
    joint = next((n for n, word in enumerate(words) if n and word.lower() in _JOINS), len(words))
    head = words[joint - 1] if joint else ""
    ends = re.search(r"[^sui]s$", head, re.I) and head.lower() not in _ONE
    return bool(ends) or head.lower() in _MANY or (" and " in phrase and " & " not in phrase)


def topic(question: str) -> str:
    """What a question is about, in words that a later question can use: its first two phrases; ""
    if there are none."""
    found = [each.text for each in phrases(question) if asked_terms(each.text)]
    found = [each for each in found if not _OWNED.match(each) and not _NO_TOPIC.search(each)]
    return " and ".join(dict.fromkeys(found[:2]))
