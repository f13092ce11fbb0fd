"""The Answerer over the samples with the shipped models, and after changes of the index."""

import shutil
import threading
from pathlib import Path

import pytest

from pincite.corpus.errors import (
    IndexDamaged,
    IndexIncompatible,
    IndexMissing,
    ModelError,
    QuestionError,
)
from pincite.corpus.read import read_articles
from pincite.index.building.build import rebuild, remove
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import MAX_QUESTION
from pincite.qa import Answerer, answer
from pincite.qa.answerer import Settings
from pincite.qa.place import default_index
from tests.support.dictionary import DictionaryRetriever
from tests.support.paths import SAMPLES
from tests.support.toys import ToyEncoder

GOLDEN = [
    (
        "What did Kung press the Americans for?",
        "quick legislation on an agreement against double taxation",
    ),
    ("How many ships were waiting when the Ever Given was freed?", "422"),
    (
        "Which institute develops the rare earth technology?",
        "Industrial Technology Research Institute",
    ),
    ("Which agreement did ITRI conclude before the meeting?", "Green UAS"),
    ("On what date did Notre-Dame catch fire?", "April 15, 2019"),
    ("Who runs the Jenner Institute?", "Adrian Hill"),
    ("How high is the Notre-Dame spire?", "96-meter"),
    ("What product is the burned city of Wajima known for?", "lacquerware"),
    ("How many samples could the vault hold in all?", "4.5 million"),
    (
        "Why couldn't the black hole data be sent over the internet?",
        "The recordings were too large",
    ),
    (
        "Who knocked on the cathedral's doors to start the reopening ceremony in Paris?",
        "Archbishop Laurent Ulrich",
    ),
]


@pytest.fixture(scope="module", params=["a folder", "a dictionary"])
def either(
    request: pytest.FixtureRequest, answerer: Answerer, encoder: SentenceEncoder
) -> Answerer:
    """Answers over the samples from an index on disk, and from articles in memory."""
    if request.param == "a folder":
        return answerer
    return Answerer(DictionaryRetriever(read_articles([SAMPLES]).articles, encoder))


@pytest.mark.parametrize(("question", "expected"), GOLDEN)
def test_golden_questions(either: Answerer, question: str, expected: str) -> None:
    found = either.answer(question)
    assert found.found
    assert expected in found.text
    assert len(found.text) <= len(expected) + 20, "the exact answer, not its sentence"
    assert found.text == found.citations[0].text
    for citation in found.citations:
        article, span = citation.article, citation.sentence
        assert article.text[span.start : span.end] == citation.quote
        assert span.contains(citation.answer)
        assert any(body.contains(span) for body in article.body)


@pytest.mark.parametrize(
    "question",
    ["Who won the 2022 World Cup?", "What is the recipe for apple pie?", "qwxz vbnm?"],
)
def test_not_found_answers_keep_the_nearest_passages(either: Answerer, question: str) -> None:
    nothing = either.answer(question)
    assert not nothing.found
    assert nothing.text == ""
    assert nothing.citations == ()
    # if the question names a day, a few more passages are read
    assert 10 <= len(nothing.hits) <= 13


def test_a_batch_gives_the_same_answers_as_single_questions(either: Answerer) -> None:
    questions = [question for question, _ in GOLDEN[:3]]
    together = either.answer_batch(questions)
    for one, question in zip(together, questions, strict=True):
        alone = either.answer(question)
        assert [c.sentence for c in one.citations] == [c.sentence for c in alone.citations]
        assert one.confidence == pytest.approx(alone.confidence, abs=0.02)


def test_the_threshold_decides_what_is_answered(
    samples_index: Path, encoder: SentenceEncoder
) -> None:
    retriever = LocalRetriever(samples_index, encoder)
    strict = Answerer(retriever, settings=Settings(threshold=1.0))
    assert not strict.answer(GOLDEN[0][0]).found
    free = Answerer(retriever, settings=Settings(threshold=0.0))
    assert free.answer("World Cup?").found


