"""A repeated story takes one place in the hits; different stories are never merged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.article import Span
from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.fusion import reciprocal_rank_fusion
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.repeats import (
    UPDATES,
    distinct,
    is_restatement,
    updates,
    word_spans,
    words,
)
from pincite.index.retrieval.retriever import Retrieved
from pincite.index.retrieval.search import DEPTH, Searcher
from pincite.index.storage.snapshot import Snapshot
from pincite.qa.answerer import Answerer, Settings
from pincite.qa.answering.pipeline import proposed_by_all
from pincite.qa.types import Candidate
from tests.support.stories import STORY, hit
from tests.support.toys import ToyEncoder, write_reports

ROOT = Path(__file__).parents[2]


STORY_START = Span(0, len(STORY[0]))


def told(hits: Sequence[Hit]) -> dict[str, list[str]]:
    return {each.article.id: [again.article.id for again in each.repeats] for each in hits}


# -- words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“It’s over,” he said.", '"It\'s over", he said'),
        ("A  plan\tof ours", "a plan — of ours!"),
        ("cafe\u0301 and ﬁne", "café and fine"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("a state-of-the-art mole", "a state‑of‑the‑art mole"),
        ("稀土生產線，何時完成？", "稀土生產線何時完成"),
    ],
)
def test_punctuation_and_letter_forms_make_no_difference(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It cost $5.", "It cost €5."),
        ("It cost 1.5 crowns", "It cost 15 crowns"),
        ("It was -5 degrees", "It was 5 degrees"),
        ("some 1,000 of them", "some 1.000 of them"),
        ("up 5%", "up 5"),
        ("men", "women"),
        ("稀土", "稀地"),
    ],
)
def test_different_statements_have_different_words(one: str, other: str) -> None:
    assert words(one) != words(other)


@given(st.text(max_size=60))
def test_word_spans_are_ordered_and_within_the_text(text: str) -> None:
    spans = word_spans(text)
    assert all(len(span) and span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


# -- repeats ---------------------------------------------------------------------------------------


def test_a_repeat_is_attached_to_the_better_hit() -> None:
    updated = (*STORY[:2], "The repairs cost 5.1 million crowns, it was said.", *STORY[3:])
    ranked = [hit("a", STORY, 1), hit("b", updated, 2), hit("c", ["Storks nest there now."], 3)]
    found = distinct(iter(ranked), 10)
    assert told(found) == {"a": ["b"], "c": []}
    assert [each.dense_rank for each in found] == [1, 2], "ranks count no repeat"
    assert found[0].repeats[0].dense_rank == 2


def test_new_sentences_of_a_repeat_are_found() -> None:
    new = "The repairs cost 5.1 million crowns, it was said."
    said = (*STORY[:2], new, "So it is.", *STORY[3:])
    found = distinct([hit("a", (*STORY, "So it is.")), hit("b", said), hit("c", STORY)], 10)
    first, plain = found[0].repeats
    assert [span.of(first.article.text) for span in first.own] == [new]
    assert (plain.own, updates(found)) == ((), [first])
    text = first.article.text
    for sentence in first.passage.sentences:
        candidate = Candidate(first, sentence, sentence, 1.0)
        assert is_restatement(candidate.hit, candidate.sentence) == (sentence.of(text) != new)
    assert not is_restatement(found[0], STORY_START)


class ReadsEverySentence:
    """A reader that proposes every sentence of every passage, all alike."""

    def read(
        self, questions: Sequence[str], hits: Sequence[Sequence[Hit]]
    ) -> list[list[Candidate]]:
        return [
            [Candidate(each, s, s, 1.0) for each in row for s in each.passage.sentences]
            for row in hits
        ]


def test_repeated_sentences_of_an_update_are_not_proposed() -> None:
    new = "The repairs cost 5.1 million crowns, it was said."
    found = distinct([hit("a", STORY), hit("b", (*STORY[:2], new, *STORY[3:]))], 10)
    retrieved = Retrieved(tuple(found), tuple(updates(found)))
    [row] = proposed_by_all([Query("What do the repairs cost?")], [retrieved], ReadsEverySentence())
    said = [
        one.sentence.of(one.hit.article.text)
        for group in row.groups
        for one in group
        if one.hit.article.id == "b"
    ]
    assert said == [new]


def test_the_number_of_updates_read_is_limited() -> None:
    others = [
        hit(str(n), (*STORY, f"Ship number {n} has left the harbour for good.")) for n in range(9)
    ]
    found = distinct([hit("a", STORY), *others], 10)
    assert [each.article.id for each in updates(found)] == [str(n) for n in range(UPDATES)]


def test_an_update_answers_with_its_new_sentence(tmp_path: Path, encoder: SentenceEncoder) -> None:
    old = "Boats of Sund and boats of Nordvik winter there, boats of all kinds."
    (tmp_path / "first.txt").write_text("Harbour to close\n\n" + " ".join([*STORY, old]))
    new = "Nineteen fishing boats will winter in Sund until then."
    (tmp_path / "later.txt").write_text("Harbour to close\n\n" + " ".join([*STORY, new]))
    rebuild(tmp_path / "index", [tmp_path], encoder)
    answerer = Answerer(
        LocalRetriever(tmp_path / "index", encoder), settings=Settings(threshold=0.0)
    )
    question = "How much will the harbour repairs of Nordvik cost?"
    (cited, *_) = answerer.answer(question).citations
    assert {cited.article.id, *(each.article.id for each in cited.also)} == {
        "first.txt", "later.txt"
    }  # fmt: skip
    answer = answerer.answer("How many boats will winter in Sund?")
    assert [hit.article.id for hit in answer.hits] == ["first.txt"]
    (cited, *_) = answer.citations
    assert (cited.article.id, cited.quote, cited.also) == ("later.txt", new, ())
    assert cited.text.startswith("Nineteen")


def test_an_article_never_repeats_itself() -> None:
    one, other = hit("a", STORY), hit("a", STORY[:3])
    assert told(distinct([one, other], 10)) == {"a": []}
    assert len(distinct([one, other], 10)) == 2


def test_a_passage_cut_elsewhere_repeats_both_overlapping_ones() -> None:
    first, second = hit("a", STORY[:3]), hit("a", STORY[2:])
    straddling = hit("b", STORY[1:5])
    found = distinct([first, second, straddling], 10)
    assert [[r.article.id for r in each.repeats] for each in found] == [["b"], ["b"]]


def test_a_shared_quotation_is_not_a_shared_story() -> None:
    other = ("Sund will see more ferries this summer, its mayor said.", STORY[3])
    assert len(distinct([hit("a", STORY), hit("b", other)], 10)) == 2


def test_shared_short_sentences_do_not_make_a_repeat() -> None:
    short = ("He declined.", "So did she.", "Nobody knows why.")
    assert len(distinct([hit("a", short), hit("b", short)], 10)) == 2


def test_ranking_stops_once_enough_hits_are_distinct() -> None:
    asked = []

    def ranked() -> object:
        for n in range(9):
            asked.append(n)
            yield hit(str(n), [f"Story number {n} is about town number {n}."], n + 1)

    assert len(distinct(ranked(), 3)) == 3  # type: ignore[arg-type]
    assert asked == [0, 1, 2]


def edited(number: int) -> str:
    """The story as a paper of that number prints it."""
    own = f"Paper number {number} was told so by the office of the harbour on day {number}."
    lines = [*STORY[: number % 5], *STORY[number % 5 + 1 :]] if number % 2 else list(STORY)
    return " ".join([own, *lines] if number % 3 else [*lines, own])


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty stories, and one that eight papers print."""
    folder = tmp_path_factory.mktemp("crowded")
    articles = write_reports(folder / "articles", 20)
    for number in range(8):
        (articles / f"paper-{number}.txt").write_text(edited(number))
    rebuild(folder / "index", [articles], ToyEncoder(max_tokens=120))
    return folder / "index"


