"""The places in repeated stories that are cited with an answer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.article import Span
from pincite.index.retrieval.repeats import (
    distinct,
    restatements,
    words,
)
from pincite.qa.answering.cite import citation
from tests.support.stories import STORY, candidate, hit


def test_a_repeat_is_cited_only_for_the_same_words() -> None:
    dressed = [each.replace("4.2 million", "4.2\u00a0Million").replace("'", "’") for each in STORY]
    silent = [*STORY[:2], "The repairs cost 5.1 million crowns.", *STORY[3:]]
    ranked = [
        hit("a", STORY),
        hit("b", ["Sund waits.", *STORY]),
        hit("c", dressed),
        hit("d", silent),
    ]
    (found,) = distinct(ranked, 10)
    assert [each.article.id for each in found.repeats] == ["b", "c", "d"]
    cited = citation([candidate(found, 2, "4.2 million crowns")], 0.9)
    assert [(place.article.id, place.text) for place in cited.also] == [
        ("b", "4.2 million crowns"),
        ("c", "4.2\u00a0Million crowns"),
    ]
    for place in cited.also:
        assert words(place.quote) == words(cited.quote)
        assert place.quote == place.article.text[place.sentence.start : place.sentence.end]
        assert place.score == cited.score
    assert cited.articles == 3


def test_a_two_sentence_answer_is_found_in_a_repeat() -> None:
    found = distinct([hit("a", STORY), hit("b", ["Sund is ready.", *STORY])], 10)[0]
    first, second = found.passage.sentences[1:3]
    both = Span(first.start, second.end)
    ((repeat, sentence, _),) = restatements(found, both, both)
    assert sentence.of(repeat.article.text) == both.of(found.article.text)


@given(st.integers(0, 4), st.data())
def test_a_repeat_is_cited_for_any_span_of_the_answer(number: int, data: st.DataObject) -> None:
    dressed = [each.upper().replace(" ", "  ").replace(".", " !") for each in STORY]
    found = distinct([hit("a", STORY), hit("b", dressed), hit("c", ["So it is.", *STORY])], 10)[0]
    where = found.passage.sentences[number]
    start, end = sorted(
        data.draw(st.lists(st.integers(where.start, where.end), min_size=2, max_size=2))
    )
    own = Span(start, end)
    places = list(restatements(found, where, own))
    assert "c" in {repeat.article.id for repeat, _, _ in places}
    for repeat, sentence, answer in places:
        assert words(answer.of(repeat.article.text)) == words(own.of(found.article.text))
        assert sentence.contains(answer)
