"""Training: kinds of rows, batches that hold every row once, and the loss."""

import math
import random
from dataclasses import replace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.article import Span
from pincite.qa.training.batches import (
    Encoded,
    Group,
    alike,
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
from pincite.qa.training.train import (
    padded,
    shared_cross_entropy,
)

FILLER = "Ships wait outside the harbour for days. Bakers rise early. "


CONTEXT = f"{FILLER * 12}The bridge opened in 1932, after eight years. {FILLER * 12}"


EXAMPLE = Example(
    "1", "toy", "When did the Sydney bridge open, in 1932?", CONTEXT,
    (Span(CONTEXT.index("1932"), CONTEXT.index("1932") + 4),),
)  # fmt: skip


def test_cut_passages_hold_the_whole_answer_or_none_of_it() -> None:
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


def test_a_gathered_sentence_is_surrounded_by_its_neighbours() -> None:
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


def test_unanswerable_rows_do_not_contain_the_answer() -> None:
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
    """A row of ``length`` tokens whose answer is token ``start``."""
    return Encoded((1,) * length, (0,) * length, (start,), (start,))


@given(
    st.lists(st.lists(st.integers(1, 20), min_size=1, max_size=3), max_size=80),
    st.integers(60, 300),
    st.integers(0, 9),
)
def test_every_group_of_rows_is_in_one_batch(
    sizes: list[list[int]], tokens: int, seed: int
) -> None:
    groups: list[Group] = [tuple(plain(length) for length in group) for group in sizes]
    found = batches(groups, tokens, seed)
    assert sorted(n for batch in found for n in batch) == list(range(len(groups)))
    assert found == batches(groups, tokens, seed)
    for batch in found:
        assert len(batch) * max((size(groups[n]) for n in batch), default=0) <= tokens


@given(st.lists(st.integers(1, 60), max_size=40))
def test_batch_parts_hold_every_row_once_with_little_padding(lengths: list[int]) -> None:
    parts = alike([plain(length) for length in lengths])
    assert sorted(n for part in parts for n in part) == list(range(len(lengths)))
    for part in parts:
        assert max(lengths[n] for n in part) <= 1.25 * min(lengths[n] for n in part)


def by_hand(groups: list[Group], logits: list[list[float]]) -> float:
    """The loss by its formula for answers of one token; ``logits`` has one list a row."""
    rows = iter(logits)
    losses = []
    for group in groups:
        told = [(row, next(rows)) for row in group]
        among = [1.0] + [math.exp(s - given[0]) for _, given in told for s in given[1:]]
        wanted = [math.exp(given[r.starts[0]] - given[0]) for r, given in told if r.starts[0]]
        losses.append(-math.log((wanted or [1.0])[0] / sum(among)))
    return sum(losses) / len(losses)


@given(st.integers(0, 10_000), st.lists(st.integers(1, 4), min_size=1, max_size=5))
def test_the_shared_loss_matches_its_formula(seed: int, sizes: list[int]) -> None:
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


def test_no_answer_is_the_target_if_no_row_answers() -> None:
    """The gradient raises no answer (lowers every token) then, else the answer."""
    for start, sign in ((0, 1.0), (2, -1.0)):
        rows = (plain(4), plain(4, start))
        _, _, mask, starts, ends = tensors(rows, torch.device("cpu"))
        logits = torch.zeros(2, 2, 4, requires_grad=True)
        target, place = torch.stack([starts, ends], 1), torch.tensor([0, 0])
        shared_cross_entropy(logits, target, mask, place).backward()  # type: ignore[no-untyped-call]
        assert logits.grad is not None
        assert torch.sign(logits.grad[1, 0, 2]) == sign
        assert (logits.grad[0, 0, 1:] > 0).all()


def test_a_single_row_is_normalised_over_its_tokens() -> None:
    logits = torch.tensor([[[1.0, 2.0, 3.0, 50.0]] * 2])
    mask, target = torch.tensor([[1, 1, 1, 0]]), torch.tensor([[[0.0, 0.5, 0.5, 0.0]] * 2])
    logs = torch.log_softmax(logits[0, 0, :3], 0)
    loss = shared_cross_entropy(logits, target, mask, torch.tensor([0]))
    assert torch.isclose(loss, -(logs[1] + logs[2]) / 2)
