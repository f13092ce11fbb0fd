"""PDFs and Word files that are locked, damaged, circular, nested or explosive."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache, partial

import docx

from tests.hostile.case import OPENING, Case, told
from tests.support.files import column, pdf, unzipped, zipped

_MAIN = "word/document.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LOCK = f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'41' * 32}>/U<{'42' * 32}>/P -4>>/ID[<00><00>]"
_LAUGHS = "<!DOCTYPE x [<!ENTITY l0 'ha'>" + "".join(
    f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10)
)


def cases(canary: str) -> Iterator[Case]:
    """The files. ``canary`` is the address of a file that must not be read."""
    yield from _pdfs()
    yield from _documents(canary)
    yield from _archives()


def _pdfs() -> Iterator[Case]:
    sentence, question, answer = told(30)
    good = pdf([column([sentence]), column([OPENING])])
    yield Case("pdf/good.pdf", "a good PDF", "indexed", lambda: good, question, answer)
    sentence, question, answer = told(31)
    yield Case("pdf/named.html", "a PDF named .html", "indexed",
               partial(pdf, [column([sentence])]), question, answer)  # fmt: skip
    sentence, question, answer = told(32)
    scanned = partial(pdf, [column([sentence]), [], []], drawn=b" 9 9 m 99 99 l S")
    yield Case("pdf/scans.pdf", "pages without text", "partly", scanned, question, answer)
    drawn = b" 9 9 m 99 99 l S"
    deep = b"[" * 100_000 + b"]" * 100_000
    kids = b"/Kids[4 0 R]/Count 1"
    wide = column(["The harbor bridge opens in May."] * 3000, top=9000, size=2)
    for name, what, outcome, data in (
        ("locked", "a password is needed", "refused", partial(pdf, [column([OPENING])], trailer=_LOCK)),
        ("textless", "no text at all", "refused", partial(pdf, [[], []], drawn=drawn)),
        ("cut", "cut in the middle", "either", lambda: good[: len(good) // 2]),
        ("header", "a header and no more", "refused", lambda: b"%PDF-1.7\n"),
        ("noise", "a header and noise", "refused", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 99),
        ("cyclic-pages", "a page tree that holds itself", "either", lambda: good.replace(kids, b"/Kids[2 0 R]/Count 9")),
        ("cyclic-kids", "a page tree that holds itself", "either", lambda: good.replace(b"/Kids[4 0 R 6 0 R]", b"/Kids[2 0 R 2 0 R]")),
        ("cyclic-content", "contents that are the page", "either", lambda: good.replace(b"/Contents 5 0 R", b"/Contents 4 0 R")),
        ("cyclic-parent", "a page that is its own parent", "either", lambda: good.replace(b"/Parent 2 0 R", b"/Parent 4 0 R")),
        ("bad-xref", "a table of places that is wrong", "either", lambda: good.replace(b"0000000", b"9999999")),
        ("bad-count", "a billion pages by its own word", "either", lambda: good.replace(b"/Count 2", b"/Count 1000000000")),
        ("no-root", "no catalog", "refused", lambda: good.replace(b"/Root 1 0 R", b"/Root 9 0 R")),
        ("deep-array", "arrays 100,000 deep", "either", lambda: good.replace(b"/Rotate 0", b"/X " + deep)),
        ("bomb", "a stream that grows a thousandfold", "either", _bomb),
        ("bomb-nested", "a bomb in a bomb", "either", partial(_bomb, twice=True)),
        ("pages", "10,000 pages", "refused", partial(pdf, [[]] * 10_000)),
        ("pages-few", "300 pages", "indexed", partial(pdf, [column([f"Page {n} says that it rained in May."]) for n in range(300)])),
        ("content", "a page of 100,000 words", "either", partial(pdf, [[(i % 600, i * 7 % 790, 2, "word") for i in range(100_000)]])),
        ("one-place", "20,000 words in one place", "either", partial(pdf, [[(72, 700, 10, "word")] * 20_000])),
        ("lines", "3,000 lines on a page", "either", partial(pdf, [wide])),
        ("far", "words far off the page", "either", partial(pdf, [[(1e30, -1e30, 1e9, "word"), (0, 0, 0, "word"), *column([OPENING])]])),
        ("title", "a title of half a megabyte", "indexed", partial(pdf, [column([OPENING])], info=f"/Title({'x' * 500_000})")),
        ("script", "a script that runs when opened", "indexed", lambda: good.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>")),
        ("launch", "a program that is to be launched", "indexed", lambda: good.replace(b"/Catalog", b"/Catalog/OpenAction<</S/Launch/F(/bin/sh)>>")),
        ("stream-length", "a stream longer than the file", "either", lambda: good.replace(b"<</Length ", b"<</Length 99999999")),
    ):  # fmt: skip
        yield Case(f"pdf/{name}.pdf", what, outcome, data)


def _bomb(twice: bool = False) -> bytes:
    packed = zlib.compress(b"BT /F 9 Tf (a) Tj ET " * 4_000_000, 9)
    packed = zlib.compress(packed, 9) if twice else packed
    filters = b"[/FlateDecode/FlateDecode]" if twice else b"/FlateDecode"
    head, mark, rest = pdf([[(72, 700, 10, "PLACE")]]).partition(b"<</Length ")
    tail = rest[rest.index(b"endstream") :]
    return b"%s%s%d/Filter%s>>stream\n%s\n%s" % (head, mark, len(packed), filters, packed, tail)


@cache
def _empty() -> dict[str, bytes]:
    out = io.BytesIO()
    docx.Document().save(out)
    return unzipped(out.getvalue())


def word(inside: str, head: str = "", others: dict[str, bytes] | None = None) -> bytes:
    """A Word file whose main part holds ``inside``."""
    xml = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{_W}"><w:body>{inside}</w:body></w:document>'
    return zipped({**_empty(), _MAIN: xml.encode(), **(others or {})})


def _p(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


_SPAN = f"<w:tc><w:tcPr><w:gridSpan w:val='999999999'/><w:vMerge/></w:tcPr>{_p('It rained. ' * 9)}</w:tc>"
_CHART = "<w:r><w:drawing><c:chart xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart' xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' r:id='rId99'/></w:drawing></w:r>"


def _math(inside: str) -> str:
    return f"<w:p><m:oMath xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'>{inside}</m:oMath></w:p>"


def _documents(canary: str) -> Iterator[Case]:
    sentence, question, answer = told(40)
    good, table = _p(OPENING), "<w:tbl><w:tr><w:tc>"
    yield Case("word/good.docx", "a good Word file", "indexed", partial(word, _p(sentence)),
               question, answer)  # fmt: skip
    sentence, question, answer = told(41)
    yield Case("word/named.txt", "a Word file named .txt", "indexed", partial(word, _p(sentence)),
               question, answer)  # fmt: skip
    xxe = f"<!DOCTYPE x [<!ENTITY c SYSTEM '{canary}'>]>"
    template = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="{canary}" TargetMode="External"/></Relationships>'
    for name, what, outcome, made in (
        ("xxe", "an external entity", "either", partial(word, _p(f"{OPENING} &c;"), xxe)),
        ("laughs", "a billion laughs", "either", partial(word, _p("&l9;"), _LAUGHS + "]>")),
        ("template", "a template elsewhere", "indexed", partial(word, good, others={"word/_rels/document.xml.rels": template.encode()})),
        ("deep-tables", "tables 3,000 deep", "refused", partial(word, table * 3000 + good + "</w:tc></w:tr></w:tbl>" * 3000)),
        ("deep", "100,000 levels", "refused", partial(word, "<w:sdt>" * 100_000)),
        ("rows", "a table of 20,000 rows", "either", partial(word, "<w:tbl>" + f"<w:tr><w:tc>{_p('It rained.')}</w:tc></w:tr>" * 20_000 + "</w:tbl>")),
        ("cells", "a row of 20,000 cells", "either", partial(word, "<w:tbl><w:tr>" + f"<w:tc>{_p('a')}</w:tc>" * 20_000 + "</w:tr></w:tbl>")),
        ("paragraphs", "20,000 paragraphs", "either", partial(word, _p("It rained.") * 20_000)),
        ("runs", "100,000 runs in a paragraph", "either", partial(word, "<w:p>" + "<w:r><w:t>a </w:t></w:r>" * 100_000 + "</w:p>")),
        ("breaks", "100,000 breaks", "either", partial(word, f"<w:p><w:r>{'<w:br/>' * 100_000}<w:t>It rained.</w:t></w:r></w:p>")),
        ("equations", "equations 100,000 deep", "refused", partial(word, good + _math("<m:d><m:e>" * 100_000))),
        ("equations-deep", "equations 100 deep, unfinished", "either", partial(word, good + _math("<m:rad><m:e>" * 60 + "<m:f/>" * 10_000 + "</m:e></m:rad>" * 60))),
        ("spans", "cells that span a billion columns and all rows", "either", partial(word, good + "<w:tbl>" + f"<w:tr>{_SPAN * 10}</w:tr>" * 400 + "</w:tbl>")),
        ("frames", "tables of one cell, 80 deep", "either", partial(word, table * 60 + good + "</w:tc></w:tr></w:tbl>" * 60)),
        ("charts", "3,000 charts that are elsewhere", "indexed", partial(word, good + f"<w:p>{_CHART * 3_000}</w:p>")),
        ("blank", "no text", "refused", partial(word, "<w:p/>")),
        ("not-xml", "a main part that is no XML", "refused", partial(word, good, others={_MAIN: b"It rained."})),
        ("other-root", "a main part of another kind", "refused", partial(word, good, others={_MAIN: b"<html><body>It rained.</body></html>"})),
        ("no-types", "no content types", "refused", lambda: zipped({name: data for name, data in unzipped(word(good)).items() if name != "[Content_Types].xml"})),
        ("bad-types", "content types of something else", "refused", partial(word, good, others={"[Content_Types].xml": b"<Types/>"})),
        ("no-styles", "no styles", "either", lambda: zipped({name: data for name, data in unzipped(word(good)).items() if name != "word/styles.xml"})),
        ("no-relations", "no relations", "refused", lambda: zipped({name: data for name, data in unzipped(word(good)).items() if not name.endswith(".rels")})),
    ):  # fmt: skip
        yield Case(f"word/{name}.docx", what, outcome, made)


def _archives() -> Iterator[Case]:
    small = b"It rained. " * 9
    main = {_MAIN: small}
    for name, what, made in (
        ("bomb", "a bomb of 500 MB", partial(zipped, {_MAIN: bytes(500 * 2**20)})),
        ("bomb-parts", "30 parts of 1 MB that are air", partial(zipped, {_MAIN: small} | {f"word/{n}.xml": bytes(2**20) for n in range(30)})),
        ("nested", "an archive in an archive", partial(zipped, {"inner.zip": zipped({"more.zip": zipped(main)})})),
        ("up", "a part that reaches out", partial(zipped, main | {"../../etc/passwd": b"x"})),
        ("root", "a part with an absolute name", partial(zipped, main | {"/etc/passwd": b"x"})),
        ("drive", "a part on a drive", partial(zipped, main | {"C:\\boot.ini": b"x"})),
        ("many", "5,000 parts", partial(zipped, main | {f"word/{n}.xml": b"" for n in range(5000)})),
        ("no-zip", "no archive", partial(bytes, b"PK\x03\x04" + bytes(900))),
        ("empty-zip", "an empty archive", partial(zipped, {})),
        ("zip", "another archive named .docx", partial(zipped, {"a.txt": small})),
        ("twice", "two parts of one name", _twice),
        ("cut", "an archive cut short", lambda: word(_p(OPENING))[:-400]),
        ("text", "a text named .docx", OPENING.encode),
    ):  # fmt: skip
        yield Case(f"archives/{name}.docx", what, "refused", made)
    yield Case(
        "archives/zip.txt", "an archive named .txt", "refused", partial(zipped, {"a": small})
    )
    yield Case(
        "archives/zip.pdf", "an archive named .pdf", "refused", partial(zipped, {"a": small})
    )


def _twice() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(_MAIN, b"one")
        archive.filelist[0].filename = "word/other.xml"
        archive.NameToInfo.clear()
        archive.writestr(_MAIN, b"two")
        archive.filelist[0].filename = _MAIN
    return out.getvalue()
