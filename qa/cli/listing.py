"""``pincite mentions`` and ``pincite ask --all``, which go through all articles under a progress
bar. Ctrl-C stops them, and what was found so far is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, TypeVar

from rich.console import Console, Group, RenderableType
from rich.text import Text

from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import Retriever
from pincite.qa.answerer import Answerer
from pincite.qa.asking.lookup.exhaustive import ReadingStep
from pincite.qa.asking.lookup.mentions import (
    Mentions,
    MentionsStep,
    mentions_of_steps,
    mentions_steps,
    subject_of,
)
from pincite.qa.cli.text import printable
from pincite.qa.progress import progress_bar
from pincite.qa.types import Answer, Citation
from pincite.qa.wording import byline, counted

_Any = TypeVar("_Any")


def all_answers(query: Query, answerer: Answerer) -> Answer:
    """All different answers; if it was stopped, those from the passages read so far. Raises
    IndexFault, ModelError and QuestionError."""
    found = answerer.all_answers(query)
    with progress_bar(Console(stderr=True)) as report:

        def reported() -> Iterator[ReadingStep]:
            for step in found.steps():
                report("reading", step.examined, step.total)
                yield step

        return found.answer(_until_stopped(reported()))


def collected(query: Query, retriever: Retriever) -> Mentions:
    """Every mention of what is asked for; if it was stopped, those found so far. Raises
    IndexFault."""
    subject = subject_of(query.text)
    with progress_bar(Console(stderr=True)) as report:

        def reported() -> Iterator[MentionsStep]:
            for step in mentions_steps(subject, retriever, query.filter):
                report("looking", step.examined, step.total)
                yield step

        return mentions_of_steps(subject, _until_stopped(reported()))


def _until_stopped(found: Iterable[_Any]) -> Iterator[_Any]:
    try:
        yield from found
    except KeyboardInterrupt:
        return


def mentions_dict(found: Mentions) -> dict[str, Any]:
    """The mentions as plain values."""
    number = {(p.article.id, p.sentence): n for n, p in enumerate(found.places, start=1)}
    return {
        "subject": found.subject,
        "sentences": len(found.places),
        "articles": found.articles,
        "examined": found.examined,
        "total": found.total,
        "citations": [place.to_dict() for place in found.places],
        "differing": [
            [number[place.article.id, place.sentence] for place in group]
            for group in found.differing
        ],
    }


def mentions_text(found: Mentions) -> RenderableType:
    """The mentions by article, each with its place, and the groups of differing numbers."""
    lines = [Text(printable(_counts(found)), style="bold")]
    numbered = list(enumerate(found.places, start=1))
    for _, group in groupby(numbered, key=lambda each: each[1].article.id):
        rows = list(group)
        article = rows[0][1].article
        heading = " · ".join(filter(None, (article.title or article.id, byline(article))))
        lines += [Text(), Text(printable(heading), style="cyan")]
        lines += [_line(number, place) for number, place in rows]
    number_of = {(p.article.id, p.sentence): n for n, p in numbered}
    for rivals in found.differing:
        which = ", ".join(f"[{number_of[p.article.id, p.sentence]}]" for p in rivals)
        lines += [Text(), Text(f"The numbers differ in {which}.", style="yellow")]
    return Group(*lines)


def _counts(found: Mentions) -> str:
    looked = counted(found.examined, "passage")
    stopped = f" of {found.total:,}, then stopped" if found.stopped else ""
    if not found.places:
        return f"No sentence mentions {found.subject}; looked at {looked}{stopped}."
    return (
        f"{counted(len(found.places), 'sentence')} in {counted(found.articles, 'article')} "
        f"for {found.subject}; looked at {looked}{stopped}."
    )


def _line(number: int, place: Citation) -> Text:
    start = place.answer.start - place.sentence.start
    label = f"[{number}] "
    line = Text(label + printable(place.quote))
    line.stylize("bold", len(label) + start, len(label) + start + len(place.answer))
    span = place.sentence
    line.append(f"  (characters {span.start}-{span.end})", style="dim")
    return line
