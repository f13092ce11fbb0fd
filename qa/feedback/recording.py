"""Records verdicts on answers as lines of JSON, in a file beside the index."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal, get_args

from pincite.corpus.errors import InputError, shown
from pincite.index.scale.address import Address
from pincite.qa.asking.plans.forms import Form
from pincite.qa.json_values import scope_dict
from pincite.qa.place import Named, absolute, place_of
from pincite.qa.types import Answer

Verdict = Literal["right", "wrong", "wrong-evidence", "note"]
VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)
VERSION: Final = 1
_SEVERAL: Final = ("list", "two questions", "mentions", "digest", "more", "quote")


def feedback_file(index: Named = None) -> Path:
    """The file with the feedback on an index, or on the default one. It is beside the index and not
    in it, so that a new build of the index does not lose it."""
    place = absolute(place_of(index))
    if isinstance(place, Address):
        lite, home = Path(place.uri), Path.home() / ".pincite"
        # nothing is written on a server: feedback stays on the person's own machine
        named = place.place.partition("//")[2].replace("/", "_").replace(":", "_")
        place = lite if place.lite else home / named
    return place.with_name(f"{place.name}.feedback.jsonl")


def record_feedback(
    answer: Answer,
    verdict: Verdict,
    *,
    note: str = "",
    answers: Sequence[str] | None = None,
    form: Form | None = None,
    index: Named = None,
) -> Path:
    """Adds a verdict on an answer to ``feedback_file(index)`` and returns that file.

    ``answers`` are the right answers; an empty list says that the articles do not answer. Without
    ``answers``, the right ones are those of ``answer`` if the verdict is "right" or
    "wrong-evidence", and unknown otherwise. ``pincite eval`` uses the lines whose right answers are
    known; the last line on a question counts. ``form`` is the form that was forced on the question.
    Raises InputError for an unknown verdict, for an empty answer, and if the file cannot be
    written.
    """
    if verdict not in VERDICTS:
        raise InputError(f"verdict {verdict!r:.60}: expected one of {', '.join(VERDICTS)}")
    if isinstance(answers, str) or not all(each.strip() for each in answers or ()):
        raise InputError(
            "answers: expected a list of texts that are not empty; an empty list says that the "
            "articles do not answer"
        )
    path = feedback_file(index)
    line = json.dumps(_line(answer, verdict, note, answers, form), ensure_ascii=False)
    try:
        _append(path, f"{line}\n".encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise InputError(
            f"{shown(path)}: not written ({error.strerror or error}); make room or mend its folder"
        ) from None
    return path


def _append(path: Path, line: bytes) -> None:
    """Appends a line in one write, so that two processes do not mix their lines. If the last line
    was cut off, the new one still begins on a new line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b", buffering=0) as file:
        if end := file.seek(0, os.SEEK_END):
            file.seek(end - 1)
            line = line if file.read(1) == b"\n" else b"\n" + line
        file.write(line)
        os.fsync(file.fileno())


def _line(
    answer: Answer, verdict: Verdict, note: str, answers: Sequence[str] | None, form: Form | None
) -> dict[str, Any]:
    known = answers
    if known is None and verdict in ("right", "wrong-evidence"):
        known = [each.text for each in answer.citations[: None if answer.kind in _SEVERAL else 1]]
    values = {
        "pincite_feedback": VERSION,
        "said": datetime.now(UTC).isoformat(timespec="seconds"),
        "question": answer.question,
        "verdict": verdict,
        "note": note,
    }
    if known is not None:
        values["answers"] = list(dict.fromkeys(known))
    if verdict == "right" and answer.citations:
        values["article"] = answer.citations[0].article.id
    return {**values, "form": form, "answer": _brief(answer)}


def _brief(answer: Answer) -> dict[str, Any]:
    """The values of an answer that are compared later."""
    return {
        "question": answer.question,
        "resolved": answer.resolved,
        "kind": answer.kind,
        "found": answer.found,
        "text": answer.text,
        "confidence": round(answer.confidence, 4),
        "citations": [each.to_dict() for each in answer.citations],
        "scope": scope_dict(answer.scope),
    }
