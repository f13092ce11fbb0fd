"""Reads the question answering data on which a reader is trained.

There are two formats: SQuAD's JSON (Rajpurkar et al. 2016), and JSON lines of ``context``,
``question``, ``start`` and ``answer``. Every answer is checked against its context. An answer that
is not at its offset is left out, because it would teach the wrong words. In the lines of SQuAD 2.0
(Rajpurkar et al. 2018), a start of -1 says that the context does not answer the question.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pincite.corpus.article import Span
from pincite.corpus.errors import InputError

SQUAD = ("squadshifts-reddit", "squadshifts-amazon_reviews", "covidqa")
LINES = ("qamr", "qadiscourse", "fairytaleqa")
ASKED = ("squad_train_subset", "qed_dev_nq", "nq_swap")
BESIDE = "squad2_train_unanswerable"
VERSIONS = {
    "squadshifts-reddit.json": "b4ac346dbf1816fd",
    "squadshifts-amazon_reviews.json": "9db7bdee84a91f0f",
    "covidqa.json": "ab310b4e39f726e0",
    "qamr.jsonl": "97e439e60de429ec",
    "qadiscourse.jsonl": "a539b77e2f133ea4",
    "fairytaleqa.jsonl": "c2c4fcc6ba1a9700",
    "squad_train_subset.jsonl": "55b47766ade0afee",
    "qed_dev_nq.jsonl": "5eb1e1069225a236",
    "nq_swap.jsonl": "447e898cd809246e",
    "squad2_train_unanswerable.jsonl": "ec5a5b3e6ab2288a",
    "texts/globalvoices.jsonl": "941ae336b9340ca4",
    "texts/wikinews_from_qasrl.jsonl": "26d92e5ab005b96b",
    "texts/wikipedia_current_events.jsonl": "7029d86aa14f1bf4",
}
"""The files that the shipped reader was trained on, with 16 digits of their SHA-256."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question on a context, with the different answers of all annotators as spans of it.

    ``id`` is unique in its ``source``, which is the file's name without its ending. If the context
    is a single sentence, ``place`` is its article, paragraph and sentence. ``title`` is the
    article's title, if it is known.
    """

    id: str
    source: str
    question: str
    context: str
    answers: tuple[Span, ...]
    place: tuple[str, int, int] | None = None
    title: str = ""


def examples(folder: Path, source: str) -> list[Example]:
    """The examples of one file of the folder, in its order. Examples without a question, or without
    an answer at its offset, are left out. Raises InputError for a file that is missing or
    malformed."""
    found = _squad(folder / f"{source}.json") if source in SQUAD else _lines(folder, source)
    try:
        return [each for each in found if _usable(each, source == BESIDE)]
    except OSError as error:
        raise InputError(f"{folder}: {source} cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{folder}: {source} is malformed: {error}") from error


def check(folder: Path) -> None:
    """Raises InputError, with one line, if files are missing from the folder or differ from those
    that the shipped reader was trained on."""
    missing = [name for name in VERSIONS if not (folder / name).is_file()]
    if missing:
        raise InputError(
            f"{folder}: {', '.join(missing)} missing; name the folder that holds them with --data"
        )
    other = [name for name, digest in VERSIONS.items() if _digest(folder / name) != digest]
    if other:
        raise InputError(
            f"{folder}: {', '.join(other)} of another version than the shipped reader's; get the "
            "version named in qa/weights/CARD.md, or write its SHA-256 into VERSIONS in "
            "qa/training/data/datasets.py to train on it"
        )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _squad(path: Path) -> Iterator[Example]:
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            context = paragraph["context"]
            for asked in paragraph["qas"]:
                spans = (_span(context, a["answer_start"], a["text"]) for a in asked["answers"])
                yield _example(str(asked["id"]), path.stem, asked, context, tuple(spans))


def _lines(folder: Path, source: str) -> Iterator[Example]:
    with (folder / f"{source}.jsonl").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            row = json.loads(line)
            spans = (
                () if row["start"] < 0 else (_span(row["context"], row["start"], row["answer"]),)
            )
            example = _example(str(number), source, row, row["context"], spans)
            titled = source in (*ASKED, BESIDE)
            title = " ".join(row.get("title", "").replace("_", " ").split()) if titled else ""
            yield replace(example, title=title)


def _example(
    id_: str, source: str, asked: dict[str, Any], context: str, spans: tuple[Span, ...]
) -> Example:
    question = " ".join(asked["question"].split())
    answers = tuple(dict.fromkeys(span for span in spans if len(span)))
    return Example(id_, source, question, context, answers, _place(asked.get("sentence_id")))


def _place(id_: str | None) -> tuple[str, int, int] | None:
    """The article, paragraph and sentence that an id of QAMR or QADiscourse names."""
    if id_ is None:
        return None
    article, paragraph, sentence = id_.rsplit(":", 2)
    return article, int(paragraph), int(sentence)


def _span(context: str, start: int, text: str) -> Span:
    """The span of ``text``, without white space around it; empty if the context does not have the
    text at ``start``."""
    if context[start : start + len(text)] != text:
        return Span(0, 0)
    left = len(text) - len(text.lstrip())
    return Span(start + left, start + max(len(text.rstrip()), left))


def _usable(example: Example, unanswerable: bool) -> bool:
    texts = [example.question, *(span.of(example.context) for span in example.answers)]
    worded = all(any(c.isalnum() for c in text) for text in texts)
    return worded and bool(example.answers) != unanswerable
