"""Reads messages (.eml, .mbox) as articles: the subject is the title, the sender the author.

The parser is Python's own, with its old policy, because the newer one reads each field recursively.
Its time grows with the number of nested parts, so these are counted first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any, Final

from pincite.corpus.boilerplate.body import body_spans
from pincite.corpus.draft import Draft, Fault, one_line, stem_title
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.encoding.damage import with_lf
from pincite.corpus.formats.encoding.decode import decode
from pincite.corpus.formats.html import reader as html
from pincite.corpus.formats.mail.replies import is_quoted, own_spans, without_reply
from pincite.corpus.formats.shared.fragment import add_fragment
from pincite.corpus.formats.shared.several import refuse_duplicate, with_few_faults, with_keys
from pincite.corpus.formats.shared.sheet import Sheet, overlaps
from pincite.corpus.metadata.authors import author_of

MAX_HOLDERS: Final = 100  # parts that contain parts
MAX_PARTS: Final = 5_000
MAX_FIELD: Final = 16 * 1024  # bytes of a field that describes a part
NO_TEXT: Final = "no text in this message"

_MAX_SHOWN: Final = 4_000  # characters of a field
_BOUNDARY: Final = re.compile(
    rb"\bboundary\s{0,9}=\s{0,9}(?:\"([^\"\r\n]{1,200})\"|([^\s;\"]{1,200}))", re.I
)
_NESTED: Final = re.compile(rb"^content-type:\s{0,9}(?:multipart|message)/", re.IGNORECASE | re.M)
# the library takes quadratic time for the parameters of these fields
_PARAMETERS: Final = re.compile(
    rb"^content-(?:type|disposition):[^\n]*+(?:\n[ \t][^\n]*+)*+", re.IGNORECASE | re.M
)
_NEXT: Final = re.compile(
    rb"(?:\A|(?<=\n\n)|(?<=\r\n\r\n))From \S{1,300} [^\r\n]{0,80}\d\d:\d\d[^\r\n]{0,40}\r?\n"
)
_ESCAPED: Final = re.compile(rb"^>(>*From )", re.MULTILINE)
_MAX_NAMED: Final = 5  # attachments named in ``missing``
_EMLX: Final = re.compile(rb"\s*\d{1,12}\s*\n")


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """One article: the message's text. HTML is read by the reader of web pages.

    Quoted replies, the header fields of a forwarded message and signatures lie outside the body;
    attachments are reported in ``missing``. A message that only carries other messages gives an
    article for each. Raises ReadError if there is no text, or if there are too many nested parts.
    """
    size = _EMLX.match(data)  # Apple's files begin with the length of the message
    found = _drafts(data[size.end() :] if size else data, name, apart=True)
    if not found:
        raise ReadError(NO_TEXT)
    if len(found) == 1:
        return [replace(found[0], line=None, key=None)]
    return list(with_keys((replace(each, line=n) for n, each in enumerate(found, 1)), {}))


def read_mailbox(data: bytes, name: str) -> list[Draft | Fault]:
    """One article for each message; ``line`` is its number and ``key`` its Message-ID, else a
    digest of its content. A message without text, or with the id of an earlier one, is a Fault.
    Raises ReadError if there is no message."""
    found: list[Draft | Fault] = []
    seen: dict[str, int] = {}
    for number, message in enumerate(_messages(data), 1):
        try:
            drafts = _drafts(message, name)
            if not drafts:
                raise ReadError(NO_TEXT)
            draft = replace(drafts[0], line=number)
            refuse_duplicate(f"id {draft.key}" if draft.key else None, number, seen, "message")
            found.append(draft)
        except ReadError as error:
            found.append(Fault(number, str(error)))
    if not found:
        raise ReadError("no message in it; a mailbox begins with a line like From NAME DATE")
    return with_few_faults(with_keys(found, seen), "messages")


def parsed(data: bytes) -> Message[str, str]:
    """A message and its parts. Raises ReadError if it has too many parts or cannot be parsed."""
    if len(_NESTED.findall(data)) > MAX_HOLDERS:
        raise ReadError(f"more than {MAX_HOLDERS} parts that hold parts; save its text alone")
    if any(len(each[0]) > MAX_FIELD for each in _PARAMETERS.finditer(data)):
        raise ReadError("a damaged message (a field that never ends); save its text alone")
    marks = {one or other for one, other in _BOUNDARY.findall(data)}
    if len(marks) > MAX_HOLDERS or sum(data.count(b"--" + each) for each in marks) > MAX_PARTS:
        raise ReadError(f"a message of more than {MAX_PARTS:,} parts; save its text alone")
    try:
        return BytesParser(policy=compat32).parsebytes(data)
    except Exception as error:  # noqa: BLE001 - no file may stop a build
        raise ReadError(f"a damaged message ({type(error).__name__}); save it again") from None


def field(message: Message[str, str], name: str) -> str:
    """A field of a message, decoded, on one line; "" if it is missing."""
    raw = message.get(name)
    if raw is None:
        return ""
    try:
        text = str(make_header(decode_header(str(raw)[:_MAX_SHOWN])))
    except Exception:  # noqa: BLE001 - the library knows many ways to fail at a field
        text = str(raw)[:_MAX_SHOWN]
    text = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def content(part: Message[str, str]) -> bytes:
    """The bytes of a part, with its transfer encoding decoded."""
    try:
        held: Any = part.get_payload(decode=True)
    except Exception:  # noqa: BLE001 - the library fails at a part in many ways
        return b""
    return held if isinstance(held, bytes) else b""


def charset_of(part: Message[str, str]) -> str | None:
    """The encoding that a part declares, or None."""
    try:
        return part.get_content_charset()
    except Exception:  # noqa: BLE001 - the library knows many ways to fail at a field
        return None


def _messages(data: bytes) -> Iterator[bytes]:
    """The messages of a mailbox, without their "From " lines and with escaped "From " lines
    restored."""
    starts = list(_NEXT.finditer(data))
    ends = (*(each.start() for each in starts[1:]), len(data))
    for begin, end in zip(starts, ends, strict=False):  # an empty mailbox has one end too many
        yield _ESCAPED.sub(rb"\1", data[begin.end() : end])


def _drafts(data: bytes, name: str, *, apart: bool = False) -> list[Draft]:
    """The articles of a message and of each message that it carries. ``apart`` is whether these
    become articles; else they are named as attachments."""
    whole = parsed(data)
    inner = [part for part in whole.walk() if part.get_content_type() == "message/rfc822"]
    carried = [held[0] for part in inner if (held := _held(part))]
    found = []
    for message in (whole, *carried):
        try:
            found.append(_draft(message, name, apart=apart))
        except ReadError:
            continue
    return found


def _held(part: Message[str, str]) -> list[Message[str, str]]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if type(payload) is list else []


def _draft(message: Message[str, str], name: str, *, apart: bool) -> Draft:
    parts = list(_own_parts(message))
    pages = [part for part in parts if part.get_content_type() == "text/html"]
    plains = [part for part in parts if part.get_content_type() == "text/plain"]
    texts = ["\n".join(filter(None, map(_text, plains)))]
    # plain text is better for a conversation, HTML for a newsletter
    reply = any(is_quoted(line) for line in texts[0].split("\n"))
    read = _of_text(texts[0]) if texts[0].strip() and (reply or not pages) else None
    read = read or _of_pages(pages, name) or _of_text(texts[0])
    if read is None:
        raise ReadError(NO_TEXT)
    identity = field(message, "Message-ID").strip("<> ")
    return replace(
        read,
        title=one_line(field(message, "Subject")) or read.title or stem_title(name),
        published=_date(message),
        author=author_of(_senders(message)),
        key=one_line(identity) or None,
        missing=_attached(message, apart=apart),
    )


def _own_parts(message: Message[str, str]) -> Iterator[Message[str, str]]:
    """The parts with the message's own text: no attachments, no carried messages."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.get_content_type() == "message/rfc822" and part is not message:
            continue
        payload = part.get_payload()
        if isinstance(payload, list):
            waiting.extend(reversed([each for each in payload if isinstance(each, Message)]))
        elif part.get_content_disposition() != "attachment":
            yield part


