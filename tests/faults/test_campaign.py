"""A short version of what ``python -m tests.faults.campaign`` tries at full numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.campaign import GOALS, campaign, table
from tests.faults.goals import index, texts
from tests.faults.goals.disk import compiler, failing_calls
from tests.faults.goals.outcome import Outcome

SHORT = {
    2: lambda folder: index.corruption(400, 7, folder),
    5: lambda folder: index.reloads(3, 1, folder),
    6: lambda folder: texts.citations(30, 1, folder),
}


@pytest.mark.parametrize("number", SHORT)
def test_nothing_goes_wrong(number: int, tmp_path: Path) -> None:
    found = SHORT[number](tmp_path)
    assert found.tried > 10
    assert found.wrong == []


@pytest.mark.slow
@pytest.mark.skipif(compiler() is None, reason="no C compiler")
def test_a_failing_call_leaves_the_old_index_or_the_new_one(tmp_path: Path) -> None:
    found = failing_calls(3, 20, tmp_path)
    assert found.tried == 6
    assert found.wrong == []


def test_it_goes_on_where_it_was_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts that were tried are not tried again, and the table adds all of them up."""
    tried: list[int] = []

    def part(count: int, number: int, folder: Path) -> Outcome:
        if len(tried) == 3:
            tried.append(-1)
            raise KeyboardInterrupt
        tried.append(number)
        return Outcome(count, ["broken"] if number == 1 else [], {"ms": float(number)})

    goal = type(GOALS[0])(1, "a promise", 5, 10, part)
    monkeypatch.setattr("tests.faults.campaign.GOALS", (goal,))
    with pytest.raises(KeyboardInterrupt):
        campaign(tmp_path, frozenset({1}), 1.0, lambda _: None)
    known = campaign(tmp_path, frozenset({1}), 1.0, lambda _: None)
    assert tried == [0, 1, 2, -1, 3, 4]
    assert "| 1 | a promise | 50 | 1 | 4.0 ms |" in table(known)
