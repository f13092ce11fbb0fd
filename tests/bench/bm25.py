"""Measures BM25 over segments beside tantivy's own search over the same passages.

    python -m tests.bench.bm25 FILE.jsonl                      10,000 and 100,000 passages
    python -m tests.bench.bm25 FILE.jsonl --sizes 1000000

FILE has a "context" and a "question" a line. A passage is three sentences of its contexts, drawn at
random. The questions are asked of both in turn; printed are milliseconds of processor time for the
best 50, and how many rankings differ.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import tantivy

from pincite.index.engines.bm25 import LexicalIndex
from pincite.index.engines.lexical import content_words, terms
from pincite.index.engines.numbering import Numbering
from pincite.index.engines.postings import Postings

DEPTH = 50
SEGMENTS = 8  # of ours; each is four times as large as the next one
ASKED = 200

Found = list[tuple[int, float]]


def ours(texts: Sequence[str]) -> LexicalIndex:
    """An index of several segments."""
    shares = [0.75 * 0.25**n for n in range(SEGMENTS - 1)]
    ends = [0, *(np.cumsum(shares) * len(texts)).astype(int).tolist(), len(texts)]
    parts = [Postings.of(texts[a:b]) for a, b in pairwise(ends)]
    return LexicalIndex(parts, Numbering.plain(*map(len, parts)))


def theirs(texts: Sequence[str], folder: Path) -> Callable[[str], Found]:
    """A search in an index of tantivy's."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", fast=True)
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    schema = builder.build()
    index = tantivy.Index(schema, path=str(folder))
    writer = index.writer(64_000_000, 1)
    for row, text in enumerate(texts):
        document = tantivy.Document()
        document.add_unsigned("row", row)
        document.add_text("text", " ".join(terms(text)))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(question: str) -> Found:
        words = [term for word in content_words(question) for term in word.terms]
        query = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", word, "freq"))
                for word in dict.fromkeys(words or terms(question))
            ]
        )
        hits = searcher.search(query, DEPTH, count=False).hits
        rows = searcher.fast_field_values("row", [at for _, at in hits])
        found = [(int(row), float(score)) for row, (score, _) in zip(rows, hits, strict=True)]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    return search


def measure(size: int, sentences: Sequence[str], questions: Sequence[str]) -> None:
    """Prints a line for a number of passages."""
    draw = random.Random(size)
    texts = [" ".join(draw.choices(sentences, k=3)) for _ in range(size)]
    start = time.process_time()
    index = ours(texts)
    made = time.process_time() - start
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        search = theirs(texts, Path(folder))
        made_theirs = time.process_time() - start
        taken: dict[str, list[float]] = {"ours": [], "tantivy": []}
        differ = 0
        for question in questions:
            both = []
            for name, run in (("ours", lambda q: index.search(q, DEPTH)), ("tantivy", search)):
                start = time.process_time()
                both.append(run(question))
                taken[name].append(1000 * (time.process_time() - start))
            scores = [[score for _, score in found] for found in both]
            differ += len(scores[0]) != len(scores[1]) or not np.allclose(*scores, rtol=1e-5)
    told = "; ".join(
        f"{name} p50 {np.percentile(each, 50):.2f} ms, p95 {np.percentile(each, 95):.2f} ms"
        for name, each in taken.items()
    )
    print(
        f"{size:,} passages: {told}; scores differ for {differ} of {len(questions)} questions; "
        f"made in {made:.0f} s and {made_theirs:.0f} s",
        flush=True,
    )


def main() -> None:
    """Prints a line for each size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    options = parser.parse_args()
    lines = [json.loads(line) for line in options.file.open(encoding="utf-8")]
    contexts = dict.fromkeys(line["context"] for line in lines)
    sentences = [each for text in contexts for each in re.split(r"(?<=[.!?]) ", text)]
    questions = sorted({line["question"] for line in lines})
    for size in options.sizes:
        measure(size, sentences, random.Random(1).sample(questions, ASKED))


if __name__ == "__main__":
    main()
