"""Trains the reader that ships and writes it to ``qa/weights``.

    python -m qa.training.reader --data FOLDER              rows, training, export

Two models are trained from one start, one on public data alone, the other also on articles written
for training; what ships is a mean of their weights.

A killed run goes on where it was when it is started again with the same options. Everything on the
way lies in ``--work``: the log, the checkpoint, the figures on the development rows.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch
from transformers import BertForQuestionAnswering

from index.encoder import SentenceEncoder
from qa.evaluation.closed import given
from qa.evaluation.metrics import auroc, exact_match, f1
from qa.model import SpanModel
from qa.reader import SpanReader
from qa.training.batches import encoded
from qa.training.export import export
from qa.training.recipe import build
from qa.training.rows import Row
from qa.training.train import Run, Settings, features_of, new_model

ROOT = Path(__file__).parents[2]
SHARE = 0.2  # of the model trained on public data alone, in the one that ships


def measured(folder: Path, rows: Sequence[Row]) -> dict[str, float]:
    """What the exported reader in the folder achieves on rows: EM and F1 over those that have an
    answer, and for each kind that has none the AUROC of telling it from them."""
    reader = SpanReader(SpanModel.load(str(folder)))
    exact, overlap = [], []
    scores: dict[str, list[float]] = defaultdict(list)
    for start in range(0, len(rows), 16):
        some = rows[start : start + 16]
        found = reader.read([r.question for r in some], [[given(r.text)] for r in some])
        for row, candidates in zip(some, found, strict=True):
            best = candidates[0] if candidates else None
            text = best.answer.of(row.text) if best else ""
            golds = [span.of(row.text) for span in row.answers]
            kind = "answerable" if golds else row.kind.partition(" ")[2] or row.kind
            scores[kind].append(best.score if best else -99.0)
            if golds:
                exact.append(exact_match(text, golds))
                overlap.append(f1(text, golds))
    figures = {"em": sum(exact) / len(exact), "f1": sum(overlap) / len(overlap)}
    for kind, values in scores.items():
        if kind != "answerable":
            both = scores["answerable"] + values
            labels = [True] * len(scores["answerable"]) + [False] * len(values)
            figures[f"auroc, {kind}"] = auroc(both, labels)
    return {name: round(value, 4) for name, value in figures.items()}


def trained(
    work: Path, stages: Sequence[Sequence[Row]], settings: Settings, encoder: SentenceEncoder
) -> BertForQuestionAnswering:
    """A model trained on the stages, from the embedder's transformer."""
    features = features_of(encoder.folder)
    model = new_model(encoder.folder, settings)
    Run(work, model, settings).train([encoded(rows, features) for rows in stages])
    return model


def mix(model: torch.nn.Module, other: torch.nn.Module, share: float) -> None:
    """Moves every weight of the model by that share of the way to the other's: two models trained
    from one start read better as one than either (Wortsman et al. 2022, "Model soups")."""
    with torch.no_grad():
        for one, two in zip(model.parameters(), other.parameters(), strict=True):
            one.lerp_(two.to(one.device), share)


def main() -> None:
    """Trains, exports and prints the development figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of question data")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "reader")
    parser.add_argument("--to", type=Path, default=ROOT / "qa" / "weights")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    encoder = SentenceEncoder.load()
    recipe = build(chosen.data, encoder, chosen.seed)
    settings = Settings(seed=chosen.seed)
    first = replace(settings, rate=1.5e-4, falls=0)
    other = trained(chosen.work / "public", recipe.public, first, encoder)
    model = trained(chosen.work / "run", recipe.stages, settings, encoder)
    mix(model, other, SHARE)
    export(model, encoder.folder, chosen.to)
    both = {
        "SQuADShifts": measured(chosen.to, recipe.dev),
        "written for training": measured(chosen.to, recipe.dev_written),
    }
    figures = json.dumps(both, indent=2)
    (chosen.work / "development.json").write_text(figures + "\n", encoding="utf-8")
    print(figures)  # noqa: T201


if __name__ == "__main__":
    main()
