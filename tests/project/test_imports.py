"""Imports go one way, each heavy library lives in one file, and nothing can unpickle."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("corpus", "index", "qa")
MAY_IMPORT = {
    "corpus": {"corpus"},
    "index": {"corpus", "index"},
    "qa": {"corpus", "index", "qa"},
    "app": {"qa"},
}
ONE_FILE = {
    "tiktoken": "corpus/passages/tokens.py",
    "sentencex": "corpus/passages/sentences.py",
    "py3langid": "corpus/metadata/language.py",
    "certifi": "corpus/web/client.py",
    "markdown_it": "corpus/formats/documents/markdown.py",
    "chardet": "corpus/formats/encoding/legacy.py",
    "httpcore": "corpus/web/client.py",
    "protego": "corpus/web/robots.py",
    "idna": "corpus/web/addresses.py",
    "trafilatura": "corpus/formats/html/reader.py",
    "lxml": "corpus/formats/html/reader.py",
    "pypdfium2": "corpus/formats/pdf/reader.py",
    "docx": "corpus/formats/word/reader.py",
    "feedparser": "corpus/formats/records/feed.py",
    "xml": "corpus/formats/shared/xml_tree.py",
    "sentence_transformers": "index/engines/models/sentences.py",
    "huggingface_hub": "index/engines/hub.py",
    "tokenizers": "index/engines/models/tokenizing.py",
    "openvino": "index/engines/models/compiled.py",
    "faiss": "index/engines/vector_index.py",
    "rapidfuzz": "index/engines/spelling.py",
    "tantivy": "index/engines/lexical.py",
    "filelock": "index/storage/lock.py",
    "watchfiles": "index/building/watch.py",
    "pymilvus": "index/scale/client.py",
    "grpc": "index/scale/client.py",
    "ray": "index/scale/workers.py",
    "babel": "qa/wording.py",
    "gradio": "qa/web/page.py",
    "mcp": "qa/programs/tool.py",
    "matplotlib": "qa/evaluation/plot.py",
}
COMMAND_LINE = {
    f"qa/cli/{name}.py" for name in ("commands", "feedback", "indexing", "options", "serving")
}
# one file for each model: the embedder and the reader
MODELS = ("torch", "transformers")
MODEL_FILES = {"index/engines/models/sentences.py", "qa/reading/torch_model.py"}


def sources() -> list[Path]:
    """In an order that is the same in every process."""
    return [ROOT / "app.py", *(p for room in ROOMS for p in sorted((ROOT / room).rglob("*.py")))]


@cache
def imported(path: Path) -> tuple[str, ...]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.append(node.module or "")
    return tuple(names)


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    names = imported(path)
    ours = {name.split(".")[1] for name in names if name.startswith("pincite.")}
    assert ours <= MAY_IMPORT[room_of(path)]
    # imports use the installed name, or a module would be loaded twice
    assert not {name.partition(".")[0] for name in names} & {*ROOMS, "app", "tests"}


def folder_of(name: str) -> str:
    """The folder of an imported module; a file at the top of a room stands for itself."""
    place = Path(*name.split(".")[1:])
    file = place.with_suffix(".py") if (ROOT / place.with_suffix(".py")).is_file() else place
    inside = file.parent if file.suffix else file
    return inside.as_posix() if len(inside.parts) > 1 else file.with_suffix("").as_posix()


def test_folders_do_not_import_each_other_in_circles() -> None:
    """The folders can be put in an order in which each imports only those before it."""
    graph: dict[str, set[str]] = {}
    for path in sources()[1:]:
        place = path.relative_to(ROOT)
        own = folder_of(".".join(("pincite", *place.with_suffix("").parts)))
        # "from a.b import c" names a module where a.b.c is one
        used = {folder_of(name) for name in modules(path) if name.startswith("pincite.")}
        graph.setdefault(own, set()).update(used - {own})
    TopologicalSorter(graph).prepare()  # raises CycleError


def modules(path: Path) -> Iterator[str]:
    """The project's modules that a file imports, each by its full name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pincite."):
            for alias in node.names:
                inner = Path(*f"{node.module}.{alias.name}".split(".")[1:])
                found = (ROOT / inner.with_suffix(".py")).is_file()
                yield f"{node.module}.{alias.name}" if found else str(node.module)


def test_folders_files_and_functions_stay_small() -> None:
    """At most 12 files a folder, 300 lines a file, 50 lines a function, docstring apart."""
    for folder in {path.parent for path in sources()}:
        assert len(list(folder.glob("*.py"))) <= 12, folder
    for path in sources():
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= 300, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                told = len((ast.get_docstring(node) or "").splitlines())
                lines = node.end_lineno - node.lineno + 1 - told
                assert lines <= 50, f"{path}: {node.name} has {lines} lines"


def test_no_two_classes_share_a_name() -> None:
    """Names with an underscore in front are a file's own."""
    homes: dict[str, list[str]] = {}
    for path in sources():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    assert {name: each for name, each in homes.items() if len(each) > 1} == {}


def test_test_files_stay_small() -> None:
    for path in sorted((ROOT / "tests").rglob("*.py")):
        lines = path.read_text(encoding="utf-8").count("\n")
        assert lines <= 300, f"{path} has {lines} lines; split it along what it tests"


