"""Pincite beside Haystack 3 and txtai 9: the same passages, embedder and reader weights.

    python -m tests.bench.rivals --environments FOLDER [--data FOLDER] [--passages N]

Each rival gets an environment of its own in FOLDER, which is made at the first run (the extra
``bench`` of Pincite says what else is needed). Haystack: dense 50 and BM25 50 in memory, fused to
10, its extractive reader. txtai: its hybrid index, its pipeline of questions over 10. Beside them
plain sentence-transformers encodes the passages. All in single precision, their default. Pincite
starts from the articles and cuts them, the others are given its passages.

They build one after the other. Every question is put to all of them in turn, so that they share
whatever else the machine does; where that is much, only the time of the processors tells. With
``--data``, the articles are news and the questions those on it that are kept for development
(``pincite.qa.training.data.news``); without, the samples and ``tests/data/dev_questions.jsonl``.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

from pincite.corpus.read import read_articles
from pincite.index.engines.encoder import SentenceEncoder
from pincite.qa.reading.reader import load_reader
from pincite.qa.training.compare import FILES, _kept
from pincite.qa.training.data.news import news, titled_texts
from pincite.qa.training.fit_confidence import _asked
from tests.bench.corpora import SAMPLES
from tests.bench.measure import texts_of

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
# torch first, or pip takes a build for graphics cards
NEEDED = {
    "haystack": (
        "haystack-ai>=3,<4",
        "sentence-transformers-haystack>=2,<3",
        "transformers-haystack>=2,<3",
    ),
    "txtai": ("txtai>=9,<10", "faiss-cpu"),
}
SIDES = ("pincite", "haystack", "txtai", "plain")
WARM = 2


class Side:
    """One of those compared, and the talk with its process."""

    def __init__(self, name: str, python: Path) -> None:
        self.name = name
        self.seconds: list[float] = []
        self.work: list[float] = []
        self._process = subprocess.Popen(
            [python, HERE / "side.py", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def told(self, **wanted: object) -> dict[str, Any]:
        """The reply to a request. Raises RuntimeError where its process has ended."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(wanted) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended with status {self._process.wait()}")
        reply: dict[str, Any] = json.loads(line)
        return reply


def environment(folder: Path, name: str) -> Path:
    """The Python of a rival's environment, which is made where it is missing."""
    python = folder / name / "bin" / "python"
    if not python.exists():
        venv.create(folder / name, with_pip=True)
        install = [python, "-m", "pip", "install", "--quiet"]
        subprocess.run([*install, "torch~=2.13.0"], check=True)
        subprocess.run([*install, *NEEDED[name]], check=True)
    return python


def prepared(folder: Path, data: Path | None, most: int, questions: int) -> tuple[int, list[str]]:
    """Writes the two models, the articles and their passages into the folder: how many passages
    there are, and the questions."""
    encoder = SentenceEncoder.load()
    shutil.copytree(encoder.folder, folder / "embedder")
    weights = load_reader()._model._folder  # type: ignore[attr-defined]
    model = AutoModelForQuestionAnswering.from_pretrained(weights, dtype=torch.float32)
    model.save_pretrained(folder / "reader")
    AutoTokenizer.from_pretrained(weights).save_pretrained(folder / "reader")
    if data is None:
        pairs = [(each.title, each.text) for each in read_articles([SAMPLES]).articles]
        asked = [str(each["question"]) for each in _asked("dev_questions")]
    else:
        kept = _kept(news(data))
        pairs = [(each.title, each.context) for each in kept]
        pairs += [pair for name in FILES for pair in titled_texts(data / "texts" / f"{name}.jsonl")]
        asked = [each.question for each in kept]
    lines = [json.dumps({"title": title, "text": text}) for title, text in dict.fromkeys(pairs)]
    place = folder / "articles.jsonl"
    texts: list[str] = []
    while lines:
        place.write_text("\n".join(lines), encoding="utf-8")
        texts = texts_of(place, encoder)
        if len(texts) <= most:
            break
        lines = lines[: min(len(lines) * most // len(texts), len(lines) - 1)]
    (folder / "passages.json").write_text(json.dumps(texts), encoding="utf-8")
    return len(texts), asked[:: max(len(asked) // (questions + WARM), 1)][: questions + WARM]


def main() -> None:
    """Prints a Markdown table and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--environments", type=Path, required=True, help="where they are kept")
    parser.add_argument("--data", type=Path, help="the folder of question data")
    parser.add_argument("--questions", type=int, default=40, help="so many of them")
    parser.add_argument("--passages", type=int, default=2_000, help="at most so many")
    chosen = parser.parse_args()
    ours = Path(sys.executable)
    sides = [
        Side(name, environment(chosen.environments.absolute(), name) if name in NEEDED else ours)
        for name in SIDES
    ]
    with tempfile.TemporaryDirectory() as place:
        passages, asked = prepared(Path(place), chosen.data, chosen.passages, chosen.questions)
        rates, works, peaks = {}, {}, {}
        for side in sides:
            side.told(**{"get ready": place})
            took = side.told(build=True)
            rates[side.name] = passages / took["seconds"]
            works[side.name] = passages / took["work"]
        for n, question in enumerate(asked):
            for side in sides:
                took = side.told(ask=question)
                if n >= WARM:
                    side.seconds.append(took["seconds"])
                    side.work.append(took["work"])
        for side in sides:
            peaks[side.name] = side.told()["bytes"]
    print(f"{passages:,} passages, {len(asked) - WARM} questions")
    print("| | passages/s | ask p50 | p95 | peak memory |\n|---|---|---|---|---|")
    for side in sides:
        p50, p95 = at(side.seconds, 0.5), at(side.seconds, 0.95)
        print(
            f"| {side.name} | {rates[side.name]:.0f} | {p50 * 1e3:.0f} ms | {p95 * 1e3:.0f} ms "
            f"| {peaks[side.name] / 1e6:.0f} MB |"
        )
    for other in sides[1:]:
        for told, speeds, mine, theirs in (
            ("time", rates, sides[0].seconds, other.seconds),
            ("processor time", works, sides[0].work, other.work),
        ):
            build = speeds["pincite"] / speeds[other.name]
            p50, p95 = (at(mine, q) / at(theirs, q) for q in (0.5, 0.95))
            print(
                f"{told} beside {other.name}: builds {build:.2f} times as fast; asks in "
                f"{p50:.2f} of it at p50, {p95:.2f} at p95"
            )


def at(values: list[float], share: float) -> float:
    """The value below which a share of them lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


if __name__ == "__main__":
    main()
