"""What was tried before the recipe was settled: small runs that differ in one thing each.

    python -m qa.training.tries --data FOLDER

Every run sees about the same number of tokens, from the same start, which is a short run itself (a
fresh head makes small runs a lottery: F1 .51 and .40 by the seed), and is measured on the same
development rows, whole contexts that nothing was trained on. Small runs rank ideas; they do not say
what a full one gains.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from transformers import BertForQuestionAnswering

from index.encoder import SentenceEncoder
from qa.training.batches import Encoded, encoded, tensors
from qa.training.choose import kept_for_development, some_of, up_to
from qa.training.datasets import Example, examples
from qa.training.export import export
from qa.training.reader import measured
from qa.training.rows import Row, altered, cut, joined, names_in, whole, without_answer
from qa.training.train import Run, Settings, autocast, features_of, new_model

START = 800_000  # tokens
TOKENS = 250_000
BASE = Settings(rate=1.5e-4, checkpoint=10_000)
LATER = replace(BASE, rate=7e-5)
_WHY = ("why", "how ", "what is the reason", "in what manner")


class Tries:
    """The rows every run draws from, and the runs."""

    def __init__(self, folder: Path, out: Path) -> None:
        self._encoder = SentenceEncoder.load()
        self._features = features_of(self._encoder.folder)
        self._out = out
        draw = random.Random(0)
        shifts = self._read(folder, "squadshifts-reddit", "squadshifts-amazon_reviews")
        held = [each for each in shifts if kept_for_development(each)]
        kept = [each for each in shifts if not kept_for_development(each)]
        names = names_in(kept)
        self.dev = [whole(each) for each in up_to(held, 300, draw)]
        self.dev += some_of(held, without_answer, 100, draw)
        self.dev += some_of(held, lambda each: altered(each, names, draw), 100, draw)
        self.answered = [
            row for each in up_to(kept, 4_000, draw) for row in cut(each, self._encoder.counter)[0]
        ]
        self.unanswered = some_of(kept, without_answer, 700, draw)
        self.unanswered += some_of(kept, lambda each: altered(each, names, draw), 700, draw)
        qamr = [each for each in self._read(folder, "qamr") if not kept_for_development(each)]
        qamr = up_to(qamr, 6_000, draw)
        contexts = sorted({each.context for each in qamr})
        self.single = [whole(each) for each in qamr]
        self.joined = [joined(each, up_to(contexts, 3, draw), draw) for each in qamr]
        reasons = self._read(folder, "qadiscourse", "fairytaleqa")
        self.reasons = [whole(each) for each in reasons if each.question.lower().startswith(_WHY)]
        draw.shuffle(self.reasons)

    def _read(self, folder: Path, *sources: str) -> list[Example]:
        return [each for source in sources for each in examples(folder, source)]

    def start(self) -> dict[str, float]:
        """Makes the model that every run goes on from."""
        rows = self.mixed((self.answered, 0.8), (self.unanswered, 0.2), tokens=START)
        return self.run("start", rows, BASE, self._encoder.folder)

    def run(
        self,
        name: str,
        rows: Sequence[Encoded],
        settings: Settings,
        base: str | Path | None = None,
    ) -> dict[str, float]:
        """Trains on the rows and measures; the model is kept under its name."""
        model = new_model(base or self._out / "start", settings)
        with TemporaryDirectory() as place:
            Run(Path(place), model, settings).train([rows])
        export(model, self._encoder.folder, self._out / name)
        return self.measure(name)

    def measure(self, name: str) -> dict[str, float]:
        """The development figures of a kept model."""
        return measured(self._out / name, self.dev)

    def mixed(
        self, *parts: tuple[Sequence[Row], float], seed: int = 0, tokens: int = TOKENS
    ) -> list[Encoded]:
        """Rows of each part up to its share of the tokens, shuffled; other ones for the start than
        for the runs that follow."""
        rows: list[Encoded] = []
        for part, share in parts:
            room = share * tokens
            for row in encoded(part if tokens == START else part[::-1], self._features):
                if room <= 0:
                    break
                rows.append(row)
                room -= len(row.ids)
        random.Random(seed).shuffle(rows)
        return rows

    def distilled(self, names: Sequence[str], rows: Sequence[Encoded]) -> list[Encoded]:
        """The rows with the mean of the named models' distributions as their targets, half and
        half with the annotators' (Hinton et al. 2015, "Distilling the knowledge")."""
        models = [
            BertForQuestionAnswering.from_pretrained(self._out / name, dtype=torch.float32)
            for name in names
        ]
        found: list[Encoded] = []
        cpu = torch.device("cpu")
        for start in range(0, len(rows), 16):
            some = rows[start : start + 16]
            ids, types, mask, starts, ends = tensors(some, cpu)
            chances = []
            for model in models:
                with torch.no_grad(), autocast(cpu):
                    out = model(input_ids=ids, token_type_ids=types, attention_mask=mask)
                both = torch.stack([out.start_logits, out.end_logits]).float()
                chances.append(both.masked_fill(mask == 0, -1e4).softmax(dim=-1))
            taught = (torch.stack(chances).mean(dim=0) + torch.stack([starts, ends])) / 2
            for n, row in enumerate(some):
                size = len(row.ids)
                found.append(replace(row, soft=taught[:, n, :size].numpy().astype(np.float32)))
        return found


def results(tries: Tries) -> Iterator[tuple[str, dict[str, float]]]:
    """Each try and its figures, as soon as they stand."""
    yield "the start of all", tries.start()
    base = ((tries.answered, 0.75), (tries.unanswered, 0.25))
    rows = tries.mixed(*base)
    for seed in range(3):
        settings = replace(LATER, seed=seed)
        yield f"base, seed {seed}", tries.run(f"base{seed}", rows, settings)
    yield (
        "base, last weights instead of averaged",
        tries.run("last", rows, replace(LATER, average=0)),
    )
    taught = tries.distilled(["base0", "base1", "base2"], rows)
    yield "distilled from the three seeds", tries.run("distilled", taught, replace(LATER, seed=3))
    yield (
        "a third of single sentences",
        tries.run("single", tries.mixed(*_less(base), (tries.single, 0.33)), LATER),
    )
    yield (
        "a third of single sentences joined into passages",
        tries.run("joined", tries.mixed(*_less(base), (tries.joined, 0.33)), LATER),
    )
    yield (
        "a third of why and how questions",
        tries.run("reasons", tries.mixed(*_less(base), (tries.reasons, 0.33)), LATER),
    )
    yield (
        "no unanswerable rows",
        tries.run("answerable", tries.mixed((tries.answered, 1.0)), LATER),
    )
    half = [replace(row, weight=0.5 if row.starts == (0,) else 1.0) for row in rows]
    yield "unanswerable rows count half", tries.run("half", half, LATER)


def _less(base: Sequence[tuple[Sequence[Row], float]]) -> list[tuple[Sequence[Row], float]]:
    return [(part, share * 0.67) for part, share in base]


def main() -> None:
    """Prints a line a try."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of question data")
    chosen = parser.parse_args()
    with TemporaryDirectory() as out:
        for name, figures in results(Tries(chosen.data, Path(out))):
            print(f"{name}: {json.dumps(figures)}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
