"""Every sentence that mentions something: exhaustive, by date, stoppable, with figures compared."""

from itertools import islice

import pytest

from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.filter import Filter
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.asking.lookup.figures import figures
from pincite.qa.asking.lookup.mentions import (
    mentions,
    mentions_of_steps,
    mentions_steps,
    subject_of,
)

FIRST = """---
title: Osk bridge closed
date: 2024-03-02
---

The Osk bridge was closed on Friday. Engineer Runa Falk found 14 cracks in its third pier. Falk \
said that repairs would cost 3 million crowns.

The bakery beside it stays open.
"""
SECOND = """---
title: Osk bridge opens again
date: 2024-09-14
---

Traffic crosses the Osk bridge again. The repairs cost 5 million crowns in the end, Runa Falk said.

Falk's report lists 19 cracks. A second bridge, at Tarle, is sound.
"""
THIRD = """Falk family reunion

The Falk family of Tarle met for the first time since the war. Nobody spoke of bridges.
"""


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> LocalRetriever:
    folder = tmp_path_factory.mktemp("mentions")
    # by name the newer one comes first
    (folder / "a.md").write_text(SECOND, encoding="utf-8")
    (folder / "b.md").write_text(FIRST, encoding="utf-8")
    (folder / "c.txt").write_text(THIRD, encoding="utf-8")
    rebuild(folder / "index", [folder], encoder)
    return LocalRetriever(folder / "index", encoder)


def test_every_sentence_is_listed_by_date(retriever: LocalRetriever) -> None:
    found = mentions("the Osk bridge", retriever)
    assert [place.quote for place in found.places] == [
        "The Osk bridge was closed on Friday.",
        "Traffic crosses the Osk bridge again.",
    ]
    assert [place.text for place in found.places] == ["Osk bridge", "Osk bridge"]
    assert (found.articles, found.stopped) == (2, False)
    assert found.examined == found.total > 0


def test_inflected_forms_are_found(retriever: LocalRetriever) -> None:
    quotes = {place.quote for place in mentions("Bridges", retriever).places}
    assert "Nobody spoke of bridges." in quotes
    assert "A second bridge, at Tarle, is sound." in quotes


@pytest.mark.parametrize("name", ["Runa Falk", "runa falk"])
def test_a_last_name_alone_counts_after_the_full_name(retriever: LocalRetriever, name: str) -> None:
    quotes = [place.quote for place in mentions(name, retriever).places]
    assert quotes == [
        "Engineer Runa Falk found 14 cracks in its third pier.",
        "Falk said that repairs would cost 3 million crowns.",
        "The repairs cost 5 million crowns in the end, Runa Falk said.",
        "Falk's report lists 19 cracks.",
    ]


def test_differing_numbers_for_one_thing_are_flagged(retriever: LocalRetriever) -> None:
    found = mentions("repairs", retriever)
    assert [[p.article.id for p in group] for group in found.differing] == [["b.md", "a.md"]]
    assert mentions("Osk bridge", retriever).differing == ()


def test_several_subjects_are_searched_together(retriever: LocalRetriever) -> None:
    quotes = {place.quote for place in mentions("the bakery or the war", retriever).places}
    assert len(quotes) == 2


def test_sentences_with_most_of_the_words_are_the_fallback(retriever: LocalRetriever) -> None:
    found = mentions("costly repairs of 3 million crowns", retriever)
    assert [p.article.id for p in found.places] == ["b.md"]


def test_an_unmentioned_word_finds_nothing(retriever: LocalRetriever) -> None:
    found = mentions("zeppelin", retriever)
    assert (found.places, found.examined, found.total) == ((), 0, 0)


def test_a_filter_limits_the_mentions(retriever: LocalRetriever) -> None:
    found = mentions("Falk", retriever, Filter.of(since="2024-06"))
    assert {place.article.id for place in found.places} == {"a.md"}


def test_the_search_reports_progress_and_can_be_stopped(retriever: LocalRetriever) -> None:
    every = list(mentions_steps("Falk", retriever))
    assert [step.examined for step in every] == list(range(every[-1].total + 1))
    stopped = mentions_of_steps("Falk", islice(mentions_steps("Falk", retriever), 2))
    assert stopped.stopped
    assert stopped.examined == 1


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("mentions of the Osk bridge", "the Osk bridge"),
        ("Every sentence that mentions Runa Falk.", "Runa Falk"),
        ("every sentence that says the bridge is closed", "the bridge is closed"),
        ("show me all passages in my articles about cracks", "cracks"),
        ("Which sentences mention the war?", "the war"),
        ("where is the bakery mentioned?", "the bakery"),
        ("where do my articles mention Tarle", "Tarle"),
        ("how often is Tarle mentioned in the articles?", "Tarle"),
        ("list every sentence with the word pier in it", "pier"),
        ("Runa Falk: all mentions", "Runa Falk"),
        ("every time the bridge comes up", "the bridge"),
        ('every mention of "third pier"', "third pier"),
        ("Osk bridge", "Osk bridge"),
    ],
)
def test_the_subject_of_a_mentions_request_is_found(question: str, subject: str) -> None:
    assert subject_of(question) == subject


def test_figures_are_read_with_their_units() -> None:
    text = "In 2019 it cost $3.5 million for 1,200 boats, 12% more, over 80 meters."
    assert list(figures(text)) == [
        ("$", 3.5e6), ("boat", 1200.0), ("percent", 12.0), ("meter", 80.0)
    ]  # fmt: skip
