"""The kind of thing a question asks for, and whether a sentence holds such a thing. Pure.

The kinds are those coarse answer types of Li and Roth 2002 that a pattern can recognise: a time, a
quantity, a person, a place. For any other question, all sentences count the same.
"""

from __future__ import annotations

import re

_MONTH = (
    r"(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|March|April|May|June|July|Aug(?:ust|\.)|"
    r"Sept?(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))"
)
_NUMBER = (
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|"
    r"forty|fifty|sixty|hundred|thousand|million|billion|trillion|dozen|half|third|quarter|"
    r"double[ds]?|twice)"
)
_NAME = r"[A-Z][\w’'-]+"

_QUESTIONS = (
    (
        "time",
        re.compile(
            r"\bwhen\b|\b(?:what|which) (?:\w+ )?(?:year|month|day|date|time|century|decade)\b|"
            r"\bhow (?:long|soon|old)\b|\bby when\b",
            re.I,
        ),
    ),
    (
        "quantity",
        re.compile(
            r"\bhow (?:much|many|far|fast|big|large|tall|high|deep|heavy|wide|often)\b|"
            r"\b(?:what|which) (?:\w+ )?(?:share|percentage|percent|proportion|number|amount|cost|"
            r"price|fraction|figure|speed|size|weight|length|height|distance|temperature|"
            r"magnitude|total|capacity|budget)\b",
            re.I,
        ),
    ),
    ("person", re.compile(r"\b(?:who|whom|whose)\b", re.I)),
    (
        "place",
        re.compile(r"\bwhere\b|\b(?:what|which) (?:\w+ )?(?:country|city|place|town)\b", re.I),
    ),
)
_SENTENCES = {
    # months and days as names only: "may" and "march" are verbs
    "time": re.compile(
        rf"\b(?:1[0-9]{{3}}|20[0-9]{{2}})\b|\b{_MONTH}(?=\W|$)|"
        r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b|"
        rf"(?i:\b{_NUMBER}[- ](?:\w+ )?(?:second|minute|hour|day|week|month|year|decade|centur)|"
        r"\b(?:today|yesterday|tomorrow|last|next|this) (?:week|month|year|spring|summer|autumn|"
        r"fall|winter)\b|\b(?:decades?|centur(?:y|ies))\b)",
    ),
    "quantity": re.compile(rf"\b{_NUMBER}\b|%|[$€£¥]", re.I),
    "person": re.compile(rf"\b{_NAME} {_NAME}|\b[A-Z]{{2,}}\b|(?<=[\w,] ){_NAME}"),
    "place": re.compile(rf"\b(?:in|at|near|off|from|to|on|of|across|outside) (?:the )?{_NAME}"),
}


def kind(question: str) -> str | None:
    """``"time"``, ``"quantity"``, ``"person"`` or ``"place"``; None if no pattern matches."""
    return next((name for name, pattern in _QUESTIONS if pattern.search(question)), None)


def holds(sentence: str, wanted: str | None) -> float:
    """1.0 if the sentence holds something of the wanted kind, -1.0 if not, 0.0 if ``wanted`` is
    None."""
    if wanted is None:
        return 0.0
    return 1.0 if _SENTENCES[wanted].search(sentence) else -1.0
