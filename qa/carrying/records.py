"""Exports as JSON: written from answers, and read again as claims to check.

The keys of an answer are those of ``pincite ask --json``, so that its output can be checked too.
Offsets are code points of the article's text; ``sha256`` is the hash of this text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pincite.corpus.article import Span
from pincite.corpus.errors import InputError, shown
from pincite.qa.carrying.links import link
from pincite.qa.plain import scope_dict
from pincite.qa.types import Answer, Citation

VERSION: Final = 1
MAX_BYTES: Final = 64 * 2**20
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


def read_claims(path: Path) -> list[Claim]:
    """The different claims of an export, or of an answer from ``ask --json``, in order. Raises
    InputError if the file is neither."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{shown(path)}: larger than {MAX_BYTES // 2**20} MiB; export less")
        values = json.loads(path.read_text(encoding="utf-8-sig"))
        answers = values["answers"] if "pincite_export" in values else [values]
        version = values.get("pincite_export", VERSION)
        if version != VERSION:
            raise InputError(
                f"{shown(path)}: an export of version {version!r:.20}, this Pincite reads {VERSION}"
            )
        return list(dict.fromkeys(claim for each in answers for claim in _claims(each)))
    except OSError as error:
        raise InputError(f"{shown(path)}: {error.strerror or error}; name an export") from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            f"{shown(path)}: no export of Pincite; make one with: "
            "pincite ask QUESTION --export FILE.json"
        ) from None


def _claims(answer: Any) -> Iterator[Claim]:
    for citation in answer["citations"]:
        for place in (citation, *citation["also"]):
            span = Span(place["sentence"]["start"], place["sentence"]["end"])
            article = place["article"]
            texts = (answer["question"], place["quote"], article["id"], article["title"])
            if not all(isinstance(each, str) for each in texts):
                raise TypeError("a text is none")
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
        "notes": list(answer.notes),
        "citations": [
            {**_place(each), "also": [_place(place) for place in each.also]}
            for each in answer.citations
        ],
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
