"""The dateline (place, day and agency) that opens a news story, and its bylines. Pure functions.

"Taipei, Feb. 3 (CNA) Taiwan plans …", "WASHINGTON (AP) — …", "（中央社台北3日電）". In doubt the
result is None: a place in small letters counts only together with a known agency.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from pincite.corpus.metadata.dates import real_date
from pincite.corpus.metadata.months import ENGLISH, ENGLISH_DAYS, MONTH, month_number

_AGENCIES: Final = (
    "AP|Associated Press|The Associated Press|Reuters|REUTERS|Thomson Reuters Foundation|AFP"
    "|Agence France-Presse|CNA|Central News Agency|dpa|DPA|dpa-AFX|EFE|ANSA|Xinhua|Kyodo|Kyodo News"
    "|Jiji|Jiji Press|Yonhap|Yonhap News Agency|Bloomberg|Bloomberg News|UPI|TASS|Interfax|PTI|ANI"
    "|IANS|ANTARA|Antara|Bernama|BERNAMA|VNA|PNA|SPA|WAM|MENA|Anadolu|Anadolu Agency|AA|Ritzau|NTB"
    "|TT|STT|APA|ATS|Keystone-SDA|SDA|sda|KNA|epd|SID|PA|PA Media|AAP|CP|The Canadian Press"
    "|Canadian Press|Belga|ANP|PAP|CTK|ČTK|MTI|Lusa|Europa Press|BNS|LETA|NHK|CNN|BBC|NPR|RFE/RL"
    "|VOA|KUNA|IRNA|SANA|GlobeNewswire|GLOBE NEWSWIRE|Business Wire|BUSINESS WIRE|PRNewswire"
    "|PR Newswire|ACCESSWIRE"
)
_PRESS: Final = r"(?:[A-Z][\w.'’&-]*|of|the|and)(?: (?:[A-Z][\w.'’&-]*|of|the|and)){0,4}"
_PRESS_WORD: Final = re.compile(
    r"\b(?:News(?:wire)?|Press|Post|Times|Herald|Journal|Tribune|Daily|Wire|Agency|Service|Today"
    r"|Guardian|Gazette|Courier|Chronicle|Telegraph|Globe|Radio|TV|Dispatch|Bulletin)$"
)
_NO_PLACE: Final = frozenset(
    """breaking update updated live watch exclusive opinion editorial analysis correction note
    comment interview review factbox explainer timeline news sports advisory photo video warning
    clarification summary memo dateline immediate release""".split()
) | {name.lower() for name in (*ENGLISH, *ENGLISH_DAYS)}
_CAPITALS: Final = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]+(?: [A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]*){0,4}"
_SMALL: Final = r"[A-ZÀ-ÖØ-Þ][\w.'’-]+(?: [A-ZÀ-ÖØ-Þ][\w.'’-]*| (?:of|de|del|la|am|an der)){0,4}"
_REGION: Final = rf"(?:, ?(?!(?i:{MONTH}))[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){{0,2}})?"
_DAY: Final = (
    rf"(?:(?P<m1>{MONTH}) (?P<d1>\d{{1,2}})|(?P<d2>\d{{1,2}})\.? (?P<m2>{MONTH}))"
    r"(?:,? (?P<year>\d{4}))?(?!\d)"
)
_DASH: Final = r"(?:[-–—―]{1,2}|:)(?= )"
_BRACKET: Final = rf"[(/](?P<agency>{_AGENCIES}|{_PRESS})[)/]"


def _opening(place: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<place>{place}(?:/{place})?){_REGION}(?:,? (?i:{_DAY}))?(?P<dot>\. )?"
        rf"(?: ?{_BRACKET})? ?(?P<dash>{_DASH})? ?"
    )


_IN_CAPITALS: Final = _opening(_CAPITALS)
_IN_SMALL: Final = _opening(_SMALL)
_KNOWN: Final = re.compile(_AGENCIES)
_BARE: Final = re.compile(rf"\((?P<agency>{_AGENCIES})\) ?{_DASH}")

_LONGEST: Final = 2000
_LONGEST_BYLINE: Final = 160
_CITIES: Final = (
    "[台臺][北中南東]|新北|桃園|新竹|苗栗|彰化|南投|雲林|嘉義|高雄|屏東|宜蘭|花蓮|澎湖|金門|馬祖|基隆"
    "|華盛頓|紐約|洛杉磯|舊金山|芝加哥|休士頓|東京|大阪|首爾|北京|上海|香港|倫敦|巴黎|柏林|布魯塞爾"
    "|日內瓦|莫斯科|曼谷|新加坡|雪梨|吉隆坡|雅加達|河內|馬尼拉|新德里|渥太華|多倫多|溫哥華|羅馬|維也納"
    "|华盛顿|纽约|首尔|伦敦|布鲁塞尔|日内瓦"
)
_CHINESE: Final = re.compile(
    r"[（(]?(?P<agency>中央社|新華社|新华社|中新社)"
    rf"(?:(?:(?:記者|记者)(?P<names>[\u4e00-\u9fff、]{{2,12}}?))?(?P<place>(?:{_CITIES})[市縣县]?)"
    r"|[\u4e00-\u9fff、]{2,16}?)(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日"
    r"[\u4e00-\u9fff]{0,4}[電电][\u4e00-\u9fff]{0,4}[)）]?"
)
_JAPANESE: Final = re.compile(r"【[^【】\d]{1,12}?(?P<agency>共同|時事|ロイター|AFP)】")
_KOREAN: Final = re.compile(
    r"\([가-힣· ]{1,12}=(?P<agency>연합뉴스|뉴시스|뉴스1)\)(?: (?P<names>[가-힣]{2,4}) 기자)?"
)

_TITLE: Final = (
    r"(?:Staff|Senior|Chief|Special|Contributing|Writer|Reporter|Correspondent|Editor|The|Our)"
)
_NAME: Final = rf"(?!(?:{_AGENCIES}|{_TITLE})\b)[A-ZÀ-ÖØ-Þ][\w.'’-]*"
_PERSON: Final = (
    rf"{_NAME}(?: (?:{_NAME}|al|bin|da|de|del|den|der|di|du|la|le|van|von)){{0,3}} {_NAME}"
)
_PERSONS: Final = rf"{_PERSON}(?:(?:, ?(?:and |& )?| and | & ){_PERSON}){{0,9}}"
_ROLE: Final = (
    r"(?: (?:in|for) [A-Z][^.!?]{1,40}"
    r"| ?[,|/·] ?[^.!?]{2,60}"
    rf"| (?:{_AGENCIES})| {_TITLE}(?: [\w ]{{4,30}})?)"
)
_BY_LINE: Final = re.compile(rf"(?i:by) (?:(?P<names>{_PERSONS}){_ROLE}?|(?P<agency>{_AGENCIES}))")
_BY_TAIL: Final = re.compile(
    rf"(?:^|.*[\s.。”\"])[(（](?i:by) (?P<names>{_PERSONS}){_ROLE}?[)）] ?(?:Enditem.{{0,12}})?"
)
_REPORTING: Final = re.compile(
    r"[(（]?Report(?:ing|ed) by (?P<names>.+?)"
    r"(?:[;)）]|[,.]? (?:[Aa]dditional|[Ww]riting|[Ee]diting)\b|\.$|$).*"
)
_WHEREABOUTS: Final = re.compile(rf" in {_NAME}(?: {_NAME})*(?:, [A-Z][\w.]*(?= and|$))?")
_NO_NAMES: Final = _NO_PLACE | frozenset(
    """the a an our this that popular staff special design night day default request only alone eve
    mail email phone invitation consent numbers law hand land sea train accident mistake""".split()
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """The parts of a dateline: place, agency and date; a part that is not written is None.
    ``persons`` are the reporters, whom Chinese and Korean datelines name."""

    place: str
    agency: str | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    persons: str | None = None

    def date_near(self, stated: date) -> date | None:
        """The date meant by a story stamped on ``stated``: at most a week earlier, or one day later
        (time zones). None if no such day fits."""
        if self.day is None:
            return None
        near = (stated + timedelta(days=n) for n in (0, -1, 1, -2, -3, -4, -5, -6, -7))
        return next((each for each in near if self._means(each)), None)

    @property
    def dated(self) -> date | None:
        """The date, if the dateline includes the year; else None."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return real_date(self.year, self.month, self.day)

    def _means(self, day: date) -> bool:
        return day.day == self.day and self.month in (None, day.month)


