"""Near misses: the shipped reader must choose the right answer in a few articles that also hold
a wrong one of the same type."""

from pathlib import Path

import pytest

from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.answerer import Answerer

# what this reader still gets wrong; not strict, since scores differ a little between processors
MISSED = pytest.mark.xfail(reason="a near miss that this reader does not tell apart")
ARTICLES = {
    "Port authority names a new head": (
        "Marta Velloso will take over as head of the Orrin port authority on 1 June, the council "
        "said on Tuesday. She succeeds Johan Brandt, who led the authority for eleven years and "
        "retires in May. Brandt himself had followed Ines Calder in 2013. The post had been "
        "advertised twice."
    ),
    "Ferry company reports two good years": (
        "The Lake Orvel ferry company carried 412,000 passengers in 2022. In 2023 it carried "
        "438,500, more than ever before. Its loss came to €3.1 million in 2022 and shrank to "
        "€1.2 million in 2023. A new boat is on order."
    ),
    "Orrin win the derby at home": (
        "Orrin United beat Lasker Town 3-1 in the first leg of the derby on Saturday. In the "
        "second leg a week later Lasker Town won 2-0. Some 9,000 people watched the first match, "
        "and 7,400 the second. The cup goes to the side with more points in May."
    ),
    "Row over the water in the old town": (
        "The mayor, Piet Sander, said that the water of the old town was safe to drink. The "
        "waterworks' chemist, Lena Okafor, denied it: she had found lead in six of ten samples. "
        "The region's health office has asked for new tests, which will take three weeks."
    ),
    "Bridge at Marbach stays closed": (
        "The bridge at Marbach will stay closed until the autumn. Inspectors found cracks in two "
        "of its four bearings. That is why lorries have to go round by Tresk, which takes forty "
        "minutes. The town hopes for money from the region."
    ),
    "A week in Portugal": (
        "Portugal drew 30 million visitors last year. Many of them came for the coast of the "
        "Algarve; Porto and its bridges were full in August. Hotels were dearer than the year "
        "before, and trains ran late."
    ),
}


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Answerer:
    folder = tmp_path_factory.mktemp("golden")
    articles = folder / "articles"
    articles.mkdir()
    for number, (title, text) in enumerate(ARTICLES.items()):
        Path(articles, f"{number}.txt").write_text(f"{title}\n\n{text}\n", encoding="utf-8")
    rebuild(folder / "index", [articles], encoder)
    return Answerer(LocalRetriever(folder / "index", encoder))


@pytest.mark.parametrize(
    ("question", "answer", "sentence"),
    [
        ("Who succeeds Johan Brandt as head of the port authority?", "Marta Velloso", ""),
        pytest.param(
            "Who was head of the port authority before Johan Brandt?",
            "Ines Calder",
            "",
            marks=MISSED,
        ),
        ("How many passengers did the ferry company carry in 2022?", "412,000", ""),
        ("How many passengers did the ferry company carry in 2023?", "438,500", ""),
        ("How large was the ferry company's loss in 2023?", "€1.2 million", ""),
        ("What was the score of the first leg of the derby?", "3-1", "first leg"),
        ("How did the second leg of the derby end?", "2-0", "Lasker Town won"),
        ("Who denied that the water was safe?", "Lena Okafor", "denied"),
        ("Who claimed that the water could be drunk?", "Piet Sander", "safe to drink"),
        pytest.param(
            "Why is the bridge at Marbach closed?",
            "cracks in two of its four bearings",
            "cracks",
            marks=MISSED,
        ),
    ],
)
def test_chooses_the_right_near_miss(
    golden: Answerer, question: str, answer: str, sentence: str
) -> None:
    found = golden.answer(question)
    assert found.found
    cited = found.citations[0]
    assert answer in cited.text or (cited.text in answer and len(cited.text) > 2)
    assert sentence in cited.quote


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("What is the capital of Portugal?", marks=MISSED),
        pytest.param("Who follows Marta Velloso as head of the port authority?", marks=MISSED),
        "How many passengers did the ferry company carry in 2019?",
        "Who won the derby in 1998?",
    ],
)
def test_questions_without_an_answer_are_refused(golden: Answerer, question: str) -> None:
    assert not golden.answer(question).found
