"""Feeds (RSS, Atom): an article an entry. The only file that knows feedparser.

feedparser is given the bytes as a stream, since it would open what looks like an address or a
file's name. It leaves out scripts and styles; no entity of the file's own is expanded.
"""

from __future__ import annotations

from calendar import timegm
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any, Final

from corpus.authors import author_of
from corpus.boilerplate import body_spans
from corpus.dates import iso_date, written_date
from corpus.errors import ReadError
from corpus.formats.damage import lf
from corpus.formats.decode import HANDLED
from corpus.formats.draft import Draft, Fault, one_line, stem_title, web_url
from corpus.formats.fragment import add_fragment, plain
from corpus.formats.several import refuse_duplicate, shortened, with_keys
from corpus.formats.sheet import Sheet
from corpus.language import language_code

MAX_BYTES: Final = 25 * 2**20
MAX_OPEN_COMMENTS: Final = 100
NO_TEXT: Final = "no text in this entry"
NO_FEED: Final = f"XML, but not a feed with entries; {HANDLED}"

_DATES: Final = ("published", "updated", "created")
_HTML: Final = frozenset(("text/html", "application/xhtml+xml"))


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """The entries in their order, with title, author, address and date where they give them.

    ``line`` is an entry's number and ``key`` its id, else its address, else its number. An entry
    without text, or with the id of one before it, is a Fault; of two entries with one address only
    the first keeps it. Raises ReadError where the bytes are no feed with entries, or are too many.
    """
    if len(data) > MAX_BYTES:
        raise ReadError(f"a feed larger than {MAX_BYTES // 2**20} MiB; split it into smaller files")
    if _open_comments(data) > MAX_OPEN_COMMENTS:
        raise ReadError(f"more than {MAX_OPEN_COMMENTS} comments that never end; mend the feed")
    found: list[Draft | Fault] = []
    seen: dict[str, int] = {}
    feed = _parsed(data)
    language = language_code(feed.feed.get("language"))
    for number, entry in enumerate(feed.entries, 1):
        try:
            draft = replace(_draft(entry, number, name), language=language)
            refuse_duplicate(f"id {draft.key}" if draft.key else None, number, seen, "entry")
            if draft.url and seen.setdefault(f"url {draft.url}", number) != number:
                draft = replace(draft, url=None)
            found.append(draft)
        except ReadError as error:
            found.append(Fault(number, str(error)))
    return shortened(with_keys(found, seen), "entries")


def _open_comments(data: bytes) -> int:
    """How many comments do not end. For each of them feedparser searches all that follows."""
    begun = data.count(b"<!--") + data.count(b"&lt;!--")
    return begun - data.count(b"-->") - data.count(b"--&gt;")


def _parsed(data: bytes) -> Any:
    """feedparser's result; it has entries."""
    try:
        import feedparser
    except ImportError as error:
        raise ReadError(f"feeds cannot be read in this installation: {error}") from None
    try:
        feed = feedparser.parse(BytesIO(data), sanitize_html=True, resolve_relative_uris=False)
    except Exception as error:  # noqa: BLE001 - a file must not stop a build, whatever is in it
        raise ReadError(f"a damaged feed ({type(error).__name__}); save it again") from None
    if not feed.entries:
        raise ReadError(NO_FEED)
    return feed


def _draft(entry: Mapping[str, Any], number: int, name: str) -> Draft:
    sheet = Sheet()
    value, kind = _content(entry)
    if kind in _HTML:
        add_fragment(value, sheet)
    else:
        for line in lf(value).split("\n"):
            sheet.add(" ".join(line.split()), body=True, gap="\n")
    try:
        text, body = sheet.finish()
    except ReadError:
        raise ReadError(NO_TEXT) from None
    if not any(c.isalnum() for c in text):
        raise ReadError(NO_TEXT)
    url = web_url(entry.get("link"))
    return Draft(
        text,
        _title(entry) or f"{stem_title(name)}, entry {number}",
        body or body_spans(text),
        published=_published(entry),
        url=url,
        key=_key(entry.get("id")) or url,
        line=number,
        author=_author(entry),
    )


def _author(entry: Mapping[str, Any]) -> str | None:
    """The names of several authors; one as written, since feedparser cuts addresses short."""
    several = entry.get("authors") or ()
    names = [each.get("name") for each in several]
    return author_of(names if len(names) > 1 else entry.get("author"))


def _content(entry: Mapping[str, Any]) -> tuple[str, str]:
    """The longest of what an entry gives as its text, and its type."""
    given = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    texts = [(_sound(part.get("value")), str(part.get("type"))) for part in given]
    return max(texts, key=lambda text: len(text[0]))


def _title(entry: Mapping[str, Any]) -> str:
    detail = entry.get("title_detail") or {}
    title = _sound(entry.get("title"))
    return one_line(plain(title) if detail.get("type") in _HTML else title)


def _key(value: object) -> str | None:
    return one_line(_sound(value)) or None


def _sound(value: object) -> str:
    """A string that can be stored: no NUL, no half of a surrogate pair."""
    text = value if isinstance(value, str) else ""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _mailed(written: str) -> str | None:
    """A date as in mail (RFC 5322), where CST is a zone of America."""
    try:
        return parsedate_to_datetime(written.strip()).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _published(entry: Mapping[str, Any]) -> str | None:
    """The date as it is written, with its zone; else as feedparser reads it, which is in UTC."""
    for name in _DATES:
        written = entry.get(name)
        if not isinstance(written, str):
            continue
        if iso := iso_date(written) or _mailed(written) or written_date(written):
            return iso
        try:
            return datetime.fromtimestamp(timegm(entry[f"{name}_parsed"]), UTC).isoformat()
        except (ValueError, TypeError, KeyError, OverflowError, OSError):
            pass
    return None
