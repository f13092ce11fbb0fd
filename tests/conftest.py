"""What many tests share: the samples indexed once with the real, bundled embedder."""

from __future__ import annotations

import os

# before anything imports torch or faiss
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ["HF_HUB_OFFLINE"] = "1"

import atexit
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.answerer import Answerer
from tests.support.paths import SAMPLES

# converted models go into no home; processes that are started share them
if "PINCITE_CACHE" not in os.environ:
    os.environ["PINCITE_CACHE"] = tempfile.mkdtemp(prefix="pincite-tests-")
    atexit.register(shutil.rmtree, os.environ["PINCITE_CACHE"], ignore_errors=True)

# "ci" draws the same examples each time; "more" looks for what a property does not say
settings.register_profile("local", deadline=None, print_blob=True)
settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True, database=None)
settings.register_profile("more", deadline=None, print_blob=True, max_examples=2000)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "local")
)

# begun first, so that no process is left alone with one of them at the end
LONGEST = (
    "test_hostile.py", "test_scaling.py", "test_page.py", "test_access.py", "test_history.py",
    "test_offline.py", "test_answerer.py", "test_first_edition.py", "test_stopping.py",
    "test_wheel.py", "test_watch_command.py", "test_server.py", "test_fuzz.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONGEST.index(n) if (n := item.path.name) in LONGEST else 99)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    drawn = settings.get_current_profile_name()
    how = "the same ones each time" if settings().derandomize else "others each time"
    terminalreporter.write_line(
        f"hypothesis profile {drawn}: {settings().max_examples} examples, {how}"
    )


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    """The embedder that ships."""
    return SentenceEncoder.load()


@pytest.fixture(scope="session")
def samples_index(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Path:
    """The sample articles, indexed."""
    index = tmp_path_factory.mktemp("samples") / "index"
    rebuild(index, [SAMPLES], encoder)
    return index


@pytest.fixture(scope="session")
def answerer(samples_index: Path, encoder: SentenceEncoder) -> Answerer:
    """Answers over the sample articles."""
    return Answerer(LocalRetriever(samples_index, encoder))
