"""The header and the transcript, as HTML strings. Pure functions; all text from outside is
escaped."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pincite.index.retrieval.hit import Hit
from pincite.qa.asking.weighing.rivals import newest
from pincite.qa.carrying.records import PAGE_BYTES
from pincite.qa.types import Answer, Citation
from pincite.qa.web.rendering import carry, chips, first, judge, stale
from pincite.qa.web.rendering.text import escape, language_attribute, quote_html
from pincite.qa.web.rendering.turn import EXPLAINED, PageTurn
from pincite.qa.wording import (
    answers_differ,
    asked_of,
    counted,
    dates_taken,
    day,
    introduction,
    is_unsure,
    numbered,
    pinpoints,
    refusal,
    said_in_articles,
    searched_for,
    shows_confidence,
    taken_as,
    understood_as,
)
from pincite.qa.words import say, translated

NEAREST = 3
"""How many of the nearest passages are offered if nothing was found."""

_HEADING = 48  # characters; a longer exact answer is only marked in the quote
_UNSURE = ' class="unsure"'
_ORDERED = frozenset(("digest", "mentions"))
_CONFIDENCE = ((0.8, "high"), (0.5, "moderate"), (0.0, "low"))


def header(articles: int, passages: int, built: str, *, edit: bool = False) -> str:
    """The header of the page. ``built`` is an ISO date-time and shown as a date. With ``edit``,
    articles may be added."""
    counts = f"{counted(articles, 'article')} · {counted(passages, 'passage')}"
    indexed = f' title="{escape(say("header.indexed", day=day(built)))}"' if built else ""
    return (
        f'<div class="masthead"{" data-edit" if edit else ""}><h1>Pin<span>cite</span></h1>'
        f"<p><span><span{indexed}>{counts}</span> · {say('header.local')}</span>"
        f'<button type="button" class="language" data-speak="{say("header.language.to")}"'
        f' lang="{say("header.language.to")}">{say("header.language")}</button></p>'
        f'<div class="menu"><button type="button" data-shelf>{say("header.articles")}</button>'
        f'<button type="button" data-chats data-most="{PAGE_BYTES}">{say("header.chats")}</button>'
        f'<button type="button" data-anew>{say("header.new")}</button></div></div>'
    )


def transcript(
    turns: Sequence[PageTurn],
    examples: Sequence[str] | None = (),
    *,
    empty: bool = False,
    edit: bool = False,
) -> str:
    """All turns, oldest first. Before the first question it shows the ``examples`` as buttons. If
    the examples are None, the page's scripts ask for them. If the index is ``empty``, it ends with
    how to begin. With ``edit``, answers have buttons for feedback, and articles may be added."""
    beginning = first.welcome(edit) if empty else ""
    if not turns:
        return beginning or _welcome(examples)
    body = "".join(_turn(turn, edit) for turn in turns)
    log = f'<div class="turns" role="log" aria-label="{say("answers.log")}">{body}</div>'
    saving = carry.saving() if any(turn.answer is not None for turn in turns) else ""
    return log + saving + beginning


def _welcome(examples: Sequence[str] | None) -> str:
    offered = f'<p class="label">{say("welcome.examples")}</p>{_offered(examples or ())}'
    wanting = " data-wanting" if examples is None else ""
    return (
        f'<div class="welcome"{wanting}><h2 class="lead">{say("welcome.lead")}</h2>'
        f"<p>{say('welcome.text')}</p>{offered if examples else ''}</div>"
    )


def _offered(questions: Sequence[str]) -> str:
    """Questions as buttons that ask them."""
    buttons = "".join(
        f'<li><button type="button" class="example" data-example="{escape(question)}" dir="auto">'
        f"{escape(question)}</button></li>"
        for question in questions
    )
    return f'<ul class="examples">{buttons}</ul>'


def _turn(turn: PageTurn, edit: bool = False) -> str:
    return (
        f'<section class="turn" data-turn="{turn.number}">'
        f'<p class="question" dir="auto"><span class="sr">{say("answers.asked")} </span>'
        f'<span class="said">{escape(turn.question)}</span></p>{_reply(turn, edit)}</section>'
    )


def _reply(turn: PageTurn, edit: bool = False) -> str:
    if turn.notice:
        kind = "notice later" if turn.again else "notice"
        notice = f'<p class="{kind}" role="alert" dir="auto">{escape(translated(turn.notice))}</p>'
        return notice + (f'<p class="taken">{chips.again(turn.question)}</p>' if turn.again else "")
    if turn.answer is None and turn.older:
        return f'<p class="notice">{say("answers.waiting")} {chips.again(turn.question)}</p>'
    if turn.answer is None:
        return f'<p class="pending" data-pending>{_pending(turn)}</p>'
    if turn.answer.kind == "small talk":
        said = escape(introduction(turn.answer))
        return f'<div class="answer"><p>{said}</p>{_suggested(turn.answer)}</div>'
    reply = _found if turn.answer.found else _not_found
    # if all quotes are gone, the notice of that is shown and not "nothing was found"
    stands = turn.answer.found or not turn.gone
    shown = _understanding(turn, turn.answer) + (reply(turn, turn.answer) if stands else "")
    judging = judge.buttons(turn) if edit else ""
    checked = stale.imported_notice(turn) + stale.stale_notice(turn)
    saving = carry.saving_one(turn) if turn.places else ""
    return f'<div class="answer">{checked}{shown}{judging}{_why(turn)}{saving}</div>'


def _pending(turn: PageTurn) -> str:
    if not turn.place:
        return say("answers.pending")
    return say("answers.busy", place=turn.place, seconds=turn.seconds)


def _understanding(turn: PageTurn, answer: Answer) -> str:
    """Small lines on how the line was understood, as far as that is worth saying."""
    lines = (
        taken_as(answer),
        dates_taken(answer),
        *asked_of(answer.scope),
        *map(translated, answer.notes),
    )
    notes = "".join(f'<p class="taken" dir="auto">{escape(line)}</p>' for line in lines if line)
    understood = chips.editable(understood_as(answer), (answer.resolved,), turn.form)
    searched = chips.editable(searched_for(answer), answer.asked, turn.form)
    return understood + searched + notes + chips.other_forms(answer)


def _suggested(answer: Answer) -> str:
    if not answer.suggestions:
        return ""
    return f'<p class="label">{say("answers.suggested")}</p>{_offered(answer.suggestions)}'


def _found(turn: PageTurn, answer: Answer) -> str:
    """The answer, or several different answers side by side, each with its sources."""
    rows = numbered(answer)
    if answer.parts:
        return _in_parts(turn, answer)
    weighed, last = shows_confidence(answer), newest(answer)
    if len(rows) == 1:
        return _stated(turn, rows[0], weighed)
    newest_of = f'<p class="label newest">{say("answers.newest")}</p>'
    cards = "".join(
        f'<li class="card">{_exact(row[0][1])}{_stated(turn, row, weighed)}'
        f"{newest_of if row[0][1] == last else ''}</li>"
        for row in rows
    )
    several = len(answer.rivals)
    verdict = f'<h2 class="verdict">{answers_differ(several)}</h2>' if several else ""
    # answers that have an order are shown from top to bottom
    ordered = " ordered" if answer.kind in _ORDERED else ""
    return f'{verdict}<ul class="answers{ordered}">{cards}</ul>'


def _in_parts(turn: PageTurn, answer: Answer) -> str:
    """The answers to the questions of a line, each below its question."""
    rows = iter(numbered(answer))
    shown = []
    for part in answer.parts:
        stated = "".join(_stated(turn, next(rows)) for _ in part.citations)
        none = f'<h2 class="verdict">{_refused(turn, part)}</h2>'
        asked = escape(" ".join(part.asked))
        shown.append(f'<p class="part" dir="auto">{asked}</p>{stated or none}')
    return "".join(shown)


def _stated(turn: PageTurn, places: Sequence[tuple[int, Citation]], weighed: bool = True) -> str:
    """One answer: the quote of its best place and where that is from, the chips of all its places,
    those after the first folded, the result of checking them again, and its confidence."""
    (number, best), *others = places
    quote = quote_html(best.article.text, best.sentence, best.answer)
    tongue = language_attribute(best.article)
    first = chips.cited(turn.number, number, best, peek=False)
    unsure = weighed and is_unsure(best)
    return (
        (f'<p class="label">{say("answers.perhaps")}</p>' if unsure else "")
        + f'<blockquote{_UNSURE if unsure else ""} dir="auto"{tongue}>{quote}</blockquote>'
        + f'<div class="chips">{first}</div>{carry.origin(best)}{_further(turn, best, others)}'
        + stale.place_states(turn, [place for _, place in places])
        + (_confidence(best.confidence) if weighed else "")
        + carry.copying(best)
    )


def _further(turn: PageTurn, best: Citation, others: Sequence[tuple[int, Citation]]) -> str:
    """The folded chips of the other places that say the same as the best one."""
    if not others:
        return ""
    shown = "".join(chips.cited(turn.number, n, place, peek=True) for n, place in others)
    return (
        f'<details class="further"><summary>{said_in_articles(best)}</summary>'
        f'<div class="chips">{shown}</div></details>'
    )


def _exact(citation: Citation) -> str:
    """The exact answer as the heading of its card, if it is short and only a part of the quote;
    else ""."""
    short = len(citation.answer) <= _HEADING
    if not (short and pinpoints(citation.article.text, citation.sentence, citation.answer)):
        return ""
    return f'<p class="exact" dir="auto">{escape(citation.text)}</p>'


def _not_found(turn: PageTurn, answer: Answer) -> str:
    near = "".join(
        chips.nearest(turn.number, i, hit) for i, hit in enumerate(answer.hits[:NEAREST])
    )
    label = f'<p class="label">{say("answers.nearest")}</p>'
    return (
        f'<h2 class="verdict">{_refused(turn, answer)}</h2>'
        + _missing(answer.missing)
        + (f'{label}<div class="chips nearest">{near}</div>' if near else "")
        + _suggested(answer)
    )


def _refused(turn: PageTurn, answer: Answer) -> str:
    """That nothing was found. An answer from an export says nothing about the current articles."""
    return say("stale.imported.refusal") if turn.imported else refusal(answer, "your")


def _missing(words: Sequence[str]) -> str:
    if not words:
        return ""
    listed = say("list.comma").join(f"<q>{escape(word)}</q>" for word in words)
    line = say(f"answers.missing.{'one' if len(words) == 1 else 'other'}", words=listed)
    return f'<p class="missing" dir="auto">{line}</p>'


def _confidence(value: float) -> str:
    sure = min(max(value, 0.0), 1.0) if math.isfinite(value) else 0.0
    word = next(word for floor, word in _CONFIDENCE if sure >= floor)
    return (
        f'<p class="confidence {word}" title="{sure:.0%}"><span class="meter" aria-hidden="true">'
        f'<span style="width:{sure:.0%}"></span></span>'
        f'<span>{say(f"answers.confidence.{word}")}<span class="sr"> · {sure:.0%}</span></span></p>'
    )


def _why(turn: PageTurn) -> str:
    hits = () if turn.answer is None else turn.answer.hits[:EXPLAINED]
    if not hits:
        return ""
    rows = "".join(_why_row(turn.number, i, hit) for i, hit in enumerate(hits))
    return (
        f'<details class="why"><summary>{say("answers.why")}</summary><table><thead><tr>'
        f'<th scope="col">{say("answers.why.passage")}</th>'
        f'<th scope="col">{say("answers.why.meaning")}</th>'
        f'<th scope="col">{say("answers.why.words")}</th>'
        f"</tr></thead><tbody>{rows}</tbody></table></details>"
    )


def _why_row(turn: int, index: int, hit: Hit) -> str:
    meaning = _rank(hit.dense_rank, f"{hit.similarity:.2f}")
    words = _rank(hit.lexical_rank, f"{hit.bm25:.1f}")
    chip = chips.ranked(turn, index, hit)
    return f"<tr><td>{chip}</td><td>{meaning}</td><td>{words}</td></tr>"


def _rank(rank: int | None, score: str) -> str:
    return "–" if rank is None else f"#{rank} <small>{score}</small>"
