"""Training: rows made as they say, batches that hold every row once, a kill that costs nothing."""

import math
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file
from transformers import BertForQuestionAnswering

from pincite.corpus.article import Span
from pincite.corpus.errors import InputError
from pincite.qa.reading.model import SpanModel
from pincite.qa.training.batches import (
    Encoded,
    Group,
    alike,
    alone,
    batches,
    size,
    tensors,
)
from pincite.qa.training.data.datasets import Example
from pincite.qa.training.data.rows import (
    altered,
    cut,
    elsewhere,
    gathered,
    joined,
    whole,
    without_answer,
)
from pincite.qa.training.export import export
from pincite.qa.training.train import (
    Run,
    TrainingSettings,
    features_of,
    padded,
    shared_cross_entropy,
)
from tests.support.tiny_reader import ROWS, tiny, trained

FILLER = "Ships wait outside the harbour for days. Bakers rise early. "
CONTEXT = f"{FILLER * 12}The bridge opened in 1932, after eight years. {FILLER * 12}"
EXAMPLE = Example(
    "1", "toy", "When did the Sydney bridge open, in 1932?", CONTEXT,
    (Span(CONTEXT.index("1932"), CONTEXT.index("1932") + 4),),
)  # fmt: skip


def test_cut_passages_hold_the_answer_or_not_its_wording() -> None:
    holding, lacking = cut(EXAMPLE, lambda text: len(text.split()))
    assert holding
    assert lacking
    assert all(row.answers[0].of(row.text) == "1932" for row in holding)
    assert all(not row.answers and "1932" not in row.text for row in lacking)


def test_cut_passages_begin_with_the_title() -> None:
    titled = replace(EXAMPLE, title="A bridge")
    holding, lacking = cut(titled, lambda text: len(text.split()))
    assert all(row.text.startswith("A bridge. ") for row in (*holding, *lacking))
    assert all(row.answers[0].of(row.text) == "1932" for row in holding)


def test_a_gathered_sentence_stands_among_those_around_it() -> None:
    row = gathered(
        Example("1", "toy", "When?", "In 1932.", (Span(3, 7),)), ["One.", "Two."], ["Z."]
    )
    assert row.text == "One. Two. In 1932. Z."
    assert row.answers[0].of(row.text) == "1932"


@given(st.integers(0, 1000))
def test_joined_contexts_keep_their_answer(seed: int) -> None:
    row = joined(EXAMPLE, ["One.", "Two.", "Three."], random.Random(seed))
    assert row.answers[0].of(row.text) == "1932"
    assert all(other in row.text for other in ("One.", "Two.", "Three.", CONTEXT.strip()))


def test_rows_that_do_not_answer() -> None:
    gone = without_answer(EXAMPLE)
    assert gone is not None
    assert "1932" not in gone.text
    assert not gone.answers
    twice = Example("2", "toy", "When?", f"{CONTEXT} Again in 1932.", EXAMPLE.answers)
    assert without_answer(twice) is None
    other = elsewhere(EXAMPLE, ["In 1932 it rained.", "It rained.", "It snowed."], 1)
    assert other is not None
    assert other.text == "It snowed."
    assert elsewhere(EXAMPLE, ["It rained."], 1) is None
    changed = altered(EXAMPLE, ["Lisbon"], random.Random(1))
    assert changed is not None
    assert changed.question != EXAMPLE.question
    assert not changed.answers
    assert whole(EXAMPLE).answers == EXAMPLE.answers


def plain(length: int, start: int = 0) -> Encoded:
    """A row of so many tokens, answered at that one."""
    return Encoded((1,) * length, (0,) * length, (start,), (start,))


@given(
    st.lists(st.lists(st.integers(1, 20), min_size=1, max_size=3), max_size=80),
    st.integers(60, 300),
    st.integers(0, 9),
)
def test_every_group_is_in_one_batch(sizes: list[list[int]], tokens: int, seed: int) -> None:
    groups: list[Group] = [tuple(plain(length) for length in group) for group in sizes]
    found = batches(groups, tokens, seed)
    assert sorted(n for batch in found for n in batch) == list(range(len(groups)))
    assert found == batches(groups, tokens, seed)
    for batch in found:
        assert len(batch) * max((size(groups[n]) for n in batch), default=0) <= tokens


@given(st.lists(st.integers(1, 60), max_size=40))
def test_parts_hold_every_row_once_and_little_padding(lengths: list[int]) -> None:
    parts = alike([plain(length) for length in lengths])
    assert sorted(n for part in parts for n in part) == list(range(len(lengths)))
    for part in parts:
        assert max(lengths[n] for n in part) <= 1.25 * min(lengths[n] for n in part)


def by_hand(groups: list[Group], logits: list[list[float]]) -> float:
    """The loss of a stretch of scores, one list a row, for answers of one token: by its formula."""
    rows = iter(logits)
    losses = []
    for group in groups:
        told = [(row, next(rows)) for row in group]
        among = [1.0] + [math.exp(s - given[0]) for _, given in told for s in given[1:]]
        wanted = [math.exp(given[r.starts[0]] - given[0]) for r, given in told if r.starts[0]]
        losses.append(-math.log((wanted or [1.0])[0] / sum(among)))
    return sum(losses) / len(losses)