def test_no_product_code_imports_training() -> None:
    for path in sources():
        if "training" not in path.parts:
            assert not any(name.startswith("pincite.qa.training") for name in imported(path)), path


def test_only_the_command_line_imports_the_web_interface() -> None:
    for path in sources():
        if any(name.startswith("pincite.qa.web") for name in imported(path)):
            assert path.relative_to(ROOT).as_posix().startswith(("qa/web/", "qa/cli/serving.py")), (
                path
            )


def users(library: str) -> set[str]:
    """The files that import a library, without those of training."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in sources()
        if any(name.partition(".")[0] == library for name in imported(path))
        and "training" not in path.parts
    }


@pytest.mark.parametrize("library", ONE_FILE)
def test_each_heavy_library_is_imported_in_one_file(library: str) -> None:
    assert users(library) == {ONE_FILE[library]}


@pytest.mark.parametrize("library", MODELS)
def test_each_model_is_run_in_one_file(library: str) -> None:
    assert users(library) == MODEL_FILES


def test_only_the_command_line_knows_typer() -> None:
    assert users("typer") == COMMAND_LINE


def test_only_these_files_use_sqlite() -> None:
    assert users("sqlite3") == {
        "index/storage/earlier.py",
        "index/storage/caches/parse_cache.py",
        "index/storage/segments/articles.py",
        "index/storage/segments/narrowing.py",
        "index/storage/segments/writing.py",
        "index/storage/caches/unfinished.py",
    }


def test_only_training_uses_sklearn_and_safetensors() -> None:
    assert users("sklearn") == users("safetensors") == set()


NETWORK = {"aiohttp", "ftplib", "http", "httpcore", "httpx", "requests", "socket", "urllib3"}
LISTENS = {"index/storage/lock.py", "qa/web/server.py"}  # a host's name; the page's own port


def test_only_one_file_opens_network_connections() -> None:
    for path in sources():
        place = path.relative_to(ROOT).as_posix()
        names = set(imported(path))
        if place not in {"corpus/web/client.py", *LISTENS}:
            assert not NETWORK & {name.partition(".")[0] for name in names}, path
        assert "urllib.request" not in names, path
        if place not in {"corpus/web/fetch.py", "corpus/web/client.py"}:
            assert "pincite.corpus.web.client" not in names, path


def mentions(pattern: str, *rooms: str) -> set[str]:
    """The files of these rooms in which a pattern occurs."""
    return {
        place
        for path in sources()
        if (place := path.relative_to(ROOT).as_posix()).startswith(rooms)
        and re.search(pattern, path.read_text(encoding="utf-8"))
    }


def test_pipeline_steps_are_called_in_one_file() -> None:
    assert mentions(r"(?<!def )\bgrouped\(", "qa/") == {"qa/answering/pipeline.py"}
    assert mentions(r"(?<!def )\bsignals\(", "qa/") == {"qa/answering/pipeline.py"}
    assert mentions(r"\bFilter\.of\(", "corpus/", "index/", "qa/") == {"index/retrieval/query.py"}


def test_the_qa_folder_does_not_use_snapshots() -> None:
    assert mentions(r"\b[Ss]napshot\b", "qa/") == set()


def test_no_test_module_is_imported() -> None:
    """Code shared by tests belongs in tests/support. Imports in code strings count as well."""
    for path in sorted((ROOT / "tests").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\btests(\.\w+)*\.(test_\w+|conftest)\b", text), path
        found = re.search(r"from tests[\w.]* import .*\b(test_\w+|conftest)\b", text)
        assert not found, path


def test_no_code_can_unpickle() -> None:
    banned = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
    for path in sources():
        assert not banned & {name.partition(".")[0] for name in imported(path)}, path
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"torch\.load|allow_pickle=True|trust_remote_code=True", text), path


def test_the_import_table_in_architecture_is_current() -> None:
    """The table in ARCHITECTURE.md of which folder may import which must equal the one here."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(corpus|index|qa|app)(?:/|\.py)` \| ([^|]+) \|", text, re.MULTILINE)
    drawn = {room: set(re.findall(r"`(corpus|index|qa)/`", cell)) for room, cell in rows}
    assert drawn == {room: rooms - {room} for room, rooms in MAY_IMPORT.items()}
    assert "corpus ← index ← qa ← app.py" in text


def test_the_library_table_in_architecture_is_current() -> None:
    """ARCHITECTURE.md has a table of which library lives in which file."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z].*) \| `([\w/]+\.py)` \|$", text, re.MULTILINE)
    drawn = {name.partition(" ")[0]: file for names, file in rows for name in names.split(", ")}
    assert drawn == ONE_FILE


def test_every_path_in_the_decisions_exists() -> None:
    pages = [ROOT / "ARCHITECTURE.md", *(ROOT / "docs" / "decisions").glob("*.md")]
    assert len(pages) > 10
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for named in re.findall(r"`((?:corpus|index|qa|tests)/[\w/.]+)`", text):
            assert (ROOT / named).exists(), f"{page.name}: {named}"
        for link in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
        for module in re.findall(r"python -m (tests[\w.]+)", text):
            place = ROOT / module.replace(".", "/")
            assert place.with_suffix(".py").is_file() or (place / "__main__.py").is_file(), module
