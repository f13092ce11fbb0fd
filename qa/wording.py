"""How sources, dates, numbers and answers are said, in the shell and on the page."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from babel import Locale

from pincite.corpus.article import Article, Span
from pincite.index.retrieval.filter import Scope
from pincite.qa.types import Answer, Citation
from pincite.qa.weights import LANGUAGES

PERHAPS = "Perhaps:"
NEWEST = "from the newest article"
_SURE = 0.5
_NAMED = 5  # sources; the others are counted


def nearby(source: str) -> str:
    """The source, from the folder one is in or from home (``~``) if it lies there; a URL or any
    other path as it is."""
    with suppress(ValueError):
        return str(Path(source).relative_to(Path.cwd()))
    with suppress(ValueError, RuntimeError):
        return f"~/{Path(source).relative_to(Path.home())}"
    return source


def placed(article: Article, span: Span) -> str:
    """Where a span stands beside plain text: ``"page 3, "`` where the article has pages, and
    ``"in a table, "`` or ``"in a caption, "`` where it is in one; else ""."""
    page, section = article.page(span.start), article.section(span.start)
    kind = section.kind if section else "text"
    return ("" if page is None else f"page {page:,}, ") + (
        "" if kind == "text" else f"in a {kind}, "
    )


def counted(number: int, noun: str) -> str:
    """``"1 article"``, ``"1,284 articles"``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def among(copies: int) -> str:
    """How many of the articles just counted are copies: ``", 2 of them copies of others,"``, or ""
    where none is."""
    what = "a copy of another" if copies == 1 else "copies of others"
    return f", {copies:,} of them {what}," if copies else ""


def elsewhere(articles: Sequence[Article], what: str = "also in") -> str:
    """Where else a text was read: ``"also in: a.txt, b.txt and 3 more"``."""
    named = ", ".join(nearby(article.source) for article in articles[:_NAMED])
    rest = len(articles) - _NAMED
    return f"{what}: {named}{f' and {rest:,} more' if rest > 0 else ''}"


def unread(languages: Sequence[tuple[str, int]]) -> list[str]:
    """A line on the articles in languages that the reader was not trained on; none where there are
    none. ``languages`` has the number of articles by the language's code."""
    foreign = [(count, code) for code, count in languages if code not in LANGUAGES]
    if not foreign:
        return []
    most_first = sorted(foreign, key=lambda pair: (-pair[0], pair[1]))
    named = ", ".join(f"{count:,} in {language_name(code)}" for count, code in most_first)
    whole = counted(sum(count for count, _ in foreign), "article")
    return [f"the reader was trained on English; expect less of {whole}: {named}"]


def language_name(code: str) -> str:
    """A language by its code, in English: ``"German"``; the code where it has no name."""
    return str(Locale("en").languages.get(code, code))


def day(moment: str | None) -> str:
    """An ISO date or date-time as "5 March 2026"; anything else as it stands."""
    try:
        found = date.fromisoformat((moment or "")[:10])
    except ValueError:
        return moment or ""
    return f"{found.day} {found:%B %Y}"


def byline(article: Article) -> str:
    """Who wrote an article and when, as "Jane Roe · 2026-02-03"; "" where it says neither."""
    return " · ".join(part for part in (article.author, (article.published or "")[:10]) if part)


def asked_of(scope: Scope) -> list[str]:
    """What a filter did, a line each: which articles were asked, and which could not be told.
    None where there is no filter."""
    if not scope.filter:
        return []
    lines = [f"Asked of {scope.articles:,} of {counted(scope.total, 'article')}: {_wanted(scope)}"]
    if scope.articles == 0:
        lines = [f"No article to ask, of {scope.total:,}: {_wanted(scope)}"]
    if scope.undated:
        lines.append(f"Left out since they have no date: {counted(scope.undated, 'article')}")
    return lines


def _wanted(scope: Scope) -> str:
    wanted = scope.filter
    parts = [f"since {wanted.since}"] if wanted.since else []
    parts += [f"until {wanted.until}"] if wanted.until else []
    parts += [f"source “{wanted.source}”"] if wanted.source else []
    return ", ".join(parts)


def understood_as(answer: Answer) -> str:
    """The full question that a line of a conversation was taken for: "Understood as: …"; "" where
    it was taken as it stands."""
    return f"Understood as: {answer.resolved}" if answer.resolved else ""


