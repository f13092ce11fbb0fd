"""Pincite's Python interface: answers from hits.

from pincite.qa import Answerer, answer

answer("When will the pilot line be ready?", index="my-index").citations[0].quote

Each name is loaded at its first use. So code that needs only the command line, such as a shell's
completion, does not wait for the heavy libraries.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pincite.qa.answerer import Answerer, answer
    from pincite.qa.building import add, rebuild, remove
    from pincite.qa.carrying.bibtex import citation_bibtex, citation_csl
    from pincite.qa.carrying.checking import check_export
    from pincite.qa.carrying.citing import citation_markdown, citation_text
    from pincite.qa.carrying.export import export
    from pincite.qa.conversation.conversation import Conversation
    from pincite.qa.feedback.recording import record_feedback
    from pincite.qa.feedback.replaying import replay
    from pincite.qa.types import Answer, Candidate, Citation

    __version__: str

_HOMES = {
    "Answer": "types",
    "Answerer": "answerer",
    "Candidate": "types",
    "Citation": "types",
    "Conversation": "conversation.conversation",
    "add": "building",
    "answer": "answerer",
    "check_export": "carrying.checking",
    "citation_bibtex": "carrying.bibtex",
    "citation_csl": "carrying.bibtex",
    "citation_markdown": "carrying.citing",
    "citation_text": "carrying.citing",
    "export": "carrying.export",
    "rebuild": "building",
    "record_feedback": "feedback.recording",
    "remove": "building",
    "replay": "feedback.replaying",
}

__all__ = [
    "Answer",
    "Answerer",
    "Candidate",
    "Citation",
    "Conversation",
    "__version__",
    "add",
    "answer",
    "check_export",
    "citation_bibtex",
    "citation_csl",
    "citation_markdown",
    "citation_text",
    "export",
    "rebuild",
    "record_feedback",
    "remove",
    "replay",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("pincite")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"pincite.qa.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
