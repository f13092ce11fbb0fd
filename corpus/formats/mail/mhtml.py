"""Reads pages saved with their parts in one file (.mhtml, .mht), using the reader of web pages."""

from __future__ import annotations

from dataclasses import replace
from email.message import Message
from typing import Final

from pincite.corpus.draft import Draft, Fault, web_url
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.detection.sniff import HTML_TYPES
from pincite.corpus.formats.encoding.decode import decode
from pincite.corpus.formats.html import reader as html
from pincite.corpus.formats.mail.reader import charset_of, content, field, parsed
from pincite.corpus.formats.shared.several import with_damage

NO_PAGE: Final = "no page in it; save the page again as HTML"


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """One article from the first part that is a page. Its address is the page's own, else that of
    the part. The file's date is not used: it is when the page was saved, not when it was published.

    Raises ReadError if no part is a page, or the page holds no article.
    """
    message = parsed(data)
    page = next((part for part in message.walk() if part.get_content_type() in HTML_TYPES), None)
    if page is None:
        raise ReadError(NO_PAGE)
    source = decode(content(page), charset_of(page))
    article = html.read(b"\xef\xbb\xbf" + source.text.encode("utf-8"), name)[0]
    assert isinstance(article, Draft)
    url = article.url or _address(message, page)
    return with_damage([replace(article, url=url)], source)


def _address(message: Message[str, str], page: Message[str, str]) -> str | None:
    given = (
        field(message, "Snapshot-Content-Location"),
        field(page, "Content-Location"),
        field(message, "Content-Location"),
    )
    return next((found for each in given if (found := web_url(each))), None)
