"""Finds the elements that a style sheet in the page hides.

Only rules with one class, one id, or a tag with a class hide, and only outside at-rules. A rule
that shows an element is believed whatever its form, if the page has all the names that it needs:
its place in the cascade decides between the two. Pure. Time is linear in the style sheets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

_TOKEN: Final = re.compile(
    r"/\*.*?(?:\*/|\Z)|\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?|url\([^\"')]*\)?|[{};]"
    r"|[^{};/\"'u]+|.",
    re.DOTALL,
)
_SIMPLE: Final = re.compile(r"([a-z][a-z0-9]*)?([.#])(-?[_a-zA-Z][\w-]*)")
_NAME: Final = re.compile(r"([.#])(-?[_a-zA-Z][\w-]*)")
_LAST: Final = re.compile(r"[^\s>+~]+$")
_ACTED: Final = re.compile(r":(?:hover|focus|active|target|checked|focus-within|focus-visible)\b")
_GROUPS: Final = ("@media", "@supports", "@layer", "@container", "@scope")
_SCREEN: Final = ("", "all", "screen")
_NO_PAGE: Final = frozenset({"noscript", "template", "svg"})
_OFF_SCREEN: Final = r"-\d{4,}(?:\.\d+)?(?:px)?|-\d{3,}r?em"
# The values of properties that hide an element, or move or cut it out of sight.
_PROPERTIES: Final = {
    "display": re.compile("none"),
    "visibility": re.compile("hidden|collapse"),
    "clip": re.compile(r"rect\((?:[\s,]*[01](?:px)?){4}\s*\)"),
    "clip-path": re.compile(r"inset\((?:50|100)%\)"),
    **dict.fromkeys(("left", "top", "text-indent", "margin-left"), re.compile(_OFF_SCREEN)),
}
_MAY_HIDE: Final = re.compile(rf"none|hidden|collapse|clip|{_OFF_SCREEN}")
_LONGEST: Final = 300  # characters of a selector
_DEEPEST: Final = 20  # at-rules around a rule
_MANY: Final = 200  # rules with one name

_Rank = tuple[bool, int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Rule:
    tag: str
    needs: tuple[str, ...]  # classes and ids of the element, with their sign
    property: str
    hides: bool
    rank: _Rank


class HidingRules:
    """What the style sheets of a page, given as all its elements, say of being shown."""

    def __init__(self, elements: Iterable[Any]) -> None:
        self._rules: dict[str, list[_Rule]] = {}
        self._known: dict[tuple[str, str, str, str], bool] = {}
        self._hides = False
        page = list(elements)
        sheets = [sheet for each in page if each.tag == "style" and (sheet := _sheet(each))]
        if not any(map(_MAY_HIDE.search, sheets)):
            return
        self._names = _names_of(page)
        order = 0
        for sheet in sheets:
            for selectors, declared, plain in _rules(sheet):
                order += 1
                self._add(selectors, declared, order, plain=plain)

    def hide(self, element: Any) -> bool:
        """Whether the rules hide the element itself, wherever it stands."""
        if not self._hides:
            return False
        get = element.get
        named, own, style = get("class") or "", get("id") or "", get("style") or ""
        if not named and not own:
            return False
        key = (element.tag, named, own, style)
        if key not in self._known:
            self._known[key] = self._decide(*key)
        return self._known[key]

    def _decide(self, tag: str, named: str, own: str, style: str) -> bool:
        names = {f".{each}" for each in named.split()} | {f"#{own}"}
        best: dict[str, _Rule] = {}
        for name in (*names, tag):
            rules = self._rules.get(name, ())
            if len(rules) > _MANY:
                return False
            for rule in rules:
                before = best.get(rule.property)
                applies = rule.tag in ("", tag) and names.issuperset(rule.needs)
                if applies and (before is None or rule.rank > before.rank):
                    best[rule.property] = rule
        own_style = _declared(style)
        return any(
            rule.hides and (rule.rank[0] or rule.property not in own_style)
            for rule in best.values()
        )

    def _add(self, selectors: str, declared: str, order: int, *, plain: bool) -> None:
        values = _declared(declared)
        if not values:
            return
        for selector in map(str.strip, selectors.split(",")):
            if len(selector) > _LONGEST:
                continue
            simple = _SIMPLE.fullmatch(selector)
            names = _NAME.findall(selector)
            last = _LAST.search(selector)
            needs = tuple("".join(each) for each in _NAME.findall(last[0] if last else ""))
            tag = re.match(r"[a-z][a-z0-9]*", last[0]) if last else None
            unmet = any("".join(each) not in self._names for each in names)
            if unmet or _ACTED.search(selector) or not (needs or tag):
                continue
            ids = sum(sign == "#" for sign, _ in names)
            others = len(names) - ids + selector.count("[") + selector.count(":")
            for name, (value, important) in values.items():
                hides = _PROPERTIES[name].fullmatch(value) is not None
                if hides and not (simple and plain):
                    continue
                rank = (important, ids, others, int(tag is not None), order)
                rule = _Rule(tag[0] if tag else "", needs, name, hides, rank)
                self._rules.setdefault(needs[0] if needs else rule.tag, []).append(rule)
                self._hides = self._hides or hides


def _sheet(style: Any) -> str:
    """The text of a ``style`` element that holds for a screen."""
    kind, media = style.get("type") or "text/css", (style.get("media") or "").strip().lower()
    above = any(each.tag in _NO_PAGE for each in style.iterancestors())
    if above or kind != "text/css" or media not in _SCREEN:
        return ""
    return style.text or ""


def _names_of(page: Iterable[Any]) -> set[str]:
    """All classes and ids of the page, with their signs."""
    names: set[str] = set()
    for each in page:
        names.add(f"#{each.get('id') or ''}")
        names.update(f".{name}" for name in (each.get("class") or "").split())
    return names


def _rules(sheet: str) -> Iterator[tuple[str, str, bool]]:
    """The selectors and declarations of each rule, and whether it stands outside all at-rules.
    Rules within media queries are among them; rules within other rules are not."""
    above: list[str] = []
    pieces: list[str] = []
    nested = False
    for token in _TOKEN.findall(sheet):
        if token == "{":
            above.append("".join(pieces).strip())
            nested = len(above) > 1 and not above[-2].startswith("@")
            pieces = []
        elif token == "}":
            if above:
                prelude = above.pop()
                if not nested and not prelude.startswith("@") and _screened(above):
                    yield prelude, "".join(pieces), not above
            nested, pieces = False, []
        elif token == ";" and (not above or above[-1].lower().startswith(_GROUPS)):
            pieces = []
        elif not token.startswith("/*"):
            pieces.append(token)


def _screened(above: list[str]) -> bool:
    """Whether the at-rules around a rule may hold for a screen."""
    return len(above) <= _DEEPEST and all(
        each.lower().startswith(_GROUPS) and not re.match(r"@media\s+print\b", each.lower())
        for each in above
    )


def _declared(declarations: str) -> dict[str, tuple[str, bool]]:
    """The last value of each property that may hide, and whether it is important."""
    found: dict[str, tuple[str, bool]] = {}
    for each in declarations.split(";"):
        name, colon, value = each.partition(":")
        if colon and (name := name.strip().lower()) in _PROPERTIES:
            value, mark, _ = value.strip().lower().partition("!")
            before = found.get(name)
            if before is None or mark or not before[1]:
                found[name] = (value.strip(), bool(mark))
    return found
