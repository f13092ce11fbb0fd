"""Example questions made from the indexed articles, which are known to answer them.

A few patterns turn a sentence into a question that it answers (after Heilman and Smith 2010,
"Good question!", without their ranking). Then the question is asked. It is dropped unless the
answer cites the very sentence that the question was made from.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from pincite.corpus.article import Article, Span
from pincite.corpus.passages.sentences import sentence_spans
from pincite.index.retrieval.hit import Hit
from pincite.qa.answering.steps import Step, telling_only
from pincite.qa.types import Answer

# matches "The new bridge" and "Notre-Dame de Paris"; any other start is often half a noun phrase
_NAMES = r"[A-Z][\w’'-]+(?: (?:de|of|the|[A-Z][\w’'-]+)){1,3}"
_PLACE = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}"
_SUBJECT = rf"(?P<subject>The (?:[\w’'-]+ ){{0,4}}?[\w’'-]+|{_NAMES})"
_IN_A_YEAR = r"[^.;]{0,60}?\b(?:in|on) (?:\w+\.? \d{1,2}, )?(?:1[5-9]|20)\d\d\b"
_OPENING = r"(?:[A-Z][^.;]{0,60}?, )?"
_LONG_NAME = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,3}"
_PERSON = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,2}"
# offices that only a person holds
_HEADS = (
    "mayor|governor|president|director|chairman|chairwoman|chair|chief executive|leader|head|chief|"
    "minister|editor|spokesman|spokeswoman|founder|owner|captain|coach|king|queen|bishop|rector"
)
_OFFICE = rf"(?:[a-z]+[ -]){{0,3}}(?:{_HEADS}|secretary|editor-in-chief|ambassador|commander|judge)"
_OFFICES = r"(?:[A-Z]\w+ )?(?:Minister|President|Mayor|Governor|Chancellor|Senator)"
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
        rf"{_SUBJECT} (?:was|were|is|are) (?P<verb>built|made|owned|led|found|founded|designed|"
        r"developed|discovered|invented|proposed|financed) by ",
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
        rf"(?:.{{0,80}}[ ,])?(?P<role>[Tt]he {_OFFICE} of (?:the )?{_PLACE}), {_PERSON},",
        "Who is {role}?",
    ),
    (
        rf"(?:.{{0,80}}[ ,])?{_PERSON}, (?P<role>the {_OFFICE} of (?:the )?{_PLACE})[,.]",
        "Who is {role}?",
    ),
    (
        rf"(?:.{{0,80}}? )?(?P<place>[A-Z]{{2,}}|{_LONG_NAME}) (?P<role>{_HEADS}) {_PERSON}\b",
        "Who is the {role} of {place}?",
    ),
    (
        rf"(?:{_PERSON}|.{{0,60}}[A-Z][\w’'-]+) (?P<verb>won|shared|received) (?:the )?"
        rf"(?P<prize>(?:\d{{4}} )?{_NAMES}(?: in [A-Z]\w+)?)\b",
        "Who {verb} the {prize}?",
    ),
    (r"(?P<subject>[A-Z][A-Z0-9]{1,6}) stands for ", "What does {subject} stand for?"),
    (
        rf"(?:.{{0,80}} )?(?P<subject>(?:{_OFFICES} )?{_PERSON}) "
        r"(?P<verb>promise|demand|propose|predict|suggest|criticize)e?d\b",
        "What did {subject} {verb}?",
    ),
    (rf"{_SUBJECT} employs (?:about |some |around )?\d", "How many people does {subject} employ?"),
    (
        rf"{_SUBJECT} is (?:about |some |around |nearly )?\d[\d,.]* \w+ "
        r"(?P<far>long|wide|high|tall|deep)\b",
        "How {far} is {subject}?",
    ),
    (
        rf"(?P<subject>(?!(?:As|When|While|After|But|And|If|Since) )(?:{_OFFICES} )?{_PERSON}) "
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
ARTICLES = 200  # at most so many articles are examined
_ONLY_THEN = re.compile(
    r"\b(?:(?:last|this|next) \w+|yesterday|today|tomorrow|now|ago|here|there|\w+day|earlier|"
    r"later)\b"
)
# names in a sentence, after a preposition
_INSIDE = re.compile(
    r"\b(?:in|of|to|for|from|at|with|by|near|on)(?: the)? "
    r"(?P<name>[A-Z][\w’'-]*\w(?: [A-Z][\w’'-]*\w)*)"
)
_PEOPLE = re.compile(r"(?:ish|sh|ese|[ei]an|li|qi)$")  # names of peoples, such as "British"
_OFTEN = 2
_VAGUE = re.compile(r"^What did .* say\?$")  # too general: somebody said many things
_DRAFTS = 16  # drafts that are tried, at most two for each article


def example_questions(
    articles: Iterable[Article],
    answer_batch: Callable[[Sequence[str]], list[Answer]],
    limit: int = 6,
) -> tuple[str, ...]:
    """Up to ``limit`` questions, at most one for each article: first those that ask for one
    definite thing, then topics, then vague questions; within each group the surest first.

    ``answer_batch`` answers questions over these articles. It is called once, with a few drafts
    from the first articles, so that a large index costs no more than a small one.
    """
    kept = list(islice(articles, ARTICLES))
    drawn = (
        (article, span, question)
        for article in kept
        for span, question in islice(_drafts(article, _sentences(article)), 2)
    )
    drafts = list(islice(drawn, _DRAFTS))
    answers = _asked([question for _, _, question in drafts], answer_batch)
    sure: dict[str, tuple[bool, float, str]] = {}
    for (article, span, question), found in zip(drafts, answers, strict=True):
        if _is_cited_first(found, article, span):
            worth = not _VAGUE.match(question), found.confidence, question
            sure[article.id] = max(sure.get(article.id, (False, 0.0, "")), worth)
    best = [question for *_, question in sorted(sure.values(), reverse=True)]
    definite = [each for each in best if not _VAGUE.match(each)]
    topics = [f"Tell me about {topic}" for topic in _topics(kept, frozenset(sure))]
    vague = [each for each in best if _VAGUE.match(each)]
    return tuple((*definite, *topics, *vague)[:limit])


def _topics(articles: Iterable[Article], less: frozenset[str]) -> Iterator[str]:
    """The names that articles are about, at most one for each article. Such a name is in the title
    and several times in the text after a preposition. The articles in ``less`` are left out: they
    have a question already."""
    seen: set[str] = set()
    for article in articles:
        if article.id in less:
            continue
        body = " ".join(part.of(article.text) for part in article.body)
        inside = Counter(found["name"] for found in _INSIDE.finditer(body))
        title = f" {article.title} "
        often = [name for name, count in inside.items() if count >= _OFTEN]
        named = [name for name in often if f" {name} " in title and not _PEOPLE.search(name)]
        topic = max(named, key=lambda name: (inside[name], len(name)), default="")
        if topic and topic not in seen:
            seen.add(topic)
            yield topic


def questions_nearby(
    hits: Sequence[Hit],
    answer_batch: Callable[[Sequence[str]], list[Answer]],
    limit: int = 3,
) -> tuple[str, ...]:
    """Up to ``limit`` questions that sentences of these hits answer, nearest first.
    ``answer_batch`` is called once, with at most ``limit`` drafts."""
    drawn = [
        (hit.article, span, question)
        for hit in hits
        for span, question in _drafts(hit.article, hit.passage.sentences)
    ]
    drawn.sort(key=lambda each: bool(_VAGUE.match(each[2])))
    drafts = list({question: (a, s, question) for a, s, question in drawn}.values())[:limit]
    answers = _asked([question for _, _, question in drafts], answer_batch)
    return tuple(
        question
        for (article, span, question), found in zip(drafts, answers, strict=True)
        if _is_cited_first(found, article, span)
    )


def _asked(
    drafts: Sequence[str], answer_batch: Callable[[Sequence[str]], list[Answer]]
) -> list[Answer]:
    if not drafts:
        return []
    with telling_only(Step("suggesting")):
        return answer_batch(drafts)


def _is_cited_first(answer: Answer, article: Article, span: Span) -> bool:
    return answer.found and (answer.citations[0].article.id, answer.citations[0].sentence) == (
        article.id,
        span,
    )


def _drafts(article: Article, spans: Sequence[Span]) -> Iterator[tuple[Span, str]]:
    for span in spans:
        sentence = span.of(article.text)
        for pattern, template in _PATTERNS:
            match = re.match(pattern, sentence)
            if match and _stands_alone(question := _ask(template, match.groupdict())):
                yield span, question
                break


def _sentences(article: Article) -> list[Span]:
    return list(sentence_spans(article.text, article.body))


def _stands_alone(question: str) -> bool:
    """Whether a question makes sense to someone who has not read the article: it has a name in it
    ("the new bridge" is none) and no time that depends on the article's date, such as "last
    week"."""
    named = re.search(r"(?<!^)(?<![.?!] )\b[A-Z][\w’'-]*\w", question)
    return bool(named) and not _ONLY_THEN.search(question)


def _ask(template: str, parts: dict[str, str]) -> str:
    subject = re.sub("^The ", "the ", parts.get("subject", ""))
    infinitive = _INFINITIVES.get(parts.get("verb", ""), "")
    role = re.sub("^The ", "the ", parts.get("role", ""))
    return template.format(**{**parts, "subject": subject, "role": role, "infinitive": infinitive})
