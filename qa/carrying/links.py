"""Links to the sentence of a web page, as text fragments (WICG, "URL Fragment Text Directives").

``#:~:text=[prefix-,]start[,end]``: ``start`` alone is the words themselves, within one block of the
page; with ``end`` it is everything from the one to the other.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote as percent
from urllib.parse import urlsplit

from pincite.corpus.article import Article, Span
from pincite.qa.carrying.safe import carriable

_WHOLE: Final = 12  # words that are named in full
_ENDS: Final = 5  # words that name an end
_LONG: Final = 60  # characters of a sentence without blanks that are named in full
_CLAUSE: Final = re.compile(r"[^，、；。：！？「」『』“”]+")


def safe_url(url: str | None) -> str | None:
    """``url`` where it is http or https with a host and no control characters; None otherwise."""
    if not url or any(ord(c) <= 0x20 or ord(c) == 0x7F for c in url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and host else None


def web_address(article: Article) -> str | None:
    """Where an article stands on the web: where it was published, else read from; or None."""
    return safe_url(article.url) or safe_url(article.source)


def link(article: Article, span: Span) -> str | None:
    """The address that opens an article's page at a stretch of its text; None without a page."""
    url = web_address(article)
    return None if url is None else at_sentence(url, article.text, span)


def at_sentence(url: str, text: str, span: Span) -> str:
    """``url`` with a text fragment for a stretch of the page's text. Where the same words begin
    earlier too, the words before them in their line tell which are meant."""
    start, end = _ends(carriable(span.of(text)))
    fragment = ",".join(map(_encoded, (start, end) if end else (start,)))
    before = carriable(text[: span.start])
    if start in " ".join(before.split()) and (leading := re.split(r"[\r\n]", before)[-1].split()):
        fragment = f"{_encoded(' '.join(leading[-_ENDS:]))}-,{fragment}"
    page = url.split(":~:")[0]
    return f"{page}{'' if '#' in page else '#'}:~:text={fragment}"


def _ends(quote: str) -> tuple[str, str]:
    """The words that name a quote, or those that it begins and ends with."""
    lines = [line.split() for line in quote.splitlines() if line.strip()]
    if len(lines) > 1:  # one block does not hold it
        return " ".join(lines[0][:_ENDS]), " ".join(lines[-1][-_ENDS:])
    words = quote.split()
    if len(words) > _WHOLE:
        return " ".join(words[:_ENDS]), " ".join(words[-_ENDS:])
    if len(quote) > _LONG and len(words) <= 2:  # a script without blanks
        clauses = [found.strip() for found in _CLAUSE.findall(quote) if found.strip()]
        if len(clauses) > 1:
            return clauses[0], clauses[-1]
    return " ".join(words), ""


def _encoded(words: str) -> str:
    encoded = percent(words, safe="").replace("-", "%2D")
    # what turns addresses into links leaves a full stop at the end out
    return f"{encoded[:-1]}%2E" if encoded.endswith(".") else encoded
