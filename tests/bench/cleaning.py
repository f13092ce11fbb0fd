"""Measures what is set aside as boilerplate, and where sentences are cut, against marked pages.

    python -m tests.bench.cleaning              the table that stands in README.md
    python -m tests.bench.cleaning --missed     and each line of the development pages it got wrong

A page in tests/data/pages is stored line by line behind a mark and a blank: ``+`` article, ``-``
boilerplate, ``=`` neither (titles, headings), blank for what holds no text. A marked line is one
block of the page. Rules are made on the development pages; the held-out ones were written before
their author had read any rule, and are only counted.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from pincite.corpus.article import Article, Span
from pincite.corpus.passages.sentences import sentence_spans
from pincite.corpus.read import read_articles
from tests.support.sentence_cases import BEYOND, GOLD, line_of, split

DATA = Path(__file__).parents[1] / "data"
SETS = ("dev", "heldout")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKDOWN = re.compile(r"^(?:#+|[-*>]|> [-*>]|\d+\.) |\*\*|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")


@dataclass(frozen=True, slots=True)
class Marked:
    """One block of a page: its mark, and its text without markup."""

    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its gold: ``source`` is what a reader gets."""

    name: str
    kind: str
    source: str
    lines: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one marked block: how many of its characters, blanks apart, were set aside.

    ``lost`` are the sentences of an article block of which anything was set aside.
    """

    page: Page
    line: Marked
    aside: int
    lost: tuple[str, ...]

    @property
    def size(self) -> int:
        """Characters, blanks apart."""
        return _size(self.line.words)


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall of what is set aside, by characters that are not blank."""

    pages: int
    sentences: int
    precision: float
    recall: float
    lost: tuple[str, ...]


def pages(part: str) -> list[Page]:
    """The marked pages of "dev" or "heldout"."""
    return [_page(path) for path in sorted((DATA / "pages" / part).iterdir())]


def measured(marked: Iterable[Page]) -> list[Outcome]:
    """What became of every article and boilerplate block of these pages."""
    return [outcome for page in marked for outcome in _outcomes(page, _read(page))]


@cache
def measured_part(part: str) -> list[Outcome]:
    """``measured`` of the marked pages of "dev" or "heldout", read once."""
    return measured(pages(part))


def score(outcomes: Iterable[Outcome]) -> Score:
    """The figures of these blocks."""
    rows = list(outcomes)
    junk = [row for row in rows if row.line.mark == "-"]
    article = [row for row in rows if row.line.mark == "+"]
    rightly = sum(row.aside for row in junk)
    aside = rightly + sum(row.aside for row in article)
    return Score(
        pages=len({row.page.name for row in rows}),
        sentences=sum(len(split(row.line.words)) for row in article),
        precision=rightly / aside if aside else 1.0,
        recall=rightly / sum(row.size for row in junk),
        lost=tuple(f"{row.page.name}: {words}" for row in article for words in row.lost),
    )


def fresh_cases() -> list[list[str]]:
    """Hard lines written after the sentence rules, each as the sentences it should fall into."""
    lines = (DATA / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def wrongly_cut(cases: Iterable[list[str]]) -> list[list[str]]:
    """The cases that are cut otherwise than written, as they are cut."""
    cut = ((case, split(line_of(case))) for case in cases)
    return [got for case, got in cut if got != case]


def table() -> str:
    """The figures as a Markdown table."""
    scored = {part: measured_part(part) for part in SETS}
    columns: dict[str, list[Outcome]] = {}
    for part, title in zip(SETS, ("development", "held out"), strict=True):
        for kind in ("text", "HTML"):
            columns[f"{title}, {kind}"] = [r for r in scored[part] if r.page.kind == kind]
    columns["all"] = [row for part in SETS for row in scored[part]]
    scores = [score(rows) for rows in columns.values()]
    known, fresh = [*GOLD, *BEYOND], fresh_cases()
    cuts = (_share(known), "", _share(fresh), "", _share([*known, *fresh]))
    rows = [
        ["", *columns],
        ["---"] * (len(columns) + 1),
        ["pages, article sentences", *(f"{s.pages}, {s.sentences}" for s in scores)],
        ["of what is set aside, boilerplate", *(f"{s.precision:.3f}" for s in scores)],
        ["of the boilerplate, set aside", *(f"{s.recall:.3f}" for s in scores)],
        ["article sentences lost", *(str(len(s.lost)) for s in scores)],
        ["hard lines cut into the right sentences", *cuts],
    ]
    return "\n".join(" ".join(f"| {' | '.join(row)} |".split()) for row in rows)


def _share(cases: list[list[str]]) -> str:
    return f"{len(cases) - len(wrongly_cut(cases))} of {len(cases)}"


def _page(path: Path) -> Page:
    kind = "HTML" if path.suffix == ".html" else "text"
    source, lines = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        mark, content = line[:1], line[2:]
        source.append(content)
        words = _plain(content, path.suffix) if mark in "+-=" else ""
        if words:
            lines.append(Marked(mark, words))
    return Page(path.name, kind, "\n".join(source) + "\n", tuple(lines))


def _plain(content: str, suffix: str) -> str:
    if suffix == ".html":
        content = html.unescape(re.sub(r"<[^>]*>", "", content))
    elif suffix == ".md":
        content = _MARKDOWN.sub("", _LINK.sub(r"\1", re.sub(r"!\[[^)]*\)", "", content)))
    return " ".join(content.split())


def _read(page: Page) -> Article:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / page.name
        path.write_text(page.source, encoding="utf-8")
        reading = read_articles([path])
    if not reading.articles:
        raise ValueError(f"{page.name}: not read, {reading.skipped}")
    return reading.articles[0]


def _outcomes(page: Page, article: Article) -> Iterator[Outcome]:
    """The page's blocks laid beside the article's lines; one that is not there is set aside."""
    spans = list(_line_spans(article.text))
    theirs = [" ".join(span.of(article.text).split()) for span in spans]
    ours = [line.words for line in page.lines]
    found: dict[int, Span] = {}
    for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        found.update((block.a + i, spans[block.b + i]) for i in range(block.size))
    for i, line in enumerate(page.lines):
        if line.mark != "=":
            yield _outcome(page, line, article, found.get(i))


def _outcome(page: Page, line: Marked, article: Article, span: Span | None) -> Outcome:
    if span is None:
        lost = tuple(split(line.words)) if line.mark == "+" else ()
        return Outcome(page, line, _size(line.words), lost)
    kept = {i for part in article.body if part.overlaps(span) for i in range(part.start, part.end)}
    aside = {i for i in range(span.start, span.end) if i not in kept and article.text[i].strip()}
    sentences = sentence_spans(article.text, [span]) if line.mark == "+" else ()
    lost = (one.of(article.text) for one in sentences if aside & set(range(one.start, one.end)))
    return Outcome(page, line, len(aside), tuple(lost))


def _line_spans(text: str) -> Iterator[Span]:
    for line in re.finditer(r"[^\n]+", text):
        if line[0].strip():
            yield Span(*line.span())


def _size(words: str) -> int:
    return sum(not c.isspace() for c in words)


def main() -> None:
    """Print the table and, where asked, what went wrong on the development pages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--missed", action="store_true", help="name what went wrong")
    missed = parser.parse_args().missed
    print(table())
    for part in SETS if missed else ():
        rows = measured_part(part)
        for name in score(rows).lost:
            print(f"lost {part} {name}")
        for row in rows if part == "dev" else ():
            if row.line.mark == "-" and row.aside < row.size:
                print(f"kept {row.page.name}: {row.line.words}")


if __name__ == "__main__":
    main()
