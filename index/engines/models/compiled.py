"""Runs models with OpenVINO. The only file that imports it.

It computes in bfloat16 if the processor has instructions for it, else in single precision. The
effect is described in docs/decisions/engine.md.
"""

from __future__ import annotations

import logging
import re
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.cores import cores

if TYPE_CHECKING:
    import openvino

FILES: Final = ("model.xml", "model.bin")


def version() -> str:
    """The version and build of OpenVINO, usable in a file name. Raises ImportError if it cannot be
    imported."""
    return re.sub(r"[^\w.]+", "-", _openvino().__version__)


class CompiledModel:
    """A transformer that is ready to run: arrays in, arrays out. Thread-safe."""

    def __init__(self, model: openvino.Model) -> None:
        """Compiles the model for this processor. Raises OpenVINO's errors, mostly RuntimeError."""
        core = _openvino().Core()
        fast = core.get_property("CPU", "INFERENCE_PRECISION_HINT").to_string() in _HALF
        self.precision = "bf16" if fast else "f32"
        self._compiled = core.compile_model(
            model,
            "CPU",
            {
                "INFERENCE_PRECISION_HINT": self.precision,
                "PERFORMANCE_HINT": "LATENCY",
                "INFERENCE_NUM_THREADS": cores(),
                "ENABLE_CPU_PINNING": False,  # other processes use these cores too
            },
        )
        self._names = {name for each in model.inputs for name in each.names}
        # each request runs one batch at a time; there are as many as were ever needed at once
        self._idle: list[openvino.InferRequest] = []

    @classmethod
    def open(cls, folder: Path) -> CompiledModel:
        """Reads and compiles a model written by ``save``. Raises OpenVINO's errors."""
        return cls(_openvino().Core().read_model(folder / FILES[0]))

    def run(self, inputs: Mapping[str, NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        """The model's outputs for one batch, float32. Inputs that the model does not have are
        ignored."""
        try:
            request = self._idle.pop()
        except IndexError:
            request = self._compiled.create_infer_request()
        given = {name: each for name, each in inputs.items() if name in self._names}
        found = request.infer(given, share_inputs=True)
        outputs = [np.array(each, dtype=np.float32) for each in found.values()]
        self._idle.append(request)
        return outputs


def converted(module: Any, example: Mapping[str, Any]) -> openvino.Model:
    """The graph of a torch module, traced with the example tensors by name; valid for any batch
    size and length.

    Raises the errors of torch and OpenVINO.
    """
    talk = logging.getLogger("transformers")
    level = talk.level
    with warnings.catch_warnings():
        # tracing warns about every shape that it takes as fixed
        warnings.simplefilter("ignore")
        talk.setLevel(logging.ERROR)
        try:
            return _openvino().convert_model(module, example_input=dict(example))
        finally:
            talk.setLevel(level)


def save(model: openvino.Model, folder: Path, *, half: bool) -> None:
    """Writes FILES. ``half`` stores the weights in half precision, which takes half the memory;
    bfloat16, in which they are multiplied, is even less precise. Raises OpenVINO's errors."""
    _openvino().save_model(model, folder / FILES[0], compress_to_fp16=half)


_HALF: Final = {"bf16", "bfloat16"}


def _openvino() -> Any:
    # OpenVINO reports its use to its maker through this module, and works without it. None here
    # makes the import of the module fail.
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
    import openvino

    return openvino
