"""Finds the date of publication of an HTML page. Pure.

The order of sources: metadata (JSON-LD, ``meta`` elements, ``itemprop``), lines near the headline,
an element whose class or id calls it a date, a complete date in the address. Dates of changes are
never used, nor dates in comments, in lists of other stories or in lines of the site. A date with
two possible days is decided by the page's other dates or its language, or it is not used.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice, pairwise
from typing import Any, Final

from pincite.corpus.formats.html.facts.date_lines import (
    DATED,
    Dated,
    date_of_line,
    day_month_order,
    names_of,
    opening_date,
)
from pincite.corpus.formats.html.facts.declared import PageData
from pincite.corpus.formats.html.facts.other_dates import (
    date_in_address,
    date_in_scripts,
    date_in_title,
)
from pincite.corpus.formats.html.facts.shown_lines import (
    NOT,
    PERHAPS,
    SURELY,
    PageLine,
    PageLines,
    aside,
)
from pincite.corpus.metadata.date_lines import LATER
from pincite.corpus.metadata.dates import stated_date

_PUBLISHED: Final = tuple(
    """article:published_time og:published_time og:article:published_time article:published
    og:pubdate datepublished parsely-pub-date sailthru.date dc.date.issued dcterms.issued
    dc.issued citation_publication_date citation_online_date citation_date publishdate publish-date
    publish_date published-date pubdate pub_date publication_date publicationdate
    article_date_original article.published originalpublicationdate cxenseparse:publishtime
    cxenseparse:recs:publishtime bt:pubdate ob:date rnews:datepublished
    vr:published_time dc.date.published""".split()
)
_VAGUE: Final = (
    "date",
    "dc.date",
    "dcterms.date",
    "dc:date",
    "prism.publicationdate",
    "dcterms.created",
    "dc.date.created",
    "datecreated",
)
_CHANGED: Final = tuple(
    """article:modified_time og:updated_time og:article:modified_time datemodified last-modified
    lastmod dcterms.modified dc.date.modified article:modified dc.modified""".split()
)
# Characters of a paragraph, and of all paragraphs that may be between a headline and its date.
_PARAGRAPH: Final = 100
_MOST_PROSE: Final = 1200
# Lines below and above the headline in which its date is searched.
_BELOW: Final = 40
_JUST_BELOW: Final = 10
_ABOVE: Final = 8
_JUST_ABOVE: Final = 3
_CONTAINERS: Final = 5
_CLOSE: Final = 3
_MARKED: Final = 8
_LABEL: Final = 30  # characters
_STORY: Final = 2  # blocks around a line that may be the teaser of another story
_TEASER: Final = 40  # elements of a teaser
_HEADINGS: Final = ("h2", "h3", "h4", "h5", "h6")
_CALLED: Final = re.compile(
    r"date|time|publi|posted|post-?info|meta|byline|stamp|created|datum|fecha|data\b|author|info"
    r"|datiert|subline"
)


def published_date(tree: Any, data: PageData, named: str, shown: PageLines) -> str | None:
    """The page's date or date-time in ISO 8601, or None if it states none. ``named`` is the
    article's title."""
    order = day_month_order(tree, data, shown.lines)
    near = _near(shown, order)
    if stated := _on_shown_day(_stated(data, named), near) or _marked(tree, shown.own):
        return _own_day(stated, near)
    if near:
        return near.iso
    called = _called_date(shown.lines, shown.own, order)
    others = (
        *(date_in_title(each) for each in (*data.meta_values("og:title"), named)),
        date_in_scripts(tree),
        *(date_in_address(each) for each in _addresses(tree, data)),
    )
    vague = _vague(data)
    return vague or (called.iso if called else next(filter(None, others), None))


def _on_shown_day(stated: Sequence[str], near: Dated | None) -> str | None:
    """Of the stated moments, the one on the day shown near the headline, else the first."""
    days = {day.isoformat() for day in near.moment.days} if near else set()
    shown = (each for each in stated if each[:10] in days)
    return next(shown, next(iter(stated), None))


def _addresses(tree: Any, data: PageData) -> Iterator[str]:
    links = [link for link in tree.iter("link") if link.get("href")]
    for rel in ("canonical", "shortlink", "alternate"):
        yield from (link.get("href") for link in links if (link.get("rel") or "").lower() == rel)
    yield from data.meta_values("og:url")


def _stated(data: PageData, named: str) -> list[str]:
    """The moments in the metadata: from JSON-LD of the article, else of the page, and from ``meta``
    elements. Without these, the moment of another JSON-LD object, unless it is the date of a
    change."""
    objects = (_of_objects(each, named) for each in (data.articles, data.pages))
    published = (iso for each in data.meta_values(*_PUBLISHED) if (iso := stated_date(each)))
    if found := [
        each for each in (next(filter(None, objects), None), next(published, None)) if each
    ]:
        return found
    rest = _of_objects([each for each in data.objects if data.is_other(each)], named)
    return [rest] if rest and rest not in _changed(data) else []


def _of_objects(objects: Sequence[Mapping[str, Any]], named: str) -> str | None:
    """The publication date of the first object that has one. Objects with the page's title come
    first, because a page may also describe the stories it links to."""
    dated = [(each, iso) for each in objects if (iso := stated_date(each.get("datePublished")))]
    titled = [iso for each, iso in dated if named in (each.get("headline"), each.get("name"))]
    return next(iter([*titled, *(iso for _, iso in dated)]), None)


