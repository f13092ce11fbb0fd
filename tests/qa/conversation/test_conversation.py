"""Conversations with a fake Answerer that records questions and answers by rules."""

from __future__ import annotations

import pickle
import threading

import pytest

from pincite.corpus.article import Span
from pincite.corpus.errors import QuestionError
from pincite.qa.answerer import Answerer
from pincite.qa.conversation.conversation import Conversation
from pincite.qa.conversation.memory import REMEMBERED
from pincite.qa.types import Answer, Citation
from tests.support.toy_answerer import ToyAnswerer, article


def test_a_pronoun_refers_to_the_name_just_answered() -> None:
    toy = ToyAnswerer(keeps_lighthouse="Greta Holm", old_holm="44 years old")
    talk = Conversation(toy)
    assert talk.ask("Who keeps the lighthouse at Port Selm?").resolved == ""
    answer = talk.ask("how old is she?")
    assert (answer.text, answer.resolved) == ("44 years old", "how old is Greta Holm?")
    assert answer.question == "how old is she?"
    assert toy.favoured == [frozenset({"selm"})]


def test_she_never_refers_to_a_person_called_he() -> None:
    toy = ToyAnswerer(built_lighthouse="Anton Rasch", keeps="Greta Holm", old="44 years old")
    talk = Conversation(toy)
    talk.ask("Who keeps the lighthouse at Port Selm?")
    talk.ask("Who built the lighthouse at Port Selm?")
    assert "Greta Holm" in talk.ask("how old is she?").resolved
    assert any("Anton Rasch" in each for each in _asked_next(toy, talk, "when did he die?"))


def _asked_next(toy: ToyAnswerer, talk: Conversation, line: str) -> list[str]:
    before = len(toy.asked)
    talk.ask(line)
    return toy.asked[before:]


def test_a_complete_question_is_asked_unchanged() -> None:
    toy = ToyAnswerer(keeps="Greta Holm")
    talk = Conversation(toy)
    talk.ask("Who keeps the lighthouse?")
    assert _asked_next(toy, talk, "Who painted the Osk Bridge?") == ["Who painted the Osk Bridge?"]
    assert toy.favoured == []


def test_an_ellipsis_is_completed_from_the_previous_question() -> None:
    toy = ToyAnswerer(cost="900 marks")
    talk = Conversation(toy)
    talk.ask("What did the lamp of Port Selm cost in 1999?")
    assert "What did the lamp of Port Selm cost in 2003?" in _asked_next(toy, talk, "and in 2003?")
    assert any("lamp" in each and "Osk" in each for each in _asked_next(toy, talk, "and in Osk?"))


def test_an_answer_that_was_just_given_is_weighed_against_another_meaning() -> None:
    toy = ToyAnswerer(open="1871", price="900 marks")
    talk = Conversation(toy)
    talk.ask("When did the lighthouse of Selm open?")
    assert talk.ask("and the price?").text == "900 marks"
    assert toy.asked[-2:] == ["When did the price open?", "the price (the lighthouse of Selm)?"]


def test_back_to_continues_the_earlier_topic() -> None:
    toy = ToyAnswerer(keeps_lighthouse="Greta Holm", bridge="1902")
    talk = Conversation(toy)
    talk.ask("Who keeps the lighthouse at Port Selm?")
    talk.ask("When was the Osk Bridge sold?")
    asked = _asked_next(toy, talk, "back to the lighthouse: who keeps it?")
    assert all("Osk" not in each for each in asked)
    assert any("Port Selm" in each for each in asked)


def test_topics_skipped_by_back_to_are_dropped() -> None:
    toy = ToyAnswerer(keeps_lighthouse="Greta Holm", bridge="1902")
    talk = Conversation(toy)
    talk.ask("Who keeps the lighthouse at Port Selm?")
    talk.ask("When was the Osk Bridge sold?")
    talk.ask("back to the lighthouse: how high are the walls?")
    asked = _asked_next(toy, talk, "what does it cost?")
    assert all("Osk" not in each for each in asked)
    assert any("lighthouse" in each for each in asked)


def test_an_ambiguous_it_is_asked_back() -> None:
    toy = ToyAnswerer(lighthouse_cost="900 marks", harbor_cost="1871")
    talk = Conversation(toy)
    talk.ask("When were the lighthouse and the harbor built?")
    answer = talk.ask("what did it cost?")
    assert answer.kind == "which"
    assert answer.notes == ("Which is meant: the lighthouse or the harbor?",)
    assert talk.ask("the harbor").resolved == "what did the harbor cost?"


def test_a_pronoun_without_referent_is_asked_back() -> None:
    toy = ToyAnswerer()
    answer = Conversation(toy).ask("how old is he?")
    assert (answer.kind, answer.found, toy.asked) == ("which", False, [])
    assert "he" in answer.notes[0]


def test_an_ambiguous_person_is_asked_back_and_can_be_chosen() -> None:
    toy = ToyAnswerer(
        keeps_lighthouse="Greta Holm", built_selm="Anton Rasch", old_holm="44", old_marn="900"
    )
    toy._answer = _of_two(toy._answer)  # type: ignore[method-assign]
    talk = Conversation(toy)
    talk.ask("Did Mrs Ada Marn or Mrs Greta Holm keep the lighthouse?")
    answer = talk.ask("how old is she?")
    assert answer.kind == "which"
    assert len(answer.suggestions) == 2
    chosen = talk.ask("Ada Marn")
    assert chosen.resolved == "how old is Ada Marn?"


