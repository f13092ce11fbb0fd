"""Goals about text: every span of generated articles, through cutting and storing."""

from __future__ import annotations

import random
from pathlib import Path

from pincite.corpus.article import Article, Span
from pincite.corpus.passages.chunk import passages
from pincite.index.building.build import rebuild
from pincite.index.storage.snapshot import Snapshot
from tests.faults.goals.outcome import Outcome
from tests.support.toys import ToyEncoder

_PIECES = (
    "The bridge reopened in May.", "It cost $4.2 million, Dr. Smith said.", "橋は五月に再開した。",
    "الجسر أعيد فتحه.", "Мост открыт!", "e\u0301te\u0301 ", "İstanbul'da.", "👩‍👩‍👧 ferry 🇳🇴.",
    "\u200fשלום\u200e.", "ﬁ ﬀ ligatures.", "a\u0300\u0301\u0302\u0303", "\u2028", "\u00a0",
    "\u200b", "\n", "\n\n", "\r\n", " ", "  ", "\t", "Ⅻ ①.", "U.S. forces", "1. One.", "… ",
    "“Quoted,” she said.",
    "\U0001f600", "ß ẞ ŉ", "\ufeff", "\u202eevil\u202c", "ㅎㅏㄴ", "한국어 문장이다.",
    "ไทย ",
    "नमस्ते।", "\x85", "\u00ad", "x" * 300, "。" * 40, "." * 40,
)  # fmt: skip


def citations(count: int, seed: int, folder: Path) -> Outcome:
    """``count`` articles of odd Unicode: passages cover the body, sentences lie in passages, and
    what is stored is what was cut, to the code point."""
    draw, outcome, sentences = random.Random(seed), Outcome(), 0
    encoder = ToyEncoder()
    for number in range(count):
        text = "".join(draw.choices(_PIECES, k=draw.randrange(1, 40))).strip() or "Empty."
        article = Article(str(number), "A title", text, "/x", (Span(0, len(text)),))
        outcome.tried += 1
        covered = [False] * len(text)
        for passage in passages(article, encoder.counter, budget=60, language="en"):
            for span in passage.sentences:
                sentences += 1
                # a piece of a sentence that is longer than a passage cites the whole sentence
                whole = passage.span.contains(span) or (
                    len(passage.sentences) == 1 and span.contains(passage.span)
                )
                if not whole or span.end > len(text) or not span.of(text).strip():
                    outcome.fail(f"sentence {span} of {passage.span} in {text!r}")
            for place in range(passage.span.start, passage.span.end):
                covered[place] = True
        if any(not seen and not text[n].isspace() for n, seen in enumerate(covered)):
            outcome.fail(f"{text!r}: a character of the body is in no passage")
    outcome.figure("sentences a part", sentences)
    _stored(draw, folder / f"stored-{seed}", outcome)
    return outcome


def _stored(draw: random.Random, folder: Path, outcome: Outcome) -> None:
    """A sample goes the whole way, through files and the index."""
    folder.mkdir(exist_ok=True)
    for number in range(20):
        text = "".join(draw.choices(_PIECES, k=30)).strip()
        (folder / f"{number}.txt").write_text(f"A line of English. {text}", encoding="utf-8")
    rebuild(folder / "index", [folder], ToyEncoder())
    store = Snapshot.open(folder / "index").store
    for article in store.articles():
        for row in store.rows(article.id):
            for span in (row.passage.span, *row.passage.sentences):
                if not 0 <= span.start < span.end <= len(article.text):
                    outcome.fail(f"{article.id}: stored span {span}")
