"""Choices on tables: a question with the row that answers it and similar rows.

The tables were written for training (``qa/training/tables``). Each is indexed as a Markdown file.
The reader gets a row exactly as in use, so it learns to read a cell by the name of its column.
"""

from __future__ import annotations

import json
import random
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from pincite.corpus.article import Span
from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import Query
from pincite.qa.reading.reader import ReaderInput
from pincite.qa.training.data.rows import TrainingRow
from pincite.qa.training.stages.choosing import Choice

TABLES: Final = Path(__file__).parents[1] / "tables" / "tables.jsonl"
SOURCE: Final = "tables"
_HITS: Final = 20
_NEGATIVES: Final = 3
_FIGURE: Final = re.compile(r"\d+(?:[.,:]\d+)*")

WrittenTable = dict[str, Any]


def tables() -> list[WrittenTable]:
    """The tables, each with its questions."""
    return [json.loads(line) for line in TABLES.read_text(encoding="utf-8").splitlines()]


def on_tables(found: Sequence[WrittenTable], encoder: SentenceEncoder, seed: int) -> list[Choice]:
    """A choice for each question of the tables, with the answering row first. A question whose row
    is not found is left out. The same seed gives the same choices."""
    draw = random.Random(seed)
    asked = [(number, each) for number, table in enumerate(found) for each in table["questions"]]
    with tempfile.TemporaryDirectory() as folder:
        for number, table in enumerate(found):
            Path(folder, f"{number:04}.md").write_text(_markdown(table), encoding="utf-8")
        index = Path(folder, "index")
        rebuild(index, [Path(folder, f"{n:04}.md") for n in range(len(found))], encoder)
        queries = [Query.of(each["question"]) for _, each in asked]
        retrieved = LocalRetriever(index, encoder).search(queries, _HITS)
        made = [
            _choice(each, found[number], f"{number:04}.md", result.hits, draw)
            for (number, each), result in zip(asked, retrieved, strict=True)
        ]
    return [each for each in made if each is not None]


def _choice(
    asked: dict[str, Any], table: WrittenTable, file: str, hits: Sequence[Hit], draw: random.Random
) -> Choice | None:
    question = asked["question"]
    own = table["rows"][asked["row"]] if asked["answerable"] else None
    gold: list[TrainingRow] = []
    others: list[TrainingRow] = []
    for hit in hits:
        shown = ReaderInput.of(hit)
        if own is not None and hit.article.id == file and _cells(hit) == _filled(own):
            gold.append(_row(question, shown, asked["answer"]))
        elif own is None or not _answers_too(asked, hit, file):
            others.append(TrainingRow(question, shown.text, (), f"{SOURCE} negative"))
    if own is not None and not (gold and gold[0].answers):
        return None
    best, rest = others[:2], others[2:8]
    drawn = best + draw.sample(rest, min(_NEGATIVES - len(best), len(rest)))
    return Choice((*gold[:1], *drawn))


def _row(question: str, shown: ReaderInput, answer: str) -> TrainingRow:
    """The table row as a training row, with the answering cell as its answer."""
    spans = [unit for unit in shown.units if unit.of(shown.text) == answer]
    return TrainingRow(
        question, shown.text, tuple(Span(s.start, s.end) for s in spans), f"{SOURCE} row"
    )


def _answers_too(asked: dict[str, Any], hit: Hit, file: str) -> bool:
    """Whether another row of the table may answer too, as for "which fish rose by 11 %?"."""
    figures = set(_FIGURE.findall(asked["question"]))
    same = hit.article.id == file and asked["column"] == 0
    return same and bool(figures & set(_FIGURE.findall(hit.text)))


def _cells(hit: Hit) -> list[str]:
    return _filled(hit.text.split(" | "))


def _filled(cells: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in cells if cell.strip()]


def _markdown(table: WrittenTable) -> str:
    return "\n\n".join(_blocks(table)) + "\n"


def _blocks(table: WrittenTable) -> Iterator[str]:
    yield f"# {table['title']}"
    yield table["before"]
    if table["caption"]:
        yield f"## {table['caption']}"
    lines = (table["header"], ["---"] * len(table["header"]), *table["rows"])
    yield "\n".join("| " + " | ".join(row) + " |" for row in lines)
