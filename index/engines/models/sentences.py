"""A sentence-transformers model on torch: what loads it, says what is to be known of it, traces it
for conversion, and runs it where it is not converted. The only file that imports that library."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from pincite.corpus.cores import cores
from pincite.index.engines.models import compiled
from pincite.index.engines.models.batches import INPUTS, STEP, by_input_name, example_input
from pincite.index.engines.models.converted import Facts


class SentenceModel:
    """A sentence-transformers model with safetensors weights. Thread-safe."""

    def __init__(self, folder: Path) -> None:
        """Loads it; raises whatever the loaders raise."""
        transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        torch.set_num_threads(cores())
        self.model = SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
        # subtle: sentence-transformers sets truncation and padding on the shared tokenizer at each
        # call, and two threads doing so fail with "Already borrowed"
        self._lock = threading.Lock()

    @cached_property
    def facts(self) -> Facts:
        """Its tokenizer, limits and prompts."""
        prompts, tokenizer = self.model.prompts, self.model.tokenizer
        return Facts(
            tokenizer=tokenizer.backend_tokenizer.to_str(),
            most=int(self.model.max_seq_length or 512),
            padding=int(tokenizer.pad_token_id or 0),
            dimension=int(self.model.get_embedding_dimension() or 0),
            prompts={kind: prompts.get(kind) or "" for kind in ("document", "query")},
        )

    @property
    def half(self) -> bool:
        """Whether half precision holds its weights: none is too large for it."""
        return all(bool(each.half().isfinite().all()) for each in self.model.parameters())

    def hasten(self) -> None:
        """Nothing: its vectors would move, and the index would not know."""

    def vectors(self, kind: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of texts of a kind, "document" or "query": (n, dimension) float32."""
        encode = self.model.encode_query if kind == "query" else self.model.encode_document
        with self._lock:
            rows = encode(
                list(texts),
                normalize_embeddings=True,
                show_progress_bar=False,
                # lengths in steps: torch keeps a kernel for each
                processing_kwargs={"text": {"pad_to_multiple_of": STEP}},
            )
        return np.ascontiguousarray(rows, dtype=np.float32)

    def graph(self) -> Any:
        """The whole of it, pooling included, as OpenVINO takes it."""
        names = [name for name in INPUTS if name in self.model.tokenizer.model_input_names]
        given = example_input(names, partial(torch.zeros, dtype=torch.int64))
        return compiled.converted(_Embedding(self.model.eval()), given)


class _Embedding(torch.nn.Module):
    """Token ids in, the text's vector out."""

    def __init__(self, model: SentenceTransformer) -> None:
        super().__init__()
        self._inner = model

    def forward(
        self,
        input_ids: torch.Tensor,
        token_type_ids: torch.Tensor | None = None,
        attention_mask: torch.Tensor | None = None,
    ) -> Any:
        return self._inner(by_input_name(input_ids, token_type_ids, attention_mask))[
            "sentence_embedding"
        ]
