"""What is being done is told while it is done, in order, with true counts, and to nobody else."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import pytest

from pincite.corpus.article import Article, Span
from pincite.index.retrieval.filter import EVERYTHING, Filter
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import PassagesWithWords
from pincite.qa.answerer import Answerer, Settings
from pincite.qa.answering.confidence import calibration
from pincite.qa.answering.steps import Step, is_heard, listening, tell
from pincite.qa.asking.asking import Asker
from pincite.qa.conversation.context import ConversationContext
from pincite.qa.conversation.favouring import ConversationAsker
from pincite.qa.suggesting import SuggestingAsker
from pincite.qa.types import Answer, Candidate
from tests.support.dictionary import DictionaryRetriever
from tests.support.patience import PATIENCE
from tests.support.toys import ToyEncoder, report

WHERE = "Every sentence that mentions the keepers"
QUESTION = "How many guests did the keepers of the bakery count?"


@dataclass
class Reading:
    """Proposes the first sentence of each passage, and keeps what it was given."""

    given: list[Hit] = field(default_factory=list)

    def read(
        self, questions: Sequence[str], hits: Sequence[Sequence[Hit]]
    ) -> list[list[Candidate]]:
        self.given += [hit for row in hits for hit in row]
        return [
            [Candidate(h, h.passage.sentences[0], h.passage.sentences[0], 9.0 - n)
             for n, h in enumerate(row)]
            for row in hits
        ]  # fmt: skip


class Held(DictionaryRetriever):
    """Before each passage after the first it waits until ``go_on`` is set."""

    def __init__(self, articles: Sequence[Article], encoder: ToyEncoder) -> None:
        super().__init__(articles, encoder)
        self.go_on = threading.Event()

    def holding(
        self, text: str, filter: Filter = EVERYTHING, *, least: float = 1.0, together: int = 1
    ) -> PassagesWithWords:
        found = super().holding(text, filter, least=least, together=together)

        def slowly() -> Iterator[Hit]:
            for n, hit in enumerate(found.hits):
                assert n == 0 or self.go_on.wait(PATIENCE)
                yield hit

        return replace(found, hits=slowly())


def _articles() -> list[Article]:
    texts = {str(n): report(n) for n in range(6)}
    return [
        Article(name, f"Report {name}", text, f"/{name}", (Span(0, len(text)),), language="en")
        for name, text in texts.items()
    ]


@pytest.fixture(scope="module")
def held() -> Held:
    return Held(_articles(), ToyEncoder())


@pytest.fixture
def reader() -> Reading:
    return Reading()


@pytest.fixture
def answerer(held: Held, reader: Reading) -> Answerer:
    held.go_on.set()
    return Answerer(held, reader)


def _names(steps: Sequence[Step]) -> list[str]:
    return list(dict.fromkeys(step.name for step in steps))


def test_a_question_is_searched_read_and_weighed(answerer: Answerer, reader: Reading) -> None:
    steps: list[Step] = []
    with listening(steps.append):
        answerer.ask([Query(QUESTION)], "answer")
    assert _names(steps)[:3] == ["searching", "reading", "weighing"]
    assert steps[0] == Step("searching", 6)
    read = [step.n for step in steps if step.name == "reading"]
    asked = [hit.passage.id for hit in reader.given]
    assert sum(read) == len(set(asked[: sum(read)])) > 0
    assert steps[1].n == read[0]


def test_articles_are_not_counted_under_a_filter(answerer: Answerer) -> None:
    steps: list[Step] = []
    with listening(steps.append):
        answerer.answer(QUESTION, source="/3", as_="answer")
    assert steps[0] == Step("searching", 0)


def test_a_digest_tells_where_its_sentences_come_from(answerer: Answerer) -> None:
    steps: list[Step] = []
    with listening(steps.append):
        found = answerer.answer("Tell me about the keepers")
    assert found.kind == "digest"
    assert _names(steps) == ["searching", "gathering", "choosing"]
    assert 0 < steps[1].n <= 6 < steps[2].n
    assert all(not step.first for step in steps)  # none is certain before all are ranked


def test_the_first_mention_is_told_before_the_last_is_looked_for(held: Held) -> None:
    held.go_on.clear()
    steps: list[Step] = []
    found, told = threading.Event(), list[bool]()

    def hear(step: Step) -> None:
        steps.append(step)
        if step.found:
            told.append(held.go_on.is_set())
            found.set()

    def ask() -> None:
        with listening(hear):
            answers.append(Answerer(held, Reading()).answer(WHERE))

    answers: list[Answer] = []
    asking = threading.Thread(target=ask)
    asking.start()
    assert found.wait(PATIENCE)
    assert (answers, told) == ([], [False])
    held.go_on.set()
    asking.join(PATIENCE)
    [answer] = answers
    assert answer.kind == "mentions"
    cited = answer.citations
    assert len(cited) == 6 == steps[-1].found
    assert all(set(step.first) <= set(cited) for step in steps)
    assert [step.done for step in steps] == list(range(steps[-1].n + 1))


def test_an_answer_that_may_be_dropped_tells_no_mention(held: Held, reader: Reading) -> None:
    held.go_on.set()
    asker = Asker(held, reader, calibration(), 0.4, 10, 3)
    steps: list[Step] = []
    with listening(steps.append):
        [answer] = ConversationAsker(SuggestingAsker(asker)).ask_among(
            [Query(WHERE)], (), ConversationContext(WHERE, [])
        )
    assert answer.kind == "mentions"
    assert _names(steps) == ["looking"]
    assert not any(step.first or step.found for step in steps)


def test_mentions_beside_another_question_are_not_told(answerer: Answerer) -> None:
    steps: list[Step] = []
    with listening(steps.append):
        answer = answerer.answer("Who counted the guests? " + WHERE)
    assert [part.kind for part in answer.parts] == ["answer", "mentions"]
    assert "looking" in _names(steps)
    assert not any(step.first or step.found for step in steps)


def test_nothing_found_tells_that_questions_are_looked_for_and_no_step_of_these() -> None:
    text = "Tidewater Cells signed a lease with the town of Wexby. It ends in the spring."
    article = Article("a", "A lease", text, "/a", (Span(0, len(text)),), language="en")
    reader = Reading()
    strict = Answerer(DictionaryRetriever([article], ToyEncoder()), reader, Settings(threshold=1.0))
    steps: list[Step] = []
    with listening(steps.append):
        answer = strict.answer("How high is the tower of Wexby?", as_="answer")
    assert not answer.found
    assert len(reader.given) == 2, "once for the question, once for what may be suggested"
    assert [step.name for step in steps] == ["searching", "reading", "weighing", "suggesting"]


def test_a_listener_hears_its_own_block_and_thread_only() -> None:
    mine: list[Step] = []
    others: list[Step] = []

    def other() -> None:
        tell(Step("weighing"))
        with listening(others.append):
            tell(Step("reading", 2))

    with listening(mine.append):
        beside = threading.Thread(target=other)
        beside.start()
        beside.join(PATIENCE)
        tell(Step("reading", 1))
    tell(Step("reading", 3))
    assert (mine, others) == ([Step("reading", 1)], [Step("reading", 2)])
    assert not is_heard()


def test_a_block_that_fails_leaves_no_listener() -> None:
    with pytest.raises(ValueError, match="a bug"), listening(lambda step: None):
        raise ValueError("a bug")
    assert not is_heard()