def searched_for(answer: Answer) -> str:
    """What was searched for, where that is not what was typed: "Searched for: …"; else ""."""
    asked = " · ".join(answer.asked)
    if not asked or _plain(asked) == _plain(answer.resolved or answer.question):
        return ""
    return f"Searched for: {asked}"


def _plain(line: str) -> str:
    return " ".join(line.casefold().split()).rstrip("?.! ")


_KINDS = {
    "yes or no": "Pincite gives no verdict: these sentences speak to it.",
    "search words": "Sentences for these words.",
    "definition": "What your articles say it is.",
    "digest": "What your articles say about it, in order of date.",
    "list": "Taken as a list.",
}
FORM_NAMES = {
    "answer": "a plain question",
    "definition": "what it is",
    "digest": "a digest",
    "list": "a list",
    "mentions": "every mention",
    "quote": "an exact quote",
    "search words": "search words",
    "two questions": "two questions",
}
"""How a form is named where it is offered."""

_WHAT_THIS_IS = (
    "Pincite answers questions from your own articles, with a sentence that stands in one of them. "
    "It writes nothing itself."
)


def taken_as(answer: Answer) -> str:
    """How the line was taken, in a sentence, where it is not a plain question; else ""."""
    return _KINDS.get(answer.kind, "") if answer.found else ""


def dates_taken(answer: Answer) -> str:
    """The date by which the citations were chosen, in a sentence; "" where there is none."""
    dates = answer.dates
    if dates is None:
        return ""
    if dates.newest and not dates.since:
        return "Taken as: the newest first."
    if dates.since.startswith("--"):
        said = dates.words
    elif dates.since[5:] == "01-01" and dates.until == f"{dates.since[:4]}-12-31":
        said = dates.since[:4]
    elif dates.since[:7] == dates.until[:7] and dates.since != dates.until:
        said = day(dates.since).partition(" ")[2]
    else:
        said = " to ".join(dict.fromkeys(day(each) for each in (dates.since, dates.until)))
    first = ", the newest first" if dates.newest else ""
    return f"Taken as: sentences and articles of {said}{first}."


def is_unsure(citation: Citation) -> bool:
    """Whether an answer is rather wrong than right, so that it is said with "perhaps"."""
    return citation.confidence < _SURE


def weighs(answer: Answer) -> bool:
    """Whether its citations are answers that may be wrong, so that their confidence tells."""
    return answer.kind not in ("quote", "mentions", "digest", "unread")


def refusal(answer: Answer, whose: str = "these") -> str:
    """That nothing was found, in a sentence."""
    if answer.kind == "yes or no":
        return f"Not settled in {whose} articles."
    if answer.kind == "which":
        return "It is not clear what is meant."
    if answer.kind == "quote":
        return f"These words stand nowhere in {whose} articles."
    return f"Not found in {whose} articles."


def introduction(answer: Answer) -> str:
    """What Pincite is and what the index holds, for small talk."""
    return f"{_WHAT_THIS_IS} The index holds {counted(answer.scope.total, 'article')}."


def differing(answers: int) -> str:
    """That the articles give several answers, in a sentence."""
    return f"Your articles give {counted(answers, 'different answer')}."


def said(citation: Citation) -> str:
    """Where an answer that stands in several places is said: ``"Said in 3 articles"``."""
    articles, places = citation.articles, 1 + len(citation.also)
    if articles == 1:
        return f"Said in {counted(places, 'place')} of this article"
    exactly = f", in {counted(places, 'place')}" if places > articles else ""
    return f"Said in {counted(articles, 'article')}{exactly}"


def pinpoints(text: str, sentence: Span, answer: Span) -> bool:
    """Whether the exact answer is less than the whole sentence, stops and quotation marks apart:
    only then is it told from the sentence."""
    around = text[sentence.start : answer.start] + text[answer.end : sentence.end]
    return any(character.isalnum() for character in around)


def numbered(answer: Answer) -> list[list[tuple[int, Citation]]]:
    """For each different answer, its places with their numbers; numbers run on from 1 through all
    answers."""
    found: list[list[tuple[int, Citation]]] = []
    number = 0
    for citation in answer.citations:
        places = (citation, *citation.also)
        found.append(list(enumerate(places, start=number + 1)))
        number += len(places)
    return found
