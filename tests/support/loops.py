"""Coroutines in tests. Playwright's synchronous interface leaves a loop running in its thread."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

_T = TypeVar("_T")


def run_apart(work: Coroutine[Any, Any, _T]) -> _T:
    """What a coroutine returns, run in a thread of its own, so that no other loop is in its way."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()
