"""Writes answers to a file; the ending of its name decides the format. A failed export leaves no
partial file."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pincite.corpus.errors import InputError, shown
from pincite.qa.carrying.bibtex import citation_bibtex, citation_csl
from pincite.qa.carrying.records import export_json
from pincite.qa.carrying.safe import carriable
from pincite.qa.carrying.transcripts import markdown_page, places, printable_page
from pincite.qa.types import Answer


def _bibtex(answers: Sequence[Answer]) -> str:
    return citation_bibtex(*(place for answer in answers for place in places(answer)))


def _csl(answers: Sequence[Answer]) -> str:
    items = citation_csl(*(place for answer in answers for place in places(answer)))
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


FORMS: Final[Mapping[str, Callable[[Sequence[Answer]], str]]] = MappingProxyType(
    {
        ".csl.json": _csl,
        ".md": markdown_page,
        ".json": export_json,
        ".bib": _bibtex,
        ".html": printable_page,
    }
)
"""The function that makes each format, by the file's ending; the longest ending that fits is
used."""


def exported(answers: Answer | Sequence[Answer], ending: str) -> str:
    """The text of one answer, or of several as a chat, in the format of an ending of ``FORMS``.
    Raises InputError for another ending."""
    if ending not in FORMS:
        raise InputError(f"{ending!r}: expected one of {', '.join(FORMS)}")
    listed = [answers] if isinstance(answers, Answer) else list(answers)
    return carriable(FORMS[ending](listed))


def export(answers: Answer | Sequence[Answer], path: str | Path) -> None:
    """Writes one answer, or several as a chat, to a file. Its ending decides the format: Markdown
    (``.md``), JSON (``.json``, which ``check_export`` reads), BibTeX (``.bib``), CSL-JSON
    (``.csl.json``) or a page to print (``.html``). An existing file is replaced; if writing fails,
    it stays unchanged. Raises InputError for another ending or if the file cannot be written."""
    place = Path(path)
    data = exported(answers, ending_of(place)).encode("utf-8")
    beside = place.with_name(f".{place.name}.{os.getpid()}.new")
    try:
        try:
            with beside.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(place)
        finally:
            with suppress(OSError):
                beside.unlink()
    except OSError as error:
        why = error.strerror or error
        raise InputError(f"{shown(place)}: not written ({why}); name another file") from None


def ending_of(path: Path) -> str:
    """The ending of ``FORMS`` that a file's name has. Raises InputError if it has none, or if the
    folder does not exist."""
    name = path.name.lower()
    ending = next((each for each in FORMS if name.endswith(each) and name != each), None)
    if ending is None:
        raise InputError(f"{shown(path)}: expected a name that ends in {', '.join(FORMS)}")
    if not path.parent.is_dir():
        raise InputError(f"{shown(path.parent)}: no such folder; make it first")
    return ending
