"""Exact lookup of quoted texts: found at every place, nearly found, or nowhere."""

import random
import re
from collections.abc import Iterator

import pytest

from pincite.corpus.article import Article, Span
from pincite.corpus.passages.chunk import sentences
from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import Query
from pincite.qa.asking.finding import Finder
from pincite.qa.asking.quoting.quotes import Quoted, look_up, readings
from tests.support.paths import ROOT, SAMPLES

DATA = ROOT / "tests" / "data"

HARBOR = """Harbor of Wexby to be dredged

By Ada Finch

The harbor of Wexby will be dredged in April, the port authority said on Monday. "We cannot wait \
for another winter," said the harbor master, Olof Brandt. Mayor Tilda Crane voted against the plan.

"The mud is not the problem," she said. "The money is."

The work costs 4.2 million crowns — twice as much as in 2009 — and takes 30 days. According to \
Pia Holm, a fisherman of 61, no boat has run aground since the spring of 2016.
"""
ORCHARD = """Frost spares the orchards of Lenn

The frost of last week has spared the orchards of Lenn. Growers had lit 2,300 fires between the \
rows. It was the coldest night since 1987, at minus 6.4 degrees.

The café at the station stays closed. "We cannot wait for another winter," a grower told her \
neighbor, Jonas Ek.
"""

FERRY = """---
title: A ferry for two islands, at last
---

It sails in May. A second ship is to follow.
"""


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> LocalRetriever:
    folder = tmp_path_factory.mktemp("quotes")
    (folder / "harbor.txt").write_text(HARBOR, encoding="utf-8")
    (folder / "orchard.txt").write_text(ORCHARD, encoding="utf-8")
    (folder / "ferry.md").write_text(FERRY, encoding="utf-8")
    rebuild(folder / "index", [folder], encoder)
    return LocalRetriever(folder / "index", encoder)


def one(retriever: LocalRetriever, question: str, **filters: str) -> Quoted:
    [found] = look_up(Query.of(question, **filters), retriever)
    return found


@pytest.mark.parametrize(
    "question",
    [
        '"no boat has run aground since the spring"',
        "“No boat has run aground since the spring”?",
        "where does it say no boat has run aground since the spring",
        "who said that no boat has run aground since the spring?",
        "who said 'no boat has run  aground since the spring.'",
        "which article has the words no boat has run aground since the spring?",
        "find the sentence: no boat has run aground since the spring",
        "in which article is it written that no boat has run aground since the spring",
        "«no boat has run aground since the spring»",
        "find “no boat\nhas run aground since the spring",
    ],
)
def test_quotations_are_found_with_any_quotation_marks(
    retriever: LocalRetriever, question: str
) -> None:
    found = one(retriever, question)
    assert (found.state, len(found.places)) == ("found", 1)
    assert found.places[0].text == "no boat has run aground since the spring"
    assert found.places[0].quote.startswith("According to Pia Holm")


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("million crowns - twice as much", "million crowns — twice as much"),
        ("The cafe\u0301 at the station", "The café at the station"),
        ("THE CAFÉ AT THE STATION", "The café at the station"),
        ("ｔｈｅ ｃａｆé at the station", "The café at the station"),
        ('not the problem," she said. "The money is.', 'not the problem," she said. "The money is'),
        ("on Monday. We cannot wait for another", 'on Monday. "We cannot wait for another'),
    ],
)  # fmt: skip
def test_quotation_marks_dashes_case_and_unicode_forms_are_ignored(
    retriever: LocalRetriever, typed: str, stands: str
) -> None:
    found = one(retriever, f'where does it say "{typed}"')
    assert (found.state, [each.text for each in found.places]) == ("found", [stands])


def test_every_place_and_speaker_is_found_within_the_filter(retriever: LocalRetriever) -> None:
    quote = '"We cannot wait for another winter"'
    found = one(retriever, quote)
    assert [each.article.id for each in found.places] == ["harbor.txt", "orchard.txt"]
    assert [each and each.text for each in found.speakers] == ["Olof Brandt", None]
    filtered = one(retriever, quote, source="orchard")
    assert [each.article.id for each in filtered.places] == ["orchard.txt"]


def test_part_of_a_word_is_not_a_match(retriever: LocalRetriever) -> None:
    assert one(retriever, '"he work costs 4"').state != "found"
    assert one(retriever, '"caf at the station stays"').state != "found"


def test_the_speaker_is_named_beside_the_quotation(retriever: LocalRetriever) -> None:
    for quote, name in {
        "The mud is not the problem": "Tilda Crane",
        "The money is": "Tilda Crane",
        "a fisherman of 61, no boat has run aground": "Pia Holm",
    }.items():
        found = one(retriever, f'who said "{quote}"?')
        assert [each and each.text for each in found.speakers] == [name]


@pytest.mark.parametrize(
    ("typed", "kind", "asked", "stands"),
    [
        ("Growers had lit 2,400 fires between the rows", "changed", "2,400", "2,300"),
        ("Growers had lit fires between the rows", "missing", "", "2,300"),
        ("Growers had never lit 2,300 fires between the rows", "added", "never", ""),
        ("Farmers had lit 2,300 fires between the rows", "changed", "Farmers", "Growers"),
        ("Growers had lit 2,300 fires between the trees", "changed", "trees", "rows"),
        ("The frost of last week, has spared the orchards", "added", ",", ""),
    ],
)
def test_differences_are_marked_in_question_and_text(
    retriever: LocalRetriever, typed: str, kind: str, asked: str, stands: str
) -> None:
    question = f"who wrote “{typed}.”"
    found = one(retriever, question)
    assert found.state == "nearly"
    [difference] = found.differences[0]
    assert difference.kind == kind
    assert difference.asked.of(question) == asked
    assert difference.found.of(found.places[0].article.text) == stands


