"""What a host's robots.txt lets a program read (RFC 9309). Pure.

The longest rule that matches decides, and of two as long the one that allows. Python's own parser
takes the first that matches and knows no ``*``, so that it would read what is closed to it.
"""

from __future__ import annotations

import re
from typing import Final

MAX_BYTES: Final = 500_000
MAX_RULES: Final = 5_000
_PLAIN: Final = re.compile(r"[A-Za-z0-9._~-]")


def allows(robots: bytes, agent: str, target: str) -> bool:
    """Whether ``agent`` (a product's name) may read ``target``, a path with its query."""
    best = (0, True)
    path = _normal(target)
    for allowed, pattern in _rules(robots, agent.lower()):
        if _matches(pattern, path):
            best = max(best, (len(pattern), allowed))
    return best[1]


def _rules(robots: bytes, agent: str) -> list[tuple[bool, str]]:
    """The rules for an agent, or where it is not named, those for everyone."""
    groups: dict[str, list[tuple[bool, str]]] = {}
    agents: list[str] = []
    in_head = False
    for line in robots.decode("utf-8-sig", "replace").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            name = value.partition("/")[0].strip().lower()
            agents = [*(agents if in_head else []), name]
            in_head = True
            groups.setdefault(name, [])
        elif key in ("allow", "disallow"):
            in_head = False
            for name in agents:
                if value and len(groups[name]) < MAX_RULES:
                    groups[name].append((key == "allow", _normal(value)))
    return groups.get(agent, groups.get("*", []))


def _matches(pattern: str, path: str) -> bool:
    """``*`` stands for anything, ``$`` at the end for the end; without it a beginning matches."""
    exact = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if exact and not others:
        return path == first
    at = len(first)
    last = others.pop() if exact else ""
    for part in others:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return path.endswith(last) and len(path) - len(last) >= at


def _normal(target: str) -> str:
    """Percent codes as they compare: plain characters as themselves, the others in capitals."""
    encoded = "".join(
        c if c.isascii() else "".join(f"%{byte:02X}" for byte in c.encode("utf-8", "replace"))
        for c in target
    )
    return re.sub(r"%[0-9A-Fa-f]{2}", _code, encoded)


def _code(found: re.Match[str]) -> str:
    character = chr(int(found[0][1:], 16))
    return character if _PLAIN.fullmatch(character) else found[0].upper()
