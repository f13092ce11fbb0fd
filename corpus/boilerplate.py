"""What of a text is article, by rules on its lines: the rest is set aside, never deleted.

Two things are set aside. Furniture: whole lines of a narrow shape, wherever they stand ("Share
this article", "(By Lin Mei)", "© 2026 The Quay Post"). And the tail: what follows the last real
paragraph, where it is a list of other headlines and time stamps, section names or a heading such
as "Related news:" prove it. In doubt a line is kept: a sentence that is set aside can never be
found, while a stray headline costs no more than a place in the ranking.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from corpus.article import Span

_MAX_FURNITURE: Final = 200
_MAX_HEADLINE: Final = 160
_TOP_LINES: Final = 6

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]{0,2} )?"
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
    rf"|{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}}\.? {_MONTH},? \d{{4}}"
    r"|\d{4}年\d{1,2}月\d{1,2}日)"
)
_CLOCK = r"\d{1,2}[:.]\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?(?: \(?(?:gmt|utc|[a-z]{2,3}t)\)?)?"
_AGO = (
    r"(?:\d{1,2}|an?) (?:sec(?:ond)?|min(?:ute)?|h(?:ou)?r|day|week)s?\.? ago"
    r"|\d{1,2} ?(?:分鐘|分钟|小時|小时|天|分|時間|日)前"
)
_STAMP = rf"(?:{_DATE}(?:,|T| at| -| \|)? ?{_CLOCK}|{_AGO})"
_SECTION = (
    r"(?-i:[A-Z][\w&'’.-]{1,20}(?: (?:&|and|[A-Z][\w&'’.-]{0,20})){0,3}|[\u4e00-\u9fff]{2,6})"
)
_NAME = r"(?-i:[A-Z][\w.'’-]*|[\u4e00-\u9fff]{2,4})"
_PARTICLE = r"(?:and|&|al|bin|da|de|del|den|der|di|du|la|le|van|von)"
_NAMES = rf"{_NAME}(?:,?(?: {_PARTICLE}){{0,2}} {_NAME}){{0,9}}"
_NETWORK = (
    r"(?:facebook|twitter|x|whatsapp|telegram|line|linkedin|reddit|weibo|e-?mail|print|copy link)"
)

_RELATED_HEADINGS: Final = (
    r"(?:related|latest|top|more|recommended|trending|popular) "
    r"(?:news|stories|articles|headlines|reading|coverage|posts|links|reads)",
    r"recommended for you|most (?:read|popular|viewed|commented|shared)",
    r"read (?:more|next|also)|also read|what to read next|in case you missed it",
    r"more on this(?: (?:story|topic|subject))?|more from (?:this|our|the) (?:section|author)",
    r"you (?:may|might) (?:like|also like|also be interested in)",
    r"editor['’]?s['’]? (?:picks?|choice)|from around the web",
    r"相關新聞|相关新闻|延伸閱讀|延伸阅读|推薦閱讀|推荐阅读|熱門新聞|関連記事|관련 ?기사",
    r"à lire aussi|lire aussi|mehr zum thema|lesen sie auch|noticias relacionadas|leggi anche",
)
_FURNITURE_LINES: Final = (
    # sharing and following
    r"share(?: this(?: (?:article|story|page|post))?)?:?|share (?:this )?on [\w ,&]{1,40}",
    r"follow us(?: on [\w ,&]{1,60})?[.!]?|copy (?:the )?link|tweet|print this(?: \w+)?",
    rf"{_NETWORK}(?:[ ,|/·]+{_NETWORK}){{1,9}}|listen to this (?:article|story)",
    # subscribing
    r"subscribe(?: (?:now|today|here))?[.!]?|subscribe to (?:read|continue)[^.!?]{0,80}[.!]?",
    r"(?:subscribe|sign up) (?:to|for) (?:our|the) [\w ]{0,40}(?:newsletters?|podcast)"
    r"[^.!?]{0,80}[.!:]?",
    r"sign up (?:now|today|here)[.!]?|already a subscriber\?.{0,40}",
    # advertising
    r"\[?advertisement\]?(?: ?[-–—:|].{0,60})?|sponsored(?: (?:content|post))?|廣告|广告|広告",
    r"anzeige|publicité|publicidad|(?:story|article) continues (?:below|after).{0,40}",
    r"continue reading(?: below)?|scroll (?:down )?to continue.{0,20}",
    # links to other articles
    r"(?:read (?:more|also|next)|also read|see also|related|延伸閱讀|延伸阅读|関連記事"
    r"|à lire aussi|lire aussi|lesen sie auch) ?[:：»|].{1,150}(?<![.。])",
    # cookies; a sentence of an article on cookies says who says so, or does not speak to "you"
    r"(?:we|(?:this|our) (?:web)?site) (?:and our partners )?uses? cookies\b"
    r"(?=.*\b(?:you|your|accept|agree|consent|preferences)\b)"
    r"(?!.*\b(?:said|says|told|according)\b).*",
    r"by (?:continuing|using) .{0,60}you (?:agree|consent) to .{0,40}cookies.{0,60}",
    r"(?:accept|reject|manage|allow) (?:all )?cookies|cookie (?:settings|preferences|policy)",
    # copyright
    r"copyright (?:©|\(c\)).{0,120}|© ?.{0,40}\d{4}.{0,100}|all rights reserved\.?",
    r"(?:copyright|\(c\)) \d{4}[^.]{0,80}(?:\. all rights reserved\.?)?(?<!\w\.)",
    r"(?:copyright|\(c\)) \d{4}[^.]{0,80}all rights reserved\.",
    # ends and bylines
    r"enditem(?: ?/ ?\w{1,8}){0,3}|[-–—] ?(?:30|end|ends) ?[-–—]|(?-i:ENDS)",
    rf"[(（]by {_NAMES}[)）]|（(?:編輯|编辑|責任編輯|記者|记者)[:：][^。]{{1,40}}）\d{{0,8}}",
    rf"(?:first |last )?(?:published|updated|posted|modified)(?: on| at)?:? (?:{_STAMP}|{_DATE})",
    r"(?:tags|keywords|filed under) ?:[^.]{1,120}",
    r"[·|•]? ?\d{1,3} min(?:ute)? read|reading time:? \d{1,3} min(?:ute)?s?",
    # photographs
    r"[(\[]?(?:photos?|photograph|images?|photo credit|image credit|credit|圖|図|写真)"
    r"(?: by| courtesy of| ?[:：/]) ?[^.。!?！？]{1,80}[)\]]?",
    r"(?-i:[A-Z]{2,8}) (?:file )?photo(?: .{0,20}\d{4})?",
    # the page around the article
    r"skip to (?:main |the )?content|back to (?:the )?top|leave a (?:comment|reply)|click here",
    r"\d{1,5} comments|comments ?\(\d{1,5}\)|home(?: ?[>»›/] ?[\w&'’ -]{1,40}){1,6}",
    r"(?:log|sign) in(?: ?[|/·] ?(?:register|subscribe|sign up))?",
    r"privacy policy|terms of (?:use|service)",
    r"[-=_*~#·•—– ]{2,}",
)


def _whole(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_RELATED: Final = re.compile(rf"(?:{_whole(_RELATED_HEADINGS).pattern}) ?[:：]?", re.IGNORECASE)
_FURNITURE: Final = _whole(_FURNITURE_LINES)
_BYLINE: Final = re.compile(rf"by {_NAMES}(?:(?:,| [|/·]) ?[\w .'’-]{{1,40}}\w)?", re.IGNORECASE)
_STAMP_LINE: Final = re.compile(rf"(?:{_STAMP})(?: ?[-–—|·/] ?{_SECTION})?", re.IGNORECASE)
_DATE_LINE: Final = re.compile(rf"{_DATE}|{_CLOCK}", re.IGNORECASE)
_SECTION_LINE: Final = re.compile(rf"[-|] ?{_SECTION}")
_KNOWN_SECTIONS: Final = frozenset(
    """society politics business culture cross-strait sports sport world opinion economy health
    science technology lifestyle entertainment travel national local international environment
    education arts finance markets weather crime features""".split()
)
_CLOSERS: Final = "\"'’”»)]）」』】〉》 \t"
_STOPS: Final = frozenset(".。．…:：;；,，、؛،؟۔।॥։።။។")
_ABBREVIATED: Final = re.compile(r"(?:\b[A-Z]\.){2,}$|\b(?:Inc|Co|Ltd|Corp|Jr|Sr|[ap]\.m)\.$")
_NEW_SENTENCE: Final = re.compile(r"[^\W\d_]{3}\. +[A-Z]|。")


class _Kind(Enum):
    TEXT = auto()  # a paragraph: never set aside
    HEADLINE = auto()  # short, no full stop: a headline, or a heading, or a wrapped line
    DOUBTFUL = auto()  # a headline or a sentence: ends in "?", "!" or an abbreviation
    STAMP = auto()  # a date with a time, or "3 hours ago"
    DATE = auto()  # only a date or a time: in an article it may be a heading
    SECTION = auto()  # "- Society": in an article it may be a list item
    RELATED = auto()  # "Related news:"
    FURNITURE = auto()


_PROOF: Final = frozenset({_Kind.STAMP, _Kind.SECTION})
_SET_ASIDE: Final = frozenset({_Kind.STAMP, _Kind.RELATED, _Kind.FURNITURE})
_NEUTRAL: Final = frozenset({_Kind.DATE, _Kind.FURNITURE})


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    kind: _Kind
    words: str


def body_spans(text: str, start: int = 0) -> tuple[Span, ...]:
    """The parts of ``text`` from ``start`` on that are article, in code points of ``text``.

    The spans ascend, are disjoint and not empty, and neither begin nor end with white space; lines
    that are kept next to each other share a span. Where everything would be set aside, everything
    is kept; where there is nothing but white space the result is empty. Time is linear.
    """
    lines = list(_lines(text, start))
    end = _tail(lines)
    kept = [i for i, line in enumerate(lines[:end]) if line.kind not in _SET_ASIDE]
    spans: list[Span] = []
    for i in kept or range(len(lines)):
        begin = spans.pop().start if spans and spans[-1].end == lines[i - 1].span.end else None
        span = lines[i].span
        spans.append(span if begin is None else Span(begin, span.end))
    return tuple(spans)


def is_furniture(line: str) -> bool:
    """Whether a line near the top of a page is a byline, a date, or of one of the narrow shapes."""
    return _kind(line.strip(), top=True) in _SET_ASIDE | _NEUTRAL


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence or a clause does, closing quotes and brackets aside."""
    return line.rstrip(_CLOSERS)[-1:] in _STOPS | set("?!？！")


