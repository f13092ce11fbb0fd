"""Every package has an accepted licence; the others are listed for review."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.audit import licence, packages, refused, weaknesses


@pytest.mark.parametrize(
    ("said", "needs_a_look"),
    [
        ("MIT", False),
        ("BSD License", False),
        ("0BSD", False),
        ("Mozilla Public License 2.0 (MPL 2.0)", False),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", False),
        ("LGPL-2.1-or-later", False),
        ("GPL-3.0-only", True),
        ("AGPL-3.0-or-later", True),
        ("MIT AND GPL-3.0-only", True),
        ("Proprietary", True),
        ("", True),
    ],
)
def test_licences_needing_review_are_recognised(said: str, needs_a_look: bool) -> None:
    assert refused(said) is needs_a_look


def test_every_package_has_an_accepted_licence() -> None:
    held = {name: licence(name) for name in packages()}
    assert len(held) > 50
    assert {"mcp", "matplotlib", "pymilvus", "milvus-lite"} <= held.keys()
    assert not {name: said for name, said in held.items() if refused(said)}


@pytest.mark.parametrize(
    ("out", "found", "nobody"),
    [
        ("", 0, "Connection refused"),
        ('{"dependencies": [{"name": "lxml", "skip_reason": "not found"}]}', 0, "no advisories"),
        (json.dumps({"dependencies": [{"name": "lxml", "version": "6.0", "vulns": []}]}), 0, ""),
        (
            json.dumps(
                {
                    "dependencies": [
                        {
                            "name": "lxml",
                            "version": "6.0",
                            "vulns": [{"id": "CVE-2026-41066", "fix_versions": ["6.1.0"]}],
                        },
                        {"name": "nobody-needs-it", "version": "1", "vulns": [{"id": "X"}]},
                    ]
                }
            ),
            1,
            "",
        ),
    ],
)
def test_vulnerabilities_are_listed_or_the_failure_explained(
    monkeypatch: pytest.MonkeyPatch, out: str, found: int, nobody: str
) -> None:
    done = subprocess.CompletedProcess([], 1, out, "Traceback\nOSError: Connection refused")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    lines, said = weaknesses()
    assert (len(lines), nobody in said, bool(nobody) == bool(said)) == (found, True, True)
    assert all("CVE-2026-41066, mended in 6.1.0" in line for line in lines)
