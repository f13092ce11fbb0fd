"""Measures answering over ten passages, beside transformers with the same weights in the same run.

    python -m tests.bench.reading

The plain side is what transformers' documentation shows for extractive question answering: question
and passages in one padded batch, the likeliest start and end of each passage, the best of them. It
keeps no offsets within sentences, retrieves nothing and is not asked how sure it is. The two take
turns on each question.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from unittest.mock import patch

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.answerer import Answerer
from pincite.qa.reading.reader import load_reader
from tests.bench.corpora import QUESTIONS, SAMPLES

ROUNDS = 4


def plain_reader() -> Callable[[str, list[str]], str]:
    """Question and passages to the best answer, by transformers alone."""
    folder = str(files("pincite.qa.weights"))
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForQuestionAnswering.from_pretrained(folder, dtype=torch.float32).eval()

    def read(question: str, passages: list[str]) -> str:
        given = tokenizer(
            [question] * len(passages), passages, padding=True, truncation="only_second",
            max_length=384, return_tensors="pt",
        )  # fmt: skip
        with torch.inference_mode():
            out = model(**given)
        starts, ends = out.start_logits.argmax(dim=1), out.end_logits.argmax(dim=1)
        sums = out.start_logits.amax(dim=1) + out.end_logits.amax(dim=1)
        best = int(sums.argmax())
        return str(tokenizer.decode(given["input_ids"][best, starts[best] : ends[best] + 1]))

    return read


def timed(call: Callable[[], object]) -> float:
    """How long the call takes, in milliseconds."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1e3


def main() -> None:
    """Prints medians and 95th percentiles, and the ratio of the two readings."""
    encoder = SentenceEncoder.load()
    names = ("answer", "read", "read by torch", "transformers, single precision")
    taken: dict[str, list[float]] = {name: [] for name in names}
    pieces: list[int] = []
    with tempfile.TemporaryDirectory() as place:
        rebuild(Path(place), [SAMPLES], encoder)
        answerer, reader, plain = (
            Answerer(LocalRetriever(Path(place), encoder)),
            load_reader(),
            plain_reader(),
        )
        by_torch = load_reader()
        with patch.dict(os.environ, {"PINCITE_ENGINE": "torch"}):
            by_torch.read(["Warm?"], [answerer.search("Warm?")])
        for n in range(ROUNDS + 1):
            for question in QUESTIONS:
                hits = answerer.search(question)
                texts = [hit.text for hit in hits]
                row = {
                    "answer": timed(lambda question=question: answerer.answer(question)),
                    "read": timed(lambda question=question, h=hits: reader.read([question], [h])),
                    names[2]: timed(
                        lambda question=question, h=hits: by_torch.read([question], [h])
                    ),
                    names[3]: timed(lambda question=question, t=texts: plain(question, t)),
                }
                if n:  # the first round warms up
                    pieces.append(sum(encoder.count(texts)))
                    for name, value in row.items():
                        taken[name].append(value)
    print(f"ten passages of {statistics.mean(pieces):.0f} word pieces in all, on average")
    print("| ms a question | p50 | p95 |\n|---|---|---|")
    for name, values in taken.items():
        ordered = sorted(values)
        p50, p95 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
        print(f"| {name} | {p50:.0f} | {p95:.0f} |")
    for other in names[2:]:
        pairs = zip(taken["read"], taken[other], strict=True)
        ratio = statistics.median(ours / theirs for ours, theirs in pairs)
        print(f"reading takes {ratio:.2f} of the time of: {other}")


if __name__ == "__main__":
    main()
