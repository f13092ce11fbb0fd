"""Annotations of PDF pages: values of form fields, which become text, and comments and attached
files, which are reported. The caller passes pdfium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ctypes import POINTER, c_ushort, cast
from dataclasses import dataclass, field
from typing import Any, Final

from pincite.corpus.formats.pdf.glyphs import PlacedWord

_MAX_NAMES: Final = 3  # attached files that are named
_LINE: Final = 12.0  # points; the maximum height of a line in a form field
_HIDDEN: Final = 2
_PASSWORD: Final = 1 << 13
_REMARKS: Final = (
    "TEXT", "FREETEXT", "HIGHLIGHT", "UNDERLINE", "SQUIGGLY", "STRIKEOUT", "STAMP", "CARET",
)  # fmt: skip


@dataclass(slots=True)
class Annotations:
    """The annotations found so far. ``form`` is pdfium's handle of the document's form, or None if
    there is no form."""

    raw: Any
    form: Any
    comments: int = 0
    ticked: int = 0
    files: list[str] = field(default_factory=list)

    def values(self, page: Any) -> Iterator[PlacedWord]:
        """The values of the form fields on a page, one word per line of a value; other annotations
        are counted."""
        remarks = {getattr(self.raw, f"FPDF_ANNOT_{name}") for name in _REMARKS}
        for i in range(self.raw.FPDFPage_GetAnnotCount(page)):
            note = self.raw.FPDFPage_GetAnnot(page, i)
            if not note:
                continue
            try:
                kind = self.raw.FPDFAnnot_GetSubtype(note)
                if kind == self.raw.FPDF_ANNOT_WIDGET:
                    yield from self._value(note)
                elif kind == self.raw.FPDF_ANNOT_FILEATTACHMENT:
                    self._attach(self.raw.FPDFAnnot_GetFileAttachment(note))
                elif kind in remarks and self._contents(note).strip():
                    self.comments += 1
            finally:
                self.raw.FPDFPage_CloseAnnot(note)

    def attached(self, document: Any) -> None:
        """Counts the files attached to the document."""
        for i in range(self.raw.FPDFDoc_GetAttachmentCount(document)):
            self._attach(self.raw.FPDFDoc_GetAttachment(document, i))

    def missing(self) -> list[str]:
        """Short descriptions of the annotations that are not in the text."""
        found = []
        if self.comments:
            found.append(f"{_counted(self.comments, 'comment')}: not read")
        if self.ticked:
            found.append(f"{_counted(self.ticked, 'ticked box', 'ticked boxes')}: not read")
        if self.files:
            more = len(self.files) - _MAX_NAMES
            named = ", ".join(self.files[:_MAX_NAMES]) + (f" and {more:,} more" if more > 0 else "")
            found.append(f"{_counted(len(self.files), 'attached file')}, not read: {named}")
        return found

    def _value(self, note: Any) -> Iterator[PlacedWord]:
        raw = self.raw
        if self.form is None or raw.FPDFAnnot_GetFlags(note) & _HIDDEN:
            return
        kind = raw.FPDFAnnot_GetFormFieldType(self.form, note)
        if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
            self.ticked += bool(raw.FPDFAnnot_IsChecked(self.form, note))
            return
        written = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX)
        if kind not in (*written, raw.FPDF_FORMFIELD_LISTBOX):
            return
        if raw.FPDFAnnot_GetFormFieldFlags(self.form, note) & _PASSWORD:
            return
        value = _text(
            lambda held, size: raw.FPDFAnnot_GetFormFieldValue(self.form, note, held, size)
        )
        lines = [" ".join(line.split()) for line in value.splitlines()]
        box = raw.FS_RECTF()
        if not any(lines) or not raw.FPDFAnnot_GetRect(note, box):
            return
        left, right = sorted((box.left, box.right))
        foot, top = sorted((box.bottom, box.top))
        height = min(_LINE, max((top - foot) / len(lines), 1.0))
        if len(lines) == 1 and top - foot <= 2 * _LINE:
            top = (top + foot + height) / 2
        for n, line in enumerate(lines, 1):
            width = min(right - left, 0.5 * height * len(line))
            if line:
                yield PlacedWord(line, left, top - n * height, width, height)

    def _contents(self, note: Any) -> str:
        return _text(
            lambda held, size: self.raw.FPDFAnnot_GetStringValue(note, b"Contents", held, size)
        )

    def _attach(self, file: Any) -> None:
        if not file:
            return
        name = _text(lambda held, size: self.raw.FPDFAttachment_GetName(file, held, size))
        shown = "".join(c if c.isprintable() else " " for c in name[:80]).strip() or "unnamed"
        if shown not in self.files:
            self.files.append(shown)


def _counted(count: int, one: str, many: str = "") -> str:
    return f"1 {one}" if count == 1 else f"{count:,} {many or one + 's'}"


def _text(ask: Callable[[Any, int], int]) -> str:
    """A string from pdfium in UTF-16. ``ask`` is called first for its size in bytes, then for its
    content."""
    size = ask(None, 0)
    if size <= 2:
        return ""
    held = (c_ushort * (size // 2))()
    ask(cast(held, POINTER(c_ushort)), size)
    return bytes(held).decode("utf-16-le", "replace").rstrip("\0")
