"""axe-core, the accessibility checker. npm fetches it once; it is kept between runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import tempfile
from functools import cache
from pathlib import Path

VERSION = "4.14.1"
HOW = f"install npm, or fetch axe-core {VERSION} and name its axe.min.js with PINCITE_AXE"


@cache
def axe_script() -> str | None:
    """The text of axe.min.js; None if it is neither kept nor can be fetched."""
    named = os.environ.get("PINCITE_AXE")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    kept = Path(named) if named else home / "pincite-tests" / f"axe-{VERSION}.min.js"
    if not kept.is_file() and not named:
        _fetch(kept)
    return kept.read_text(encoding="utf-8") if kept.is_file() else None


def _fetch(kept: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", f"axe-core@{VERSION}", "--silent"]
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
        packed = next(Path(folder).glob("*.tgz"), None)
        if done.returncode or packed is None:
            return
        with tarfile.open(packed) as archive:
            script = archive.extractfile("package/axe.min.js")
            assert script is not None
            kept.parent.mkdir(parents=True, exist_ok=True)
            beside = kept.with_suffix(f".{os.getpid()}")
            beside.write_bytes(script.read())
            beside.replace(kept)