@pytest.mark.parametrize("question", ["", "  \n", "?!", "🤷", "-- ;"])
def test_an_empty_question_is_refused(either: Answerer, question: str) -> None:
    with pytest.raises(QuestionError, match="question is empty"):
        either.answer(question)


def test_an_oversized_question_is_refused_before_any_work(either: Answerer) -> None:
    for size in (MAX_QUESTION + 1, 100_000):
        with pytest.raises(QuestionError, match=f"{size:,} characters"):
            either.answer("a" * size)
    either.answer("rare earths " * (MAX_QUESTION // 20))


@pytest.mark.parametrize(
    "question",
    [
        "\x00when\x00", "\ud800 surrogate", "<script>alert(1)</script>", "'; DROP TABLE articles",
        "{{7*7}}", "../../etc/passwd", "稀土生產線何時完成？", "İstanbul'da ne oldu?", "a",
        "the of and", "*" * 50 + "a", "\x1b[31mred", "۱۲۳", "(" * 100 + "x", "rare AND OR NOT",
    ],
)  # fmt: skip
def test_hostile_questions_are_handled_as_text(either: Answerer, question: str) -> None:
    result = either.answer(question)
    assert 0 <= result.confidence <= 1


def test_concurrent_questions_get_the_same_answers(either: Answerer) -> None:
    expected = {q: either.answer(q).text for q, _ in GOLDEN[:3]}
    wrong: list[str] = []

    def ask(question: str) -> None:
        if either.answer(question).text != expected[question]:
            wrong.append(question)

    threads = [threading.Thread(target=ask, args=(q,)) for q in [*expected] * 5]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_answerer_follows_index_changes(tmp_path: Path, encoder: SentenceEncoder) -> None:
    articles = tmp_path / "articles"
    shutil.copytree(SAMPLES, articles)
    index = tmp_path / "index"
    rebuild(index, [articles], encoder)
    answerer, question = Answerer(LocalRetriever(index, encoder)), GOLDEN[0][0]
    assert answerer.answer(question).found
    name = "taiwan-rare-earth-pilot.txt"
    remove(index, [name], encoder)
    after = answerer.answer(question)
    assert name not in {c.article.id for c in after.citations}
    assert name not in {hit.article.id for hit in after.hits}


def test_index_faults_have_distinct_errors(tmp_path: Path, samples_index: Path) -> None:
    with pytest.raises(IndexMissing, match="pincite rebuild FOLDER"):
        Answerer.open(tmp_path / "none")
    damaged = tmp_path / "damaged"
    shutil.copytree(samples_index, damaged)
    next(damaged.rglob("vectors.bin")).unlink()
    with pytest.raises(IndexDamaged, match=r"vectors\.bin is missing"):
        Answerer.open(damaged)
    with pytest.raises(IndexIncompatible, match=r"all-MiniLM-L6-v2.*toy"):
        LocalRetriever(samples_index, ToyEncoder())  # type: ignore[arg-type]
    with pytest.raises(ModelError):
        Answerer.open(samples_index, model="no/such-model")


def test_answer_uses_the_default_index(
    samples_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_INDEX", str(samples_index))
    assert default_index() == samples_index
    assert answer(GOLDEN[0][0]).text == answer(GOLDEN[0][0], index=samples_index).text != ""
    monkeypatch.delenv("PINCITE_INDEX")
    assert default_index() == Path.home() / ".pincite" / "index"


def test_the_summary_counts_articles_and_passages(answerer: Answerer, samples_index: Path) -> None:
    summary = answerer.summary
    assert summary.articles == 15
    assert summary.passages > 15
    assert summary.path == str(samples_index)


def test_example_questions_are_answered(either: Answerer) -> None:
    examples = either.examples()
    assert 3 <= len(examples) <= 6
    assert len(set(examples)) == len(examples)
    for question in examples:
        assert question.endswith("?")
        assert either.answer(question).found
