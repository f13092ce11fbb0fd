"""Measures what is read from real pages, beside plain trafilatura in the same run.

    python -m tests.bench.extraction FOLDER              a table
    python -m tests.bench.extraction FOLDER --worst 20   and the pages that are read worst

FOLDER holds pages with what ought to be read from them (``tests/bench/gold.py`` says in which
layouts). "Citable" are the body and the headings within it, "searched" these and the title's own
line and the header rows of tables, and "text" is all that was kept. Plain trafilatura is
one call of the installed version with its own settings, comments left out as in its own
evaluation. Half of the pages, by a hash of their names, may be looked at for rules: only those are
listed, unless ``--all`` is given. A page that is refused counts as read wrongly.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.bench.gold import expected_pages
from tests.bench.sides import (
    LOSS,
    LOW,
    Read,
    Row,
    count_in,
    measure,
    ours,
    plain,
    same_author,
    same_title,
    share,
)

PROCESSES = 2
PARTS = ("citable", "searched", "text")

Side = Callable[[Row], Read]
Listing = list[tuple[str, Row]]


def table(rows: Sequence[Row]) -> str:
    """The figures in Markdown: each side over all pages, then ours over either half."""
    halves = [[row for row in rows if row.page.open is known] for known in (True, False)]
    columns = {
        "Pincite": dict(figures(rows, ours)),
        "trafilatura": dict(figures(rows, plain)),
        "Pincite, half looked at": dict(figures(halves[0], ours)),
        "Pincite, half only measured": dict(figures(halves[1], ours)),
    }
    lines = [f"| | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    for name in (name for name, figure in columns["Pincite"].items() if figure):
        lines.append(f"| {name} | {' | '.join(column[name] for column in columns.values())} |")
    return "\n".join(lines)


def figures(rows: Sequence[Row], side: Side) -> Iterable[tuple[str, str]]:
    """What one side makes of the pages: the name of each figure, and the figure."""
    yield "pages, refused", f"{len(rows)}, {sum(bool(side(row).refused) for row in rows)}"
    for name in PARTS:
        for kind in ("wanted", "unwanted"):
            held = sum(count_in(getattr(side(r), name), getattr(r.page, kind)) for r in rows)
            of = sum(len(getattr(row.page, kind)) for row in rows)
            yield f"{kind} segments in {name}", _share(held, of)
    full = [row for row in rows if row.page.words]
    for name in PARTS:
        kept = [share(row.page.words, getattr(side(row), name)) for row in full]
        yield f"median words kept in {name}", _median(kept)
    extra = [1 - share(side(row).citable, row.page.words) for row in full]
    yield "median words in citable beyond the article", _median(extra)
    for name, text in (("citable", False), ("text", True)):
        below = str(len(worse(rows, side, text=text)))
        yield f"pages under {LOW:.2f} in {name} that trafilatura reads above", below
    for what, right, of in (
        ("titles", _titled, [row for row in rows if row.page.title]),
        ("authors", _authored, [row for row in rows if row.page.authors]),
        ("dates", _dated, [row for row in rows if row.page.date]),
        ("dates that the page states", _dated, [row for row in rows if row.stated]),
    ):
        yield f"{what} right", _share(sum(right(row, side) for row in of), len(of))
    dated = [side(row).date for row in rows if row.page.date and not _dated(row, side)]
    yield "dates wrong, none given", f"{sum(map(bool, dated))}, {dated.count('')}"
    losses = [row for row in rows if row.lost > LOSS]
    lost = f"{len(losses)}, {sum(row.silent for row in losses)}"
    yield f"pages lacking {LOSS:.0%} of trafilatura's words, silently", lost if side is ours else ""


def worse(rows: Sequence[Row], side: Side = ours, *, text: bool = False) -> list[Row]:
    """The pages of which one side keeps under LOW of the words or pieces and plain more: where they
    may be cited, or in the whole ``text``."""
    kept = [(row.kept(side, text=text), row.kept(plain), row) for row in rows]
    return [row for here, there, row in kept if here is not None and here < LOW < (there or 0)]


def worst(rows: Sequence[Row], most: int) -> str:
    """What is read worst, the worst first under each heading, ``most`` pages each."""
    short = [(kept, row) for row in rows if (kept := row.kept(ours)) is not None and kept < 1]
    short.sort(key=lambda pair: pair[0])
    extra = [(count_in(row.ours.citable, row.page.unwanted), row) for row in rows]
    extra.sort(key=lambda pair: -pair[0])
    silent = sorted((row for row in rows if row.silent), key=lambda row: -row.lost)
    named = [row for row in rows if row.page.authors and not _authored(row, ours)]
    titled = [row for row in rows if row.page.title and not _titled(row, ours)]
    dated = [row for row in rows if row.page.date and not _dated(row, ours)]
    listings: dict[str, Listing] = {
        "refused": [(row.ours.refused, row) for row in rows if row.ours.refused],
        "kept in citable, in text, by trafilatura": [(_kept(row), row) for _, row in short],
        f"under {LOW:.2f}, by trafilatura above": [(_kept(row), row) for row in worse(rows)],
        "unwanted segments in citable": [(str(count), row) for count, row in extra if count],
        "lost in silence": [(f"{row.lost:.2f}", row) for row in silent],
        "title, expected": [(f"{r.ours.title!r}, {r.page.title!r}", r) for r in titled],
        "author, expected": [
            (f"{r.ours.author!r}, {'; '.join(r.page.authors)!r}", r) for r in named
        ],
        "date, expected": [(f"{r.ours.date or 'none'}, {r.page.date}", r) for r in dated],
    }
    lines: list[str] = []
    for heading, pairs in listings.items():
        lines += ("", f"{heading} ({len(pairs)})")
        lines += (f"  {row.page.name}: {what}" for what, row in pairs[:most])
    return "\n".join(lines)


def _kept(row: Row) -> str:
    shares = (row.kept(ours), row.kept(ours, text=True), row.kept(plain))
    return ", ".join(f"{each:.2f}" for each in shares if each is not None)


def _titled(row: Row, side: Side) -> bool:
    return same_title(row.page.title, side(row).title)


def _authored(row: Row, side: Side) -> bool:
    return same_author(row.page.authors, side(row).author)


def _dated(row: Row, side: Side) -> bool:
    return row.page.date == side(row).date


def _share(right: int, of: int) -> str:
    return f"{right / of:.3f} ({right} of {of})" if of else ""


def _median(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.3f}" if values else ""


def main() -> None:
    """Print the table and, where asked, the pages that are read worst."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="the folder of pages")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list so many pages")
    parser.add_argument("--all", action="store_true", help="list pages of both halves")
    given = parser.parse_args()
    pages = expected_pages(given.folder)
    rows: list[Row] = []
    with ProcessPoolExecutor(PROCESSES) as pool:
        for row in pool.map(measure, pages, chunksize=4):
            rows.append(row)
            if sys.stderr.isatty():
                print(f"\r{len(rows)} of {len(pages)}", end="", file=sys.stderr)
    print(table(rows))
    reasons = Counter(re.sub(r"\d+", "N", row.ours.refused) for row in rows if row.ours.refused)
    for reason, times in reasons.most_common():
        print(f"refused {times}: {reason}")
    if given.worst:
        print(worst([row for row in rows if row.page.open or given.all], given.worst))


if __name__ == "__main__":
    main()
