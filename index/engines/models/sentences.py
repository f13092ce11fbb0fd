"""A sentence-transformers model in torch: loads it, states its facts, traces it for conversion, and
runs it if it is not converted. The only file that imports that library."""

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
        """Loads the model. Raises the errors of the loaders."""
        transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        torch.set_num_threads(cores())
        self.model = SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
        # sentence-transformers sets truncation and padding on the shared tokenizer in each call;
        # two threads doing this fail with "Already borrowed"
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
        """Whether all weights fit in half precision."""
        return all(bool(each.half().isfinite().all()) for each in self.model.parameters())

    def hasten(self) -> None:
        """Does nothing: faster arithmetic would change the vectors without the index knowing."""

    def vectors(self, kind: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of texts of a kind, "document" or "query": (n, dimension) float32."""
        encode = self.model.encode_query if kind == "query" else self.model.encode_document
        with self._lock:
            rows = encode(
                list(texts),
                normalize_embeddings=True,
                show_progress_bar=False,
                # lengths in steps, because torch keeps a kernel for each length
                processing_kwargs={"text": {"pad_to_multiple_of": STEP}},
            )
        return np.ascontiguousarray(rows, dtype=np.float32)

    def graph(self) -> Any:
        """The graph for OpenVINO, including the pooling."""
        names = [name for name in INPUTS if name in self.model.tokenizer.model_input_names]
        given = example_input(names, partial(torch.zeros, dtype=torch.int64))
        return compiled.converted(_Embedding(self.model.eval()), given)


class _Embedding(torch.nn.Module):
    """Maps token ids to the vector of the text."""

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
