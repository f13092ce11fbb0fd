"""The commands ``feedback``, which stores a verdict, and ``replay``, which asks saved questions
again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.console import Console, Group, RenderableType
from rich.text import Text

from pincite.corpus.errors import InputError
from pincite.index.retrieval.query import Query
from pincite.qa.cli.options import As, Index, Json, Question, Since, Source, Until, joined_words
from pincite.qa.cli.output import show, waiting

if TYPE_CHECKING:
    from pincite.qa.feedback.replaying import Replayed

_STYLES = {"same": "dim", "elsewhere": "cyan", "changed": "yellow", "found": "cyan", "lost": "red"}


def feedback(
    verdict: Annotated[
        Literal["right", "wrong", "wrong-evidence", "note"],
        typer.Argument(metavar="VERDICT", help="right, wrong, wrong-evidence or note."),
    ],
    question: Question,
    index: Index = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="What the right answer is; several times for several."),
    ] = None,
    nothing: Annotated[
        bool, typer.Option("--nothing", help="The articles do not say: no answer is right.")
    ] = False,
    note: Annotated[str, typer.Option(metavar="TEXT", help="Anything to remember.")] = "",
    since: Since = None,
    until: Until = None,
    source: Source = None,
    form: As = None,
    as_json: Json = False,
) -> None:
    """Say whether an answer is right. The question is asked, and its answer kept with what you say
    in a file beside the index, INDEX.feedback.jsonl.

    pincite eval measures with that file, and pincite replay asks its questions again. Nothing of
    it leaves this machine.
    """
    query = Query.of(joined_words(question), since=since, until=until, source=source)
    if nothing and answer:
        raise InputError("--nothing and --answer: expected one of them; leave one out")
    with waiting("reading your articles"):
        from pincite.qa.answerer import Answerer
        from pincite.qa.cli.text import printable
        from pincite.qa.feedback.recording import record_feedback
        from pincite.qa.wording import nearby, refusal

        [given] = Answerer.open(index).ask([query], form)
    known = [] if nothing else answer
    path = record_feedback(given, verdict, note=note, answers=known, form=form, index=index)
    kept = nearby(str(path))
    answered = given.text if given.found else refusal(given)
    lines = Group(
        Text(printable(answered), style="bold"), Text(printable(f"kept as {verdict}: {kept}"))
    )
    show({"verdict": verdict, "file": str(path), "answer": given.to_dict()}, lines, as_json)


def replay(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="Feedback (.jsonl) or an export (.json). Default: the feedback on this index.",
        ),
    ] = None,
    index: Index = None,
    as_json: Json = False,
) -> None:
    """Ask saved questions again, such as after a rebuild, and say which answers changed. The exit
    status is 0 only where none did."""
    from pincite.qa.answerer import Answerer
    from pincite.qa.feedback.recording import feedback_file
    from pincite.qa.feedback.replaying import replayed
    from pincite.qa.feedback.saved import read_saved
    from pincite.qa.progress import progress_bar

    saved = read_saved(feedback_file(index) if file is None else file)
    with progress_bar(Console(stderr=True)) as report:
        found = []
        report("asking", 0, len(saved))
        for each in replayed(saved, Answerer.open(index)):
            found.append(each)
            report("asking", len(found), len(saved))
    show({"replayed": [_dict(each) for each in found]}, _text(found), as_json)
    raise typer.Exit(0 if all(each.state == "same" for each in found) else 1)


def _dict(each: Replayed) -> dict[str, Any]:
    saved = each.saved
    return {
        "state": each.state,
        "question": saved.query.text,
        "verdict": saved.verdict,
        "was": {"found": saved.found, "text": saved.text, "quote": saved.quote},
        "now": each.answer.to_dict(),
    }


def _text(found: Sequence[Replayed]) -> RenderableType:
    """A paragraph for each question whose answer changed, then the number of questions in each
    state."""
    from pincite.qa.feedback.replaying import STATES
    from pincite.qa.wording import counted

    states = Counter(each.state for each in found)
    counts = ", ".join(f"{states[state]:,} {state}" for state in STATES)
    lines = [line for each in found if each.state != "same" for line in _lines(each)]
    return Group(*lines, Text(f"{counted(len(found), 'question')}: {counts}"))


def _lines(each: Replayed) -> Iterator[Text]:
    from pincite.qa.carrying.safe import flat
    from pincite.qa.cli.text import printable

    saved, now = each.saved, each.answer
    verdict = f" (you said: {saved.verdict})" if saved.verdict else ""
    yield Text(
        printable(f"{each.state}: {flat(saved.query.text)}{verdict}"), style=_STYLES[each.state]
    )
    best = now.citations[0] if now.found else None
    elsewhere = each.state == "elsewhere" and best is not None
    was = saved.quote if elsewhere else saved.text
    yield Text(printable(f"  was: {flat(was) if saved.found else 'not found'}"))
    is_now = (best.quote if elsewhere and best else now.text) if now.found else "not found"
    yield Text(printable(f"  now: {flat(is_now)}"))