def dateline(paragraph: str) -> Dateline | None:
    """The dateline at the start of a paragraph, or None."""
    start = " ".join(paragraph[:300].split())
    for pattern in (_CHINESE, _JAPANESE, _KOREAN):
        if match := pattern.match(start):
            return _east_asian(match.groupdict())
    if match := _BARE.match(start):
        return Dateline("", match["agency"])
    for pattern in (_IN_CAPITALS, _IN_SMALL):
        match = pattern.match(start)
        if match and _is_dateline(match, start, small=pattern is _IN_SMALL):
            month, day = match["m1"] or match["m2"], match["d1"] or match["d2"]
            return Dateline(
                match["place"],
                match["agency"],
                int(match["year"]) if match["year"] else None,
                month_number(month) if month else None,
                int(day) if day else None,
            )
    return None


def names_press(words: str) -> bool:
    """Whether a name is that of a paper, an agency or a station, by its last word."""
    return bool(_PRESS_WORD.search(words))


def byline(line: str) -> str | None:
    """The persons whom a line names as authors, as written, or the agency if it names one instead.
    None if the line is not a byline."""
    line = " ".join(line.split()) if len(line) <= _LONGEST else ""
    match = _BY_LINE.fullmatch(line) if len(line) <= _LONGEST_BYLINE else None
    match = match or _BY_TAIL.fullmatch(line)
    if match is None:
        reported = _REPORTING.fullmatch(line)
        names = _WHEREABOUTS.sub("", reported["names"]) if reported else ""
        return names if re.fullmatch(_PERSONS, names) else None
    found = match.groupdict()
    names = found["names"] or ""
    if any(word.lower() in _NO_NAMES for word in re.findall(r"\w+", names)):
        return None
    return names or found.get("agency")


