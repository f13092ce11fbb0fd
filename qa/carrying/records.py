"""Exports as JSON: written from answers, and read again as claims to check.

The keys of an answer are those of ``pincite ask --json``, so that its output can be checked too.
Offsets are code points of the article's text; ``sha256`` is the hash of this text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from pincite.corpus.article import Span
from pincite.corpus.errors import InputError, shown
from pincite.qa.carrying.links import link
from pincite.qa.json_values import scope_dict
from pincite.qa.types import Answer, Citation

VERSION: Final = 1
MAX_BYTES: Final = 64 * 2**20
PAGE_BYTES: Final = 4 * 2**20
"""Bytes that an export may have to be opened in the page."""

_MAKE: Final = "make one with: pincite ask QUESTION --export FILE.json"
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of an export: ``quote`` is at ``span`` of an article, and was cited for a
    question."""

    question: str
    quote: str
    span: Span
    article_id: str
    title: str


def export_json(answers: Sequence[Answer]) -> str:
    """The answers with every place that they cite, as one JSON object."""
    values = {"pincite_export": VERSION, "answers": [_answer(answer) for answer in answers]}
    written = json.dumps(values, ensure_ascii=False, indent=2) + "\n"
    # UTF-8 cannot encode a lone surrogate, but JSON can escape it
    return _SURROGATE.sub(lambda found: f"\\u{ord(found.group()):04x}", written)


def answers_in(text: str) -> list[Any]:
    """The answers of an export, or the answer from ``ask --json``, as unchecked values. Raises
    InputError with the reason if the text is neither."""
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"no JSON (line {error.lineno}, column {error.colno})") from None
    except (ValueError, RecursionError):  # a number or a nesting that is too long
        raise InputError("no export of Pincite") from None
    if not isinstance(values, dict):
        raise InputError("no export of Pincite")
    if "pincite_export" not in values and {"question", "citations"} <= values.keys():
        return [values]
    answers, version = values.get("answers"), values.get("pincite_export")
    if isinstance(version, int) and version != VERSION:
        raise InputError(
            f"an export of version {version!r:.20}, while this Pincite reads version {VERSION}"
        )
    if version != VERSION or not isinstance(answers, list):
        raise InputError("no export of Pincite")
    return answers


def read_claims(path: Path) -> list[Claim]:
    """The different claims of an export, or of an answer from ``ask --json``, in order. Raises
    InputError if the file is neither."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{shown(path)}: larger than {MAX_BYTES // 2**20} MiB; export less")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{shown(path)}: {error.strerror or error}; name an export") from None
    except UnicodeDecodeError:
        raise InputError(f"{shown(path)}: no export of Pincite; {_MAKE}") from None
    try:
        claims = (claim for each in answers_in(text) for claim in _claims(each))
        return list(dict.fromkeys(claims))
    except InputError as error:
        raise InputError(f"{shown(path)}: {error}; {_MAKE}") from None
    except (ValueError, LookupError, TypeError, AttributeError):
        raise InputError(f"{shown(path)}: no export of Pincite; {_MAKE}") from None


def _claims(answer: Any) -> Iterator[Claim]:
    for citation in answer["citations"]:
        for place in (citation, *citation["also"]):
            span = Span(place["sentence"]["start"], place["sentence"]["end"])
            article = place["article"]
            texts = (answer["question"], place["quote"], article["id"], article["title"])
            if not all(isinstance(each, str) for each in texts):
                raise TypeError("a text is none")
            if not (type(span.start) is type(span.end) is int and 0 <= span.start <= span.end):
                raise TypeError("a place is none")
            yield Claim(texts[0], texts[1], span, texts[2], texts[3])


def _answer(answer: Answer) -> dict[str, Any]:
    resolved = getattr(answer, "resolved", None)  # the full question, if it was a follow-up
    return {
        "question": answer.question,
        "kind": answer.kind,
        **({"resolved": resolved} if isinstance(resolved, str) and resolved else {}),
        "asked": list(answer.asked),
        "found": answer.found,
        "text": answer.text,
        "confidence": round(answer.confidence, 4),
        "changes": [{"typed": typed, "taken": taken} for typed, taken in answer.changes],
        "notes": list(answer.notes),
        "others": list(answer.others),
        "suggestions": list(answer.suggestions),
        "missing": list(answer.missing),
        "dates": answer.dates and asdict(answer.dates),
        "citations": [
            {**_place(each), "also": [_place(place) for place in each.also]}
            for each in answer.citations
        ],
        "rivals": [n for n, each in enumerate(answer.citations) if each in answer.rivals],
        "parts": [_answer(part) for part in answer.parts],
        "scope": scope_dict(answer.scope),
    }


def _place(citation: Citation) -> dict[str, Any]:
    article = citation.article
    names = ("id", "title", "source", "url", "published", "author", "language")
    return {
        "quote": citation.quote,
        "text": citation.text,
        "sentence": {"start": citation.sentence.start, "end": citation.sentence.end},
        "answer": {"start": citation.answer.start, "end": citation.answer.end},
        "page": article.page(citation.sentence.start),
        "confidence": round(citation.confidence, 4),
        "article": {name: getattr(article, name) for name in names},
        "link": link(article, citation.sentence),
        "sha256": citation.content_hash,
    }
