"""How a line depends on the turns before it: by a pronoun, by ellipsis, or not at all. Pure.

Pronouns and ellipsis are what the rewriting of follow-up questions has to resolve (Elgohary et al.
2019, "Can you unpack that?").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from pincite.index.engines.lexical import asked_terms
from pincite.qa.asking.lookup.mentions import subject_of
from pincite.qa.asking.plans.forms import in_full
from pincite.qa.asking.plans.lookups import asks_for_mentions, names_its_topic
from pincite.qa.asking.plans.names import names
from pincite.qa.conversation.cited import asks_for_more

Leaning = Literal["alone", "loose", "pronoun", "bare", "fragment", "more"]
"""``"alone"``: the line is complete. ``"loose"``: a whole question without a name, which may be
about the topic of the conversation. ``"more"``: it asks for more of what was just cited.
``"pronoun"``: a question with a pronoun to resolve. ``"bare"``: little more than a question word.
``"fragment"``: a part of a question; the question before has the rest."""

_WH: Final = r"(?:who|whom|whose|when|where|why|which|how|what)"
_LEAD: Final = re.compile(
    r"^\W*(?:(?:and|but|so|ok|okay|well|then|also|sorry|hm+|oh|ah|yes|please|"
    r"(?:thanks|thank you|thx)(?:\s+(?:a lot|so much|very much))?|"
    r"cheers|got it|i see|(?:great|cool|nice|good|perfect|interesting|alright|right|wow)"
    r"(?=\s*[,:;.!-]))\b[\s,:;.!-]*)+(?=\w)",
    re.I,
)
_SHIFT: Final = re.compile(
    r"^\W*(?:by the way|btw|(?:a |an )?(?:different|another|new|other)\s+(?:question|topic|subject|"
    r"thing)|something\s+(?:else|different|completely different)|change\s+of\s+(?:topic|subject)|"
    r"(?:on|to)\s+(?:a|an)\s+(?:different|other|another)\s+(?:topic|subject|note)|anyway)"
    r"[\s,:;.-]*(?=\w)",
    re.I,
)
_RETURNS: Final = (
    re.compile(
        r"^\W*(?:(?:let['’]?s\s+)?(?:go|get|come)\s+|going\s+|coming\s+)?(?:back|return(?:ing)?)\s+to"
        r"\s+(?P<topic>[^,:;?.]{2,60})(?:[,:;?.]\s*(?P<rest>.*))?$",
        re.I,
    ),
    re.compile(
        r"^\W*(?:once\s+more\s+)?(?P<topic>(?:the|that|this)?\s*[^,:;?.]{2,50}?)\s+again\s*[,:;]"
        r"\s*(?P<rest>.+)$",
        re.I,
    ),
    re.compile(
        r"^\W*(?:as\s+(?:for|to)|regarding|concerning|on\s+the\s+subject\s+of|still\s+on)\s+"
        r"(?P<topic>[^,:;?.]{2,50}?)(?:\s+again)?\s*[,:;]\s*(?P<rest>.+)$",
        re.I,
    ),
)
_WHAT_ABOUT: Final = re.compile(r"^\W*(?:what|how)\s+about\s+(?P<rest>.+)$", re.I)
_IS: Final = re.compile(r"\b(what|who|where|when|how|why|that)s(?=\s)", re.I)  # "whats"
_CORRECTS: Final = re.compile(
    r"^\W*(?:no(?!\s+(?:more|longer|one)\b)|not\s+that|nope|rather|sorry|i\s+(?:mean|meant)|"
    r"actually)\b[\s,:;.-]*"
    r"(?:(?:i\s+(?:mean|meant)|not\s+\w+\s+but)\s+)?|[\s,]*\bi\s+(?:mean|meant)\W*$",
    re.I,
)
_JUST: Final = re.compile(r"^\W*(?:just|only)\s+(?=\w)", re.I)
PERSON: Final = r"he|him|his|she|her|hers"
# after these verbs "that" is a pronoun: "was that planned", but not "that company"
_BEHIND_VERB: Final = "|".join(
    rf"(?<=\b{verb}\s)" for verb in "is was has had did does will".split()
)
_PRONOUN: Final = re.compile(
    rf"\b(?P<person>{PERSON})\b|\b(?P<thing>it|its|they|them|their|theirs)\b|"
    r"\b(?P<that>(?:this|that|these|those)(?=\s*(?:[?,.!]|$|one\b|(?:really|again|true|ever|happen|"
    rf"cost|mean|work)\b))|(?:{_BEHIND_VERB})(?:this|that)(?=\s+\w+\W*$))|"
    rf"\b(?P<place>there)\b(?!\s+(?:is|are|was|were|be|been|any|a|an|no)\b)|"
    r"\b(?P<time>then)(?=\W*$)|"
    r"\b(?P<one>the\s+(?:one|other|others|same|latter|former)\b|the\s+(?:next|following|previous)\s+"
    r"(?:one|year|day|month|week)\b)",
    re.I,
)
_EXPLETIVE: Final = re.compile(
    r"\b(?:is|was)\s+it\s+(?:true|possible|known|clear|likely)\b|\bwhat\s+time\s+is\s+it\b|"
    r"\b(?:is|are|was|were|will)\s+there\b|\bhow\s+(?:long|far)\s+does\s+it\s+take\b",
    re.I,
)
_POINTS: Final = re.compile(
    r"\b(?:that|this|those|these)\s+"
    r"(?!the\b|she\b|they\b|his\b|her\b|their\b|its\b|there\b)[a-z]{3,}",
    re.I,
)
_VERB: Final = re.compile(
    r"\b(?:is|are|was|were|am|be|do|does|did|has|have|had|can|could|will|would|shall|should|may|"
    r"might|must|['’]s|['’]re)\b|['’]s\b",
    re.I,
)
BEGINS_WITH_BY: Final = re.compile(r"^\W*(?:to|by|from|for|with|of|in|on|at|since|until)\b", re.I)
_ASKS: Final = re.compile(
    rf"^\W*(?:(?:to|by|from|for|with|of|in|on|at|since|until|about|through)\s+)?{_WH}\b", re.I
)
# a topic before the question: "the director, since when has he been there"
_APART: Final = re.compile(
    rf"^\W*(?P<what>[^,:;?]{{2,60}}?)\s*[,:;–-]\s*(?P<asks>(?:(?:to|by|from|for|with|of|in|on|at|since|"
    rf"until)\s+)?{_WH}\b.+)$",
    re.I,
)
_DETERMINED: Final = re.compile(r"^(?:the|that|this|these|those|his|her|its|their)\s+\w", re.I)
# a question about a new thing is complete: "what is an astrolabe"
_WHAT_IS: Final = re.compile(
    r"^\W*what(?:\s+(?:is|are|was|were)|['’]s)\s+an?\s+[\w’' -]+\W*$", re.I
)
_MAY: Final = re.compile(r"\b(?:in|since|until|by|before|after|of|last)\s+may\b", re.I)
_BEGINS_WITH_VERB: Final = re.compile(
    r"^\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|tell|list|name|"
    r"give|show|summari[sz]e|explain|describe|find)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A parsed line: ``text`` without its introductory words, and how it depends on the turns
    before (``leaning``). ``topic`` is an earlier topic that it returns to. ``shifts`` says that it
    leaves the last topic, ``corrects`` that it corrects the question before. ``pronoun`` is its
    first pronoun that earlier turns must resolve. ``about`` says that it begins with "what about"
    or the like."""

    text: str
    leaning: Leaning
    topic: str = ""
    shifts: bool = False
    corrects: bool = False
    pronoun: re.Match[str] | None = None
    about: bool = False


