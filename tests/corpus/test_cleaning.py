"""The cleaning rules measured on marked pages: minimum scores, and the table in the README."""

import pytest

from tests.bench.cleaning import (
    DATA,
    SETS,
    Marked,
    Outcome,
    Page,
    fresh_cases,
    measured,
    measured_part,
    pages,
    score,
    table,
    wrongly_cut,
)
from tests.support.paths import README
from tests.support.sentence_cases import GOLD

KINDS = ("text", "HTML")
# precision and recall of what is set aside
FLOORS = {
    ("dev", "text"): (1.0, 0.93),
    ("dev", "HTML"): (1.0, 0.95),
    ("heldout", "text"): (1.0, 0.88),
    ("heldout", "HTML"): (1.0, 0.80),
}


@pytest.fixture(scope="module")
def outcomes() -> dict[str, list[Outcome]]:
    return {part: measured_part(part) for part in SETS}


@pytest.mark.parametrize(("part", "kind"), FLOORS)
def test_no_article_sentence_is_lost_and_the_floors_hold(
    part: str, kind: str, outcomes: dict[str, list[Outcome]]
) -> None:
    found = score(row for row in outcomes[part] if row.page.kind == kind)
    assert found.lost == ()
    precision, recall = FLOORS[part, kind]
    assert found.precision >= precision
    assert found.recall >= recall


def test_sentence_splitting_is_as_good_as_before() -> None:
    assert wrongly_cut(GOLD) == []
    assert len(wrongly_cut(fresh_cases())) <= 7


def test_the_readme_shows_the_cleaning_table() -> None:
    assert table() in README


def test_enough_marked_pages_and_sentences_are_measured() -> None:
    marked = [page for part in SETS for page in pages(part)]
    assert len(marked) >= 50
    assert {page.kind for page in marked} == set(KINDS)
    assert len({page.name for page in marked}) == len(marked)
    assert len(fresh_cases()) >= 60
    for page in marked:
        assert {"+"} <= {line.mark for line in page.lines} <= {"+", "-", "="}, page.name
    assert sum(all(line.mark != "-" for line in page.lines) for page in marked) >= 2


def test_every_line_of_a_marked_page_has_a_mark() -> None:
    for path in sorted((DATA / "pages").glob("*/*")):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert line[:2] in ("", "+ ", "- ", "= ", "  "), f"{path.name}: {line}"


def test_the_cleaning_score_counts_lost_sentences() -> None:
    """The score is checked on a page with a known result."""
    lines = [
        Marked("+", "The bridge is closed. Nobody knows why."),
        Marked("-", "Share this article"),
        Marked("-", "Weather today"),
        Marked("+", "Photo: the mayor"),
    ]
    page = Page("a.txt", "text", "\n\n".join(line.words for line in lines) + "\n", tuple(lines))
    found = score(measured([page]))
    share, weather, photo = (len(line.words.replace(" ", "")) for line in lines[1:])
    assert found.sentences == 3
    assert found.lost == ("a.txt: Photo: the mayor",)
    assert found.precision == share / (share + photo)
    assert found.recall == share / (share + weather)
