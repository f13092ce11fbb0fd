"""Questions on real news, written for training. The news texts are in the data folder.

The texts are not ours to copy. So a line of ``qa/training/news/*.jsonl`` names a file of the folder
``texts`` and a line of it, counted from 1. It gives the question, the answer's span in that line's
``text``, and the answer itself, which shows whether the file is of another version.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pincite.corpus.article import Span
from pincite.corpus.errors import InputError
from pincite.qa.training.data.datasets import Example

NEWS = Path(__file__).parents[1] / "news"
SOURCE = "news"


def news(folder: Path, questions: Path = NEWS) -> list[Example]:
    """The questions of all files of ``questions``, in the order of names and lines, with their
    texts from the data folder. Unanswerable questions have no ``answers``. Raises InputError if a
    text is missing or is not the one that the question was written on."""
    read = cache(titled_texts)
    return [
        _example(f"{path.name}:{number}", asked, folder / "texts" / asked["text_file"], read)
        for path in sorted(questions.glob("*.jsonl"))
        for number, asked in enumerate(_lines(path), start=1)
    ]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        # not splitlines, which also splits at some characters that texts contain
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line:
                yield json.loads(line)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise InputError(f"{path}: is not JSON lines ({error})") from error


def titled_texts(path: Path) -> list[tuple[str, str]]:
    """The title and the text of each line of a file of texts. Raises InputError."""
    return [(each["title"], each["text"]) for each in _lines(path)]


def _example(id_: str, asked: dict[str, Any], path: Path, read: Any) -> Example:
    texts, number = read(path), asked["text_line"]
    title, text = texts[number - 1] if 0 < number <= len(texts) else ("", "")
    spans = (Span(asked["start"], asked["end"]),) if asked["answerable"] else ()
    if title != asked["title"] or any(s.of(text) != asked["answer"] for s in spans):
        raise InputError(
            f"{path}: line {number} is not the text that {id_} asks about ({asked['title']!r}); "
            "the file is of another version: use the one of the data folder the reader was "
            "trained with"
        )
    question = " ".join(asked["question"].split())
    return Example(id_, SOURCE, question, text, spans, title=title)
