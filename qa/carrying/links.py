"""Links to the sentence of a web page, as text fragments (WICG, "URL Fragment Text Directives").

``#:~:text=[prefix-,]start[,end]``: ``start`` alone is the quoted words, inside one block of the
page. With ``end``, the link marks everything from ``start`` to ``end``.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote as percent
from urllib.parse import urlsplit

from pincite.corpus.article import Article, Span
from pincite.qa.carrying.safe import carriable

_WHOLE: Final = 12  # a sentence of so many words is written in full
_ENDS: Final = 5  # words of a longer sentence that are written for each end
_LONG: Final = 60  # a sentence without blanks of so many characters is written in full
_CLAUSE: Final = re.compile(r"[^，、；。：！？「」『』“”]+")


def safe_url(url: str | None) -> str | None:
    """``url`` if it is http or https with a host and no control characters; else None."""
    if not url or any(ord(c) <= 0x20 or ord(c) == 0x7F for c in url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and host else None


def web_address(article: Article) -> str | None:
    """The web address at which an article was published or read; None if it has none."""
    return safe_url(article.url) or safe_url(article.source)


def link(article: Article, span: Span) -> str | None:
    """The address that opens an article's page at a span of its text; None if the article has no
    web address."""
    url = web_address(article)
    return None if url is None else at_sentence(url, article.text, span)


def at_sentence(url: str, text: str, span: Span) -> str:
    """``url`` with a text fragment for a span of the page's text. If the same words also occur
    earlier, the words before them in their line are added as a prefix."""
    start, end = _ends(carriable(span.of(text)))
    fragment = ",".join(map(_encoded, (start, end) if end else (start,)))
    before = carriable(text[: span.start])
    if start in " ".join(before.split()) and (leading := re.split(r"[\r\n]", before)[-1].split()):
        fragment = f"{_encoded(' '.join(leading[-_ENDS:]))}-,{fragment}"
    page = url.split(":~:")[0]
    return f"{page}{'' if '#' in page else '#'}:~:text={fragment}"


def _ends(quote: str) -> tuple[str, str]:
    """The start and end of a text fragment: the whole quote and "", or its first and last words."""
    lines = [line.split() for line in quote.splitlines() if line.strip()]
    if len(lines) > 1:  # the quote may be in several blocks of the page
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
    # programs that make links of addresses leave out a full stop at the end
    return f"{encoded[:-1]}%2E" if encoded.endswith(".") else encoded
