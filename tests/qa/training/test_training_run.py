"""A training run: resuming after a kill, learning rates, checkpoints and export."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from transformers import BertForQuestionAnswering

from pincite.corpus.errors import InputError
from pincite.qa.reading.model import SpanModel
from pincite.qa.training.batches import alone
from pincite.qa.training.export import export
from pincite.qa.training.train import (
    Run,
    TrainingSettings,
    features_of,
)
from tests.support.patience import PATIENCE
from tests.support.tiny_reader import ROWS, tiny, trained

# stops at the checkpoint, so that the run cannot finish before it is killed
CHILD = """
import sys, time
from pathlib import Path
real = Path.replace
def replace(self, target):
    given = real(self, target)
    if Path(target).name == "checkpoint.safetensors":
        time.sleep(600)
    return given
Path.replace = replace
from tests.support.tiny_reader import trained
trained(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.mark.slow
def test_a_killed_run_resumes_with_the_same_result(tmp_path: Path) -> None:
    base = tiny(tmp_path / "base")
    checkpoint = tmp_path / "killed" / "checkpoint.safetensors"
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(base), str(tmp_path / "killed")])
    until = time.monotonic() + PATIENCE
    while not checkpoint.exists() and time.monotonic() < until:
        time.sleep(0.002)
    os.kill(child.pid, signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL, "it was done before it could be killed"
    step = int(next(v for k, v in load_file(checkpoint).items() if k.startswith("step.")))
    assert step > 0
    after = trained(base, tmp_path / "killed")
    expected = trained(base, tmp_path / "whole")
    assert step < int(next(v for k, v in expected.items() if k.startswith("step.")))
    assert after.keys() == expected.keys()
    for name, tensor in expected.items():
        assert torch.allclose(after[name].double(), tensor.double(), atol=1e-6), name


def rates(work: Path, base: Path, *stages: int, falls: int = -1, most: int = -1) -> list[float]:
    """The learning rate of every step as a share of the peak; ``stages`` are row counts."""
    model = BertForQuestionAnswering.from_pretrained(base, dtype=torch.float32)
    run = Run(work, model, TrainingSettings(batch=15, warmup=0.2, falls=falls, most=most))
    found: list[float] = []
    rate = run._rate
    run._rate = lambda *given: found.append(rate(*given)) or rate(*given)  # type: ignore[method-assign, func-returns-value]
    rows = alone(ROWS, features_of(base))
    run.train([rows[:size] for size in stages])
    return [each / run._settings.rate for each in found]


def test_the_learning_rate_rises_stays_and_falls(tmp_path: Path) -> None:
    base = tiny(tmp_path / "base")
    found = rates(tmp_path / "two", base, 20, 10)
    assert found[0] == 0.01
    assert found[4:20] == [1.0] * 16
    assert found[20:] == pytest.approx([1 - n / 10 for n in range(10)], abs=0.02)
    alone = rates(tmp_path / "one", base, 20)
    assert max(alone) == alone[4] == 1.0
    assert alone[4:] == sorted(alone[4:], reverse=True)
    assert alone[-1] < 0.1
    assert rates(tmp_path / "first", base, 10, 10, falls=0) == pytest.approx(alone)


def test_a_run_may_stop_before_the_learning_rate_falls(tmp_path: Path) -> None:
    base = tiny(tmp_path / "base")
    whole = rates(tmp_path / "whole", base, 20, falls=0)
    assert rates(tmp_path / "ended", base, 20, falls=0, most=12) == whole[:12]
    assert rates(tmp_path / "never", base, 20, falls=1)[4:] == [1.0] * 16


def test_another_last_stage_keeps_the_earlier_learning_rates(tmp_path: Path) -> None:
    base = tiny(tmp_path / "base")
    short, long = rates(tmp_path / "a", base, 20, 5), rates(tmp_path / "b", base, 20, 10)
    assert short[:20] == long[:20]


def test_mixed_models_are_weighted_averages(tmp_path: Path) -> None:
    from pincite.qa.training.reader import mix, mixed

    folders = [tiny(tmp_path / name, seed) for seed, name in enumerate("abc")]
    one, two, three = (
        BertForQuestionAnswering.from_pretrained(folder, dtype=torch.float32) for folder in folders
    )
    expected = [0.8 * a + 0.2 * b for a, b in zip(one.parameters(), two.parameters(), strict=True)]
    steps = dict(zip("abc", folders, strict=True))
    found = mixed({"a": 0.2, "b": 0.3, "c": 0.5}, steps)
    for p, a, b, c in zip(*(m.parameters() for m in (found, one, two, three)), strict=True):
        assert torch.allclose(p, 0.2 * a + 0.3 * b + 0.5 * c, atol=1e-6)
    mix(one, two, 0.2)
    parameters = list(one.parameters())
    assert all(torch.allclose(a, b, atol=1e-6) for a, b in zip(parameters, expected, strict=True))
    assert not torch.equal(parameters[0], next(iter(two.parameters())))
    alone = mixed({"b": 1.0}, steps)
    assert torch.equal(next(alone.parameters()), next(two.parameters()))


def test_a_checkpoint_of_other_settings_is_refused(tmp_path: Path) -> None:
    base = tiny(tmp_path / "base")
    trained(base, tmp_path / "run")
    model = BertForQuestionAnswering.from_pretrained(base, dtype=torch.float32)
    other = Run(tmp_path / "run", model, TrainingSettings(rate=1.0))
    with pytest.raises(InputError, match=r"checkpoint\.safetensors.*other settings.*--work"):
        other.train([alone(ROWS[:4], features_of(base))])


def test_the_exported_model_works_and_names_no_machine(tmp_path: Path) -> None:
    folder = tiny(tmp_path / "base")
    assert "_name_or_path" not in (folder / "config.json").read_text()
    weights = load_file(folder / "model.safetensors")
    assert {tensor.dtype for tensor in weights.values()} == {torch.float16}
    model = SpanModel.load(str(folder))
    ((starts, ends),) = model.scores(model.windows(["Who?"], ["Someone."]))
    assert starts.shape == ends.shape
    assert starts.dtype == "float32"


def test_weights_that_half_precision_cannot_hold_are_not_exported(tmp_path: Path) -> None:
    from pincite.index.engines.encoder import _bundled

    model = BertForQuestionAnswering.from_pretrained(tiny(tmp_path / "base"))
    model = model.float()
    with torch.no_grad():
        model.qa_outputs.weight[0, 0] = 1e6
    with pytest.raises(ValueError, match="half precision"):
        export(model, _bundled(), tmp_path / "out")
