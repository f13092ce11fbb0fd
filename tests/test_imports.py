"""Imports go one way, each heavy library lives in one file, and nothing can unpickle."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("corpus", "index", "qa")
MAY_IMPORT = {
    "corpus": {"corpus"},
    "index": {"corpus", "index"},
    "qa": {"corpus", "index", "qa"},
    "app": {"qa"},
}
ONE_FILE = {
    "tiktoken": "corpus/tokens.py",
    "sentencex": "corpus/sentences.py",
    "py3langid": "corpus/language.py",
    "certifi": "corpus/exchange.py",
    "chardet": "corpus/formats/legacy.py",
    "httpcore": "corpus/exchange.py",
    "protego": "corpus/robots.py",
    "idna": "corpus/addresses.py",
    "trafilatura": "corpus/formats/html.py",
    "lxml": "corpus/formats/html.py",
    "pypdfium2": "corpus/formats/pdf.py",
    "docx": "corpus/formats/docx.py",
    "feedparser": "corpus/formats/feed.py",
    "xml": "corpus/formats/xml_tree.py",
    "sentence_transformers": "index/encoder.py",
    "huggingface_hub": "index/hub.py",
    "tokenizers": "index/encoder.py",
    "faiss": "index/dense.py",
    "rapidfuzz": "index/spelling.py",
    "tantivy": "index/lexical.py",
    "filelock": "index/lock.py",
    "watchfiles": "index/watch.py",
    "gradio": "qa/web/page.py",
    "matplotlib": "qa/evaluation/plot.py",
}
COMMAND_LINE = {"qa/cli.py", "qa/options.py"}
# one file for each model: the embedder and the reader
MODELS = {"torch", "transformers"}
MODEL_FILES = {"index/encoder.py", "qa/model.py"}


def sources() -> list[Path]:
    return [ROOT / "app.py", *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    ours = {name.partition(".")[0] for name in imported(path)} & {*ROOMS, "app", "tests"}
    assert ours <= MAY_IMPORT[room_of(path)]


def test_nothing_imports_training() -> None:
    for path in sources():
        if "training" not in path.parts:
            assert not any(name.startswith("qa.training") for name in imported(path)), path


def test_only_the_command_line_imports_the_page() -> None:
    for path in sources():
        if any(name.startswith("qa.web") for name in imported(path)):
            assert path.relative_to(ROOT).as_posix().startswith(("qa/web/", "qa/cli.py")), path


def users(library: str) -> set[str]:
    """The files that import a library; training, which nothing imports, apart."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in sources()
        if any(name.partition(".")[0] == library for name in imported(path))
        and "training" not in path.parts
    }


@pytest.mark.parametrize("library", ONE_FILE)
def test_each_heavy_library_lives_in_one_file(library: str) -> None:
    assert users(library) == {ONE_FILE[library]}


@pytest.mark.parametrize("library", MODELS)
def test_each_model_is_run_in_one_file(library: str) -> None:
    assert users(library) == MODEL_FILES


def test_only_the_command_line_knows_typer() -> None:
    assert users("typer") == COMMAND_LINE


def test_databases_are_the_store_and_the_memo() -> None:
    assert users("sqlite3") == {"index/store.py", "index/memo.py"}


def test_only_training_fits_anything() -> None:
    assert users("sklearn") == users("safetensors") == set()


NETWORK = {"aiohttp", "ftplib", "http", "httpcore", "httpx", "requests", "socket", "urllib3"}
LISTENS = {"index/lock.py", "qa/web/server.py"}  # a host's name; the page's own port


def test_only_one_file_opens_connections() -> None:
    for path in sources():
        place = path.relative_to(ROOT).as_posix()
        names = set(imported(path))
        if place not in {"corpus/exchange.py", *LISTENS}:
            assert not NETWORK & {name.partition(".")[0] for name in names}, path
        assert "urllib.request" not in names, path
        if place not in {"corpus/fetch.py", "corpus/exchange.py"}:
            assert "corpus.exchange" not in names, path


def mentions(pattern: str, *rooms: str) -> set[str]:
    """The files of these rooms in which a pattern occurs."""
    return {
        place
        for path in sources()
        if (place := path.relative_to(ROOT).as_posix()).startswith(rooms)
        and re.search(pattern, path.read_text(encoding="utf-8"))
    }


def test_the_pipeline_is_written_once() -> None:
    assert mentions(r"(?<!def )\bgrouped\(", "qa/") == {"qa/pipeline.py"}
    assert mentions(r"(?<!def )\bsignals\(", "qa/") == {"qa/pipeline.py"}
    assert mentions(r"\bFilter\.of\(", "corpus/", "index/", "qa/") == {"index/query.py"}


def test_only_the_status_looks_into_a_snapshot() -> None:
    assert mentions(r"\b[Ss]napshot\b", "qa/") == {"qa/cli.py", "qa/terminal.py"}


def test_nothing_can_unpickle() -> None:
    banned = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
    for path in sources():
        assert not banned & {name.partition(".")[0] for name in imported(path)}, path
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"torch\.load|allow_pickle=True|trust_remote_code=True", text), path


def test_the_picture_in_architecture_is_this_one() -> None:
    """ARCHITECTURE.md says in a table which folder may import which; it must say the same."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(corpus|index|qa|app)(?:/|\.py)` \| ([^|]+) \|", text, re.MULTILINE)
    drawn = {room: set(re.findall(r"`(corpus|index|qa)/`", cell)) for room, cell in rows}
    assert drawn == {room: rooms - {room} for room, rooms in MAY_IMPORT.items()}
    assert "corpus ← index ← qa ← app.py" in text
