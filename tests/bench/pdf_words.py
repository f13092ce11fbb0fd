"""Measures what of the words that pdfium finds in PDFs is in our text, and in what order.

    python -m tests.bench.pdf_words FOLDER [--worst 20]

Words are compared without hyphens, case and marks, since a word broken at a line's end is made
whole. *Kept* is the share of pdfium's words that our text has as often; *extra* the share of ours
that pdfium has not; *in order* the share of pdfium's pairs of neighbours that are neighbours in our
text. pdfium's own order is that of the file and no truth: a low share says where to look.
"""

from __future__ import annotations

import argparse
import re
import signal
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import mean, median
from typing import NamedTuple

import pypdfium2

from pincite.corpus.draft import Draft
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.pdf import reader as pdf

SECONDS = 60
LEAST = 20  # words, below which a share says nothing
_BROKEN = re.compile("[-‐\x02\ufffe\xad]\\r?\n")
# a word, or a letter of a script that puts no blanks between words
_WORD = re.compile(r"[\u0e00-\u0eff\u1100-\u11ff\u2e80-\u9fff\uf900-\ufaff]|[^\W_\u0e00-\u9fff]+")
_HYPHEN = re.compile("[-‐‑–\x02\ufffe\xad]")


class Shares(NamedTuple):
    name: str
    words: int
    kept: float
    extra: float
    in_order: float
    seconds: float
    missing: str


def words(text: str) -> list[str]:
    """The words of a text, without hyphens, case and marks."""
    plain = unicodedata.normalize("NFKD", _HYPHEN.sub("", _BROKEN.sub("", text))).casefold()
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def plain_text(path: Path) -> str:
    """pdfium's own text of all pages."""
    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def share(ours: list[str], theirs: list[str]) -> float:
    """How many of theirs ours hold."""
    return sum((Counter(theirs) & Counter(ours)).values()) / max(len(theirs), 1)


def pairs(of: list[str]) -> list[str]:
    return [" ".join(pair) for pair in pairwise(of)]


def measured(path: Path) -> Shares | str:
    """The shares of one file, or why it has none."""
    begun = time.process_time()
    try:
        [draft] = pdf.read(path.read_bytes(), path.name)
    except ReadError as error:
        return str(error)
    taken = time.process_time() - begun
    assert isinstance(draft, Draft)
    theirs, ours = words(plain_text(path)), words(draft.text)
    kept, extra = share(ours, theirs), 1 - share(theirs, ours)
    order = share(pairs(ours), pairs(theirs))
    return Shares(path.name, len(theirs), kept, extra, order, taken, draft.missing)


def files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.suffix.lower() == ".pdf")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--worst", type=int, default=20)
    given = parser.parse_args()
    found: list[Shares] = []
    refused: Counter[str] = Counter()
    for path in files(given.folder):
        signal.alarm(SECONDS)
        try:
            shares = measured(path)
        except pypdfium2.PdfiumError:
            shares = "pdfium's own text cannot be had"
        finally:
            signal.alarm(0)
        if isinstance(shares, str):
            refused[shares] += 1
        elif shares.words >= LEAST:
            found.append(shares)
    print(f"{len(found)} files of {LEAST} words or more, {sum(refused.values())} refused")
    for reason, count in refused.most_common():
        print(f"  {count} × {reason}")
    for name in ("kept", "extra", "in_order"):
        values = [getattr(each, name) for each in found]
        print(f"{name:9} mean {mean(values):.4f}, median {median(values):.4f}")
    lossy = [each for each in found if each.kept < 0.98]
    print(f"{len(lossy)} files lack more than 2 % of the words")
    for key in ("kept", "in_order"):
        print(f"\nworst, {key}")
        for each in sorted(found, key=lambda shares: getattr(shares, key))[: given.worst]:
            print(
                f"  {each.kept:.3f} {each.extra:.3f} {each.in_order:.3f} {each.words:6} words "
                f"{each.seconds:5.1f} s {each.name}"
            )


if __name__ == "__main__":
    main()
