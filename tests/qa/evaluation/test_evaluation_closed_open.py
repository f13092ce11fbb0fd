"""Closed and open mode with a fake reader of known answers, so that results are predictable."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from pincite.corpus.article import Article, Span
from pincite.corpus.errors import InputError
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.answerer import Answerer, Settings
from pincite.qa.answering.confidence import SIGNALS, Calibration
from pincite.qa.evaluation import closed, open, selqa
from pincite.qa.evaluation.datasets import LabeledQuestion
from pincite.qa.evaluation.outcomes import is_from
from pincite.qa.types import Candidate
from tests.support.toys import ToyEncoder, write_reports

BY_SCORE = Calibration((1.0, *[0.0] * (len(SIGNALS) - 1)), 0.0, 0.5)
HARBOUR = "The harbour opened in 1999. Its keeper is Ada Berg. Boats come in summer."
LIBRARY = "The library opened in 1999. It lends books. Its keeper is Cy Dale."


class KnowingReader:
    """Answers a question with the given text, wherever that stands, and remembers its calls."""

    def __init__(self, answers: Mapping[str, str], score: float = 2.0) -> None:
        self._answers = answers
        self._score = score
        self.batches: list[int] = []

    def read(
        self, questions: Sequence[str], hits: Sequence[Sequence[Hit]]
    ) -> list[list[Candidate]]:
        self.batches.append(len(questions))
        return [self._of(q, row) for q, row in zip(questions, hits, strict=True)]

    def _of(self, question: str, row: Sequence[Hit]) -> list[Candidate]:
        found, text = [], self._answers.get(question, "\0")
        for hit in row:
            at = hit.text.find(text)
            if at >= 0:
                start = hit.passage.span.start + at
                answer = Span(start, start + len(text))
                sentence = next(s for s in hit.passage.sentences if s.contains(answer))
                found.append(Candidate(hit, sentence, answer, self._score))
        return found


def silent(stage: str, done: int, total: int) -> None:
    pass


def asked(question: str, *answers: str, **more: str) -> LabeledQuestion:
    return LabeledQuestion("file: line 1", question, answers, **more)


def test_the_context_is_one_passage() -> None:
    hit = closed.as_only_passage(f"\n{HARBOUR} ", "Title")
    assert hit.text == f"\n{HARBOUR} "
    assert [s.of(hit.article.text) for s in hit.passage.sentences] == [
        "The harbour opened in 1999.",
        "Its keeper is Ada Berg.",
        "Boats come in summer.",
    ]
    assert (hit.dense_rank, hit.lexical_rank) == (1, 1)


def test_closed_mode_judges_sentence_and_answer_separately() -> None:
    reader = KnowingReader({"When?": "1999", "Who?": "Its keeper is", "Where?": "Boats"})
    found = closed.outcomes(
        [
            asked("When?", "1999", context=HARBOUR),
            asked("Who?", "Ada Berg", context=HARBOUR),
            asked("Where?", "the north", context=HARBOUR),
            asked("Why?", "money", context=HARBOUR),
            asked("When?", context=HARBOUR),
        ],
        reader,
        BY_SCORE,
        silent,
    )
    assert [o.text for o in found] == ["1999", "Its keeper is", "Boats", "", "1999"]
    assert found[0].quote == "The harbour opened in 1999."
    assert [o.cited for o in found] == [True, True, False, False, False]
    assert [o.right for o in found] == [True, False, False, False, False]
    assert [round(o.confidence, 4) for o in found] == [0.8808, 0.8808, 0.8808, 0.0, 0.8808]
    assert [o.answered(0.9) for o in found] == [False] * 5
    assert [o.answered(0.0) for o in found] == [True, True, True, False, True]
    assert all(o.rank is None and o.ms >= 0 for o in found)


def test_closed_mode_always_gives_an_answer() -> None:
    reader = KnowingReader({"When?": "1999"}, score=-30.0)
    (found,) = closed.outcomes([asked("When?", "1999", context=HARBOUR)], reader, BY_SCORE, silent)
    assert found.right
    assert 0 < found.confidence < 1e-6


def test_closed_mode_reads_in_batches_and_reports_progress() -> None:
    reader, seen = KnowingReader({}), []
    questions = [asked(f"Q{n}?", context=HARBOUR) for n in range(closed.BATCH + 3)]
    closed.outcomes(questions, reader, BY_SCORE, lambda *told: seen.append(told))
    assert reader.batches == [1, closed.BATCH, 3]  # the first is to warm up
    assert seen == [("asking", 16, 19), ("asking", 19, 19)]


def test_closed_mode_names_the_line_without_a_context() -> None:
    reader = KnowingReader({})
    with pytest.raises(InputError, match=r'file: line 1: no "context".*--mode open'):
        closed.outcomes([asked("When?", context=HARBOUR), asked("Who?")], reader, BY_SCORE, silent)
    assert reader.batches == []


def contexts_asked() -> list[LabeledQuestion]:
    return [
        asked("When did the harbour open?", "1999", context=HARBOUR, title="Harbour"),
        asked("When did the library open?", "1999", context=LIBRARY, title="Library"),
        asked("Who is the keeper of the library?", "Ada Berg", context=LIBRARY),
        asked("Who paid for the harbour?", context=HARBOUR),
    ]


def test_open_mode_indexes_each_context_once_and_judges_by_source() -> None:
    questions, encoder = contexts_asked(), ToyEncoder()
    reader = KnowingReader({q.question: "1999" for q in questions[:2]})
    with open.temporary_index(questions, "file", encoder, silent) as made:
        answerer = Answerer(LocalRetriever(made.index, encoder), reader, Settings(threshold=0.0))
        assert answerer.summary.articles == 2
        sources = [made.source(each) for each in questions]
        found = open.outcomes(questions, answerer, sources, silent)
        swapped = open.outcomes(questions[:2], answerer, sources[1::-1], silent)
    assert not made.index.exists()
    assert [o.text for o in found] == ["1999", "1999", "", ""]
    # both contexts contain 1999; only the source's one counts
    assert [o.rank for o in found[:2]] == [1, 1]
    assert [o.rank for o in swapped] == [2, 2]
    assert found[2].rank is None  # Ada Berg stands in the harbour's context alone
    assert found[3].rank is None
    for outcomes, places in ((found[:2], sources[:2]), (swapped, sources[1::-1])):
        assert [o.cited for o in outcomes] == [
            o.article == place for o, place in zip(outcomes, places, strict=True)
        ]


def test_open_mode_works_over_an_existing_index(tmp_path: Path) -> None:
    from pincite.index.building.build import rebuild

    encoder = ToyEncoder()
    rebuild(tmp_path / "index", [write_reports(tmp_path / "articles", 4)], encoder)
    question = "Who promised wider lanes to the district 2?"
    reader = KnowingReader({question: "mayor of district 2"})
    answerer = Answerer(
        LocalRetriever(tmp_path / "index", encoder), reader, Settings(threshold=0.0)
    )
    for source, cited in (("0002.txt", True), (None, True), ("0001.txt", False)):
        (found,) = open.outcomes(
            [asked(question, "the mayor of district 2")], answerer, [source], silent
        )
        assert found.cited is cited
        assert (found.rank is not None) is cited
        assert found.article == "0002.txt"


def test_open_mode_requires_an_answerer_with_threshold_zero(answerer: Answerer) -> None:
    with pytest.raises(ValueError, match="opened with 0"):
        open.outcomes([asked("When?")], answerer, [None], silent)


@pytest.mark.parametrize(
    ("name", "is_it"),
    [
        ("news/a.txt", True),
        ("a.txt", True),
        ("/home/me/news/a.txt", True),
        ("https://example.org/a", True),
        ("b.txt", False),
        (".txt", False),
        ("news", False),
    ],
)
def test_a_source_is_matched_by_id_file_or_address(name: str, is_it: bool) -> None:
    article = Article(
        "news/a.txt", "", "x", "/home/me/news/a.txt#L3", (), url="https://example.org/a"
    )
    assert is_from(article, name) is is_it


SELQA = [
    {
        "question": "Who keeps it?",
        "candidates": ["The harbour opened in 1999.", "Its keeper is Ada Berg."],
        "answers": [1],
    },
    {"question": "When did it open?", "candidates": ["It is old.", "It is big."], "answers": [0]},
]


def test_selqa_citations_are_mapped_to_sentences(tmp_path: Path) -> None:
    path = tmp_path / "selqa.json"
    path.write_text(json.dumps(SELQA), encoding="utf-8")
    first, second = selqa.sections(path)
    assert [s.of(first.text) for s in first.sentences] == SELQA[0]["candidates"]
    assert selqa.cited(first, Span(20, 50)) == 1
    assert selqa.cited(first, Span(0, 30)) == 0
    for answers, share in (
        ({"Who keeps it?": "Ada Berg", "When did it open?": "big"}, 0.5),
        ({"Who keeps it?": "Ada Berg", "When did it open?": "old"}, 1.0),
        ({"When did it open?": "old"}, 0.5),
        ({}, 0.0),
    ):
        assert selqa.accuracy([first, second], KnowingReader(answers), BY_SCORE) == share


@pytest.mark.parametrize("data", ["", "{}", "[]", '[{"question": "x"}]', "[3]", '[{"question": 3,'])
def test_selqa_names_a_broken_file(
    tmp_path: Path, data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "selqa.json"
    path.write_text(data, encoding="utf-8")
    for each in (path, tmp_path / "gone.json"):
        with pytest.raises(SystemExit) as end:
            selqa.main([str(each)])
        assert end.value.code == 2
        told = capsys.readouterr().err
        assert str(each) in told
        assert told.count("\n") == 1
