"""Draws what a soak wrote: ``python -m tests.faults.goals.soak_plot FOLDER/soak.csv PICTURE.png``.

Needs matplotlib, which the extra ``plot`` has.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from tests.faults.goals.soaking import BASE, GROWTH


def draw(rows: list[dict[str, float]], path: Path) -> None:
    """Draws memory above, open files and threads below, by the number of questions."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    asked = [row["questions"] for row in rows]
    figure, (memory, held) = pyplot.subplots(2, 1, figsize=(6, 4.6), dpi=100, sharex=True)
    for axes, names in ((memory, ("MB", "MB of mapped files", "MB of children")),
                        (held, ("files", "files of segments", "threads"))):  # fmt: skip
        for name in names:
            axes.plot(asked, [row[name] for row in rows], linewidth=1.2, label=name)
        axes.set_ylim(bottom=0)
        axes.legend(frameon=False, fontsize=8, loc="center right")
        axes.grid(alpha=0.25)
    most = rows[0]["MB"] * (1 + GROWTH / 100)
    memory.axhline(most, color="grey", linewidth=0.8, linestyle=":")
    memory.text(asked[-1], most * 1.02, f"{GROWTH:g} % more than after {BASE} questions",
                color="grey", fontsize=8, ha="right")  # fmt: skip
    memory.set_ylabel("resident memory, MB")
    memory.set_ylim(top=max(most, *(row["MB"] for row in rows)) * 1.15)
    held.set_ylabel("open")
    held.set_xlabel(f"questions to one chat; {rows[-1]['rebuilds']:,.0f} rebuilds meanwhile")
    figure.tight_layout()
    figure.savefig(path)


def main() -> None:
    """Reads the file and writes the picture."""
    with Path(sys.argv[1]).open(encoding="utf-8") as file:
        rows = [{name: float(v) for name, v in row.items()} for row in csv.DictReader(file)]
    draw(rows, Path(sys.argv[2]))


if __name__ == "__main__":
    main()