def _is_dateline(match: re.Match[str], start: str, *, small: bool) -> bool:
    """Whether a match really is a dateline. ``small``: its place is not in capitals."""
    agency, dated, rest = match["agency"], match["d1"] or match["d2"], start[match.end() :]
    words = re.findall(r"[^\W\d_]+", match["place"])
    if any(word.lower() in _NO_PLACE for word in words):
        return False
    if not rest:  # a line of its own: "LUND, 3 May 2024"
        return bool(match["year"]) and not small
    known = bool(agency and _KNOWN.fullmatch(agency))
    if small:
        return known and bool(dated or match["dash"])
    if agency:
        of_press = bool(_PRESS_WORD.search(agency)) and bool(match["dash"] or dated)
        return (known and bool(dated or match["dash"])) or (
            of_press and not _abbreviates("".join(words), agency)
        )
    if match["dash"]:
        return match["dash"] != ":" and len("".join(words)) > 3
    return bool(match["year"] and match["dot"])


def _abbreviates(short: str, long: str) -> bool:
    return short.lower() == "".join(word[0] for word in long.split() if word[0].isupper()).lower()


def _east_asian(found: dict[str, str | None]) -> Dateline:
    month, day, names = found.get("month"), found.get("day"), found.get("names")
    return Dateline(
        found.get("place") or "",
        found["agency"],
        None,
        int(month) if month else None,
        int(day) if day else None,
        names,
    )
