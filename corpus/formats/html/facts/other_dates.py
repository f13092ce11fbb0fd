"""The day of publication from a page's address, its title or the data in its scripts. Pure.

These sources are used last, and only if they give exactly one day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from pincite.corpus.formats.html.facts.declared import json_of
from pincite.corpus.metadata.dates import moments_in, real_date, written_date

_IN_ADDRESS: Final = re.compile(
    r"/((?:19|20)[0-9]{2})[/-]([0-9]{1,2})[/-]([0-9]{1,2})(?=[/_.-]|$)"
    r"|/((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?=[/_.-]|$)"
)
_IN_SCRIPT: Final = re.compile(
    r"\"(?:datePublished|date_published|publishedDate|published_at|publishedAt|published_date"
    r"|publishDate|publish_date|publishedFirst|publicationDate|publication_date|first-publication)"
    r"\"\s{0,9}:\s{0,9}\"([^\"\\]{8,40})\""
)
_MAX_SCRIPT: Final = 2_000_000  # characters of all scripts
_BEFORE_TITLE: Final = re.compile(r"\W*[|·•–:-]\W*\w")
_BEHIND_TITLE: Final = re.compile(r"\w.*[|·•–(-]\W*$")
_EDGE: Final = 30  # characters after a date in which the rest of the title must begin


def date_in_address(address: str) -> str | None:
    """The date in a web address (``/2019/03/05/``, ``/20190305/``), or None."""
    return _only(
        day.isoformat()
        for match in _IN_ADDRESS.finditer(address.partition("?")[0])
        if (day := real_date(*(int(each) for each in match.groups() if each)))
    )


def date_in_title(title: str) -> str | None:
    """The day before or after a page's title, separated from it, or None: "3 May 2021 | Ferry to
    run at night"."""
    days: list[str] = []
    for moment, start, end in moments_in(title):
        before, behind = title[:start], title[end:]
        apart = not before.strip() and _BEFORE_TITLE.match(behind[:_EDGE])
        apart = apart or (not behind.strip(" )") and _BEHIND_TITLE.search(before))
        if apart and len(moment.days) == 1:
            days.append(moment.days[0].isoformat())
    return _only(days)


def date_in_scripts(tree: Any) -> str | None:
    """The single publication day in the data of a page's scripts, or None. Pages built by scripts
    have such data; JSON-LD is looked at where it is no JSON. The time of day is dropped, because
    several may be given."""
    left = _MAX_SCRIPT
    days: set[str] = set()
    for script in tree.iter("script"):
        linked = (script.get("type") or "").lower().startswith("application/ld+json")
        text = (script.text or "")[:left]
        if linked and json_of(text) is not None:
            continue  # PageData reads JSON-LD
        left -= len(text)
        found = (written_date(each) for each in _IN_SCRIPT.findall(text))
        days.update(iso[:10] for iso in found if iso)
        if len(days) > 1:
            return None
    return _only(days)


def _only(days: Iterable[str]) -> str | None:
    found = set(days)
    return found.pop() if len(found) == 1 else None
