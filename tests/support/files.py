"""PDFs, Word files and feeds for the tests, made in memory."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Sequence

Shown = tuple[float, float, float, str]  # x, y, size, text
FONT = (
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica%s/Encoding<</Type/Encoding"
    b"/BaseEncoding/WinAnsiEncoding/Differences[1/fi/fl]>>>>"
)


# the left one of two columns
LEFT = [
    "The harbor bridge will reopen to cars in",
    "May, four months late, said the city engi-",
    "neer who has overseen the work. A sec-",
    "ond bearing was replaced on Sunday, and",
    "the trams are to follow when the rails have",
]


class Bold(str):
    """Text in bold type."""

    __slots__ = ()


def pdf(
    pages: Sequence[Sequence[Shown]],
    info: str = "",
    trailer: str = "",
    turn: int = 0,
    turned: bool = False,
    drawn: bytes = b"",
    lines: bytes = b"",
    angle: float = 0,
    catalog: bytes = b"",
    page: bytes = b"",
    more: Sequence[bytes] = (),
) -> bytes:
    """A PDF of words at the given places, on pages of 612 by 792 points; y counts from the foot.

    ``turn`` is the page's rotation in degrees; with ``turned``, the words are upright in the
    rotated page. ``angle`` turns all words, counterclockwise in degrees. ``drawn`` is drawn on each
    page without words, ``lines`` on every page. ``catalog`` and ``page`` are entries of the catalog
    and of each page. ``more`` are objects that these entries refer to; the first one has the number
    5 + 2 × pages.
    """
    angle = math.radians(turn if turned else angle)
    cos, sin = round(math.cos(angle), 12), round(math.sin(angle), 12)
    kids = b" ".join(b"%d 0 R" % (5 + 2 * i) for i in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        FONT % b"",
        FONT % b"-Bold",
    ]
    for i, shown in enumerate(pages):
        parts = [
            b"/%s %g Tf %g %g %g %g %g %g Tm (%s) Tj"
            % (
                b"B" if isinstance(text, Bold) else b"F",
                size,
                cos,
                sin,
                -sin,
                cos,
                cos * x - sin * y,
                sin * x + cos * y,
                re.sub(rb"([\\()])", rb"\\\1", text.encode("cp1252")),
            )
            for x, y, size, text in shown
        ]
        stream = b"BT " + b"\n".join(parts) + b" ET " + lines + (b"" if shown else drawn)
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R/Rotate %d"
            b"/Resources<</Font<</F 3 0 R/B 4 0 R>>>>%s>>" % (6 + 2 * i, turn, page),
            b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        ]
    objects += more
    objects += [f"<<{info}>>".encode("cp1252")] if info else []
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, each)
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Root 1 0 R/Size %d%s%s>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        b"/Info %d 0 R" % len(objects) if info else b"",
        trailer.encode(),
        xref,
    )
    return bytes(out)


def column(lines: Sequence[str], x: float = 72, top: float = 700, size: float = 10) -> list[Shown]:
    """Lines below each other."""
    return [(x, top - 1.2 * size * i, size, line) for i, line in enumerate(lines)]


def zipped(parts: dict[str, bytes]) -> bytes:
    """A ZIP archive of the given files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, compresslevel=1)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The files of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
