"""The page of a first run, without any articles. Pure functions."""

from __future__ import annotations

from pincite.qa.words import say


def welcome(edit: bool) -> str:
    """The buttons to begin with files, a folder or the samples. Without ``edit``, it only says that
    there are no articles."""
    if not edit:
        return (
            f'<div class="welcome"><h2 class="lead">{say("first.lead")}</h2>'
            f"<p>{say('first.read')}</p></div>"
        )
    ways = "".join(
        f'<button type="button" class="way" data-{what}>{say(f"first.{word}")}</button>'
        for what, word in (
            ("add=files", "files"),
            ("add=folder", "folder"),
            ("samples", "samples"),
        )
    )
    return (
        f'<div class="welcome first"><h2 class="lead">{say("first.lead")}</h2>'
        f'<p>{say("first.text")}</p><div class="ways">{ways}</div>'
        f'<p class="label">{say("first.drop")}</p></div>'
    )
