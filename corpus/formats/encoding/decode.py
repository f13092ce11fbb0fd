"""Turns bytes into text. The only place where an encoding is decided.

In this order: a byte order mark; UTF-16 without one; encodings of seven bits such as ISO-2022-JP;
UTF-8; ASCII with the punctuation of Windows; the encoding that the file declares; a guess among
``pincite.corpus.formats.encoding.legacy.LEGACY``. If none fits, a ReadError is raised, because a
wrong guess would be quoted to somebody. A few broken bytes in UTF-8 or ASCII are replaced and
reported. Line ends become LF here, before there is an Article.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import Final

from pincite.corpus.errors import ReadError
from pincite.corpus.formats.detection.unread import HANDLED, unread_by_bytes
from pincite.corpus.formats.encoding.damage import (
    GAP,
    Damage,
    Decoded,
    max_damage,
    repaired,
    typed_in_windows,
    with_lf,
    with_lf_offsets,
)
from pincite.corpus.formats.encoding.legacy import guess, plausible

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_READ_AS_BYTES: Final = ((b"%PDF-", "a PDF"), (b"{\\rtf", "a rich text (RTF) file"))
_SAMPLE: Final = 16 * 1024
_BEFORE: Final = 2000  # bytes before the first one outside ASCII
_LOOKED_AT: Final = 2**20
_BETWEEN: Final = re.compile(rb"[<>\r\n]+")
_MAX_CONTROLS: Final = 0.01
_THIN: Final = 3  # bytes outside ASCII in an English text that tell no rare encoding from another
_ENGLISH: Final = b"the and of to in is was for that on with as it by at be are from has".split()
_AS_UTF8: Final = "save the file as UTF-8"
_SOUND: Final = re.compile("[^\x00-\x7f\ufffd]+")
_CONTROLS: Final = bytes({*range(0x20), 0x7F} - {*b"\t\n\v\f\r\x1a\x1b"})
_ASCII: Final = bytes(range(0x80))
# Encodings of seven bits, each with the escape sequence that switches to its letters.
_SEVEN_BITS: Final = {
    "iso2022_jp": re.compile(rb"\x1b\$[B@]|\x1b\(J"),
    "iso2022_kr": re.compile(rb"\x1b\$\)C"),
    "hz": re.compile(rb"~\{(?:[!-w][!-~])+~\}"),
}
_DECLARABLE: Final = re.compile(
    r"utf-(?:8|16|16-le|16-be)|iso8859-\d+|cp(?:125\d|874|866|9\d\d)|koi8-[rtu]"
    r"|big5(?:hkscs)?|gb(?:2312|k|18030)|shift_jis|euc_(?:jp|kr)|iso2022_jp|ascii"
)
# What the old names mean on the web (encoding.spec.whatwg.org): a larger encoding of the family.
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


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of a file. Line ends become LF; everything else stays as it is.

    ``declared`` is the encoding that the file names. It is used if Python knows it, the bytes are
    valid in it, and they are not UTF-8. A few broken bytes in UTF-8, or NUL bytes, are replaced and
    listed. Raises ReadError for bytes that are not text, that are badly damaged, or whose encoding
    cannot be determined.
    """
    _refuse_known(data)
    found = _marked(data)
    if found is None:
        found = _unmarked(data, declared)
    if "\0" in found.text:
        at = found.text.index("\0")
        raise ReadError(f"binary data (a NUL at character {at}); {HANDLED}")
    return Decoded(with_lf(found.text), tuple(with_lf_offsets(found)))


def decode_words(data: bytes, declared: str | None = None) -> Decoded:
    """Like ``decode``, but also raises ReadError if the file has no visible character."""
    if not data:
        raise ReadError("an empty file")
    found = decode(data, declared)
    if not any(c.isprintable() and not c.isspace() and c != GAP for c in found.text):
        raise ReadError("nothing but white space in it")
    return found


def _refuse_known(data: bytes) -> None:
    """Raises ReadError for bytes of a known type that is not text."""
    for magic, kind in _READ_AS_BYTES:
        if data.startswith(magic):
            raise ReadError(f"{kind}; {HANDLED}")
    if unread := unread_by_bytes(data):
        raise ReadError(unread.reason)


