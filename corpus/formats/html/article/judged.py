"""A block of a page with what is known of it, and what becomes of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from pincite.corpus.boilerplate.body import ends_sentence
from pincite.corpus.formats.html.article.blocks import PageBlock
from pincite.corpus.formats.html.article.regions import Region

_LINKED: Final = 0.5  # of a block's characters in links, from which on it is a menu
_ALL: Final = 0.95
_CALL: Final = 25  # words
_PROSE: Final = 8  # words
_CAPTION: Final = 4  # words
_UNENDED: Final = 12  # words of a caption that does not end as a sentence


class Use(IntEnum):
    """What becomes of a block."""

    OUT = 0  # not in the text
    ASIDE = 1  # in the text, never cited
    BODY = 2


@dataclass(slots=True)
class JudgedBlock:
    """A block with what is known of it: its words, the region that it stands in, whether the
    extractor found it, and what becomes of it."""

    block: PageBlock
    words: list[str]
    region: Region
    found: bool
    use: Use = Use.OUT

    @property
    def linked(self) -> float:
        """The share of its characters that are in links."""
        table = self.block.table
        links = self.block.links if table is None else table.links
        return links / max(1, len(self.block.all_words))

    @property
    def sentence(self) -> bool:
        """Whether it is several words that end as a sentence does."""
        return len(self.words) >= _PROSE and ends_sentence(self.block.words)

    @property
    def prose(self) -> bool:
        """Whether it reads as a paragraph: a sentence, few links."""
        block = self.block
        text = block.kind in ("text", "item") or (block.kind == "heading" and block.is_sentence)
        return text and self.sentence and self.linked < _LINKED

    @property
    def says(self) -> bool:
        """Whether a caption tells of the picture, rather than who took it."""
        needed = _CAPTION if ends_sentence(self.block.words) else _UNENDED
        return len(self.words) >= needed

    @property
    def labels(self) -> bool:
        """Whether it is a short line of text that introduces what follows it."""
        short = self.block.kind == "text" and len(self.words) < _PROSE
        return short and self.block.words.endswith((":", "："))

    @property
    def calls(self) -> bool:
        """Whether it is short and ends as calls to the reader do: "Subscribe now!"."""
        return len(self.words) < _CALL and self.block.words.endswith(("!", "！"))

    @property
    def menu(self) -> bool:
        """Whether it is hardly more than a link: a headline elsewhere, a button."""
        if self.block.kind not in ("text", "heading"):
            return False
        return self.linked > (_ALL if self.sentence else _LINKED)

    @property
    def plausible(self) -> bool:
        """Whether it could have been article, where it is left out."""
        return self.found or (self.prose and self.region <= Region.BESIDE)