@given(st.integers(0, 10_000), st.lists(st.integers(1, 4), min_size=1, max_size=5))
def test_the_shared_normalisation_is_that_of_its_formula(seed: int, sizes: list[int]) -> None:
    draw = random.Random(seed)
    groups: list[Group] = []
    for rows in sizes:
        lengths = [draw.randrange(2, 9) for _ in range(rows)]
        # in every second group nothing answers
        answered = draw.randrange(2 * rows)
        groups.append(
            tuple(
                plain(length, draw.randrange(1, length) if n == answered else 0)
                for n, length in enumerate(lengths)
            )
        )
    flat = [row for group in groups for row in group]
    scores = [[draw.gauss(0, 3) for _ in row.ids] for row in flat]
    place = [n for n, group in enumerate(groups) for _ in group]
    # in the order in which parts of like length are read, each padded by itself
    parts = alike(flat)
    read = []
    for part in parts:
        _, _, mask, starts, ends = tensors([flat[n] for n in part], torch.device("cpu"))
        logits = torch.full(mask.shape, 50.0)
        for at, n in enumerate(part):
            logits[at, : len(scores[n])] = torch.tensor(scores[n])
        read.append((torch.stack([logits, logits], 1), torch.stack([starts, ends], 1), mask))
    logits, target, mask = padded(read)
    order = torch.tensor([place[n] for part in parts for n in part])
    loss = shared_cross_entropy(logits, target, mask, order)
    assert float(loss) == pytest.approx(by_hand(groups, scores), rel=1e-4, abs=1e-4)


def test_no_answer_is_the_target_where_no_row_answers() -> None:
    """The gradient lifts no answer (lowers every token) there, and the answer where one does."""
    for start, sign in ((0, 1.0), (2, -1.0)):
        rows = (plain(4), plain(4, start))
        _, _, mask, starts, ends = tensors(rows, torch.device("cpu"))
        logits = torch.zeros(2, 2, 4, requires_grad=True)
        target, place = torch.stack([starts, ends], 1), torch.tensor([0, 0])
        shared_cross_entropy(logits, target, mask, place).backward()  # type: ignore[no-untyped-call]
        assert logits.grad is not None
        assert torch.sign(logits.grad[1, 0, 2]) == sign
        assert (logits.grad[0, 0, 1:] > 0).all()


def test_a_row_alone_is_normalised_over_its_tokens() -> None:
    logits = torch.tensor([[[1.0, 2.0, 3.0, 50.0]] * 2])
    mask, target = torch.tensor([[1, 1, 1, 0]]), torch.tensor([[[0.0, 0.5, 0.5, 0.0]] * 2])
    logs = torch.log_softmax(logits[0, 0, :3], 0)
    loss = shared_cross_entropy(logits, target, mask, torch.tensor([0]))
    assert torch.isclose(loss, -(logs[1] + logs[2]) / 2)


# goes no further once the checkpoint is there, so that it is not done before it is killed
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
def test_a_killed_run_ends_as_if_it_had_not_been_killed(tmp_path: Path) -> None:
    base = tiny(tmp_path / "base")
    checkpoint = tmp_path / "killed" / "checkpoint.safetensors"
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(base), str(tmp_path / "killed")])
    until = time.monotonic() + 120
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
    """The rate of every step of a run of so many rows a stage, as shares of the peak."""
    model = BertForQuestionAnswering.from_pretrained(base, dtype=torch.float32)
    run = Run(work, model, TrainingSettings(batch=15, warmup=0.2, falls=falls, most=most))
    found: list[float] = []
    rate = run._rate
    run._rate = lambda *given: found.append(rate(*given)) or rate(*given)  # type: ignore[method-assign, func-returns-value]
    rows = alone(ROWS, features_of(base))
    run.train([rows[:size] for size in stages])
    return [each / run._settings.rate for each in found]


def test_the_rate_rises_stays_and_falls_in_the_last_stage(tmp_path: Path) -> None:
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


def test_a_run_may_end_before_the_rate_has_fallen(tmp_path: Path) -> None:
    base = tiny(tmp_path / "base")
    whole = rates(tmp_path / "whole", base, 20, falls=0)
    assert rates(tmp_path / "ended", base, 20, falls=0, most=12) == whole[:12]
    assert rates(tmp_path / "never", base, 20, falls=1)[4:] == [1.0] * 16


def test_the_last_stage_may_be_exchanged(tmp_path: Path) -> None:
    base = tiny(tmp_path / "base")
    short, long = rates(tmp_path / "a", base, 20, 5), rates(tmp_path / "b", base, 20, 10)
    assert short[:20] == long[:20]


def test_a_mix_lies_between_the_models(tmp_path: Path) -> None:
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


def test_the_exported_model_reads_and_names_no_machine(tmp_path: Path) -> None:
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
