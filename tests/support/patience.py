"""How long a test waits for an event before it fails. A test that passes does not wait so long."""

from __future__ import annotations

from typing import Final

PATIENCE: Final = 240.0
"""Seconds. It is long because a machine may be under load, and below pytest's own limit."""
