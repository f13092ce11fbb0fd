"""Exports a trained model as the files that ship: half-precision safetensors, tokenizer, config."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from transformers import BertForQuestionAnswering

LARGEST = 50_000_000  # bytes


def export(model: BertForQuestionAnswering, base: str | Path, folder: Path) -> None:
    """Writes ``model.safetensors`` in float16, ``config.json`` and the tokenizer of ``base`` into
    the folder, so that ``AutoModelForQuestionAnswering`` opens it. Raises ValueError if the
    weights take more than 50 MB or are not finite in half precision."""
    half: Any = copy.deepcopy(model)
    half = half.to("cpu").half()
    if not all(torch.isfinite(parameter).all() for parameter in half.parameters()):
        raise ValueError("some weights are too large for half precision")
    folder.mkdir(parents=True, exist_ok=True)
    half.save_pretrained(folder)
    size = (folder / "model.safetensors").stat().st_size
    if size > LARGEST:
        raise ValueError(f"the weights take {size:,} bytes; at most {LARGEST:,} ship")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config.pop("_name_or_path", None)  # a path of the machine that trained it
    _write(folder / "config.json", config)
    tokenizer = Tokenizer.from_file(str(Path(base) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / "tokenizer.json"))
    settings = {
        "tokenizer_class": "BertTokenizer",
        "do_lower_case": True,
        "model_max_length": 512,
        "cls_token": "[CLS]",
        "mask_token": "[MASK]",
        "pad_token": "[PAD]",
        "sep_token": "[SEP]",
        "unk_token": "[UNK]",
    }
    _write(folder / "tokenizer_config.json", settings)


def _write(path: Path, values: dict[str, Any]) -> None:
    path.write_text(json.dumps(values, indent=2, sort_keys=True) + "\n", encoding="utf-8")
