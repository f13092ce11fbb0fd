"""The step that is happening, as HTML that the page's scripts put into the pending turn. Pure."""

from __future__ import annotations

from pincite.qa.answering.steps import Step
from pincite.qa.types import Citation
from pincite.qa.web.rendering.text import escape, language_attribute, quote_html
from pincite.qa.wording import byline, counted, step_told
from pincite.qa.words import say


def step_html(step: Step) -> str:
    """The line of a step, and below it the first sentences found, if there are any. They have no
    buttons: a source can be opened once the answer is there."""
    line = f'<p data-step="{step.name}">{step_told(step)}</p>'
    if not step.first:
        return line
    sentences, shown = counted(step.found, "sentence"), len(step.first)
    many = step.found > shown
    label = say("step.first.shown" if many else "step.first", sentences=sentences, n=shown)
    cards = "".join(map(_card, step.first))
    return (
        f'{line}<div class="so-far" aria-live="off"><p class="label">{label}</p>'
        f'<ul class="answers ordered">{cards}</ul></div>'
    )


def _card(place: Citation) -> str:
    article = place.article
    quote = quote_html(article.text, place.sentence, place.answer)
    source = " · ".join(filter(None, (article.title or article.id, byline(article))))
    return (
        f'<li class="card"><blockquote dir="auto"{language_attribute(article)}>{quote}</blockquote>'
        f'<p class="taken" dir="auto">{escape(source)}</p></li>'
    )
