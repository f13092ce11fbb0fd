"""What somebody said: the sentences that tell it, by name, office or body, about a topic or not."""

from __future__ import annotations

import pytest

from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import Query
from pincite.qa.answerer import Answerer, Settings
from pincite.qa.asking.quoting import sayings as module
from pincite.qa.asking.quoting.sayings import AskedSayings, asked_sayings, sayings

BRIDGE = """---
title: Osk bridge closed
date: 2024-03-02
---

The Osk bridge was closed on Friday, the mayor of Tarle, Olof Brandt, said. Brandt added that the \
ferry would run all night. The ferry takes forty cars.

Engineer Runa Falk, who leads the works, found 14 cracks in the third pier at a meeting which \
concluded on Monday. "We must not wait," she said. The ministry said that it would pay half.
"""
LATER = """---
title: Osk bridge opens again
date: 2024-09-14
---

Traffic crosses the bridge again. The repairs cost 5 million crowns in the end, according to Falk. \
Mayor Olof Brandt told reporters that the ferry would stay.

The Osk bridge was closed on Friday, the mayor of Tarle, Olof Brandt, said.
"""


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> LocalRetriever:
    folder = tmp_path_factory.mktemp("sayings")
    (folder / "a.md").write_text(LATER, encoding="utf-8")
    (folder / "b.md").write_text(BRIDGE, encoding="utf-8")
    rebuild(folder / "index", [folder], encoder)
    return LocalRetriever(folder / "index", encoder)


def said(line: str, retriever: LocalRetriever) -> list[str]:
    """The sentences given for a line."""
    asked = asked_sayings(line)
    assert asked is not None
    [nearest] = retriever.search([Query.of(line)], 10)
    found = sayings(asked, nearest.hits)
    assert all(each.quote == each.sentence.of(each.article.text) for each in found.sentences)
    return [each.quote for each in found.sentences]


CLOSED = "The Osk bridge was closed on Friday, the mayor of Tarle, Olof Brandt, said."
ALL_NIGHT = "Brandt added that the ferry would run all night."
STAYS = "Mayor Olof Brandt told reporters that the ferry would stay."
WAIT = '"We must not wait," she said.'
COST = "The repairs cost 5 million crowns in the end, according to Falk."
HALF = "The ministry said that it would pay half."


@pytest.mark.parametrize("who", ["Brandt", "olof brandt", "the mayor", "the mayor of Tarle"])
def test_a_speaker_is_found_by_name_and_by_office(who: str, retriever: LocalRetriever) -> None:
    # the sentence that both articles have is given once
    assert said(f"what did {who} say?", retriever) == [CLOSED, ALL_NIGHT, STAYS]


@pytest.mark.parametrize(
    ("line", "quotes"),
    [
        ("What did Runa Falk say?", [WAIT, COST]),
        ("what has the engineer said", [WAIT]),  # the later article gives no office
        ("what did the ministry say", [HALF]),
        ("what did Brandt say about the ferry", [ALL_NIGHT, STAYS]),
        ("quotes by Brandt about the night ferry", [ALL_NIGHT]),
        ("what did Falk say about the cost of the repairs", [COST]),
    ],
)
def test_only_what_is_said_by_the_one_and_of_the_topic(
    line: str, quotes: list[str], retriever: LocalRetriever
) -> None:
    assert said(line, retriever) == quotes


@pytest.mark.parametrize(
    "line",
    [
        "what did Tarle say",  # a place beside the name of an office is no speaker
        "what did the ferry say",
        "what did Brandt say about the harvest",
        "what did the ministry say about the ferry",
        "what did the meeting say",  # "a meeting which concluded on Monday"
    ],
)
def test_nothing_is_put_in_the_mouth_of_others(line: str, retriever: LocalRetriever) -> None:
    assert said(line, retriever) == []


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("What did Kung say about tariffs?", AskedSayings("Kung", "tariffs")),
        ("what's the mayor saying on the new pier", AskedSayings("the mayor", "the new pier")),
        ("So what did ITRI have to say about it?", AskedSayings("ITRI", "it")),
        ("all statements by the union", AskedSayings("the union", "")),
        ("what did he say", None),
        ("what was said about the ferry", None),
        ("who said that", None),
        ("what is the saying", None),
    ],
)
def test_which_lines_ask_for_sayings(line: str, asked: AskedSayings | None) -> None:
    assert asked_sayings(line) == asked


@pytest.mark.parametrize("filling", [" ", "a ", "have to ", "."])
def test_endless_lines_take_no_time(filling: str) -> None:
    assert asked_sayings("what did " + filling * (1_900 // len(filling)) + "mean") is None


def test_an_endless_sentence_is_left_out(
    tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder
) -> None:
    folder = tmp_path_factory.mktemp("endless")
    endless = "Falk said oak Osk Brandt told elm " * 3_000
    (folder / "a.txt").write_text(f"Timber\n\n{endless}. Falk said no.\n", encoding="utf-8")
    rebuild(folder / "index", [folder], encoder)
    assert said("what did Falk say", LocalRetriever(folder / "index", encoder)) == ["Falk said no."]


def test_of_a_book_the_passages_found_are_read(
    retriever: LocalRetriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = said("what did the ministry say", retriever)
    monkeypatch.setattr(module, "_BOOK", 10)
    assert said("what did the ministry say", retriever) == whole


def test_a_long_speech_is_cut_and_counted(
    tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder
) -> None:
    folder = tmp_path_factory.mktemp("speech")
    words = "oak elm ash fir yew box bay fig gum tea kola rice".split()
    text = " ".join(f"Falk said that {each} {each}wood would be sold." for each in words)
    (folder / "a.txt").write_text(f"Timber\n\n{text}\n", encoding="utf-8")
    rebuild(folder / "index", [folder], encoder)
    retriever = LocalRetriever(folder / "index", encoder)
    [nearest] = retriever.search([Query.of("what did Falk say")], 10)
    found = sayings(AskedSayings("Falk", ""), nearest.hits)
    assert (len(found.sentences), found.found, found.articles) == (8, 12, 1)


def test_the_answer_tells_of_how_many_sentences_and_refuses_what_nobody_said(
    retriever: LocalRetriever,
) -> None:
    answerer = Answerer(retriever, settings=Settings(threshold=1.0))  # the reader is never sure
    answer = answerer.answer("what did the mayor say about the ferry")
    assert [each.quote for each in answer.citations] == [ALL_NIGHT, STAYS]
    assert answer.kind == "digest"
    assert answer.notes == ("Sentences that tell what “the mayor” said: 2, in 2 articles.",)
    assert not answerer.answer("what did the mayor say about the harvest").found
