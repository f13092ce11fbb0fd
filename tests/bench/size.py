"""How much disk an installed Pincite takes: its own files, and the packages that it needs.

    python -m tests.bench.size

Extras (tests, plots, training) are not counted. A size is that of the files a package lists.
"""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
OURS = ("corpus", "index", "qa")


def name_of(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(name: str, sizes: dict[str, int]) -> dict[str, int]:
    """``sizes`` with the bytes of a package and of everything that it requires."""
    if name_of(name) in sizes:
        return sizes
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return sizes
    files = [Path(str(file.locate())) for file in package.files or []]
    sizes[name_of(name)] = sum(file.stat().st_size for file in files if file.is_file())
    for line in package.requires or []:
        required = Requirement(line)
        if required.marker is None or required.marker.evaluate({"extra": ""}):
            needed(required.name, sizes)
    return sizes


def own() -> int:
    """The bytes of what the wheel holds: the folders less what trains the reader."""
    return sum(
        file.stat().st_size
        for folder in OURS
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and not {"training", "__pycache__"} & set(file.parts)
    )


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    sizes: dict[str, int] = {}
    for line in project["dependencies"]:
        needed(Requirement(line).name, sizes)
    theirs = sum(sizes.values())
    print(f"Pincite {own() / 1e6:.0f} MB; {len(sizes)} packages {theirs / 1e6:,.0f} MB")
    for name, size in sorted(sizes.items(), key=lambda item: -item[1])[:5]:
        print(f"  {name} {size / 1e6:.0f} MB")
    print(f"together {(own() + theirs) / 1e9:.1f} GB")


if __name__ == "__main__":
    main()