def _of_two(answered):  # type: ignore[no-untyped-def]
    text = "Captain Ada Marn and Captain Greta Holm keep it. Ada Marn, she said. Holm, she said."

    def answer(question: str) -> Answer:
        if not question.startswith("Did"):
            return answered(question)
        cited = Citation(article(text), Span(0, 48), Span(0, 48), 5.0, 0.9)
        return Answer(question, cited.text, 0.9, (cited,), (), asked=(question,))

    return answer


def test_concurrent_conversations_do_not_mix() -> None:
    toy = ToyAnswerer(old="44 years old", keeps="Greta Holm", built="Anton Rasch")
    found: dict[int, set[str]] = {0: set(), 1: set()}

    def talk(n: int) -> None:
        mine = Conversation(toy)
        for _ in range(50):
            mine.ask(f"Who {('keeps', 'built')[n]} the lighthouse at Port Selm?")
            found[n].add(mine.ask(("how old is she?", "how old is he?")[n]).resolved)
            mine.clear()

    threads = [threading.Thread(target=talk, args=(n,)) for n in (0, 1)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert all("Holm" in each for each in found[0])
    assert all("Rasch" in each for each in found[1])


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_turns() -> None:
    toy = ToyAnswerer(keeps="Greta Holm")
    talk = Conversation(toy)
    lines = ("Who keeps the lighthouse at Port Selm in {}?", "and why?", "how old is she?")
    held = {}
    for n in range(10_001):
        talk.ask(lines[n % 3].format(1000 + n % 100))
        toy.asked.clear()
        if n in (1_000, 10_000):
            held[n] = len(pickle.dumps((talk._turns, talk._pasts)))
    assert held[10_000] < 1.1 * held[1_000]
    assert len(talk.turns) == len(talk._pasts) == REMEMBERED


def test_who_said_so_gives_the_speaker_of_the_last_citation() -> None:
    text = "“The lamp was never lit,” said Rosa Imhof. Anton Rasch built it."
    start = text.index("never")
    cited = Citation(article(text), Span(0, text.index(". ") + 1), Span(start, start + 9), 5.0, 0.9)
    toy = ToyAnswerer()
    toy._answer = lambda q: Answer(q, cited.text, 0.9, (cited,), (), asked=(q,))  # type: ignore[method-assign]
    toy.article = lambda id_: cited.article  # type: ignore[method-assign]
    talk = Conversation(toy)
    talk.ask("Was the lamp at Port Selm lit?")
    for line in ("who said so?", "who said that", "And who says this?"):
        answer = talk.ask(line)
        assert (answer.text, answer.citations[0].quote) == ("Rosa Imhof", cited.quote)
        talk.clear()
        talk.ask("Was the lamp at Port Selm lit?")
    assert toy.asked == ["Was the lamp at Port Selm lit?"] * 4


def test_a_refusal_in_a_conversation_has_suggestions() -> None:
    talk = Conversation(ToyAnswerer(keeps="Greta Holm"))
    talk.ask("Who keeps the lighthouse at Port Selm?")
    answer = talk.ask("how much does it weigh?")
    assert (answer.found, answer.suggestions) == (False, ("Who keeps it?",))


def test_by_the_way_drops_the_previous_topic() -> None:
    toy = ToyAnswerer(keeps_lighthouse="Greta Holm")
    talk = Conversation(toy)
    talk.ask("Who keeps the lighthouse at Port Selm?")
    assert _asked_next(toy, talk, "by the way, who painted the Osk Bridge?") == [
        "who painted the Osk Bridge?"
    ]
    assert all("Selm" not in each for each in _asked_next(toy, talk, "when was it painted?"))


def test_an_answered_question_is_not_rephrased() -> None:
    toy = ToyAnswerer(cost="900 marks", lamp="1871")
    talk = Conversation(toy)
    talk.ask("What did the lamp of Port Selm cost?")
    assert len(_asked_next(toy, talk, "and in 2003?")) == 1
    toy.known = {}
    assert len(_asked_next(toy, talk, "what did it weigh?")) == 2


def test_chained_follow_ups_do_not_grow_without_limit() -> None:
    talk = Conversation(ToyAnswerer(keeps="Greta Holm"))
    talk.ask("Who keeps the lighthouse at Port Selm?")
    for _ in range(200):
        assert len(talk.ask("and the lamp?").resolved) <= 2_000


def test_a_refused_question_is_not_remembered() -> None:
    talk = Conversation(ToyAnswerer(keeps="Greta Holm"))
    talk.ask("Who keeps the lighthouse?")
    with pytest.raises(QuestionError):
        talk.ask("x" * 3_000)
    assert len(talk.turns) == 1


def test_concurrent_conversations_on_one_answerer_do_not_mix(answerer: Answerer) -> None:
    lines = (
        ("Who runs the Jenner Institute?", "how old is he?", "Hill"),
        ("When did Notre-Dame catch fire?", "how high is its spire?", "Notre-Dame"),
    )
    found: dict[int, list[str]] = {0: [], 1: []}

    def talk(n: int) -> None:
        mine = answerer.conversation()
        for line in lines[n][:2]:
            found[n].append(mine.ask(line).resolved)

    threads = [threading.Thread(target=talk, args=(n,)) for n in (0, 1)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    for n, (_, _, name) in enumerate(lines):
        assert name in found[n][1]
        assert lines[1 - n][2] not in found[n][1]
