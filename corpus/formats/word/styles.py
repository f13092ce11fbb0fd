"""The meaning of a paragraph's style in a Word file: heading and its level, caption, or line of a
table of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_TITLE: Final = re.compile(r"title|titel|titre|título|titolo|标题|標題|表題", re.IGNORECASE)
_SUBTITLE: Final = re.compile(
    r"subtitle|untertitel|sous-titre|subtítulo|sottotitolo|ondertitel", re.IGNORECASE
)
# Word writes English names in all languages; other programs translate them.
_HEADING: Final = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|kop|rubrik|overskrift|otsikko|nagłówek|nadpis"
    r"|címsor|titlu|başlık|заголовок|επικεφαλίδα|标题|標題|見出し|제목) ?([1-9])\b.*",
    re.IGNORECASE,
)
_CAPTION: Final = re.compile(
    r"caption|beschriftung|légende|leyenda|legenda|didascalia|bildtext|billedtekst|kuvaotsikko"
    r"|titulek|podpis|题注|題注|図表番号|캡션",
    re.IGNORECASE,
)
_CONTENTS: Final = re.compile(r"(?:toc|table of figures)\b.*", re.IGNORECASE)
_BODY_LEVEL: Final = 9
_LONGEST_CHAIN: Final = 20


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its name, the style it is based on, and its outline level, counted from 0."""

    name: str = ""
    base: str = ""
    outline: int | None = None


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a file by their ids."""

    known: dict[str, Style] = field(default_factory=dict)

    @classmethod
    def of(cls, element: Any) -> Styles:
        """The styles in the root element of ``word/styles.xml``."""
        known = {}
        for each in element.iterchildren(f"{W}style"):
            name, base = _value(each, "name") or "", _value(each, "basedOn") or ""
            known[each.get(f"{W}styleId", "")] = Style(name, base, _outline(each))
        return cls(known)

    def level(self, paragraph: Any) -> int:
        """The level of a heading: 1 for a title, 2 for a heading of the first level; 0 if the
        paragraph is not a heading."""
        own = _outline(paragraph)
        if own is not None:
            return 0 if own >= _BODY_LEVEL else own + 2
        for style in self._chain(paragraph):
            if _TITLE.fullmatch(style.name):
                return 1
            if _SUBTITLE.fullmatch(style.name):
                return 2
            if style.outline is not None:
                return 0 if style.outline >= _BODY_LEVEL else style.outline + 2
            if numbered := _HEADING.fullmatch(style.name):
                return int(numbered[1]) + 1
            if style.name.lower() == "heading":
                return 2
        return 0

    def is_caption(self, paragraph: Any) -> bool:
        """Whether this is the caption of a figure or a table."""
        return any(_CAPTION.fullmatch(style.name) for style in self._chain(paragraph))

    def is_contents(self, paragraph: Any) -> bool:
        """Whether this is a line of a table of contents."""
        return any(_CONTENTS.fullmatch(style.name) for style in self._chain(paragraph))

    def _chain(self, paragraph: Any) -> list[Style]:
        """The paragraph's style and the styles that it is based on."""
        found: list[Style] = []
        id_ = _value(paragraph.find(f"{W}pPr"), "pStyle")
        while id_ in self.known and len(found) < _LONGEST_CHAIN:
            found.append(self.known[id_])
            id_ = found[-1].base
        return found


def _value(holder: Any, name: str) -> str | None:
    found = None if holder is None else holder.find(f"{W}{name}")
    return None if found is None else str(found.get(f"{W}val", ""))


def _outline(holder: Any) -> int | None:
    written = _value(holder.find(f"{W}pPr"), "outlineLvl")
    return int(written) if written and written.isdecimal() and len(written) < 3 else None
