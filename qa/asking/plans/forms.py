"""Recognises the form of a typed line by its beginning and its words. Pure."""

from __future__ import annotations

import re
from typing import Final, Literal, get_args

Form = Literal[
    "answer",
    "search words",
    "yes or no",
    "definition",
    "two questions",
    "digest",
    "list",
    "mentions",
    "quote",
    "small talk",
    "unread",
]
FORMS: Final[tuple[Form, ...]] = get_args(Form)

_WH: Final = r"(?:who|whom|whose|when|where|why|which|how|what)"
_ASKS: Final = re.compile(
    rf"^\W*(?:(?:and|but|so|please|ok|okay|well|by|in|on|at|to|from|for|with|of|since|until)\s+)*"
    rf"{_WH}(?:['’]?(?:s|re|d))?\b",
    re.I,
)
_INSIDE: Final = re.compile(rf"\b{_WH}\b(?!\s+(?:is|are|was|were)\s*$)", re.I)
_BEHIND: Final = re.compile(rf",\s*(?:(?:by|in|on|at|for|from|to|with|of)\s+)?{_WH}\s+\w", re.I)
_YES_NO: Final = re.compile(
    r"^\W*(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|shall|may|"
    r"might|must|isn['’]?t|aren['’]?t|wasn['’]?t|weren['’]?t|don['’]?t|doesn['’]?t|didn['’]?t|"
    r"hasn['’]?t|haven['’]?t|won['’]?t|is it true that)\s+(?=\w)",
    re.I,
)
_DEFINES: Final = (
    re.compile(
        r"^\W*(?:what|who)(?:\s+(?:is|are|was|were)|['’]?s|['’]re)\s+(?:meant by\s+)?(?P<topic>.+?)"
        r"(?:\s+(?:supposed to be|exactly|anyway))?\W*$",
        re.I,
    ),
    re.compile(
        r"^\W*(?:what\s+is\s+|what['’]?s\s+)?(?:the\s+)?(?:meaning|definition)\s+of\s+"
        r"(?P<topic>.+?)\W*$",
        re.I,
    ),
    re.compile(r"^\W*define:?\s+(?P<topic>.+?)\W*$", re.I),
    re.compile(
        r"^\W*what\s+(?:does|do)\s+(?P<topic>.+?)\s+(?:mean|stand for)\W*$",
        re.I,
    ),
)
# words that show a question about a topic, not the topic alone: "the price of flour", "his age"
_MORE_THAN_A_TOPIC: Final = re.compile(
    r"\b(?:of|about|for|by|from|to|on|at|with|than|that|who|which|when|where|why|how|his|her|their|"
    r"its|my|your|it|he|she|they|this|these|those|there|now|today|current|currently|latest|newest|"
    r"new|going|done|being|not|more|most|first|last|next)\b|['’]s\b|\d{4}|[,;:]|\w+est\b",
    re.I,
)
_DONE: Final = re.compile(r"^\W*\w+\s+(?:was|were)\s+\w+(?:ed|en)\b", re.I)  # "what was agreed"
_TOPIC_WORDS: Final = 5
_ARTICLE: Final = re.compile(r"^(?:an?|the)\s+", re.I)
_QUOTED: Final = re.compile(r"[\"“”„«»'‘’]+")
# a line that has only words of these two sets, and one of _TALK among them, is small talk
_TALK: Final = frozenset(
    """hi hello hey hallo hiya howdy greetings yo morning afternoon evening night thanks thank thx
    ty cheers bye goodbye ciao welcome sorry help test testing you your yours yourself pincite bot
    robot ai chatgpt joke ok okay great nice cool perfect awesome wow this""".split()
)
_WITH_IT: Final = frozenset(
    """a about again all am an and any anyone anything are articles ask be can chat collection could
    dear did do documents does don't else everyone far files find for friend from friends get give
    go going good had have here how human i i'm i've in index into is it it's its just know later
    learn let like look love made make man many may me meet mind more much my name need never new
    no not of old on one person please pleased programme program question questions real really
    say see should show so some something sort speak start stuff sure talk tell texts that that's
    the them then there these they things thinking to today tomorrow too tool understand up use
    using very want was we well were what what's whats when where which who who's why will with
    work works would wonderful write yes begin lot that'll day answer answers wait weather how's
    doing done happy""".split()
)
# "and about AI?" asks of a topic, though "AI" alone is small talk
_OF_A_TOPIC: Final = re.compile(r"\babout\s+(?:the\s+)?(?:ai|robot|bot|chatgpt|tests?)\b", re.I)
_SMALL: Final = 9  # words that small talk has at most
_RUN_TOGETHER: Final = re.compile(r"^(\W*(?:who|what|where|when|how|why))(s|d)\b", re.I)
_POLITE: Final = re.compile(
    r"^\W*(?:(?:hi|hello|hey|please|ok|okay|so|well)\W+)*"
    r"(?:(?:can|could|would|will)\s+you\s+(?:please\s+)?(?:tell|show|find)\s+(?:me|us|out)(?:\s+out)?|"
    r"do\s+you\s+(?:happen\s+to\s+)?know|(?:please\s+)?tell\s+(?:me|us)|"
    r"i(?:\s+would|['’]?d)?\s+(?:want|like|need)\s+to\s+know|i\s+wonder|any\s+idea)"
    r"(?:\s+please)?[\s,:]+(?=(?:if|whether|who|whom|whose|when|where|why|which|how|what)\b)",
    re.I,
)

