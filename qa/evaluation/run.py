"""Runs an evaluation, from the file of questions to the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from rich.console import Console

from pincite.corpus.errors import InputError
from pincite.index.building.publishing.cutting import Progress
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.answerer import Answerer, Settings
from pincite.qa.answering.confidence import calibration
from pincite.qa.evaluation import closed, open
from pincite.qa.evaluation.datasets import LabeledQuestion, read_questions, sampled
from pincite.qa.evaluation.figures import figures
from pincite.qa.evaluation.outcomes import Outcome
from pincite.qa.evaluation.report import Evaluation, prepared_folder, write
from pincite.qa.evaluation.styles import Styled, figures_of, read_styled
from pincite.qa.progress import progress_bar
from pincite.qa.reading.reader import load_reader

Mode = Literal["closed", "open"]


@dataclass(frozen=True, slots=True)
class Options:
    """How to ask.

    Without ``mode``, it is closed if the file has contexts and no ``index`` is named, else open.
    Open mode asks ``index``; without it, a temporary index of all contexts of the file, also if
    only ``limit`` questions are drawn; without contexts, the default index. ``reader`` is a folder
    or hub name; None is the reader that ships. ``threshold`` None is the fitted one.
    """

    mode: Mode | None = None
    index: str | Path | None = None
    reader: str | None = None
    threshold: float | None = None
    limit: int | None = None
    seed: int = 0


def measured(file: Path, options: Options, out: Path | None, console: Console) -> Evaluation:
    """``evaluate`` with a progress bar on the console. Writes the report into the folder ``out``,
    if one is named. Raises as ``evaluate``, and InputError if the report cannot be written."""
    folder = None if out is None else prepared_folder(out)  # a bad folder fails before the work
    with progress_bar(console) as progress:
        found = evaluate(file, options, progress)
    if folder is not None:
        write(found, folder)
    return found


def measured_styles(file: Path, options: Options, console: Console) -> dict[str, Any] | None:
    """The figures of each style, if the file holds questions by style or conversations; else None.
    Raises InputError, IndexFault and ModelError."""
    whole = read_styled(file)
    if whole is None:
        return None
    if options.mode == "closed":
        raise InputError("closed mode reads no index, but questions by style ask one; leave it out")
    asked: list[list[Styled]] = sampled(whole, options.limit, options.seed)
    answerer = Answerer.open(options.index, reader=options.reader, threshold=options.threshold)
    with progress_bar(console) as progress:
        styles = figures_of(asked, answerer, progress)
    return {"file": file.name, "articles": answerer.summary.articles, "styles": styles}


def evaluate(file: Path, options: Options, progress: Progress) -> Evaluation:
    """Asks the questions of a file and measures the answers. Raises InputError, IndexFault and
    ModelError."""
    whole = read_questions(file)
    asked = sampled(whole, options.limit, options.seed)
    contexts = any(each.context is not None for each in whole)
    index, reader = options.index, options.reader
    mode = options.mode or ("closed" if contexts and index is None else "open")
    if mode == "closed":
        if index is not None:
            raise InputError(f"closed mode reads no index, but {index} is named; leave one out")
        articles = None
        found = closed.outcomes(asked, load_reader(reader), calibration(), progress)
    elif contexts and index is None:
        articles, found = _over_contexts(whole, asked, file.stem, reader, progress)
    else:
        answerer = Answerer.open(index, reader=reader, threshold=0.0)
        articles = answerer.summary.articles
        found = open.outcomes(asked, answerer, [each.article for each in asked], progress)
    asked_for = options.threshold
    threshold = calibration().threshold if asked_for is None else asked_for
    head = {
        "file": file.name,
        "mode": mode,
        "index": None if index is None else str(index),
        "articles": articles,
        "reader": reader,
        "drawn_from": len(whole) if len(asked) < len(whole) else None,
        "seed": options.seed if len(asked) < len(whole) else None,
    }
    return Evaluation({**head, **figures(found, threshold, mode == "open")}, tuple(found))


def _over_contexts(
    whole: Sequence[LabeledQuestion],
    asked: Sequence[LabeledQuestion],
    name: str,
    reader: str | None,
    progress: Progress,
) -> tuple[int, list[Outcome]]:
    """The number of articles made of the contexts, and the outcomes of the questions."""
    encoder, reading = SentenceEncoder.load(), load_reader(reader)
    with open.temporary_index(whole, name, encoder, progress) as made:
        retriever = LocalRetriever(made.index, encoder)
        answerer = Answerer(retriever, reading, Settings(threshold=0.0))
        sources = [made.source(each) for each in asked]
        return answerer.summary.articles, open.outcomes(asked, answerer, sources, progress)
