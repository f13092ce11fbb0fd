"""One citation as plain text and as Markdown. Pure functions.

Both give the quote, then the title, author, date, link or file, page and characters, as far as they
are known. Each run of white space becomes one blank; the character numbers give the exact text.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from pincite.corpus.article import Article
from pincite.qa.carrying.links import link, web_address
from pincite.qa.carrying.safe import flat
from pincite.qa.types import Citation
from pincite.qa.wording import day

_MARKED = re.compile(r"[\\`*_\[\]<>&#|~{}$]|==|%%")
_IN_ADDRESS = str.maketrans({c: f"%{ord(c):02X}" for c in '()<>\\"`[]{}|^'} | {"&": r"\&"})


def citation_text(citation: Citation) -> str:
    """“quote” — title, author, date, link or file, page, characters; on one line."""
    where = link(citation.article, citation.sentence) or file_name(citation.article)
    known = (flat(citation.article.title), *details(citation, where))
    return f"“{flat(citation.quote)}” — {', '.join(filter(None, known))}"


def citation_markdown(citation: Citation) -> str:
    """The same as ``citation_text`` as a block quote (CommonMark); the title is the link."""
    article = citation.article
    title, address = escaped(article.title), link(article, citation.sentence)
    if address is not None:
        shown = title or escaped(web_address(article) or "")
        title = f"[{shown}]({address.translate(_IN_ADDRESS)})"
    known = (title, *map(escaped, details(citation, file_name(article))))
    return f"> “{escaped(citation.quote)}”\n>\n> — {', '.join(filter(None, known))}"


def details(citation: Citation, where: str) -> list[str]:
    """The author, the date, ``where``, the page and the characters, as far as they are known."""
    article, span = citation.article, citation.sentence
    page = article.page(span.start)
    known = (
        flat(article.author or ""),
        flat(day(article.published)),
        where,
        "" if page is None else f"p. {page}",
        f"characters {span.start}–{span.end}",
    )
    return [each for each in known if each]


def escaped(text: str) -> str:
    """``text`` on one line, escaped so that Markdown (CommonMark, GitHub's, Obsidian's) shows it
    unchanged. It is not for the beginning of a line."""
    return _MARKED.sub(lambda found: "".join(rf"\{c}" for c in found.group()), flat(text))


def file_name(article: Article) -> str:
    """The name of the file that an article was read from; "" if it has a web address."""
    return "" if web_address(article) else flat(PurePath(article.source).name)
