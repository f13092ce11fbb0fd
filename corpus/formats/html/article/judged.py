"""A block of a page with its properties, and how it is used. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from pincite.corpus.boilerplate.body import ends_sentence
from pincite.corpus.formats.html.article.blocks import PageBlock
from pincite.corpus.formats.html.article.regions import Region

_LINKED: Final = 0.5  # share of characters in links above which a block is a menu
_ALL: Final = 0.95
_CALL: Final = 25  # words
_PROSE: Final = 8  # words
_CAPTION: Final = 4  # words
_UNENDED: Final = 12  # words of a caption that does not end like a sentence


class Use(IntEnum):
    """How a block is used."""

    OUT = 0  # not in the text
    ASIDE = 1  # in the text, but never cited
    BODY = 2


@dataclass(slots=True)
class JudgedBlock:
    """A block with its words, its region, whether the extractor found it, and its use. ``part`` is
    the place of the box within the text that it lies in, or -1."""

    block: PageBlock
    words: list[str]
    region: Region
    found: bool
    use: Use = Use.OUT
    part: int = -1

    @property
    def linked(self) -> float:
        """The share of its characters that are in links."""
        table = self.block.table
        links = self.block.links if table is None else table.links
        return links / max(1, len(self.block.all_words))

    @property
    def sentence(self) -> bool:
        """Whether it has several words and ends like a sentence."""
        return len(self.words) >= _PROSE and ends_sentence(self.block.words)

    @property
    def prose(self) -> bool:
        """Whether it reads like a paragraph: a sentence with few links."""
        block = self.block
        text = block.kind in ("text", "item") or (block.kind == "heading" and block.is_sentence)
        return text and self.sentence and self.linked < _LINKED

    @property
    def says(self) -> bool:
        """Whether a caption describes the picture and does not only name the photographer."""
        needed = _CAPTION if ends_sentence(self.block.words) else _UNENDED
        return len(self.words) >= needed

    @property
    def labels(self) -> bool:
        """Whether it is a short line that introduces the next block."""
        short = self.block.kind == "text" and len(self.words) < _PROSE
        return short and self.block.words.endswith((":", "："))

    @property
    def calls(self) -> bool:
        """Whether it is a short call to the reader, such as "Subscribe now!"."""
        return len(self.words) < _CALL and self.block.words.endswith(("!", "！"))

    @property
    def menu(self) -> bool:
        """Whether it is little more than a link: a headline of another article, a button."""
        if self.block.kind not in ("text", "heading"):
            return False
        return self.linked > (_ALL if self.sentence else _LINKED)

    @property
    def plausible(self) -> bool:
        """Whether it could be part of the article if it is left out."""
        return self.found or (self.prose and self.region <= Region.BESIDE)
