"""How Python displays an answer: a line in a shell, and safe HTML in a notebook."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pincite.corpus.article import Span
from pincite.corpus.errors import InputError, QuestionError
from pincite.qa import Answerer, add, rebuild, remove
from pincite.qa.types import Answer, Citation
from tests.support.fake_replies import (
    FERRY_TIME,
    answered,
    cite,
    no_answer,
    pilot_answer,
    rent_answer,
)
from tests.support.loops import run_apart
from tests.support.page_html import article_of
from tests.support.payloads import XSS
from tests.support.toys import ToyEncoder, report, write_reports
from tests.support.web_articles import FERRY


class Read(HTMLParser):
    """The tags, the text, and the bold text, as a browser reads them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.bold: list[str] = []
        self.links: list[str | None] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name == "href"]
        self._open.append(tag)
        if tag == "strong":
            self.bold.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "strong" in self._open:
            self.bold[-1] += data


TAGS = {"div", "p", "em", "strong", "blockquote", "a"}
ATTRIBUTES = {"dir", "style", "href", "rel"}


def test_a_notebook_shows_the_answer_in_its_sentence() -> None:
    answer = rent_answer("What is the rent?")
    read = Read(answer._repr_html_())
    assert read.bold == [each.text for each in answer.citations]
    for citation in answer.citations:
        assert citation.quote in read.text
        for place in (citation, *citation.also):
            assert place.article.title in read.text
            assert f"characters {place.sentence.start}–{place.sentence.end}" in read.text
    assert "What is the rent?" in read.text
    assert "confidence 0.83" in read.text
    assert answer.citations[0]._repr_html_() in answer._repr_html_()


def test_a_notebook_shows_that_nothing_was_found() -> None:
    assert Read(no_answer("Mars?")._repr_html_()).bold == ["Not found in these articles."]


def test_only_web_addresses_become_links() -> None:
    for url, links in (
        ("https://news.example/a?b=1&c", ["https://news.example/a?b=1&c"]),
        ("javascript:alert(1)", []),
        ("data:text/html,x", []),
        (None, []),
    ):
        place = cite(replace(FERRY, url=url), FERRY_TIME, "23:40")
        assert Read(place._repr_html_()).links == links


@pytest.mark.parametrize("nasty", [*XSS, "\x00", "\ud800", "</blockquote><script>x</script>"])
def test_article_text_never_becomes_markup(nasty: str) -> None:
    text = f"Before {nasty} after."
    article = article_of(text, title=nasty, source=nasty, author=nasty, url=nasty)
    place = Citation(article, Span(0, len(text)), Span(7, 7 + len(nasty)), 1.0, 0.5)
    answer = replace(answered(nasty, replace(place, also=(place,)), place), notes=(nasty,))
    html = answer._repr_html_()
    html.encode("utf-8")
    read = Read(html)
    assert read.tags <= TAGS
    assert read.attributes <= ATTRIBUTES
    assert all(link and link.startswith("http") for link in read.links)


def test_a_shell_shows_one_line() -> None:
    assert repr(no_answer("Mars?")) == "<Answer to 'Mars?': not found>"
    long = replace(pilot_answer("Q?"), question="why\n" * 500)
    for value in (long, long.citations[0], long.hits[0], long.hits[0].article):
        assert len(repr(value)) < 250
        assert "\n" not in repr(value)
    for value in (long, long.citations[0]):
        assert long.text[:50] in repr(value)


def test_an_answer_is_truthy_only_if_found() -> None:
    assert pilot_answer("Q?")
    assert not no_answer("Q?")
    assert bool(Answer("Q?", "", 0.9, (), ())) is False


# -- building and awaiting -------------------------------------------------------------------------


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pincite.qa.building.embedder", lambda place, model=None: ToyEncoder())


@pytest.mark.usefixtures("toy")
def test_an_index_is_built_and_changed_from_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, index = write_reports(tmp_path / "articles", 3), tmp_path / "index"
    seen: list[str] = []
    built = rebuild(folder, index, progress=lambda stage, done, total: seen.append(stage))
    assert (built.articles, len(built.changes.added)) == (3, 3)
    assert {"reading", "embedding", "writing"} <= set(seen)
    (tmp_path / "new.txt").write_text(report(7))
    assert add([tmp_path / "new.txt"], index).changes.added == ("new.txt",)
    assert remove("0001.txt", str(index)).changes.removed == ("0001.txt",)
    assert rebuild(index=index).articles == 3
    with pytest.raises(InputError, match=r"0001\.txt"):
        remove(["0001.txt"], index)
    monkeypatch.setenv("PINCITE_INDEX", str(tmp_path / "default"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert rebuild("~/articles").articles == 3
    assert (tmp_path / "default" / "CURRENT").exists()


def test_awaiting_an_answer_does_not_block_the_event_loop(answerer: Answerer) -> None:
    async def both() -> tuple[Answer, int]:
        asked = asyncio.create_task(
            answerer.answer_async("When did the Notre-Dame fire break out?")
        )
        turns = 0
        while not asked.done():
            turns += 1
            await asyncio.sleep(0)
        return asked.result(), turns

    found, turns = run_apart(both())
    assert found == answerer.answer("When did the Notre-Dame fire break out?")
    assert turns > 2
    with pytest.raises(QuestionError):
        run_apart(answerer.answer_async(""))
