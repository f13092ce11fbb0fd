"""Answers "who said that?" and "where does it say so?" about a cited sentence. Pure."""

from __future__ import annotations

from typing import Final

from pincite.corpus.article import Span
from pincite.corpus.passages.sentences import sentence_spans
from pincite.qa.asking.quoting.speaker import speaker
from pincite.qa.types import Answer, Citation

_SHOWN: Final = 120  # characters of a sentence that are shown


def who_said(cited: Citation) -> Answer:
    """An Answer that cites the sentence naming the speaker of a citation. It is not found if the
    article names no speaker nearby. ``resolved`` is the full question."""
    article = cited.article
    around = Span(0, len(article.text))
    sentences = list(sentence_spans(article.text, article.body or (around,)))
    found = speaker(article, cited.answer, sentences)
    asked = f"Who said “{_short(cited)}”?"
    if found is None:
        named = article.title or article.source
        note = f"No speaker is named beside it: it is the article's own statement ({named})."
        return Answer(asked, "", 0.0, (), (), asked=(asked,), notes=(note,), resolved=asked)
    return Answer(asked, found.text, found.confidence, (found,), (), asked=(asked,), resolved=asked)


def cited_again(answer: Answer) -> Answer:
    """An Answer with the citations of the last answer again, as its places. ``resolved`` is the
    full question."""
    best = answer.citations[0]
    asked = f"Where does it say “{_short(best)}”?"
    return Answer(
        asked, best.text, best.confidence, answer.citations, (), asked=(asked,), resolved=asked
    )


def _short(cited: Citation) -> str:
    """The cited sentence without quotation marks around it, shortened if it is long."""
    words = " ".join(cited.quote.split())
    short = words if len(words) <= _SHOWN else words[:_SHOWN].rsplit(" ", 1)[0] + " …"
    return short.strip("“”\" '")