def _text(part: Message[str, str]) -> str:
    try:
        return with_lf(decode(content(part), charset_of(part)).text)
    except ReadError:
        return ""


def _of_text(text: str) -> Draft | None:
    """A draft of plain text, unchanged; None if it has no words."""
    own, article = own_spans(text), body_spans(text)
    if not any(c.isalnum() for c in text):
        return None
    return Draft(text, "", tuple(overlaps(own, article)) or own or article)


def _of_pages(pages: list[Message[str, str]], name: str) -> Draft | None:
    """The draft of the first HTML part that holds text; the message that it quotes comes after the
    text."""
    for part in pages:
        page, quoted = without_reply(_text(part))
        read: Draft | Fault | None
        try:
            read = html.read(page.encode("utf-8"), name)[0]
        except ReadError:
            read = _of_fragment(page)
        if isinstance(read, Draft):
            body = tuple(overlaps(read.body, own_spans(read.text))) or read.body
            return replace(_with_quoted(read, quoted), body=body, url=None)
    return None


def _of_fragment(page: str) -> Draft | None:
    sheet = Sheet()
    add_fragment(page, sheet)
    if not any(c.isalnum() for c in sheet.so_far()):
        return None
    text, body = sheet.finish()
    return Draft(text, "", body, sections=sheet.sections)


def _with_quoted(draft: Draft, quoted: str) -> Draft:
    sheet = Sheet()
    add_fragment(quoted, sheet)
    behind = sheet.so_far()
    return replace(draft, text=f"{draft.text}\n\n{behind}") if behind else draft


def _senders(message: Message[str, str]) -> list[str]:
    """The names of the senders, without addresses."""
    try:
        people = getaddresses([field(message, "From")])[:20]
    except Exception:  # noqa: BLE001 - the library is recursive
        return []
    return [name or (place if "@" not in place else "") for name, place in people]


def _date(message: Message[str, str]) -> str | None:
    try:
        found = parsedate_to_datetime(field(message, "Date"))
        return found.isoformat() if 1970 <= found.year <= 2200 else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _attached(message: Message[str, str], *, apart: bool) -> str:
    """The names of the attachments on one line, without pictures shown in the text, and without the
    messages that are read ``apart``."""
    names = []
    for part in message.walk():
        if apart and _is_read(part):
            continue
        if part.get_content_disposition() == "attachment" or _is_document(part):
            try:
                given = part.get_filename()
            except Exception:  # noqa: BLE001 - the library knows many ways to fail at a field
                given = None
            plain = "".join(c if c.isprintable() else " " for c in str(given or ""))
            names.append(one_line(plain)[:100] or "one without a name")
    if not names:
        return ""
    more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    return f"attachments not read: {', '.join(names[:_MAX_NAMED])}{more}"


def _is_read(part: Message[str, str]) -> bool:
    """Whether a part is a message with a text of its own."""
    own = (each for held in _held(part)[:1] for each in _own_parts(held))
    return part.get_content_type() == "message/rfc822" and any(
        each.get_content_maintype() == "text" and _text(each).strip() for each in own
    )


def _is_document(part: Message[str, str]) -> bool:
    """Whether a part is an attachment although it is not marked as one."""
    kind = part.get_content_type()
    return kind.startswith("application/") and not kind.endswith(("signature", "ms-tnef", "ics"))
