"""Reads questions and their answers from a feedback file, an export, or ``ask --json``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from pincite.corpus.errors import InputError, shown
from pincite.index.retrieval.query import Query
from pincite.qa.asking.plans.forms import FORMS, Form
from pincite.qa.json_values import json_or_none, scope_of

MAX_BYTES: Final = 64 * 2**20
_NEXT: Final = "pincite feedback right QUESTION, or pincite ask QUESTION --export FILE.json"


@dataclass(frozen=True, slots=True)
class Saved:
    """A question as it was asked, and its answer then. ``quote`` is the first cited sentence, from
    the article ``article_id``; both are empty if nothing was found. ``verdict`` is a person's
    verdict, or "" if there is none."""

    query: Query
    form: Form | None
    found: bool
    text: str
    quote: str = ""
    article_id: str = ""
    verdict: str = ""


def read_saved(path: Path) -> list[Saved]:
    """The different questions of a file, each with its last answer, in order. Raises InputError if
    the file is of another kind or holds no question."""
    found: dict[tuple[Query, Form | None], Saved] = {}
    for each in _answers(path):
        key = (each.query, each.form)
        found.pop(key, None)
        found[key] = each
    if not found:
        raise InputError(f"{shown(path)}: holds no question; save some with: {_NEXT}")
    return list(found.values())


def _answers(path: Path) -> Iterator[Saved]:
    for where, value in _values(path):
        try:
            answer = value["answer"] if "pincite_feedback" in value else value
            yield _saved(answer, value.get("form"), value.get("verdict", ""))
        except (LookupError, TypeError, ValueError, AttributeError):
            raise InputError(
                f"{where}: no question that Pincite saved; save some with: {_NEXT}"
            ) from None


def _values(path: Path) -> Iterator[tuple[str, Any]]:
    """Each value of a file, with its place for messages."""
    name = shown(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{name}: larger than {MAX_BYTES // 2**20} MiB; split it")
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{name}: no such file; save questions with: {_NEXT}") from None
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "not UTF-8 text"
        raise InputError(f"{name}: cannot be read ({why}); save questions with: {_NEXT}") from None
    whole = json_or_none(text)
    if isinstance(whole, dict):
        answers = whole["answers"] if "pincite_export" in whole else [whole]
        yield from ((name, each) for each in (answers if isinstance(answers, list) else [None]))
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield f"{name}: line {number}", json_or_none(line)


def _saved(answer: Any, form: Any, verdict: Any) -> Saved:
    question = answer.get("resolved") or answer["question"]
    scope = scope_of(answer["scope"]) if answer.get("scope") else None
    query = Query.of(question)
    if scope is not None:
        query = replace(query, filter=scope.filter)
    cited = answer["citations"][:1]
    if form not in (None, *FORMS) or not all(isinstance(e, str) for e in (answer["text"], verdict)):
        raise ValueError("not as it is saved")
    quote, article_id = ("", "")
    if cited:
        quote, article_id = str(cited[0]["quote"]), str(cited[0]["article"]["id"])
    return Saved(query, form, bool(answer["found"]), answer["text"], quote, article_id, verdict)
