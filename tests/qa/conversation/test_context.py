"""Earlier turns make sentences near the last citation likelier and repeats less likely."""

from __future__ import annotations

from pincite.corpus.article import Article, Passage, Span
from pincite.index.retrieval.hit import Hit
from pincite.qa.conversation.context import ConversationContext
from pincite.qa.types import Candidate

SENTENCES = (
    "The mill opened in 1921.",
    "It grinds oats.",
    "The owner is Ida Holm.",
    "She bought a boat.",
)
TEXT = " ".join(SENTENCES)


def _span(sentence: str) -> Span:
    return Span(TEXT.index(sentence), TEXT.index(sentence) + len(sentence))


def _candidate(sentence: str, article: str = "mill") -> Candidate:
    body = (Span(0, len(TEXT)),)
    of = Article(id=article, text=TEXT, title="", source=article, body=body)
    passage = Passage(f"{article}-0", article, body[0], tuple(map(_span, SENTENCES)))
    hit = Hit(passage, of, 1.0, 1, None, 0.5, 0.0)
    return Candidate(hit, _span(sentence), _span(sentence), 0.0)


def _log_odds(line: str, *cited: str, article: str = "mill") -> list[float]:
    standing = ConversationContext(line, [("mill", _span(each)) for each in cited])
    return [standing.log_odds(_candidate(each, article)) for each in SENTENCES]


def test_sentences_near_the_last_citation_are_likelier_than_repeats() -> None:
    before, again, behind, far = _log_odds("why?", SENTENCES[1])
    assert behind > before > far > again


def test_earlier_citations_are_less_likely_answers() -> None:
    earlier, *_ = _log_odds("why?", SENTENCES[0], SENTENCES[2])
    assert earlier < _log_odds("why?", SENTENCES[2])[0]


def test_words_of_the_question_count_in_any_article() -> None:
    told = _log_odds("what about the boat?", SENTENCES[0], article="other")
    assert told[3] > 0 > max(told[:3])


def test_without_earlier_turns_no_sentence_is_likelier() -> None:
    assert _log_odds("why?") == [0.0] * 4
