"""A small stand-in for the real answerer: hand-made answers over hand-made articles.

``python tests/support/web_fakes.py PORT`` serves the page over it, for the browser tests and for a
look.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1].parent

from pincite.corpus.article import Article, Passage, Span  # noqa: E402
from pincite.corpus.errors import IndexDamaged, QuestionError  # noqa: E402
from pincite.index.retrieval.filter import Filter, Scope  # noqa: E402
from pincite.index.retrieval.hit import Hit  # noqa: E402
from pincite.index.retrieval.query import Query  # noqa: E402
from pincite.index.retrieval.retriever import Held, Retrieved  # noqa: E402
from pincite.qa.types import Answer, Citation  # noqa: E402
from tests.support.patience import PATIENCE  # noqa: E402
from tests.support.payloads import XSS  # noqa: E402
from tests.support.web_articles import (  # noqa: E402
    BATTERY,
    BUDGET,
    FERRY,
    LEASE,
    LETTER,
    NASTY,
    span,
)


def cite(
    article: Article, sentence: str, answer: str, score: float = 1.0, confidence: float = 0.5
) -> Citation:
    """A citation of ``sentence``, with ``answer`` inside it."""
    whole = span(article, sentence)
    start = whole.start + sentence.index(answer)
    return Citation(article, whole, Span(start, start + len(answer)), score, confidence)


def hit(article: Article, text: str, dense: int | None, lexical: int | None) -> Hit:
    """A hit on the passage ``text`` of ``article``."""
    where = span(article, text)
    passage = Passage(f"{article.id}#{where.start}", article.id, where, (where,))
    return Hit(passage, article, 0.03, dense, lexical, 0.61, 7.25 if lexical else 0.0)


PILOT = (
    "The pilot line will be ready in the first week of October 2026, and full production will "
    "follow a year later."
)
FERRY_TIME = "It leaves at 23:40 and lands at 05:15."
HITS = (
    hit(BATTERY, PILOT, 1, 1),
    hit(FERRY, FERRY.text.split("\n")[2], 3, 2),
    hit(LETTER, "Tidewater should be ready by October, they say; so was the hotel.", 2, None),
    hit(BATTERY, "Residents can see the drawings at the library until the end of May.", None, 3),
)


def answered(question: str, *citations: Citation, hits: tuple[Hit, ...] = HITS) -> Answer:
    """The answer with these citations, surest first; several are rivals."""
    first, rivals = citations[0], citations if len(citations) > 1 else ()
    return Answer(question, first.text, first.confidence, citations, hits, rivals=rivals)


def pilot_answer(question: str) -> Answer:
    """The pilot line's date, in three articles."""
    also = (
        cite(FERRY, FERRY.text.split("\n")[2], "October", 6.0, 0.91),
        cite(
            LETTER,
            LETTER.text[span(LETTER, "Tidewater").start : span(LETTER, "hotel.").end],
            "October",
            4.2,
            0.91,
        ),
    )
    best = cite(BATTERY, PILOT, "the first week of October 2026", 9.1, 0.91)
    return answered(question, replace(best, also=also))


def rent_answer(question: str) -> Answer:
    """Two figures that differ, the second in two articles."""
    paid = "It pays the town 1.2 million crowns a year for the building, and must leave the brick "
    lease = "The tenant, Tidewater Cells, pays 1.4 million crowns a year from the second year on"
    rents = "Of the rents, the largest is new: Tidewater will bring the town 1.4 million crowns."
    second = cite(BUDGET, rents, "1.4 million crowns", 3.0, 0.58)
    return answered(
        question,
        cite(
            BATTERY, paid + "chimney standing, because storks nest on it.", "1.2 million", 5, 0.83
        ),
        replace(
            cite(LEASE, lease + ", and mends the roof.", "1.4 million crowns a year", 4.0, 0.58),
            also=(second,),
        ),
    )


def quay_answer(question: str) -> Answer:
    """Two sentences, all of them the answer."""
    both = (
        "Neighbours had objected to lorries on the quay. The company answered that cells will "
        "leave by barge, twice a week, on the morning tide."
    )
    return answered(question, cite(BATTERY, both, both, 5.0, 0.71))


def ferry_answer(question: str) -> Answer:
    """One citation, less sure."""
    return answered(question, cite(FERRY, FERRY_TIME, "23:40", 5.0, 0.58), hits=HITS[1:3])