@pytest.mark.parametrize(
    "question",
    [
        '"The harbor master will sell his boat in the spring of 2016"',
        "who said 'the river belongs to all of us'?",
        '"of the, in the, and the"',
        '"xyzzy"',
    ],
)
def test_quotations_in_no_article_are_nowhere(retriever: LocalRetriever, question: str) -> None:
    found = one(retriever, question)
    assert (found.state, found.places) == ("nowhere", ())


def test_a_quoted_title_outside_the_text_is_reported(retriever: LocalRetriever) -> None:
    for question in ('"A ferry for two islands, at last"', "find “ferry for two islands”"):
        found = one(retriever, question)
        assert (found.state, found.places) == ("nowhere", ())
        assert [article.id for article in found.titled] == ["ferry.md"]
        answer = Finder(retriever, 3).quote(Query.of(question))
        assert answer is not None
        assert answer.notes == (f"In no text, but in the title of ferry.md: “{found.text}”",)
    for question in ('"A ferry for three islands, at last"', '"ferry"', '"It sails in May"'):
        assert one(retriever, question).titled == ()


def test_nested_quotation_marks_belong_to_the_quotation(retriever: LocalRetriever) -> None:
    inside = '""We cannot wait for another winter," said the harbor master, Olof Grandt."'
    found = one(retriever, inside)
    assert [each.found.of(HARBOR) for each in found.differences[0]] == ["Brandt"]


def test_two_quotations_are_looked_up_separately(retriever: LocalRetriever) -> None:
    both = look_up(Query.of('Who said "The money is" and who "twenty white horses"?'), retriever)
    assert [each.state for each in both] == ["found", "nowhere"]


def test_an_apostrophe_does_not_open_a_quotation() -> None:
    assert readings("What did the mayor's deputies say about the town's debt?") == []
    assert readings("") == []


# Sentences of samples and benchmarks, whole and in parts, drawn at random with a fixed seed.

NEW_WORDS = ["quibble", "marzipan", "ottoman", "zeppelin", "gherkin", "tombola"]
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> LocalRetriever:
    """The samples, the articles of the benchmarks and marked pages, in five languages."""
    folder = tmp_path_factory.mktemp("sampled") / "index"
    asked = DATA / "asking"
    rebuild(folder, [SAMPLES, asked / "articles", asked / "more", DATA / "pages" / "dev"], encoder)
    return LocalRetriever(folder, encoder)


def drawn(retriever: LocalRetriever, n: int) -> Iterator[tuple[random.Random, Article, Span]]:
    chance = random.Random(7)
    every = [
        (article, span)
        for article in retriever.sample(1_000)
        for span in sentences(article, article.language or "en")
        if len(span) < 1_900 and len(span.of(article.text).split()) >= 7
    ]
    for article, span in chance.choices(every, k=n):
        yield chance, article, span


def part(chance: random.Random, text: str, sentence: Span) -> Span:
    """Four or more consecutive words of a sentence, or all of it."""
    words = [
        Span(sentence.start + each.start(), sentence.start + each.end())
        for each in re.finditer(r"\S+", sentence.of(text))
    ]
    if chance.random() < 0.4:
        return sentence
    first = chance.randrange(len(words) - 3)
    last = chance.randrange(first + 3, len(words))
    return Span(words[first].start, words[last].end)


@pytest.mark.slow
def test_200_sentences_and_parts_are_found_at_their_place(sampled: LocalRetriever) -> None:
    for n, (chance, article, sentence) in enumerate(drawn(sampled, 200)):
        wanted = part(chance, article.text, sentence)
        typed = wanted.of(article.text)
        asked = (f'"{typed}"', f"“{typed}”", f'who said "{typed}"?', f"where does it say “{typed}”")
        question = asked[n % len(asked)]
        found = one(sampled, question)
        assert found.state == "found", question
        assert any(
            each.article.id == article.id and wanted.contains(each.answer)
            and each.answer.start - wanted.start < 4 and wanted.end - each.answer.end < 4
            for each in found.places
        ), question  # fmt: skip


@pytest.mark.slow
def test_only_a_changed_word_is_marked(
    sampled: LocalRetriever,
) -> None:
    for n, (chance, article, sentence) in enumerate(drawn(sampled, 60)):
        text = sentence.of(article.text)
        word = chance.choice(list(WORD.finditer(text)))
        new = chance.choice(NEW_WORDS)
        typed = text[: word.start()] + new + text[word.end() :]
        question = f'"{typed}"' if n % 2 else f"“{typed}”"
        found = one(sampled, question)
        assert found.state == "nearly", question
        [difference] = found.differences[0]
        assert new in difference.asked.of(question), question
        assert len(difference.asked.of(question).split()) == 1
        assert word.group() in difference.found.of(found.places[0].article.text)


@pytest.mark.slow
def test_invented_sentences_are_nowhere(sampled: LocalRetriever) -> None:
    """The sentences are random words of the samples."""
    for chance, article, _ in drawn(sampled, 60):
        vocabulary = sorted({w.group().lower() for w in WORD.finditer(article.text)})
        typed = " ".join(chance.sample(vocabulary, chance.randrange(6, 16)))
        assert one(sampled, f"“{typed}”").state == "nowhere", typed
