"""The same questions over a folder and over Milvus: how far the two agree, and how long each takes.

    python -m tests.bench.milvus QUESTIONS.json [--passages 20000] [--questions 300]
                                 [--place milvus-lite:///tmp/x.db] [--folder /tmp/kept]

The contexts of a file of questions (SQuAD JSON, or JSON lines) become the articles of a folder's
index, which ``pincite copy`` carries to Milvus. Prints the share of the ten first places that hold
the same passage, the share of passages that are among the ten first of both, the share of questions
with the same answer, and the time that half of the questions stay below, asked in alternation.
Ends with status 1 if fewer than 98 % of the places or 99 % of the answers agree.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from pincite.index.building.build import rebuild
from pincite.index.building.copying import copy
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.query import Query
from pincite.qa.answerer import Answerer
from pincite.qa.evaluation.datasets import read_questions
from pincite.qa.place import Place, home_at, place_of, retriever_at

PLACES, ANSWERS = 0.98, 0.99
"""The least shares of places and of answers that agree."""


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("file", type=Path)
    asked.add_argument("--passages", type=int, default=20_000)
    asked.add_argument("--questions", type=int, default=300)
    asked.add_argument("--place", default="")
    asked.add_argument("--folder", type=Path)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="pincite-") as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        place = place_of(options.place or f"milvus-lite://{folder}/index.db")
        over, asks = carried(options.file, folder, place, options.passages)
        agree = compare(over, asks[:: max(len(asks) // options.questions, 1)][: options.questions])
    sys.exit(0 if agree else 1)


def carried(
    file: Path, folder: Path, place: Place, passages: int
) -> tuple[tuple[Answerer, Answerer], list[str]]:
    """Builds and copies. The answers over the folder and over Milvus, and the questions."""
    encoder = SentenceEncoder.load()
    every = [each for each in read_questions(file) if each.context is not None]
    contexts = list(dict.fromkeys(each.context for each in every))[:passages]
    lines = folder / "articles.jsonl"
    lines.write_text(
        "\n".join(json.dumps({"id": n, "title": "", "text": t}) for n, t in enumerate(contexts)),
        encoding="utf-8",
    )
    began = time.perf_counter()
    built = rebuild(folder / "index", [lines], encoder)
    print(f"folder: {built.passages:,} passages, {time.perf_counter() - began:.0f} s", flush=True)
    began = time.perf_counter()
    copy(folder / "index", home_at(place), encoder, lambda *_: None)
    print(f"{place}: copied and compared in {time.perf_counter() - began:.0f} s", flush=True)
    local, over = (Answerer(retriever_at(each, encoder)) for each in (folder / "index", place))
    kept = set(contexts)
    return (local, over), [each.question for each in every if each.context in kept]


def compare(over: tuple[Answerer, Answerer], chosen: Sequence[str]) -> bool:
    """Asks both and prints. Whether they agree as far as they should."""
    places = same = shared = alike = 0
    times: list[list[float]] = [[], []]
    for question in chosen:
        found = [
            [hit.passage.id for hit in each.retriever.search([Query.of(question)], 10)[0].hits]
            for each in over
        ]
        places += len(found[0])
        same += sum(a == b for a, b in zip(*found, strict=False))
        shared += len({*found[0]} & {*found[1]})
        answers = []
        for each, taken in zip(over, times, strict=True):
            start = time.perf_counter()
            given = each.answer(question, as_="answer")
            taken.append(time.perf_counter() - start)
            answers.append((given.found, [(c.article.id, c.answer) for c in given.citations][:1]))
        alike += answers[0] == answers[1]
    medians = [statistics.median(each) * 1000 for each in times]
    print(f"{len(chosen)} questions, {places} places")
    print(f"the same passage in the same place  {same / places:.1%}")
    print(f"the same passage among the first 10 {shared / places:.1%}")
    print(f"the same answer                     {alike / len(chosen):.1%}")
    print(f"ask p50: folder {medians[0]:.0f} ms, Milvus {medians[1]:.0f} ms")
    return same >= PLACES * places > 0 and alike >= ANSWERS * len(chosen)


if __name__ == "__main__":
    main()
