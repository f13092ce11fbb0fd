"""Makes Word files part by part, and reads them."""

from __future__ import annotations

from pincite.corpus.article import Section
from pincite.corpus.draft import Draft
from pincite.corpus.formats.word import reader
from tests.support.files import unzipped, zipped
from tests.support.word_files import MAIN, p, with_main

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
SPACES = (
    f'xmlns:m="{MATH}" xmlns:r="{RELATIONS}" xmlns:a="{DRAWING}/main" '
    f'xmlns:c="{DRAWING}/chart" xmlns:dgm="{DRAWING}/diagram"'
)


def read(inside: str, **others: bytes) -> Draft:
    """The draft of a file whose body is ``inside``. ``others`` are further parts, by the last word
    of their relation type."""
    parts = unzipped(with_main(inside))
    parts[MAIN] = parts[MAIN].replace(b"<w:document ", f"<w:document {SPACES} ".encode())
    relations = "word/_rels/document.xml.rels"
    for kind, data in others.items():
        parts[f"word/{kind}9.xml"] = data
        link = (
            f'<Relationship Id="{kind}9" Type="{RELATIONS}/{kind}" Target="{kind}9.xml"/>'
            "</Relationships>"
        )
        parts[relations] = parts[relations].replace(b"</Relationships>", link.encode())
    return draft_of(zipped(parts))


def draft_of(data: bytes) -> Draft:
    [draft] = reader.read(data, "quay-letter.docx")
    assert isinstance(draft, Draft)
    return draft


def told(draft: Draft, section: Section) -> tuple[str, str, list[str], list[str]]:
    """The kind, the text, the context and the header of a section."""
    of = draft.text
    context, header = ([s.of(of) for s in each] for each in (section.context, section.header))
    return section.kind, section.span.of(of), context, header


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(words)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    inside = "".join(each if each.startswith("<") else cell(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"
