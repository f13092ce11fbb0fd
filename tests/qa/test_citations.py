"""The promise itself: ``article.text[start:end]`` is the quote, for every citation.

2,000 generated articles, with the characters that break offsets elsewhere (astral ones, combining
runs, Windows line ends, right-to-left text, full-width punctuation) and repeated sentences, are
indexed and asked; every citation that comes back, and every sentence stored, is compared with the
text as it was generated.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from pincite.index.building.build import rebuild
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.search import Searcher
from pincite.index.storage.snapshot import Snapshot
from pincite.qa.answering.cite import citation, grouped
from pincite.qa.reading.reader import load_reader
from tests.support.tiny_reader import tiny
from tests.support.toys import SUBJECTS, ToyEncoder

ARTICLES = 2_000
ODD = (
    "The 🏭 of Señor Ñandú cost €3.5 million, said Dr. J. K. Öz.",
    "Combining e\u0301 and o\u0308 stay as they are, e.g. in cafe\u0301s.",
    "龔明鑫說，生產線將於三年內完成。這是第二句。",
    'He asked: "Where is it?" Nobody knew.',
    "العربية في الوسط ثم English again.",
    "Temperatures fell to −3.5 °C\u00a0at 5 p.m. Tuesday.",
    "Full width ｔｅｘｔ and ﬁ ligatures remain.",
    "👩‍👩‍👧‍👦 attended, and 𝒜𝓁𝓁 was well.",
    "This sentence stands in many places.",
)


def generated(number: int, draw: random.Random) -> str:
    """The text of one article: ordinary, odd and repeated sentences in paragraphs."""
    subject = SUBJECTS[number % len(SUBJECTS)]
    sentences = [
        f"The {subject} number {number} opened in {1900 + number % 120}.",
        f"It has {draw.randrange(2, 9999):,} rooms and {number % 7} doors.",
        *draw.choices(ODD, k=draw.randrange(2, 7)),
        *draw.choices(ODD, k=draw.randrange(0, 3)),
    ]
    draw.shuffle(sentences)
    breaks = (" ", " ", "\n\n", "\n", "  ")
    return "".join(sentence + draw.choice(breaks) for sentence in sentences) + "The end is near.\n"


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    draw = random.Random(11)
    return {f"https://example.org/{n}": generated(n, draw) for n in range(ARTICLES)}


@pytest.fixture(scope="module")
def snapshot(texts: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder: Path = tmp_path_factory.mktemp("citations")
    lines = [json.dumps({"url": url, "text": text}) for url, text in texts.items()]
    (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    receipt = rebuild(folder / "index", [folder / "articles.jsonl"], ToyEncoder())
    assert (receipt.articles, receipt.skipped) == (ARTICLES, ())
    return Snapshot.open(folder / "index")


def test_every_stored_sentence_is_a_slice_of_the_original_text(
    snapshot: Snapshot, texts: dict[str, str]
) -> None:
    checked = 0
    for article in snapshot.store.articles():
        written = texts[article.id]
        assert article.text == written
        covered: set[int] = set()
        for row in snapshot.store.rows(article.id):
            for span in row.passage.sentences:
                quote = span.of(article.text)
                assert quote == written[span.start : span.end] == quote.strip() != ""
                covered.update(range(span.start, span.end))
                checked += 1
        missed = set(range(len(written))) - covered
        assert not "".join(written[at] for at in sorted(missed)).strip(), article.id
    assert checked > 5 * ARTICLES


def test_every_citation_quotes_its_article(
    snapshot: Snapshot, texts: dict[str, str], tmp_path: Path
) -> None:
    encoder = ToyEncoder()
    retriever = Searcher(snapshot, encoder)
    reader = load_reader(str(tiny(tmp_path / "reader")))
    questions = [f"When did the {SUBJECTS[n % 8]} number {n} open?" for n in range(0, ARTICLES, 8)]
    questions += [sentence.rstrip(".。") for sentence in ODD]
    hits = [row.hits for row in retriever.search([Query(q) for q in questions], 6)]
    checked = 0
    for candidates in reader.read(questions, hits):
        answers = [citation(group, 0.5) for group in grouped(candidates)]
        for cited in (place for answer in answers for place in (answer, *answer.also)):
            start, end = cited.sentence.start, cited.sentence.end
            written = texts[cited.article.id]
            assert cited.quote == written[start:end]
            assert cited.text == written[cited.answer.start : cited.answer.end] != ""
            assert cited.text in cited.quote
            checked += 1
    assert checked >= 5 * len(questions)
