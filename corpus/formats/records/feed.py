"""Reads feeds (RSS, Atom), one article per entry. The only file that imports feedparser.

feedparser gets the bytes as a stream, because it would open a string that looks like an address or
a file name. It removes scripts and styles; entities declared in the file are not expanded.
"""

from __future__ import annotations

import re
from calendar import timegm
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any, Final

from pincite.corpus.boilerplate.body import body_spans
from pincite.corpus.draft import Draft, Fault, one_line, stem_title, web_url
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.detection.sniff import HTML_TYPES
from pincite.corpus.formats.detection.unread import unread_xml_reason
from pincite.corpus.formats.encoding.damage import with_lf
from pincite.corpus.formats.encoding.decode import decode
from pincite.corpus.formats.shared.fragment import add_fragment, plain_text
from pincite.corpus.formats.shared.several import (
    refuse_duplicate,
    with_damage,
    with_few_faults,
    with_keys,
)
from pincite.corpus.formats.shared.sheet import Sheet
from pincite.corpus.metadata.authors import author_of
from pincite.corpus.metadata.dates import iso_date, written_date
from pincite.corpus.metadata.language import language_code

MAX_BYTES: Final = 25 * 2**20
MAX_OPEN_COMMENTS: Final = 100
NO_TEXT: Final = "no text in this entry"

_HEAD: Final = 1024
_ENCODING: Final = re.compile(
    rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w:.-]{1,40})", re.IGNORECASE
)
_SHORT: Final = 500  # characters; a shorter description with a link is a summary
# The end of a shortened text.
_CUT: Final = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|(?:read|continue|see|view) (?:more|reading|full)[^.!?]{0,60})"
    r"[\s»>→\])]*$",
    re.IGNORECASE,
)
_END: Final = 200  # last characters in which such an end is searched
_MAX_TEXTS: Final = 10  # texts of an entry that are compared
_DATES: Final = ("published", "updated", "created")


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """The entries in order, with title, author, address and date if given. A summary in other words
    comes above the text. An entry that is only a summary, and enclosed files, are reported in
    ``missing``.

    ``line`` is the number of the entry. ``key`` is its id, else its address, else a digest of its
    content. An entry without text, or with the id of an earlier one, is a Fault. Of two entries
    with the same address only the first keeps it. Raises ReadError if the bytes are not a feed with
    entries or are too large.
    """
    if len(data) > MAX_BYTES:
        raise ReadError(f"a feed larger than {MAX_BYTES // 2**20} MiB; split it into smaller files")
    if _open_comments(data) > MAX_OPEN_COMMENTS:
        raise ReadError(f"more than {MAX_OPEN_COMMENTS} comments that never end; mend the feed")
    decoded = decode(data, _declared(data))
    found: list[Draft | Fault] = []
    seen: dict[str, int] = {}
    feed = _parsed(_as_utf8(decoded.text))
    language = language_code(feed.feed.get("language"))
    atom = str(feed.get("version")).startswith("atom")
    for number, entry in enumerate(feed.entries, 1):
        try:
            draft = replace(_draft(entry, number, name, atom=atom), language=language)
            refuse_duplicate(f"id {draft.key}" if draft.key else None, number, seen, "entry")
            if draft.url and seen.setdefault(f"url {draft.url}", number) != number:
                draft = replace(draft, url=None)
            found.append(draft)
        except ReadError as error:
            found.append(Fault(number, str(error)))
    found = with_damage(found, decoded)
    return with_few_faults(with_keys(found, seen), "entries")


def _declared(data: bytes) -> str | None:
    found = _ENCODING.match(data[:_HEAD])
    return found[1].decode("ascii", "replace") if found else None


def _as_utf8(text: str) -> bytes:
    """The feed in UTF-8 with a matching declaration. feedparser trusts the declaration more than
    the bytes, and after one broken byte it would read everything in another encoding."""
    data = text.encode("utf-8", "replace")
    declared = _ENCODING.match(data[:_HEAD])
    return (
        data if declared is None else data[: declared.start(1)] + b"utf-8" + data[declared.end(1) :]
    )


def _open_comments(data: bytes) -> int:
    """The number of comments without an end. For each, feedparser searches the whole rest of the
    file."""
    begun = data.count(b"<!--") + data.count(b"&lt;!--")
    return begun - data.count(b"-->") - data.count(b"--&gt;")


