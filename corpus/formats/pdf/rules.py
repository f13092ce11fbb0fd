"""Reads the straight lines drawn on a PDF page. The caller passes pdfium."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float, c_int
from typing import Any, Final

from pincite.corpus.formats.pdf.print.ruled import Rule

_MOST: Final = 20_000  # objects of a page; a page with more is a drawing
_THIN: Final = 2.0  # points; the largest width of a line that is drawn as a rectangle
_SHORT: Final = 4.0  # points; a shorter line is part of a drawing


def rules_of(raw: Any, page: Any) -> list[Rule]:
    """The upright and level lines of a page, and the edges of its drawn rectangles."""
    count = raw.FPDFPage_CountObjects(page)
    if count > _MOST:
        return []
    return [rule for n in range(count) for rule in _of_object(raw, raw.FPDFPage_GetObject(page, n))]


def _of_object(raw: Any, each: Any) -> Iterator[Rule]:
    if raw.FPDFPageObj_GetType(each) != raw.FPDF_PAGEOBJ_PATH:
        return
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if not raw.FPDFPageObj_GetBounds(each, byref(left), byref(bottom), byref(right), byref(top)):
        return
    x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
    wide, high = x1 - x0, y1 - y0
    if min(wide, high) <= _THIN:
        if max(wide, high) >= _SHORT:
            yield Rule(x0, y0, x1, y1)
    elif _is_frame(raw, each):
        yield Rule(x0, y1, x1, y1)
        yield Rule(x0, y0, x1, y0)
        yield Rule(x0, y0, x0, y1)
        yield Rule(x1, y0, x1, y1)


def _is_frame(raw: Any, each: Any) -> bool:
    """Whether a path is a rectangle whose edges are drawn."""
    fill, stroke = c_int(), c_int()
    drawn = raw.FPDFPath_GetDrawMode(each, byref(fill), byref(stroke)) and stroke.value
    return bool(drawn) and raw.FPDFPath_CountSegments(each) in (4, 5)
