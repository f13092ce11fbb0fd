"""A digest holds a few ordered sentences from article bodies, without repeats."""

from itertools import combinations

import pytest

from pincite.corpus.article import Article
from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import Query
from pincite.qa.asking.lookup.digest import FEWEST, MOST, Digest, are_alike, digest, topic_of

OPENING = """---
title: Lighthouse of Skarn lit again
date: 2023-05-01
---

# Lighthouse of Skarn lit again

The lighthouse of Skarn was lit again on Sunday after eleven dark years. It stands on a rock 40 \
kilometers from the coast of Ulve.

Its lamp reaches 26 sea miles and runs on the power of the wind alone. Carpenter Liv Strand \
replaced 312 steps of the oak stairs in two winters. The works cost 1.9 million crowns, half of \
which came from fishermen's families.

"I cried a little," said Strand. Who will clean the windows? Nobody knows.

| Year | Visitors |
|---|---|
| 2010 | 400 lighthouse guests came |

Read more: The best lighthouses of the north in pictures for you
"""
AGAIN = """---
title: Skarn lighthouse opens to guests
date: 2024-06-09
---

The lighthouse of Skarn was lit again last year after eleven dark years. From July on it takes in \
six guests a night, for 90 crowns each. The first of them is a teacher of 74 from Ulve, whose \
grandfather kept the lamp until 1958.

A ferry calls at the rock on Tuesdays and Fridays if the sea allows it.
"""
OTHER = """Bread prices rise

A loaf costs 31 crowns in the bakeries of Ulve, 4 more than a year ago. The millers blame the rain.
"""


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> LocalRetriever:
    folder = tmp_path_factory.mktemp("digest")
    (folder / "z-first.md").write_text(OPENING, encoding="utf-8")
    (folder / "a-second.md").write_text(AGAIN, encoding="utf-8")
    (folder / "other.txt").write_text(OTHER, encoding="utf-8")
    rebuild(folder / "index", [folder], encoder)
    return LocalRetriever(folder / "index", encoder)


def assert_sound(found: Digest) -> None:
    """Asserts that every sentence is in a body and that none repeats another."""
    for each in found.sentences:
        assert any(part.contains(each.sentence) for part in each.article.body), each.quote
    for one, other in combinations(found.sentences, 2):
        assert not are_alike(one.quote, other.quote), (one.quote, other.quote)


def test_a_digest_covers_all_articles_by_date(retriever: LocalRetriever) -> None:
    found = digest(Query.of("Tell me about the lighthouse of Skarn."), retriever)
    assert FEWEST <= len(found.sentences) <= MOST
    assert found.articles == 2
    ids = [each.article.id for each in found.sentences]
    assert ids == sorted(ids, reverse=True)
    assert {"z-first.md", "a-second.md"} == set(ids)
    assert_sound(found)
    said = " ".join(each.quote for each in found.sentences)
    assert said.count("eleven dark years") == 1
    assert "guests came" not in said
    assert "Read more" not in said
    assert "bakeries" not in said


def test_a_digest_of_the_article_uses_one_article(retriever: LocalRetriever) -> None:
    found = digest(Query.of("summarise the article about the Skarn lighthouse guests"), retriever)
    assert {each.article.id for each in found.sentences} == {"a-second.md"}


def test_a_filter_limits_the_digest(retriever: LocalRetriever) -> None:
    found = digest(Query.of("lighthouse of Skarn", until="2023"), retriever)
    assert {each.article.id for each in found.sentences} == {"z-first.md"}


@pytest.mark.parametrize("line", ["tell me about zeppelins", "what about it?", "Xyzzy"])
def test_a_topic_in_no_article_gives_no_digest(retriever: LocalRetriever, line: str) -> None:
    assert digest(Query.of(line), retriever).sentences == ()


def test_no_digest_of_a_sample_repeats_or_leaves_the_body(
    samples_index: object, encoder: SentenceEncoder
) -> None:
    retriever = LocalRetriever(samples_index, encoder)  # type: ignore[arg-type]
    articles: list[Article] = retriever.sample(100)
    for article in articles:
        found = digest(Query.of(f"tell me about {article.title}"), retriever)
        assert found.sentences, article.title
        assert len(found.sentences) <= MOST
        assert_sound(found)
        for each in found.sentences:
            section = each.article.section(each.sentence.start)
            assert section is None or section.kind == "text"


def test_a_digest_of_a_name_begins_with_that_name(
    samples_index: object, encoder: SentenceEncoder
) -> None:
    retriever = LocalRetriever(samples_index, encoder)  # type: ignore[arg-type]
    for line, name in (("more on Kung", "Kung"), ("tell me about Adrian Hill", "Hill")):
        assert name in digest(Query.of(line), retriever).sentences[0].quote


@pytest.mark.parametrize(
    ("line", "topic"),
    [
        ("anything on bread prices?", "bread prices"),
        ("do you have anything about Ulve", "Ulve"),
        ("what can you tell me about the lamp", "the lamp"),
        ("explain the works", "the works"),
        ("explain how the lamp works", "explain how the lamp works"),
        ("tell me about the lighthouse of Skarn", "the lighthouse of Skarn"),
        ("Please tell me everything about Liv Strand!", "Liv Strand"),
        ("Summarize the article about bread prices.", "bread prices"),
        ("summarise the lighthouse story", "lighthouse"),
        ("give me a short summary of the works", "the works"),
        ("what do the articles say about Ulve?", "Ulve"),
        ("what's in my article about the lamp", "the lamp"),
        ("the lighthouse in brief", "the lighthouse"),
        ("what do you know about bread", "bread"),
        ("what happened to the lighthouse", "the lighthouse"),
        ("Liv Strand", "Liv Strand"),
    ],
)
def test_the_topic_of_a_digest_request_is_found(line: str, topic: str) -> None:
    assert topic_of(line) == topic
