"""A folder of hostile and odd inputs: nothing crashes, hangs or is lost, and good files answer."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pincite.corpus.errors import shown
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.storage.snapshot import Snapshot
from pincite.qa.answerer import Answerer, Settings
from tests.hostile import write
from tests.hostile.case import FORBIDDEN, Case
from tests.support.paths import ROOT

BUILD_SECONDS = 3000  # a limit, not a figure

# the real command, but of files without a question it embeds only one passage in forty
BUILD = """
import json, sys
from pincite.index.engines.encoder import SentenceEncoder
from pincite.qa.cli.commands import main
from tests.support.encoders import Sparing

loaded, words = SentenceEncoder.load, json.loads(sys.argv.pop(1))
SentenceEncoder.load = staticmethod(lambda *a, **options: Sparing(loaded(*a, **options), words))
main()
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(2 * BUILD_SECONDS),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs pipes, links and forks"),
]


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Case]]:
    folder = tmp_path_factory.mktemp("hostile") / "zoo"
    folder.mkdir()
    return folder, write(folder)


@pytest.fixture(scope="module")
def built(zoo: tuple[Path, list[Case]]) -> tuple[Path, dict[str, Any]]:
    """The index of all of them, and the receipt."""
    index = zoo[0].parent / "index"
    words = json.dumps([case.answer for case in zoo[1] if case.question])
    done = subprocess.run(
        [sys.executable, "-c", BUILD, words,
         "rebuild", str(zoo[0]), "--index", str(index), "--json"],
        cwd=ROOT, capture_output=True, text=True, timeout=BUILD_SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return index, json.loads(done.stdout)


def test_the_hostile_folder_covers_all_outcomes(zoo: tuple[Path, list[Case]]) -> None:
    assert len(zoo[1]) >= 150
    assert {case.outcome for case in zoo[1]} == {"indexed", "refused", "either", "partly", "silent"}


def test_a_rebuild_indexes_or_reports_every_file(
    zoo: tuple[Path, list[Case]],
    built: tuple[Path, dict[str, Any]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder, cases = zoo
    index, receipt = built
    indexed = Counter(a.source.partition("#L")[0] for a in Snapshot.open(index).store.articles())
    partly, named = (_named(*receipt[kind]) for kind in ("partly", "skipped"))
    named |= partly
    lost = []
    for case in cases:
        place = shown(folder / case.name)
        is_in = any(shown(source) == place for source in indexed) or _in(indexed, folder, case)
        fits = {
            "indexed": is_in and place not in partly,
            "partly": is_in and place in partly,
            "refused": place in named and not is_in,
            "either": is_in or place in named,
            "silent": not is_in and place not in named,
        }
        if not fits[case.outcome]:
            lost.append((case.name, case.outcome))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    with capsys.disabled():
        print(
            f"\n{len(cases) - len(lost)} of {len(cases)} inputs indexed or named, "
            f"{receipt['articles']} articles, {receipt['passages']} passages, "
            f"{receipt['seconds']:.0f} s, peak {peak} MiB"
        )
    assert not lost


def _named(*told: dict[str, str]) -> set[str]:
    """The sources that a receipt names; for a line of a file also the file."""
    sources = {each["source"] for each in told}
    return sources | {source.rpartition("#L")[0] for source in sources}


def _in(indexed: Counter[str], folder: Path, case: Case) -> bool:
    """A source with ``#L`` in its own name is cut by the count above."""
    return "#L" in case.name and indexed[str(folder / case.name).partition("#L")[0]] > 0


def test_forbidden_words_are_not_in_the_index(built: tuple[Path, dict[str, Any]]) -> None:
    for article in Snapshot.open(built[0]).store.articles():
        for words in FORBIDDEN:
            assert words not in article.text, article.source
            assert words not in article.title, article.source


def test_good_files_are_cited_among_hostile_ones(
    zoo: tuple[Path, list[Case]], built: tuple[Path, dict[str, Any]], encoder: SentenceEncoder
) -> None:
    asked = [case for case in zoo[1] if case.question]
    assert len(asked) >= 12
    # the threshold is low since only finding is tested: one answer is beside 2 MB of other text,
    # which rightly lowers the confidence
    settings = Settings(threshold=0.1)
    answerer = Answerer(LocalRetriever(built[0], encoder), settings=settings)
    answers = answerer.answer_batch([case.question for case in asked])
    missed = []
    for case, answer in zip(asked, answers, strict=True):
        place = str(zoo[0] / case.name)
        places = [each for first in answer.citations for each in (first, *first.also)]
        quotes = [(each.quote, (each.article, *each.copies)) for each in places]
        if not any(
            case.answer in quote and any(article.source.startswith(place) for article in articles)
            for quote, articles in quotes
        ):
            missed.append((case.name, answer.text))
    assert not missed
