"""What an element of a page is for, by its tag, its role and the words of its class and id.

Pure: it is given an element of a parsed tree, and only looks at it.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import Any, Final


class Region(IntEnum):
    """What a part of a page is for; of two parts, one within the other, the higher one counts."""

    ARTICLE = 0
    HEADER = 1
    BESIDE = 2  # shown next to the article: an aside, a sidebar, a note on the author
    DIALOG = 3  # laid over the page
    AROUND = 4  # menus, footers, buttons, lists of other articles
    COMMENTS = 5
    CONSENT = 6  # asks for leave to set cookies
    HIDDEN = 7
    NEVER = 8  # hidden, and no part of an article: asks for consent when it is shown


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
# What holds a whole page or article is named after anything that stands in it.
_WHOLE: Final = frozenset({"html", "body", "main", "article", "form", "table", "tbody"})
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
# A word behind one of these says what an element has or lacks, not what it is: "section--has-ads".
_HAS: Final = frozenset("has have with no not without is hide show".split())
# WordPress names the topics of a post in its classes: "category-apps tag-cookies".
_TOPIC: Final = ("category-", "tag-", "topic-")
_BUILDER: Final = "elementor-"  # calls each paragraph of a page a widget
_NOT_SHOWN: Final = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
    r"|(?:left|top|right|text-indent|margin-left)\s*:\s*-\d{4,}"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01]|font-size\s*:\s*0(?:px|em|;|\s*$))",
    re.IGNORECASE,
)
_LEAD: Final = frozenset(
    """standfirst lede dek deck subtitle subline subheadline subhead intro vorspann chapo teaser
    abstract excerpt summary""".split()
)
_QUOTES: Final = re.compile(r"^(?:blockquote|aside)\b|quote|pull", re.IGNORECASE)
_READ_OUT: Final = frozenset(
    """sr-only visually-hidden visuallyhidden screen-reader-text screen-reader screenreader
    screen-reader-only sr-text u-visually-hidden visually-hidden-focusable""".split()
)
_COOKIES: Final = re.compile(
    r"cookies?\b|\bconsent\b|\bGDPR\b|\bDSGVO\b|\bRGPD\b|einwilligung|datenschutz|クッキー",
    re.IGNORECASE,
)
_LEAVE: Final = re.compile(
    r"\b(?:we|wir|nous|wij|noi|nosotros|nós|usamos|utilizamos|usiamo|utilizziamo)\b"
    r"[^.!?]{0,80}\bcookies?\b",
    re.IGNORECASE,
)
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_FIRST: Final = 2  # children of an element among which its heading is looked for
_LONGEST: Final = 300  # characters of a class or an id that are looked at


def region(element: Any) -> tuple[Region, bool]:
    """What the element is for by itself, wherever it stands, and whether only its class or id says
    so: a tag, a role or a style is surer than a name."""
    get = element.get
    if is_hidden(element) or get("aria-hidden") == "true":
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
    """Whether a name repeats the heading that the element begins with, as ids of sections do:
    "sharing-with-others" is no row of buttons there."""
    head = next((each for each in element[:_FIRST] if each.tag in _HEADINGS), None)
    if head is None:
        return False
    words = {word.lower() for word in _WORD.findall("".join(head.itertext())[:_LONGEST])}
    return words.issuperset(map(str.lower, _WORD.findall(name)))


def is_lead(kin: str) -> bool:
    """Whether an element so called holds what stands between headline and text."""
    return not _LEAD.isdisjoint(map(str.lower, _WORD.findall(kin[:_LONGEST])))


def is_quote(kin: str) -> bool:
    """Whether an element so called may show a sentence of the article once more."""
    return bool(_QUOTES.search(kin[:_LONGEST]))


def is_about_consent(words: str) -> bool:
    """Whether the words are of the kind that a request for consent is made of."""
    return bool(_COOKIES.search(words))


def asks_leave(words: str) -> bool:
    """Whether the words ask for leave to set cookies, or say that whoever asks sets them."""
    return bool(_LEAVE.search(words))


def is_hidden(element: Any) -> bool:
    """Whether no reader sees it: by an attribute, its own style or a class for screen readers."""
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
