"""Trains the reader that ships and writes it to ``qa/weights``.

    python -m pincite.qa.training.reader --data FOLDER [--start FOLDER]

In steps, each of which goes on from the one before:

1. The first edition: two models from the embedder's transformer, one on public data alone, the
   other also on articles written for training, mixed. ``--start`` names a folder of weights to take
   in its place, such as those of the first edition as they were shipped.
2. Reading (``pincite.qa.training.stages.reading``): one passage at a time, asked by people.
3. Choosing (``pincite.qa.training.stages.choosing``), twice: the passages that retrieval finds, all
   at once; at last those of real news.

What ships is a mean of the weights of these steps.

A killed run goes on where it was when it is started again with the same options. Everything on the
way lies in ``--work``: logs, checkpoints, the weights of each step. ``pincite.qa.training.compare``
measures them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from transformers import BertForQuestionAnswering

from pincite.index.engines.encoder import SentenceEncoder
from pincite.qa.training.batches import Group, alone, together
from pincite.qa.training.data.datasets import check
from pincite.qa.training.data.rows import Row
from pincite.qa.training.export import export
from pincite.qa.training.stages.choosing import stage
from pincite.qa.training.stages.first_edition import build
from pincite.qa.training.stages.reading import reading, sources
from pincite.qa.training.train import Run, Settings, features_of, new_model

ROOT = Path(__file__).parents[2]
SHARE = 0.2  # of the model trained on public data alone, in the first edition
READING = Settings(rate=1e-4, falls=0, most=400)
CHOOSING = Settings(rate=8e-5, falls=1, batch=4_000, checkpoint=50, most=100)
LAST = Settings(rate=8e-5, falls=0, batch=4_000, checkpoint=25)
GROUPS = 2_000  # in the last step
SHARES = (0.2, 0.0, 0.4, 0.4)  # of the first edition and of each further step in what ships


def trained(
    work: Path, stages: Sequence[Sequence[Row]], settings: Settings, encoder: SentenceEncoder
) -> BertForQuestionAnswering:
    """A model trained on the stages, from the embedder's transformer."""
    features = features_of(encoder.folder)
    model = new_model(encoder.folder, settings)
    Run(work, model, settings).train([alone(rows, features) for rows in stages])
    return model


def first_edition(chosen: argparse.Namespace, encoder: SentenceEncoder) -> Path:
    """The folder of the first edition's weights, trained if they are not there."""
    folder = Path(chosen.work, "first")
    if not (folder / "model.safetensors").exists():
        recipe = build(chosen.data, encoder, chosen.seed)
        settings = Settings(seed=chosen.seed)
        first = replace(settings, rate=1.5e-4, falls=0)
        other = trained(chosen.work / "public", recipe.public, first, encoder)
        model = trained(chosen.work / "run", recipe.stages, settings, encoder)
        mix(model, other, SHARE)
        export(model, encoder.folder, folder)
    return folder


def further(
    name: str,
    base: Path,
    stages: Callable[[], Sequence[Sequence[Group]]],
    settings: Settings,
    chosen: argparse.Namespace,
    encoder: SentenceEncoder,
) -> Path:
    """The folder of weights trained on from those in ``base``, unless they are there."""
    folder = Path(chosen.work, name, "weights")
    if not (folder / "model.safetensors").exists():
        model = new_model(base, settings)
        Run(chosen.work / name, model, settings).train(stages())
        export(model, encoder.folder, folder)
    return folder


def mix(model: torch.nn.Module, other: torch.nn.Module, share: float) -> None:
    """Moves every weight of the model by that share of the way to the other's: two models trained
    from one start read better as one than either (Wortsman et al. 2022, "Model soups")."""
    with torch.no_grad():
        for one, two in zip(model.parameters(), other.parameters(), strict=True):
            one.lerp_(two.to(one.device), share)


def mixed(shares: Mapping[Path, float]) -> BertForQuestionAnswering:
    """The mean of the weights in the folders, each with its share; the shares' sum is 1."""
    found: BertForQuestionAnswering | None = None
    whole = 0.0
    for folder, share in shares.items():
        if share:
            model = new_model(folder, Settings())
            whole += share
            if found is None:
                found = model
            else:
                mix(found, model, share / whole)
    if found is None:
        raise ValueError("no share is larger than 0")
    return found


def main() -> None:
    """Trains and exports."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of question data")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "reader")
    parser.add_argument("--to", type=Path, default=ROOT / "qa" / "weights")
    parser.add_argument("--start", type=Path, help="weights in place of the first edition's")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    check(chosen.data)
    encoder, seed, cache = SentenceEncoder.load(), chosen.seed, chosen.work / "vectors"
    features, train = features_of(encoder.folder), sources(chosen.data).train
    start = chosen.start or first_edition(chosen, encoder)
    read = further(
        "reading",
        start,
        lambda: [alone(reading(train, encoder, seed, cache), features)],
        replace(READING, seed=seed),
        chosen,
        encoder,
    )
    steps = [start, read]
    for number, (name, settings) in enumerate((("choosing", CHOOSING), ("news", LAST))):

        def groups(number: int = number) -> list[list[Group]]:
            found = stage(number, train, encoder, seed, cache)
            return [together([each.rows for each in found], features)[: GROUPS if number else None]]

        steps.append(
            further(name, steps[-1], groups, replace(settings, seed=seed), chosen, encoder)
        )
    export(mixed(dict(zip(steps, SHARES, strict=True))), encoder.folder, chosen.to)


if __name__ == "__main__":
    main()
