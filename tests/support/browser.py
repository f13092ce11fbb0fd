"""The browser for the page's tests: its path and its arguments."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium() -> str | None:
    """The path of the browser; None if there is none."""
    named = os.environ.get("PINCITE_CHROMIUM")
    names = (named,) if named else ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def lacking(reason: str) -> NoReturn:
    """Ends the test for want of a tool: it fails where CI says that all tools must be there, and is
    skipped elsewhere. ``reason`` names the tool and how to get it."""
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
