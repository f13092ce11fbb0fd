"""Many threads share an Answerer and get the same answers as without concurrency."""

import threading
from pathlib import Path

import pytest

from pincite.index.building.build import rebuild
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.answerer import Answerer, Settings
from pincite.qa.reading.reader import load_reader
from pincite.qa.types import Answer
from tests.support.tiny_reader import tiny
from tests.support.toys import SUBJECTS, ToyEncoder, write_reports

THREADS = 16
QUESTIONS = 150


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_concurrent_questions_get_the_same_answers(tmp_path: Path) -> None:
    encoder = ToyEncoder()
    rebuild(tmp_path / "index", [write_reports(tmp_path / "articles", 40)], encoder)  # type: ignore[arg-type]
    reader = load_reader(str(tiny(tmp_path / "reader")))
    settings = Settings(hits=2, threshold=0.0)
    answerer = Answerer(LocalRetriever(tmp_path / "index", encoder), reader, settings)  # type: ignore[arg-type]
    asked = [
        f"{opening} the {subject} number {number}?"
        for number in range(5)
        for subject in SUBJECTS
        for opening in ("Who paid for", "Why did critics complain of", "How many guests came to")
    ]
    alone = {question: answerer.answer(question) for question in asked}
    wrong: list[str] = []
    failed: list[BaseException] = []

    def ask(thread: int) -> None:
        try:
            for n in range(QUESTIONS):
                question = asked[(thread * 7 + n) % len(asked)]
                if not same(answerer.answer(question), alone[question]):
                    wrong.append(question)
        # any error in a thread must fail the test
        except BaseException as error:  # noqa: BLE001
            failed.append(error)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert wrong == []


def same(one: Answer, other: Answer) -> bool:
    return (
        one.question == other.question
        and [(c.article.id, c.sentence, c.answer) for c in one.citations]
        == [(c.article.id, c.sentence, c.answer) for c in other.citations]
        and [hit.passage.id for hit in one.hits] == [hit.passage.id for hit in other.hits]
        and abs(one.confidence - other.confidence) < 1e-6
    )