def parsed_line(line: str) -> TypedLine:
    """Parses a line: separates its introductory words, and finds how the rest depends on the turns
    before."""
    line = _IS.sub(r"\1's", line)
    if found := _SHIFT.match(line):
        rest = line[found.end() :]
        return TypedLine(rest, "alone", shifts=True, pronoun=_open_pronoun(rest))
    led = bool(_LEAD.match(line))
    rest = without_lead(line)
    topic = ""
    for pattern in _RETURNS:
        if found := pattern.match(rest):
            topic, rest = found["topic"].strip(), (found["rest"] or "").strip()
            rest = without_lead(rest)
            break
    corrects = bool(_CORRECTS.search(rest)) and len(_CORRECTS.sub("", rest)) > 1
    rest = _JUST.sub("", _CORRECTS.sub("", rest)) if corrects else rest
    about = _WHAT_ABOUT.match(rest)
    whole = about is None and not asks_for_more(rest) and not _is_looked_up(rest)
    rest = about["rest"] if about else in_full(_joined(rest)) if whole else rest
    pronoun = _open_pronoun(rest)
    part = about or (corrects and not _ASKS.match(rest))
    leaning = "fragment" if part else _leaning(rest, pronoun, led=led)
    return TypedLine(
        rest, leaning, topic, corrects=corrects, pronoun=pronoun, about=about is not None
    )


