"""Draws risk against coverage. Only this file imports matplotlib."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pincite.qa.evaluation.metrics import RiskCoverage

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLOURS = ("#1f5fbf", "#c2571a", "#2f7d4f", "#7a4fa3")
_INK, _PALE = "#333333", "#e6e6e6"
_TITLE = "How many answers are wrong, by how many questions are answered"
_FROM = 0.02  # the curve is drawn from this coverage on

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Series:
    """A named curve and its operating point: at ``threshold``, the share ``coverage`` of the
    questions is answered, and the share ``risk`` of the answers is wrong (None if there are no
    answers)."""

    name: str
    curve: RiskCoverage
    threshold: float
    coverage: float
    risk: float | None


def can_plot() -> bool:
    """Whether matplotlib is installed; it comes with the extra ``plot``."""
    return find_spec("matplotlib") is not None


def risk_coverage_plot(series: Sequence[Series], path: Path) -> None:
    """Writes a PNG of 1200 by 750 pixels with a line for each series. Its operating point is marked
    and described above the plot. Raises OSError if it cannot be written."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 5), dpi=150, facecolor="white", layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    drawn = [_drawn(each.curve) for each in series]
    top = max(float(risk.max()) for _, risk in drawn)
    highest = max(each.risk or 0.0 for each in series)
    for n, (each, (coverage, risk)) in enumerate(zip(series, drawn, strict=True)):
        colour = _COLOURS[n % len(_COLOURS)]
        label = _in_words(each, named=len(series) > 1)
        dot = "o" if len(coverage) == 1 else None  # a line through one point is invisible
        axes.plot(coverage, risk, color=colour, linewidth=2, label=label, marker=dot)
        if each.risk is not None:
            _mark(axes, each, each.risk, colour, above=each.risk == highest)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, min(1.02, max(0.1, top * 1.15)))
    _style_axes(axes)
    figure.savefig(path, format="png", metadata={"Software": None})


def _drawn(curve: RiskCoverage) -> tuple[Floats, Floats]:
    # with only a few answers, the share that is wrong jumps and has no meaning
    kept = curve.coverage >= min(_FROM, curve.coverage[-1])
    return curve.coverage[kept], curve.risk[kept]


def _in_words(each: Series, named: bool) -> str:
    name = f"{each.name}, " if named else ""
    if each.risk is None:
        return f"{name}threshold {each.threshold:.2f}: nothing is answered"
    return (
        f"{name}threshold {each.threshold:.2f}: {each.coverage:.0%} answered, "
        f"{each.risk:.0%} of the answers wrong"
    )


def _mark(axes: Axes, each: Series, risk: float, colour: str, above: bool) -> None:
    place = (each.coverage, risk)
    axes.plot(*place, "o", color=colour, markersize=9, markeredgecolor="white", clip_on=False)
    left = each.coverage > 0.8 or (above and each.coverage > 0.2)
    axes.annotate(
        f"threshold {each.threshold:.2f}",
        place,
        xytext=(-9 if left else 9, 9 if above else -9),
        textcoords="offset points",
        ha="right" if left else "left",
        va="bottom" if above else "top",
        color=colour,
        fontsize=10,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.0},
    )


def _style_axes(axes: Axes) -> None:
    # a "$" in a file's name must not begin a formula
    legend = axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1),
        frameon=False,
        fontsize=10,
        borderaxespad=0.3,
        handlelength=1.4,
        borderpad=0,
    )
    for text in legend.get_texts():
        text.set_parse_math(False)
        text.set_color(_INK)
    axes.figure.suptitle(_TITLE, x=0.01, ha="left", color=_INK, fontsize=14)
    axes.set_xlabel("share of the questions answered, the surest first", color=_INK, fontsize=11)
    axes.set_ylabel("share of these answers that is wrong", color=_INK, fontsize=11)
    from matplotlib.ticker import PercentFormatter

    axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.grid(color=_PALE, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(colors=_INK, length=0, labelsize=10)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(_INK)
