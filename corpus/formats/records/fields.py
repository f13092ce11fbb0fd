"""Turns a record with named fields (a JSON object, a table row) into an article.

The only list of the names that people, databases and APIs use for the parts of an article. Only the
letters and digits of names are compared: "full_text", "fullText" and "Full Text" are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from pincite.corpus.article import Section, Span
from pincite.corpus.boilerplate.body import body_spans
from pincite.corpus.draft import Draft, first_of, one_line, stem_title, web_url
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.documents.text import split_headline
from pincite.corpus.formats.encoding.damage import with_lf
from pincite.corpus.formats.html import reader as html
from pincite.corpus.formats.shared.fragment import add_fragment
from pincite.corpus.formats.shared.sheet import Sheet
from pincite.corpus.metadata.authors import author_of
from pincite.corpus.metadata.dates import written_date
from pincite.corpus.metadata.language import language_code

TEXTS: Final = tuple(
    """text content body article maintext fulltext contents articlebody articletext bodytext
    fullcontent contenttext contenthtml bodyhtml html story plaintext""".split()
)
SHORT_TEXTS: Final = ("abstract", "summary")  # used if there is no other text
TITLES: Final = ("title", "headline", "name", "subject")
URLS: Final = ("url", "link", "sourceurl", "canonicalurl", "permalink", "articleurl", "webpage")
DATES: Final = tuple(
    """published date publishedat datepublished pubdate publicationdate datepublish publishdate
    publishedon publishdatetime pubtime dategmt createdat created time timestamp""".split()
)
AUTHORS: Final = ("author", "authors", "byline", "by", "creator", "writer", "writers")
LANGUAGES: Final = ("language", "lang")
KEYS: Final = ("id", "uuid", "guid", "key")
NO_TEXT: Final = 'no "text" in it, nor "content", "body", "article" or the like'

_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]{0,9})\b[^<>]{0,2000}>", re.IGNORECASE)
_BLOCK_TAGS: Final = frozenset(
    """p div br h1 h2 h3 h4 h5 h6 ul ol li table tr td th blockquote section article figure hr img
    body html""".split()
)
_INLINE_TAGS: Final = frozenset("a b i u em strong span sup sub small".split())
_PAGE: Final = re.compile(r"\s*(?:<!doctype html|<html)\b", re.IGNORECASE)
_MAX_INLINE_LOOK: Final = 20_000
_WRAPPERS: Final = ("article", "source", "item", "post", "doc", "document", "fields", "attributes")

_Read: TypeAlias = tuple[str, tuple[Span, ...], tuple[Section, ...]]


def plain_name(name: object) -> str:
    """The letters and digits of a field name, in lower case."""
    return "".join(c for c in str(name)[:100].casefold() if c.isalnum())


def by_plain_name(value: Mapping[object, object]) -> dict[str, object]:
    """The fields by their plain names. If two names become equal, the first value that is not empty
    counts."""
    fields: dict[str, object] = {}
    for name, held in value.items():
        plain = plain_name(name)
        if not fields.get(plain):
            fields[plain] = held
    return fields


def unwrapped(value: Mapping[object, object]) -> dict[str, object]:
    """The fields of an object by their plain names. If it has no text but wraps the article's
    object (``{"_id": …, "_source": {…}}``), the fields of that object are added."""
    fields = by_plain_name(value)
    if not any(_words(fields.get(name)).strip() for name in TEXTS):
        for name in _WRAPPERS:
            inner = fields.get(name)
            if isinstance(inner, Mapping):
                return {**fields, **by_plain_name(inner)}
    return fields


def draft_of(fields: Mapping[str, object], number: int, name: str, kind: str) -> Draft:
    """The article of a record, given by plain names. ``number`` and ``kind`` ("line") say where it
    is in the file ``name``. Its key is its own id, or None. Raises ReadError if it has no text, or
    one that cannot be stored."""
    value = text_of(fields)
    given = fields.get(next((each for each in TITLES if _words(fields.get(each))), ""))
    title = one_line(_words(given))
    sections: tuple[Section, ...] = ()
    headline = ""
    if is_html(value):
        text, body, sections = _from_html(value, name)
    else:
        text = with_lf(value)
        headline, start = split_headline(text)
        body = body_spans(text, 0 if title and title != headline else start)
    draft = Draft(
        text,
        title or headline or f"{stem_title(name)}, {kind} {number}",
        body,
        published=first_of(written_date, fields, DATES),
        url=first_of(web_url, fields, URLS),
        key=_key(fields),
        line=number,
        author=first_of(author_of, fields, AUTHORS),
        language=first_of(language_code, fields, LANGUAGES),
        sections=sections,
    )
    refuse_unstorable(draft)
    return draft


def text_of(fields: Mapping[str, object]) -> str:
    """The first field with a text. Raises ReadError if there is none."""
    texts = (_words(fields.get(name)) for name in (*TEXTS, *SHORT_TEXTS))
    found = next((text for text in texts if text.strip()), "")
    if not found:
        raise ReadError(NO_TEXT)
    return found


def has_text(names: Iterable[str]) -> bool:
    """Whether one of these plain names is that of a text field."""
    return not set(TEXTS).isdisjoint(names)


def is_html(value: str) -> bool:
    """Whether a text is written in HTML: it has a block tag, or every ``<`` in it begins an inline
    tag and one of these is closed."""
    if "<" not in value:
        return False
    closed = False
    for tag in _TAG.finditer(value):
        name = tag[2].lower()
        if name in _BLOCK_TAGS:
            return True
        if name in _INLINE_TAGS:
            closed = closed or tag[1] == "/"
    opened = value[:_MAX_INLINE_LOOK].count("<")
    marked = sum(tag[2].lower() in _INLINE_TAGS for tag in _TAG.finditer(value[:_MAX_INLINE_LOOK]))
    return closed and opened == marked


def refuse_unstorable(draft: Draft) -> None:
    """Raises ReadError for a draft that cannot be stored: with lone surrogates or NUL."""
    try:
        "".join((draft.text, draft.title, draft.key or "")).encode("utf-8")
    except UnicodeEncodeError:
        raise ReadError("half a surrogate pair in it, which is no character") from None
    if "\0" in draft.text:
        raise ReadError("a NUL character in its text")


def own_name(draft: Draft) -> str | None:
    """The address or id of a record, as messages write it; None if it has neither."""
    return f"url {draft.url}" if draft.url else f"id {draft.key}" if draft.key else None


def _from_html(value: str, name: str) -> _Read:
    """The text of an HTML fragment. A whole page is read by the reader of web pages."""
    if _PAGE.match(value):
        page = html.read(value.encode("utf-8", "replace"), name)[0]
        assert isinstance(page, Draft)
        return page.text, page.body, page.sections
    sheet = Sheet()
    add_fragment(value, sheet)
    return (*sheet.finish(), sheet.sections)


def _words(value: object) -> str:
    """A string; the string in an object with its rendered form (``{"rendered": …}``); or the
    paragraphs of a list of strings."""
    if isinstance(value, Mapping):
        value = value.get("rendered")
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return "\n\n".join(value)
    return value if isinstance(value, str) else ""


def _key(fields: Mapping[str, object]) -> str | None:
    for name in KEYS:
        value = fields.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool):
            try:
                return one_line(str(value)) or None
            except ValueError:  # more digits than Python converts
                continue
    return None
