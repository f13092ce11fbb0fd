"""Bytes to text: the only place where an encoding is decided.

In order: a byte order mark; UTF-16 without one; UTF-8, strict; ISO-2022-JP; the encoding the file
itself declares; a guess among ``corpus.formats.legacy.LEGACY``. What cannot be decided is a
ReadError, because a wrong guess would be quoted to somebody. Line ends become LF here, before
there is an Article.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import Final

from corpus.errors import ReadError
from corpus.formats.legacy import guess
from corpus.formats.unread import HANDLED, unread_by_bytes

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_READ_AS_BYTES: Final = ((b"%PDF-", "a PDF"), (b"{\\rtf", "a rich text (RTF) file"))
_SAMPLE: Final = 16 * 1024
_MAX_CONTROLS: Final = 0.01
_CONTROLS: Final = bytes({*range(0x20), 0x7F} - {*b"\t\n\v\f\r\x1a\x1b"})
_ASCII: Final = bytes(range(0x80))
_JIS_ESCAPES: Final = (b"\x1b$B", b"\x1b$@", b"\x1b(J")
_DECLARABLE: Final = re.compile(
    r"utf-(?:8|16|16-le|16-be)|iso8859-\d+|cp(?:125\d|874|866|9\d\d)|koi8-[rtu]"
    r"|big5(?:hkscs)?|gb(?:2312|k|18030)|shift_jis|euc_(?:jp|kr)|iso2022_jp|ascii"
)
# What the old names mean on the web (encoding.spec.whatwg.org): the wider table of the family.
_WIDER: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of a file, its line ends all LF, everything else as it is.

    ``declared`` is the encoding that the file names for itself; it counts where it is known, the
    bytes agree with it, and they are not UTF-8. Raises ReadError for bytes that are no text, are
    damaged, or whose encoding cannot be told.
    """
    _refuse_known(data)
    text = _marked(data)
    if text is None:
        text = _unmarked(data, declared)
    if "\0" in text:
        raise ReadError(f"binary data (a NUL at character {text.index(chr(0))}); {HANDLED}")
    return lf(text)


def decode_words(data: bytes, declared: str | None = None) -> str:
    """As ``decode``; raises ReadError as well where not one visible character is in the file."""
    if not data:
        raise ReadError("an empty file")
    text = decode(data, declared)
    if not any(c.isprintable() and not c.isspace() for c in text):
        raise ReadError("nothing but white space in it")
    return text


def _refuse_known(data: bytes) -> None:
    """Raises ReadError for bytes that say what they are, where that is no text."""
    for magic, kind in _READ_AS_BYTES:
        if data.startswith(magic):
            raise ReadError(f"{kind}; {HANDLED}")
    if unread := unread_by_bytes(data):
        raise ReadError(unread.reason)


def lf(text: str) -> str:
    """``text`` with CRLF and CR as LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _marked(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                at = error.start + len(mark)
                raise ReadError(f"damaged {encoding.upper()} text at byte {at}") from None
    return None


def _unmarked(data: bytes, declared: str | None) -> str:
    controls = len(data) - len(data.translate(None, delete=_CONTROLS))
    if b"\0" in data or controls > _MAX_CONTROLS * len(data):
        text = _utf16(data)
        if text is not None:
            return text
        what = f"a NUL at byte {data.index(0)}" if b"\0" in data else f"{controls} control bytes"
        raise ReadError(f"binary data ({what}); {HANDLED}")
    if any(escape in data for escape in _JIS_ESCAPES):
        text = _strict(data, "iso2022_jp")
        if text is not None:
            return text
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(data, error.start)
    return _legacy(data, _table(declared or ""))


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a mark, told by the characters every text has: blanks, full stops, letters."""
    if len(data) < 4 or len(data) % 2:
        return None
    shares = {code: _common_share(data[:_SAMPLE], code) for code in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda code: shares[code])
    return _strict(data, best) if shares[best] >= 0.02 else None


def _common_share(sample: bytes, encoding: str) -> float:
    """The share of everyday characters, or 0 where this is hardly UTF-16.

    The higher bytes of a text are few, except in Chinese and its like, where half the bytes lie
    above ASCII. A pair of ASCII letters would make a Chinese character as well.
    """
    high = Counter(sample[encoding == "utf-16-le" :: 2])
    few = sum(count for _, count in high.most_common(2)) >= 0.6 * high.total()
    if not few and len(sample.translate(None, delete=_ASCII)) < 0.15 * len(sample):
        return 0.0
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
    if not all(c.isprintable() or c.isspace() or c in "\xad\u200b" for c in text):
        return 0.0
    common = sum(" " <= c <= "~" or c in "\n、。，「」“”" for c in text)
    return 0.0 if "\ufffd" in text else common / len(text)


def _refuse_damaged_utf8(data: bytes, at: int) -> None:
    """Raise ReadError where most of it is UTF-8: by another table it would read as garbage."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    sound = sum(len(run) for run in re.findall(r"[^\x00-\x7f\ufffd]+", text))
    if sound > broken:
        raise ReadError(f"damaged UTF-8 text: byte {at} does not belong there; save it again")


def _table(name: str) -> str | None:
    """Python's name of a declared encoding, or None where it is not one a text is written in."""
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return _WIDER.get(known, known) if _DECLARABLE.fullmatch(known) else None


def _legacy(data: bytes, declared: str | None) -> str:
    # Latin-1 is what a page says that was never asked, and every text can be read by it.
    if declared and declared != "cp1252":
        text = _strict(data, declared)
        if text is not None:
            return text
    encoding = guess(data[:_SAMPLE], whole=len(data) <= _SAMPLE) or declared
    text = _strict(data, encoding) if encoding else None
    if text is None:
        raise ReadError("an encoding that cannot be told; save the file as UTF-8")
    return text
