"""The author that a file declares, without values that a program filled in by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

MAX_AUTHOR: Final = 200
MAX_NAMES: Final = 20

_NOBODY: Final = re.compile(
    r"(?:(?:site|web|system|super|local|default|new|test|windows|microsoft|office|word|mac|pc|home)"
    r"[ _-]?)*(?:admin(?:istrator)?|root|user(?:name)?|owner|guest|account|office user|master|test)"
    r"\d{0,3}|author|authors|editor|staff|unknown|anonymous|unnamed|none|null|nil|undefined|default"
    r"|n/?a|-+|pc|hp|dell|lenovo|asus|acer|toshiba|office|word|microsoft(?: office| word)?|windows"
    r"|python-docx|openpyxl|apache poi|libreoffice|openoffice(?:\.org)?|latex|writer|pages|by"
    r"|no author|agencies|staff (?:writer|reporter)s?|redaktion|die redaktion|redacci[oó]n"
    r"|(?:the )?name of (?:the )?author|your name|author name|\{\{.*|\[.*\]|<.*>",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"[(<\[]?(?:mailto:)?[^\s@()<>]+@[^\s@()<>]+\.[^\s@()<>]+[)>\]]?")
# login names
_LOGIN: Final = re.compile(r"(?=\S*[0-9_])[\w.-]+", re.ASCII)
_HOST: Final = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,7}", re.IGNORECASE)
# the newspaper or the job title after a name
_POST: Final = re.compile(
    r", (?:[A-Z]{2,6}|(?:[\w-]+ ){0,4}(?i:reporter|editor|correspondent|writer|journalist(?:in)?"
    r"|redakteur(?:in)?|korrespondent(?:in)?|columnist|producer))"
)
_LINK: Final = re.compile(r"(?:https?://|www\.)\S*", re.IGNORECASE)


def author_of(value: object) -> str | None:
    """The author that a file declares, on one line. ``value`` is a string, a list of strings, or
    objects with a "name". None if it names no person ("admin", "Microsoft Office User", an
    address)."""
    given = value if isinstance(value, list | tuple) else [value]
    names = list(dict.fromkeys(name for each in given[:MAX_NAMES] if (name := _name(each))))
    between = "; " if any("," in name for name in names) else ", "
    return between.join(names)[:MAX_AUTHOR].rstrip() or None


def _name(value: object) -> str:
    if isinstance(value, Mapping):
        value = value.get("name")
    if not isinstance(value, str):
        return ""
    words = value[: 2 * MAX_AUTHOR].encode("utf-8", "replace").decode("utf-8")
    words = "".join(c if c.isprintable() else " " for c in words)
    words = " ".join(_LINK.sub(" ", _ADDRESS.sub(" ", words)).split())
    bracketed = re.fullmatch(r"\(([^()]*)\)", words)  # the rest of "ann@example.org (Ann Lee)"
    words = re.sub(r"^by:? ", "", (bracketed[1] if bracketed else words).strip(" ,;|·"), flags=re.I)
    if (comma := words.find(", ")) > 0 and _POST.fullmatch(words, comma):
        words = words[:comma]
    named = any(c.isalpha() for c in words) and not _NOBODY.fullmatch(words)
    named = (
        named and not _HOST.fullmatch(words) and not _LOGIN.fullmatch(words) and "[at]" not in words
    )
    return words if named else ""
