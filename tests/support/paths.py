"""Paths in the checkout."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "corpus" / "samples"
README = (ROOT / "README.md").read_text(encoding="utf-8")
