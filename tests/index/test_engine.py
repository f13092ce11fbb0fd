"""The engine: a model is converted once, cached with checksums, run without torch, and by torch if
anything goes wrong."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.errors import ModelError
from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import DEFAULT_MODEL, SentenceEncoder
from pincite.index.engines.models import cache
from pincite.index.engines.models.batches import LARGE, SMALL, STEP, BatchLimits, batches, padded
from pincite.index.engines.models.compiled import CompiledModel
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.answerer import Answerer
from pincite.qa.reading.model import SpanModel
from pincite.qa.reading.torch_model import TorchReader
from tests.support.paths import SAMPLES
from tests.support.tiny_reader import tiny

QUESTION = "When did the blaze at Notre-Dame break out?"
VERBS = """
import json, sys
from pincite.qa.cli.commands import main
def run(*arguments):
    try: main(list(arguments))
    except SystemExit as end: return end.code
index, one, folder = sys.argv[1:4]
codes = [run(*each) for each in (
    ("rebuild", folder, "-i", index), ("add", one, "-i", index), ("search", "blaze", "-i", index),
    ("remove", one, "-i", index), ("rebuild", "-i", index))]
answering = "pincite.qa.answerer" in sys.modules
codes.append(run("ask", "When?", "-i", index))
models = ("torch", "transformers", "sentence_transformers")
parsers = ("lxml", "trafilatura", "pypdfium2", "docx", "feedparser", "chardet", "py3langid")
held = [name for name in (*models, *parsers) if name in sys.modules] + ["answerer"] * answering
print("\\n" + json.dumps({"codes": codes, "held": held,
    "silent": sys.modules["openvino_telemetry"] is None}))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny reader with random weights."""
    return tiny(tmp_path_factory.mktemp("tiny") / "model")


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    monkeypatch.setenv("PINCITE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "models"


def scores(folder: Path) -> tuple[object, list[np.ndarray]]:
    """The engine that runs the reader of a folder, and its scores for a text."""
    model = SpanModel.load(str(folder))
    found = model.scores(model.windows(["When?"], ["It opened in 1932."]))
    return model._conversion.opened, [row for pair in found for row in pair]


@given(
    st.lists(st.integers(1, 500), max_size=60),
    st.integers(96, 500),
    st.sampled_from([LARGE, SMALL]),
)
def test_batches_hold_every_row_once_in_few_shapes(
    sizes: list[int], longest: int, limits: BatchLimits
) -> None:
    sizes = [min(size, longest) for size in sizes]
    found = list(batches(sizes, longest, limits))
    assert sorted(n for _, batch in found for n in batch) == list(range(len(sizes)))
    for length, batch in found:
        tokens = length * len(batch)
        assert length % STEP == 0 or length == longest
        assert all(sizes[n] <= length for n in batch)
        assert len({-(-sizes[n] // STEP) for n in batch}) == 1
        assert len(batch) in (1, 2, 4, 8, 16)
        assert tokens >= limits.least
        assert tokens <= limits.most or len(batch) <= limits.rows
        assert tokens <= 512 or len(batch) == 1
        if any(length - STEP >= sizes[n] for n in batch):
            assert (length - STEP) * len(batch) < limits.least, "padded no more than it must be"


def test_long_rows_have_small_batches_and_short_rows_large_ones() -> None:
    assert [(n, len(rows)) for n, rows in batches([500] * 2, 512)] == [(512, 1), (512, 1)]
    assert [(n, len(rows)) for n, rows in batches([190] * 5, 512)] == [(192, 2), (192, 2), (192, 1)]
    assert [(n, len(rows)) for n, rows in batches([9] * 18, 512)] == [(16, 16), (48, 2)]
    assert [(n, len(rows)) for n, rows in batches([30] * 3, 512, SMALL)] == [(32, 2), (32, 1)]


def test_a_model_of_short_rows_is_not_padded_beyond_its_limit() -> None:
    assert list(batches([5, 20], 24)) == [(24, [0]), (24, [1])]


def test_a_batch_is_padded_and_masked() -> None:
    held = padded([[5, 6], [7]], [[0, 1], [0]], 3, 9)
    assert held["input_ids"].tolist() == [[5, 6, 9], [7, 9, 9]]
    assert held["token_type_ids"].tolist() == [[0, 1, 0], [0, 0, 0]]
    assert held["attention_mask"].tolist() == [[1, 1, 0], [1, 0, 0]]


def test_vectors_do_not_depend_on_the_rest_of_the_batch(encoder: SentenceEncoder) -> None:
    texts = ["A bridge.", "The harbour opened in spring. " * 9, "A bridge " * 20, "Rain.", "Wind."]
    alone = np.concatenate([encoder.passages([text]) for text in texts])
    assert np.allclose(encoder.passages(texts), alone, atol=2e-3)


@pytest.mark.slow
def test_after_conversion_no_command_imports_torch(
    encoder: SentenceEncoder, tmp_path: Path
) -> None:
    encoder.questions(["converted"])
    scores_of_shipped = SpanModel.load()
    scores_of_shipped.scores(scores_of_shipped.windows(["When?"], ["Now."]))
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "one.txt").write_text("The mill burned down. It was a Monday.")
    (tmp_path / "two.txt").write_text("The quay was closed. A blaze had been seen in May.")
    done = subprocess.run(
        [sys.executable, "-c", VERBS, tmp_path / "index", tmp_path / "two.txt",
         tmp_path / "articles"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.strip().splitlines()[-1])
    assert found == {"codes": [0] * 5 + found["codes"][5:], "held": [], "silent": True}
    assert found["codes"][5:] in ([0], [1])  # an answer, or none


def test_a_cached_conversion_is_reused_with_the_same_scores(folder: Path, fresh: Path) -> None:
    ran, first = scores(folder)
    (kept,) = fresh.iterdir()
    stamp = (kept / "model.bin").stat().st_mtime_ns
    again, second = scores(folder)
    assert isinstance(ran, CompiledModel)
    assert isinstance(again, CompiledModel)
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
    assert (kept / "model.bin").stat().st_mtime_ns == stamp, "it was not converted again"


@pytest.mark.parametrize("name", ["model.bin", "model.xml", "facts.json", cache.SUMS])
def test_a_damaged_cached_model_is_converted_again(folder: Path, fresh: Path, name: str) -> None:
    _, first = scores(folder)
    (kept,) = fresh.iterdir()
    data = bytearray((kept / name).read_bytes())
    data[len(data) // 2] ^= 1
    (kept / name).write_bytes(data)
    ran, second = scores(folder)
    assert isinstance(ran, CompiledModel)
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
    assert bytes(data) != (kept / name).read_bytes()
    assert [path.name for path in fresh.iterdir()] == [kept.name], "nothing is left over"


def test_an_unwritable_cache_is_not_an_error(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("PINCITE_CACHE", str(tmp_path / "file"))
    ran, _ = scores(folder)
    assert isinstance(ran, CompiledModel)
    assert capsys.readouterr().err == ""


def test_a_full_disk_leaves_no_cache_files_behind(fresh: Path) -> None:
    def write(stage: Path) -> None:
        (stage / "model.bin").write_bytes(b"half")
        raise OSError(28, "No space left on device")

    cache.put_into_cache("key", write)
    assert list(fresh.iterdir()) == []
    assert cache.cached("key", ("model.bin",)) is None


def test_two_concurrent_conversions_leave_one_cached_model(fresh: Path) -> None:
    def write(stage: Path) -> None:
        cache.put_into_cache("key", lambda other: (other / "a").write_text("first") and None)
        (stage / "a").write_text("second")

    cache.put_into_cache("key", write)
    kept = cache.cached("key", ("a",))
    assert kept is not None
    assert (kept / "a").read_text() == "first"
    assert list(fresh.iterdir()) == [kept]


def test_long_unused_models_are_removed_from_the_cache(fresh: Path) -> None:
    def write(stage: Path) -> None:
        (stage / "a").write_text("a model")

    for key in ("old", "used", "new"):
        cache.put_into_cache(key, write)
        long_ago = time.time() - 100 * 86_400
        os.utime(fresh / key / cache.SUMS, (long_ago, long_ago))
        if key == "used":
            assert cache.cached(key, ("a",)) is not None
            cache.put_into_cache("another", write)
    assert sorted(path.name for path in fresh.iterdir()) == ["another", "new", "used"]


def test_torch_is_used_if_the_converted_model_disagrees(
    folder: Path, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pincite.qa.reading.model._agree", lambda *_: False)
    ran, _ = scores(folder)
    assert isinstance(ran, TorchReader)
    assert list(fresh.iterdir()) == []


def test_torch_is_used_if_openvino_is_missing(
    folder: Path, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    ran, _ = scores(folder)
    assert isinstance(ran, TorchReader)


def test_an_unknown_engine_is_a_model_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINCITE_ENGINE", "steam")
    with pytest.raises(ModelError, match="PINCITE_ENGINE is 'steam'; expected one of openvino"):
        scores(folder)


@pytest.mark.slow
def test_torch_alone_builds_and_answers(
    tmp_path: Path, answerer: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    converted = answerer.answer(QUESTION)
    monkeypatch.setenv("PINCITE_ENGINE", "torch")
    plain = SentenceEncoder(DEFAULT_MODEL, SentenceEncoder.load().folder)
    rebuild(tmp_path / "index", [SAMPLES], plain)
    assert not isinstance(plain._conversion.opened, CompiledModel)
    found = Answerer(LocalRetriever(tmp_path / "index", plain)).answer(QUESTION)
    assert found.citations[0].quote == converted.citations[0].quote
    assert found.found == converted.found


def test_the_cache_folder_follows_xdg_cache_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PINCITE_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    assert cache.cache_folder() == Path("/caches/pincite")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", "/home/ada")
    assert cache.cache_folder() == Path("/home/ada/.cache/pincite")


def test_the_engine_uses_the_processors_of_the_process(encoder: SentenceEncoder) -> None:
    encoder.questions(["ready"])
    ran = encoder._conversion.opened
    assert isinstance(ran, CompiledModel)
    used = ran._compiled.get_property("INFERENCE_NUM_THREADS")
    assert used == len(os.sched_getaffinity(0))
