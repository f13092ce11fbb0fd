"""Reads rich text (.rtf): paragraphs, headings and tables, each letter in the code page of its
font.

There is no suitable library: the existing one leaves out footnotes and text boxes silently, writes
link addresses into sentences, and splits letters of two bytes.
"""

from __future__ import annotations

from typing import Final

from pincite.corpus.draft import Draft, Fault, one_line, stem_title
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.documents.rtf_story import Story, Stream
from pincite.corpus.formats.documents.text import split_headline
from pincite.corpus.formats.shared.sheet import Sheet
from pincite.corpus.metadata.authors import author_of
from pincite.corpus.metadata.complete import dated_by_file
from pincite.corpus.metadata.dates import real_date

DAMAGED: Final = "a damaged RTF file, or none at all; save it again as .rtf or .docx"


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """One article, titled by the file's properties, else by its first heading, else by the file's
    name. Author and date of creation are from the properties.

    Headings lie outside the body. Footnotes and text boxes come at the end; page headers and
    footers come last, outside the body. Comments, equations, embedded files and letters that are
    missing in their code page are reported in ``missing``. Raises ReadError if the bytes are not
    RTF or hold no text.
    """
    start = data.find(b"{\\rtf", 0, 1024)
    if start < 0:
        raise ReadError(DAMAGED)
    story = Story()
    story.read(data[start:])
    sheet, heading = Sheet(), ""
    for place in ("text", "notes", "boxes", "edges"):
        found = _add(sheet, story.stream(place), body=place != "edges")
        heading = heading or (found if place == "text" else "")
    text, body = sheet.finish()
    missing = [f"{each}: not read" for each in story.unread]
    if story.lost:
        missing.append(f"{story.lost} letters that their code page does not have")
    made = [story.made.get(part, 0) for part in ("yr", "mo", "dy")]
    day = real_date(*made)
    title = one_line(_text_of(story, "title")) or heading or split_headline(text)[0]
    draft = Draft(
        text,
        title or stem_title(name),
        body,
        author=author_of(_text_of(story, "author")),
        missing="; ".join(missing),
        sections=sheet.sections,
    )
    return [dated_by_file(draft, day.isoformat() if day else None)]


def _add(sheet: Sheet, stream: Stream, *, body: bool) -> str:
    """Adds the blocks of a stream; consecutive rows form a table. Returns the heading at the top,
    or ""."""
    top = ""
    rows: list[list[str]] = []
    header: list[str] = []
    for n, (kind, held) in enumerate([*stream.blocks, (0, "")]):
        if isinstance(held, list):
            if kind and not rows and not header:
                header = held
            else:
                rows.append(held)
            continue
        sheet.table(header, rows)
        rows, header = [], []
        if kind:
            sheet.heading(" ".join(held.split()), int(kind))
            top = top or (one_line(held) if n == 0 else "")
        else:
            sheet.add(held, body=body)
    return top


def _text_of(story: Story, place: str) -> str:
    return " ".join(str(held) for _, held in story.stream(place).blocks)
