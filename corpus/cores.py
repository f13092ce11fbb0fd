"""How many processors there are to work with."""

from __future__ import annotations

import os


def cores() -> int:
    """The processors that this process may use: in a container fewer than the machine has."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
