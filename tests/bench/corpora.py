"""Corpora to measure on: the samples, and generated ones of any size made from their sentences."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from pincite.corpus.passages.sentences import sentence_spans
from pincite.corpus.read import read_articles

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
_SENTENCES_PER_ARTICLE = 26  # about five passages
QUESTIONS = (
    "When will the pilot line be ready?",
    "How many ships were waiting?",
    "Who opened the vault?",
    "Why did the council restrict water?",
    "Where was the image taken?",
    "What share of the demand could be met at home?",
    "Which vaccine was approved first?",
    "How long did the repair take?",
    "What did the minister ask for?",
    "Who won the 2022 World Cup?",
)


def fresh_articles(
    number: int, sentences: int = _SENTENCES_PER_ARTICLE, seed: int = 1
) -> Iterator[tuple[str, list[str]]]:
    """Titles and paragraphs of shuffled sample sentences with fresh numbers: none repeats."""
    pool = [
        span.of(article.text)
        for article in read_articles([SAMPLES]).articles
        for span in sentence_spans(article.text, article.body)
    ]
    draw = random.Random(seed)
    for each in range(number):
        chosen = draw.sample(pool, sentences)
        fresh = [re.sub(r"\d+", lambda _: str(draw.randrange(2, 999)), one) for one in chosen]
        paragraphs = [" ".join(fresh[i : i + 4]) for i in range(0, len(fresh), 4)]
        yield f"Report {each} of the generated archive", paragraphs


def generate(folder: Path, articles: int, seed: int = 1) -> Path:
    """Writes fresh articles as plain text."""
    folder.mkdir(parents=True)
    for number, (title, paragraphs) in enumerate(fresh_articles(articles, seed=seed)):
        text = "\n\n".join([title, *paragraphs])
        (folder / f"{number:05}.txt").write_text(f"{text}\n", encoding="utf-8")
    return folder
