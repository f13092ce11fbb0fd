"""Reads HTML pages: chooses the blocks of a page that are its article.

The only file that imports trafilatura and lxml. A page is parsed as HTML: no entity is expanded, no
document type is loaded, and nothing is fetched.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from itertools import islice
from typing import Any, Final

from lxml import etree
from lxml.html import HTMLParser, document_fromstring, html_parser

from pincite.corpus.draft import Draft, Fault, stem_title, web_url
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.encoding.decode import decode_words
from pincite.corpus.formats.html.article.article_blocks import judged_blocks
from pincite.corpus.formats.html.article.blocks import blocks_of
from pincite.corpus.formats.html.article.extracted import ExtractedText
from pincite.corpus.formats.html.error_pages import refuse_error_page
from pincite.corpus.formats.html.facts.authors import confirmed_authors
from pincite.corpus.formats.html.facts.facts import PageFacts
from pincite.corpus.formats.html.marks import without_marks
from pincite.corpus.formats.html.page_text import (
    FILLED_IN,
    left_out_note,
    sheet_of_blocks,
    unshown_note,
)
from pincite.corpus.formats.html.saved import saved_from
from pincite.corpus.formats.html.shallow import MAX_ATTRIBUTES, make_shallow
from pincite.corpus.formats.html.unshown import lacked_in, unshown_prose

NO_TEXT: Final = "no article text found in this page"
TOO_DEEP: Final = "elements nested too deeply or too long to be read whole"

_HEAD: Final = 100_000  # bytes; saved pages put their styles first
# Only in these tags: an address may contain the word too ("data:text/css;charset=utf-8,").
_CHARSET: Final = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,400}?(?:charset|encoding)\s{0,3}=[\"' ]{0,2}([\w:.-]{1,40})",
    re.IGNORECASE,
)
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NO_NAME: Final = re.compile(r"^[^a-zA-Z]+|[^\w.-]+", re.ASCII)  # not allowed in lxml's names
_MANY: Final = 5_000  # elements
_NEVER_SHOWN: Final = ("iframe", "template", "textarea")  # trafilatura would read them

# Without a handler, these loggers write warnings to standard error.
for _name in ("trafilatura", "htmldate", "courlan", "justext"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """One article, with the title, author, date, language and address that the page gives.

    The text has one block per line; headings lie outside the body. Raises ReadError if the bytes
    are not text, the page is nested too deeply, or it holds no article.
    """
    declared = _CHARSET.search(data[:_HEAD])
    decoded = decode_words(data, declared[1].decode("ascii", "replace") if declared else None)
    page = decoded.text
    tree = _parsed(page)
    without_marks(tree)
    facts, named = PageFacts.of(tree), tree.findtext(".//head/title") or ""
    places, blocks = blocks_of(tree)
    asks_password = tree.find(".//input[@type='password']") is not None
    unfilled, unshown = _in_templates(tree), unshown_prose(tree, _framed)
    document = _extracted(tree)
    found = ExtractedText(document.text or "")
    seen = judged_blocks(places, blocks, found, facts.title)
    title = facts.title or stem_title(name)
    note = left_out_note(seen, found, title, unfilled)
    refuse_error_page((facts.title, named), seen, asks_password=asks_password)
    sheet = sheet_of_blocks(seen)
    if not sheet.length:
        raise ReadError(NO_TEXT)
    text, body = sheet.finish()
    lacked = lacked_in(text, [e for e in unshown if e.tag != "template" or note != FILLED_IN])
    lacking = (decoded.missing, note, unshown_note(lacked))
    return [
        Draft(
            text,
            title,
            body,
            published=facts.published,
            url=web_url(document.url) or saved_from(page),
            author=facts.author or confirmed_authors(document.author, facts.head),
            language=facts.language,
            sections=sheet.sections,
            missing="; ".join(filter(None, lacking)),
        )
    ]


def _parsed(page: str) -> Any:
    """The tree of a page. Raises ReadError if it is nested so deeply that libxml2 drops a part
    (2,048 levels)."""
    data = _NOT_XML.sub("", page).encode()
    few = _most_attributes(data) <= MAX_ATTRIBUTES
    parser = _parser() if few else _parser(target=_FewAttributes())
    try:
        tree = document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise ReadError(NO_TEXT) from None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ReadError(TOO_DEEP)
    _join(tree)
    return tree


def _join(root: Any) -> None:
    """Moves content after the end of the body, or of the page, to the end of the body.

    libxml2 makes a second root from content after an early ``</html>``.
    """
    body = root.find("body")
    if body is None:
        return
    behind = list(body.itersiblings())
    for other in list(root.itersiblings("html")):
        if other.text and other.text.strip():
            behind.append(root.makeelement("p"))
            behind[-1].text = other.text
        behind += list(other)
    tail, body.tail = body.tail, None
    if tail and tail.strip():
        made = root.makeelement("p")
        made.text = tail
        body.append(made)
    for each in behind:
        if each.tag == "body":
            each.tag = "div"
        body.append(each)


def _parser(target: Any = None) -> Any:
    return HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        default_doctype=False,
        huge_tree=True,
        target=target,
    )


def _most_attributes(data: bytes) -> int:
    """The largest number of attributes in one tag. Building a tree takes quadratic time in this
    number; reading the tags does not."""
    try:
        return int(etree.fromstring(data, _parser(target=_Attributes())))
    except (etree.LxmlError, ValueError):
        return 0


class _Attributes:
    """Counts the attributes of each tag and keeps the highest count."""

    def __init__(self) -> None:
        self._most = 0

    def start(self, _tag: str, attributes: Mapping[str, str]) -> None:
        self._most = max(self._most, len(attributes))

    def close(self) -> int:
        return self._most


class _FewAttributes:
    """Builds a tree without the attributes of tags that have more than MAX_ATTRIBUTES. Content
    after the end of the body, or of the page, stays in the body."""

    def __init__(self) -> None:
        self._builder = etree.TreeBuilder(element_factory=html_parser.makeelement)
        self._open: list[str] = []  # html and body, once they have begun
        self.data = self._builder.data

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("html", "body"):
            if tag in self._open:
                return
            self._open.append(tag)
        few = attributes.items() if len(attributes) <= MAX_ATTRIBUTES else ()
        kept = {name: value for name, value in few if not _NO_NAME.search(name)}
        self._builder.start(_NO_NAME.sub("", tag) or "span", kept)

    def end(self, tag: str) -> None:
        if tag not in ("html", "body"):
            self._builder.end(_NO_NAME.sub("", tag) or "span")

    def close(self) -> Any:
        while self._open:
            self._builder.end(self._open.pop())
        return self._builder.close()


def _framed(page: str) -> Any:
    """The tree of a page within a frame, or None if it has no text."""
    try:
        return _parsed(page) if page.strip() else None
    except ReadError:
        return None


def _in_templates(tree: Any) -> str:
    """The text of the templates inside the page's article or main element."""
    templates = tree.xpath("//template[ancestor::article or ancestor::main]")
    return " ".join(
        block.all_words for each in templates for block in blocks_of(each, styled=False)[1]
    )


def _extracted(tree: Any) -> Any:
    """trafilatura's document. Its ``text`` is empty if it finds none. Raises ReadError if it
    fails."""
    try:
        from trafilatura import bare_extraction
        from trafilatura.metadata import Document
    except ImportError as error:
        reason = str(error).splitlines()[0]
        raise ReadError(f"HTML cannot be read in this installation: {reason}") from None
    etree.strip_elements(tree, *_NEVER_SHOWN, with_tail=False)
    make_shallow(tree)
    try:
        document = bare_extraction(
            tree,
            with_metadata=True,
            # its fallbacks (readability, justext) take quadratic time in the number of elements
            fast=next(islice(tree.iter(), _MANY, None), None) is not None,
            include_comments=False,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except Exception as error:  # noqa: BLE001 - no page may stop a build
        raise ReadError(f"{NO_TEXT} ({type(error).__name__})") from None
    return Document() if document is None else document
