"""Lists of addresses: feeds (OPML), bookmarks, read-later services. They hold no articles, so they
are refused with the number of addresses and the next step."""

from __future__ import annotations

import re
from typing import Final, NoReturn

from pincite.corpus.errors import ReadError
from pincite.corpus.formats.encoding.decode import decode_words

_FEED: Final = re.compile(r"\bxmlurl\s*=\s*[\"']", re.IGNORECASE)
_LINK: Final = re.compile(r"<a\s[^<>]{0,2000}?\bhref\s*=", re.IGNORECASE)


def read_feeds(data: bytes, name: str) -> NoReturn:
    """Raises ReadError with the number of feeds in an OPML file and the next step."""
    del name
    count = len(_FEED.findall(decode_words(data).text))
    raise ReadError(
        f"an OPML list of {count:,} feed{'s' * (count != 1)}, without entries; open it in a feed "
        f"reader, or add the feeds by address: pincite add ADDRESS"
    )


def read_page(data: bytes, name: str) -> NoReturn:
    """Raises ReadError with the number of links in a page of bookmarks and the next step."""
    del name
    refuse_links(len(_LINK.findall(decode_words(data).text)))


def refuse_links(count: int) -> NoReturn:
    """Raises ReadError for a list of ``count`` addresses without texts."""
    raise ReadError(
        f"a list of {count:,} saved link{'s' * (count != 1)}, without texts; add the pages by "
        f"address: pincite add ADDRESS"
    )
