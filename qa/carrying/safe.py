"""Text from articles, made safe to stand in a form of another's. Pure functions."""

from __future__ import annotations

import html
import re

_UNCARRIABLE = re.compile("[\x00\ud800-\udfff]")
# control codes, and marks that would turn around what stands behind them
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def carriable(text: str) -> str:
    """``text`` with NUL and lone surrogates, which no HTML page can hold, as U+FFFD one for one."""
    return _UNCARRIABLE.sub("\ufffd", text)


def escape(text: str) -> str:
    """``text`` as inert HTML, fit for an element's content and for a quoted attribute alike.

    A carriage return is written as a reference because parsers fold a raw one into a newline.
    """
    return html.escape(carriable(text), quote=True).replace("\r", "&#13;")


def flat(text: str) -> str:
    """``text`` on one line: white space runs as one blank, control codes and direction marks as
    U+FFFD."""
    return _CONTROL.sub("\ufffd", " ".join(text.split()))
