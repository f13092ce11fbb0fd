"""What the page shows, as HTML strings. Pure functions; whatever comes from outside is escaped.

Chips are buttons that carry ``data-turn``, ``data-kind`` and ``data-index``; ``page.js`` sends the
three back, and ``source`` turns them into the article with the passage marked.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote as percent
from urllib.parse import urlsplit

from corpus.article import Article, Span
from index.hit import Hit
from qa.types import Answer, Citation
from qa.web.text import Highlight, article_text, carriable, escape, quote_html
from qa.wording import counted, nearby

NEAREST = 3
"""How many of the nearest passages are offered where nothing was found."""

EXPLAINED = 5
"""How many hits the table of ranks lists."""

_CONFIDENCE = ((0.8, "High"), (0.5, "Moderate"), (0.0, "Low"))


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it: an answer, a notice, or neither while it is looked up."""

    number: int
    question: str
    answer: Answer | None = None
    notice: str = ""


def header(articles: int, passages: int, built: str) -> str:
    """The line at the top. ``built`` is an ISO date-time, shown as a date."""
    counts = f"{counted(articles, 'article')} · {counted(passages, 'passage')}"
    return (
        '<div class="masthead"><h1>Pin<span>cite</span></h1>'
        f'<p><span title="Indexed {escape(_day(built))}">{counts}</span>'
        " · nothing leaves this machine</p></div>"
    )


def transcript(turns: Sequence[Turn], examples: Sequence[str] = ()) -> str:
    """Every turn, oldest first; before the first question, the examples as buttons."""
    if not turns:
        return _welcome(examples)
    body = "".join(_turn(turn) for turn in turns)
    return f'<div class="turns" role="log" aria-label="Questions and answers">{body}</div>'


def source_empty() -> str:
    """The source panel before anything was cited."""
    return (
        '<div class="source empty"><p class="lead">The source opens here.</p>'
        "<p>Every answer is a sentence that stands in one of your articles. "
        "Choose its number to read it where it stands.</p></div>"
    )


def source_gone() -> str:
    """The source panel for a turn that the session no longer holds."""
    return (
        '<div class="source empty"><p class="lead">This source is no longer at hand.</p>'
        "<p>The server was restarted, or the page was left for long. Please ask again.</p></div>"
    )


def source(turn: Turn, kind: str, index: int) -> str | None:
    """The article that one chip of ``turn`` stands for, or None where it has no such chip.

    ``kind`` is "cite" for a citation of the answer and "hit" for a retrieved passage.
    """
    answer = turn.answer
    if answer is None or index < 0:
        return None
    key = f"{turn.number}-{kind}-{index}"
    if kind == "cite" and index < len(answer.citations):
        cited = answer.citations[index]
        kicker = f'<span class="num">{index + 1}</span> Cited for “{escape(turn.question)}”'
        highlight = Highlight(cited.sentence, cited.answer)
        return _panel(key, kicker, cited.article, highlight)
    if kind == "hit" and index < len(answer.hits):
        hit = answer.hits[index]
        label = "Retrieved passage" if answer.found else "Nearest passage, not an answer"
        return _panel(key, label, hit.article, Highlight(hit.passage.span, kind="near"))
    return None


