"""The facts that an HTML page (an lxml tree) states about its article: title, author, date,
language.

Pure: the tree is not changed, and its content is treated only as data.
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
    """The facts of a page: the title ("" if there is none), the date or date-time in ISO 8601, the
    author on one line, and the language's two-letter code; each None if it is not stated. ``head``
    is the text near the headline."""

    title: str
    published: str | None
    author: str | None
    language: str | None
    head: str

    @classmethod
    def of(cls, tree: Any) -> PageFacts:
        """The facts of a page. The tree must be complete, with nothing removed."""
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
    declared = (root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"))
    declared = (*declared, root.get("xml:lang"), *data.meta_values(*_LOCALES))
    return next((code for each in declared if (code := language_code(each))), None)
