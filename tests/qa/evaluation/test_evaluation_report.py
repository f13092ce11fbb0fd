"""Figures computed from outcomes, and their table, page, plot and file of answers."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from pincite.corpus.errors import InputError
from pincite.qa.evaluation.datasets import LabeledQuestion
from pincite.qa.evaluation.figures import figures, operating_point
from pincite.qa.evaluation.metrics import risk_coverage
from pincite.qa.evaluation.outcomes import Outcome
from pincite.qa.evaluation.plot import Series, risk_coverage_plot
from pincite.qa.evaluation.report import FILES, Evaluation, markdown, prepared_folder, table, write

HEAD = {
    "file": "my_questions.jsonl",
    "mode": "open",
    "articles": 15,
    "drawn_from": None,
    "seed": None,
}


def outcome(
    confidence: float,
    text: str = "",
    wanted: tuple[str, ...] = (),
    rank: int | None = None,
    right: bool = False,
    cited: bool | None = None,
    ms: float = 10.0,
) -> Outcome:
    asked = LabeledQuestion("f: line 1", "When?", wanted)
    quote = f"{text} it is." if text else ""
    return Outcome(
        asked, text, quote, "a.txt", confidence, right if cited is None else cited, right, rank, ms
    )


OUTCOMES = (
    outcome(0.9, "in 1999", ("1999",), rank=1, right=True, ms=10),
    outcome(0.8, "the 1999", ("1999",), rank=7, right=True, ms=20),
    outcome(0.3, "a b", ("b c",), rank=60, cited=True, ms=30),
    outcome(0.0, "", ("1999",), ms=40),
    outcome(0.85, "1999", (), ms=50),
    outcome(0.1, "1999", (), ms=60),
)


def test_every_figure_matches_a_worked_example() -> None:
    found = figures(OUTCOMES, 0.5, searched=True)
    assert (found["questions"], found["answerable"], found["unanswerable"]) == (6, 4, 2)
    assert found["exact_match"] == 1 / 4
    # shared words over all: 2*1/(2+1), 1, "b" against "b c" 2*1/(1+2), 0
    assert found["f1"] == pytest.approx((2 / 3 + 1 + 2 / 3 + 0) / 4)
    assert found["citation_accuracy"] == 3 / 4
    assert found["answer_accuracy"] == 2 / 4
    said = found["at_threshold"]
    assert said["answered_of_answerable"] == 2 / 4
    assert said["right_of_answered_answerable"] == 1
    assert said["refused_of_unanswerable"] == 1 / 2
    assert said["exact_match"] == pytest.approx(2 / 6)  # one right, one refused rightly
    assert said["f1"] == pytest.approx((2 / 3 + 1 + 1) / 6)
    assert figures(OUTCOMES, 0.05, searched=True)["at_threshold"]["refused_of_unanswerable"] == 0
    assert (said["coverage"], said["risk"]) == (3 / 6, pytest.approx(1 / 3))
    assert found["auroc"] == 4 / 8  # 0.9 beats both, 0.8 and 0.3 beat 0.1
    assert found["recall"] == {"1": 1 / 4, "5": 1 / 4, "10": 2 / 4, "50": 2 / 4}
    assert found["latency_ms"] == {"p50": 35, "p95": pytest.approx(57.5)}
    curve = found["risk_coverage"]
    assert curve["coverage"][-1] == 1
    assert curve["risk"][-1] == pytest.approx(4 / 6)
    assert curve["threshold"] == sorted(curve["threshold"], reverse=True)


def test_figures_without_data_are_none() -> None:
    can = figures(OUTCOMES[:4], 0.5, searched=False)
    assert can["auroc"] is can["recall"] is can["at_threshold"]["refused_of_unanswerable"] is None
    cannot = figures(OUTCOMES[4:], 1.0, searched=True)
    assert cannot["f1"] is cannot["exact_match"] is cannot["recall"] is cannot["auroc"] is None
    assert cannot["at_threshold"]["risk"] is None
    assert cannot["at_threshold"]["f1"] == 1
    for found in (can, cannot):
        shown = markdown({**HEAD, **found})
        assert "None" not in shown
        assert "| nan |" not in shown
        json.dumps(found, allow_nan=False)


def test_not_found_is_not_an_answer_even_at_threshold_0() -> None:
    assert operating_point([outcome(0.0), outcome(0.0, "x")], 0.0) == (0.5, 1.0)


def test_a_long_curve_is_thinned_but_keeps_its_ends() -> None:
    many = [outcome(n / 1000, "x", ("x",), right=n % 3 == 0) for n in range(1000)]
    curve = figures(many, 0.5, searched=False)["risk_coverage"]
    assert len(curve["coverage"]) == len(curve["risk"]) == 101
    assert (curve["coverage"][0], curve["coverage"][-1]) == (1 / 1000, 1.0)
    assert (
        curve["area"] == risk_coverage([o.confidence for o in many], [o.right for o in many]).area
    )


def rendered(found: dict[str, Any]) -> str:
    console = Console(width=90, record=True, file=None, quiet=False)
    with console.capture() as capture:
        console.print(table(found))
    return capture.get()


def test_terminal_table_and_markdown_page_agree() -> None:
    found = {**HEAD, **figures(OUTCOMES, 0.5, searched=True)}
    page, shown = markdown(found), rendered(found)
    for text in (page, shown):
        assert "6 questions (4 answerable, 2 unanswerable), open mode over 15 articles" in text
        for label, value in (
            ("exact match (EM)", "0.250"),
            ("refused, of the unanswerable", "0.500"),
            ("recall@10", "0.500"),
            ("AUROC, answerable or not", "0.500"),
            ("p50", "35.0 ms"),
        ):
            (line,) = [line for line in text.splitlines() if label in line]
            assert value in line
    assert "drawn from" not in page
    assert "# my\\_questions.jsonl" in page
    assert "drawn from 900 with seed 4" in markdown({**found, "drawn_from": 900, "seed": 4})


def test_file_names_are_escaped_in_terminal_and_page() -> None:
    found = {**HEAD, **figures(OUTCOMES, 0.5, searched=True), "file": "\x1b[31m<b>x</b>$x_{$"}
    assert "\x1b" not in rendered(found)
    assert "<b>" not in markdown(found).replace("\\<", "")
    assert "\x1b" not in markdown(found)


def test_the_output_folder_holds_every_file(tmp_path: Path) -> None:
    found = {**HEAD, "file": "$x_{$.jsonl", **figures(OUTCOMES, 0.5, searched=True)}
    folder = prepared_folder(tmp_path / "deep" / "report")
    write(Evaluation(found, OUTCOMES), folder)
    assert {path.name for path in folder.iterdir()} == set(FILES)
    assert json.loads((folder / "figures.json").read_text()) == found
    lines = [json.loads(line) for line in (folder / "answers.jsonl").read_text().splitlines()]
    assert [line["answered"] for line in lines] == [True, True, False, False, True, False]
    assert [line["sentence_right"] for line in lines] == [o.cited for o in OUTCOMES]
    assert "](risk-coverage.png)" in (folder / "report.md").read_text()


def test_an_unusable_output_folder_is_a_one_line_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(InputError, match="name another with --out"):
            prepared_folder(folder)
    with pytest.raises(InputError, match="cannot be written"):
        write(
            Evaluation({**HEAD, **figures(OUTCOMES, 0.5, searched=True)}, OUTCOMES),
            tmp_path / "gone",
        )


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("length", [1, 2, 200])
def test_the_plot_is_reproducible_with_a_fixed_size(
    tmp_path: Path, count: int, length: int
) -> None:
    confidences = [math.sin(n) ** 2 for n in range(length)]
    curve = risk_coverage(confidences, [n % 4 > 0 for n in range(length)])
    series = [
        Series(f"$one_{{ {n} é", curve, 0.5, 0.4, None if n == 1 else 0.2) for n in range(count)
    ]
    path = tmp_path / "plot.png"
    risk_coverage_plot(series, path)
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert [int.from_bytes(data[at : at + 4], "big") for at in (16, 20)] == [1200, 750]
    risk_coverage_plot(series, tmp_path / "again.png")
    assert (tmp_path / "again.png").read_bytes() == data
