"""Measures how often the cited sentence is right, with SelQA (Jurczyk et al. 2016).

    python -m pincite.qa.evaluation.selqa selqa-dev.json [--limit N]

The file is a JSON list of ``question``, ``candidates`` (the sentences of a section) and ``answers``
(the numbers of the right ones, from 0). The sentences are joined by single spaces and read as one
passage, which Pincite splits into sentences itself. A citation counts as the candidate that it
overlaps most.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pincite.corpus.article import Span
from pincite.corpus.errors import InputError, PinciteError, shown
from pincite.qa.answering.confidence import Calibration, calibration
from pincite.qa.answering.pipeline import Reader
from pincite.qa.evaluation.closed import BATCH, as_only_passage, read
from pincite.qa.evaluation.datasets import sampled
from pincite.qa.reading.reader import load_reader
from pincite.qa.wording import counted


@dataclass(frozen=True, slots=True)
class SelqaQuestion:
    """A question, the text of its section, the section's sentences as spans of the text, and the
    numbers of the right ones."""

    question: str
    text: str
    sentences: tuple[Span, ...]
    right: frozenset[int]


def sections(path: Path) -> list[SelqaQuestion]:
    """The questions of a file. Raises InputError for a file that is missing or of another
    format."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(values, list) or not values:
            raise TypeError("no list of questions")
        return [_section(each) for each in values]
    except OSError as error:
        raise InputError(f"{shown(path)}: cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(
            f"{shown(path)}: {error!r}; expected SelQA's JSON, a list of question, candidates "
            "and answers"
        ) from error


def cited(section: SelqaQuestion, citation: Span) -> int:
    """The number of the sentence that the citation overlaps most; the first if several do."""
    shared = [min(s.end, citation.end) - max(s.start, citation.start) for s in section.sentences]
    return shared.index(max(shared))


def accuracy(asked: Sequence[SelqaQuestion], reader: Reader, calibration: Calibration) -> float:
    """The share of questions for which a right sentence is cited, in [0, 1]."""
    right = 0
    for start in range(0, len(asked), BATCH):
        batch = asked[start : start + BATCH]
        hits = [as_only_passage(each.text) for each in batch]
        answers = read([each.question for each in batch], hits, reader, calibration)
        right += sum(
            cited(section, answer.citations[0].sentence) in section.right
            for section, answer in zip(batch, answers, strict=True)
            if answer.found
        )
    return right / len(asked)


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the share. An error is one line on standard error, with exit status 2."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--limit", type=int, help="a random sample of so many questions")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--reader", help="a folder or hub name; default: the one that ships")
    chosen = parser.parse_args(arguments)
    try:
        asked = sampled(sections(chosen.file), chosen.limit, chosen.seed)
        share = accuracy(asked, load_reader(chosen.reader), calibration())
    except PinciteError as error:
        print(f"selqa: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    print(f"a right sentence cited: {share:.3f} of {counted(len(asked), 'question')}")  # noqa: T201


def _section(value: dict[str, Any]) -> SelqaQuestion:
    start, spans = 0, []
    for sentence in value["candidates"]:
        spans.append(Span(start, start + len(sentence)))
        start = spans[-1].end + 1
    right = frozenset(int(each) for each in value["answers"])
    text = " ".join(value["candidates"])
    return SelqaQuestion(" ".join(value["question"].split()), text, tuple(spans), right)


if __name__ == "__main__":
    main()
