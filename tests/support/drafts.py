"""Helpers for tests that examine drafts."""

from pincite.corpus.draft import Draft, Fault


def only(drafts: list[Draft | Fault]) -> Draft:
    [draft] = drafts
    assert isinstance(draft, Draft)
    return draft


def body(draft: Draft) -> list[str]:
    return [span.of(draft.text) for span in draft.body]
