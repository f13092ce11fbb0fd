"""The span reader with a fake model of given scores: how scores become spans."""

import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pincite.corpus.article import Article, Passage, Section, Span
from pincite.corpus.passages.sentences import sentence_spans
from pincite.index.retrieval.hit import Hit
from pincite.qa.reading.features import Window
from pincite.qa.reading.model import Scores
from pincite.qa.reading.reader import SpanReader
from tests.support.candidates import TEXT, hit


class WordModel:
    """A fake model; a word of ``liked`` starts and ends an answer with its score there."""

    def __init__(self, liked: dict[str, float], window: int = 1_000) -> None:
        self.liked = liked
        self.window = window
        self.texts: list[str] = []

    def windows(self, questions: Sequence[str], texts: Sequence[str]) -> list[Window]:
        self.texts += texts
        found = []
        for pair, text in enumerate(texts):
            words = [match.span() for match in re.finditer(r"\w+", text)]
            for at in range(0, max(len(words), 1), self.window):
                offsets = np.array([(-1, -1), *words[at : at + self.window]]).reshape(-1, 2)
                zeros = (0,) * len(offsets)
                found.append(Window(pair, zeros, zeros, offsets))
        return found

    def scores(self, windows: Sequence[Window]) -> list[Scores]:
        # one text at a time in these tests: windows come in the order of the texts
        rows = []
        for window in windows:
            text = self.texts[window.pair]
            row = np.full(len(window.offsets), -5.0, dtype=np.float32)
            for n, (start, end) in enumerate(window.offsets):
                row[n] = self.liked.get(text[start:end], -5.0) if start >= 0 else 0.0
            rows.append((row, row.copy()))
        return rows


def test_answer_offsets_are_within_the_article_sentence() -> None:
    at = TEXT.index("It was")
    ((first, *_),) = SpanReader(WordModel({"May": 3.0})).read(["When?"], [[hit(start=at)]])
    assert first.answer.of(TEXT) == "May"
    assert first.sentence.of(TEXT).strip() == "The flood came in May."
    assert first.score == 6.0


def test_candidates_are_best_first_and_share_no_sentence() -> None:
    model = WordModel({"May": 3.0, "flood": 2.0, "2029": 1.0, "Bread": 0.5})
    (found,) = SpanReader(model).read(["When?"], [[hit()]])
    assert [c.answer.of(TEXT) for c in found] == ["May", "flood", "2029"]
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    for n, one in enumerate(found):
        assert not any(one.sentence.overlaps(other.sentence) for other in found[:n])


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Why is it late?", "delayed by a flood. The flood came in May"),
        ("How did it come about?", "delayed by a flood. The flood came in May"),
        ("What happened?", "delayed"),
        ("How long is it?", "delayed"),
    ],
)
def test_only_why_and_how_answers_may_span_two_sentences(question: str, expected: str) -> None:
    class Both(WordModel):
        def scores(self, windows: Sequence[Window]) -> list[Scores]:
            rows = []
            for starts, ends in super().scores(windows):
                starts[:], ends[:] = -5.0, -5.0
                starts[0] = ends[0] = 0.0
                words = re.findall(r"\w+", self.texts[0])
                starts[1 + words.index("delayed")] = 6.0
                ends[1 + words.index("delayed")] = 1.0
                ends[1 + words.index("May")] = 4.0
                rows.append((starts, ends))
            return rows

    (found,) = SpanReader(Both({})).read([question], [[hit()]])
    assert found[0].answer.of(TEXT) == expected
    assert found[0].sentence.contains(found[0].answer)


def test_part_of_a_long_sentence_cites_the_whole_sentence() -> None:
    whole = Span(0, TEXT.index(" It was"))
    piece = hit(start=4, stop=14, sentences=(whole,))
    ((found, *_),) = SpanReader(WordModel({"pilot": 1.0})).read(["Which?"], [[piece]])
    assert (found.answer.of(TEXT), found.sentence) == ("pilot", whole)


