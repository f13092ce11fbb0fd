"""The names of persons in questions and sentences."""

from __future__ import annotations

import pytest

from pincite.qa.asking.plans.names import plain_name


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Dr. Ada Bell", "Ada Bell"),
        ("Prime Minister Bell", "Bell"),
        ("Minister of Harbour Works Ada Bell", "Ada Bell"),
        ("President of the Osk Islands Ada Bell", "Ada Bell"),
        ("Mayor of Orrin Ada Bell", "Ada Bell"),
        ("Minister of Harbour Works", "Minister of Harbour Works"),
        ("President of the Osk Islands", "President of the Osk Islands"),
        ("Mayor", "Mayor"),
        ("Bridge of Orrin", "Bridge of Orrin"),
    ],
)
def test_a_name_is_plain_without_title_and_office(name: str, plain: str) -> None:
    assert plain_name(name) == plain
