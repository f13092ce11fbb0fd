"""Where a conversation stands: what the turns before make a likelier answer to a line. Pure.

People ask on about what stands beside the sentence just cited, and seldom want a sentence again.
The weights were fitted on the dialogues to look at (docs/decisions/asking.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pincite.corpus.article import Article, Span
from pincite.index.engines.lexical import ENGLISH, asked_terms, terms
from pincite.qa.types import Candidate

Place = tuple[str, Span]
"""An article's id, and a sentence of it."""

_WORDS: Final = 2.0  # log-odds, for a sentence with all words of the line
_AGAIN: Final = -0.5  # for one that was cited before
_NEXT: Final = 1.0  # for the one behind what was cited last
_BEFORE: Final = 0.7  # for one shortly before it
_ELSEWHERE: Final = -0.75  # for one in an article that was not cited last
_GAP: Final = 3  # signs between two sentences that follow each other
_SHORTLY: Final = 400  # characters


@dataclass(frozen=True, slots=True)
class ConversationContext:
    """A ``line`` as it was typed, and the sentences cited for the turns before it, the last one
    last."""

    line: str
    cited: Sequence[Place]

    def log_odds(self, one: Candidate) -> float:
        """How much likelier a candidate is for what was said before, in log-odds."""
        article = one.hit.article
        gained = _WORDS * self._words(one)
        if any(id_ == article.id and one.sentence.overlaps(span) for id_, span in self.cited):
            gained += _AGAIN
        if self.cited and self.cited[-1][0] == article.id:
            gained += _beside(article, self.cited[-1][1], one.sentence)
        elif self.cited:
            gained += _ELSEWHERE
        return gained

    def _words(self, one: Candidate) -> float:
        """The share of the line's words in the candidate's sentence."""
        language = one.hit.article.language or ENGLISH
        asked = asked_terms(self.line, language)
        held = asked & set(terms(one.sentence.of(one.hit.article.text), language))
        return len(held) / len(asked) if asked else 0.0


def _beside(article: Article, last: Span, sentence: Span) -> float:
    if sentence.start >= last.end:
        between = article.text[last.end : sentence.start]
        return _NEXT if len("".join(between.split())) < _GAP else 0.0
    return _BEFORE if 0 <= last.start - sentence.end < _SHORTLY else 0.0
