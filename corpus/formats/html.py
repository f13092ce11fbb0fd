"""HTML pages: the main text as trafilatura finds it, the body known as its tree is walked.

The only file that knows trafilatura and lxml. A page is parsed as HTML, where no entity is
expanded and no document type loaded, and nothing is fetched.
"""

from __future__ import annotations

import logging
import re
from functools import cache
from itertools import islice
from typing import Any, Final

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from corpus.boilerplate import ends_sentence
from corpus.errors import ReadError
from corpus.formats.decode import decode_words
from corpus.formats.draft import Draft, Fault, stem_title, web_url
from corpus.formats.page_authors import confirmed
from corpus.formats.page_facts import PageFacts
from corpus.formats.paragraphs import make_paragraphs
from corpus.formats.saved import saved_from
from corpus.formats.shallow import few_attributes, make_shallow
from corpus.formats.sheet import CELL_GAP, Sheet

NO_TEXT: Final = "no article text found in this page"
TOO_DEEP: Final = "elements nested too deeply or too long to be read whole"

_HEAD: Final = 4096
_CHARSET: Final = re.compile(rb"(?:charset|encoding)=[\"' ]{0,2}([\w:.-]{1,40})", re.IGNORECASE)
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Below this many characters trafilatura runs all it finds together. Its own 250 are a whole article
# in Chinese.
_MIN_CHARACTERS: Final = 50
_MANY: Final = 5_000  # elements
_NEVER_SHOWN: Final = ("iframe", "template", "textarea")  # trafilatura reads them all
_BLOCKS: Final = frozenset({"div", "head", "item", "list", "p", "quote", "row", "table"})

# Without a handler of their own these write their warnings to standard error.
for _name in ("trafilatura", "htmldate", "courlan", "justext"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """One article, with the title, author, date, language and address that the page gives.

    The text is one block a line; headings and code lie outside the body. Raises ReadError where
    the bytes are no text, the page is nested too deeply to be read whole, or holds no article.
    """
    declared = _CHARSET.search(data[:_HEAD])
    found = decode_words(data, declared[1].decode("ascii", "replace") if declared else None)
    page = found.text
    tree = _parsed(page)
    facts = PageFacts.of(tree)
    document = _extracted(tree)
    sheet = Sheet()
    try:
        _walk(document.body, sheet, above=document.body.find("head[@rend='h1']") is not None)
    except RecursionError:
        raise ReadError(TOO_DEEP) from None
    text, body = sheet.finish()
    return [
        Draft(
            text,
            facts.title or stem_title(name),
            body,
            published=facts.published,
            url=web_url(document.url) or saved_from(page),
            author=facts.author or confirmed(document.author, facts.head),
            language=facts.language,
            missing=found.missing,
        )
    ]


def _parsed(page: str) -> Any:
    """The tree, made shallow. libxml2 drops all that follows after 2,048 levels."""
    parser = HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        default_doctype=False,
        huge_tree=True,
    )
    try:
        tree = document_fromstring(few_attributes(_NOT_XML.sub("", page)).encode(), parser=parser)
    except (etree.LxmlError, ValueError):
        raise ReadError(NO_TEXT) from None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ReadError(TOO_DEEP)
    etree.strip_elements(tree, *_NEVER_SHOWN, with_tail=False)
    make_shallow(tree)
    return tree


def _extracted(tree: Any) -> Any:
    """trafilatura's document, its body a tree of head, p, list, quote, table and code."""
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        reason = str(error).splitlines()[0]
        raise ReadError(f"HTML cannot be read in this installation: {reason}") from None
    make_paragraphs(tree)
    try:
        document = bare_extraction(
            tree,
            with_metadata=True,
            # its second opinions (readability, justext) take time by the square of the elements
            fast=next(islice(tree.iter(), _MANY, None), None) is not None,
            include_comments=False,
            favor_recall=False,
            config=_settings(),
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except Exception as error:  # noqa: BLE001 - a page must not stop a build, whatever is in it
        raise ReadError(f"{NO_TEXT} ({type(error).__name__})") from None
    if document is None or document.body is None:
        raise ReadError(NO_TEXT)
    return document


@cache
def _settings() -> Any:
    from trafilatura.settings import use_config

    settings = use_config()
    settings.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(_MIN_CHARACTERS))
    return settings


def _walk(element: Any, sheet: Sheet, *, body: bool = True, above: bool = False) -> None:
    """Add the blocks of ``element``. ``above`` says that the page's headline is still to come."""
    words = [element.text or ""]
    for child in element:
        listing = child.tag == "code" and element.tag in ("body", "code")
        if child.tag not in _BLOCKS and not listing:
            words.append(_inline(child))
        else:
            _add("".join(words), sheet, body=body, above=above)
            words = []
            above = above and child.get("rend") != "h1"
            if child.tag == "row":
                cells = [" ".join("".join(cell.itertext()).split()) for cell in child]
                _add(CELL_GAP.join(cells) if any(cells) else "", sheet, body=body, above=False)
            else:
                _walk(child, sheet, body=body and child.tag not in ("head", "code"), above=above)
        words.append(child.tail or "")
    _add("".join(words), sheet, body=body, above=above)


def _add(block: str, sheet: Sheet, *, body: bool, above: bool) -> None:
    """Add the lines of a block. Above the headline only a sentence is article, not a kicker."""
    for line in block.split("\x0b"):
        words = " ".join(line.split())
        sheet.add(words, body=body and not (above and not ends_sentence(words)), gap="\n")


def _inline(element: Any) -> str:
    """The text of an element within a block; a line break is a vertical tab until it is added."""
    if element.tag == "lb":
        return "\x0b"
    inner = [element.text or ""]
    for child in element:
        inner += (_inline(child), child.tail or "")
    return "".join(inner)
