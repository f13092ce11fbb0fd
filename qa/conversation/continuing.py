"""More of what was just cited: the sentences behind it, and others on the same topic."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final

from pincite.corpus.passages.chunk import sentences
from pincite.index.engines.lexical import ENGLISH
from pincite.qa.conversation.memory import Past
from pincite.qa.conversation.standing import Place
from pincite.qa.types import Answer, Citation

_ASKS: Final = (
    r"(?:can|could|would|will)\s+you|please|i\s+(?:want|need)|(?:tell|show|give)\s+(?:me|us)|"
    r"(?:is|was)\s+there|(?:do|did)\s+you\s+have|what['’]?s?(?=\s+(?:else|more)\b)|any|some|"
    r"a\s+bit|a\s+little|even|the"
)
_DETAILS: Final = r"details?|information|info|facts"
_OF_IT: Final = (
    r"(?:on|about|of|from|in)\s+(?:this|that|it|there|the\s+(?:article|text|story|topic|subject))"
)
_MORE: Final = re.compile(
    rf"^\W*(?:(?:{_ASKS})\s+)*"
    rf"(?:(?:any|some)thing\s+(?:else|more)|more|else|(?:further|other)\s+(?:{_DETAILS})|rest|"
    rf"go\s+on|continue|carry\s+on|keep\s+going|elaborate|expand|{_DETAILS})"
    rf"(?:\s+(?:{_DETAILS}|please|now|then|is\s+there|is\s+(?:said|known)|(?:did\s+)?happen(?:ed)?|"
    r"do\s+(?:we|you|they)\s+(?:know|have|say)|"
    rf"does\s+(?:it|the\s+(?:article|text|story))\s+say|{_OF_IT}))*\W*$"
    r"|^\W*(?:what\s+)?(?:(?:came|comes|happened|happens)\s+)?(?:then|next|after(?:wards|\s+that))"
    r"\W*$",
    re.I,
)
_NEXT: Final = 2  # sentences behind the one cited last
_MOST: Final = 6
_TRIED: Final = 3  # topics


def asks_for_more(line: str) -> bool:
    """Whether the line asks for nothing but more: "tell me more", "anything else?"."""
    return bool(_MORE.match(line))


def topics_of_turn(past: Past) -> tuple[str, ...]:
    """What the turn was about, in words that can be searched for, likeliest first."""
    topics = (*past.topics, *past.about, " ".join(past.words))
    return tuple(dict.fromkeys(filter(None, topics)))[:_TRIED]


def continued(last: Citation | None, digest: Answer, shown: Collection[Place]) -> Answer:
    """The digest of the topic, after the sentences that follow ``last`` in its article, without
    what was ``shown`` before. Nothing is found if all of it was shown."""
    known = list(shown)
    found: list[Citation] = []
    for each in (*_behind(last), *digest.citations):
        if len(found) < _MOST and not _is_shown(each, known):
            found.append(each)
            known.append((each.article.id, each.sentence))
    text, sure = (found[0].text, found[0].confidence) if found else ("", 0.0)
    notes = digest.notes if found else ("That is all that was found.",)
    return replace(digest, text=text, confidence=sure, citations=tuple(found), notes=notes)


def _behind(last: Citation | None) -> Iterator[Citation]:
    """The sentences of the body behind the one cited."""
    if last is None:
        return
    article = last.article
    following = [
        each
        for each in sentences(article, article.language or ENGLISH)
        if each.start >= last.sentence.end
    ]
    for each in following[:_NEXT]:
        yield Citation(article, each, each, 1.0, 1.0, copies=last.copies)


def _is_shown(one: Citation, shown: Collection[Place]) -> bool:
    return any(
        each.id == id_ and one.sentence.overlaps(span)
        for id_, span in shown
        for each in (one.article, *one.copies)
    )
