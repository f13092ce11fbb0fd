"""Drafting questions from sentences."""

from collections.abc import Sequence

import pytest

from pincite.corpus.article import Article, Passage, Span
from pincite.index.retrieval.hit import Hit
from pincite.qa.examples import example_questions
from pincite.qa.types import Answer, Citation


def article(id_: str, text: str) -> Article:
    return Article(id_, "", text, f"/{id_}", (Span(0, len(text)),))


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("The Orrin Vault was opened in 2008 on a mountain.", "When was the Orrin Vault opened?"),
        (
            "The new bridge of Orrin opened to traffic in 2016.",
            "When did the new bridge of Orrin open?",
        ),
        ("The Orrin Mole cost $700 million in the end.", "How much did the Orrin Mole cost?"),
        (
            "More than 10,000 people are still displaced in Orrin.",
            "How many people are still displaced in Orrin?",
        ),
        ("The Orrin Vault was built by Norway.", "Who built the Orrin Vault?"),
        (
            "On trade, Kung urged the United States to move swiftly.",
            "What did Kung urge the United States to do?",
        ),
        ("Ahead of it, ITRI signed an agreement.", "What did ITRI sign?"),
        ("The Hera mission is a European probe.", "What is the Hera mission?"),
        ("Maria Lopez said that the plan was sound.", "What did Maria Lopez say?"),
    ],
)
def test_example_questions_are_drafted_from_sentences(sentence: str, question: str) -> None:
    only = article("a", sentence)

    def answers(questions: Sequence[str]) -> list[Answer]:
        span = Span(0, len(sentence))
        citation = Citation(only, span, span, 1.0)
        return [Answer(q, sentence, 0.9, (citation,), ()) for q in questions]

    assert example_questions([only], answers) == (question,)


def test_a_question_answered_by_another_sentence_is_dropped() -> None:
    only = article("a", "The seed vault was opened in 2008. It is cold.")
    span = Span(35, 46)
    hit = Hit(Passage("p", "a", span, (span,)), only, 1.0, 1, 1, 1.0, 1.0)

    def answers(questions: Sequence[str]) -> list[Answer]:
        return [Answer(q, "", 0.9, (Citation(only, span, span, 1.0),), (hit,)) for q in questions]

    assert example_questions([only], answers) == ()


def test_no_articles_no_examples() -> None:
    assert example_questions([], lambda _: []) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "More than 400 vessels had piled up at both ends of the waterway.",
        "More than 60,000 samples were carried into the Orrin Vault last week.",
        "Her opponent in the election of October, Amos Pike, called it a sidewalk.",
        "As Mara Heald told the paper, it fell.",
    ],
)
def test_no_question_is_drafted_that_needs_context(sentence: str) -> None:
    asked: list[str] = []

    def answers(questions: Sequence[str]) -> list[Answer]:
        asked.extend(questions)
        return [Answer(q, "", 0.0, (), ()) for q in questions]

    assert example_questions([article("a", sentence)], answers) == ()
    assert asked == []


def test_example_questions_are_ordered_by_kind() -> None:
    told = "Ada Lopez said it was sound."
    won = "Ada Lopez won the Orrin Cup."
    body = "People came from Ulve. It rained in Ulve again."
    topic = Article("c", "Rain in Ulve", body, "/c", (Span(0, len(body)),))

    def answers(questions: Sequence[str]) -> list[Answer]:
        held = [article("a", told) if "say" in q else article("b", won) for q in questions]
        spans = [Span(0, len(each.text)) for each in held]
        return [
            Answer(q, "", 0.9, (Citation(each, span, span, 1.0),), ())
            for q, each, span in zip(questions, held, spans, strict=True)
        ]

    assert example_questions([article("a", told), article("b", won), topic], answers) == (
        "Who won the Orrin Cup?",
        "Tell me about Ulve",
        "What did Ada Lopez say?",
    )