def _lines(text: str, start: int) -> Iterator[_Line]:
    """The lines that are not blank, each trimmed."""
    count = 0
    while start < len(text):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        raw = text[start:stop]
        words = raw.strip()
        if words:
            begin = start + len(raw) - len(raw.lstrip())
            kind = _kind(words, top=count < _TOP_LINES)
            yield _Line(Span(begin, begin + len(words)), kind, words[-_MAX_HEADLINE:])
            count += 1
        start = stop + 1


def _kind(words: str, *, top: bool) -> _Kind:
    if len(words) <= _MAX_FURNITURE:
        if _RELATED.fullmatch(words):
            return _Kind.RELATED
        if _STAMP_LINE.fullmatch(words):
            return _Kind.STAMP
        if _DATE_LINE.fullmatch(words):
            return _Kind.DATE
        if _FURNITURE.fullmatch(words) or (top and _BYLINE.fullmatch(words)):
            return _Kind.FURNITURE
        if _SECTION_LINE.fullmatch(words):
            return _Kind.SECTION
    return _prose(words)


def _prose(words: str) -> _Kind:
    if len(words) > _MAX_HEADLINE or _NEW_SENTENCE.search(words):
        return _Kind.TEXT
    if _ABBREVIATED.search(words):
        return _Kind.DOUBTFUL
    last = words.rstrip(_CLOSERS)[-1:]
    if last in _STOPS:
        return _Kind.TEXT
    return _Kind.DOUBTFUL if last in "?!？！" else _Kind.HEADLINE


