"""Makes a chat of an export: of each answer, the record that the browser keeps of a turn.

Nothing in an export is trusted. Its chat is restored like every other one, so that each quote is
checked against the articles.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, Final, TypeVar

from pincite.corpus.article import Span
from pincite.corpus.errors import InputError
from pincite.qa.carrying.records import answers_in
from pincite.qa.web.kept import values
from pincite.qa.web.kept.records import VERSION
from pincite.qa.web.kept.turns import KEY_BYTES
from pincite.qa.web.rendering.turn import ChosenFilter

_ROOM: Final = 380_000  # bytes of a turn; the browser can send so many in one request
_SAVE: Final = "save the chat as JSON again"
_SHOWN: Final = 40  # characters of a refused value that a message shows
_TEXTS: Final = ("asked", "notes", "others", "suggestions", "missing")
_COUNTS: Final = ("articles", "total", "undated")
_REQUIRED: Final = object()
_T = TypeVar("_T")


def chat_of_export(data: bytes) -> dict[str, Any]:
    """The chat of an export, or of the output of ``ask --json``, as values for the browser: its
    ``id``, its ``turns`` (each with ``key``, ``question`` and ``answer``), and the last filter as
    ``narrowed``. The id and the keys are hashes of the data, so that the same file gives the same
    chat. Raises InputError with the reason if the data is no export."""
    answers = _answers(data)
    name = hashlib.sha256(data).hexdigest()
    turns: list[dict[str, Any]] = []
    narrowed = ChosenFilter()
    for number, saved in enumerate(answers, start=1):
        try:
            with _located("question", number):
                fields = _checked(values.fields, saved)
                record = {"v": VERSION, "index": "", "imported": True, **_answer(fields)}
                narrowed = ChosenFilter(*record["scope"])
        except InputError as error:
            raise InputError(f"{error}; {_SAVE}") from None
        key = hashlib.sha256(f"{name} {number}".encode()).hexdigest()[: 2 * KEY_BYTES]
        turns.append({"key": key, "question": record["question"], "answer": record})
        size = len(json.dumps(turns[-1], ensure_ascii=False).encode("utf-8", "replace"))
        if size > _ROOM:
            raise InputError(
                f"question {number}: {size // 1000:,} KB of quotes, expected {_ROOM // 1000} KB at "
                "most; look at them with: pincite verify FILE.json"
            )
    return {"id": name[:32], "narrowed": asdict(narrowed), "turns": turns}


def _answers(data: bytes) -> list[Any]:
    try:
        answers = answers_in(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InputError(f"no export of Pincite; {_SAVE}") from None
    except InputError as error:
        raise InputError(f"{error}; {_SAVE}") from None
    if not answers:
        raise InputError("an export without a question; ask one, then save the chat as JSON again")
    return answers


def _answer(saved: dict[str, Any], within: bool = False) -> dict[str, Any]:
    # a part of an answer has no parts of its own
    parts = [] if within else _field(saved, "parts", values.listed, [])
    citations = _objects(saved, "citations", "citation", _citation)
    rivals = _field(saved, "rivals", lambda given: _indices(len(citations), given), [])
    return {
        "question": _field(saved, "question", values.question),
        "kind": _field(saved, "kind", values.text, "answer"),
        "confidence": _field(saved, "confidence", values.share),
        "resolved": _field(saved, "resolved", values.text, ""),
        **{name: list(_field(saved, name, values.texts, ())) for name in _TEXTS},
        "changes": _field(saved, "changes", _changes, []),
        "dates": _field(saved, "dates", _dates, None),
        **_field(saved, "scope", _scope, _scope(dict.fromkeys(_COUNTS, 0))),
        "citations": [] if parts else citations,
        "rivals": [] if parts else rivals,
        "parts": _objects(saved, "parts", "part", lambda part: _answer(part, True))
        if parts
        else [],
        "hits": [],
    }


def _citation(saved: dict[str, Any]) -> dict[str, Any]:
    first = _place(saved)
    return {**first, "also": _objects(saved, "also", "place", _place) if "also" in saved else []}


def _place(saved: dict[str, Any]) -> dict[str, Any]:
    quote = _field(saved, "quote", values.text)
    sentence, answer = _field(saved, "sentence", _span), _field(saved, "answer", _span)
    if len(quote) != len(sentence):
        raise InputError(
            f"quote has {len(quote):,} characters, its place {len(sentence):,}, expected the same"
        )
    if not sentence.contains(answer):
        raise InputError(
            f"answer is {answer.start}-{answer.end}, expected a part of the sentence "
            f"{sentence.start}-{sentence.end}"
        )
    article = _field(saved, "article", values.fields)
    return {
        "id": _field(article, "id", values.text),
        "title": _field(article, "title", values.text),
        "quote": quote,
        "sentence": [sentence.start, sentence.end],
        "answer": [answer.start, answer.end],
        "score": _field(saved, "score", values.number, 0.0),
        "confidence": _field(saved, "confidence", values.share),
    }


def _objects(
    saved: dict[str, Any], name: str, noun: str, made: Callable[[dict[str, Any]], dict[str, Any]]
) -> list[dict[str, Any]]:
    """The results of ``made`` for the objects of a list; an error names the object's number."""
    found = []
    for number, value in enumerate(_field(saved, name, values.listed), start=1):
        with _located(noun, number):
            found.append(made(_checked(values.fields, value)))
    return found