def test_a_long_passage_is_read_in_windows() -> None:
    (found,) = SpanReader(WordModel({"Bread": 3.0, "pilot": 2.0}, window=5)).read(
        ["What?"], [[hit()]]
    )
    assert [c.answer.of(TEXT) for c in found[:2]] == ["Bread", "pilot"]


def test_the_title_is_read_but_never_the_answer() -> None:
    model = WordModel({"Rare": 9.0, "earths": 9.0, "May": 3.0})
    ((first, *_),) = SpanReader(model).read(["When?"], [[hit()]])
    assert model.texts == [f"Rare earths. {TEXT}"]
    assert first.answer.of(TEXT) == "May"


HEADED = "Fares\nFares rise to nine crowns:\nBuses cost more from May."


def under_headings(heading: str = "Fares rise to nine crowns:") -> Hit:
    text = HEADED.replace("Fares rise to nine crowns:", heading)
    body = Span(text.index("Buses"), len(text))
    above = (Span(0, 5), Span(6, 6 + len(heading)))
    section = Section(body, "text", above)
    article = Article("a", "Town news", text, "/a", (body,), sections=(section,))
    return Hit(Passage("a@0", "a", body, (body,)), article, 1.0, 1, 1, 0.5, 2.0)


def test_a_heading_is_quoted_only_if_clearly_better_than_sentences() -> None:
    model = WordModel({"nine": 3.0, "May": 1.5})
    ((heading, sentence),) = SpanReader(model).read(["How much?"], [[under_headings()]])
    assert model.texts == ["Town news. Fares. Fares rise to nine crowns. Buses cost more from May."]
    assert (heading.answer.of(HEADED), heading.sentence.of(HEADED)) == (
        "nine",
        "Fares rise to nine crowns",
    )
    assert heading.answer.start == HEADED.index("nine")
    assert sentence.answer.of(HEADED) == "May"
    assert 6.0 > heading.score > sentence.score == 3.0
    nearly = WordModel({"nine": 3.0, "May": 2.5})
    ((only,),) = SpanReader(nearly).read(["How much?"], [[under_headings()]])
    assert only.answer.of(HEADED) == "May"


def test_title_and_question_headings_are_never_answers() -> None:
    for each in (under_headings("Will fares rise to nine?"), under_headings("Town news")):
        model = WordModel({"nine": 9.0, "Town": 9.0, "May": 1.0})
        ((only,),) = SpanReader(model).read(["How much?"], [[each]])
        assert only.sentence == each.passage.span


def test_passages_without_sentences_or_words_propose_nothing() -> None:
    article = Article("a", "", TEXT, "/a", (Span(0, len(TEXT)),))
    empty = Hit(Passage("a@0", "a", Span(0, 20), ()), article, 1.0, 1, 1, 0.5, 2.0)
    assert SpanReader(WordModel({"pilot": 1.0})).read(["What?"], [[empty]]) == [[]]
    assert SpanReader(WordModel({})).read(["What?"], [[hit("… — !")]]) == [[]]
    assert SpanReader(WordModel({})).read(["What?", "Who?"], [[], []]) == [[], []]
    assert SpanReader(WordModel({})).read([], []) == []


@settings(deadline=None)
@given(st.text(min_size=1, max_size=200), st.lists(st.floats(-9, 9), min_size=1, max_size=9))
def test_any_answer_is_a_slice_of_its_sentences(text: str, values: list[float]) -> None:
    sentences = sentence_spans(text, (Span(0, len(text)),))
    words = re.findall(r"\w+", text)
    model = WordModel({word: values[n % len(values)] for n, word in enumerate(words)})
    passage = hit(text, sentences=tuple(sentences)) if sentences else None
    for question in ("Why so?", "Which one?"):
        model.texts.clear()
        (found,) = SpanReader(model).read([question], [[passage] if passage else []])
        for candidate in found:
            assert candidate.sentence.contains(candidate.answer)
            assert len(candidate.answer) > 0
            assert candidate.answer.of(text) in candidate.sentence.of(text)
