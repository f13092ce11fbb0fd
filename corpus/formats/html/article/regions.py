"""Tells the purpose of an element of a page from its tag, its role, its class and its id.

Pure: the element is not changed.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from pincite.corpus.formats.shared.fragment import HEADING_TAGS


class Region(IntEnum):
    """The purpose of a part of a page. Of two nested parts, the higher value counts."""

    ARTICLE = 0
    HEADER = 1
    BESIDE = 2  # next to the article: an aside, a sidebar, a note about the author
    DIALOG = 3  # laid over the page
    AROUND = 4  # menus, footers, buttons, lists of other articles
    COMMENTS = 5
    CONSENT = 6  # asks for permission to set cookies
    HIDDEN = 7
    NEVER = 8  # hidden, and never article: a consent request that a script shows


_TAGS: Final = {
    "nav": Region.AROUND,
    "footer": Region.AROUND,
    "menu": Region.AROUND,
    "header": Region.HEADER,
    "aside": Region.BESIDE,
    "dialog": Region.DIALOG,
}
_ROLES: Final = {
    "navigation": Region.AROUND,
    "menu": Region.AROUND,
    "menubar": Region.AROUND,
    "search": Region.AROUND,
    "toolbar": Region.AROUND,
    "contentinfo": Region.AROUND,
    "banner": Region.HEADER,
    "complementary": Region.BESIDE,
    "dialog": Region.DIALOG,
    "alertdialog": Region.DIALOG,
}
_CONSENT: Final = frozenset(
    """cookie cookies cookiebar cookiewall cookiebanner cookieconsent consent gdpr rgpd dsgvo ccpa
    onetrust didomi usercentrics cybot truste klaro borlabs cmplz complianz cmpbox coioverlay
    cookielaw cookienotice eucookie tracking-wall privacywall""".split()
)
_COMMENTS: Final = frozenset(
    """comment comments commentlist commentarea disqus respond kommentare kommentar commentaires
    comentarios commenti livefyre""".split()
)
_AROUND: Final = frozenset(
    """nav navbar navigation navi menu submenu breadcrumb breadcrumbs sitemap pagination pager
    pagenav toolbar offcanvas topbar footer colophon share sharing sharebar social socials
    sharedaddy addtoany addthis sharethis shariff related relatedposts recommended recommendation
    recommendations recirc outbrain taboola trending popular mostread teasers sponsored advert
    advertisement ads adsense newsletter subscribe subscription signup login imprint copyright
    prevnext crumb crumbs postmetadata review reviews rating siguenos follow linklist appendix
    citate appstores app disclosure disclaimer affiliate""".split()
)
_BESIDE: Final = frozenset(
    """sidebar widget widgets rail promo teaser byline authorbox tags taglist tagcloud categories
    meta metadata postmeta author bio""".split()
)
_DIALOG: Final = frozenset("popup modal overlay lightbox banner dialog".split())
_KINDS: Final = {
    **dict.fromkeys(_BESIDE, Region.BESIDE),
    **dict.fromkeys(_DIALOG, Region.DIALOG),
    **dict.fromkeys(_AROUND, Region.AROUND),
    **dict.fromkeys(_COMMENTS, Region.COMMENTS),
    **dict.fromkeys(_CONSENT, Region.CONSENT),
}
# Elements that may hold a whole page or article; their classes name anything inside.
_WHOLE: Final = frozenset({"html", "body", "main", "article", "form", "table", "tbody"})
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
# The word after one of these is what an element has or lacks, not what it is: "section--has-ads".
_HAS: Final = frozenset("has have with no not without is hide show".split())
# WordPress puts the topics of a post into its classes: "category-apps tag-cookies".
_TOPIC: Final = ("category-", "tag-", "topic-")
_BUILDER: Final = "elementor-"  # its classes call every paragraph a widget
_NOT_SHOWN: Final = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
    r"|(?:left|top|right|text-indent|margin-left)\s*:\s*-\d{4,}"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01]|font-size\s*:\s*0(?:px|em|;|\s*$))",
    re.IGNORECASE,
)
_LEAD: Final = frozenset(
    """standfirst lede dek deck subtitle subline subheadline subhead intro vorspann chapo teaser
    abstract excerpt summary strapline leadtext leadin ingress preamble perex sapo bajada
    entradilla copete sommario catenaccio keypoints takeaways highlights soustitre untertitel
    zajawka""".split()
)
_QUOTES: Final = re.compile(r"^(?:blockquote|aside)\b|quote|pull", re.IGNORECASE)
_READ_OUT: Final = frozenset(
    """sr-only visually-hidden visuallyhidden screen-reader-text screen-reader screenreader
    screen-reader-only sr-text u-visually-hidden visually-hidden-focusable""".split()
)
_FIRST: Final = 2  # first children of an element that may be its heading
_LONGEST: Final = 300  # characters of a class or an id that are read


def region(element: Any, *, styled: bool = False) -> tuple[Region, bool]:
    """The purpose of the element itself, wherever it is, and whether only its class or id shows it.
    A tag, a role or a style is more reliable than a name. ``styled`` is whether a style sheet of
    the page hides it."""
    get = element.get
    if styled or is_hidden(element) or get("aria-hidden") == "true":
        return Region.HIDDEN, False
    tag = element.tag
    found = max(_TAGS.get(tag, Region.ARTICLE), _ROLES.get(get("role") or "", Region.ARTICLE))
    names, own = (get("class") or "")[:_LONGEST], (get("id") or "")[:_LONGEST]
    if (names or own) and tag not in _WHOLE:
        named = _named(names)
        if _named(own) > max(named, found) and not _is_topic(element, own):
            named = _named(own)
        if named > found:
            return named, True
    return found, False


def _is_topic(element: Any, name: str) -> bool:
    """Whether an id repeats the heading at the start of the element, as ids of sections do. Then
    "sharing-with-others" is not a row of share buttons."""
    head = next((each for each in element[:_FIRST] if each.tag in HEADING_TAGS), None)
    if head is None:
        return False
    words = {word.lower() for word in _WORD.findall("".join(head.itertext())[:_LONGEST])}
    return words.issuperset(map(str.lower, _WORD.findall(name)))


def is_lead(signature: str) -> bool:
    """Whether an element with this tag and class holds a lead, the text between headline and
    article."""
    words = [word.lower() for word in _WORD.findall(signature[:_LONGEST])]
    return not _LEAD.isdisjoint((*words, *map("".join, pairwise(words))))


def is_quote(signature: str) -> bool:
    """Whether an element with this tag and class may repeat a sentence of the article."""
    return bool(_QUOTES.search(signature[:_LONGEST]))


def is_hidden(element: Any) -> bool:
    """Whether readers do not see it because of an attribute, its style or a class for screen
    readers."""
    get = element.get
    if get("hidden") is not None and get("hidden") != "until-found":
        return True
    style = get("style")
    if style and _NOT_SHOWN.search(style):
        return True
    named = get("class")
    return bool(named) and not _READ_OUT.isdisjoint(named[:_LONGEST].lower().split())


@lru_cache(maxsize=4096)
def _named(names: str) -> Region:
    found = Region.ARTICLE
    for name in names.split():
        if name.startswith(_TOPIC):
            continue
        before = ""
        for word in map(str.lower, _WORD.findall(name)):
            widget = word == "widget" and name.startswith(_BUILDER)
            if before not in _HAS and not widget:
                found = max(found, _KINDS.get(word, Region.ARTICLE))
            before = word
    return found