def without_lead(line: str) -> str:
    """The line without the introductory words before it: "ok thanks, and who …"."""
    return _LEAD.sub("", line, count=1) or line


def _joined(rest: str) -> str:
    """The question with its pronoun replaced by the topic before it: "since when has the director
    been there" for "the director, since when has he been there"."""
    found = _APART.match(rest)
    if found is None or not (_DETERMINED.match(found["what"]) or names(found["what"])):
        return rest
    pronoun = next((m for m in _PRONOUN.finditer(found["asks"]) if m["person"] or m["thing"]), None)
    if pronoun is None:
        return rest
    owns = pronoun.group().lower() in ("his", "its", "their", "theirs")
    owns = owns or bool(re.match(r"her\s+\w", found["asks"][pronoun.start() :], re.I))
    what = found["what"].strip() + ("'s" if owns else "")
    return found["asks"][: pronoun.start()] + what + found["asks"][pronoun.end() :]


def _leaning(rest: str, pronoun: re.Match[str] | None, *, led: bool) -> Leaning:
    words = rest.split()
    asks = bool(_ASKS.match(rest))
    if not words:
        return "fragment"
    if asks_for_more(rest):
        return "more"
    if _is_looked_up(rest):
        return "pronoun" if pronoun else "alone"
    if asks and not _content(rest) and not (pronoun and len(words) > 2):
        return "bare"
    if (
        asks
        and BEGINS_WITH_BY.match(rest)
        and len(words) <= 5
        and not _VERB.search(rest)
        and not names(rest)
    ):
        return "bare"
    if asks and len(words) <= 3 and not _VERB.search(rest) and not pronoun and not names(rest):
        return "bare" if len(words) <= 2 or rest.lower().startswith("how") else "loose"
    if pronoun or _POINTS.search(rest):
        return "pronoun" if asks or _BEGINS_WITH_VERB.match(rest) or len(words) > 5 else "fragment"
    if not asks and not _BEGINS_WITH_VERB.match(rest):
        short = len(words) <= 5 or led
        return "fragment" if short and not _VERB.search(_MAY.sub("", rest)) else "loose"
    return "alone" if names(rest) or _WHAT_IS.match(rest) else "loose"


def _is_looked_up(rest: str) -> bool:
    """Whether the line names the topic that it asks about: "everything about malaria"."""
    return names_its_topic(rest) or (asks_for_mentions(rest) and _content(subject_of(rest)))


def _content(rest: str) -> bool:
    return bool(asked_terms(re.sub(r"\b(?:less|late|said|happen(?:ed)?)\b", "", rest, flags=re.I)))


def _open_pronoun(text: str) -> re.Match[str] | None:
    """The first pronoun that needs an earlier turn; None if there is none, or if a name before it
    in the line may resolve it."""
    for found in _PRONOUN.finditer(text):
        if any(e.start() <= found.start() < e.end() for e in _EXPLETIVE.finditer(text)):
            continue
        before = names(text[: found.start()])
        if before and (found["person"] or found["thing"]):
            return None
        return found
    return None
