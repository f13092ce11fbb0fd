"""Example questions drawn from the articles indexed, each known to be answered by them.

A few plain patterns turn a sentence into a question that it answers (after Heilman and Smith 2010,
"Good question!", without their ranking): the Answerer then has the last word, and a question that
it does not answer with the very sentence it was drawn from is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from pincite.corpus.article import Article, Span
from pincite.corpus.passages.sentences import sentence_spans
from pincite.index.engines.lexical import asked_terms
from pincite.index.retrieval.hit import Hit
from pincite.qa.types import Answer

# "The new bridge", "Notre-Dame de Paris": anything else is as often half a noun phrase
_NAMES = r"[A-Z][\w’'-]+(?: (?:de|of|the|[A-Z][\w’'-]+)){1,3}"
_PLACE = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}"
_SUBJECT = rf"(?P<subject>The (?:[\w’'-]+ ){{0,4}}?[\w’'-]+|{_NAMES})"
_IN_A_YEAR = r"[^.;]{0,60}?\b(?:in|on) (?:\w+\.? \d{1,2}, )?(?:1[5-9]|20)\d\d\b"
_OPENING = r"(?:[A-Z][^.;]{0,60}?, )?"
_PATTERNS = (
    (
        rf"{_SUBJECT} (?P<be>was|were) (?P<verb>\w+ed|built|begun|found|made|won) {_IN_A_YEAR}",
        "When {be} {subject} {verb}?",
    ),
    (
        rf"{_SUBJECT} (?P<verb>opened|closed|began|ended|struck|entered into force) {_IN_A_YEAR}",
        "When did {subject} {infinitive}?",
    ),
    (
        rf"{_SUBJECT} (?:was|were|is|are) (?P<verb>built|made|led|found|founded|designed|developed|"
        r"discovered|invented|proposed|financed) by ",
        "Who {verb} {subject}?",
    ),
    (
        r"(?:Some|About|Around|More than|Nearly|Almost|At least|Only|All)?\s?\d[\d,.]* "
        r"(?:(?:m|b|tr)illion )?(?P<noun>[a-z]+(?: [a-z]+)?) "
        r"(?P<rest>(?:are|were|have|had|died|lived|live|waited|took part)\b[^.,;:]{0,70})[.,;]",
        "How many {noun} {rest}?",
    ),
    (rf"{_SUBJECT} costs [^.;]*?[$€£¥]?\d", "How much does {subject} cost?"),
    (rf"{_SUBJECT} cost [^.;]*?[$€£¥]?\d", "How much did {subject} cost?"),
    (rf"(?=The ){_SUBJECT} (?P<be>is|was) (?:an?|the) \w+", "What {be} {subject}?"),
    (
        rf"{_OPENING}(?P<subject>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*) (?P<verb>urge|ask|order)e?d "
        rf"(?P<object>(?:the )?{_NAMES}) to ",
        "What did {subject} {verb} {object} to do?",
    ),
    (rf"{_OPENING}(?P<subject>[A-Z][A-Z]+|{_NAMES}) signed an? ", "What did {subject} sign?"),
    (
        rf"(?:.{{0,80}}[ ,])?(?P<role>[Tt]he [a-z][a-z -]{{2,30}} of (?:the )?{_PLACE}), "
        r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,2},",
        "Who is {role}?",
    ),
    (
        rf"(?:.{{0,80}}[ ,])?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){{1,2}}, "
        rf"(?P<role>the [a-z][a-z -]{{2,30}} of (?:the )?{_PLACE}),",
        "Who is {role}?",
    ),
    (
        r"(?P<subject>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,3}) "
        r"(?:said|told|warned|announced|argued|estimated)\b",
        "What did {subject} say?",
    ),
)
_INFINITIVES = {
    "opened": "open",
    "closed": "close",
    "began": "begin",
    "ended": "end",
    "struck": "strike",
    "entered into force": "enter into force",
}
ARTICLES = 200  # looked at
_TELLING = 4  # words that tell what a question without a name is about
_DRAFTS = 16  # tried, at most two an article


def example_questions(
    articles: Iterable[Article],
    answer_batch: Callable[[Sequence[str]], list[Answer]],
    limit: int = 6,
) -> tuple[str, ...]:
    """Up to ``limit`` questions, at most one an article, surest first.

    ``answer_batch`` answers over these articles; it is called once, with a few drafts from the
    first articles, so that a large index costs no more than a small one.
    """
    drawn = (
        (article, span, question)
        for article in islice(articles, ARTICLES)
        for span, question in islice(_drafts(article, _sentences(article)), 2)
    )
    drafts = list(islice(drawn, _DRAFTS))
    answers = answer_batch([question for _, _, question in drafts]) if drafts else []
    sure: dict[str, tuple[float, str]] = {}
    for (article, span, question), found in zip(drafts, answers, strict=True):
        if _answers(found, article, span):
            sure[article.id] = max(sure.get(article.id, (0.0, "")), (found.confidence, question))
    best = sorted(sure.values(), reverse=True)
    return tuple(question for _, question in best[:limit])


def questions_nearby(
    hits: Sequence[Hit],
    answer_batch: Callable[[Sequence[str]], list[Answer]],
    limit: int = 3,
) -> tuple[str, ...]:
    """Up to ``limit`` questions that sentences of these passages answer, nearest first. A few
    drafts, and no more, are handed to ``answer_batch``."""
    drawn = [
        (hit.article, span, question)
        for hit in hits
        for span, question in _drafts(hit.article, hit.passage.sentences)
    ]
    drafts = list({question: (a, s, question) for a, s, question in drawn}.values())[:limit]
    answers = answer_batch([question for _, _, question in drafts]) if drafts else []
    return tuple(
        question
        for (article, span, question), found in zip(drafts, answers, strict=True)
        if _answers(found, article, span)
    )


def _answers(answer: Answer, article: Article, span: Span) -> bool:
    return answer.found and (answer.citations[0].article.id, answer.citations[0].sentence) == (
        article.id,
        span,
    )


def _drafts(article: Article, spans: Sequence[Span]) -> Iterator[tuple[Span, str]]:
    for span in spans:
        sentence = span.of(article.text)
        for pattern, template in _PATTERNS:
            match = re.match(pattern, sentence)
            if match and _names_something(question := _ask(template, match.groupdict())):
                yield span, question
                break


def _sentences(article: Article) -> list[Span]:
    return list(sentence_spans(article.text, article.body))


def _names_something(question: str) -> bool:
    """Whether a question has a name in it, or says at some length what it asks about: who has not
    read the article cannot know which bridge "the new bridge" is."""
    named = re.search(r"(?<!^)(?<![.?!] )\b[A-Z][\w’'-]*\w", question)
    return bool(named) or len(asked_terms(question)) >= _TELLING


def _ask(template: str, parts: dict[str, str]) -> str:
    subject = re.sub("^The ", "the ", parts.get("subject", ""))
    infinitive = _INFINITIVES.get(parts.get("verb", ""), "")
    role = re.sub("^The ", "the ", parts.get("role", ""))
    return template.format(**{**parts, "subject": subject, "role": role, "infinitive": infinitive})
