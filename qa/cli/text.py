"""The texts that the command line shows to people. Control codes in article text are replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.segment import Segment
from rich.text import Text

from pincite.corpus.article import Article
from pincite.index.building.removals import places_shown
from pincite.index.retrieval.filter import Scope
from pincite.index.retrieval.hit import Hit
from pincite.qa.asking.weighing.rivals import newest
from pincite.qa.types import Answer, Citation
from pincite.qa.wording import (
    answers_differ,
    asked_of,
    byline,
    copies_among,
    counted,
    dates_taken,
    elsewhere,
    introduction,
    is_unsure,
    nearby,
    numbered,
    pinpoints,
    place_of_span,
    refusal,
    said_in_articles,
    searched_for,
    shows_confidence,
    taken_as,
    understood_as,
    unread,
)
from pincite.qa.words import say

if TYPE_CHECKING:  # answers do not need the modules of builds
    from pincite.index.building.home import InForce
    from pincite.index.building.publishing.receipt import Receipt
    from pincite.index.building.verify import Verification

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SHOWN = 20
_NEWEST = "from the newest article"


def printable(text: str) -> str:
    """The text with terminal control codes and direction overrides made visible."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text).encode("utf-8", "replace").decode()


def answer_text(answer: Answer) -> RenderableType:
    """The answer with its quote, its places and its confidence. If the articles give several
    answers, a line says so before them. The last lines say what a filter did."""
    if answer.kind == "small talk":
        return Group(Text(introduction(answer)), *_suggested(answer))
    shown = _found(answer) if answer.found else _not_found(answer)
    return Group(*_understanding(answer), shown, scope_text(answer.scope))


def _understanding(answer: Answer) -> list[Text]:
    """Lines on how the question was understood, as far as that is worth saying."""
    lines = (
        understood_as(answer),
        searched_for(answer),
        taken_as(answer),
        dates_taken(answer),
        *answer.notes,
    )
    return [Text(printable(line), style="dim") for line in lines if line]


def _suggested(answer: Answer) -> list[RenderableType]:
    if not answer.suggestions:
        return []
    shown = [Text(printable(question)) for question in answer.suggestions]
    return [Text("You can ask, for example:", style="dim"), _Indented(shown)]


def scope_text(scope: Scope) -> RenderableType:
    """Lines on what a filter did; empty if there is no filter."""
    return Group(*(Text(printable(line), style="dim") for line in asked_of(scope)))


def _found(answer: Answer) -> RenderableType:
    if answer.parts:
        return _in_parts(answer)
    last = newest(answer)
    parts: list[RenderableType] = [
        _stated(row, shows_confidence(answer), last is not None and row[0][1] == last)
        for row in numbered(answer)
    ]
    if answer.rivals:
        parts.insert(0, Text(answers_differ(len(answer.rivals))))
    return Group(*_spaced(parts))


def _in_parts(answer: Answer) -> RenderableType:
    """The answers to the questions of a line, each below its question."""
    rows = iter(numbered(answer))
    parts: list[RenderableType] = []
    for part in answer.parts:
        stated = [_stated(next(rows)) for _ in part.citations]
        shown = list(_spaced(stated)) or [Text(refusal(part), style="bold")]
        parts.append(Group(Text(printable(" ".join(part.asked)), style="italic"), *shown))
    return Group(*_spaced(parts))


def _spaced(parts: list[RenderableType]) -> Iterator[RenderableType]:
    """The parts, with an empty line between each two."""
    for n, part in enumerate(parts):
        if n:
            yield Text()
        yield part


def _stated(
    places: list[tuple[int, Citation]], weighed: bool = True, last: bool = False
) -> RenderableType:
    """One answer with its places. It is dimmed if it is unsure, and marked if it is the newest of
    several (``last``)."""
    best = places[0][1]
    unsure = weighed and is_unsure(best)
    style = "dim" if unsure else "bold"
    shown = [line for number, place in places for line in _place(number, place)]
    if best.also:
        shown.insert(0, Text(f"{said_in_articles(best)}:"))
    if last:
        shown.append(Text(_NEWEST, style="green"))
    if weighed:
        shown.append(Text(f"confidence {best.confidence:.2f}", style="dim"))
    quote = Text(printable(best.quote), style="dim" if unsure else "")
    if not pinpoints(best.article.text, best.sentence, best.answer):
        return Group(quote, _Indented(shown))
    start = best.answer.start - best.sentence.start
    quote.stylize(style, start, start + len(best.answer))
    # Without colours, as in a pipe, only this line shows the exact answer.
    exact = Text(" ".join(printable(best.text).split()), style=style)
    if unsure:
        exact = Text(f"{say('answers.perhaps')} ", style="italic dim") + exact
    return Group(exact, _Indented([quote, *shown]))


def _place(number: int, citation: Citation) -> list[Text]:
    span = citation.sentence
    page = place_of_span(citation.article, span)
    where = f"{nearby(citation.article.source)}, {page}characters {span.start}-{span.end}"
    return [
        Text(f"[{number}] {_heading(citation.article)}", style="cyan"),
        Text(printable(where), style="dim"),
        *_copied(citation.copies),
    ]


def _copied(copies: Sequence[Article]) -> list[Text]:
    return [Text(printable(elsewhere(copies)), style="dim")] if copies else []


class _Indented:
    """Indented lines, wrapped to the smaller width, without blanks at their ends."""

    def __init__(self, lines: Sequence[Text], by: int = 4) -> None:
        self._lines = lines
        self._by = by

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        narrower = options.update_width(max(options.max_width - self._by, 1))
        for row in console.render_lines(Group(*self._lines), narrower, pad=False):
            yield Segment(" " * self._by)
            yield from row
            yield Segment.line()


