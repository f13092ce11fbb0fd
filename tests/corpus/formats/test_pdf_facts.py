"""PDFs: title, author and date, forms, comments and attached files."""

from __future__ import annotations

import pytest

from pincite.corpus.metadata.complete import MADE
from tests.support.files import LEFT, Shown, column
from tests.support.pdf_pages import read

QUAY = [
    "The council of Marbach approved the new quay on",
    "Monday after a long debate, and its cost of 40,000",
    "crowns will be shared by the mill and the town.",
]


def test_title_and_date_come_from_the_file() -> None:
    info = "/Title(Bridge: the report)/CreationDate(D:20260203213700+08'00')"
    draft = read([column(LEFT)], info=info)
    assert (draft.title, draft.published) == ("Bridge: the report", "2026-02-03T21:37:00+08:00")


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("D:20260203", "2026-02-03"),
        ("D:20260203213700Z", "2026-02-03T21:37:00+00:00"),
        ("D:20260203213700", "2026-02-03T21:37:00"),
        ("D:20261303", None),
        ("yesterday", None),
    ],
)
def test_the_creation_date_is_parsed(written: str, published: str | None) -> None:
    assert read([column(LEFT)], info=f"/CreationDate({written})").published == published


@pytest.mark.parametrize("title", ["Microsoft Word - x.doc", "untitled", "report.pdf", " ", "--"])
def test_meaningless_pdf_titles_are_replaced(title: str) -> None:
    info = f"/Title({title})"
    assert read([column(LEFT)], info=info).title == "quay"
    headed = [(72.0, 740.0, 18.0, "Bridge to reopen"), *column(LEFT)]
    assert read([headed], info=info).title == "Bridge to reopen"


@pytest.mark.parametrize(
    "title",
    [
        "\\(anonymous\\)", "untitled", "Untitled-3", "4711", "12/03", "Slide 1", "quay_v2",
        "Microsoft Word - quay.doc", "report.indd", "Document1", "PowerPoint Presentation",
        "C:\\\\docs\\\\quay", "NY0405b",
    ],
)  # fmt: skip
def test_the_largest_line_on_top_replaces_a_missing_title(title: str) -> None:
    shown = [(72.0, 760.0, 12.0, "Harbour Letter"), (72.0, 735.0, 20.0, "A new quay")]
    shown += [(72.0, 712.0, 20.0, "for Marbach"), *column(QUAY, top=680)]
    draft = read([shown], info=f"/Title({title})")
    assert draft.title == "A new quay for Marbach"


@pytest.mark.parametrize("title", ["The quay", "COVID-19 at sea", "1984 and after", "Untold"])
def test_a_meaningful_pdf_title_is_kept(title: str) -> None:
    assert read([[(72, 740, 20, "Letter"), *column(QUAY)]], info=f"/Title({title})").title == title


@pytest.mark.parametrize(
    ("written", "author"),
    [("Tess Moran", "Tess Moran"), ("tmoran", None), ("TM0412", None), ("HARBOUR\\\\tess", None)],
)
def test_user_account_names_are_not_authors(written: str, author: str | None) -> None:
    assert read([column(QUAY)], info=f"/Author({written})").author == author


PRINTED = "/CreationDate(D:20260203213700Z)"


def test_a_date_stated_in_the_text_is_used() -> None:
    head: list[Shown] = [(72, 750, 20, "A new quay"), (72, 730, 10, "Published: March 3, 2015")]
    draft = read([[*head, *column(QUAY)]], info=PRINTED)
    assert (draft.published, draft.missing) == ("2015-03-03", "")


def test_the_file_s_creation_date_is_reported_as_such() -> None:
    draft = read([column(QUAY)], info=PRINTED)
    assert draft.published == "2026-02-03T21:37:00+00:00"
    assert draft.missing == f"{MADE} (2026-02-03)"


def form(*fields: bytes) -> dict[str, object]:
    """Arguments for a one-page PDF with form fields and other annotations."""
    refs = b" ".join(b"%d 0 R" % (7 + i) for i in range(len(fields)))
    return {
        "catalog": b"/AcroForm<</Fields[%s]>>" % refs,
        "page": b"/Annots[%s]" % refs,
        "more": fields,
    }


FIELD = b"<</Type/Annot/Subtype/Widget/FT/%s/T(%s)/V%s/Rect[%d %d %d %d]/F 4>>"


def test_form_values_are_read_next_to_their_labels() -> None:
    shown: list[Shown] = [*column(QUAY), (72, 600, 10, "Skipper:"), (72, 570, 10, "Boat:")]
    fields = (
        FIELD % (b"Tx", b"who", b"(Nora Whitfield)", 120, 598, 300, 612),
        FIELD % (b"Ch", b"boat", b"(Herring Queen)", 120, 568, 300, 582),
        FIELD % (b"Tx", b"empty", b"()", 120, 500, 300, 514),
    )
    text = read([shown], **form(*fields)).text
    assert "Skipper: Nora Whitfield" in text.replace(" | ", " ")
    assert "Boat: Herring Queen" in text.replace(" | ", " ")


def test_comments_and_attached_files_are_reported_missing() -> None:
    note = b"<</Type/Annot/Subtype/Text/Contents(Ask the mill.)/Rect[9 9 20 20]>>"
    bare = b"<</Type/Annot/Subtype/Highlight/Rect[9 9 20 20]>>"
    spec = b"<</Type/Filespec/F(cost.xls)/UF(cost.xls)/EF<<>>>>"
    file = b"<</Type/Annot/Subtype/FileAttachment/FS%s/Rect[9 9 20 20]>>" % spec
    draft = read([column(QUAY)], **form(note, bare, note, file))
    assert draft.missing == "2 comments: not read; 1 attached file, not read: cost.xls"
    assert read([column(QUAY)], **form(bare)).missing == ""


def test_document_attachments_are_reported_missing() -> None:
    names = b" ".join(b"(%d)<</Type/Filespec/F(sheet%d.csv)/EF<<>>>>" % (i, i) for i in range(5))
    catalog = b"/Names<</EmbeddedFiles<</Names[%s]>>>>" % names
    told = "5 attached files, not read: sheet0.csv, sheet1.csv, sheet2.csv and 2 more"
    assert read([column(QUAY)], catalog=catalog).missing == told


@pytest.mark.parametrize(
    ("first", "last", "day", "title"),
    [
        ("The Lake Post, 3 March 2015", "", "2015-03-03", "A new quay"),
        ("Marbach, den 3. März 2015", "", "2015-03-03", "A new quay"),
        ("A letter to the town", "Marbach, den 3. März 2015", "2015-03-03", "A letter to the town"),
    ],
)
def test_a_line_of_a_place_and_a_date_dates_a_document(
    first: str, last: str, day: str, title: str
) -> None:
    tops = [(72.0, 760.0, 10.0, first), (72.0, 735.0, 10.0, "A new quay")]
    shown = [*tops, *column(QUAY, top=700), *([(72.0, 600.0, 10.0, last)] if last else [])]
    draft = read([shown], info="/CreationDate(D:20260203)")
    assert (draft.published, draft.title, draft.missing) == (day, title, "")


def test_a_headline_that_names_a_place_and_a_day_is_no_date() -> None:
    shown = [(72.0, 740.0, 18.0, "Marbach, 3 March 1915"), *column(QUAY)]
    assert read([shown], info="/CreationDate(D:20260203)").published == "2026-02-03"
