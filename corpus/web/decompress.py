"""The body of a web page as it was before its host packed it: gzip and deflate."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from pincite.corpus.errors import FetchError, shown
from pincite.corpus.web.addresses import SAVE

_PIECE: Final = 64 * 1024


def unpacked(packed: Iterable[bytes], coding: str, most: int) -> Iterator[bytes]:
    """What comes, unpacked, in pieces of at most 64 KiB. ``coding`` is what the host says of it.
    Raises FetchError past ``most`` bytes, for damaged data, and for what was not asked for."""
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        yield from packed
    elif coding in ("gzip", "x-gzip", "deflate"):
        yield from _inflated(packed, coding, most)
    else:
        raise FetchError(f"packed as {shown(coding)[:40]}, which was not asked for; {SAVE}")


def too_large(most: int) -> FetchError:
    """The refusal of a page of more than ``most`` bytes."""
    return FetchError(f"larger than {most / 1e6:g} MB; {SAVE}")


def _inflated(packed: Iterable[bytes], coding: str, most: int) -> Iterator[bytes]:
    """Never more than a piece at a time, and never more than ``most`` in all."""
    unpack, size, first = None, 0, b""
    for data in packed:
        rest = first + data
        if unpack is None:
            first = rest
            if len(first) < 2:  # too few to tell how it is packed
                continue
            unpack, first = zlib.decompressobj(_window(coding, rest)), b""
        more = True
        while more:
            try:
                piece = unpack.decompress(rest, _PIECE)
            except zlib.error:
                raise FetchError(f"damaged {coding} data; try again, or {SAVE}") from None
            rest = unpack.unconsumed_tail
            # subtle: a full piece may have more behind it although all input is consumed
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
    """zlib's setting: gzip, or deflate with its head or, as some servers send it, without."""
    if coding != "deflate":
        return 16 + zlib.MAX_WBITS
    headed = len(data) > 1 and data[0] & 15 == 8 and (data[0] << 8 | data[1]) % 31 == 0
    return zlib.MAX_WBITS if headed else -zlib.MAX_WBITS
