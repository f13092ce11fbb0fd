"""The names of a page's site, and names made comparable. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from pincite.corpus.formats.html.facts.declared import PageData

_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def sites_of(tree: Any, data: PageData) -> frozenset[str]:
    """The names of the site: as declared, and as in the host name."""
    names: list[object] = [
        *data.meta_values("og:site_name", "application-name", "apple-mobile-web-app-title")
    ]
    for each in data.objects:
        publisher = each.get("publisher")
        names.append(publisher.get("name") if isinstance(publisher, dict) else None)
        if str(each.get("@type")) in ("WebSite", "Organization", "NewsMediaOrganization"):
            names.append(each.get("name"))
    for address in _addresses(tree, data):
        host = (_host(address) or "").removeprefix("www.")
        names += (host, host.rpartition(".")[0], host.rpartition(".")[0].rpartition(".")[2])
    return frozenset(comparable(name) for name in names if isinstance(name, str) and name.strip())


def _addresses(tree: Any, data: PageData) -> Iterator[str]:
    yield from data.meta_values("og:url")
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            yield link.get("href") or ""


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def comparable(words: str) -> str:
    """Words for comparison: uniform quotes and dashes, lower case."""
    words = unicodedata.normalize("NFKC", words).casefold()
    words = re.sub(r"(?<=\s)[«»](?=\s)", "|", words)
    words = re.sub("[‘’‚‛`´]", "'", re.sub("[“”„«»]", '"', words))
    return " ".join(re.sub("[‐‑–—−]", "-", words.replace("\u00ad", "")).split())


def as_in_address(words: str) -> set[str]:
    """The ways to write words in an address: only letters and digits, without accents, and German
    umlauts also as two letters. Empty for words without letters."""
    ways = (words, words.translate(_UMLAUTS))
    bare = (unicodedata.normalize("NFKD", each) for each in ways)
    return {each for way in bare if (each := "".join(c for c in way if c.isalnum()))}
