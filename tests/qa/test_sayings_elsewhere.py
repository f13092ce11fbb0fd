"""What somebody said where the name, the office and the topic stand in different places."""

from __future__ import annotations

from pathlib import Path

import pytest

from pincite.corpus.article import Article, Span
from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.answerer import Answerer
from pincite.qa.asking.quoting.sayings import AskedSayings, asked_sayings, of_another

ARTICLES = {
    "levy.md": (
        "Levy on salt",
        "The levy on salt rises in May. Dana Ruiz said that the state needs the money. "
        "The baker Olof Brandt called it a sin.",
    ),
    "office.md": (
        "New ministers",
        "Finance Minister Dana Ruiz took her oath on Monday. She wore a red coat.",
    ),
    "resigns.md": (
        "Harbour master resigns",
        "Harbour master Runa Falk leaves her post. The town was surprised. "
        "“I have seen enough ships,” Falk said.",
    ),
    "pier.md": (
        "New pier",
        "Harbour master Runa Falk and the mayor, Per Holt, opened the pier. "
        "“My mother rowed,” Holt said.",
    ),
}


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Answerer:
    folder: Path = tmp_path_factory.mktemp("said")
    for name, (title, text) in ARTICLES.items():
        (folder / name).write_text(f"---\ntitle: {title}\n---\n{text}\n", "utf-8")
    rebuild(folder / "index", [folder], encoder)
    return Answerer(LocalRetriever(folder / "index", encoder))


@pytest.mark.parametrize(
    ("line", "quote"),
    [
        ("what did the finance minister say about the levy on salt", "Dana Ruiz said that"),
        ("what did the harbour master say when she resigned", "I have seen enough ships"),
    ],
)  # fmt: skip
def test_office_and_topic_may_stand_elsewhere(answerer: Answerer, line: str, quote: str) -> None:
    found = answerer.answer(line)
    assert found.found
    assert all(quote in each.quote for each in found.citations)


def test_the_words_of_another_answer_nothing(answerer: Answerer) -> None:
    found = answerer.answer("what did the harbour master say about the pier")
    assert not any("rowed" in each.quote for each in found.citations)


@pytest.mark.parametrize(
    ("who", "another"),
    [
        ("Falk", True),
        ("the harbour master", True),
        ("Holt", False),
        ("the mayor", False),
        ("the bishop", False),  # the article does not say who that is
    ],
)
def test_whether_another_said_it_is_known_from_the_article(who: str, another: bool) -> None:
    text = ARTICLES["pier.md"][1]
    article = Article(id="a", text=text, title="", source="a", body=(Span(0, len(text)),))
    at = text.index("My mother")
    assert of_another(AskedSayings(who, ""))(article, Span(at, at + 9)) is another


def test_a_topic_in_brackets_is_asked_for() -> None:
    asked = asked_sayings("what did the mayor say (the new pier)?")
    assert asked == AskedSayings("the mayor", "the new pier")
