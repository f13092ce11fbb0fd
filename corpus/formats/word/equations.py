"""Equations of Word (OMML, ECMA-376 part 1, chapter 22.1) as text on one line: a/b, x^2, sqrt(x).

Elements are those of lxml. An element without a form of its own here becomes the text inside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from pincite.corpus.formats.word.styles import W

M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
EQUATIONS: Final = frozenset((f"{M}oMath", f"{M}oMathPara"))
_STRUCK: Final = frozenset((f"{W}del", f"{W}moveFrom"))
_TEXT: Final = frozenset((f"{M}t", f"{W}t"))
# Numbers, letters, words and bracketed terms need no further brackets.
_SIMPLE: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|\w*\([^()]*\)|\[[^\[\]]*\]|∞|[^\W\d_]['′]")


def equation(element: Any) -> str:
    """An equation, or a part of one, on one line."""
    form = _FORMS.get(element.tag.removeprefix(M)) if isinstance(element.tag, str) else None
    if form is not None:
        return form(element)
    if element.tag in _TEXT:
        return element.text or ""
    if element.tag in _STRUCK:
        return ""
    gap = "; " if element.tag == f"{M}oMathPara" else ""
    inner = (equation(child) for child in element if isinstance(child.tag, str))
    return gap.join(part for part in inner if part)


def _part(element: Any, name: str) -> str:
    found = element.find(f"{M}{name}")
    return "" if found is None else equation(found).strip()


def _parts(element: Any, name: str) -> list[str]:
    return [equation(child).strip() for child in element.findall(f"{M}{name}")]


def _setting(element: Any, name: str) -> str | None:
    """A property, such as the sign of a sum; None if it is not set, "" if it is empty."""
    found = element.find(f"{M}{element.tag.removeprefix(M)}Pr/{M}{name}")
    return None if found is None else str(found.get(f"{M}val", ""))


def _in_brackets(words: str) -> str:
    """The words, in brackets unless they are a simple term."""
    return words if not words or _SIMPLE.fullmatch(words) else f"({words})"


def _fraction(element: Any) -> str:
    above, below = _part(element, "num"), _part(element, "den")
    if _setting(element, "type") == "noBar":
        return f"({above} over {below})"
    return f"{_in_brackets(above)}/{_in_brackets(below)}"


def _scripts(low: str, high: str) -> str:
    return (f"_{_in_brackets(low)}" if low else "") + (f"^{_in_brackets(high)}" if high else "")


def _scripted(element: Any) -> str:
    base = _in_brackets(_part(element, "e"))
    return base + _scripts(_part(element, "sub"), _part(element, "sup"))


def _scripted_before(element: Any) -> str:
    scripts = _scripts(_part(element, "sub"), _part(element, "sup"))
    return f"{scripts}{_in_brackets(_part(element, 'e'))}"


def _limit(element: Any) -> str:
    low = element.tag == f"{M}limLow"
    limit = _part(element, "lim")
    return _part(element, "e") + _scripts(limit if low else "", "" if low else limit)


def _root(element: Any) -> str:
    degree, inner = _part(element, "deg"), _part(element, "e")
    return f"root({degree}, {inner})" if degree else f"sqrt({inner})"


def _sum(element: Any) -> str:
    sign = _setting(element, "chr")
    sign = "∫" if sign is None else sign
    return f"{sign}{_scripts(_part(element, 'sub'), _part(element, 'sup'))} {_part(element, 'e')}"


def _bracketed(element: Any) -> str:
    signs = (("begChr", "("), ("sepChr", "|"), ("endChr", ")"))
    begin, between, end = (
        default if (sign := _setting(element, name)) is None else sign for name, default in signs
    )
    return begin + between.join(_parts(element, "e")) + end


def _function(element: Any) -> str:
    name, inner = _part(element, "fName"), _part(element, "e")
    return f"{name}{inner}" if inner.startswith("(") else f"{name} {inner}"


def _accented(element: Any) -> str:
    sign, inner = _setting(element, "chr"), _part(element, "e")
    sign = "\u0302" if sign is None else sign
    return inner + sign if len(inner) == 1 else f"{_in_brackets(inner)}{sign}"


def _bar(element: Any) -> str:
    return f"bar({_part(element, 'e')})"


def _matrix(element: Any) -> str:
    rows = [", ".join(_parts(row, "e")) for row in element.findall(f"{M}mr")]
    return f"[{'; '.join(rows)}]"


def _lines(element: Any) -> str:
    return "; ".join(part for part in _parts(element, "e") if part)


_FORMS: Final[dict[str, Callable[[Any], str]]] = {
    "f": _fraction,
    "sSup": _scripted,
    "sSub": _scripted,
    "sSubSup": _scripted,
    "sPre": _scripted_before,
    "limLow": _limit,
    "limUpp": _limit,
    "rad": _root,
    "nary": _sum,
    "d": _bracketed,
    "func": _function,
    "acc": _accented,
    "bar": _bar,
    "m": _matrix,
    "eqArr": _lines,
}