def _not_found(answer: Answer) -> RenderableType:
    parts: list[RenderableType] = [Text(refusal(answer), style="bold")]
    if answer.missing and (answer.scope.articles or not answer.scope.filter):
        words = ", ".join(printable(word) for word in answer.missing)
        parts.append(Text(f"Nowhere in what was searched: {words}", style="dim"))
    if answer.hits:
        parts.append(Text("Nearest passages, none of which answers:", style="dim"))
        parts += [hit_text(n, hit) for n, hit in enumerate(answer.hits[:3], start=1)]
    return Group(*parts, *_suggested(answer))


def hit_text(number: int, hit: Hit) -> RenderableType:
    """A passage, its article, and its ranks."""
    ranks = f"meaning {_rank(hit.dense_rank)}, words {_rank(hit.lexical_rank)}"
    body = " ".join(printable(hit.text).split())
    lines = [Text(body[:280] + ("…" if len(body) > 280 else "")), *_copied(hit.copies)]
    if hit.repeats:
        others = [each.article for each in hit.repeats]
        lines.append(Text(printable(elsewhere(others, "much the same in")), style="dim"))
    return Group(
        Text(f"{number}. {_heading(hit.article)}  ({ranks})", style="cyan"),
        _Indented(lines, by=3),
    )


def _rank(rank: int | None) -> str:
    return "unranked" if rank is None else f"#{rank}"


def _heading(article: Article) -> str:
    return printable(" · ".join(filter(None, (article.title or article.id, byline(article)))))


def receipt_text(receipt: Receipt) -> RenderableType:
    """What a build did, with the skipped files and the reasons."""
    left = [Text(line, style="yellow") for line in left_out(receipt)]
    rest = len(left) - _SHOWN
    more = [Text(f"… and {rest} more, all in --json", style="yellow")] if rest > 0 else []
    pages = f"{counted(receipt.kept, 'web article')} kept as fetched; name an address to fetch it"
    kept = [Text(pages, style="dim")] if receipt.kept else []
    state = f"generation {receipt.generation}" if receipt.published else "nothing to do"
    place = Text(printable(f"{nearby(receipt.index)} ({state})"), style="dim")
    foreign = [Text(line, style="yellow") for line in unread(receipt.languages)]
    lines = (Text(_changed(receipt)), *kept, *foreign, Text(_whole(receipt)), place)
    return Group(*left[:_SHOWN], *more, *lines)


def publication_text(receipt: Receipt) -> RenderableType:
    """What one build of ``--watch`` did, in one line with the time of day."""
    now = datetime.now().strftime("%H:%M:%S")
    state = f"generation {receipt.generation}{'' if receipt.published else ' as it was'}"
    return Text(f"{now} {_changed(receipt)}; {_whole(receipt)}; {state}")


def left_out(receipt: Receipt) -> list[str]:
    """A line for each file that gave no article, gave only a part of one, or cannot be read now."""
    lines = [f"not readable now {each.source}: {each.reason}" for each in receipt.unread]
    lines += [f"skipped {each.source}: {each.reason}" for each in receipt.skipped]
    lines += [f"in part {each.source}: {each.reason}" for each in receipt.partly]
    return [printable(line) for line in lines]


def _changed(receipt: Receipt) -> str:
    changes, partly = receipt.changes, receipt.partly
    return (
        f"{len(changes.added)} added, {len(changes.changed)} changed, "
        f"{len(changes.removed)} removed, {len(changes.unchanged)} unchanged, "
        f"{len(receipt.skipped)} skipped"
        + (f", {len(partly)} in part" if partly else "")
        + (f", {len(receipt.unread)} not readable now" if receipt.unread else "")
    )


def _whole(receipt: Receipt) -> str:
    return (
        f"{counted(receipt.articles, 'article')}{copies_among(receipt.copies)} in "
        f"{counted(receipt.passages, 'passage')} ({receipt.embedded} embedded now); "
        f"{receipt.set_aside:,} characters set aside as boilerplate; {receipt.seconds:.1f} s"
    )


def status_text(held: InForce, index: str) -> RenderableType:
    """What an index holds."""
    manifest = held.manifest
    size = "" if held.size is None else f", {held.size / 1e6:.1f} MB"
    lines = {
        "index": f"{index} (generation {held.name}{size})",
        "built": manifest.created,
        "articles": f"{manifest.articles:,}{copies_among(manifest.copies)} in "
        f"{counted(manifest.passages, 'passage')}",
        "embedder": f"{manifest.embedder} ({manifest.fingerprint[:12]})",
        "sources": "\n          ".join(manifest.sources),
    }
    if removed := places_shown(manifest.excluded):
        lines["removed"] = ", ".join(removed)
    return Text(printable("\n".join(f"{name:9} {value}" for name, value in lines.items())))


def verification_text(found: Verification) -> RenderableType:
    """What a check of an index found, with a line for each difference."""
    changes = found.changes
    lines = [
        f"intact: {counted(found.files, 'file')}, {counted(found.articles, 'article')}, "
        f"{counted(found.passages, 'passage')}"
    ]
    lines += [f"source gone: {source}" for source in found.gone]
    lines += [f"not readable now {each.source}: {each.reason}" for each in found.unread]
    for what in ("changed", "removed", "added"):
        lines += [f"{what} since: {id_}" for id_ in getattr(changes, what)]
    lines += [f"the file changed, its article did not: {path}" for path in found.touched]
    if found.pages:
        lines.append(f"not looked at: the pages of {counted(found.pages, 'web article')}")
    state = "every source reads as it did"
    if not found.current:
        differs = found.changes or found.gone or found.touched
        state = f"bring it up to date: pincite rebuild{'' if differs else ' --prune'}"
    return Text(printable("\n".join([*lines, state])))
