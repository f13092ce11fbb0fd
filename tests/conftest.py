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

from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.answerer import Answerer

if (
    "PINCITE_CACHE" not in os.environ
):  # converted models go into no home; child processes share them
    os.environ["PINCITE_CACHE"] = tempfile.mkdtemp(prefix="pincite-tests-")
    atexit.register(shutil.rmtree, os.environ["PINCITE_CACHE"], ignore_errors=True)

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "corpus" / "samples"


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
