"""A question answering model in torch: loads it, states its facts, traces it for conversion, and
runs it if it is not converted."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers
from numpy.typing import NDArray

from pincite.corpus.cores import cores
from pincite.index.engines.models import compiled
from pincite.index.engines.models.batches import INPUTS, by_input_name, example_input
from pincite.index.engines.models.converted import Facts

_WINDOW = 384  # tokens, as in the training of the shipped model


class TorchReader:
    """An extractive question answering model with safetensors weights. Thread-safe."""

    def __init__(self, folder: Path) -> None:
        """Loads the model in single precision. Raises what the loaders raise, and ValueError for
        weights or a tokenizer that cannot be used."""
        transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        torch.set_num_threads(cores())
        self.model, report = transformers.AutoModelForQuestionAnswering.from_pretrained(
            folder,
            local_files_only=True,
            trust_remote_code=False,
            use_safetensors=True,
            dtype=torch.float32,
            output_loading_info=True,
        )
        if report["missing_keys"] or report["mismatched_keys"]:
            lacking = sorted(map(str, report["missing_keys"] or report["mismatched_keys"]))
            raise ValueError(f"weights are missing or of another shape: {', '.join(lacking[:3])}")
        self.model.eval()
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
        if not tokenizer.is_fast:
            raise ValueError("its tokenizer does not say where in the text a token stands")
        self.facts = Facts(
            tokenizer=tokenizer.backend_tokenizer.to_str(),
            most=min(_WINDOW, tokenizer.model_max_length, _positions(self.model.config)),
            padding=int(tokenizer.pad_token_id or 0),
        )
        taken = inspect.signature(self.model.forward).parameters
        self._names = [name for name in INPUTS if name in taken]

    @property
    def half(self) -> bool:
        """Whether all weights are finite in half precision."""
        return all(bool(each.half().isfinite().all()) for each in self.model.parameters())

    def hasten(self) -> None:
        """Uses bfloat16 from now on, if this processor multiplies it. This takes half the time and
        changes scores by about 0.1 at most."""
        if multiplies_bfloat16():
            self.model.to(torch.bfloat16)

    def run(self, inputs: Mapping[str, NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        """The scores of each token as the start and as the end of an answer: two arrays of (rows,
        length) float32."""
        given = {name: torch.from_numpy(inputs[name]) for name in self._names}
        if inputs["attention_mask"].all():
            given.pop("attention_mask", None)
        with torch.inference_mode():
            out = self.model(**given)
        return [out.start_logits.float().numpy(), out.end_logits.float().numpy()]

    def graph(self) -> Any:
        """The model, converted for OpenVINO."""
        given = example_input(self._names, partial(torch.zeros, dtype=torch.int64))
        return compiled.converted(_Scores(self.model), given)


class _Scores(torch.nn.Module):
    """Maps token ids to the scores of starts and ends."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self._inner = model

    def forward(
        self,
        input_ids: torch.Tensor,
        token_type_ids: torch.Tensor | None = None,
        attention_mask: torch.Tensor | None = None,
    ) -> Any:
        out = self._inner(**by_input_name(input_ids, token_type_ids, attention_mask))
        return out.start_logits, out.end_logits


def multiplies_bfloat16() -> bool:
    """Whether this processor has instructions for products of bfloat16."""
    return bool(getattr(torch.cpu, "_is_avx512_bf16_supported", bool)())


def _positions(config: Any) -> int:
    places = getattr(config, "max_position_embeddings", None) or _WINDOW
    # RoBERTa and similar models begin their positions after the padding token's id
    return int(places) - 2
