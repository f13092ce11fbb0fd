"""Cuts an article's body into sentences.

``sentencex`` (Wikimedia) decides where sentences end: it knows abbreviations, quotes and brackets.
To avoid its errors, it gets a masked copy of each line. In the copy, full stops that end no
sentence are masked, and ends that it would miss are made clear. The copy replaces characters one
for one, so its offsets are those of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import sentencex

from pincite.corpus.article import Span

# sentencex is quadratic on "這。這。這。", so it gets at most this many characters at a time.
_WINDOW = 2_000
_WRAPPED = 40  # a shorter line was not wrapped because of its width

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_ONE_BREAK = ("\n", "\r\n", "\r")

_SPACE = re.compile(r"[^\S ]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_OPENING_QUOTE = re.compile(r'(?<![^\s(（\[—–])"')

# sentencex takes "(1981, 1982) and (1984, 1988)" for a list with the numbers 1982) and 1988).
_BRACKETS = re.compile(r"\(([^()]*)\)")
# It cuts a list into its items, but not the items into sentences. So an end is put before a
# bullet ("48 • C" is not a bullet), and the bullet becomes a dash.
_BEFORE_BULLET = re.compile(r"(?<=[^\s\d]) (?=[•◦▪■●‣⁃] )")
_BULLET = re.compile("[•◦▪■●‣⁃]")
# sentencex misses the abbreviation in "Taiwan-U.S. talks".
_JOINED_ABBREVIATION = re.compile(r"[-–—/](?=[A-Z]\.)")

_MONTH = "Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec"
_MONTH_DE = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_DAY = "Mon|Tue|Wed|Thu|Fri|Sat|Sun"
_ZONE = "[CEMP][DS]?T|CES?T|[BHIJK]ST|GMT|HKT|SGT|UTC|Eastern|Central|Mountain|Pacific|Greenwich"
_TITLE = (
    "Mr|Mrs|Ms|Mx|Messrs|Mmes|Dr|Drs|Prof|Rev|Fr|Hon|Gov|Sen|Sens|Rep|Reps|Pres|Gen|Lt|Col|Maj|Capt"
    "|Cmdr|Adm|Sgt|Cpl|Pvt|Supt|Insp|Det|Amb|Ft|Asst|Atty|Dir"
)
_NEVER_LAST = "[Aa]pprox|[Ii]ncl|[Ee]xcl|deg"
_BEFORE_NUMBER = (
    "[Nn]os?|[Vv]ols?|[Pp]p?|[Ff]igs?|[Cc]h|[Cc]hap|Secs?|Arts?|[Pp]aras?|[Ee]qs?|[Vv]er|ca?|est"
    "|min|max"
)
_SAID = (
    "said|says|asked|asks|added|answered|argued|called|continued|cried|declared|demanded|exclaimed"
    "|explained|inquired|insisted|joked|noted|quipped|recalled|remarked|replied|responded|screamed"
    "|shouted|told|warned|whispered|wondered|wrote|yelled"
)
_SAID_ZH = "說|説|说|問|问|(?<!知)道|喊|表示"
_UNIT = r"(?<=\d\s)[^\W\d_]{1,4}"
_NAME = r"(?:(?!(?:He|She|It|They|We|You|I)\s)[A-Z][\w.'’-]*|of|the|for|and|de|van|von|bin|al)\s+"

_NO_END = re.compile(
    "|".join(
        [
            # A title is followed by a name, even one like a pronoun: "Prof. He", "Mr. So".
            rf"\b(?:{_TITLE}|{_NEVER_LAST})\.(?=\s)",
            rf"\b(?:{_BEFORE_NUMBER})\.(?=\s*\d)",
            # A German date: "bis zum 30. September". A case at law: "the State ex rel. Combe".
            rf"\b(?:am|ab|bis|dem|den|der|seit|vom|zum)\s\d{{1,2}}\.(?=\s(?:{_MONTH_DE})\b)",
            r"\bex rel\.(?=\s)",
            # An abbreviation within Chinese has no space before it: 據U.S. Steel說。
            r"(?<=[\u3001-\u9fff\uff00-\uffef])(?:[A-Z]\.){2,}",
            # After a time, its day, its time zone or the rest of the sentence follows.
            rf"\b[AaPp]\.\s?[Mm]\.(?=\s+(?:(?:{_DAY}|{_MONTH})[a-z]*\b|(?:{_ZONE})\b"
            r"|[A-Z][a-z]+\s(?:[A-Z][a-z]+\s)?time\b|[a-z(]))",
            # Full stops and question marks in a web address or a file name.
            r"(?:https?://|\bwww\.)[!-~]*[\w/]",
            r"\b\w{2,}\.[A-Z]{2,5}\b|(?<!\S)\.[A-Za-z]",
            # A quoted question or exclamation and its speaker: "Why?" Minister Kuo asked.
            rf"(?<![!?])[!?]++(?=[”’'»]+\s+(?:{_NAME}){{1,6}}(?:{_SAID})\b)",
            # A quotation or bracket after which the sentence continues: "Why?" she asked.
            r"(?<![.!?…])[.!?…]++(?=[”’'»)\]]+\s+[a-z])",
            # In edited text no sentence begins in lower case, except with names like "iPhone".
            rf"\b(?:[A-Z]\w*|{_UNIT})[.!?](?=\s+[a-zа-я](?![a-z]*[A-Z]))",
            # Quoted in the middle of a sentence: The word 你好。 means hello. 「行く。」と言った。
            r"[。！？](?=[」』”’]?\s+[a-z]|[」』]と)|[.!?](?=[”’](?:라|고|이라|하))",
            rf"[！？](?=[」』”][^，。！？「」『』“”]{{1,8}}(?:{_SAID_ZH}))",
            # Before a number, sentencex ends a sentence after "!" but not after "!!!".
            r"[!?](?=[!?])",
        ]
    )
)
# "1. Wash", "IV. The", "a. First" at the start of a line; "Buy: 1. Milk"; "1) Wash" anywhere.
_LIST_NUMBER = re.compile(
    r"(?:^\s*(?:\d{1,3}|[IVXivx]{1,5}|[A-Za-z])|(?<=[a-z][:;]\s)\d{1,2})\.(?=\s+\S)"
    r"|(?<!\S)(?:\d{1,3}\.?|[A-Za-z]|[ivx]{2,4})\)(?=\s)"
)
_MASK = str.maketrans(".!?…。！？)", "________")

# Words that sentencex takes for abbreviations: He said no. "Yes," he said. It opened in May. Ships…
_WORD = re.compile(
    r"\b(?:no|me|[Mm]ay|art|ill|id|ID|miss|ok|Ok|OK|fed|con|ore|arc|[mqy]/[mqy])\."
    r"(?=[”’)]*\s+[“‘'(]?[A-Z])"
)
# sentencex does not know the one-character ellipsis,
_ELLIPSIS = re.compile(r"…(?=[”’)]*\s+[“‘'(]?[A-Z])")
# nor that a sentence may end inside its own brackets: (She stayed.) They ate. 他走了（沒有回頭。）
_BRACKETED = re.compile(
    r"(?:^\s*|(?<=[.!?…”’)]\s)|(?<=[。！？」』）]))[(（][^()（）]*[.!?][)）]"
    r"|[。！？][)）](?![。！？，、；：])"
)
_ONLY_A_NUMBER = re.compile(r"\s*\d{1,2}\.\s*")
_CLOSING = "\"'”’»)]}）】」』》〉"


def sentence_spans(text: str, body: Sequence[Span], language: str = "en") -> tuple[Span, ...]:
    """The sentences of ``body``, in order, as spans of ``text`` in code points.

    They are trimmed of white space, disjoint and ascending. Every character of the body that is not
    white space lies in exactly one. No sentence crosses the edge of a body span or a line break,
    except where a line was hard-wrapped in mid-sentence. ``language`` is an ISO 639 code; a code
    that sentencex does not know is treated as English. Time is linear in the text. Raises
    ValueError if a body span ends after the text.
    """
    return tuple(
        Span(part.start + start, part.start + end)
        for part in body
        for start, end in _sentences(part.of(text), language)
    )


def _sentences(text: str, language: str) -> Iterator[tuple[int, int]]:
    for first, last in _paragraphs(text):
        line = text[first:last]
        for start, end in pairwise([0, *_ends(_masked_line(line), language), len(line)]):
            sentence = line[start:end]
            if sentence.strip():
                yield first + end - len(sentence.lstrip()), first + start + len(sentence.rstrip())


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line; lines wrapped in mid-sentence are joined."""
    start = line_start = end = 0
    for line in _LINE.finditer(text):
        if not _wrapped(text[line_start:end], text[end : line.start()], line[0]):
            yield start, end
            start = line.start()
        line_start, end = line.span()
    yield start, end