@contextmanager
def _located(noun: str, number: int) -> Iterator[None]:
    try:
        yield
    except InputError as error:
        raise InputError(f"{noun} {number}: {error}") from None


def _field(
    saved: dict[str, Any], name: str, check: Callable[[Any], _T], missing: Any = _REQUIRED
) -> _T:
    """The checked value of a field; ``missing`` if there is none. Raises InputError."""
    if name in saved:
        return _checked(check, saved[name], name)
    if missing is _REQUIRED:
        raise InputError(f"the field {name} is missing")
    found: _T = missing
    return found


def _checked(check: Callable[[Any], _T], value: object, name: str = "") -> _T:
    try:
        return check(value)
    except (LookupError, TypeError, ValueError, OverflowError) as error:
        expected = error if isinstance(error, TypeError) else "a value as Pincite saves it"
        field = f"the field {name}" if name else "it"
        raise InputError(f"{field} is {_shown(value)}, expected {expected}") from None


def _shown(value: object) -> str:
    written = json.dumps(value)
    return written if len(written) <= _SHOWN else f"{written[:_SHOWN]}…"


def _span(value: object) -> Span:
    saved = values.fields(value)
    return values.span([saved["start"], saved["end"]])


def _indices(count: int, value: object) -> list[int]:
    numbers = [values.whole(each) for each in values.listed(value)]
    if any(number >= count for number in numbers):
        raise TypeError(f"numbers below {count}")
    return numbers


def _changes(value: object) -> list[list[str]]:
    pairs = [values.fields(each) for each in values.listed(value)]
    return [[values.text(each["typed"]), values.text(each["taken"])] for each in pairs]


def _dates(value: object) -> list[Any] | None:
    if value is None:
        return None
    saved = values.fields(value)
    listed = [saved["words"], saved["since"], saved["until"], saved["newest"] is True]
    values.dates(listed)
    return listed


def _scope(value: object) -> dict[str, Any]:
    saved = values.fields(value)
    chosen = [saved.get(name) for name in ("since", "until", "source")]
    narrowed = ChosenFilter(*(each if each is None else values.text(each) for each in chosen))
    try:
        _ = narrowed.filter
    except InputError:
        raise TypeError("a filter of articles") from None
    return {"scope": chosen, "asked_of": [values.whole(saved[name]) for name in _COUNTS]}
