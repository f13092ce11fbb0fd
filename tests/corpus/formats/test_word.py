"""Word files: equations, tables, heading styles, captions, and what is reported missing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import docx
import pytest

from pincite.corpus.draft import Draft
from pincite.corpus.formats.word.equations import equation
from pincite.corpus.metadata.complete import MADE
from tests.support.drafts import body
from tests.support.files import unzipped, zipped
from tests.support.word_files import OPENING, p, saved, with_main
from tests.support.word_parts import (
    MATH,
    SPACES,
    draft_of,
    read,
    row,
    table,
    told,
)


def r(words: str) -> str:
    return f"<m:r><m:t>{words}</m:t></m:r>"


def e(name: str, *parts: str) -> str:
    """A math element with its parts: "num:a" is a child element with text, others are markup."""
    inside = ""
    for part in parts:
        kind, _, words = part.partition(":")
        if part.startswith("<"):
            inside += part
        else:
            inside += f"<m:{kind}>{words if '<' in words else r(words)}</m:{kind}>"
    return f"<m:{name}>{inside}</m:{name}>"


def settings(name: str, **values: str) -> str:
    inside = "".join(f'<m:{key} m:val="{value}"/>' for key, value in values.items())
    return f"<m:{name}Pr>{inside}</m:{name}Pr>"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r("d=2t"), "d=2t"),
        (e("f", "num:a", "den:b"), "a/b"),
        (e("f", "num:a+b", "den:2t"), "(a+b)/(2t)"),
        (e("f", settings("f", type="noBar"), "num:n", "den:k"), "(n over k)"),
        (e("sSup", "e:x", "sup:2"), "x^2"),
        (e("sSup", "e:x+1", "sup:n-1"), "(x+1)^(n-1)"),
        (e("sSub", "e:v", "sub:max"), "v_max"),
        (e("sSubSup", "e:x", "sub:i", "sup:2"), "x_i^2"),
        (e("sPre", "sub:6", "sup:14", "e:C"), "_6^14C"),
        (e("rad", settings("rad", degHide="1"), "deg:", "e:x+1"), "sqrt(x+1)"),
        (e("rad", "deg:3", "e:8"), "root(3, 8)"),
        (e("nary", settings("nary", chr="∑"), "sub:i=1", "sup:n", "e:i"), "∑_(i=1)^n i"),
        (e("nary", "sub:0", "sup:1", "e:x dx"), "∫_0^1 x dx"),
        (e("d", "e:a+b"), "(a+b)"),
        (e("d", settings("d", begChr="|", endChr="|"), "e:x"), "|x|"),
        (e("d", settings("d", begChr="{", endChr=""), "e:x"), "{x"),
        (e("func", "fName:sin", "e:x"), "sin x"),
        (e("func", f"fName:{e('limLow', 'e:lim', 'lim:n→∞')}", "e:a"), "lim_(n→∞) a"),
        (e("acc", settings("acc", chr="\u0307"), "e:x"), "x\u0307"),
        (e("bar", "e:x"), "bar(x)"),
        (e("m", e("mr", "e:1", "e:2"), e("mr", "e:3", "e:4")), "[1, 2; 3, 4]"),
        (e("eqArr", "e:x=1", "e:y=2"), "x=1; y=2"),
        (e("f", f"num:{e('sSup', 'e:a', 'sup:2')}", "den:b"), "(a^2)/b"),
        (e("groupChr", "e:x+y"), "x+y"),
        (e("unheardOf", r("z")), "z"),
    ],
)
def test_equations_are_read_in_place(written: str, shown: str) -> None:
    inside = f"<w:p><w:r><w:t>It is </w:t></w:r><m:oMath>{written}</m:oMath><w:r><w:t>, she said."
    assert read(f"{inside}</w:t></w:r></w:p>").text == f"It is {shown}, she said."


def test_display_equations_are_read_and_deleted_ones_are_not() -> None:
    two = f"<m:oMath>{r('a=1')}</m:oMath><m:oMath>{r('b=2')}</m:oMath>"
    struck = f"<w:del>{r('c=3')}</w:del>"
    inside = f"{p(OPENING)}<w:p><m:oMathPara>{two}</m:oMathPara></w:p><w:p><m:oMath>{struck}"
    assert read(f"{inside}</m:oMath></w:p>").text == f"{OPENING}\n\na=1; b=2"


def test_embedded_equation_objects_are_reported_missing() -> None:
    ole = '<w:r><w:object><o:OLEObject xmlns:o="urn:x" ProgID="Equation.3"/></w:object></w:r>'
    assert read(f"<w:p>{ole}<w:r><w:t>{OPENING}</w:t></w:r></w:p>").missing == "equations: not read"


def style(id_: str, name: str, more: str = "") -> str:
    return f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/>{more}</w:style>'


def styled(inside: str, *styles: str, **others: bytes) -> Draft:
    parts = unzipped(with_main(inside))
    end = "".join(styles) + "</w:styles>"
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"</w:styles>", end.encode())
    return draft_of(zipped({**parts, **others}))


NO_LEVEL = '<w:outlineLvl w:val="9"/>'


def sp(id_: str, words: str, more: str = "") -> str:
    inside = f'<w:pPr><w:pStyle w:val="{id_}"/>{more}</w:pPr><w:r><w:t>{words}</w:t></w:r>'
    return f"<w:p>{inside}</w:p>"


def test_headings_are_recognised_by_style_base_style_or_level() -> None:
    draft = styled(
        sp("Title", "The quay") + sp("Heading1", "Costs") + p(OPENING)
        + sp("berschrift2", "Bearings") + p("Two are rusty.")
        + sp("Own", "Lamps") + p("Sixty are dark.")
        + p("Heights").replace("<w:p>", '<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr>')
        + p("It is high.") + sp("Plain", "Not a heading") + sp("TOC1", "Costs 3"),
        style("berschrift2", "Überschrift 2"),
        style("Own", "House style", '<w:basedOn w:val="Heading1"/>'),
        style("Plain", "Body", f'<w:basedOn w:val="Heading1"/><w:pPr>{NO_LEVEL}</w:pPr>'),
        style("TOC1", "toc 1"),
    )  # fmt: skip
    assert [told(draft, section)[1:3] for section in draft.sections] == [
        (OPENING, ["The quay", "Costs"]),
        ("Two are rusty.", ["The quay", "Costs", "Bearings"]),
        ("Sixty are dark.", ["The quay", "Lamps"]),
        ("It is high.\n\nNot a heading", ["The quay", "Lamps", "Heights"]),
    ]
    assert draft.title == "The quay"
    assert "Costs 3" not in "".join(body(draft))


def test_circular_styles_do_not_loop() -> None:
    ring = (style("A", "a", '<w:basedOn w:val="B"/>'), style("B", "b", '<w:basedOn w:val="A"/>'))
    assert styled(sp("A", OPENING), *ring).text == OPENING


def test_captions_belong_to_the_adjacent_table_or_to_a_figure() -> None:
    picture = "<w:p><w:r><w:drawing/></w:r></w:p>"
    ships = table(row("Year", "Ships"), row("2021", "613"))
    draft = styled(
        p(OPENING) + sp("Caption", "Table 1: Arrivals") + ships
        + p("Between them it rained.") + picture + sp("Caption", "Figure 1: The old quay")
        + ships + sp("Caption", "Table 2: Departures") + p("The end."),
        style("Caption", "caption"),
    )  # fmt: skip
    assert [told(draft, each)[:3] for each in draft.sections] == [
        ("table", "2021 | 613", ["Table 1: Arrivals"]),
        ("caption", "Figure 1: The old quay", []),
        ("table", "2021 | 613", ["Table 2: Departures"]),
    ]
    assert draft.text.count("Table 2") == 1


def test_the_words_of_charts_and_diagrams_are_read() -> None:
    title = "<c:title><c:tx><c:rich><a:p><a:r><a:t>Ships a year</a:t></a:r></a:p></c:rich></c:tx>"
    chart = (
        f"<c:chartSpace {SPACES}><c:chart>{title}</c:title><c:v>9</c:v></c:chart></c:chartSpace>"
    )
    points = "".join(
        f"<dgm:pt><dgm:t><a:p><a:r><a:t>{words}</a:t></a:r></a:p></dgm:t></dgm:pt>"
        for words in ("Unload the ferry", "Count the crates")
    )
    diagram = f"<dgm:dataModel {SPACES}><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>"
    shown = '<w:p><w:r><w:drawing><c:chart r:id="chart9"/></w:drawing></w:r></w:p>'
    steps = '<w:p><w:r><w:drawing><dgm:relIds r:dm="diagramData9"/></w:drawing></w:r></w:p>'
    draft = read(
        p(OPENING) + shown + shown + steps + p("The end."),
        chart=chart.encode(),
        diagramData=diagram.encode(),
    )
    assert draft.text == (
        f"{OPENING}\n\nShips a year\n\nUnload the ferry\n\nCount the crates\n\nThe end."
    )
    assert draft.sections[0].kind == "caption"
    assert draft.missing == "the values of charts: not read"


SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_page_headers_are_set_aside_and_notes_have_no_heading() -> None:
    head, foot = (f"<w:x {SPACE}>{p(w)}{p(w)}</w:x>".encode() for w in ("Quay News", "Page 3 of 9"))
    notes = f"<w:footnotes {SPACE}><w:footnote>{p('She said so.')}</w:footnote></w:footnotes>"
    draft = read(
        sp("Heading1", "Costs") + p(OPENING), header=head, footer=foot, footnotes=notes.encode()
    )
    assert draft.text == f"Costs\n\n{OPENING}\n\nShe said so.\n\nQuay News\n\nPage 3 of 9"
    assert body(draft) == [f"{OPENING}\n\nShe said so."]
    assert [told(draft, each)[1] for each in draft.sections] == [OPENING]


def test_text_boxes_are_read_once_and_moved_blocks_in_place() -> None:
    box = f"<w:txbxContent>{p('In a box.')}</w:txbxContent>"
    vml = f'<w:pict><v:textbox xmlns:v="urn:v">{box}</v:textbox></w:pict>'
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{vml}</mc:Fallback>"
    inside = (
        f"<w:moveFrom>{p('It moved.')}</w:moveFrom><w:p><w:r><w:t>{OPENING}</w:t>{both}"
        f"</mc:AlternateContent></w:r></w:p><w:moveTo>{p('It moved.')}</w:moveTo>"
        f"<w:p><w:r>{vml}</w:r></w:p>"
    )
    assert read(inside).text == f"{OPENING}\n\nIn a box.\n\nIt moved.\n\nIn a box."


def test_form_fields_symbols_and_ruby_text_are_read() -> None:
    prompt = f"<w:sdtContent>{p('Click here')}</w:sdtContent>"
    empty = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>{prompt}</w:sdt>"
    box = '<w:checkBox><w:checked w:val="1"/></w:checkBox>'
    ticked = f"<w:fldChar><w:ffData>{box}</w:ffData></w:fldChar>"
    sign = (
        '<w:sym w:font="Symbol" w:char="F0B1"/><w:t>3 </w:t><w:sym w:font="Runes" w:char="F041"/>'
    )
    aloud, base = (f"<w:r><w:t>{words}</w:t></w:r>" for words in ("みなと", "港"))
    ruby = f"<w:ruby><w:rt>{aloud}</w:rt><w:rubyBase>{base}</w:rubyBase></w:ruby>"
    draft = read(f"{empty}<w:p><w:r>{ticked}<w:t> Paid. </w:t>{sign}</w:r><w:r>{ruby}</w:r></w:p>")
    assert draft.text == "☒ Paid. ±3 \ufffd港"
    assert draft.missing == "symbols: not read"


@pytest.mark.parametrize(
    ("created", "published"),
    [
        (datetime(2026, 2, 3, 21, 37, tzinfo=UTC), "2026-02-03T21:37:00+00:00"),
        (datetime(1970, 1, 1, tzinfo=UTC), None),
        (datetime(1980, 1, 1, tzinfo=UTC), None),
        (datetime(2000, 1, 1, tzinfo=UTC), None),
        (datetime(1601, 1, 1, 0, 0, 5, tzinfo=UTC), None),
        (datetime(2006, 9, 16, tzinfo=UTC), None),
        (datetime(2013, 12, 23, 23, 15, tzinfo=UTC), None),
    ],
)
def test_default_creation_dates_are_ignored(created: datetime, published: str | None) -> None:
    document: Any = docx.Document()
    document.add_paragraph(OPENING)
    document.core_properties.created = created
    draft = draft_of(saved(document))
    assert draft.published == published
    assert draft.missing == (f"{MADE} (2026-02-03)" if published else "")


def test_a_date_in_the_text_comes_before_the_file_s() -> None:
    document: Any = docx.Document()
    document.add_paragraph("Published: 7 March 2014")
    document.add_paragraph(OPENING)
    document.core_properties.created = datetime(2019, 5, 6, 9, 30, tzinfo=UTC)
    draft = draft_of(saved(document))
    assert (draft.published, draft.missing) == ("2014-03-07", "")


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("Word Document", "python-docx"),
        ("Microsoft Word - letter", "Administrator"),
        ("Document1", "user"),
        ("quay.docx", "Microsoft Office User"),
        ("Untitled", ""),
    ],
)
def test_default_titles_and_authors_are_ignored(title: str, author: str) -> None:
    document: Any = docx.Document()
    document.add_heading("Bridge to reopen", 0)
    document.add_paragraph(OPENING)
    document.core_properties.title, document.core_properties.author = title, author
    draft = draft_of(saved(document))
    assert (draft.title, draft.author) == ("Bridge to reopen", None)
    document.core_properties.title = "Word on the quay"
    assert draft_of(saved(document)).title == "Word on the quay"


def test_deeply_nested_equations_do_not_crash() -> None:
    from lxml import etree

    element = etree.fromstring(
        f'<m:oMath xmlns:m="{MATH}">{"<m:d><m:e>" * 100}{r("x")}{"</m:e></m:d>" * 100}</m:oMath>'
    )
    assert equation(element) == "(" * 100 + "x" + ")" * 100
