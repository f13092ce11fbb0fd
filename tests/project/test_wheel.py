"""The installed package is named ``pincite`` and works beside files named like its folders."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.patience import PATIENCE

SCRIPT = """
from pathlib import Path

import index, qa, app
from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.qa import __version__, answer

rebuild(Path("my-index"), ["articles"], SentenceEncoder.load())
found = answer("When did the mill at Marbach close?", index="my-index")
print(index.MINE, qa.MINE, app.MINE, __version__, found.text)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for name in ("corpus", "index", "qa"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    # no build isolation: that would fetch what builds from the network
    pytest.importorskip("setuptools", "77", "setuptools builds the wheel: pip install -e '.[dev]'")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    command += ["--no-build-isolation", "--wheel-dir", str(folder), str(source)]
    subprocess.run(command, check=True, timeout=PATIENCE)
    [made] = folder.glob("pincite-*.whl")
    return made


@pytest.mark.slow
def test_the_wheel_holds_only_pincite_without_training(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"pincite"}
    assert not [name for name in names if "training" in name or name.endswith("app.py")]
    kept = {"qa/weights/model.safetensors", "corpus/samples/suez-blockage-bill.txt", "qa/py.typed"}
    assert {f"pincite/{each}" for each in kept} <= set(names)


@pytest.mark.slow
def test_the_installed_package_works_beside_files_named_alike(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "environment"
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    subprocess.run([*command, "--no-deps", "--no-index", str(wheel)], check=True, timeout=PATIENCE)
    # what the wheel needs is here already; only the paths are added, not this checkout
    packages = next(home.glob("lib/python*/site-packages"))
    paths = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    (packages / "needed.pth").write_text("\n".join(paths))
    (tmp_path / "articles").mkdir()
    text = "The mill at Marbach closed on 3 May 2021. Its owner sold the wheel to a museum."
    (tmp_path / "articles" / "mill.txt").write_text(text)
    for name in ("index", "qa", "app"):
        (tmp_path / f"{name}.py").write_text(f"MINE = 'my {name}'\n")
    (tmp_path / "script.py").write_text(SCRIPT)
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [python, "script.py"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    assert "my index my qa my app 0.2.0" in done.stdout
    assert "2021" in done.stdout


def test_every_folder_except_training_is_installed() -> None:
    """pyproject.toml names each folder of code; one that is forgotten is missing in the wheel."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    files = [path for room in ("corpus", "index", "qa") for path in (ROOT / room).rglob("*.py")]
    folders = {path.parent.relative_to(ROOT) for path in files if "training" not in path.parts}
    names = {".".join(("pincite", *folder.parts)) for folder in folders}
    assert set(told["tool"]["setuptools"]["packages"]) == names


def test_package_and_folder_imports_give_the_same_module() -> None:
    for name in ("pincite.qa", "qa"):
        code = f"from {name} import answer, Answerer; print(answer.__module__)"
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE
        )
        assert done.stdout.strip() == "pincite.qa.answerer", done.stderr


def test_the_command_line_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "pincite.qa", "--help"]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=PATIENCE)
    assert "rebuild" in done.stdout, done.stderr