def _tail(lines: Sequence[_Line]) -> int:
    """The index of the first line of the tail; the number of lines where there is none.

    Walks up from the end to the last real paragraph and remembers the highest line at which the
    list below is proved. An article without a single real paragraph has no tail.
    """
    tail = len(lines)
    seen: Counter[_Kind] = Counter()
    loose = known = 0
    for i in range(len(lines) - 1, -1, -1):
        kind = lines[i].kind
        above = lines[i - 1].kind if i else None
        if kind is _Kind.TEXT:
            introduced = lines[i].words[-1] in ":：" and lines[tail : tail + 1]
            if introduced and lines[tail].kind is not _Kind.RELATED:
                return len(lines)
            return _with_first_headline(lines, tail)
        if kind is _Kind.SECTION:
            below = lines[i + 1].kind if i + 1 < len(lines) else None
            if above is _Kind.SECTION or below not in (_Kind.HEADLINE, _Kind.DOUBTFUL):
                kind = _Kind.HEADLINE  # an item of a list
            else:
                known += lines[i].words.lstrip("-| ").lower() in _KNOWN_SECTIONS
        loose += kind is _Kind.DOUBTFUL and above not in _PROOF
        seen[kind] += 1
        if _proved(kind, seen, known, loose):
            tail = i
    return len(lines)


def _proved(kind: _Kind, seen: Counter[_Kind], known: int, loose: int) -> bool:
    """Whether the tail may begin with a line of this kind, given what stands from it on."""
    headlines, doubtful = seen[_Kind.HEADLINE], seen[_Kind.DOUBTFUL]
    if kind is _Kind.RELATED:
        return doubtful <= headlines
    if kind not in _PROOF or loose or doubtful > headlines:
        return False
    if headlines + doubtful > 2 * (seen[_Kind.STAMP] + seen[_Kind.SECTION]):
        return False
    return seen[_Kind.STAMP] > 0 or (known >= 2 and headlines > 0)


def _with_first_headline(lines: Sequence[_Line], tail: int) -> int:
    """One line higher, where each headline stands above its time stamp and not below."""
    rest = [line.kind for line in lines[tail:] if line.kind not in _NEUTRAL]
    stamped = len(rest) > 1 and rest[0] is rest[-1] is _Kind.STAMP
    return tail - 1 if stamped and lines[tail - 1].kind is _Kind.HEADLINE else tail