_ANY: Final = re.compile(r"^\W*any(?P<one>one|body|thing)?\s+(?!of\b|idea\b|other\b)\w", re.I)


def with_apostrophe(line: str) -> str:
    """The line with the apostrophe that is missing after its first question word: "who's the
    mayor" for "whos the mayor"."""
    return _RUN_TOGETHER.sub(r"\1'\2", line, count=1)


def without_courtesy(line: str) -> str:
    """The line without polite words before its question, such as "can you tell me"."""
    return _POLITE.sub("", line, count=1)


def in_full(line: str) -> str:
    """The line, or the whole question that "Any accidents?" or "anyone hurt?" stands for."""
    if found := _ANY.match(line):
        verb = "was" if found["one"] else "were there"
        return f"{verb} {line.lstrip()}"
    return line


def is_small_talk(line: str) -> bool:
    """Whether the line is a greeting, thanks, or a question about Pincite itself."""
    words = [word.strip("'’") for word in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", line.lower())]
    words = [word.replace("’", "'") for word in words]
    talk = any(word in _TALK for word in words) or words == ["how", "are", "things"]
    talk = talk and not _OF_A_TOPIC.search(line)
    return 0 < len(words) <= _SMALL and talk and all(w in _TALK or w in _WITH_IT for w in words)


def asks(line: str) -> bool:
    """Whether the line is a question with a question word."""
    inside = _BEHIND if not line.rstrip().endswith("?") else _INSIDE
    return bool(_ASKS.match(line) or inside.search(line))


def asks_yes_or_no(line: str) -> bool:
    """Whether the line can be answered with yes or no."""
    return bool(_YES_NO.match(line)) and len(line.split()) > 2


def topic_defined(line: str) -> str:
    """The topic whose definition the line asks for, without "the" or "a": ``"Vell"`` for "what is
    the Vell?"; "" if the line asks for something else."""
    for n, pattern in enumerate(_DEFINES):
        if found := pattern.match(line):
            topic = _ARTICLE.sub("", _QUOTED.sub("", found["topic"]).strip())
            # "meaning of" always asks for a definition; "what is" may ask for something else
            more = _MORE_THAN_A_TOPIC.search(_in_general(topic)) or _DONE.match(line)
            about = n == 0 and more
            if topic and len(topic.split()) <= _TOPIC_WORDS and not about:
                return _in_general(topic)
    return ""


def _in_general(topic: str) -> str:
    """The topic without its field: "hare" for "hare in running"."""
    return re.sub(r"\s+in\s+[a-z]+$", "", topic)


def is_question(line: str) -> bool:
    """Whether the line is a question at all; else it is words to search for."""
    return asks(line) or asks_yes_or_no(line)
