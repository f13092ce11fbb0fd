"""Reads files of questions whose answers are known.

The formats are SQuAD's JSON, 1.1 or 2.0 (Rajpurkar et al. 2016, 2018), and JSON lines with one
object a line: ``{"question": …, "answers": […], "article"?, "context"?}``. ``answers`` is empty if
there is no answer. Of the lines that ``pincite feedback`` writes, those with known answers are
used; the last line on a question counts.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from pincite.corpus.errors import InputError, QuestionError, shown
from pincite.index.retrieval.query import MAX_QUESTION, Query
from pincite.qa.json_values import json_or_none

_Value = TypeVar("_Value")
_KINDS: dict[type, str] = {str: "a text", list: "a list", dict: "an object"}
_SHAPES = 'SQuAD\'s JSON, or one object a line with "question" and "answers"'
_NEXT = "the shapes are in: pincite eval --help"


@dataclass(frozen=True, slots=True)
class LabeledQuestion:
    """A question whose answer is known.

    ``place`` is its place in the file, for messages: ``my.jsonl: line 3``, ``dev.json: question
    56be4db0``. ``answers`` are empty if there is no answer. ``context`` is the text to read, and
    ``title`` its title. ``article`` is the id or file name of the article with the answer. None
    means that the file does not say it.
    """

    place: str
    question: str
    answers: tuple[str, ...]
    context: str | None = None
    title: str = ""
    article: str | None = None


def read_questions(path: Path) -> list[LabeledQuestion]:
    """The questions of a file, in its order. Raises InputError for a file that is missing, empty,
    malformed or of another format; the message names the line or the question."""
    name = shown(path)
    text = text_of(path, name)
    whole = json_or_none(text)
    if isinstance(whole, list):
        refuse(name, f"a JSON array; expected {_SHAPES}")
    squad = isinstance(whole, dict) and "data" in whole
    found = list(_squad(whole, name) if squad else _lines(text, whole, name))
    if not found:
        refuse(name, f"holds no question; expected {_SHAPES}")
    return found


def sampled(asked: Sequence[_Value], limit: int | None, seed: int) -> list[_Value]:
    """``limit`` questions drawn at random, in the file's order; all questions if there are not more
    than that. The same ``seed`` draws the same questions. Raises InputError for a limit below
    1."""
    if limit is not None and limit < 1:
        raise InputError(f"a limit of {limit}; expected 1 or more")
    if limit is None or limit >= len(asked):
        return list(asked)
    return [asked[n] for n in sorted(random.Random(seed).sample(range(len(asked)), limit))]


def text_of(path: Path, name: str) -> str:
    """The text of a file, called ``name`` in errors. Raises InputError."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        refuse(name, f"not UTF-8 text (byte {error.start:,}); expected {_SHAPES}")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        refuse(name, f"cannot be read ({why}); name a file of questions and answers")
    if not text.strip():
        refuse(name, f"is empty; expected {_SHAPES}")
    return text


def _squad(whole: dict[str, Any], name: str) -> Iterator[LabeledQuestion]:
    for a, article in enumerate(value_of(whole, "data", list, name)):
        at = f"{name}: data[{a}]"
        title = article.get("title") if isinstance(article, dict) else None
        for p, paragraph in enumerate(value_of(article, "paragraphs", list, at)):
            where = f"{at}.paragraphs[{p}]"
            context = filled(paragraph, "context", where)
            for q, asked in enumerate(value_of(paragraph, "qas", list, where)):
                place = f"{where}.qas[{q}]"
                if isinstance(asked, dict) and isinstance(asked.get("id"), str | int):
                    place = f"{name}: question {shown(str(asked['id']))}"
                yield LabeledQuestion(
                    place,
                    _question(asked, place),
                    _squad_answers(asked, place),
                    context,
                    _clean(title).replace("_", " ") if isinstance(title, str) else "",
                )


