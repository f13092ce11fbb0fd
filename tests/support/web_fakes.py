"""A small stand-in for the real Answerer: invented answers over invented articles.

``python -m tests.support.web_fakes PORT`` serves the page over it, for the browser tests and to
look at the page.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pincite.corpus.article import Article, Span
from pincite.corpus.errors import IndexDamaged
from pincite.index.retrieval.filter import Scope
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import PassagesWithWords, Retrieved
from pincite.qa.answering.steps import tell
from pincite.qa.types import Answer
from pincite.qa.web.server import serve
from tests.support.fake_replies import (
    STEPS,
    both_answer,
    digest_answer,
    ferry_answer,
    known_answer,
    nasty_answer,
    no_answer,
    pilot_answer,
    quay_answer,
    rent_answer,
)
from tests.support.paths import ROOT
from tests.support.patience import PATIENCE
from tests.support.web_articles import (
    BATTERY,
    BUDGET,
    FERRY,
    LEASE,
    LETTER,
    NASTY,
)


@dataclass(frozen=True)
class FakeSummary:
    """The facts that the header shows."""

    articles: int = 1_284
    passages: int = 9_310
    built: str = "2026-05-02T09:14:00+00:00"
    path: str = "my-index"
    version: str = "1"


class FakeTalk:
    """A conversation in which no line depends on earlier ones."""

    def __init__(self, answers: FakeAnswers) -> None:
        self._answers = answers

    def ask(
        self,
        question: str,
        *,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
        **options: object,
    ) -> Answer:
        filter = Query.filter_of(since, until, source)
        scope = Scope.of(filter, self._answers.retriever.described())
        answer = self._answers.answer(question)
        held = all(filter.accepts(citation.article) for citation in answer.citations)
        return replace(answer if held else no_answer(question), scope=scope)

    def recall(self, answer: Answer) -> None:
        """Does nothing, because no line depends on earlier ones."""


class FakeArticles:
    """The articles by their id. A search finds none of them."""

    def __init__(self) -> None:
        self.undo()

    def undo(self) -> None:
        """Puts back the articles as they were at first."""
        held = (BATTERY, BUDGET, FERRY, LEASE, LETTER, NASTY)
        self.held = {article.id: article for article in held}
        self.version = "1"

    def rebuild(self) -> None:
        """Changes the date of the pilot line, and removes the letter."""
        text = BATTERY.text.replace("first week of October 2026", "last week of May 2027")
        body = (Span(BATTERY.body[0].start, len(text)),)
        self.held[BATTERY.id] = replace(BATTERY, text=text, body=body)
        del self.held[LETTER.id]
        self.version = "2"

    def summary(self) -> FakeSummary:
        return FakeSummary(version=self.version)

    def article(self, id_: str) -> Article | None:
        return self.held.get(id_)

    def search(self, queries: Sequence[Query], k: int) -> list[Retrieved]:
        return [Retrieved(()) for _ in queries]

    def described(self) -> list[Article]:
        return list(self.held.values())

    def holding(self, text: str, *_: object, **__: object) -> PassagesWithWords:
        return PassagesWithWords(0, iter(()))


class FakeAnswers:
    """Chooses an answer by a word of the question."""

    def __init__(self) -> None:
        self.retriever = FakeArticles()

    def conversation(self) -> FakeTalk:
        return FakeTalk(self)

    @property
    def summary(self) -> FakeSummary:
        """Always the same, apart from the version."""
        return self.retriever.summary()

    def examples(self) -> tuple[str, ...]:
        return (
            "When will the pilot line be ready?",
            "When does the night ferry leave?",
            "What nests on the cannery's chimney?",
            "How much does a cabin cost?",
        )

    def answer(self, question: str, **options: object) -> Answer:
        Query.of(question)  # a question that is too long is refused
        word = question.lower()
        if "stepwise" in word:
            for step in STEPS:
                tell(step)
                _wait_to_go_on()
        if "held" in word:
            _wait_to_go_on()
        if "forever" in word:
            time.sleep(60)
        if "undo" in word:
            self.retriever.undo()
        elif "rebuild" in word:
            self.retriever.rebuild()
        if "damaged" in word:
            raise IndexDamaged("my-index: manifest.json was altered; run pincite rebuild")
        if "crash" in word:
            raise RuntimeError("a bug")
        for key, reply in (
            ("digest", digest_answer),
            ("two questions", both_answer),
            ("pilot", pilot_answer),
            ("ferry", ferry_answer),
            ("rent", rent_answer),
            ("lorries", quay_answer),
            ("known", known_answer),
            ("nasty", nasty_answer),
        ):
            if key in word:
                mended = question.replace("waht", "what")
                return replace(reply(question), asked=(mended,) if mended != question else ())
        return no_answer(question)


def _wait_to_go_on() -> None:
    print("held", flush=True)
    sys.stdin.readline()


@contextlib.contextmanager
def running(*options: str, port: int = 0) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Starts the page on a port, 0 for a free one, in a process, and yields its address and the
    process. Stops it afterwards. With ``--patient``, the server waits for open answers as long as a
    test does."""
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"PYTHONPATH": paths}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.web_fakes", str(port), *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        url = process.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:"), f"the server did not start: {url!r}"
        yield url, process
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
        process.stdin.close()
        process.stdout.close()


if __name__ == "__main__":
    from pincite.qa.web.server import serve

    serve(
        FakeAnswers(),
        port=int(sys.argv[1]),
        on_ready=lambda url: print(url, flush=True),
        grace=PATIENCE if "--patient" in sys.argv else 3.0,
        mcp="--mcp" in sys.argv,
    )


def wanted(question: str) -> Any:
    return json.loads(json.dumps(FakeAnswers().answer(question).to_dict()))
