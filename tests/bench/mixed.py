"""What formats cost: files of every kind indexed beside the same articles as plain text.

python -m tests.bench.mixed                 2,000 files, some minutes
"""

from __future__ import annotations

import argparse
import html
import json
import re
import textwrap
import time
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import docx

from pincite.corpus.read import read_articles
from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from tests.bench.corpora import fresh_articles
from tests.support.files import column, pdf

_WIDTH = 90  # characters of a line of PDF
_LINES = 50  # of a page
_SPECIAL = re.compile(r"[()\\]")  # in a string of PDF


def as_text(title: str, paragraphs: Sequence[str]) -> bytes:
    return "\n\n".join([title, *paragraphs]).encode()


def as_markdown(title: str, paragraphs: Sequence[str]) -> bytes:
    head = f"---\ntitle: {json.dumps(title)}\ndate: 2026-02-03\n---\n\n# {title}\n\n"
    return (head + "\n\n".join(paragraphs)).encode()


def as_page(title: str, paragraphs: Sequence[str]) -> bytes:
    menu = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(20))
    body = "".join(f"<p>{html.escape(each)}</p>" for each in paragraphs)
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title></head>"
        f"<body><nav><ul>{menu}</ul></nav><article><h1>{title}</h1>{body}</article>"
        f"<footer>© The Generated Archive</footer></body></html>"
    ).encode()


def as_word(title: str, paragraphs: Sequence[str]) -> bytes:
    document = docx.Document()
    document.add_heading(title, 0)
    for each in paragraphs:
        document.add_paragraph(each)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def as_pdf(title: str, paragraphs: Sequence[str]) -> bytes:
    lines = [title, ""]
    for each in paragraphs:
        lines += [*textwrap.wrap(each, _WIDTH), ""]
    lines = [_SPECIAL.sub(r"\\\g<0>", line) for line in lines]
    lines = [line.encode("cp1252", "replace").decode("cp1252") for line in lines]
    pages = [lines[n : n + _LINES] for n in range(0, len(lines), _LINES)]
    return pdf([column(page) for page in pages])


def as_feed(title: str, paragraphs: Sequence[str]) -> bytes:
    body = html.escape("".join(f"<p>{html.escape(each)}</p>" for each in paragraphs))
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Archive</title>'
        f"<item><title>{title}</title><description>{body}</description></item></channel></rss>"
    ).encode()


def as_line(title: str, paragraphs: Sequence[str]) -> bytes:
    return json.dumps({"title": title, "text": "\n\n".join(paragraphs)}).encode()


KINDS = {
    "txt": as_text,
    "md": as_markdown,
    "html": as_page,
    "docx": as_word,
    "pdf": as_pdf,
    "rss": as_feed,
    "jsonl": as_line,
}


def written(folder: Path, files: int) -> tuple[Path, Path]:
    """Two folders of the same articles: every kind in turn, and all as plain text."""
    mixed, plain = folder / "mixed", folder / "plain"
    mixed.mkdir()
    plain.mkdir()
    kinds = list(KINDS)
    for number, (title, paragraphs) in enumerate(fresh_articles(files, sentences=5)):
        kind = kinds[number % len(kinds)]
        (mixed / f"{number:05}.{kind}").write_bytes(KINDS[kind](title, paragraphs))
        (plain / f"{number:05}.txt").write_bytes(as_text(title, paragraphs))
    return mixed, plain


def timed(folder: Path, index: Path, encoder: SentenceEncoder) -> tuple[int, float, float]:
    """Characters of articles, and seconds to read and to index them."""
    start = time.perf_counter()
    articles = read_articles([folder]).articles
    read = time.perf_counter() - start
    start = time.perf_counter()
    rebuild(index, [folder], encoder)
    return sum(len(span) for a in articles for span in a.body), read, time.perf_counter() - start


def main() -> None:
    """Prints a table and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, default=2_000)
    chosen = parser.parse_args()
    encoder = SentenceEncoder.load()
    encoder.passages(["The model is loaded before anything is timed."])
    rates = []
    print("| files | characters | read, s | indexed, s | characters/s |\n|---|---|---|---|---|")
    with TemporaryDirectory() as place:
        for name, folder in zip(
            ("of seven kinds", "plain text"), written(Path(place), chosen.files), strict=True
        ):
            size, read, whole = timed(folder, Path(place) / f"{folder.name}.index", encoder)
            rates.append(size / whole)
            row = f"{chosen.files:,} {name} | {size:,} | {read:.1f} | {whole:.1f}"
            print(f"| {row} | {rates[-1]:,.0f} |", flush=True)
    print(f"\nspeed of mixed files against plain ones: {rates[0] / rates[1]:.2f}")


if __name__ == "__main__":
    main()
