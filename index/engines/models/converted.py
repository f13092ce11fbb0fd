"""Decides which engine runs a model: OpenVINO with a converted, cached copy, or torch.

At its first use a model is loaded with torch and converted; the copy is used only if both give the
same results. After that the copy is opened and torch is not imported. If OpenVINO cannot be
imported, the model cannot be converted, or the results differ, torch runs the model.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Generic, Protocol, TypeVar

from pincite.corpus.errors import ModelError
from pincite.index.engines.models import cache
from pincite.index.engines.models import compiled as engine
from pincite.index.engines.models.compiled import CompiledModel

CONVERSION: Final = 2  # raise it when the conversion of the same model gives another result
ENGINES: Final = ("openvino", "torch")
_FACTS: Final = "facts.json"
_GAIN: Final = 1.15  # integers must be so many times as fast, since they are a little less exact
_ROUNDS: Final = 5
_LOGGER: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts needed to prepare a model's input. ``tokenizer`` is the JSON of the tokenizers
    library; ``most`` the maximum of tokens, with special tokens; ``padding`` the id for padding;
    ``prompts`` the prefix for each kind of text."""

    tokenizer: str
    most: int
    padding: int
    dimension: int = 0
    prompts: dict[str, str] = field(default_factory=dict)


class TorchModel(Protocol):
    """A model in torch, in single precision until ``hasten`` is called."""

    @property
    def facts(self) -> Facts: ...
    @property
    def half(self) -> bool:
        """Whether all weights fit in half precision."""
        ...

    def graph(self) -> Any:
        """The model's graph for OpenVINO, made by ``compiled.converted``."""
        ...

    def hasten(self) -> None:
        """Called when torch will run the model: makes it as fast as the processor allows."""
        ...


Torch = TypeVar("Torch", bound=TorchModel)


class Conversion(Generic[Torch]):
    """One model and the engine that runs it. Thread-safe."""

    def __init__(
        self,
        fingerprint: Callable[[], str],
        load: Callable[[], Torch],
        agree: Callable[[CompiledModel, Torch], bool],
        *,
        integers: bool = False,
    ) -> None:
        """``fingerprint`` returns that of the model's files and ``load`` the torch model; both are
        called at the first use. Neither should refer to the conversion's owner, which could then
        only be freed by the garbage collector. ``agree`` says whether the converted model gives the
        same results. ``integers``: it may multiply 8-bit integers, if that is faster."""
        self._fingerprint = fingerprint
        self._load = load
        self._agree = agree
        self._integers = integers
        self._files: str | None = None
        self._facts: Facts | None = None
        self._opened: CompiledModel | Torch | None = None
        self._lock = threading.RLock()

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the model's files, worked out once. Raises ModelError."""
        with self._lock:
            if self._files is None:
                self._files = self._fingerprint()
            return self._files

    @property
    def facts(self) -> Facts:
        """The facts about the model. If a converted copy is cached, no model is loaded. Raises the
        errors of ``opened``."""
        with self._lock:
            if self._facts is None and (key := self._key()):
                folder = cache.cached(key, (_FACTS,))
                self._facts = _facts(folder) if folder else None
            if self._facts is None:
                self.opened  # noqa: B018 - loading sets the facts
            assert self._facts is not None
            return self._facts

    @property
    def opened(self) -> CompiledModel | Torch:
        """The model, ready to run. Raises the errors of ``load``, and ModelError if $PINCITE_ENGINE
        names an unknown engine."""
        with self._lock:
            if self._opened is None:
                self._opened = self._open()
            return self._opened

    def _open(self) -> CompiledModel | Torch:
        key = self._key()
        if key is None:
            return self._hastened(self._loaded())
        if (folder := cache.cached(key, (_FACTS, *engine.FILES))) and (facts := _facts(folder)):
            try:
                self._facts, opened = facts, CompiledModel.open(folder)
                return opened
            except Exception as error:  # noqa: BLE001 - the engine raises many kinds of errors
                _LOGGER.info("the converted model cannot be opened: %s", error)
        model = self._loaded()
        try:
            return self._convert(key, model)
        except Exception as error:  # noqa: BLE001 - so do the converter and the tracer
            _LOGGER.info("torch runs the model, which cannot be converted: %s", error)
            return self._hastened(model)

    def _loaded(self) -> Torch:
        model = self._load()
        self._facts = model.facts
        return model

    @staticmethod
    def _hastened(model: Torch) -> Torch:
        model.hasten()
        return model

    def _convert(self, key: str, model: Torch) -> CompiledModel:
        graph = self._fastest(model.graph(), model)

        def write(folder: Path) -> None:
            engine.save(graph, folder, half=model.half)
            text = json.dumps(asdict(model.facts), ensure_ascii=True)
            (folder / _FACTS).write_text(text, encoding="ascii")
            self._checked(CompiledModel.open(folder), model)

        cache.put_into_cache(key, write)
        if folder := cache.cached(key, (_FACTS, *engine.FILES)):
            return CompiledModel.open(folder)
        return self._checked(CompiledModel(graph), model)

    def _fastest(self, graph: Any, model: Torch) -> Any:
        """The graph, or the graph in integers if it is much faster and gives the same results."""
        if not self._integers:
            return graph
        try:
            rounded = engine.in_integers(graph, half=model.half)
            opened = CompiledModel(rounded)
            faster = _much_faster(opened, CompiledModel(graph), model.facts.most)
            return rounded if faster and self._agree(opened, model) else graph
        except Exception as error:  # noqa: BLE001 - the engine raises many kinds of errors
            _LOGGER.info("the model is not converted to integers: %s", error)
            return graph

    def _checked(self, converted: CompiledModel, model: Torch) -> CompiledModel:
        if not self._agree(converted, model):
            raise ValueError("converted, it answers otherwise")
        return converted

    def _key(self) -> str | None:
        """The cache key of the converted model; None if torch runs the model. Raises ModelError for
        an unknown $PINCITE_ENGINE."""
        chosen = os.environ.get("PINCITE_ENGINE") or ENGINES[0]
        if chosen not in ENGINES:
            raise ModelError(
                f"PINCITE_ENGINE is {chosen!r}; expected one of {', '.join(ENGINES)}, or nothing"
            )
        if chosen == "torch":
            return None
        files = self.fingerprint
        try:
            key = f"{files}-{engine.version()}-{CONVERSION}"
            # whether integers are faster depends on the processor
            return f"{key}-{engine.processor()}" if self._integers else key
        except Exception as error:  # noqa: BLE001 - a wrong build fails in many ways
            _LOGGER.info("torch runs the models, since OpenVINO cannot be imported: %s", error)
            return None


def _much_faster(one: CompiledModel, other: CompiledModel, most: int) -> bool:
    rounds = [(one.seconds(most), other.seconds(most)) for _ in range(_ROUNDS)]
    return min(ours for ours, _ in rounds) * _GAIN < min(theirs for _, theirs in rounds)


def _facts(folder: Path) -> Facts | None:
    try:
        return Facts(**json.loads((folder / _FACTS).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
