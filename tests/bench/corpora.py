"""Corpora to measure on: the samples, and generated ones of any size made from their sentences."""

from __future__ import annotations

import random
import re
from pathlib import Path

from corpus.read import read_articles
from corpus.sentences import sentence_spans

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


def generate(folder: Path, articles: int, seed: int = 1) -> Path:
    """Writes articles of shuffled sample sentences with fresh numbers, so that none repeats."""
    pool = [
        span.of(article.text)
        for article in read_articles([SAMPLES]).articles
        for span in sentence_spans(article.text, article.body)
    ]
    draw = random.Random(seed)
    folder.mkdir(parents=True)
    for number in range(articles):
        chosen = draw.sample(pool, _SENTENCES_PER_ARTICLE)
        fresh = [re.sub(r"\d+", lambda _: str(draw.randrange(2, 999)), each) for each in chosen]
        paragraphs = ("\n\n".join(" ".join(fresh[i : i + 4]) for i in range(0, len(fresh), 4)),)
        text = f"Report {number} of the generated archive\n\n{paragraphs[0]}\n"
        (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")
    return folder
