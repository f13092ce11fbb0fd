"""The names of persons in questions and sentences."""

from __future__ import annotations

import pytest

from pincite.qa.asking.plans.names import in_capitals, plain_name


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


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("when did port selm burn?", "when did Port-Selm burn?"),
        ("when did port-selm burn?", "when did Port-Selm burn?"),
        ("is the ever given there?", "is the Ever Given there?"),
        ("who was at report selma?", "who was at report selma?"),
        ("the given name", "the given name"),
    ],
)
def test_known_names_are_written_as_in_the_articles(line: str, written: str) -> None:
    assert in_capitals(line, ["Port-Selm de Osk", "Ever Given", "Given"]) == written
