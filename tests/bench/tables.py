"""Questions on tables: is the cell of the right row the answer?

    python -m tests.bench.tables

Twelve tables of our own (``tests/data/tables.jsonl``), each an article in HTML, Markdown, Word and
PDF, five questions a table. All articles of one format are in one index. An answer is right if the
cited row is the wanted one and the answer agrees with the wanted cell, refused if none is given.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

import docx

from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.answerer import Answerer
from pincite.qa.evaluation.metrics import agrees
from pincite.qa.types import Answer
from tests.support.files import Shown, pdf

TABLES = Path(__file__).parents[1] / "data" / "tables.jsonl"
Table = dict[str, Any]


def tables() -> list[Table]:
    """The tables, each with its questions."""
    return [json.loads(line) for line in TABLES.read_text("utf-8").splitlines()]


def in_html(table: Table) -> bytes:
    """The table as a page."""
    rows = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in table["rows"]]
    header = "".join(f"<th>{escape(cell)}</th>" for cell in table["header"])
    caption = f"<caption>{escape(table['caption'])}</caption>" if table["caption"] else ""
    body = f"<tr>{header}</tr>" + "".join(f"<tr>{row}</tr>" for row in rows)
    title = escape(table["title"])
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title></head><body><article>"
        f"<h1>{title}</h1><p>{escape(table['before'])}</p><table>{caption}{body}</table>"
        f"<p>{escape(table['after'])}</p></article></body></html>"
    ).encode()


def in_markdown(table: Table) -> bytes:
    """The table as Markdown; a caption is a heading there."""
    lines = [table["header"], ["---"] * len(table["header"]), *table["rows"]]
    grid = "\n".join("| " + " | ".join(row) + " |" for row in lines)
    caption = f"## {table['caption']}\n\n" if table["caption"] else ""
    return (
        f"# {table['title']}\n\n{table['before']}\n\n{caption}{grid}\n\n{table['after']}\n"
    ).encode()


def in_word(table: Table) -> bytes:
    """The table in a Word file."""
    document = docx.Document()
    document.add_heading(table["title"], 0)
    document.add_paragraph(table["before"])
    if table["caption"]:
        document.add_paragraph(table["caption"], style="Caption")
    made = document.add_table(rows=0, cols=len(table["header"]))
    for row in (table["header"], *table["rows"]):
        for cell, words in zip(made.add_row().cells, row, strict=True):
            cell.text = words
    document.add_paragraph(table["after"])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def in_pdf(table: Table) -> bytes:
    """The table on a page, its columns aligned at the left."""
    shown: list[Shown] = [(72, 720, 16, table["title"]), (72, 690, 10, table["before"])]
    grid = [table["header"], *table["rows"]]
    widths = [max(len(row[n]) for row in grid) * 5.2 + 18 for n in range(len(grid[0]))]
    if table["caption"]:
        shown.append((72, 660, 10, table["caption"]))
    for number, row in enumerate(grid):
        for n, cell in enumerate(row):
            shown.append((72 + sum(widths[:n]), 640 - 16 * number, 10, cell))
    shown.append((72, 600 - 16 * len(grid), 10, table["after"]))
    return pdf([shown], info=f"/Title({table['title']})")


FORMATS: dict[str, Callable[[Table], bytes]] = {
    "html": in_html,
    "md": in_markdown,
    "docx": in_word,
    "pdf": in_pdf,
}


def outcome(answer: Answer, table: Table, asked: dict[str, Any]) -> str:
    """Whether an answer is right, wrong or refused."""
    if not answer.found:
        return "refused"
    cited = answer.citations[0]
    row = table["rows"][asked["row"]]
    in_row = all(cell in cited.quote for cell in row)
    return "right" if in_row and agrees(cited.text, [asked["answer"]]) else "wrong"


def outcomes(
    ending: str, encoder: SentenceEncoder, folder: Path
) -> Iterator[tuple[str, str, Answer]]:
    """Each question on the tables in one format, what came of it, and the answer."""
    articles = folder / ending
    articles.mkdir()
    for number, table in enumerate(tables()):
        (articles / f"table-{number}.{ending}").write_bytes(FORMATS[ending](table))
    index = folder / f"{ending}-index"
    rebuild(index, [articles], encoder)
    answerer = Answerer(LocalRetriever(index, encoder))
    for table in tables():
        for asked in table["questions"]:
            answer = answerer.answer(asked["question"])
            yield asked["question"], outcome(answer, table, asked), answer


def main() -> None:
    """Prints a line for each format, and each question that was not answered right."""
    encoder = SentenceEncoder.load()
    total: Counter[str] = Counter()
    for ending in FORMATS:
        with tempfile.TemporaryDirectory() as folder:
            found = list(outcomes(ending, encoder, Path(folder)))
        counts = Counter(came for _, came, _ in found)
        total += counts
        print(ending, *(f"{came} {counts[came]}" for came in ("right", "refused", "wrong")))
        for question, came, answer in found:
            if came != "right":
                cited = answer.citations[0] if answer.found else None
                told = f"{cited.text!r} in {cited.quote!r}" if cited else ""
                print(f"  {came}: {question} {told} ({answer.confidence:.2f})")
    print("all", *(f"{came} {total[came]}" for came in ("right", "refused", "wrong")))


if __name__ == "__main__":
    main()
