"""``pincite verify EXPORT.json``: shows the check of each quote, for people and for programs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from pincite.corpus.article import Span
from pincite.qa.asking.quoting.alignment import Difference
from pincite.qa.carrying.checking import Check, State, check_export
from pincite.qa.carrying.safe import flat
from pincite.qa.cli.output import show
from pincite.qa.cli.text import printable
from pincite.qa.json_values import span_dict
from pincite.qa.place import Place
from pincite.qa.types import Citation
from pincite.qa.wording import counted

_STYLES: dict[State, str] = {
    "unchanged": "dim",
    "moved": "cyan",
    "changed": "yellow",
    "gone": "red",
}


def check(exported: Path, index: Place, as_json: bool) -> bool:
    """Shows the check of an export's quotes. Returns whether the articles still have all of them.
    Raises InputError and IndexFault."""
    found = check_export(exported, index)
    show({"checked": [check_dict(each) for each in found]}, checks_text(found), as_json)
    return all(each.holds for each in found)


def check_dict(check: Check) -> dict[str, Any]:
    """A check as plain values. The spans of ``differences`` refer to the quote and to the
    article."""
    claim, now = check.claim, check.now
    return {
        "state": check.state,
        "question": claim.question,
        "quote": claim.quote,
        "article": claim.article_id,
        "sentence": span_dict(claim.span),
        "now": now
        and {
            "article": now.article.id,
            "sentence": span_dict(now.sentence),
            "quote": now.quote,
        },
        "differences": [
            {"kind": each.kind, "quote": span_dict(each.asked), "article": span_dict(each.found)}
            for each in check.differences
        ],
    }


def checks_text(found: Sequence[Check]) -> RenderableType:
    """A paragraph for each quote that is not unchanged, then the number of quotes in each state."""
    lines = [line for each in found if each.state != "unchanged" for line in _lines(each)]
    states = Counter(each.state for each in found)
    counts = ", ".join(f"{states[state]:,} {state}" for state in _STYLES)
    return Group(*lines, Text(f"{counted(len(found), 'quote')}: {counts}"))


def _lines(check: Check) -> Iterator[Text]:
    claim = check.claim
    yield Text(f"{check.state}: {_named(claim.title, claim.span)}", style=_STYLES[check.state])
    yield Text(f"  “{printable(flat(claim.quote))}”")
    if check.now is None:
        return
    if check.now.article.id != claim.article_id or check.state == "moved":
        yield Text(f"  now: {_named(check.now.article.title, check.now.sentence)}", style="dim")
    if check.state == "changed":
        yield _marked(check.now, check.differences)
        said = "; ".join(_named_differences(claim.quote, check.now.article.text, check.differences))
        yield Text(f"  {printable(said)}", style="dim")


def _marked(now: Citation, differences: Sequence[Difference]) -> Text:
    """The most similar sentence, with the words that differ in bold."""
    text, source, at = Text("  now: “"), now.article.text, now.sentence.start
    for each in differences:
        text.append(_piece(source[at : each.found.start]))
        text.append(_piece(each.found.of(source)), style="bold")
        at = each.found.end
    text.append(_piece(source[at : now.sentence.end]))
    return text.append("”")


def _named_differences(quote: str, text: str, differences: Sequence[Difference]) -> Iterator[str]:
    """A phrase on each difference, with its words."""
    for each in differences:
        was, now = flat(each.asked.of(quote)), flat(each.found.of(text))
        if each.kind == "changed":
            yield f"“{was}” is now “{now}”"
        else:
            yield f"“{now}” was added" if each.kind == "missing" else f"“{was}” is gone"
    if not differences:
        yield "only case, quotation marks, dashes or what stands around it differ"


def _named(title: str, span: Span) -> str:
    return f"{printable(flat(title))}, characters {span.start}-{span.end}"


def _piece(text: str) -> str:
    """A part of a sentence, with its line ends as blanks."""
    return printable(re.sub(r"\s+", " ", text))
