"""Who said what was just cited."""

from pincite.corpus.article import Article, Span
from pincite.qa.conversation.attributing import cited_again, who_said
from pincite.qa.types import Answer, Citation


def cited(text: str, answer: str) -> Citation:
    start = text.index(answer)
    begins = max(text.rfind("\n", 0, start) + 1, 0)
    ends = text.find("\n", start)
    ends = len(text) if ends < 0 else ends
    article = Article(id="a", text=text, title="Osk", source="a.txt", body=(Span(0, len(text)),))
    return Citation(article, Span(begins, ends), Span(start, start + len(answer)), 5.0, 0.9)


def test_the_speaker_stands_in_the_sentence() -> None:
    answer = who_said(cited("“The dike was never mended,” said Rosa Imhof on Monday.", "never"))
    assert answer.text == "Rosa Imhof"
    assert answer.citations[0].text == "Rosa Imhof"
    assert answer.resolved.startswith("Who said “The dike was never mended")


def test_what_nobody_is_named_for_is_the_article_s_own() -> None:
    answer = who_said(cited("The dike is 4 meters high.", "4 meters"))
    assert not answer.found
    assert "article's own statement (Osk)" in answer.notes[0]


def test_where_it_says_so_is_the_place_just_cited() -> None:
    places = (cited("The dike is 4 meters high.", "4 meters"),)
    answer = cited_again(Answer("How high is the dike?", "4 meters", 0.9, places, ()))
    assert (answer.text, answer.citations) == ("4 meters", places)
    assert answer.resolved == "Where does it say “The dike is 4 meters high.”?"
