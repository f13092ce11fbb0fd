"""A heading is the answer only if no sentence answers."""

from pathlib import Path

import pytest

from pincite.corpus.article import Article, Section, Span
from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.answerer import Answerer
from pincite.qa.web.rendering.text import Highlight, article_text
from tests.support.page_html import Page, article_of
from tests.support.web_articles import span

PORT = """# A year at the port of Orrin

This report looks at what happened over the past months and at what people had to say about it.

## Ferry traffic doubled to 4.2 million passengers

Officials said that the figures surprised them. Many travelers came from the islands in the south.
A new terminal is to be built for them next spring.

## Mayor Ilse Brandt resigns over the dredging contract

The council accepted the decision on Tuesday evening. Her deputy will lead the town until the vote
in autumn. The contract had been given without a tender.

## North quay closed until March

The north quay stays closed until March 2027, the harbor master said. Ships are sent to the south
quay meanwhile.
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Answerer:
    folder = tmp_path_factory.mktemp("port")
    Path(folder, "port.md").write_text(PORT, encoding="utf-8")
    rebuild(folder / "index", [folder / "port.md"], encoder)
    return Answerer(LocalRetriever(folder / "index", encoder))


@pytest.mark.parametrize(
    ("question", "quote", "answer"),
    [
        (
            "How many passengers did the ferries carry?",
            "Ferry traffic doubled to 4.2 million passengers",
            "4.2 million",
        ),
        (
            "Who resigned over the dredging contract?",
            "Mayor Ilse Brandt resigns over the dredging contract",
            "Ilse Brandt",
        ),
        (
            "Until when is the north quay closed?",
            "The north quay stays closed until March 2027, the harbor master said.",
            "March 2027",
        ),
        (
            "Who will lead the town until the vote?",
            "Her deputy will lead the town until the vote in autumn.",
            "deputy",
        ),
    ],
)
def test_a_question_is_answered_by_a_heading_where_no_sentence_does(
    port: Answerer, question: str, quote: str, answer: str
) -> None:
    found = port.answer(question)
    best = found.citations[0]
    assert best.quote == quote
    assert answer in best.text
    assert best.article.text[best.answer.start : best.answer.end] == best.text


def test_headings_do_not_answer_unanswerable_questions(port: Answerer) -> None:
    assert not port.answer("Who owns the shipyard?").found


def test_a_summary_cites_sentences_not_headings(port: Answerer) -> None:
    told = port.answer("Summarise the article about the port of Orrin")
    assert told.found
    assert all(each.quote.rstrip().endswith(".") for each in told.citations)


def test_a_cited_heading_is_highlighted_in_the_article() -> None:
    text = "One sentence.\n\nFares\n\nFares rise to nine crowns\n\nAnother.\n\nRelated news"
    whole = article_of(text)
    fares, body = span(whole, "Fares"), span(whole, "Another.")
    rise = span(whole, "Fares rise to nine crowns")
    section = Section(body, "text", (fares, rise))
    article = Article("a", "t", text, "s", (Span(0, 13), body), sections=(section,))
    page = Page(article_text(article, Highlight(rise, Span(rise.start + 14, rise.start + 18))))
    assert page.text() == text
    assert page.text(inside="mark") == "Fares rise to nine crowns"
    assert page.text(inside="strong") == "nine"
    assert len([a for tag, a in page.elements if a.get("class") == "heading"]) == 1
    assert page.text(inside="details") == "\n\nRelated news"
