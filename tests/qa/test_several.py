"""Several questions in one line: answers from one article, and none given twice."""

from dataclasses import replace

from pincite.corpus.article import Article, Passage, Span
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.retriever import Retrieved
from pincite.qa.answering.pipeline import Proposed
from pincite.qa.asking.reading import WayRead
from pincite.qa.asking.several import joined, readings_about_one_article
from pincite.qa.types import Answer, Candidate

TEXT = "One thing. Another thing."


def place(article: str, at: Span) -> tuple[Candidate, ...]:
    whole = Span(0, len(TEXT))
    held = Article(article, article, TEXT, article, (whole,))
    hit = Hit(Passage(article, article, whole, (whole,)), held, 1.0, 1, 1, 0.5, 1.0)
    return (Candidate(hit, whole, at, 1.0),)


def reading(**chances: float) -> WayRead:
    """Answers named by their article, "b2" being another place of "b"."""
    places = [
        place(name[0], Span(11, 25) if name.endswith("2") else Span(0, 9)) for name in chances
    ]
    return WayRead(Retrieved((), ()), Proposed(tuple(places), ()), list(chances.values()))


def surest(read: WayRead) -> str:
    best = max(read.weighed, key=lambda each: each.chance).best
    return best.hit.article.id + ("2" if best.answer.start else "")


def test_an_article_answering_both_questions_is_preferred() -> None:
    first, second = readings_about_one_article([reading(a=0.9, b2=0.3), reading(b=0.6, a2=0.5)])
    assert (surest(first), surest(second)) == ("a", "a2")


def test_a_much_surer_answer_elsewhere_still_wins() -> None:
    first, second = readings_about_one_article([reading(a=0.9), reading(b=0.95, a2=0.2)])
    assert (surest(first), surest(second)) == ("a", "b")


def test_one_place_never_answers_both_questions() -> None:
    first, second = readings_about_one_article([reading(a=0.5, a2=0.4), reading(a=0.9, a2=0.1)])
    assert (surest(first), surest(second)) == ("a2", "a")


def test_a_single_question_is_unchanged() -> None:
    only = reading(a=0.9, b=0.3)
    assert readings_about_one_article([only]) == [only]


def test_what_was_searched_for_is_each_question_as_it_was_answered() -> None:
    first = Answer("who runs it?", "", 0.0, (), ())
    second = Answer("how high is the spire (the mill)?", "96", 0.9, (), ())
    both = joined([first, replace(second, asked=("how high is the spire?",))])
    assert both.asked == ("who runs it?", "how high is the spire?")
