"""Words for sources, dates, numbers and answers, in the shell and on the page."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from babel import Locale

from pincite.corpus.article import Article, Span
from pincite.index.retrieval.filter import Scope
from pincite.qa.answering.steps import Step
from pincite.qa.types import Answer, Citation
from pincite.qa.weights import LANGUAGES
from pincite.qa.words import current_language, known, say

_SURE = 0.5
_NAMED = 5  # sources that are named; the others are only counted


def nearby(source: str) -> str:
    """The source as a path relative to the current folder, or to the home folder (``~``); a URL or
    any other path is unchanged."""
    with suppress(ValueError):
        return str(Path(source).relative_to(Path.cwd()))
    with suppress(ValueError, RuntimeError):
        return f"~/{Path(source).relative_to(Path.home())}"
    return source


def place_of_span(article: Article, span: Span) -> str:
    """The page and the kind of section that a span is in: ``"page 3, "`` if the article has pages,
    and ``"in a table, "`` or ``"in a caption, "``; "" for plain text without pages."""
    page, section = article.page(span.start), article.section(span.start)
    kind = section.kind if section else "text"
    return ("" if page is None else say("place.page", page=page)) + (
        "" if kind == "text" else say(f"place.{kind}")
    )


def counted(number: int, noun: str) -> str:
    """``"1 article"``, ``"1,284 articles"``."""
    key = f"count.{noun.replace(' ', '_')}.{'one' if number == 1 else 'other'}"
    if known(key):
        return say(key, n=number)
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def copies_among(copies: int) -> str:
    """How many of the articles just counted are copies: ``", 2 of them copies of others,"``, or ""
    if none is."""
    what = "a copy of another" if copies == 1 else "copies of others"
    return f", {copies:,} of them {what}," if copies else ""


def elsewhere(articles: Sequence[Article], what: str = "") -> str:
    """The other articles with the same text: ``"also in: a.txt, b.txt and 3 more"``."""
    named = say("list.comma").join(nearby(article.source) for article in articles[:_NAMED])
    rest = len(articles) - _NAMED
    more = say("also.more", n=rest) if rest > 0 else ""
    return say("also.listed", what=what or say("also.in"), names=named + more)


def unread(languages: Sequence[tuple[str, int]]) -> list[str]:
    """A line on the articles in languages that the reader was not trained on, or no line if there
    are none. ``languages`` pairs each language's code with its number of articles."""
    foreign = [(count, code) for code, count in languages if code not in LANGUAGES]
    if not foreign:
        return []
    most_first = sorted(foreign, key=lambda pair: (-pair[0], pair[1]))
    named = ", ".join(f"{count:,} in {language_name(code)}" for count, code in most_first)
    whole = counted(sum(count for count, _ in foreign), "article")
    return [f"the reader was trained on English; expect less of {whole}: {named}"]


def language_name(code: str) -> str:
    """The name of a language, such as ``"German"``, in the user's language; the code itself if it
    has no name."""
    return str(Locale.parse(current_language(), sep="-").languages.get(code, code))


def day(moment: str | None) -> str:
    """An ISO date or date-time as "5 March 2026"; anything else unchanged."""
    try:
        found = date.fromisoformat((moment or "")[:10])
    except ValueError:
        return moment or ""
    return say("date.day", day=found.day, month=say(f"month.{found.month}"), year=found.year)


def _month(moment: str) -> str:
    """The month of an ISO date, as "March 2026"."""
    found = date.fromisoformat(moment)
    return say("date.month", month=say(f"month.{found.month}"), year=found.year)


def byline(article: Article) -> str:
    """The author and date of an article, as "Jane Roe · 2026-02-03"; "" if it has neither."""
    return " · ".join(part for part in (article.author, (article.published or "")[:10]) if part)


def step_told(step: Step) -> str:
    """What is being done: "Reading 6 passages…", with a capital and an ellipsis."""
    match step.name:
        case "searching" if step.n:
            return say("step.searching", articles=counted(step.n, "article"))
        case "searching":
            return say("step.searching.some")
        case "reading":
            return say("step.reading", passages=counted(step.n, "passage"))
        case "looking":
            passages = counted(step.n, "passage")
            return say("step.looking", done=step.done, passages=passages)
        case "gathering":
            return say("step.gathering", articles=counted(step.n, "article"))
        case "choosing":
            return say("step.choosing", sentences=counted(step.n, "sentence"))
        case "weighing":
            return say("step.weighing")
        case "suggesting":
            return say("step.suggesting")