def known_answer(question: str) -> Answer:
    """Three answers: a clause that is long, a sentence whole, and one said twice in one article."""
    wall = "An earlier plan for the site, a hotel with ninety rooms, failed in 2019 when the sea "
    dogs = "Dogs need a ticket, and a muzzle on the car deck."
    stork = cite(BATTERY, "The pilot line will be ready", "pilot line", 1.0, 0.51)
    line = cite(BATTERY, HITS[0].text, "pilot line", 1.0, 0.51)
    return answered(
        question,
        cite(
            BATTERY, wall + "wall was found to be hollow.", (wall + "wall was found")[30:], 5, 0.8
        ),
        cite(FERRY, dogs, dogs[:-1], 4.0, 0.62),
        replace(cite(LETTER, "My mother packed sprats", "sprats", 3.0, 0.51), also=(stork, line)),
    )


def nasty_answer(question: str) -> Answer:
    """The article full of payloads, cited at its first and its last one as if they differed."""
    last = f"Payload {len(XSS) - 1} is {XSS[-1]} and it ends."
    again = cite(NASTY, f"Payload 1 is {XSS[1]} and it ends.", XSS[1])
    return answered(
        question,
        replace(cite(NASTY, f"Payload 0 is {XSS[0]} and it ends.", XSS[0]), also=(again,)),
        cite(NASTY, last, XSS[-1]),
        hits=(hit(NASTY, last, 1, 1),),
    )


def no_answer(question: str) -> Answer:
    """Not found: two words occur nowhere, and four passages are near."""
    words = [word.strip("?!.,") for word in question.split()]
    missing = tuple(word for word in words if word.lower() in ("glaciers", "mars", "blorb"))
    return Answer(question, "", 0.04, (), HITS, missing)


@dataclass(frozen=True)
class FakeSummary:
    """What the header shows."""

    articles: int = 1_284
    passages: int = 9_310
    built: str = "2026-05-02T09:14:00+00:00"
    path: str = "my-index"
    version: str = "1"


class FakeTalk:
    """A conversation in which every line stands alone."""

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
        filter = Filter.of(since, until, source)
        scope = Scope.of(filter, self._answers.retriever.described())
        answer = self._answers.answer(question)
        held = all(filter.accepts(citation.article) for citation in answer.citations)
        return replace(answer if held else no_answer(question), scope=scope)

    def recall(self, answer: Answer) -> None:
        """Nothing leans on anything."""


class FakeArticles:
    """The articles by their id. None is found by its words."""

    def __init__(self) -> None:
        self.undo()

    def undo(self) -> None:
        """As they were at first."""
        held = (BATTERY, BUDGET, FERRY, LEASE, LETTER, NASTY)
        self.held = {article.id: article for article in held}
        self.version = "1"

    def rebuild(self) -> None:
        """The pilot line comes later now, and the letter is taken out."""
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

    def holding(self, text: str, *_: object, **__: object) -> Held:
        return Held(0, iter(()))


class FakeAnswers:
    """Answers by a word of the question."""

    def __init__(self) -> None:
        self.retriever = FakeArticles()

    def conversation(self) -> FakeTalk:
        return FakeTalk(self)

    @property
    def summary(self) -> FakeSummary:
        """Always the same, but for the version."""
        return self.retriever.summary()

    def examples(self) -> tuple[str, ...]:
        return (
            "When will the pilot line be ready?",
            "When does the night ferry leave?",
            "What nests on the cannery's chimney?",
            "How much does a cabin cost?",
        )

    def answer(self, question: str, **options: object) -> Answer:
        if len(question) > 2_000:
            raise QuestionError(
                f"the question has {len(question):,} characters: 2,000 at most; please shorten it"
            )
        word = question.lower()
        if "held" in word:
            print("held", flush=True)
            sys.stdin.readline()
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
            ("pilot", pilot_answer),
            ("ferry", ferry_answer),
            ("rent", rent_answer),
            ("lorries", quay_answer),
            ("known", known_answer),
            ("nasty", nasty_answer),
        ):
            if key in word:
                return reply(question)
        return no_answer(question)


@contextlib.contextmanager
def running(*options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The page on a free port in a process of its own; stopped, and waited for, afterwards. With
    ``--patient`` it waits for the answers that it owes as long as a test would."""
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"PYTHONPATH": paths}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.web_fakes", "0", *options],
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
