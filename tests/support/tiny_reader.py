"""A reader that trains in a second, and a run of its training that a test can kill."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from transformers import BertConfig, BertForQuestionAnswering

from pincite.corpus.article import Span
from pincite.qa.training.batches import alone, together
from pincite.qa.training.data.rows import TrainingRow
from pincite.qa.training.export import export
from pincite.qa.training.train import Run, TrainingSettings, features_of

ROWS = [
    TrainingRow(f"Who has {n}?", f"Someone has {n}. Others have {n + 1}.", (Span(0, 7),), "toy")
    for n in range(240)
]
SETTINGS = TrainingSettings(batch=80, checkpoint=5, dropout=0.1)


def tiny(folder: Path, seed: int = 0, width: int = 16) -> Path:
    """A model that trains in a second, with the real tokenizer. ``width`` is that of its layers."""
    from pincite.index.engines.encoder import _bundled

    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=30522, hidden_size=width, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=width, hidden_dropout_prob=0.1,
    )  # fmt: skip
    export(BertForQuestionAnswering(config), _bundled(), folder)
    return folder


def trained(base: Path, work: Path) -> dict[str, torch.Tensor]:
    model = BertForQuestionAnswering.from_pretrained(base, dtype=torch.float32)
    features = features_of(base)
    pairs = [ROWS[n : n + 2] for n in range(0, len(ROWS), 2)]
    Run(work, model, SETTINGS).train([alone(ROWS, features), together(pairs, features)])
    return load_file(work / "checkpoint.safetensors")
