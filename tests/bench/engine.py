"""Measures OpenVINO beside torch with the same models: how fast, and how much alike.

    python -m tests.bench.engine

The two take turns on the same texts in one process. Rates are by the second of a processor, so that
other work on the machine counts less. Torch is in single precision; the reader also
in the bfloat16 that it takes where OpenVINO is not to be had.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np

from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.engines.models.sentences import SentenceModel
from pincite.qa.reading.model import Scores, SpanModel, _scores
from pincite.qa.reading.torch_model import TorchReader
from tests.bench.corpora import QUESTIONS, SAMPLES
from tests.bench.measure import texts_of

AT_A_TIME = 16
ASKED = 12
BEST = 10


def embedding(encoder: SentenceEncoder, texts: Sequence[str]) -> None:
    """Prints passages a processor second, and how alike vectors and rankings are."""
    plain = SentenceModel(encoder.folder)
    both = {"OpenVINO": encoder.passages, "torch": lambda some: plain.vectors("document", some)}
    taken = dict.fromkeys(both, 0.0)
    made: dict[str, list[np.ndarray]] = {name: [] for name in both}
    for name, embed in both.items():
        embed(texts[:AT_A_TIME])
        taken[name] = 0.0
    for start in range(0, len(texts), AT_A_TIME):
        for name, embed in both.items():
            begun = time.process_time()
            made[name].append(embed(texts[start : start + AT_A_TIME]))
            taken[name] += time.process_time() - begun
    ours, theirs = (np.concatenate(made[name]) for name in both)
    for name, seconds in taken.items():
        print(f"{name}: {len(texts) / seconds:.0f} passages a processor second")
    print(f"ratio {taken['torch'] / taken['OpenVINO']:.2f}")
    print(f"cosine of the two vectors of a passage: at least {(ours * theirs).sum(1).min():.5f}")
    asked = [*QUESTIONS, *(text[-80:] for text in texts)]
    mine = ranked(encoder.questions(asked), ours)
    other = ranked(plain.vectors("query", asked), theirs)
    shared = [len(set(a) & set(b)) / BEST for a, b in zip(mine, other, strict=True)]
    print(f"of the {BEST} nearest, shared: {np.mean(shared):.3f}, over {len(asked)} questions")


def ranked(questions: np.ndarray, passages: np.ndarray) -> list[list[int]]:
    """The nearest passages of each question."""
    return [[int(n) for n in row] for row in np.argsort(-(questions @ passages.T), 1)[:, :BEST]]


def best(scores: Scores) -> tuple[float, int]:
    """The log-odds of the best span of a window, and which it is."""
    starts, ends = scores
    sums = np.triu(starts[1:, None] + ends[None, 1:])
    return float(sums.max() - starts[0] - ends[0]), int(sums.argmax())


def reading(encoder: SentenceEncoder, texts: Sequence[str]) -> None:
    """Prints pairs a processor second, and how alike scores and spans are."""
    model = SpanModel.load()
    single, half = TorchReader(model._folder), TorchReader(model._folder)
    half.hasten()
    features = model._features
    run = {"OpenVINO": model._conversion.opened, "torch": single, "torch, hastened": half}
    taken = dict.fromkeys(run, 0.0)
    found: dict[str, list[Scores]] = {name: [] for name in run}
    near = ranked(encoder.questions(QUESTIONS[:ASKED]), encoder.passages(texts))
    for n, (question, rows) in enumerate(zip(QUESTIONS[:ASKED], near, strict=True)):
        windows = features.windows([question] * len(rows), [texts[row] for row in rows])
        for name, each in run.items():
            begun = time.process_time()
            scores = _scores(each, features, windows)
            if n:  # the first warms up
                taken[name] += time.process_time() - begun
                found[name] += scores
    for name, seconds in taken.items():
        print(f"{name}: {len(found[name]) / seconds:.0f} pairs a processor second")
        apart = [
            (abs(best(ours)[0] - best(theirs)[0]), best(ours)[1] == best(theirs)[1])
            for ours, theirs in zip(found[name], found["torch"], strict=True)
        ]
        far, same = max(far for far, _ in apart), np.mean([same for _, same in apart])
        print(f"    log-odds apart at most {far:.2f}; the same best span in {same:.3f}")


def main() -> None:
    """Prints all of it."""
    encoder = SentenceEncoder.load()
    texts = texts_of(SAMPLES, encoder)
    embedding(encoder, texts)
    reading(encoder, texts)


if __name__ == "__main__":
    main()
