"""Decompresses the body of a web page: gzip and deflate."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from pincite.corpus.errors import FetchError, shown
from pincite.corpus.web.addresses import SAVE

_PIECE: Final = 64 * 1024


def unpacked(packed: Iterable[bytes], coding: str, most: int) -> Iterator[bytes]:
    """The decompressed body, in pieces of at most 64 KiB. ``coding`` is the host's
    Content-Encoding. Raises FetchError for more than ``most`` bytes, for damaged data and for an
    encoding that was not requested."""
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        yield from packed
    elif coding in ("gzip", "x-gzip", "deflate"):
        yield from _inflated(packed, coding, most)
    else:
        raise FetchError(f"packed as {shown(coding)[:40]}, which was not asked for; {SAVE}")


def too_large(most: int) -> FetchError:
    """The error for a page of more than ``most`` bytes."""
    return FetchError(f"larger than {most / 1e6:g} MB; {SAVE}")


def _inflated(packed: Iterable[bytes], coding: str, most: int) -> Iterator[bytes]:
    """The decompressed pieces; no more than one piece is in memory, and no more than ``most`` bytes
    in all."""
    unpack, size, first = None, 0, b""
    for data in packed:
        rest = first + data
        if unpack is None:
            first = rest
            if len(first) < 2:  # too few bytes to tell the compression
                continue
            unpack, first = zlib.decompressobj(_window(coding, rest)), b""
        more = True
        while more:
            try:
                piece = unpack.decompress(rest, _PIECE)
            except zlib.error:
                raise FetchError(f"damaged {coding} data; try again, or {SAVE}") from None
            rest = unpack.unconsumed_tail
            # after a full piece there may be more output, even if all input is consumed
            more = bool(rest) or len(piece) == _PIECE
            size += len(piece)
            if size > most:
                raise too_large(most)
            yield piece
        if unpack.unused_data:
            raise FetchError(f"damaged {coding} data: more of it after its end; {SAVE}")
    if first or (unpack is not None and not unpack.eof):
        raise FetchError(f"cut short: the {coding} data has no end; try again")


def _window(coding: str, data: bytes) -> int:
    """zlib's window setting: for gzip, or for deflate with a header or (as some servers send it)
    without."""
    if coding != "deflate":
        return 16 + zlib.MAX_WBITS
    headed = len(data) > 1 and data[0] & 15 == 8 and (data[0] << 8 | data[1]) % 31 == 0
    return zlib.MAX_WBITS if headed else -zlib.MAX_WBITS
