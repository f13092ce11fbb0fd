"""Who wrote an HTML page's article, as the page says for machines or in marked links. Pure."""

from __future__ import annotations

from typing import Any, Final

from corpus.authors import author_of
from corpus.formats.page_data import PageData

_AUTHORS: Final = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author")


def author(tree: Any, data: PageData) -> str | None:
    """The authors that the page's JSON-LD, ``meta`` elements or marked links name, or None."""
    links = [" ".join(a.itertext()) for a in tree.xpath("//article//a[@rel='author']")]
    objects = (each.get("author") for each in (*data.articles, *data.pages))
    told = (*objects, *data.told(*_AUTHORS), links)
    return next((names for each in told if (names := author_of(each))), None)
