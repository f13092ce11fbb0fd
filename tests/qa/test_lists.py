"""Lists: items in a sentence or in bulleted lines, and all answers to one question."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pincite.corpus.article import Article, Span
from pincite.corpus.passages.chunk import sentences
from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import Query
from pincite.qa.answering.confidence import calibration
from pincite.qa.answering.pipeline import proposed_by_all
from pincite.qa.asking.lookup.enumerations import enumerated, list_lines
from pincite.qa.asking.lookup.lists import Listed, kind_of, listed
from pincite.qa.types import Candidate


def place(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("sentence", "answer", "things"),
    [
        ("The towns of Ulve, Skarn and Osk voted no.", "Skarn", ["Ulve", "Skarn", "Osk"]),
        ("Her aides are Liv Strand (law), Jon Ek (tax) and Pia Holm.", "Liv Strand (law)",
         ["Liv Strand (law)", "Jon Ek (tax)", "Pia Holm"]),
        ("Three firms bid: the brewer Alm, the bank Tove & Sons, and a fund named Kite.",
         "the brewer Alm", ["the brewer Alm", "the bank Tove & Sons", "a fund named Kite"]),
        ("It owns four mills: Ulve, Skarn, Osk and Lenn.", "four mills",
         ["Ulve", "Skarn", "Osk", "Lenn"]),
        ("Two parks are shut, namely Long Hanger and Elm Wood.", "Elm Wood",
         ["Long Hanger", "Elm Wood"]),
        ("The owner, Tarn Lines, has no choice.", "The owner, Tarn Lines", []),
        ("Liv Strand repaired the stairs in May.", "Liv Strand", []),
        ("Since it won the Osk Cup, Ulve becomes first to hold both the men's and women's Cups.",
         "Osk Cup, Ulve becomes first to hold both the men's and women's Cups", []),
        ("In Osk, Ulve and Skarn the plants are shut.", "Osk, Ulve and Skarn",
         ["Osk", "Ulve", "Skarn"]),
        ("It has six Airbus A320s, about 20 Boeing 737s and a Cessna 152.", "six Airbus A320s",
         ["six Airbus A320s", "about 20 Boeing 737s", "a Cessna 152"]),
        ("In handball, captain Liv Strand of Osk, score 20 League goals, and Ulve beats Skarn.",
         "In handball, captain Liv Strand of Osk, score 20 League goals, and Ulve beats Skarn", []),
        ("Captain Liv Strand plays nine games, score 20 League goals, and Tor Ek wins.",
         "Captain Liv Strand plays nine games, score 20 League goals, and Tor Ek", []),
        ("Most of the patients are old, who have seen three wars, and who have paid their part.",
         "Most of the patients are old, who have seen three wars, and who have paid", []),
    ],
)  # fmt: skip
def test_the_items_of_a_list_in_a_sentence_are_found(
    sentence: str, answer: str, things: list[str]
) -> None:
    text = f"Before it. {sentence} After it, A and B."
    found = enumerated(text, place(text, sentence), place(text, answer))
    assert [each.of(text) for each in found] == things


def article(text: str) -> Article:
    return Article("a", "Gone", text, "a.txt", (Span(0, len(text)),))


def test_the_lines_of_a_bulleted_list_are_found() -> None:
    text = (
        "A thief came.\n\nThese are gone:\n\n- a clock\n- two silver spoons\n\nNobody heard him.\n"
    )
    of = article(text)
    body = sentences(of)
    for words in ("These are gone:", "two silver spoons"):
        found = list_lines(of, next(s for s in body if words in s.of(text)))
        assert [thing.of(text) for _, thing in found] == ["a clock", "two silver spoons"]
        assert [line in body for line, _ in found] == [True, True]
    assert list_lines(of, next(s for s in body if "Nobody" in s.of(text))) == ()


def test_answers_are_classified_as_number_name_or_words() -> None:
    kinds = [kind_of(each) for each in ("4,000 crowns", "Liv Strand", "the Osk", "a clock", "$5")]
    assert kinds == ["number", "name", "name", "words", "number"]


class Marker:
    """A fake reader that marks given words with given scores."""

    def __init__(self, marks: dict[str, float]) -> None:
        self._marks = marks

    def read(
        self, questions: Sequence[str], hits: Sequence[Sequence[Hit]]
    ) -> list[list[Candidate]]:
        found = [
            Candidate(hit, sentence, place(hit.article.text, words), score)
            for hit in hits[0]
            for words, score in self._marks.items()
            for sentence in hit.passage.sentences
            if words in sentence.of(hit.article.text)
        ]
        return [sorted(found, key=lambda each: -each.score)]


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> LocalRetriever:
    folder: Path = tmp_path_factory.mktemp("lists")
    (folder / "a.txt").write_text("Vote\n\nMayor Liv Strand of Ulve voted for the bridge.\n")
    (folder / "b.txt").write_text("Bridge\n\nStrand and Jon Ek voted for the bridge in 2019.\n")
    (folder / "c.txt").write_text("Song\n\nThe bridge has 40 voted songs, a singer said.\n")
    rebuild(folder / "index", [folder], encoder)
    return LocalRetriever(folder / "index", encoder)


def asked(
    retriever: LocalRetriever, marks: dict[str, float], threshold: float = 0.0, **filters: str
) -> Listed:
    query = Query.of("Who voted for the bridge?", **filters)
    [found] = retriever.search([query], 10)
    [read] = proposed_by_all([query], [found], Marker(marks))
    chances = calibration().confidences(read.signals)
    return listed(query.text, read.groups, chances, examined=len(found.hits), threshold=threshold)


def test_a_list_holds_answers_of_one_kind_without_repeats(retriever: LocalRetriever) -> None:
    found = asked(retriever, {"Mayor Liv Strand": 5.0, "Strand": 4.9, "Jon Ek": 4.8, "40": 4.9})
    assert {name.split()[-1] for name in found.names} == {"Strand", "Ek"}
    assert found.examined == 3
    assert all(
        each.sentence.contains(item)
        for each, items in zip(found.citations, found.items, strict=True)
        for item in items
    )


def test_filter_and_threshold_limit_a_list(
    retriever: LocalRetriever,
) -> None:
    assert asked(retriever, {"Jon Ek": 5.0}, source="a.txt").citations == ()
    unsure = asked(retriever, {"Jon Ek": 5.0}, threshold=1.0)
    assert (unsure.citations, unsure.examined) == ((), 3)
