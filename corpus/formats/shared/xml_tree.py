"""Parses XML from untrusted files with Python's own parser, without declared entities.

Entities declared in a file could grow without limit or name another file. Documents of the formats
read here declare none. The parser loads nothing and is not recursive.
"""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree

from pincite.corpus.errors import ReadError

Element = ElementTree.Element

_DECLARED: Final = b"<!ENTITY"


def tree_of(data: bytes, damaged: str) -> Element:
    """The root element. Raises ReadError (beginning with ``damaged``) if the data is not XML or
    declares entities."""
    if _DECLARED in data.replace(b"\0", b"").upper():
        raise ReadError(f"{damaged} (it declares entities of its own)")
    try:
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise ReadError(f"{damaged} ({type(error).__name__})") from None


def name_of(element: Element) -> str:
    """The name of an element without its namespace; "" for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """The value of the attribute with this name in any namespace; "" if there is none."""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def words_of(element: Element) -> str:
    """All text in an element, on one line."""
    return " ".join("".join(element.itertext()).split())
