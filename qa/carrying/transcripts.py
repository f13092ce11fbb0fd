"""Answers as a Markdown page and as a page to print, the questions as headings. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pincite.qa.carrying.citing import citation_markdown, details, escaped, file_name
from pincite.qa.carrying.links import link, web_address
from pincite.qa.carrying.safe import escape, flat
from pincite.qa.types import Answer, Citation
from pincite.qa.wording import (
    introduction,
    pinpoints,
    refusal,
    searched_for,
    taken_as,
    understood_as,
)

_TITLE = "Questions and answers"
# the policy allows no request and no script
_HEAD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 12pt/1.5 Georgia, serif; }}
h2 {{ margin: 2rem 0 .5rem; font-size: 14pt; break-after: avoid; overflow-wrap: anywhere; }}
figure {{ margin: 1rem 0; break-inside: avoid; }}
blockquote {{ margin: 0; padding-inline-start: 1rem; border-inline-start: 3px solid #ffcf3d; }}
blockquote, figcaption, p {{ overflow-wrap: anywhere; }}
figcaption {{ margin: .3rem 0 0 1.2rem; color: #444; font-size: 10pt; }}
a {{ color: inherit; }}
p {{ margin: .3rem 0; }}
</style></head><body><main>
<h1>{title}</h1>
"""


def markdown_page(answers: Sequence[Answer]) -> str:
    """A Markdown page: each question as a heading, and below it its citations, as
    ``citation_markdown`` writes them."""
    blocks = [f"# {_TITLE}"]
    for answer in answers:
        blocks.append(f"## {escaped(answer.question)}")
        blocks += [f"*{escaped(line)}*" for line in _remarks(answer)]
        blocks += [citation_markdown(place) for place in places(answer)]
    return "\n\n".join(blocks) + "\n"


def printable_page(answers: Sequence[Answer]) -> str:
    """The same as a complete HTML page: escaped, without scripts or requests."""
    blocks = [_HEAD.format(title=_TITLE)]
    for answer in answers:
        blocks.append(f'<h2 dir="auto">{escape(flat(answer.question))}</h2>\n')
        blocks += [f'<p dir="auto">{escape(flat(line))}</p>\n' for line in _remarks(answer)]
        blocks += [_figure(place) for place in places(answer)]
    return "".join(blocks) + "</main></body></html>\n"


def places(answer: Answer) -> Iterator[Citation]:
    """Every place that an answer cites, in the order of their numbers."""
    for citation in answer.citations:
        yield from (citation, *citation.also)


def _remarks(answer: Answer) -> list[str]:
    """Lines on how the question was understood and whether it was answered; no line is empty."""
    if answer.kind == "small talk":
        return [introduction(answer)]
    lines = [understood_as(answer), searched_for(answer), taken_as(answer), *answer.notes]
    return [line for line in (*lines, "" if answer.found else refusal(answer)) if line]


def _figure(citation: Citation) -> str:
    text, sentence, exact = citation.article.text, citation.sentence, citation.answer
    before, after = text[sentence.start : exact.start], text[exact.end : sentence.end]
    strong = "strong" if pinpoints(text, sentence, exact) else "span"
    quote = f"{escape(before)}<{strong}>{escape(citation.text)}</{strong}>{escape(after)}"
    # a link does not work on paper, so the address is shown too
    page = web_address(citation.article)
    title = escape(flat(citation.article.title) or page or "")
    if (address := link(citation.article, sentence)) is not None:
        title = f'<a href="{escape(address)}" rel="noopener noreferrer">{title}</a>'
    known = [title, *map(escape, details(citation, page or file_name(citation.article)))]
    source = ", ".join(filter(None, known))
    return (
        f'<figure><blockquote dir="auto">{quote}</blockquote>\n'
        f'<figcaption dir="auto">{source}</figcaption></figure>\n'
    )
