"""Finds names in a sentence, and how surely each is a person's name. Pure.

A title or an office before the name is not part of it: "Economic Affairs Minister Kung Ming-hsin"
and "Minister of Economic Affairs Kung Ming-hsin" both name Kung Ming-hsin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pincite.corpus.article import Span
from pincite.corpus.metadata.months import ENGLISH, ENGLISH_DAYS

PERSON = 2.0
"""From this value of ``PersonName.sure`` on, a name counts as a person's: it has a title before it,
or it has two words and is not an organization's."""

_BIG = "A-ZÀ-ÖØ-ÞŁŚŠŽĆČĐŌ"
_PARTICLES = r"(?:(?:de|da|der|den|van|von|bin|al|el|la|le|of the|of) ){0,2}"
_SHORT = (
    r"(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Lt|Gen|Col|Maj|Sgt|Capt|Adm|Brig|Rep|Sen|Gov|Rev|Hon|St|Jr|Sr)\."
)
_WORD = rf"(?:{_SHORT}|(?:(?:el|al|ben|ibn|d)[-’'])?[{_BIG}][\w’'-]*\w)"
_NAME = re.compile(rf"(?<!\w){_WORD}(?:[ \u00a0]{_PARTICLES}{_WORD})*(?!\w)")
_TITLES = frozenset(
    """Mr Mrs Ms Miss Dr Prof Professor President Minister Mayor Governor Senator Judge Justice
    Inspector Sergeant Captain Colonel General Major Lieutenant Admiral Marshal Commissioner
    Chairman Chairwoman Chair Chairperson Director Secretary Chancellor King Queen Prince Princess
    Emperor Sir Lady Lord Dame Bishop Archbishop Pope Cardinal Coach Premier Deputy Chief Officer
    Engineer
    Doctor Father Sister Brother Spokesman Spokeswoman Spokesperson Administrator Ambassador
    Attorney Congressman Congresswoman Representative Councillor Councilor Leader Speaker Manager
    Superintendent Sheriff Treasurer Lt Gen Col Maj Sgt Capt Cmdr Adm Brig Rep Sen Gov Rev Hon Amb
    Detective Constable MP CEO Founder Editor Reporter Analyst Economist Sheikh Ayatollah Imam
    Rabbi Senior Undersecretary Envoy Prosecutor Candidate""".split()
)
# fields of an office: "Interior Minister", "Secretary of State", "Minister of Economic Affairs"
_FIELDS = frozenset(
    """Interior Prime Foreign Health Finance Transport Transportation Environment Environmental
    Defense Defence Education Economy Economic Economics Affairs State Justice Vice Police Home
    Internal External Exterior Trade Labor Labour Energy Agriculture Culture Science Technology
    Industry Commerce Treasury Security Homeland Public Social Sports Sport Tourism Welfare Women
    Youth Families Family Housing Works Water Fisheries Forestry Development Planning Information
    Communications Digital Immigration Religious European Acting Former Executive General Press
    Financial Operating National Staff""".split()
)
_NO_NAMES = frozenset((*ENGLISH, *ENGLISH_DAYS)) | frozenset(
    """The A An In On At By For But And Or If So As He She It They We You I His Her Its Their Our My
    This That These Those There Then When While After Before Since Until Now Not No Yes Of From To
    With Without Jan Feb Mar Apr Jun Jul Aug Sept Oct Nov Dec What Who Why How Where Which Some Many
    Most All Both Each One Two Another Other
    Asked According Also Last Next Early Late Speaking However Meanwhile Earlier Later
    Today Yesterday Although Though Because Under Over During Despite Saying Describing Commenting
    Adding Citing Referring Responding Writing Talking Quoting Calling Noting""".split()
)
_BODIES = re.compile(
    r"\b(?:Authority|Institute|Ministry|Party|Agency|University|College|School|Company|Corp|Inc|Ltd"
    r"|Co|Bank|Club|Court|Council|Commission|Union|Association|Department|Office|Center|Centre|Group"
    r"|Society|Committee|House|Senate|Parliament|Congress|Organi[sz]ation|Fund|Trust|Foundation|Force"
    r"|Forces|Army|Navy|Guard|Service|Services|Bureau|Board|Federation|League|Alliance|Network|News"
    r"|Times|Post|Journal|Press|Hospital|Museum|Church|Airlines|Airways|Airport|Government|States"
    r"|Kingdom|Republic|Nations|Canal|Lake|River|Street|Island|Islands|Peninsula|City|County|Province"
    r"|Coast|Sea|Ocean|Bay|Mountain|North|South|East|West|Act|Treaty|Protocol|Declaration|Agreement"
    r"|Dialogue|Programme|Program|Project|Systems|Laboratory|Survey|Cup|Games|Championship|Stadium"
    r"|Street|Square|Park|Palace|Observatory|Watch|International|Team|Institution|Panel)\b"
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name without titles, and how surely it is a person's, from 0 to 3."""

    span: Span
    sure: float


def named_in(text: str, within: Span) -> Iterator[PersonName]:
    """The names in a part of a text, in order. A possessive such as "Ostrava's" is left out: it is
    not the speaker."""
    for found in _NAME.finditer(text, within.start, within.end):
        words = list(re.finditer(r"\S+", found.group()))
        kept, titled = _title_words([word.group() for word in words])
        if kept == len(words) or re.search(r"['’]s?$", words[-1].group()):
            continue
        # the name ends before "of", as in "Mara Lind of Sheffield City Council"
        end = next((n for n in range(kept + 2, len(words)) if words[n].group() == "of"), len(words))
        span = Span(found.start() + words[kept].start(), found.start() + words[end - 1].end())
        yield PersonName(span, _sureness(span.of(text), titled=titled))


def _title_words(words: list[str]) -> tuple[int, bool]:
    """How many words come before the name, and whether one of them is a title."""
    bare = [word.rstrip(".") for word in words]
    owner = max((n for n, word in enumerate(words) if re.search(r"['’]s?$", word)), default=-1)
    title = max((n for n, word in enumerate(bare) if word in _TITLES), default=-1)
    start = max(owner, title) + 1
    if title >= 0 and start == title + 1 and start < len(bare) and bare[start] == "of":
        start = _behind_office(bare, start)
    while start < len(bare) and (bare[start] in _NO_NAMES or bare[start] in _FIELDS):
        start += 1
    while start < len(bare) and bare[start] in ("of", "the"):
        start += 1
    # an acronym before a name is no part of it: "MSP Richard Baker", but not "BBC News"
    if len(bare) > start + 2 and _acronym(bare[start]):
        rest = bare[start + 1 :]
        start += not (any(map(_acronym, rest)) or _BODIES.search(" ".join(rest)))
    return start, title >= 0


def _acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _behind_office(words: list[str], start: int) -> int:
    """The index at which a name begins after "Minister of …": after the words for the office's
    field; without such words, two words before the end."""
    field = max((n for n in range(start, len(words)) if words[n] in _FIELDS), default=-1)
    return field + 1 if field >= 0 else max(len(words) - 2, start + 1)


def _sureness(name: str, *, titled: bool) -> float:
    if titled:
        return PERSON + 1
    if _BODIES.search(name) or name.isupper():
        return 0.0
    return PERSON if " " in name else 1.0