def safe_url(url: str | None) -> str | None:
    """``url`` where it is http or https with a host and no control characters; None otherwise."""
    if not url or any(ord(c) <= 0x20 or ord(c) == 0x7F for c in url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and host else None


def _welcome(examples: Sequence[str]) -> str:
    buttons = "".join(
        f'<li><button type="button" class="example" data-example="{escape(example)}" dir="auto">'
        f"{escape(example)}</button></li>"
        for example in examples
    )
    offered = f'<p class="label">For example</p><ul class="examples">{buttons}</ul>'
    return (
        '<div class="welcome"><p class="lead">Ask your articles.</p>'
        "<p>The answer is a sentence from one of them, quoted and shown where it stands. "
        f"Where they do not say, Pincite says so.</p>{offered if buttons else ''}</div>"
    )


def _turn(turn: Turn) -> str:
    return (
        f'<section class="turn" data-turn="{turn.number}">'
        f'<p class="question" dir="auto"><span class="sr">You asked: </span>'
        f"{escape(turn.question)}</p>{_reply(turn)}</section>"
    )


def _reply(turn: Turn) -> str:
    if turn.notice:
        return f'<p class="notice" role="alert" dir="auto">{escape(turn.notice)}</p>'
    if turn.answer is None:
        return '<p class="pending" data-pending>Reading your articles…</p>'
    reply = _found if turn.answer.found else _not_found
    return f'<div class="answer">{reply(turn.number, turn.answer)}{_why(turn)}</div>'


def _found(number: int, answer: Answer) -> str:
    best, *others = answer.citations
    quote = quote_html(best.article.text, best.sentence, best.answer)
    also = "".join(_citation_chip(number, i, other) for i, other in enumerate(others, start=1))
    return (
        f'<blockquote dir="auto">{quote}</blockquote>'
        f'<div class="chips">{_citation_chip(number, 0, best)}</div>'
        + (f'<p class="label">See also</p><div class="chips">{also}</div>' if also else "")
        + _confidence(answer.confidence)
    )


def _not_found(number: int, answer: Answer) -> str:
    chips = "".join(_hit_chip(number, i, hit) for i, hit in enumerate(answer.hits[:NEAREST]))
    nearest = '<p class="label">Nearest passages, not an answer</p>'
    return (
        '<p class="verdict">Not found in your articles.</p>'
        + _missing(answer.missing)
        + (f'{nearest}<div class="chips nearest">{chips}</div>' if chips else "")
    )


def _missing(words: Sequence[str]) -> str:
    if not words:
        return ""
    listed = ", ".join(f"<q>{escape(word)}</q>" for word in words)
    verb = "This word stands" if len(words) == 1 else "These words stand"
    return f'<p class="missing" dir="auto">{verb} nowhere in what was searched: {listed}.</p>'


def _citation_chip(number: int, index: int, citation: Citation) -> str:
    where = _where(citation.article)
    return _chip(
        (number, "cite", index),
        spoken=f"Open source {index + 1}: {where}",
        peek=citation.quote if index else "",
        shown=f'<span class="num">{index + 1}</span>{_title(citation.article)}',
    )


def _hit_chip(number: int, index: int, hit: Hit) -> str:
    return _chip(
        (number, "hit", index),
        spoken=f"Open passage: {_where(hit.article)}",
        peek="",
        shown=f'{_title(hit.article)}<span class="snippet" dir="auto">{escape(hit.text)}</span>',
    )


def _chip(key: tuple[int, str, int], *, spoken: str, peek: str, shown: str) -> str:
    number, kind, index = key
    whole = f' data-peek="{escape(peek)}"' if peek else ""
    return (
        f'<button type="button" class="chip" data-turn="{number}" data-kind="{kind}"'
        f' data-index="{index}"{whole} aria-label="{escape(spoken)}">{shown}</button>'
    )


def _title(article: Article) -> str:
    day = f'<span class="day">{escape(_day(article.published))}</span>' if article.published else ""
    return f'<span class="title" dir="auto">{escape(article.title)}</span>{day}'


def _where(article: Article) -> str:
    return f"{article.title}, {_day(article.published)}" if article.published else article.title


def _confidence(value: float) -> str:
    sure = min(max(value, 0.0), 1.0) if math.isfinite(value) else 0.0
    word = next(word for floor, word in _CONFIDENCE if sure >= floor)
    return (
        f'<p class="confidence {word.lower()}"><span class="meter" aria-hidden="true">'
        f'<span style="width:{sure:.0%}"></span></span>{word} confidence · {sure:.0%}</p>'
    )


def _why(turn: Turn) -> str:
    hits = turn.answer.hits[:EXPLAINED] if turn.answer else ()
    if not hits:
        return ""
    rows = "".join(_why_row(turn.number, i, hit) for i, hit in enumerate(hits))
    return (
        '<details class="why"><summary>Why</summary><table><thead><tr>'
        '<th scope="col">Passage</th><th scope="col">By meaning</th><th scope="col">By words</th>'
        f"</tr></thead><tbody>{rows}</tbody></table></details>"
    )


def _why_row(number: int, index: int, hit: Hit) -> str:
    chip = _chip(
        (number, "hit", index),
        spoken=f"Open passage: {_where(hit.article)}",
        peek=hit.text,
        shown=_title(hit.article),
    )
    meaning = _rank(hit.dense_rank, f"{hit.similarity:.2f}")
    words = _rank(hit.lexical_rank, f"{hit.bm25:.1f}")
    return f"<tr><td>{chip}</td><td>{meaning}</td><td>{words}</td></tr>"


def _rank(rank: int | None, score: str) -> str:
    return "–" if rank is None else f"#{rank} <small>{score}</small>"


def _panel(key: str, kicker: str, article: Article, highlight: Highlight) -> str:
    return (
        f'<article class="source" data-shown="{key}"><header>'
        '<button type="button" class="close" data-close aria-label="Close the source">×</button>'
        f'<p class="kicker {highlight.kind}" dir="auto">{kicker}</p>'
        f'<h2 tabindex="-1" dir="auto">{escape(article.title)}</h2>'
        f"{_published(article, highlight.span)}</header>"
        f'<p class="meta">{_origin(article, highlight.span)}</p>'
        f'<div class="text" dir="auto">{article_text(article, highlight)}</div></article>'
    )


def _published(article: Article, span: Span) -> str:
    """The date and the link, each where the article has one."""
    parts = [f"<span>{escape(_day(article.published))}</span>"] if article.published else []
    url = _url(article)
    if url:
        href = escape(_at_quote(url, span.of(article.text)))
        link = f'<a href="{href}" target="_blank" rel="noopener noreferrer">{escape(url)}</a>'
        parts.append(link)
    return f'<p class="published">{" · ".join(parts)}</p>' if parts else ""


def _origin(article: Article, span: Span) -> str:
    place = f'<span class="span">characters {span.start:,}–{span.end:,}</span>'
    return (
        place if article.source == _url(article) else f"{escape(nearby(article.source))} · {place}"
    )


def _url(article: Article) -> str | None:
    return safe_url(article.url) or safe_url(article.source)


def _at_quote(url: str, quote: str) -> str:
    """``url`` with a text fragment, so that a browser opens the page at the quote."""
    words = carriable(quote).split()
    ends = [" ".join(words)] if len(words) <= 12 else [" ".join(words[:5]), " ".join(words[-5:])]
    encoded = ",".join(percent(end, safe="").replace("-", "%2D") for end in ends)
    return f"{url}{'' if '#' in url else '#'}:~:text={encoded}"


def _day(moment: str | None) -> str:
    """An ISO date or date-time as "5 March 2026"; anything else as it stands."""
    try:
        day = date.fromisoformat((moment or "")[:10])
    except ValueError:
        return moment or ""
    return f"{day.day} {day:%B %Y}"
