"""Helpers for tests that examine drafts."""

from collections.abc import Callable

from pincite.corpus.draft import Draft, Fault
from pincite.corpus.errors import ReadError


def only(drafts: list[Draft | Fault]) -> Draft:
    [draft] = drafts
    assert isinstance(draft, Draft)
    return draft


def body(draft: Draft) -> list[str]:
    return [span.of(draft.text) for span in draft.body]


def draft_or_reason(read: Callable[[bytes], object], data: bytes) -> None:
    """Asserts that a reader reads the bytes or refuses them in a printable line."""
    try:
        read(data)
    except ReadError as error:
        assert str(error).isprintable()
