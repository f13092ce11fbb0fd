"""When an HTML page says that it was published. Pure.

First what it says for machines (JSON-LD, ``meta`` elements, ``itemprop``), then what stands by its
headline, then an element that is called its date, and last a whole date in its address. A line that
says when it was changed is never taken, nor is what stands in comments, lists of other stories, or
the site's own lines. What could be two days is settled by the page's other dates or its language,
or is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

from corpus.dates import Moment, iso_date, moments_in, real_date, written_date
from corpus.formats.page_data import PageData
from corpus.formats.page_lines import NOT, PERHAPS, SURELY, Line, aside, called, lines
from corpus.stamps import FIRST, LATER

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
_LONGEST: Final = 200
_WORDS: Final = 14  # beside the date; what has more is a sentence
_PROSE: Final = 200
_BELOW: Final = 40  # lines
_ABOVE: Final = 8
_JUST_ABOVE: Final = 3
_JUST_BELOW: Final = 10
_MARKED: Final = 8
_CALLED: Final = re.compile(
    r"date|time|publi|posted|post-?info|meta|byline|stamp|created|datum|fecha|data\b|author|info"
    r"|head|datiert|subline|kicker"
)
_DATED: Final = re.compile(
    r"(?<![a-z])(?:date|datum|fecha|time|published|posted|datepublished)|-date|_date|pubdate"
)
_META: Final = re.compile(r"meta|post-?(?:info|data)|posted|byline|publi|date")
_NOT_WHEN: Final = re.compile(
    r"(?:©|copyright|\(c\)|&copy;)|(?<![^\W_])(?:since|seit|until|bis|until|depuis|desde|born|geb\.?"
    r"|geboren|joined|registriert|member|mitglied|geburtsdatum|events?|deadline|termin)(?![^\W_])",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(r"(?:[^\W\d_][\w ./-]{1,30}[,:]? )?[(\[]?")
_OPENED: Final = re.compile(r"[.)\]]* ?[-–—:|•]+ |[.)\]]+ ")
_MOST_PROSE: Final = 2
_ENDS: Final = re.compile(r"[.!?。！？][\"'”»)]*$")
_IN_ADDRESS: Final = re.compile(
    r"/((?:19|20)[0-9]{2})[/-]([0-9]{1,2})[/-]([0-9]{1,2})(?=[/_.-]|$)"
    r"|/((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?=[/_.-]|$)"
)
_MONTH_FIRST: Final = re.compile(r"en[-_](?:us|ph)", re.IGNORECASE)
_DAY_FIRST: Final = re.compile(
    r"en[-_](?:gb|uk|au|nz|ie|in|za|sg|my|hk|ke|ng)|(?!en)[a-z]{2}", re.I
)


@dataclass(frozen=True, slots=True)
class _Dated:
    """A line with the moment that it gives as the article's."""

    line: Line
    moment: Moment
    at: int
    first: bool  # it says that this is when the article was published


def published(tree: Any, data: PageData, named: str, headline: Any) -> str | None:
    """The page's date or date-time in ISO 8601, None where it states none.

    ``named`` is the article's title and ``headline`` the element that shows it, or None.
    """
    own = [headline, *headline.iterancestors()] if headline is not None else []
    shown = list(lines(tree, own))
    order = _order(tree, data, shown)
    near = _near(shown, headline, order)
    stated = _stated(data, named) or _marked(tree, own)
    if stated:
        return _own_day(stated, near)
    seen = near or _called_date(shown, headline, order)
    if seen:
        return _iso(seen)
    addresses = (in_address(each) for each in _addresses(tree, data))
    return _vague(data) or next((found for found in addresses if found), None)


def in_address(address: str) -> str | None:
    """The date that is a part of a web address, or None: ``/2019/03/05/``, ``/20190305/``."""
    found = {
        day.isoformat()
        for match in _IN_ADDRESS.finditer(address.partition("?")[0])
        if (day := real_date(*(int(each) for each in match.groups() if each)))
    }
    return found.pop() if len(found) == 1 else None


def _addresses(tree: Any, data: PageData) -> Iterator[str]:
    links = [link for link in tree.iter("link") if link.get("href")]
    for rel in ("canonical", "shortlink", "alternate"):
        yield from (link.get("href") for link in links if (link.get("rel") or "").lower() == rel)
    yield from data.told("og:url")


