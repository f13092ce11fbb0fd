"""Measures building and asking, beside plain sentence-transformers over the same texts.

    python -m tests.bench                 samples, and generated corpora of 100 to 10,000 passages
    python -m tests.bench --sizes 100     a quick look

The two sides run one after the other in processes of their own. The plain side only encodes: it
keeps no index, checks nothing and answers nothing; its "unchanged" is encoding everything again.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.corpora import SAMPLES, generate

PASSAGES_PER_ARTICLE = 5


def measured(side: str, folder: Path) -> dict[str, Any]:
    """What one side needs for one corpus."""
    command = [sys.executable, "-m", "tests.bench.measure", side, str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(run.stderr)
    values: dict[str, Any] = json.loads(run.stdout.strip().splitlines()[-1])
    return values


def row(name: str, folder: Path) -> str:
    """A row of the table: Pincite, then plain in brackets."""
    plain, ours = measured("plain", folder), measured("pincite", folder)
    rate = ours["passages"] / ours["seconds"]
    plain_rate = plain["passages"] / plain["seconds"]
    cells = [
        f"{name} ({ours['passages']:,})",
        f"{rate:.0f} ({plain_rate:.0f}, ratio {rate / plain_rate:.2f})",
        f"{ours['unchanged']:.2f} ({plain['unchanged']:.1f})",
        f"{ours['p50'] * 1e3:.0f} ms ({plain['p50'] * 1e3:.0f} ms)",
        f"{ours['p95'] * 1e3:.0f} ms ({plain['p95'] * 1e3:.0f} ms)",
        f"{ours['memory'] / 1e6:.0f} MB ({plain['memory'] / 1e6:.0f} MB)",
    ]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Prints a Markdown table, a row as soon as it stands."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 1_000, 10_000])
    sizes = parser.parse_args().sizes
    print("| corpus (passages) | passages/s | s, unchanged rebuild | ask p50 | p95 | peak memory |")
    print("|---|---|---|---|---|---|", flush=True)
    print(row("samples", SAMPLES), flush=True)
    with tempfile.TemporaryDirectory() as place:
        for size in sizes:
            folder = generate(Path(place) / str(size), size // PASSAGES_PER_ARTICLE)
            print(row("generated", folder), flush=True)


if __name__ == "__main__":
    main()