def _wrapped(line: str, between: str, following: str) -> bool:
    return (
        between in _ONE_BREAK
        and len(line.strip()) > _WRAPPED
        and not line.rstrip().endswith((":", "："))  # a list follows
        and following.lstrip()[:1].islower()
    )


def _masked_line(line: str) -> str:
    """The masked line for sentencex, of the same length."""
    plain = _SURROGATE.sub("\ufffd", _SPACE.sub(" ", line))
    # A single stray straight quote would swap opening and closing for all later ones.
    quoted = _OPENING_QUOTE.sub("“", plain).replace('"', "”")
    listed = _BULLET.sub("-", _BEFORE_BULLET.sub("。", _without_unclosed(quoted)))
    painted = _NO_END.sub(_masked, _JOINED_ABBREVIATION.sub(" ", listed))
    ended = _ELLIPSIS.sub(_with_clear_end, _WORD.sub(_with_clear_end, painted))
    bracketed = _BRACKETS.sub(r"（\1）", ended)
    return _BRACKETED.sub(_stop_outside, _LIST_NUMBER.sub(_masked, bracketed))


def _masked(found: re.Match[str]) -> str:
    return found[0].translate(_MASK)


def _with_clear_end(found: re.Match[str]) -> str:
    return "_" * (len(found[0]) - 1) + "."