def _stated(data: PageData, named: str) -> str | None:
    """The moment that JSON-LD gives for the article, else for the page, else ``meta`` elements,
    else JSON-LD for anything else that is not said to have been changed then."""
    for objects in (data.articles, data.pages):
        if found := _of_objects(objects, named):
            return found
    if told := next((iso for each in data.told(*_PUBLISHED) if (iso := written_date(each))), None):
        return told
    rest = _of_objects([each for each in data.objects if data.is_other(each)], named)
    return None if rest in _changed(data) else rest


def _of_objects(objects: Sequence[Mapping[str, Any]], named: str) -> str | None:
    """When the first of the objects that give it was published, the one of the page's title before
    others: a page may describe the stories that it links to as well."""
    dated = [(each, iso) for each in objects if (iso := written_date(each.get("datePublished")))]
    titled = [iso for each, iso in dated if named in (each.get("headline"), each.get("name"))]
    return next(iter([*titled, *(iso for _, iso in dated)]), None)


def _changed(data: PageData) -> set[str]:
    """When the page says that it was changed."""
    told = [*data.told(*_CHANGED), *(each.get("dateModified") for each in data.objects)]
    return {iso for each in told if (iso := written_date(each))}


def _vague(data: PageData) -> str | None:
    """The moment of ``meta`` elements that may mean any date, where it is not that of a change."""
    told = [iso for each in data.told(*_VAGUE) if (iso := written_date(each))]
    return next((iso for iso in told if iso not in _changed(data)), None)


def _marked(tree: Any, own: Sequence[Any]) -> str | None:
    """The moment of an element that is marked as the date of publication."""
    places = (
        "//*[@itemprop='datePublished' or contains(@property, 'datePublished')]",
        "//time[@pubdate]",
        "//time[contains(@class, 'published') or contains(@class, 'entry-date')]",
        "//abbr[contains(@class, 'published')]",
    )
    for place in places:
        for element in tree.xpath(place)[:_MARKED]:
            if aside(element, own) != NOT:
                continue
            given = (element.get(each) for each in ("datetime", "content", "title"))
            words = (*given, "".join(element.itertext()))
            if iso := next((iso for each in words if (iso := written_date(each))), None):
                return iso
    return None


def _own_day(stated: str, near: _Dated | None) -> str:
    """What is stated, on the day that the page shows where that is the same moment in the time zone
    of the page: a day apart from what is stated in universal time."""
    if (
        near is None
        or not stated.endswith("+00:00")
        or near.moment.days[0].isoformat() == stated[:10]
    ):
        return stated
    universal = datetime.fromisoformat(stated).date()
    shown = near.moment.days[0]
    return _iso(near) if abs(shown - universal) == timedelta(days=1) else stated


def _near(shown: Sequence[Line], headline: Any, order: str) -> _Dated | None:
    """The moment that stands by the headline: below it, above its article's words end, or just
    above it."""
    at = next(
        (i for i, line in enumerate(shown) if headline is not None and headline in line.above), None
    )
    if at is None:
        return None
    containers = _containers(headline)
    for line in reversed(shown[max(at - _JUST_ABOVE, 0) : at]):
        beside = line.aside == NOT and any(each in line.above for each in containers)
        if beside and _DATED.search(_names(line)) and (found := _dated(line, order)):
            return found
    prose = 0
    for distance, line in enumerate(shown[at + 1 : at + 1 + _BELOW]):
        if line.aside == SURELY or (line.aside == PERHAPS and (prose or distance >= _JUST_BELOW)):
            continue
        if found := _dated(line, order) or _opening(line, order):
            return found
        prose += len(line.words) >= _PROSE
        if prose > _MOST_PROSE:
            break
    for line in reversed(shown[max(at - _ABOVE, 0) : at]):
        beside = any(each in line.above for each in containers)
        dated = line.aside != SURELY and (beside or _DATED.search(_names(line)))
        if dated and (found := _dated(line, order)):
            return found
    return _dated(shown[at], order)


