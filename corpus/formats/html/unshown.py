"""Finds prose that a page holds in elements whose content is not read: fallbacks, buttons, frames,
templates. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Final

from pincite.corpus.formats.html.article.blocks import blocks_of
from pincite.corpus.formats.html.article.consent import asks_permission
from pincite.corpus.formats.html.article.extracted import ExtractedText, tokens
from pincite.corpus.formats.html.article.judged import JudgedBlock
from pincite.corpus.formats.html.article.regions import Region

_UNREAD: Final = tuple(
    "noscript button object iframe textarea svg template canvas audio video".split()
)
_PROSE: Final = 200  # characters
_SENTENCES: Final = 2
_END: Final = re.compile(r"[.!?…][”’\"')\]]*(?=\s|$)|[。！？]")


@dataclass(frozen=True, slots=True)
class UnshownProse:
    """The paragraphs of one element whose content is not read."""

    tag: str
    paragraphs: tuple[str, ...]

    def lacking(self, found: ExtractedText) -> UnshownProse:
        """The same without paragraphs that are in ``found``."""
        lacked = tuple(each for each in self.paragraphs if not found.has(tokens(each)))
        return UnshownProse(self.tag, lacked)

    @property
    def large(self) -> bool:
        """Whether it is more than a remark: several sentences, and no request for consent."""
        words = "\n".join(self.paragraphs)
        several = len(words) >= _PROSE and len(_END.findall(words)) >= _SENTENCES
        return several and not asks_permission(words)


def unshown_prose(tree: Any, parsed: Callable[[str], Any]) -> list[UnshownProse]:
    """The prose of each such element in the page, if it is large. ``parsed`` gives the tree of a
    frame's own page, or None."""
    found = []
    for element in tree.iter(*_UNREAD):
        inner = parsed(element.get("srcdoc") or "") if element.tag == "iframe" else None
        _, blocks = blocks_of(element if inner is None else inner, styled=False)
        judged = (
            JudgedBlock(each, tokens(each.all_words), Region.ARTICLE, found=False)
            for each in blocks
        )
        prose = UnshownProse(element.tag, tuple(e.block.words for e in judged if e.prose))
        if prose.large:
            found.append(prose)
    return found


def lacked_in(text: str, unshown: Collection[UnshownProse]) -> list[UnshownProse]:
    """What a text lacks of it, where that is large."""
    if not unshown:
        return []
    found = ExtractedText(text)
    return [lacking for each in unshown if (lacking := each.lacking(found)).large]
