"""Names that few expect, and things in a folder that are no plain files."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from tests.hostile.case import CANARY, OPENING, Case, told

_NAMES = {
    "a" * 251 + ".txt": "a name of 255 bytes",
    "line\nbreak.txt": "a line break in its name",
    "\u202etxt.eval.txt": "a name written backwards",
    "half\udcff\udce9.txt": "a name that is no UTF-8",
    "tab\tbell\a.txt": "control characters in its name",
    " blank .txt": "blanks around its name",
    "-rf.txt": "a name like an option",
    "$(touch x);`id`.txt": "a name like a command",
    "<img src=x onerror=alert(1)>.txt": "a name like markup",
    "#L3.txt": "a name like a place in a file",
    "e\u0301te\u0301.txt": "a decomposed name",
    "\u00e9t\u00e9.txt": "the same name, composed",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16") + ".txt": "an emoji",
    "CON.txt": "a name that Windows keeps",
    "two.dots.in.it.TXT": "dots, and a suffix in capitals",
    "no-suffix": "no suffix",
}


def cases() -> Iterator[Case]:
    """The named files, and what ``place`` puts there."""
    for name, what in _NAMES.items():
        yield Case(f"names/{name}", what, "indexed", f"{what}. {OPENING}".encode)
    sentence, question, answer = told(50)
    deep = "/".join(["deep" * 10] * 20)
    yield Case(f"names/{deep}/good.txt", "a path of 800 bytes", "indexed", sentence.encode,
               question, answer)  # fmt: skip
    yield Case("names/.hidden", "a hidden file", "silent", OPENING.encode)
    yield Case("links/target.txt", "what a link points to", "indexed", OPENING.encode)
    yield Case("links/inside.txt", "a link within the folder", "silent")
    for name, what in (
        ("out.txt", "a link to the canary"),
        ("out", "a link to a folder with the canary"),
        ("circle", "a link to itself"),
        ("up", "a link to the folder it is in"),
        ("nothing.txt", "a link to nothing"),
        ("device.txt", "a link to a device"),
        ("pipe.txt", "a pipe"),
        ("socket.txt", "a socket"),
    ):
        yield Case(f"links/{name}", what, "refused")
    if os.geteuid():
        yield Case("links/locked.txt", "a file without permission", "refused")
        yield Case("links/locked", "a folder without permission", "refused")


def place(folder: Path, canary: Path) -> None:
    """Put what is no plain file into ``folder``/links."""
    links = folder / "links"
    canary.parent.mkdir(parents=True, exist_ok=True)
    canary.write_text(CANARY, encoding="utf-8")
    targets = {
        "inside.txt": "target.txt", "out.txt": canary, "out": canary.parent, "circle": "circle",
        "up": "..", "nothing.txt": "gone.txt", "device.txt": "/dev/zero",
    }  # fmt: skip
    for name, target in targets.items():
        (links / name).symlink_to(target)
    os.mkfifo(links / "pipe.txt")
    here = Path.cwd()
    try:  # a socket's address has room for about 100 bytes
        os.chdir(links)
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("socket.txt")
    finally:
        os.chdir(here)
    if os.geteuid():
        for made in (partial((links / "locked.txt").write_text, CANARY), (links / "locked").mkdir):
            with suppress(FileExistsError):
                made()
        (links / "locked.txt").chmod(0)
        (links / "locked").chmod(0)
