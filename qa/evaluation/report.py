"""The figures for people: a table in the shell, a Markdown page, and the files of ``--out``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pincite.corpus.errors import InputError, shown
from pincite.qa.evaluation.figures import curve, operating_point
from pincite.qa.evaluation.outcomes import Outcome
from pincite.qa.evaluation.plot import Series, can_plot, risk_coverage_plot
from pincite.qa.wording import counted

FILES = ("figures.json", "report.md", "risk-coverage.png", "answers.jsonl")
NO_PLOT = "No plot was drawn: `pip install 'pincite[plot]'` brings matplotlib."
_MEANING = """\
EM and F1 are SQuAD's (Rajpurkar et al. 2016, 2018), the best over the wanted answers; a refusal is
the empty text, right where there is no answer. A sentence cited is right if it holds a wanted
answer and, where the file names its article or context, is from there; an answer is right if its
sentence is and if it agrees with a wanted answer: at least half of the words shared (F1), or one
stands in the other. Risk and calibration are about right answers, over all questions; an answer
where there is none to give is wrong. Recall@k: a passage among the first k is right as a sentence
has to be. The calibration error has ten bins of equal width (Guo et al. 2017). In closed mode the
time is a question's share of a batch of 16."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures, as plain values, and the outcome of every question."""

    figures: dict[str, Any]
    outcomes: tuple[Outcome, ...]


def prepared_folder(folder: Path) -> Path:
    """The folder, which is created if it does not exist. Raises InputError if that fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return folder


def write(found: Evaluation, folder: Path) -> None:
    """Writes ``FILES`` into the folder, without the plot if matplotlib is not installed. Raises
    InputError if a file cannot be written."""
    figures, name = found.figures, found.figures["file"]
    threshold = figures["threshold"]
    coverage, risk = operating_point(found.outcomes, threshold)
    series = Series(shown(name), curve(found.outcomes), threshold, coverage, risk)
    values, page, plot, answers = (folder / each for each in FILES)
    try:
        values.write_text(_json(figures, indent=2) + "\n", encoding="utf-8")
        page.write_text(markdown(figures), encoding="utf-8")
        if can_plot():
            risk_coverage_plot([series], plot)
        lines = (_json(_plain(each, threshold)) for each in found.outcomes)
        answers.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise _unwritable(folder, error) from error


def markdown(figures: dict[str, Any]) -> str:
    """The figures as a Markdown page, with their meaning."""
    parts = [f"# {_escaped(shown(figures['file']))}", _heading(figures), "| | |\n|---|---|"]
    for title, rows in _sections(figures):
        parts[-1] += f"\n| **{title}** | |"
        parts[-1] += "".join(f"\n| {label} | {value} |" for label, value in rows)
    parts.append(f"![Risk against coverage]({FILES[2]})" if can_plot() else NO_PLOT)
    return "\n\n".join([*parts, _MEANING]) + "\n"


def table(figures: dict[str, Any]) -> RenderableType:
    """The figures as a table for the shell."""
    parts: list[RenderableType] = [Text(f"{shown(figures['file'])}: {_heading(figures)}")]
    width = max(len(label) for _, rows in _sections(figures) for label, _ in rows)
    for title, rows in _sections(figures):
        grid = Table.grid(padding=(0, 2))
        grid.add_column(min_width=width + 2)
        grid.add_column(justify="right")
        for label, value in rows:
            grid.add_row(Text(f"  {label}"), Text(value))
        parts += [Text(), Text(title, style="bold"), grid]
    return Group(*parts)


def _heading(figures: dict[str, Any]) -> str:
    text = (
        f"{counted(figures['questions'], 'question')} ({figures['answerable']:,} answerable, "
        f"{figures['unanswerable']:,} unanswerable), {figures['mode']} mode"
    )
    if figures["articles"] is not None:
        text += f" over {counted(figures['articles'], 'article')}"
    if figures["drawn_from"]:
        text += f", drawn from {figures['drawn_from']:,} with seed {figures['seed']}"
    return text


def _sections(figures: dict[str, Any]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each section's title and its rows of label and value, without empty rows and sections."""
    said, area = figures["at_threshold"], figures["risk_coverage"]["area"]
    recall, ms = figures["recall"] or {}, figures["latency_ms"]
    sections: dict[str, dict[str, float | None]] = {
        "The answerable questions, each answered": {
            "exact match (EM)": figures["exact_match"],
            "F1": figures["f1"],
            "the sentence cited is right": figures["citation_accuracy"],
            "the answer is right": figures["answer_accuracy"],
        },
        f"Refusing below the threshold {figures['threshold']:.2f}": {
            "answered, of the answerable": said["answered_of_answerable"],
            "of these, the sentence cited is right": said["cited_of_answered_answerable"],
            "of these, the answer is right": said["right_of_answered_answerable"],
            "refused, of the unanswerable": said["refused_of_unanswerable"],
            "EM, a refusal being the empty answer": said["exact_match"],
            "F1, a refusal being the empty answer": said["f1"],
        },
        "Confidence": {
            "AUROC, answerable or not": figures["auroc"],
            "expected calibration error": figures["expected_calibration_error"],
            "area under risk-coverage": area,
        },
        "Retrieval": {f"recall@{k}": share for k, share in recall.items()},
    }
    for title, rows in sections.items():
        known = [(label, f"{value:.3f}") for label, value in rows.items() if value is not None]
        if known:
            yield title, known
    yield "Time a question", [(name, f"{value:,.1f} ms") for name, value in ms.items()]


def _plain(outcome: Outcome, threshold: float) -> dict[str, Any]:
    asked = outcome.asked
    return {
        "place": asked.place,
        "question": asked.question,
        "wanted": list(asked.answers),
        "answer": outcome.text,
        "sentence": outcome.quote,
        "article": outcome.article,
        "confidence": round(outcome.confidence, 4),
        "answered": outcome.answered(threshold),
        "sentence_right": outcome.cited,
        "answer_right": outcome.right,
        "rank": outcome.rank,
        "ms": round(outcome.ms, 1),
    }


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|!" else c for c in text)


def _unwritable(folder: Path, error: OSError) -> InputError:
    return InputError(
        f"{shown(folder)}: cannot be written ({error.strerror or error}); name another with --out"
    )
