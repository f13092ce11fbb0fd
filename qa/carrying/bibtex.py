"""Citations as BibTeX and as CSL-JSON, with only the facts that are known. Pure functions.

Every entry is ``@misc``, because no file says where it was printed. Title and author have braces of
their own, so that no style changes their capitals or splits a name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, Final

from pincite.qa.asking.weighing.scored import published
from pincite.qa.carrying.citing import file_name
from pincite.qa.carrying.links import link
from pincite.qa.carrying.safe import flat
from pincite.qa.types import Citation

# BibTeX counts braces even behind a backslash, so backslash and braces are written as commands
_TEX: Final = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "-": "-", "`": "`{}", "'": "'{}",
    **{c: rf"\{c}" for c in "&%$#_"},
}  # fmt: skip
_SPECIAL: Final = re.compile(r"[\\{}~^&%$#_]|[-`'](?=[-`'])")
_IN_ADDRESS: Final = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", '"': "%22"})
_WORD: Final = re.compile(r"[a-z0-9]{3,}")


def citation_bibtex(*citations: Citation) -> str:
    """A BibTeX entry for each citation, each with a key of its own."""
    entries = []
    for key, citation in with_keys(citations):
        article = citation.article
        when, page = published(article), article.page(citation.sentence.start)
        fields = {
            "title": _braced(article.title),
            "author": _braced(article.author or ""),
            "date": when and when.isoformat(),
            "year": when and f"{when.year:04}",
            "url": (link(article, citation.sentence) or "").translate(_IN_ADDRESS),
            "pages": page and str(page),
            "language": _tex(article.language or ""),
            "note": _tex(_note(citation)),
        }
        listed = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
        entries.append(f"@misc{{{key},\n{listed}}}\n")
    return "\n".join(entries)


def citation_csl(*citations: Citation) -> list[dict[str, Any]]:
    """An item of CSL-JSON 1.0 for each citation, as Zotero and pandoc read it."""
    items = []
    for key, citation in with_keys(citations):
        article = citation.article
        when, page = published(article), article.page(citation.sentence.start)
        url, author = link(article, citation.sentence), flat(article.author or "")
        known = {
            "title": flat(article.title),
            "author": [{"literal": author}] if author else None,
            "issued": when and {"date-parts": [[when.year, when.month, when.day]]},
            "URL": url,
            "page": page and str(page),
            "language": article.language,
            "note": _note(citation),
        }
        kept = {name: value for name, value in known.items() if value}
        items.append({"id": key, "type": "webpage" if url else "document", **kept})
    return items


def with_keys(citations: Iterable[Citation]) -> Iterator[tuple[str, Citation]]:
    """Each different place with an ASCII key: a word of the title, the year, the first character's
    number."""
    places: set[tuple[str, int, int]] = set()
    keys: set[str] = set()
    for citation in citations:
        article, span = citation.article, citation.sentence
        if (place := (article.id, span.start, span.end)) in places:
            continue
        places.add(place)
        when = published(article)
        plain = unicodedata.normalize("NFKD", article.title).lower()
        word = next(iter(_WORD.findall(plain.encode("ascii", "ignore").decode())), "source")
        first = key = f"{word}{when.year if when else ''}-{span.start}"
        number = 1
        while key in keys:
            number += 1
            key = f"{first}-{number}"
        keys.add(key)
        yield key, citation


def _note(citation: Citation) -> str:
    span, file = citation.sentence, file_name(citation.article)
    where = f"{file}, characters" if file else "characters"
    return f"“{flat(citation.quote)}”, {where} {span.start}–{span.end}"


def _braced(text: str) -> str:
    return f"{{{_tex(text)}}}" if flat(text) else ""


def _tex(text: str) -> str:
    """``text`` escaped for TeX; letters are unchanged. Characters that TeX would join ("--") are
    kept apart."""
    return _SPECIAL.sub(lambda found: _special(found.group()), flat(text))


def _special(mark: str) -> str:
    return "-{}" if mark == "-" else _TEX[mark]
