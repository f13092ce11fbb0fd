"""What a host's robots.txt lets a program read (RFC 9309). Pure.

Protego reads it: the longest matching rule decides; of two equally long ones, the one that allows.
Python's own parser takes the first match and does not support ``*``.
"""

from __future__ import annotations

import re
from typing import Final

from protego import Protego

MAX_BYTES: Final = 500_000
# a group applies to all versions of a program
_VERSION: Final = re.compile(r"(?im)^(\s*user-agent\s*:\s*[^/\s#]+)/\S*")


def allows(robots: bytes, agent: str, target: str) -> bool:
    """Whether ``agent`` (a product's name) may read ``target``, a path with its query."""
    rules = Protego.parse(_VERSION.sub(r"\1", robots.decode("utf-8-sig", "replace")))
    return bool(rules.can_fetch(target, agent))
