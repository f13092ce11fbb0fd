"""How many processors this process may use."""

from __future__ import annotations

import os


def cores() -> int:
    """The number of processors that this process may use. In a container they can be fewer than the
    machine has."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
