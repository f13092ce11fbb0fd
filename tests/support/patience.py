"""How long a test waits for an event before it gives up. What passes waits no longer for that."""

from __future__ import annotations

from typing import Final

PATIENCE: Final = 240.0
"""Seconds: a machine under load takes its time, and pytest's own limit is above it."""
