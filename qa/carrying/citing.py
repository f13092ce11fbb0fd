"""One citation as plain text and as Markdown. Pure functions.

Both say the quote, then the title, the author, the day, the link or file, the page and the
characters, each where it is known. White space is shown as one blank; the exact text is what the
characters say.
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
    """“quote” — title, author, day, link or file, page, characters; on one line."""
    where = link(citation.article, citation.sentence) or file_name(citation.article)
    known = (flat(citation.article.title), *details(citation, where))
    return f"“{flat(citation.quote)}” — {', '.join(filter(None, known))}"


def citation_markdown(citation: Citation) -> str:
    """A block quote (CommonMark), and in it what the text says; the title is the link."""
    article = citation.article
    title, address = escaped(article.title), link(article, citation.sentence)
    if address is not None:
        shown = title or escaped(web_address(article) or "")
        title = f"[{shown}]({address.translate(_IN_ADDRESS)})"
    known = (title, *map(escaped, details(citation, file_name(article))))
    return f"> “{escaped(citation.quote)}”\n>\n> — {', '.join(filter(None, known))}"


def details(citation: Citation, where: str) -> list[str]:
    """The author, the day, ``where``, the page and the characters, each where it is known."""
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
    """``text`` on one line, so that Markdown (CommonMark, GitHub's, Obsidian's) shows it as it
    stands; not for the beginning of a line."""
    return _MARKED.sub(lambda found: "".join(rf"\{c}" for c in found.group()), flat(text))


def file_name(article: Article) -> str:
    """The name of the file that an article was read from; "" where it has an address."""
    return "" if web_address(article) else flat(PurePath(article.source).name)