def _parsed(data: bytes) -> Any:
    """feedparser's result, with at least one entry. Raises ReadError."""
    try:
        import feedparser
    except ImportError as error:
        raise ReadError(f"feeds cannot be read in this installation: {error}") from None
    try:
        feed = feedparser.parse(BytesIO(data), sanitize_html=True, resolve_relative_uris=False)
    except Exception as error:  # noqa: BLE001 - no file may stop a build
        raise ReadError(f"a damaged feed ({type(error).__name__}); save it again") from None
    if not feed.entries:
        raise ReadError(unread_xml_reason(data))
    return feed


def _draft(entry: Mapping[str, Any], number: int, name: str, *, atom: bool) -> Draft:
    sheet = Sheet()
    for value, kind in _texts(entry):
        if kind in HTML_TYPES:
            add_fragment(value, sheet)
        else:
            for line in with_lf(value).split("\n"):
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
        missing=_missing(entry, text, atom=atom),
        sections=sheet.sections,
    )


def _missing(entry: Mapping[str, Any], text: str, *, atom: bool) -> str:
    """What an entry only refers to: its page, if the entry holds only a summary, and enclosed
    files."""
    found = []
    short = bool(entry.get("link")) and (atom or len(text) < _SHORT)
    if not entry.get("content") and (short or _CUT.search(text[-_END:])):
        found.append("the entry holds a summary, its page is not read")
    if len(entry.get("content", ())) > _MAX_TEXTS:
        found.append("further texts of the entry: not read")
    kinds = [str(each.get("type") or "of no kind") for each in entry.get("enclosures") or ()]
    kinds = [one_line(kind) for kind in kinds if not kind.startswith("image/")]
    if kinds:
        found.append(f"{len(kinds)} enclosed ({', '.join(dict.fromkeys(kinds))}): not read")
    return "; ".join(found)


def _author(entry: Mapping[str, Any]) -> str | None:
    """The names of several authors, or the author field as written, because feedparser shortens
    addresses."""
    several = entry.get("authors") or ()
    names = [each.get("name") for each in several]
    return author_of(names if len(names) > 1 else entry.get("author"))


def _texts(entry: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The texts of an entry that no other text contains, with their types: a summary in other
    words, then the content."""
    given = [*entry.get("content", ())[:_MAX_TEXTS], entry.get("summary_detail") or {}]
    texts = [(_storable(part.get("value")), str(part.get("type"))) for part in given]
    kept: dict[str, tuple[str, str]] = {}
    for text in texts:
        words = _letters_only(*text)
        if not any(words in other for other in kept):
            kept = {other: each for other, each in kept.items() if other not in words}
            kept[words] = text
    return sorted(kept.values(), key=lambda text: text is not texts[-1])


def _letters_only(value: str, kind: str) -> str:
    """Only the letters and digits of a text, for comparison."""
    words = plain_text(value) if kind in HTML_TYPES else value.strip()
    words = words[:-_END] + _CUT.sub("", words[-_END:])
    return "".join(c for c in words.casefold() if c.isalnum())


def _title(entry: Mapping[str, Any]) -> str:
    detail = entry.get("title_detail") or {}
    title = _storable(entry.get("title"))
    return one_line(plain_text(title) if detail.get("type") in HTML_TYPES else title)


def _key(value: object) -> str | None:
    return one_line(_storable(value)) or None


def _storable(value: object) -> str:
    """A string that can be stored: without NUL and lone surrogates."""
    text = value if isinstance(value, str) else ""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _mail_date(written: str) -> str | None:
    """A date in mail format (RFC 5322), where CST is the American zone."""
    try:
        return parsedate_to_datetime(written.strip()).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _published(entry: Mapping[str, Any]) -> str | None:
    """The date as written, with its time zone; else as feedparser reads it, in UTC."""
    for name in _DATES:
        written = entry.get(name)
        if not isinstance(written, str):
            continue
        if iso := iso_date(written) or _mail_date(written) or written_date(written):
            return iso
        try:
            return datetime.fromtimestamp(timegm(entry[f"{name}_parsed"]), UTC).isoformat()
        except (ValueError, TypeError, KeyError, OverflowError, OSError):
            pass
    return None
