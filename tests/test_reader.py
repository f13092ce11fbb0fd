"""The sentence reader: its features against their definitions, its order, its spans."""

import math

import numpy as np
import pytest

from corpus.article import Article, Passage, Span
from index.hit import Hit
from qa.reader import FEATURES, SentenceReader, inverse_frequency
from tests.toys import ToyEncoder

TEXT = "The pilot line opens in 2029. Who pays for it? The ministry pays. Bread is baked daily."
SENTENCES = (Span(0, 29), Span(30, 46), Span(47, 65), Span(66, 87))


def hit(id_: str, sentences: tuple[Span, ...], rank: int = 1) -> Hit:
    article = Article(id_, "Rare earths", TEXT, f"/{id_}", (Span(0, len(TEXT)),))
    span = Span(sentences[0].start, sentences[-1].end)
    passage = Passage(f"{id_}@{span.start}", id_, span, sentences)
    return Hit(passage, article, 1 / rank, rank, rank, 0.5, 2.0)


def reader(weights: list[float]) -> SentenceReader:
    return SentenceReader(ToyEncoder(), lambda term: 1.0, weights)


ONE = [0.0] * len(FEATURES)
ALL = [1.0, 1.0, 1.0, 1.0, 1.0, -1.0, *[1.0] * (len(FEATURES) - 6)]


def test_the_best_sentence_comes_first_with_its_exact_span() -> None:
    (found,) = reader(ALL).read(["When does the pilot line open?"], [[hit("a", SENTENCES)]])
    assert found[0].sentence == SENTENCES[0]
    assert found[0].answer == found[0].sentence
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    assert {c.sentence for c in found} == set(SENTENCES)


def test_scores_are_weights_times_features() -> None:
    weights = [0.3 + 0.2 * place for place in range(len(FEATURES))]
    question, hits = "When does the pilot line open?", [hit("a", SENTENCES)]
    ((places, features),) = reader(weights).features([question], [hits])
    (found,) = reader(weights).read([question], [hits])
    expected = {span: float(row @ weights) for (_, span), row in zip(places, features, strict=True)}
    assert {c.sentence: c.score for c in found} == pytest.approx(expected)


def test_features() -> None:
    ((places, features),) = reader(ONE).features(
        ["When will the pilot line open?"], [[hit("a", SENTENCES, rank=4)]]
    )
    toy = ToyEncoder()
    asked = toy.questions(["When will the pilot line open?"])[0]
    for (_, span), row in zip(places, features, strict=True):
        in_context = toy.questions([f"Rare earths. {span.of(TEXT)}"])[0]
        assert row[0] == pytest.approx(float(asked @ in_context))
        assert row[1] == 0.5
        assert row[6] == 1 / 5
    assert features[:, 2].tolist() == [1.0, 0.0, 0.0, 0.0], "pilot, line, open"
    assert features[:, 3].tolist() == [1.0] * 4
    assert features[:, 4].tolist() == [1.0, -1.0, -1.0, -1.0], "only the first holds a time"
    assert features[:, 5].tolist() == [0.0, 1.0, 0.0, 0.0], "the second asks"
    means, leasts = features[:, 7].tolist(), features[:, 8].tolist()
    assert means == pytest.approx([2 / 3, 0.0, 0.0, 0.0], abs=0.35), "line, pilot; opens is no open"
    assert all(least <= mean for least, mean in zip(leasts, means, strict=True))
    assert set(features[:, 10]) == {features[:, 10].max()}, "all are of one passage"
    assert (features[:, 10] >= features[:, 7] - 1e-9).all()


def test_a_sentence_that_passages_share_is_read_once_in_the_better_one() -> None:
    better, worse = hit("a", SENTENCES[:2], rank=1), hit("a", SENTENCES[1:], rank=2)
    (found,) = reader(ONE).read(["who pays"], [[better, worse]])
    assert len(found) == 4
    assert next(c.hit for c in found if c.sentence == SENTENCES[1]) is better


def test_a_batch_is_its_questions_one_by_one() -> None:
    questions = ["who pays", "when does the line open", "is bread baked"]
    hits = [[hit("a", SENTENCES)], [hit("b", SENTENCES[:2])], []]
    one_by_one = [reader(ALL).read([q], [h])[0] for q, h in zip(questions, hits, strict=True)]
    assert reader(ALL).read(questions, hits) == one_by_one
    assert one_by_one[2] == []


def test_a_question_of_stop_words_covers_nothing() -> None:
    ((_, features),) = reader(ONE).features(["what is it"], [[hit("a", SENTENCES)]])
    assert not features[:, 2:4].any()


def test_idf_is_the_formula_and_positive() -> None:
    idf = inverse_frequency({"rare": 1, "common": 100}.get, 100)  # type: ignore[arg-type]
    assert idf("rare") == pytest.approx(math.log(1 + 99.5 / 1.5))
    assert 0 < idf("common") < idf("rare")
    assert np.isfinite(idf("common"))