def asked_of(scope: Scope) -> list[str]:
    """Lines on what a filter did: how many articles were searched, and how many have no date.
    No line if there is no filter."""
    if not scope.filter:
        return []
    total, wanted = counted(scope.total, "article"), _wanted(scope)
    lines = [say("told.asked", n=scope.articles, articles=total, wanted=wanted)]
    if scope.articles == 0:
        lines = [say("told.none", n=scope.total, wanted=wanted)]
    if scope.undated:
        lines.append(say("told.undated", articles=counted(scope.undated, "article")))
    return lines


def _wanted(scope: Scope) -> str:
    wanted = scope.filter
    parts = [say("told.since", day=wanted.since)] if wanted.since else []
    parts += [say("told.until", day=wanted.until)] if wanted.until else []
    parts += [say("told.source", source=wanted.source)] if wanted.source else []
    return say("list.comma").join(parts)


def understood_as(answer: Answer) -> str:
    """The full question that a line of a conversation was taken for: "Understood as: …"; "" if it
    was taken as typed."""
    return say("told.understood", question=answer.resolved) if answer.resolved else ""


def searched_for(answer: Answer) -> str:
    """What was searched for: "Searched for: …"; "" if that is what was typed."""
    asked = " · ".join(answer.asked)
    if not asked or _plain(asked) == _plain(answer.resolved or answer.question):
        return ""
    return say("told.searched", question=asked)


def _plain(line: str) -> str:
    return " ".join(line.casefold().split()).rstrip("?.! ")


_KINDS = frozenset(("yes or no", "search words", "definition", "digest", "more", "list"))


def form_name(form: str) -> str:
    """The name of a form that is offered to people; "" for a form that is not offered."""
    return say(f"form.{form}") if known(f"form.{form}") else ""


def taken_as(answer: Answer) -> str:
    """A sentence on how the line was understood, if it is not a plain question; else ""."""
    return say(f"told.{answer.kind}") if answer.found and answer.kind in _KINDS else ""


def dates_taken(answer: Answer) -> str:
    """A sentence on the date by which the citations were chosen; "" if there is none."""
    dates = answer.dates
    if dates is None:
        return ""
    if dates.newest and not (dates.since or dates.until):
        return say("told.newest first")
    if dates.until and not dates.since:
        kind = "told.dated.until.newest" if dates.newest else "told.dated.until"
        return say(kind, day=day(dates.until))
    if not dates.since or dates.since.startswith("--"):
        said = dates.words
    elif dates.since[5:] == "01-01" and dates.until == f"{dates.since[:4]}-12-31":
        said = dates.since[:4]
    elif dates.since[:7] == dates.until[:7] and dates.since != dates.until:
        said = _month(dates.since)
    elif dates.since == dates.until:
        said = day(dates.since)
    else:
        said = say("date.until", since=day(dates.since), until=day(dates.until))
    return say("told.dated.newest" if dates.newest else "told.dated", when=said)


def is_unsure(citation: Citation) -> bool:
    """Whether an answer is more probably wrong than right; it is then shown with "perhaps"."""
    return citation.confidence < _SURE


def shows_confidence(answer: Answer) -> bool:
    """Whether the confidence of its citations is shown: they are answers that may be wrong."""
    return answer.kind not in ("quote", "mentions", "digest", "more", "unread")


def refusal(answer: Answer, whose: str = "these") -> str:
    """A sentence that says that nothing was found."""
    kind = answer.kind if known(f"refusal.{whose}.{answer.kind}") else "answer"
    return say(f"refusal.{whose}.{kind}")


def introduction(answer: Answer) -> str:
    """A sentence on what Pincite is and how many articles it holds, in reply to small talk."""
    return say("told.introduction", articles=counted(answer.scope.total, "article"))


def answers_differ(answers: int) -> str:
    """A sentence that says that the articles give several answers."""
    return say("told.differing", answers=counted(answers, "different answer"))


def said_in_articles(citation: Citation) -> str:
    """How many articles or places give an answer: ``"Said in 3 articles"``."""
    articles, places = citation.articles, 1 + len(citation.also)
    if articles == 1:
        return say("told.said.here", places=counted(places, "place"))
    counts = {"articles": counted(articles, "article"), "places": counted(places, "place")}
    return say("told.said.places" if places > articles else "told.said", **counts)


def pinpoints(text: str, sentence: Span, answer: Span) -> bool:
    """Whether the exact answer is less than the whole sentence, apart from punctuation. Only then
    is the answer marked inside the sentence."""
    around = text[sentence.start : answer.start] + text[answer.end : sentence.end]
    return any(character.isalnum() for character in around)


def numbered(answer: Answer) -> list[list[tuple[int, Citation]]]:
    """For each different answer, its places with their numbers. The numbering starts at 1 and
    continues through all answers."""
    found: list[list[tuple[int, Citation]]] = []
    number = 0
    for citation in answer.citations:
        places = (citation, *citation.also)
        found.append(list(enumerate(places, start=number + 1)))
        number += len(places)
    return found