def of_the_story(hits: Sequence[Hit]) -> list[Hit]:
    return [each for each in hits if each.article.id.startswith("paper")]


def test_eight_copies_of_a_story_take_few_places(crowded: Path) -> None:
    """The story has two passages: each takes one place, and lists every paper as a repeat."""
    encoder, snapshot = ToyEncoder(max_tokens=120), Snapshot.open(crowded)
    question = "How much do the repairs of the harbour of Nordvik cost, and when will it close?"
    _, rows = snapshot.dense.search(encoder.questions([question]), DEPTH)
    lexical = [row for row, _ in snapshot.lexical.search(question, DEPTH)]
    fused = reciprocal_rank_fusion([rows[0].tolist(), lexical])[:10]
    plain = [snapshot.store.passage(row)[1].id for row, _ in fused]
    assert sum(id_.startswith("paper") for id_ in plain) >= 8
    hits = Searcher(snapshot, encoder).search([Query(question)], 10)[0].hits
    assert len(hits) == 10
    story = of_the_story(hits)
    assert len(story) <= 2
    papers = {each.article.id for one in story for each in (one, *one.repeats)}
    assert len(papers) == 8
    assert not any(each.repeats for each in hits if each not in story)


def test_a_story_that_fills_the_ranking_leaves_room_for_others(tmp_path: Path) -> None:
    articles = write_reports(tmp_path / "articles", 12)
    for number in range(DEPTH + 20):
        (articles / f"paper-{number}.txt").write_text(edited(number))
    rebuild(tmp_path / "index", [articles], ToyEncoder(max_tokens=120))
    retriever = Searcher(Snapshot.open(tmp_path / "index"), ToyEncoder(max_tokens=120))
    hits = retriever.search([Query("the repairs of the harbour of Nordvik")], 10)[0].hits
    assert len(hits) == 10
    assert len(of_the_story(hits)) <= 2


@pytest.mark.slow
def test_no_two_sample_articles_are_repeats(answerer: Answerer) -> None:
    lines = (ROOT / "tests" / "data" / "dev_questions.jsonl").read_text().splitlines()
    for line in lines:
        for each in answerer.search(json.loads(line)["question"]):
            assert each.repeats == each.copies == ()
