"""Imports Gradio without its work for editors."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def without_stubs() -> Iterator[None]:
    """Gradio is to be imported in this block.

    Each time it is imported, Gradio 6 parses the source of its components and writes ``.pyi``
    files beside them (``gradio/component_meta.py``). That takes about a third of the import, and
    processes that start together write the same files. It leaves out a component whose source is
    in no file, and inside the block all of its components seem to be so.
    """
    usual = inspect.getfile

    def getfile(object: Any) -> str:
        if isinstance(object, type) and object.__module__.partition(".")[0] == "gradio":
            raise OSError("no stubs are wanted")
        return usual(object)

    inspect.getfile = getfile
    try:
        yield
    finally:
        inspect.getfile = usual
