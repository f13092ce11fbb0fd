"""A tool that is not there skips its tests, but never where CI runs them."""

from __future__ import annotations

from unittest.mock import Mock

import pytest

from tests.browser import visit
from tests.support.axe import VERSION


@pytest.mark.parametrize(("ci", "ends"), [("true", "Failed"), ("", "Skipped")])
def test_without_axe_a_check_fails_under_ci_and_is_skipped_elsewhere(
    monkeypatch: pytest.MonkeyPatch, ci: str, ends: str
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(visit, "axe_script", lambda: None)
    with pytest.raises(
        BaseException, match=f"no axe-core: install npm, or fetch .* {VERSION}"
    ) as e:
        visit.faults(Mock())
    assert type(e.value).__name__ == ends
    assert "\n" not in str(e.value)
