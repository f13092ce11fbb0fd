"""Invented answers to a few questions over the articles of ``web_articles``."""

from __future__ import annotations

from dataclasses import replace

from pincite.corpus.article import Article, Passage, Span
from pincite.index.retrieval.hit import Hit
from pincite.qa.answering.steps import Step
from pincite.qa.types import Answer, Citation
from tests.support.payloads import XSS
from tests.support.web_articles import BATTERY, BUDGET, FERRY, LEASE, LETTER, NASTY, span


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

STEPS = tuple(
    Step("looking", 40, done, found, (cite(BATTERY, PILOT, "pilot line"),))
    for done, found in ((20, 1), (30, 1))
)
"""What a question is told to do while it is answered, one after the other."""


def answered(question: str, *citations: Citation, hits: tuple[Hit, ...] = HITS) -> Answer:
    """An answer with these citations, surest first. If there are several, they are rivals."""
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
    """Two sentences, which are the answer as a whole."""
    both = (
        "Neighbours had objected to lorries on the quay. The company answered that cells will "
        "leave by barge, twice a week, on the morning tide."
    )
    return answered(question, cite(BATTERY, both, both, 5.0, 0.71))


def ferry_answer(question: str) -> Answer:
    """One citation, less sure."""
    return answered(question, cite(FERRY, FERRY_TIME, "23:40", 5.0, 0.58), hits=HITS[1:3])


def digest_answer(question: str) -> Answer:
    """Three sentences on the cannery, in order."""
    held = known_answer(question)
    return replace(held, kind="digest", rivals=(), notes=("3 sentences from 3 articles.",))


def both_answer(question: str) -> Answer:
    """Two questions in one line; the second is not answered."""
    first = replace(pilot_answer(""), asked=("When will the pilot line be ready?",))
    none = replace(no_answer(""), asked=("Who paints the glaciers?",))
    return replace(first, question=question, kind="several", parts=(first, none), hits=HITS)


def known_answer(question: str) -> Answer:
    """Three answers: a long clause, a whole sentence, and an answer that one article says twice."""
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
    """The article full of payloads; the first and the last one are cited as if they differed."""
    last = f"Payload {len(XSS) - 1} is {XSS[-1]} and it ends."
    again = cite(NASTY, f"Payload 1 is {XSS[1]} and it ends.", XSS[1])
    return answered(
        question,
        replace(cite(NASTY, f"Payload 0 is {XSS[0]} and it ends.", XSS[0]), also=(again,)),
        cite(NASTY, last, XSS[-1]),
        hits=(hit(NASTY, last, 1, 1),),
    )


def no_answer(question: str) -> Answer:
    """Nothing found: some words occur nowhere, and four passages are near."""
    words = [word.strip("?!.,") for word in question.split()]
    missing = tuple(word for word in words if word.lower() in ("glaciers", "mars", "blorb"))
    return Answer(question, "", 0.04, (), HITS, missing)


EVERY_REPLY = (
    ferry_answer,
    known_answer,
    nasty_answer,
    no_answer,
    pilot_answer,
    quay_answer,
    rent_answer,
)
"""Makes an answer of each kind to a question."""
