"""Reciprocal rank fusion against its definition."""

from hypothesis import given
from hypothesis import strategies as st

from pincite.index.retrieval.fusion import reciprocal_rank_fusion

rankings = st.lists(st.lists(st.integers(0, 30), unique=True, max_size=20), max_size=4)


@given(rankings)
def test_scores_match_the_definition(lists: list[list[int]]) -> None:
    fused = reciprocal_rank_fusion(lists)
    assert {row for row, _ in fused} == {row for ranking in lists for row in ranking}
    for row, score in fused:
        assert abs(score - sum(1 / (61 + r.index(row)) for r in lists if row in r)) < 1e-12
    assert [s for _, s in fused] == sorted((s for _, s in fused), reverse=True)


@given(rankings)
def test_the_order_of_the_rankings_does_not_matter(lists: list[list[int]]) -> None:
    rounded = [(row, round(s, 12)) for row, s in reciprocal_rank_fusion(lists)]
    again = [(row, round(s, 12)) for row, s in reciprocal_rank_fusion(lists[::-1])]
    assert sorted(rounded) == sorted(again)


def test_agreement_of_both_rankings_beats_one_first_place() -> None:
    assert reciprocal_rank_fusion([[1, 2], [2, 3]])[0][0] == 2
