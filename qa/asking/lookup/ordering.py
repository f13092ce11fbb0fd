"""The order in which many places are shown. Pure."""

from __future__ import annotations

from pincite.qa.types import Citation


def by_date(place: Citation) -> tuple[bool, str, str, int]:
    """A key that sorts places by the date of their article, those without a date last; the places
    of an article by their order in its text."""
    published = place.article.published
    return published is None, (published or "")[:10], place.article.id, place.sentence.start
