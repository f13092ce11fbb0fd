"""The filter above the question box: which articles are searched, and the choices to change that.

A choice has the whole new filter as JSON in ``data-narrow``. Pure functions; all text from outside
is escaped.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace

from pincite.qa.web.rendering.facets import Facets, FacetValue, named
from pincite.qa.web.rendering.text import escape
from pincite.qa.web.rendering.turn import EVERYWHERE, ChosenFilter
from pincite.qa.wording import counted
from pincite.qa.words import say, translated


def filter_bar(narrowed: ChosenFilter, choices: Facets, fault: str = "", own: str = "") -> str:
    """The filter: a button to remove each condition, and the choices, which are folded; "" if there
    are no articles. ``fault`` says what was wrong with the last choice; the choices are then open.
    ``own`` is the folder of the files that were added in the page."""
    scope = choices.scope
    if not scope.total:
        return ""
    total = counted(scope.total, "article")
    asked = say("scope.of", n=scope.articles, articles=total)
    if not narrowed:
        asked = say("scope.all", articles=total) if scope.total > 1 else total
    fault = escape(translated(fault))
    notice = f'<p class="notice" role="alert">{fault}</p>' if fault else ""
    undated = ""
    if scope.undated:
        left = say("scope.undated", articles=counted(scope.undated, "article"))
        undated = f'<p class="label">{left}</p>'
    return (
        f'<div class="asked">{_conditions(narrowed, own)}'
        f'<details class="narrowing"{" open" if fault else ""}>'
        f"<summary>{say('scope.asking', asked=asked)}</summary>"
        f'<div class="choices">{notice}{undated}'
        f"{_row(say('scope.dates'), 'since', choices.years, narrowed)}"
        f"{_row(say('scope.sources'), 'source', choices.sources, narrowed)}"
        f"{_row(say('scope.authors'), 'source', choices.authors, narrowed)}"
        f"{_form(narrowed, choices.names)}</div></details></div>"
    )


def _conditions(narrowed: ChosenFilter, own: str) -> str:
    """The conditions of the filter, each with a button that removes it."""
    shown = []
    if narrowed.since or narrowed.until:
        dates = _between(narrowed)
        shown.append(_off(dates, replace(narrowed, since=None, until=None)))
    if narrowed.source:
        shown.append(_off(named(narrowed.source, own), replace(narrowed, source=None)))
    return f'<div class="conditions">{"".join(shown)}</div>' if shown else ""


def _between(narrowed: ChosenFilter) -> str:
    since, until = narrowed.since, narrowed.until
    if since == until and since:
        return since
    if since and until:
        return say("date.until", since=since, until=until)
    return say("scope.since.chip", since=since) if since else say("scope.until.chip", until=until)


def _off(what: str, then: ChosenFilter) -> str:
    return (
        f'<button type="button" class="condition" data-narrow="{_sent(then)}"'
        f' aria-label="{say("scope.off", what=escape(what))}">'
        f'<span dir="auto">{escape(what)}</span>'
        '<span aria-hidden="true">×</span></button>'
    )


def _row(label: str, name: str, choices: Sequence[FacetValue], narrowed: ChosenFilter) -> str:
    """A labelled row of buttons for the choices of one kind."""
    if not choices:
        return ""
    buttons = "".join(_choice(name, choice, narrowed) for choice in choices)
    return f'<p class="label">{label}</p><div class="chips">{buttons}</div>'


def _choice(name: str, choice: FacetValue, narrowed: ChosenFilter) -> str:
    year = {"since": choice.value, "until": choice.value}
    then = replace(narrowed, **(year if name == "since" else {"source": choice.value}))
    pressed = "true" if then == narrowed else "false"
    return (
        f'<button type="button" class="form" data-narrow="{_sent(then)}" aria-pressed="{pressed}">'
        f'<span dir="auto">{escape(choice.shown)}</span> '
        f"<small>{choice.articles:,}</small></button>"
    )


def _form(narrowed: ChosenFilter, names: Sequence[str]) -> str:
    """A form with text fields for dates and a source."""
    fields = (
        ("since", say("scope.from"), "2026-02", ""),
        ("until", say("scope.until"), "2026-03-05", ""),
        ("source", say("scope.source"), "example.org", ' list="narrow-names"'),
    )
    inputs = "".join(
        f'<label>{label} <input name="{name}" autocomplete="off" placeholder="{example}"{more}'
        f' value="{escape(getattr(narrowed, name) or "")}"></label>'
        for name, label, example, more in fields
    )
    options = "".join(f'<option value="{escape(name)}"></option>' for name in names)
    everything = ""
    if narrowed:
        sent = _sent(EVERYWHERE)
        everything = (
            f'<button type="button" class="tool" data-narrow="{sent}">{say("scope.everything")}'
            "</button>"
        )
    return (
        f'<form data-narrow-form>{inputs}<datalist id="narrow-names">{options}</datalist>'
        f'<button type="submit" class="tool">{say("scope.narrow")}</button>{everything}</form>'
    )


def _sent(narrowed: ChosenFilter) -> str:
    return escape(json.dumps(asdict(narrowed)))