def _stop_outside(found: re.Match[str]) -> str:
    """The full stop moves behind the bracket."""
    return found[0][:-2] + found[0][-1] + found[0][-2]


def _without_unclosed(line: str) -> str:
    """The line without opening quotes that are never closed. These would hide an abbreviation after
    them."""
    closed, mark, rest = line.rpartition("”")
    return closed + mark + rest.replace("“", " ")


def _ends(line: str, language: str) -> Iterator[int]:
    """Where sentences end, ascending, without the end of the line."""
    done = 0
    for end in _suggested_ends(line, language):
        # A closing mark without an opening one, as at the end of a quotation of several paragraphs.
        while end < len(line) and line[end] in _CLOSING and not line[end - 1].isspace():
            end += 1
        # A list number between sentences belongs to the next one: "Wash it. 2. Drain it."
        if end > done and not _ONLY_A_NUMBER.fullmatch(line, done, end):
            yield end
            done = end


def _suggested_ends(line: str, language: str) -> Iterator[int]:
    start = 0
    while start < len(line):
        stop = _window_end(line, start)
        ends = [start + end for end in _boundaries(line[start:stop], language)]
        yield from ends
        # The next window starts with a sentence, unless that is too close to the last start.
        enough = ends and stop < len(line) and ends[-1] > start + _WINDOW // 2
        start = ends[-1] if enough else stop


def _boundaries(text: str, language: str) -> list[int]:
    try:
        sentences = sentencex.get_sentence_boundaries(language, text)
    except BaseException as error:
        # a Rust panic is not an Exception; it only costs the boundaries of one window
        if type(error).__name__ != "PanicException":
            raise
        return []
    return [sentence["end_index"] for sentence in sentences[:-1]]


def _window_end(line: str, start: int) -> int:
    """A place where no sentence ends: between two words if possible, else between letters.

    Three letters must follow, because "x." at the start of a window looks like a list number.
    """
    stop = start + _WINDOW
    if stop >= len(line):
        return len(line)
    places = [
        place
        for place in range(stop, stop - _WINDOW // 10, -1)
        if line[place + 1 : place + 4].isalnum() and line[place - 2 : place].isalnum()
    ]
    between_words = (place for place in places if line[place] == " ")
    between_letters = (place for place in places if line[place].isalnum())
    return next(between_words, None) or next(between_letters, stop)
