"""What an HTML page says of its article, as a tree of lxml: title, author, date, language.

Pure: the tree is only looked at, and whatever is in it is data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from pincite.corpus.formats.html.facts.authors import author
from pincite.corpus.formats.html.facts.dates import published_date
from pincite.corpus.formats.html.facts.declared import PageData
from pincite.corpus.formats.html.facts.shown_lines import PageLines
from pincite.corpus.formats.html.facts.titles import title
from pincite.corpus.metadata.language import language_code

_LOCALES: Final = ("og:locale", "content-language", "language", "dc.language")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page states: the title, "" where it has none, the date or date-time in ISO 8601, the
    author on one line, and the language's two-letter code; None where it does not say. ``head`` is
    what stands about the headline."""

    title: str
    published: str | None
    author: str | None
    language: str | None
    head: str

    @classmethod
    def of(cls, tree: Any) -> PageFacts:
        """What the page of this tree states. The tree must be as the page was, nothing left out."""
        data = PageData.of(tree)
        named, headline = title(tree, data)
        shown = PageLines.of(tree, named, headline)
        return cls(
            named,
            published_date(tree, data, named, shown),
            author(tree, data, shown),
            _language(tree, data),
            "\n".join(line.words for line in shown.head),
        )


def _language(tree: Any, data: PageData) -> str | None:
    root = tree.getroottree().getroot()
    told = (root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"))
    told = (*told, root.get("xml:lang"), *data.told(*_LOCALES))
    return next((code for each in told if (code := language_code(each))), None)
