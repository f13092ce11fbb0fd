"""Words that frame a question and say nothing of what it is about: "how high was …", "what has been
done", "did anyone …". Pure.

That no article has such a word says nothing of whether the articles answer the question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_FRAMING: Final = re.compile(
    r"\b(?:happen(?:s|ed|ing)?|took\s+place|(?:any|some|every|no)(?:one|body|thing)|"
    r"(?:is|are|was|were|be|been|being|got|have|has|had)\s+done|"
    r"how\s+(?:high|big|large|long|far|deep|wide|tall|old|fast|heavy|hot|cold|strong|"
    r"often|soon|late|early|close|small|bad|well)"
    r"(?=\s+(?:is|are|was|were|does|do|did|has|have|had|can|could|will|would|should)\b))\b"
    r"|^\W*(?:(?:please|can\s+you|could\s+you)\s+)*(?:list(?!\s+prices?\b)|name|enumerate|summari[sz]e|describe|"
    r"explain)\b",
    re.I,
)


def without_framing(line: str, missing: Sequence[str]) -> tuple[str, ...]:
    """The words ``missing`` of a line without those that only frame it."""
    left = _FRAMING.sub(" ", line)
    framing = {word.casefold() for found in _FRAMING.finditer(line) for word in _words(found)}
    framing -= {word.casefold() for word in re.findall(r"[\w’'-]+", left)}
    return tuple(word for word in missing if word.casefold() not in framing)


def _words(found: re.Match[str]) -> list[str]:
    return re.findall(r"[\w’'-]+", found.group())
