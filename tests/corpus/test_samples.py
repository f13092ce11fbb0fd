"""The sample articles are read whole and cited exactly, and no article text is set aside."""

from pathlib import Path

from pincite.corpus.passages.sentences import sentence_spans
from pincite.corpus.read import read_articles
from pincite.index.storage.snapshot import Snapshot
from tests.support.paths import SAMPLES


def test_every_sample_is_read() -> None:
    reading = read_articles([SAMPLES])
    assert reading.skipped == ()
    assert len(reading.articles) >= 12
    for article in reading.articles:
        words = sum(len(span.of(article.text).split()) for span in article.body)
        assert 240 <= words <= 620, article.id
        assert article.title, article.id
        assert article.published or article.id.endswith(".txt"), article.id


def test_trailing_headlines_are_set_aside() -> None:
    articles = {article.id: article for article in read_articles([SAMPLES]).articles}
    article = articles["taiwan-rare-earth-pilot.txt"]
    body = "\n".join(span.of(article.text) for span in article.body)
    assert body.endswith("firms that invest across the Pacific.")
    assert "Puppet theater festival" in article.text
    assert article.set_aside > 300


def test_every_sentence_of_every_sample_is_cited_exactly(samples_index: Path) -> None:
    """Every sentence is in a passage, and every stored span is a slice of its article."""
    store = Snapshot.open(samples_index).store
    for article in store.articles():
        cited = {span for row in store.rows(article.id) for span in row.passage.sentences}
        assert cited == set(sentence_spans(article.text, article.body))
        for span in cited:
            quote = span.of(article.text)
            assert quote == article.text[span.start : span.end] == quote.strip() != ""
