"""The context of a conversation: which answers the turns before make likelier. Pure.

A follow-up is often answered near the sentence just cited, and seldom by the same sentence. The
weights were fitted on the dialogues that are open for development (docs/decisions/asking.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pincite.corpus.article import Article, Span
from pincite.index.engines.lexical import ENGLISH, asked_terms, terms_in
from pincite.qa.types import Candidate

SentencePlace = tuple[str, Span]
"""An article's id, and a sentence of it."""

# log-odds that a sentence gains
_WORDS: Final = 2.0  # if it has all words of the line; fewer words gain a part of this
_AGAIN: Final = -0.5  # if it was cited before
_NEXT: Final = 1.0  # if it follows the sentence cited last
_BEFORE: Final = 0.7  # if it is shortly before the sentence cited last
_ELSEWHERE: Final = -0.75  # if it is in another article than the sentence cited last
_GAP: Final = 3  # two sentences follow each other if fewer visible characters are between them
_SHORTLY: Final = 400  # characters


@dataclass(frozen=True, slots=True)
class ConversationContext:
    """A ``line`` as typed, and the sentences cited in the turns before it, the latest last."""

    line: str
    cited: Sequence[SentencePlace]

    def log_odds(self, one: Candidate) -> float:
        """The log-odds that a candidate gains from the turns before."""
        article = one.hit.article
        gained = _WORDS * self._words(one)
        if any(id_ == article.id and one.sentence.overlaps(span) for id_, span in self.cited):
            gained += _AGAIN
        if self.cited and self.cited[-1][0] == article.id:
            gained += _near_last(article, self.cited[-1][1], one.sentence)
        elif self.cited:
            gained += _ELSEWHERE
        return gained

    def _words(self, one: Candidate) -> float:
        """The share of the line's words in the candidate's sentence."""
        language = one.hit.article.language or ENGLISH
        asked = asked_terms(self.line, language)
        held = asked & terms_in(one.sentence.of(one.hit.article.text), language)
        return len(held) / len(asked) if asked else 0.0


def _near_last(article: Article, last: Span, sentence: Span) -> float:
    if sentence.start >= last.end:
        between = article.text[last.end : sentence.start]
        return _NEXT if len("".join(between.split())) < _GAP else 0.0
    return _BEFORE if 0 <= last.start - sentence.end < _SHORTLY else 0.0