def _opening(line: Line, order: str) -> _Dated | None:
    """The day that opens a paragraph: "Orsk, (12.11.2021). The council …", "3 May 2020 – …"."""
    match = _OPENING.match(line.words) if len(line.words) > _LONGEST // 2 else None
    at = match.end() if match else 0
    moment = next((each for each in moments_in(line.words[at : at + 40]) if each[1] == 0), None)
    if match is None or moment is None:
        return None
    if not _OPENED.match(line.words[at + moment[2] :]) and "(" not in match[0]:
        return None
    settled = _settled(moment[0], order)
    return _Dated(line, settled, at, False) if len(settled.days) == 1 else None


def _containers(headline: Any) -> list[Any]:
    """The blocks about a headline that hold its article but not the page."""
    above = list(islice(headline.iterancestors(), 5))
    return [each for each in above if each.tag not in ("body", "html", "main", "header")]


def _called_date(shown: Sequence[Line], headline: Any, order: str) -> _Dated | None:
    """The first line that is called a date, or says that it is the article's; where nothing shows
    which article is meant, only if all of them give one day."""
    found = [
        each
        for line in shown
        if line.aside == NOT
        and (each := _dated(line, order))
        and (each.first or _CALLED.search(_names(line)))
    ]
    first = next((each for each in found if each.first), None)
    if first or headline is not None:
        return first or next(iter(found), None)
    days = {each.moment.days for each in found}
    return found[0] if len(days) == 1 else None


def _dated(line: Line, order: str) -> _Dated | None:
    """The line, where it gives a moment that may be when its article was published."""
    for value in line.stated:
        if (iso := iso_date(value)) and not _only_later(line):
            stated = datetime.fromisoformat(iso)
            clock = stated.timetz() if len(iso) > 10 else None
            return _Dated(line, Moment((stated.date(),), clock), 0, bool(FIRST.search(line.words)))
    if not line.words or len(line.words) > _LONGEST:
        return None
    end = 0
    found: list[tuple[Moment, str]] = []
    for moment, start, stop in moments_in(line.words):
        found.append((_settled(moment, order), line.words[end:start]))
        end = stop
    beside = " ".join([*(before for _, before in found), line.words[end:]])
    days = {each.days for each, label in found if not LATER.search(label)}
    if len(days) == 1 and FIRST.search(beside) and _META.search(_names(line)):
        return (
            next(_Dated(line, m, 0, True) for m, label in found if not LATER.search(label))
            if len(next(iter(days))) == 1
            else None
        )
    if not found or _NOT_WHEN.search(beside) or len(beside.split()) > _WORDS:
        return None
    if _ENDS.search(line.words) and len(beside.split()) > 5:
        return None
    for moment, before in found:
        if len(moment.days) == 1 and not LATER.search(before):
            first = bool(FIRST.search(before))
            if first or len(days) == 1:
                return _Dated(line, moment, 0, first)
    return None


def _only_later(line: Line) -> bool:
    """Whether a line says when the article was changed, and nothing else."""
    return bool(LATER.search(line.words)) and not FIRST.search(line.words)


def _settled(moment: Moment, order: str) -> Moment:
    """The moment, with one of its two days where the page's order of day and month is known."""
    if len(moment.days) == 2 and order:
        return replace(moment, days=(moment.days[0 if order == "MD" else 1],))
    return moment


def _order(tree: Any, data: PageData, shown: Sequence[Line]) -> str:
    """Whether the page writes the month or the day first, "MD" or "DM", "" where nothing tells."""
    orders = {
        moment.order
        for line in shown
        if len(line.words) <= _LONGEST
        for moment, _, _ in moments_in(line.words)
    } - {""}
    if orders:
        return orders.pop() if len(orders) == 1 else ""
    root = tree.getroottree().getroot()
    told = [root.get("lang") or "", *data.told("og:locale", "content-language", "dc.language")]
    for language in filter(None, told):
        if _MONTH_FIRST.match(language):
            return "MD"
        if _DAY_FIRST.match(language):
            return "DM"
    return ""


def _names(line: Line) -> str:
    return " ".join((line.names, *(called(each) for each in line.above[:2])))


def _iso(dated: _Dated) -> str:
    return dated.moment.iso(dated.moment.days[0])