def _changed(data: PageData) -> set[str]:
    """The dates of changes that the page states."""
    given = [*data.meta_values(*_CHANGED), *(each.get("dateModified") for each in data.objects)]
    return {iso for each in given if (iso := stated_date(each))}


def _vague(data: PageData) -> str | None:
    """The moment of ``meta`` elements whose name may mean any date, unless it is the date of a
    change."""
    given = [iso for each in data.meta_values(*_VAGUE) if (iso := stated_date(each))]
    changed = _changed(data)
    return next((iso for iso in given if iso not in changed), None)


def _marked(tree: Any, own: Sequence[Any]) -> str | None:
    """The moment of an element marked as the date of publication."""
    places = (
        "//*[@itemprop='datePublished' or contains(@property, 'datePublished')]",
        "//time[@pubdate]",
        "//time[contains(@class, 'published') or contains(@class, 'entry-date')]",
        "//abbr[contains(@class, 'published')]",
    )
    found = [element for place in places for element in tree.xpath(place)[:_MARKED]]
    dated = [(iso, aside(each, own)) for each in found if (iso := _moment_of(each))]
    sure = (iso for iso, where in dated if where == NOT)
    perhaps = {iso for iso, where in dated if where == PERHAPS}
    return next(sure, perhaps.pop() if len(perhaps) == 1 else None)


def _moment_of(element: Any) -> str | None:
    given = (element.get(each) for each in ("datetime", "content", "title"))
    words = (*given, "".join(element.itertext()))
    return next((iso for each in words if (iso := stated_date(each))), None)


def _own_day(stated: str, near: Dated | None) -> str:
    """The stated moment. If it is in UTC and the page shows the day before or after it, the shown
    moment: the day in the page's own time zone."""
    if near is None or not stated.endswith("+00:00"):
        return stated
    apart = abs(near.moment.days[0] - datetime.fromisoformat(stated).date())
    return near.iso if apart == timedelta(days=1) else stated


def _near(shown: PageLines, order: str) -> Dated | None:
    """The moment near the headline: just above it in a line called a date, below it, further above
    it, or in it."""
    if shown.at is None:
        return None
    at, all_lines, containers = shown.at, shown.lines, _containers(shown.own)
    above = [all_lines[i] for i in range(at - 1, max(at - _ABOVE, 0) - 1, -1)]
    above = [line for line in above if line.aside != SURELY]
    just = [line for line in above[:_JUST_ABOVE] if line.aside == NOT and _within(line, containers)]
    for line in just:
        found = date_of_line(line, order)
        if found and DATED.search(names_of(line)):
            return found
    prose, another = 0, False  # whether the line stands right below another story's heading
    for distance, line in enumerate(all_lines[at + 1 : at + 1 + _BELOW]):
        is_prose = line.aside == NOT and len(line.words) >= _PARAGRAPH
        another = not is_prose and (another or (prose > 0 and _is_heading(line)))
        perhaps = line.aside == PERHAPS and (prose or distance >= _JUST_BELOW)
        if line.aside == SURELY or perhaps or another:
            continue
        if found := date_of_line(line, order) or opening_date(line, order):
            return found
        prose += len(line.words) if is_prose else 0
        if prose > _MOST_PROSE:
            break
    for line in above:
        found = date_of_line(line, order)
        beside = line.aside == NOT and _within(line, containers[:_CLOSE])
        if found and (beside or DATED.search(names_of(line))):
            return found
    return date_of_line(all_lines[at], order)


def _is_heading(line: PageLine) -> bool:
    return bool(line.above) and line.above[0].tag in _HEADINGS


def _within(line: PageLine, containers: Sequence[Any]) -> bool:
    return any(each in line.above for each in containers)


def _containers(own: Sequence[Any]) -> list[Any]:
    """The blocks around a headline that hold its article but not the whole page."""
    above = own[1 : 1 + _CONTAINERS]
    return [each for each in above if each.tag not in ("body", "html", "main", "header")]


def _of_change(line: PageLine) -> bool:
    """Whether a line is the label of a change date in the line below."""
    return len(line.words) <= _LABEL and bool(LATER.search(line.words))


def _of_other_story(line: PageLine, own: Collection[Any]) -> bool:
    """Whether a line stands in a block with a heading that links to another story. ``own`` are the
    headline and the blocks around it."""
    for block in line.above[:_STORY]:
        if block in own:
            return False
        near = [each for each in islice(block.iter(), _TEASER) if each.tag in _HEADINGS]
        if any(_links(each) for each in near):
            return True
    return False


def _links(heading: Any) -> bool:
    """Whether a heading is a link, or holds one."""
    holder = heading.getparent()
    linked = holder is not None and holder.tag == "a"
    return linked or next(heading.iter("a"), None) is not None


def _called_date(shown: Sequence[PageLine], own: Collection[Any], order: str) -> Dated | None:
    """The moment of lines whose class calls them a date or that name the publication, if all of
    these give one day. Lines that name the publication come first."""
    ours = frozenset(own)
    lines = (
        line
        for above, line in pairwise(shown)
        if not _of_change(above) and not (ours and _of_other_story(line, ours))
    )
    dated = [
        (each, line)
        for line in lines
        if line.aside < SURELY and (each := date_of_line(line, order))
    ]
    found = [(each, line) for each, line in dated if line.aside == NOT]
    named = [each for each, _ in found if each.first]
    called = [each for each, line in found if _CALLED.search(names_of(line))]
    perhaps = [each for each, line in dated if each.first or each.moment.clock]
    for group in (named, called, perhaps):
        if group:
            return group[0] if len({each.moment.days for each in group}) == 1 else None
    return None
