"""Runs models with OpenVINO. The only file that imports it.

It computes in bfloat16 if the processor has instructions for it, else in single precision. The
large products of a graph from ``in_integers`` are computed in 8-bit integers. The effect of both is
described in docs/decisions/engine.md.
"""

from __future__ import annotations

import logging
import re
import sys
import tempfile
import time
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.cores import cores
from pincite.index.engines.models.batches import INPUTS

if TYPE_CHECKING:
    import openvino

FILES: Final = ("model.xml", "model.bin")
_GROUP: Final = 128  # so many weights or inputs in a row have one scale
_ROWS: Final = 4
_TOKENS: Final = 192
_LARGEST: Final = 127  # of an 8-bit integer


def version() -> str:
    """The version and build of OpenVINO, usable in a file name. Raises ImportError if it cannot be
    imported."""
    return re.sub(r"[^\w.]+", "-", _openvino().__version__)


def processor() -> str:
    """The processor's name and how many of its cores this process may use, for a file name. Raises
    ImportError, and OpenVINO's errors."""
    name = _openvino().Core().get_property("CPU", "FULL_DEVICE_NAME")
    return re.sub(r"\W+", "-", f"{name} {cores()}")


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
                # only read for weights that are integers
                "DYNAMIC_QUANTIZATION_GROUP_SIZE": str(_GROUP),
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

    def seconds(self, most: int) -> float:
        """How long a batch of the size of four passages, of at most ``most`` tokens, takes now."""
        shape = (_ROWS, min(_TOKENS, most))
        given = dict.fromkeys(INPUTS, np.ones(shape, dtype=np.int64))
        given["token_type_ids"] = np.zeros(shape, dtype=np.int64)
        start = time.perf_counter()
        self.run(given)
        return time.perf_counter() - start


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


def in_integers(model: openvino.Model, *, half: bool) -> openvino.Model:
    """A copy of a graph whose large matrices are 8-bit integers, with a scale for each 128 weights
    of a row. OpenVINO then rounds the inputs of their products in the same way, if the processor
    has instructions for such products. ``half`` stores the other weights in half precision.

    Matrices with fewer than 128 outputs, or with inputs that are not a multiple of 128, are left as
    they are.
    """
    ops = _openvino().opset13
    with tempfile.TemporaryDirectory() as place:
        # weights can only be halved while no others are integers
        save(model, Path(place), half=half)
        copy = _openvino().Core().read_model(Path(place, FILES[0]), config={"ENABLE_MMAP": False})
    for product in copy.get_ordered_ops():
        weights = _weights(product) if product.get_type_name() == "MatMul" else None
        if weights is None or len(weights) < _GROUP or weights.shape[1] % _GROUP:
            continue
        grouped = weights.reshape(len(weights), -1, _GROUP)
        scales = np.abs(grouped).max(axis=2, keepdims=True) / _LARGEST
        scales[scales == 0] = 1
        whole = ops.constant(np.rint(grouped / scales).astype(np.int8))
        scaled = ops.multiply(ops.convert(whole, np.float32), ops.constant(scales))
        shape = ops.constant(np.array(weights.shape, dtype=np.int64))
        flipped = product.get_attributes()["transpose_a"]
        rounded = ops.matmul(
            product.input_value(0), ops.reshape(scaled, shape, False), flipped, True
        )
        product.output(0).replace(rounded.output(0))
    copy.validate_nodes_and_infer_types()
    return copy


def _weights(product: Any) -> NDArray[np.float32] | None:
    """The matrix of a product, (outputs, inputs) float32; None if both factors are computed."""
    source = product.input_value(1).get_node()
    while source.get_type_name() == "Convert":
        source = source.input_value(0).get_node()
    if source.get_type_name() != "Constant" or len(source.get_output_shape(0)) != 2:
        return None
    matrix = np.asarray(source.get_data(), dtype=np.float32)
    return matrix if product.get_attributes()["transpose_b"] else np.ascontiguousarray(matrix.T)


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
