"""Follow-ups on the last citation: its speaker, its place, and more of the article."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pincite.corpus.article import Article, Span
from pincite.index.building.build import rebuild, remove
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.answerer import Answerer
from pincite.qa.conversation.cited import cited_again, continued, who_said
from pincite.qa.types import Answer, Citation
from pincite.qa.wording import refusal

TEXT = "The dike broke. It was old. Nobody was hurt. The town will mend it. Work begins in May."


def sentence(words: str, id_: str = "a") -> Citation:
    article = Article(id=id_, text=TEXT, title="", source=id_, body=(Span(0, len(TEXT)),))
    start = TEXT.index(words)
    place = Span(start, start + len(words))
    return Citation(article, place, place, 1.0, 0.5)


def digest(*words: str) -> Answer:
    cited = tuple(sentence(each) for each in words)
    return Answer("", words[0] if words else "", 1.0, cited, (), kind="digest")


def quotes(answer: Answer) -> list[str]:
    return [each.quote for each in answer.citations]


def test_more_gives_following_sentences_first_without_repeats() -> None:
    found = continued(
        sentence("It was old."),
        digest("The dike broke.", "Nobody was hurt.", "Work begins in May."),
        [("a", sentence("It was old.").sentence), ("a", sentence("The dike broke.").sentence)],
        follows=True,
    )
    assert quotes(found) == ["Nobody was hurt.", "The town will mend it.", "Work begins in May."]
    assert (found.text, found.kind) == ("Nobody was hurt.", "more")


def test_after_a_digest_more_gives_the_remaining_sentences() -> None:
    last, told = sentence("It was old."), digest("It was old.", "Work begins in May.")
    shown = [("a", each.sentence) for each in told.citations]
    found = continued(last, told, shown, follows=False)
    assert quotes(found) == ["Nobody was hurt.", "The town will mend it.", "The dike broke."]
    assert quotes(continued(last, digest("Nobody was hurt."), shown, follows=False)) == [
        "Nobody was hurt."
    ]


def test_more_after_the_whole_article_finds_nothing() -> None:
    shown = [("a", Span(0, len(TEXT)))]
    found = continued(sentence("It was old."), digest("The dike broke."), shown, follows=True)
    assert (found.found, found.text, found.kind) == (False, "", "more")
    assert refusal(found) == "Nothing more on it in these articles."
    assert not continued(None, digest(), [], follows=False).found


def test_repeated_requests_for_more_go_through_the_article(answerer: Answerer) -> None:
    talk = answerer.conversation()
    first = talk.ask("What did Kung press the Americans for?")
    article = first.citations[0].article.id
    seen = [(article, first.citations[0].sentence)]
    for line in ("tell me more", "go on", "thanks", "anything else?"):
        more = talk.ask(line)
        if more.kind == "small talk":
            continue
        assert more.kind == "more"
        assert more.resolved.startswith("tell me more about ")
        assert more.found
        for each in more.citations:
            assert not any(
                each.article.id == id_ and each.sentence.overlaps(span) for id_, span in seen
            )
            seen.append((each.article.id, each.sentence))
    assert len([id_ for id_, _ in seen if id_ == article]) > 2


def test_more_after_a_refusal_does_not_continue_an_older_answer(answerer: Answerer) -> None:
    talk = answerer.conversation()
    first = talk.ask("What did Kung press the Americans for?").citations[0].article.id
    assert not talk.ask("Who is the mayor of Zurich Oerlikon?").found
    more = talk.ask("tell me more")
    assert more.kind == "more"
    assert first not in [each.article.id for each in more.citations]


@pytest.mark.parametrize("line", ["where does it say so?", "tell me more", "who said that?"])
def test_removed_or_filtered_articles_are_not_cited_again(
    line: str, tmp_path: Path, encoder: SentenceEncoder
) -> None:
    mill = tmp_path / "texts" / "mill.txt"
    mill.parent.mkdir()
    mill.write_text(
        "The old mill of Osk was sold for 90 marks, said Greta Holm. A baker bought it. He keeps "
        "three cats in it.\n",
        "utf-8",
    )
    (mill.parent / "tram.txt").write_text("The tram of Lenn runs at night. It is red.\n", "utf-8")
    index = tmp_path / "index"
    rebuild(index, [mill.parent], encoder)
    answerer = Answerer(LocalRetriever(index, encoder))
    first, narrowed, late = (answerer.conversation() for _ in range(3))
    for talk in (first, narrowed, late):
        assert talk.ask("What was the old mill of Osk sold for?").text == "90 marks"
    assert "mill.txt" in cited_in(first.ask(line))
    assert "mill.txt" not in cited_in(narrowed.ask(line, source="tram"))
    remove(index, [str(mill)], encoder)
    assert "mill.txt" not in cited_in(late.ask(line))


def cited_in(answer: Answer) -> set[str]:
    return {each.article.id for each in answer.citations}


def test_a_new_topic_is_not_merged_with_the_previous_question(answerer: Answerer) -> None:
    talk = answerer.conversation()
    talk.ask("What did Kung press the Americans for?")
    named = talk.ask("everything about ICARDA")
    assert named.resolved == ""
    assert all("ICARDA" in each.quote for each in named.citations)
    told = talk.ask("overview of the seed vault")
    assert (told.kind, told.resolved) == ("digest", "")
    assert talk.ask("and the mosquitoes?").resolved == "tell me about the mosquitoes"
    talk.ask("Who is the director of the Jenner Institute?")
    talk.ask("where does he work?")
    deaths = talk.ask("what about malaria deaths")
    assert deaths.resolved == "malaria deaths"
    assert deaths.text == "608,000"
    assert talk.ask("are you sure?").citations == deaths.citations
    assert talk.ask("who said “Now we have three”?").kind == "quote"
    assert "three" not in talk.ask("temperature of the seed vault").resolved


def test_a_name_typed_in_lower_case_is_remembered(answerer: Answerer) -> None:
    talk = answerer.conversation()
    talk.ask("how long was the ever given stuck")
    assert "the Ever Given" in talk.ask("who owns it").resolved


def cited(text: str, answer: str) -> Citation:
    start = text.index(answer)
    begins = max(text.rfind("\n", 0, start) + 1, 0)
    ends = text.find("\n", start)
    ends = len(text) if ends < 0 else ends
    article = Article(id="a", text=text, title="Osk", source="a.txt", body=(Span(0, len(text)),))
    return Citation(article, Span(begins, ends), Span(start, start + len(answer)), 5.0, 0.9)


def test_the_speaker_is_found_in_the_sentence() -> None:
    answer = who_said(cited("“The dike was never mended,” said Rosa Imhof on Monday.", "never"))
    assert answer.text == "Rosa Imhof"
    assert answer.citations[0].text == "Rosa Imhof"
    assert answer.resolved.startswith("Who said “The dike was never mended")


def test_an_unattributed_sentence_is_the_article_s_own_statement() -> None:
    answer = who_said(cited("The dike is 4 meters high.", "4 meters"))
    assert not answer.found
    assert "article's own statement (Osk)" in answer.notes[0]


def test_asking_where_repeats_the_last_citation() -> None:
    places = (cited("The dike is 4 meters high.", "4 meters"),)
    answer = cited_again(Answer("How high is the dike?", "4 meters", 0.9, places, ()))
    assert (answer.text, answer.citations) == ("4 meters", places)
    more = replace(answer, kind="more")  # its sentences are shown without a confidence
    assert cited_again(more).kind == "more"
    assert answer.resolved == "Where does it say “The dike is 4 meters high.”?"
