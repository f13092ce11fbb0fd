"""Answers about what was just cited: who said it, where it stands, and what follows it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from pincite.corpus.article import Span
from pincite.corpus.passages.chunk import sentences
from pincite.corpus.passages.sentences import sentence_spans
from pincite.index.engines.lexical import ENGLISH
from pincite.qa.asking.quoting.speaker import sayings_in, speaker
from pincite.qa.conversation.context import SentencePlace
from pincite.qa.conversation.memory import Past
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
_SAID_SO: Final = re.compile(
    r"^\W*(?:(?:who|whose)\s+(?:said|says|claims?|claimed|told|words|stated)|(?:said|says)\s+who)\b"
    r"\s*(?:so|that|this|it|are those|were those)?\W*$",
    re.I,
)
_WHERE_SO: Final = re.compile(
    r"^\W*(?:(?:where|(?:in\s+)?(?:which|what)\s+(?:article|text|story|report|paper))\s+"
    r"(?:(?:does|did|do)\s+(?:it|they|the\s+(?:article|text|story))\s+(?:say|write|state|claim)|"
    r"(?:says?|said|states?)|(?:is|was)\s+(?:it|this|that)\s+(?:said|written|stated|from))"
    r"\s*(?:so|that|this|it)?|(?:are\s+you|you)\s+(?:really\s+)?sure(?:\s+about\s+(?:this|that|it))?|"
    r"(?:show|give)\s+me\s+(?:the|your)\s+(?:source|article|proof|evidence|passage|quote)|"
    r"(?:(?:what(?:['’]s|\s+is)\s+)?(?:the|your)\s+)?source|says\s+where|really|prove\s+it)\W*$",
    re.I,
)
_MARK: Final = re.compile('["“”«»„]')
_NEXT: Final = 2  # sentences after the one cited last
_MOST: Final = 6
_LEFT: Final = 3  # sentences of the rest of the article, if no others are left
_TRIED: Final = 3  # topics that are tried, at most
_SHOWN: Final = 120  # characters of a sentence that are shown


def asks_who_said_it(text: str) -> bool:
    """Whether a line only asks who said what was just cited."""
    return bool(_SAID_SO.match(text))


def asks_where_it_stands(text: str) -> bool:
    """Whether a line only asks where the words just cited are: "where does it say so?", "are you
    sure?"."""
    return bool(_WHERE_SO.match(text))


def who_said(cited: Citation) -> Answer:
    """An Answer that cites the sentence naming the speaker of a citation. It is not found if the
    article names no speaker nearby. ``resolved`` is the full question."""
    article = cited.article
    around = Span(0, len(article.text))
    every = list(sentence_spans(article.text, article.body or (around,)))
    found = speaker(article, cited.answer, every) if _is_said(cited, every) else None
    asked = f"Who said “{_short(cited)}”?"
    if found is None:
        named = article.title or article.source
        note = f"No speaker is named beside it: it is the article's own statement ({named})."
        return Answer(asked, "", 0.0, (), (), asked=(asked,), notes=(note,), resolved=asked)
    return Answer(asked, found.text, found.confidence, (found,), (), asked=(asked,), resolved=asked)


def _is_said(cited: Citation, every: Sequence[Span]) -> bool:
    """Whether a citation is somebody's words: in quotation marks, perhaps opened before, or told
    with a verb of saying. The sentence beside a quotation is the article's own."""
    article = cited.article
    for n in (n for n, each in enumerate(every) if each.overlaps(cited.answer)):
        begins = article.text.rfind("\n\n", 0, every[n].start) + 1
        paragraph = article.text[begins : every[n].end]
        if _MARK.search(every[n].of(article.text)) or any(sayings_in(article, n, every)):
            return True
        if len(_MARK.findall(paragraph)) % 2:
            return True
    return False


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
    last: Citation | None, digest: Answer, shown: Collection[SentencePlace], *, follows: bool
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


def _is_shown(one: Citation, shown: Collection[SentencePlace]) -> bool:
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
