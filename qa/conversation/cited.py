"""Answers about what was just cited: who said it, where it stands, and what follows it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Final

from pincite.corpus.article import Span
from pincite.corpus.passages.chunk import sentences
from pincite.corpus.passages.sentences import sentence_spans
from pincite.index.engines.lexical import ENGLISH
from pincite.qa.asking.quoting.speaker import speaker
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
_NEXT: Final = 2  # sentences after the one cited last
_MOST: Final = 6
_LEFT: Final = 3  # sentences of the rest of the article, if no others are left
_TRIED: Final = 3  # topics that are tried, at most
_SHOWN: Final = 120  # characters of a sentence that are shown


def who_said(cited: Citation) -> Answer:
    """An Answer that cites the sentence naming the speaker of a citation. It is not found if the
    article names no speaker nearby. ``resolved`` is the full question."""
    article = cited.article
    around = Span(0, len(article.text))
    every = list(sentence_spans(article.text, article.body or (around,)))
    found = speaker(article, cited.answer, every)
    asked = f"Who said “{_short(cited)}”?"
    if found is None:
        named = article.title or article.source
        note = f"No speaker is named beside it: it is the article's own statement ({named})."
        return Answer(asked, "", 0.0, (), (), asked=(asked,), notes=(note,), resolved=asked)
    return Answer(asked, found.text, found.confidence, (found,), (), asked=(asked,), resolved=asked)


def cited_again(answer: Answer) -> Answer:
    """An Answer of the same kind with the citations of the last answer again, as its places.
    ``resolved`` is the full question."""
    best = answer.citations[0]
    asked = f"Where does it say “{_short(best)}”?"
    return Answer(
        asked,
        best.text,
        best.confidence,
        answer.citations,
        (),
        kind=answer.kind,
        asked=(asked,),
        resolved=asked,
    )


def asks_for_more(line: str) -> bool:
    """Whether the line only asks for more: "tell me more", "anything else?"."""
    return bool(_MORE.match(line))


def topics_of_turn(past: Past) -> tuple[str, ...]:
    """The topics of a turn, in words that can be searched for, likeliest first."""
    topics = (*past.topics, *past.about, " ".join(past.words))
    return tuple(dict.fromkeys(filter(None, topics)))[:_TRIED]


def continued(
    last: Citation | None, digest: Answer, shown: Collection[Place], *, follows: bool
) -> Answer:
    """An Answer of the kind "more", without the sentences ``shown`` before: first those after
    ``last`` in its article, if the article ``follows`` the topic, then the digest of the topic. If
    none is left, it has further sentences of the article. Nothing is found if all were shown."""
    known = list(shown)
    found: list[Citation] = []

    def take(candidates: Iterable[Citation], most: int) -> None:
        for each in candidates:
            if most and not _is_shown(each, known):
                found.append(each)
                known.append((each.article.id, each.sentence))
                most -= 1

    article = list(_sentences(last)) if last else []
    behind = [each for each in article if last and each.sentence.start >= last.sentence.end]
    take(behind if follows else (), _NEXT)
    take(digest.citations, _MOST - len(found))
    if not found:
        take((*behind, *article), _LEFT)
    if not found:
        return replace(
            digest,
            text="",
            confidence=0.0,
            citations=(),
            hits=(),
            missing=(),
            notes=(),
            kind="more",
        )
    best = found[0]
    return replace(
        digest,
        text=best.text,
        confidence=best.confidence,
        citations=tuple(found),
        notes=(),
        kind="more",
    )


def _sentences(cited: Citation) -> Iterator[Citation]:
    """The sentences of the article's body, each as a citation."""
    article = cited.article
    for each in sentences(article, article.language or ENGLISH):
        yield Citation(article, each, each, 1.0, 1.0, copies=cited.copies)


def _is_shown(one: Citation, shown: Collection[Place]) -> bool:
    return any(
        each.id == id_ and one.sentence.overlaps(span)
        for id_, span in shown
        for each in (one.article, *one.copies)
    )


def _short(cited: Citation) -> str:
    """The cited sentence without quotation marks around it, shortened if it is long."""
    words = " ".join(cited.quote.split())
    short = words if len(words) <= _SHOWN else words[:_SHOWN].rsplit(" ", 1)[0] + " …"
    return short.strip("“”\" '")
