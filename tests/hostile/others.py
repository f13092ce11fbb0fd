"""Messages, saved pages, e-books, OpenDocument texts, rich text, tables and references that are
nested, endless, explosive or forged."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial

from tests.hostile.case import OPENING, Case, Outcome, told
from tests.hostile.pages import page
from tests.support.documents import archive, book, message, open_text, package, rich, saved_page

_LAUGHS = "<!DOCTYPE x [<!ENTITY l0 'ha'>" + "".join(
    f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10)
)
_PLAIN = "text/plain; charset=utf-8"
_HEAD = b"From: a\nMIME-Version: 1.0\n"
_DEEP = 100_000

_Row = tuple[str, str, Outcome, Callable[[], bytes]]


def cases(canary: str) -> Iterator[Case]:
    """The files. ``canary`` is the address of a file that must not be read."""
    for number, (name, what, made) in enumerate(_good()):
        sentence, question, answer = told(60 + number)
        yield Case(f"others/good.{name}", f"a good {what}", "indexed", partial(made, sentence),
                   question, answer)  # fmt: skip
    entity = f"<!DOCTYPE x [<!ENTITY c SYSTEM '{canary}'>]>"
    for name, what, outcome, build in (*_mail(), *_books(entity), *_texts(entity), *_records()):
        yield Case(f"others/{name}", what, outcome, build)


def _good() -> Iterator[tuple[str, str, Callable[[str], bytes]]]:
    yield "eml", "message", lambda words: message((_PLAIN, words))
    yield (
        "mhtml",
        "saved page",
        lambda words: saved_page(
            page(f"<article><p>{OPENING}</p><p>{words}</p></article>").decode()
        ),
    )
    yield "epub", "e-book", lambda words: book({"a.xhtml": f"<p>{words}</p>"})
    yield "odt", "OpenDocument text", lambda words: open_text(f"<text:p>{words}</text:p>")
    yield "rtf", "rich text", rich
    yield "csv", "table of texts", lambda words: f'id,text\n7,"{words}"\n'.encode()
    yield "json", "array of objects", lambda words: json.dumps([{"body": words}]).encode()
    yield "bib", "reference", lambda words: f"@misc{{a, abstract={{{words}}}}}".encode()
    yield "ris", "reference", lambda words: f"TY  - JOUR\nAB  - {words}\nER  - \n".encode()
    yield (
        "mbox",
        "mailbox",
        lambda words: b"From a Tue Feb  3 21:37:00 2026\n" + message((_PLAIN, words)),
    )


def _nested(depth: int) -> bytes:
    parts = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth)
    )
    return _HEAD + parts + b"\nIt rained."


def _mail() -> Iterator[_Row]:
    line = b"From a Tue Feb  3 21:37:00 2026\n"
    yield "deep.eml", "parts 90 deep", "either", partial(_nested, 90)
    yield "deeper.eml", "parts 5,000 deep", "refused", partial(_nested, 5_000)
    yield (
        "parts.eml",
        "a million parts",
        "refused",
        lambda: _HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 10**6,
    )
    yield "loop.eml", "a part that is its own holder", "either", lambda: (
        _HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n"
        + b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 50 + b"It rained."
    )  # fmt: skip
    yield (
        "carried.eml",
        "messages 90 deep",
        "either",
        lambda: (_HEAD + b"Content-Type: message/rfc822\n\n") * 90 + b"From: b\n\nIt rained.",
    )
    yield (
        "fields.eml",
        "300,000 fields",
        "indexed",
        lambda: _HEAD + b"X: y\n" * 300_000 + b"\nIt rained.",
    )
    yield (
        "field.eml",
        "a field of 8 MB",
        "indexed",
        lambda: _HEAD + b"Subject: " + b"=?utf-8?q?a?= " * 600_000 + b"\n\nIt rained.",
    )
    yield (
        "parameters.eml",
        "a field of 300,000 parameters",
        "refused",
        lambda: _HEAD + b"Content-Type: text/plain" + b"; a*0*=b" * 300_000 + b"\n\nIt rained.",
    )
    yield (
        "charset.eml",
        "an encoding that is none",
        "either",
        lambda: message(
            ("text/plain; charset=unicode_escape", "It rained."), ("text/html; charset=zip", "<p>x")
        ),
    )
    yield (
        "transfer.eml",
        "an encoding that is no such",
        "either",
        lambda: message(
            ("text/plain\nContent-Transfer-Encoding: uuencode", "begin 666 x\n#It rained."),
            ("text/plain\nContent-Transfer-Encoding: base64", "====It rained."),
        ),
    )
    yield "open.eml", "parts that never end", "indexed", lambda: message((_PLAIN, OPENING))[:-9]
    yield (
        "script.eml",
        "markup in every field",
        "indexed",
        lambda: message(
            (_PLAIN, OPENING),
            subject="<script>alert(1)</script>",
            sender="<img src=x> <a@b.example>",
        ),
    )
    yield "blank.eml", "no text", "refused", lambda: message((_PLAIN, " "))
    yield "words.eml", "no message", "refused", lambda: b"\n\n"
    yield (
        "many.mbox",
        "20,000 messages of one id",
        "either",
        lambda: (line + b"Message-ID: <a>\n\nIt rained.\n\n") * 20_000,
    )
    yield "lines.mbox", "lines between messages alone", "refused", lambda: (line + b"\n") * 10_000
    yield "none.mbox", "no message", "refused", lambda: b"It rained."
    yield "none.mhtml", "a message named .mhtml", "indexed", lambda: message((_PLAIN, OPENING))
    yield "large.mhtml", "pictures of 40 MB", "either", lambda: (
        saved_page(page(f"<article><p>{OPENING}</p></article>").decode())
        + b"--edge\nContent-Type: image/png\n\n" + (b"A" * 76 + b"\n") * 500_000
    )  # fmt: skip
    yield (
        "single.html",
        "a page with pictures of 40 MB in it",
        "indexed",
        lambda: page(
            f"<article><p>{OPENING}</p><img src='data:image/png;base64,{'A' * 40_000_000}'></article>"
        ),
    )


def _books(entity: str) -> Iterator[_Row]:
    container = {
        "META-INF/container.xml": "<container><rootfile full-path='O/book.opf'/></container>"
    }

    def of_package(text: str) -> bytes:
        return archive({**container, "O/book.opf": text, "O/a.xhtml": OPENING}, packed=False)

    for name, what, outcome, made in (
        ("bomb", "a bomb of 500 MB", "refused", lambda: book({"a.xhtml": " " * 500_000_000})),
        ("nested", "an archive in an archive", "refused", lambda: archive({"a.epub": book({"a.xhtml": OPENING})})),
        ("many", "20,000 files", "refused", lambda: book({f"{n}.xhtml": "a" for n in range(20_000)})),
        ("chapters", "one page 4,000 times in the spine", "either", lambda: of_package(package(["a.xhtml"] * 4000))),
        ("up", "a part that reaches out", "refused", lambda: book({"a.xhtml": OPENING}, others={"../../etc/passwd": "x"})),
        ("outside", "a chapter elsewhere", "refused", lambda: of_package(package(["../../../etc/passwd", "/etc/passwd", "file:///etc/passwd"]))),
        ("loop", "a package that is its own chapter", "either", lambda: of_package(package(["book.opf"]))),
        ("laughs", "a billion laughs", "refused", lambda: of_package(_LAUGHS + "]><package>&l9;</package>")),
        ("entity", "an external entity", "refused", lambda: of_package(entity + "<package>&c;</package>")),
        ("deep", "a package 100,000 deep", "refused", lambda: of_package("<a>" * _DEEP + "</a>" * _DEEP)),
        ("deep-page", "a chapter 100,000 deep", "indexed", lambda: book({"a.xhtml": "<div>" * _DEEP + OPENING}, packed=False)),
        ("open-tags", "a million unfinished tags", "either", lambda: book({"a.xhtml": "<p a='" * 10**6}, packed=False)),
        ("ids", "200,000 pages of one id", "either", lambda: of_package("<package>" + "<item id='a' href='a.xhtml' media-type='text/html'/>" * 200_000 + "<itemref idref='a'/></package>")),
        ("locked", "copy protection", "refused", lambda: book({"a.xhtml": OPENING}, others={"META-INF/encryption.xml": "<a><EncryptionMethod Algorithm='drm'/></a>"})),
        ("script", "scripts", "indexed", lambda: book({"a.xhtml": f"<script>quagmire</script><p onclick='x'>{OPENING}</p>"})),
        ("words", "no archive", "refused", OPENING.encode),
    ):  # fmt: skip
        yield f"{name}.epub", what, outcome, made


def _texts(entity: str) -> Iterator[_Row]:
    box, ends = "<text:p><draw:frame><draw:text-box>", "</draw:text-box></draw:frame></text:p>"
    table = "<table:table><table:table-row><table:table-cell>"
    closed = "</table:table-cell></table:table-row></table:table>"
    said = "<text:p>It rained.</text:p>"
    wide = 'table:number-columns-repeated="9999999"'

    def deep(before: str, after: str, times: int = 20_000) -> bytes:
        return open_text(before * times + said + after * times, packed=False)

    for name, what, outcome, made in (
        ("bomb", "a bomb of 500 MB", "refused", lambda: open_text(" " * 500_000_000)),
        ("laughs", "a billion laughs", "refused", lambda: archive({"content.xml": _LAUGHS + "]><a>&l9;</a>"})),
        ("entity", "an external entity", "refused", lambda: archive({"content.xml": entity + "<a>&c;</a>"})),
        ("sections", "sections 100,000 deep", "indexed", lambda: deep("<text:section>", "</text:section>", _DEEP)),
        ("lists", "lists 20,000 deep", "indexed", lambda: deep("<text:list><text:list-item>", "</text:list-item></text:list>")),
        ("boxes", "text boxes 20,000 deep", "either", lambda: deep(box, ends)),
        ("tables", "tables 20,000 deep", "either", lambda: deep(table, closed)),
        ("spans", "marks 100,000 deep", "indexed", lambda: open_text("<text:p>" + "<text:span>" * _DEEP + "It rained." + "</text:span>" * _DEEP + "</text:p>", packed=False)),
        ("repeated", "cells repeated without end", "either", lambda: open_text("<table:table>" + f"<table:table-row><table:table-cell {wide}><text:p>a</text:p></table:table-cell></table:table-row>" * 2000 + "</table:table>", packed=False)),
        ("blanks", "blanks without end", "indexed", lambda: open_text('<text:p>It<text:s text:c="999999999"/>rained.</text:p>')),
        ("locked", "a password", "refused", lambda: archive({"content.xml": "x", "META-INF/manifest.xml": "<encryption-data/>"})),
    ):  # fmt: skip
        yield f"{name}.odt", what, outcome, made
    for name, what, outcome, made in (
        ("braces", "a million braces", "indexed", lambda: rich("{" * 10**6 + OPENING)),
        ("closings", "a million closing braces", "indexed", lambda: rich(OPENING + "}" * 10**6)),
        ("bin", "bytes without end", "refused", lambda: rich(r"\bin999999999 It rained.")),
        ("bin-back", "bytes of a negative number", "indexed", lambda: rich(r"\bin-99 It rained.")),
        ("numbers", "letters of numbers without end", "either", lambda: rich(r"\u-99999999999?\u99999999999?" * 1000 + OPENING)),
        ("picture", "a picture of 60 MB", "indexed", lambda: rich(OPENING + r"{\pict " + ("f" * 120 + "\n") * 500_000 + "}")),
        ("fonts", "200,000 fonts", "indexed", lambda: rich(r"{\fonttbl" + r"{\f1\fcharset9999999 a;}" * 200_000 + "}" + OPENING)),
        ("object", "a program within", "partly", lambda: rich(OPENING + r"{\object\objemb{\*\objdata 4d5a}}")),
        ("cut", "a beginning alone", "refused", lambda: b"{\\rtf1\\ansi"),
        ("words", "no rich text", "refused", OPENING.encode),
        ("page", "a page named .rtf", "indexed", lambda: page(f"<article><p>{OPENING}</p></article>")),
    ):  # fmt: skip
        yield f"{name}.rtf", what, outcome, made


def _records() -> Iterator[_Row]:
    yield from (
        ("fields.csv", "a million columns", "either", lambda: b"text" + b",a" * 10**6 + b"\nIt rained."),
        ("cells.csv", "a row of a million cells", "indexed", lambda: b"text,b\nIt rained." + b",a" * 10**6),
        ("open.csv", "a quote that never ends", "either", lambda: b'text,b\n"' + b"It rained.\n" * 40_000),
        ("quotes.csv", "a million quotes", "either", lambda: b"text,b\n" + b'"' * (10**6 + 1)),
        ("links.csv", "links alone", "refused", lambda: b"title,url\nA,https://quay.example/\n"),
        ("numbers.csv", "numbers alone", "refused", lambda: b"1,2\n3,4\n"),
        ("formula.csv", "formulas", "indexed", lambda: b"id,text\n1,=cmd|' /c calc'!A0\n"),
        ("deep.json", "an array 100,000 deep", "refused", lambda: b"[" * _DEEP + b"]" * _DEEP),
        ("within.json", "an array 100,000 deep in an object", "refused", lambda: b'[{"text": "a", "x": ' + b"[" * _DEEP + b"]" * _DEEP + b"}]"),
        ("holders.json", "holders in holders", "refused", lambda: b'{"data": ' * 500 + b"1" + b"}" * 500),
        ("empty.json", "an empty array", "refused", lambda: b"[]"),
        ("mixed.json", "100,000 values that are none", "refused", lambda: json.dumps([1, None, "a", [], {}] * 20_000).encode()),
        ("tags.json", "tags without end", "either", lambda: json.dumps([{"html": "<p " * 100_000}]).encode()),
        ("brackets.bib", "a million braces", "either", lambda: b"@misc{a, abstract={" + b"{" * 10**6),
        ("joined.bib", "300,000 pieces joined", "either", lambda: b"@misc{a, abstract=" + b"a # " * 300_000),
        ("entries.bib", "40,000 entries that never end", "refused", lambda: b"@misc{a," * 40_000),
        ("lines.ris", "a value of 100,000 lines", "either", lambda: b"TY  - JOUR\nAB  - It rained.\n" + b"and more\n" * 100_000),
        ("feeds.opml", "a list of feeds", "refused", lambda: b"<opml><outline xmlUrl='https://quay.example/'/></opml>"),
        ("marks.html", "bookmarks", "refused", lambda: b"<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF='x'>A</A>"),
    )  # fmt: skip
