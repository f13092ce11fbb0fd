"""What Pincite brings along: under which licences, and with which known weaknesses.

    python -m tests.audit            # a line each; status 1 where something is wrong
    python -m tests.audit --list     # the licence of every package

Looked at are the packages that an installed Pincite needs, with the extras that people install as
far as they are installed here. Weaknesses are looked up
with pip-audit, where it is installed and the network answers; else a line says that nobody looked.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tomllib
from collections import Counter
from functools import cache
from importlib.metadata import PackageMetadata, metadata

from packaging.requirements import Requirement

from tests.bench.size import ROOT, needed

SECONDS = 120
KINDS = (
    "Apache",
    "MIT",
    "BSD",
    "MPL",
    "PSF",
    "Python Software Foundation",
    "ISC",
    "LGPL",
    "Unlicense",
    "CC0",
    "Zlib",
    "HPND",
)
EXTRAS = ("mcp", "plot", "scale")  # the others are for work on Pincite itself
REFUSED = ("AGPL", "GPL", "Commons Clause", "SSPL", "BUSL")


@cache
def packages() -> tuple[str, ...]:
    """The names of all packages that an installed Pincite and its EXTRAS need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    sizes: dict[str, int] = {}
    optional = project["optional-dependencies"]
    for line in (*project["dependencies"], *(each for name in EXTRAS for each in optional[name])):
        needed(Requirement(line).name, sizes)
    return tuple(sorted(sizes))


def licence(name: str) -> str:
    """What a package says of its licence, "" where it says nothing."""
    found: PackageMetadata = metadata(name)
    said = found.get("License-Expression")
    classified = [
        each.rpartition(" :: ")[2]
        for each in found.get_all("Classifier") or []
        if each.startswith("License ::")
    ]
    return said or ", ".join(classified) or (found.get("License") or "").partition("\n")[0].strip()


def refused(said: str) -> bool:
    """Whether a licence binds whoever uses the package to more than naming it and sharing changes
    of the package itself, or is none that is known here."""
    ways = [way.strip("() ") for way in said.split(" OR ")]
    return not any(_fits(way) for way in ways)


def _fits(way: str) -> bool:
    bare = way.replace("LGPL", "").replace("Lesser General Public", "")
    known = any(kind.lower() in way.lower() for kind in (*KINDS, "Lesser General Public"))
    return known and not any(kind in bare for kind in REFUSED)


def weaknesses() -> tuple[list[str], str]:
    """Known weaknesses, a line each; or why nobody looked."""
    run = [sys.executable, "-m", "pip_audit", "--local", "--progress-spinner", "off"]
    try:
        done = subprocess.run(
            [*run, "-f", "json"], capture_output=True, text=True, timeout=SECONDS, check=False
        )
        found = json.loads(done.stdout)["dependencies"]
    except subprocess.TimeoutExpired:
        return [], f"no answer within {SECONDS} s"
    except (ValueError, KeyError):
        return [], (done.stderr.strip().splitlines() or ["it gave nothing"])[-1][:200]
    ours = set(packages())
    looked = [each for each in found if each["name"].lower() in ours and "vulns" in each]
    if not looked:
        return [], "the package index here has no advisories"
    return [
        f"{each['name']} {each['version']}: {one['id']}, mended in "
        f"{', '.join(one['fix_versions']) or 'no version yet'}"
        for each in looked
        for one in each["vulns"]
    ], ""


def main() -> None:
    """Prints what was found; exits 1 where a licence or a weakness needs somebody to look."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--list", action="store_true")
    listing = parser.parse_args().list
    held = {name: licence(name) for name in packages()}
    if listing:
        for name, said in held.items():
            print(f"{name} {metadata(name)['Version']}: {said or 'no licence stated'}")
        return
    wrong = [
        f"{name}: {said or 'no licence stated'}" for name, said in held.items() if refused(said)
    ]
    counts = Counter(
        next((k for k in KINDS if k.lower() in s.lower()), "other") for s in held.values()
    )
    kinds = ", ".join(f"{n} {kind}" for kind, n in counts.most_common())
    print(f"licences of {len(held)} packages: {kinds}; {len(wrong)} to look at")
    found, nobody = weaknesses()
    print(
        f"pip-audit: skipped, {nobody}" if nobody else f"pip-audit: {len(found)} known weaknesses"
    )
    print("\n".join((*wrong, *found)), end="\n" if wrong or found else "")
    sys.exit(1 if wrong or found else 0)


if __name__ == "__main__":
    main()
