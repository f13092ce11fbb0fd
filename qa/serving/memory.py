"""Keeps what a server holds in memory small over days."""

from __future__ import annotations

import ctypes
from contextlib import suppress
from typing import Final

_ARENA_MAX: Final = -8  # the number of this setting in glibc's malloc.h
_ARENAS: Final = 2


def use_few_arenas() -> None:
    """Lets glibc serve all threads from two pools of memory. By itself it makes up to eight a core,
    each of which keeps what its threads freed: a chat grew by a tenth in 1,500 questions. Call it
    before threads are started. Without glibc it does nothing."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)