def _marked(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            if encoding == "utf-8":
                return repaired(data, len(mark))
            return _wide(data, len(mark), encoding)
    return None


def _wide(data: bytes, start: int, encoding: str) -> Decoded:
    """UTF-16 or UTF-32. A last character that is cut off is shown as U+FFFD."""
    size = 2 if encoding.startswith("utf-16") else 4
    over = (len(data) - start) % size
    end = len(data) - over
    try:
        text = data[start:end].decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start + start
        raise ReadError(f"damaged {encoding.upper()} text at byte {at:,}") from None
    if not over:
        return Decoded(text)
    return Decoded(text + GAP, (Damage(end, over, GAP, len(text)),))


def _unmarked(data: bytes, declared: str | None) -> Decoded:
    controls = len(data) - len(data.translate(None, delete=_CONTROLS))
    nuls = data.count(0)
    if nuls or controls > _MAX_CONTROLS * len(data):
        text = _utf16(data)
        if text is not None:
            return Decoded(text)
        if nuls > max_damage(data) or controls - nuls > _MAX_CONTROLS * len(data):
            what = f"a NUL at byte {data.index(0):,}" if nuls else f"{controls} control bytes"
            raise ReadError(f"binary data ({what}); {HANDLED}")
    for encoding, switch in _SEVEN_BITS.items():
        if switch.search(data) and (text := _strict(data, encoding)) is not None:
            return Decoded(text)
    if nuls or _is_utf8(data):
        return repaired(data)
    table = _table(declared or "")
    if typed_in_windows(data):
        return Decoded(data.decode("cp1252"))
    few = _foreign(data) <= max_damage(data)
    if few and table == "utf-8":
        return repaired(data)
    text = _legacy(data, table)
    if text is not None:
        return Decoded(text)
    if few and _is_english(data[:_SAMPLE]):
        return repaired(data)
    raise ReadError(f"an encoding that cannot be told; {_AS_UTF8}")


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a byte order mark, recognised by characters of every text: blanks, full stops,
    letters. None if it is not UTF-16."""
    if len(data) < 4 or len(data) % 2:
        return None
    shares = {code: _common_share(data[:_SAMPLE], code) for code in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda code: shares[code])
    return _strict(data, best) if shares[best] >= 0.02 else None


def _common_share(sample: bytes, encoding: str) -> float:
    """The share of everyday characters, or 0 if this is hardly UTF-16.

    The high bytes of a text have few values, except in Chinese and similar scripts, where half the
    bytes lie outside ASCII. A pair of ASCII letters would also be a valid Chinese character.
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


def _is_utf8(data: bytes) -> bool:
    """Whether most of the text outside ASCII is valid UTF-8. Such a text would be garbage in any
    other encoding."""
    if _strict(data, "utf-8") is not None:
        return True
    text = data.decode("utf-8", errors="replace")
    return sum(map(len, _SOUND.findall(text))) > text.count(GAP)


def _table(name: str) -> str | None:
    """Python's name of a declared encoding, or None if texts are not written in it."""
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return _WIDER.get(known, known) if _DECLARABLE.fullmatch(known) else None


def _legacy(data: bytes, declared: str | None) -> str | None:
    """The text in the declared or a guessed legacy encoding; None if none is likely. Raises
    ReadError if several are."""
    sample, whole = _telling(data)
    text = _strict(data, declared) if declared else None
    if declared and text is not None:
        # Latin-1 is often declared by default, and any bytes are valid in it
        shown = _strict(sample, declared) or ""
        if declared != "cp1252" or plausible(shown, declared):
            return text
    likely = guess(sample, whole=whole)
    if len(likely) > 1:
        raise ReadError(
            f"an encoding that cannot be told ({likely[0]} or {likely[1]}?); {_AS_UTF8}"
        )
    if likely and likely[0] != "cp1252" and _foreign(data) <= _THIN and _is_english(sample):
        return None
    return _strict(data, likely[0]) if likely else text


def _is_english(sample: bytes) -> bool:
    """Whether the words of ASCII letters are English, in which one in six or more is a function
    word."""
    words = re.findall(rb"[a-z]+", sample.lower())
    found = [word for word in words if word in _ENGLISH]
    return len(found) * 6 >= len(words) and any(word in _ENGLISH[:3] for word in found)


def _foreign(data: bytes) -> int:
    """The number of bytes outside ASCII."""
    return len(data.translate(None, delete=_ASCII))


def _telling(data: bytes) -> tuple[bytes, bool]:
    """A sample of the lines and texts between tags that have characters outside ASCII, and whether
    it holds all of them. Scripts and tags tell nothing about the language of a page."""
    first = len(data) - len(data.lstrip(_ASCII))
    start = max(0, first - _BEFORE)
    near = data[start : start + _LOOKED_AT]
    sample = b"\n".join(part for part in _BETWEEN.split(near) if not part.isascii())
    return sample[:_SAMPLE], len(sample) <= _SAMPLE and start + len(near) == len(data)
