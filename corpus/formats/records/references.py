"""References (Zotero, BibTeX, RIS, CSL-JSON) as articles, if they have an abstract or notes.

A reference without these has no text to quote. It is reported with a hint where to get its text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pincite.corpus.draft import Draft, Fault, one_line, stem_title, web_url
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.encoding.damage import with_lf
from pincite.corpus.formats.records.fields import is_html, own_name, plain_name, refuse_unstorable
from pincite.corpus.formats.shared.fragment import add_fragment, plain_text
from pincite.corpus.formats.shared.several import refuse_duplicate, with_few_faults, with_keys
from pincite.corpus.formats.shared.sheet import Sheet
from pincite.corpus.metadata.authors import author_of
from pincite.corpus.metadata.dates import real_date, written_date
from pincite.corpus.metadata.language import language_code

_CSL_PARTS: Final = frozenset(
    ("issued", "container-title", "abstract", "DOI", "publisher", "ISBN", "event-title")
)


@dataclass(frozen=True, slots=True)
class Reference:
    """The parts of a reference. ``texts`` are its abstract and notes, in this order, as in the
    file; ``authors`` are names as they are shown; the other parts are as written, or ""."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published: str | None = None
    url: str = ""
    doi: str = ""
    language: str = ""
    key: str = ""
    texts: tuple[str, ...] = ()


def reference(given: Reference, number: int, name: str) -> Draft:
    """The article of a reference. Raises ReadError with the next step if it has no text."""
    address = web_url(given.url) or web_url(f"https://doi.org/{given.doi}" if given.doi else "")
    sheet = Sheet()
    for text in given.texts:
        if is_html(text):
            add_fragment(text, sheet)
        else:
            for line in with_lf(text).split("\n"):
                sheet.add(line, body=True, gap="\n")
    title = one_line(plain_text(given.title) if is_html(given.title) else given.title)
    if not any(c.isalnum() for c in sheet.so_far()):
        where = f"the address itself ({address})" if address else "the address itself"
        called = f' "{one_line(title)[:80]}"' if title and title.isprintable() else ""
        raise ReadError(f"a reference without text{called}; add its PDF, or {where}")
    text, body = sheet.finish()
    draft = Draft(
        text,
        title or f"{stem_title(name)}, reference {number}",
        body,
        published=given.published,
        url=address,
        key=one_line(given.key) or None,
        line=number,
        author=author_of(list(given.authors)),
        language=language_code(given.language),
        sections=sheet.sections,
    )
    refuse_unstorable(draft)
    return draft


def drafts_of(references: Iterable[Reference], name: str) -> list[Draft | Fault]:
    """The articles and faults of the references, in order. Of two with the same address only the
    first keeps it; of two with the same key the second is a Fault. Raises ReadError if there are no
    references."""
    found: list[Draft | Fault] = []
    seen: dict[str, int] = {}
    for number, given in enumerate(references, 1):
        try:
            draft = reference(given, number, name)
            refuse_duplicate(f"id {draft.key}" if draft.key else None, number, seen, "reference")
            if draft.url and seen.setdefault(str(own_name(draft)), number) != number:
                draft = replace(draft, url=None)
            found.append(draft)
        except ReadError as error:
            found.append(Fault(number, str(error)))
    if not found:
        raise ReadError("no reference in it")
    return with_few_faults(with_keys(found, seen), "references")


def is_csl(value: Mapping[str, object]) -> bool:
    """Whether an object is a reference in CSL-JSON."""
    typed = isinstance(value.get("type"), str) and "title" in value
    people = value.get("author")
    families = isinstance(people, list) and any("family" in p for p in people if type(p) is dict)
    return typed and (families or not _CSL_PARTS.isdisjoint(value))


def from_csl(value: Mapping[str, object]) -> Reference:
    """A CSL-JSON object as a reference."""
    people = value.get("author")
    return Reference(
        title=_text(value.get("title")),
        authors=tuple(_person(each) for each in people) if isinstance(people, list) else (),
        published=_issued(value.get("issued")),
        url=_text(value.get("URL")),
        doi=_text(value.get("DOI")),
        language=_text(value.get("language")),
        key=_text(value.get("id")) or _text(value.get("citation-key")),
        texts=(_text(value.get("abstract")), _text(value.get("note"))),
    )


def is_zotero(header: Sequence[str]) -> bool:
    """Whether the header is that of a Zotero export."""
    return {"itemtype", "title", "publicationyear"} <= set(map(plain_name, header))


def from_zotero(row: Mapping[str, str]) -> Reference:
    """A row of a Zotero export, by the plain names of its columns, as a reference."""
    return Reference(
        title=row.get("title", ""),
        authors=tuple(filter(None, map(first_name_first, row.get("author", "").split(";")))),
        published=written_date(row.get("date")),
        url=row.get("url", ""),
        doi=row.get("doi", ""),
        language=row.get("language", ""),
        key=row.get("key", ""),
        texts=(row.get("abstractnote", ""), row.get("notes", "")),
    )


def first_name_first(name: str) -> str:
    """ "Lin, Mei" as "Mei Lin"; a name of one part as it is."""
    family, comma, given = (part.strip() for part in name.partition(","))
    return f"{given} {family}" if comma and given and "," not in given else name.strip()


def day_of(year: object, month: object, day: object) -> str | None:
    """The date from three numbers, or None if one is missing or the calendar has no such day."""
    parts = [str(part).strip() for part in (year, month, day)]
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    found = real_date(*map(int, parts))
    return found.isoformat() if found else None


def _person(value: object) -> str:
    if not isinstance(value, Mapping):
        return ""
    names = [_text(value.get(part)) for part in ("given", "non-dropping-particle", "family")]
    return " ".join(filter(None, names)) or _text(value.get("literal"))


def _issued(value: object) -> str | None:
    if not isinstance(value, Mapping):
        return written_date(value)
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    if isinstance(first, list) and len(first) == 3:
        return day_of(*first)
    return written_date(value.get("raw"))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
