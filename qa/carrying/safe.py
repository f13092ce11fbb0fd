"""Makes text from articles safe for HTML and other formats. Pure functions."""

from __future__ import annotations

import html
import re

from pincite.qa.json_values import UNCARRIABLE

# control codes, and marks that reverse the direction of the text after them
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def carriable(text: str) -> str:
    """``text`` with each NUL and lone surrogate, which HTML cannot contain, replaced by U+FFFD."""
    return UNCARRIABLE.sub("\ufffd", text)


def escape(text: str) -> str:
    """``text`` as inert HTML, for an element's content or a quoted attribute.

    A carriage return becomes a character reference, because parsers make a newline of a raw one.
    """
    return html.escape(carriable(text), quote=True).replace("\r", "&#13;")


def flat(text: str) -> str:
    """``text`` on one line: each run of white space becomes one blank, each control code and
    direction mark U+FFFD."""
    return _CONTROL.sub("\ufffd", " ".join(text.split()))