def _squad_answers(asked: dict[str, Any], where: str) -> tuple[str, ...]:
    answers = value_of(asked, "answers", list, where)
    if asked.get("is_impossible") is True:
        return ()
    texts = (filled(each, "text", f"{where}, answers[{n}]") for n, each in enumerate(answers))
    return tuple(dict.fromkeys(texts))


def _lines(text: str, whole: Any, name: str) -> Iterator[LabeledQuestion]:
    if whole is not None:  # the file is one object, perhaps over several lines
        values = [(f"{name}: line 1", whole)]
    else:
        lines = enumerate(text.split("\n"), start=1)
        named = ((f"{name}: line {number}", line) for number, line in lines if line.strip())
        values = [(where, parsed(line, where)) for where, line in named]
    for where, value in _without_old_feedback(values):
        yield _line(value, where)


def _without_old_feedback(values: Sequence[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """The lines without feedback that gives no answer, and without feedback on a question that has
    later feedback."""
    last: dict[tuple[str, str], int] = {}
    for n, (where, value) in enumerate(values):
        if isinstance(value, dict) and "pincite_feedback" in value:
            if value.get("verdict") != "note":
                last["feedback", json.dumps(value.get("question"))] = n
        else:
            last["line", where] = n
    kept = sorted(last.values())
    return [values[n] for n in kept if not _says_no_answer(values[n][1])]


def _says_no_answer(value: Any) -> bool:
    return isinstance(value, dict) and "pincite_feedback" in value and "answers" not in value


def parsed(source: str, where: str) -> Any:
    """The value of a line of JSON; ``where`` is its place, for messages. Raises InputError."""
    try:
        return json.loads(source)
    except RecursionError:
        refuse(where, "JSON nested too deeply")
    except ValueError as error:
        refuse(where, f"not JSON ({str(error).split(':')[0]}); expected {_SHAPES}")


def _line(value: Any, where: str) -> LabeledQuestion:
    if not isinstance(value, dict):
        refuse(where, f"{_kind_name(value)}; expected {_SHAPES}")
    question = _question(value, where)
    answers = value_of(value, "answers", list, where)
    if not all(isinstance(each, str) and each.strip() for each in answers):
        refuse(where, '"answers" holds something else than texts; leave it empty where none is')
    context, article = (
        None if value.get(key) is None else filled(value, key, where)
        for key in ("context", "article")
    )
    distinct = tuple(dict.fromkeys(map(_clean, answers)))
    return LabeledQuestion(where, question, distinct, context, article=article)


def _question(value: Any, where: str) -> str:
    question = " ".join(filled(value, "question", where).split())
    try:
        return Query.of(question).text
    except QuestionError:
        if any(map(str.isalnum, question)):
            refuse(where, f"{len(question):,} characters; expected at most {MAX_QUESTION:,}")
        refuse(where, f'"question" is {question!r}; expected one with a word in it')


def filled(value: Any, key: str, where: str) -> str:
    """The text of an object's ``key``. Raises InputError if it is missing, empty or no text."""
    text = value_of(value, key, str, where)
    if not text.strip():
        refuse(where, f'"{key}" is empty; expected a text')
    return _clean(text)


def _clean(text: str) -> str:
    # each lone surrogate is replaced by one character, so that all offsets stay the same
    return text.encode("utf-8", "replace").decode("utf-8")


def value_of(value: Any, key: str, kind: type[_Value], where: str) -> _Value:
    """The value of an object's ``key``. Raises InputError if it is missing or of another kind."""
    if not isinstance(value, dict):
        refuse(where, f"{_kind_name(value)}; expected an object")
    if key not in value:
        refuse(where, f'no "{key}"; expected {_KINDS[kind]} of that name')
    found = value[key]
    if not isinstance(found, kind):
        refuse(where, f'"{key}" is {_kind_name(found)}; expected {_KINDS[kind]}')
    return found


def _kind_name(value: object) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return _KINDS.get(type(value), "a number")


def refuse(where: str, what: str) -> NoReturn:
    """Raises InputError, which says what is wrong at ``where``."""
    raise InputError(f"{where}: {what} ({_NEXT})")
