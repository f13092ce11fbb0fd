"""Trains the reader that ships and writes it to ``qa/weights``.

    python -m pincite.qa.training.reader --data FOLDER [--start FOLDER]

The first edition is trained first. It is a mixture of two models, which both start from the
embedder's transformer: one is trained on public data alone, the other also on articles written for
training. ``--start`` names a folder of weights to use instead, such as those of the first edition.
Then follow the steps of ``second_edition.py``, each of which continues from earlier steps.

A killed run continues if it is started again with the same options. ``--work`` holds the logs, the
checkpoints and the weights of each step. ``pincite.qa.training.compare`` measures them.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from transformers import BertForQuestionAnswering

from pincite.index.engines.encoder import SentenceEncoder
from pincite.qa.training.batches import alone
from pincite.qa.training.data.datasets import check
from pincite.qa.training.data.rows import TrainingRow
from pincite.qa.training.export import export
from pincite.qa.training.second_edition import (
    SHIPPED,
    START,
    STEPS,
    Material,
    Shares,
    TrainingStep,
)
from pincite.qa.training.stages.first_edition import build
from pincite.qa.training.stages.reading import sources
from pincite.qa.training.train import Run, TrainingSettings, features_of, new_model

ROOT = Path(__file__).parents[2]
SHARE = 0.2  # the share of the model of public data alone in the first edition


def trained(
    work: Path,
    stages: Sequence[Sequence[TrainingRow]],
    settings: TrainingSettings,
    encoder: SentenceEncoder,
) -> BertForQuestionAnswering:
    """A model trained on the stages, starting from the embedder's transformer."""
    features = features_of(encoder.folder)
    model = new_model(encoder.folder, settings)
    Run(work, model, settings).train([alone(rows, features) for rows in stages])
    return model


def first_edition(chosen: argparse.Namespace, encoder: SentenceEncoder) -> Path:
    """The folder of the first edition's weights, which are trained if they do not exist."""
    folder = Path(chosen.work, "first")
    if not (folder / "model.safetensors").exists():
        recipe = build(chosen.data, encoder, chosen.seed)
        settings = TrainingSettings(seed=chosen.seed)
        first = replace(settings, rate=1.5e-4, falls=0)
        other = trained(chosen.work / "public", recipe.public, first, encoder)
        model = trained(chosen.work / "run", recipe.stages, settings, encoder)
        mix(model, other, SHARE)
        export(model, encoder.folder, folder)
    return folder


def taken(step: TrainingStep, folders: Mapping[str, Path], of: Material, work: Path) -> Path:
    """The folder of a step's weights, which are trained if they do not exist."""
    folder = work / step.name / "weights"
    if not (folder / "model.safetensors").exists():
        settings = replace(step.settings, seed=of.seed + step.settings.seed)
        base = work / step.name / "base"
        export(mixed(step.base, folders), of.encoder.folder, base)
        model = new_model(base, settings)
        Run(work / step.name, model, settings).train([step.groups(of)])
        export(model, of.encoder.folder, folder)
    return folder


def mix(model: torch.nn.Module, other: torch.nn.Module, share: float) -> None:
    """Moves every weight of the model by the given share towards the other model's. The mean of two
    models with the same start reads better than either (Wortsman et al. 2022, "Model soups")."""
    with torch.no_grad():
        for one, two in zip(model.parameters(), other.parameters(), strict=True):
            one.lerp_(two.to(one.device), share)


def mixed(shares: Shares, folders: Mapping[str, Path]) -> BertForQuestionAnswering:
    """The weighted mean of the weights of some steps."""
    (name, whole), *others = shares.items()
    found = new_model(folders[name], TrainingSettings())
    for name, share in others:
        whole += share
        mix(found, new_model(folders[name], TrainingSettings()), share / whole)
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
    encoder = SentenceEncoder.load()
    of = Material(
        chosen.data,
        sources(chosen.data).train,
        encoder,
        features_of(encoder.folder),
        chosen.work / "vectors",
        chosen.seed,
    )
    folders = {START: chosen.start or first_edition(chosen, encoder)}
    for step in STEPS:
        folders[step.name] = taken(step, folders, of, chosen.work)
    export(mixed(SHIPPED, folders), encoder.folder, chosen.to)


if __name__ == "__main__":
    main()
