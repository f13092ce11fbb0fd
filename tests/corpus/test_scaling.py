"""Reading time grows linearly with the size of any input."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from pincite.corpus.article import Article, Section, Span
from pincite.corpus.formats.documents import epub, markdown, odt, rtf, text
from pincite.corpus.formats.html import reader as html
from pincite.corpus.formats.mail import reader as mail
from pincite.corpus.formats.records import bibtex, csv_table, feed, jsonl, ris
from pincite.corpus.formats.word import reader as docx
from pincite.corpus.passages.chunk import passages
from pincite.corpus.passages.sentences import sentence_spans
from tests.hostile.archives import word
from tests.hostile.case import OPENING
from tests.hostile.pages import page
from tests.support.documents import book, message, open_text, rich
from tests.support.linear import assert_linear


def test_the_linear_time_check_detects_quadratic_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.support.linear.LEAST_SECONDS", 0.0005)

    def quadratic(times: int) -> None:
        for _ in range(times):
            "a".ljust(times * 20).count("b")

    with pytest.raises(AssertionError):
        assert_linear(quadratic)


STRINGS = {
    "a": "a", "full stops": "。", "numbers": "1. ", "abbreviations": "U.S. ", "zhe": "這。",
    "brackets": "(", "bracketed": "(a ", "years": "(1981, 1982) ", "quotes": '" ', "openings": "“",
    "bangs": "!", "addresses": "http://a. ", "www": "www.", "initials": "A.", "hours": "a.m. ",
    "titles": "Mr. ", "names": "Why?” Xx ", "particles": "!” of the of ", "ellipses": "…",
    "bullets": "a • ", "marks": "e\u0301", "lines": "a\n", "separators": "a\u2028", "tabs": "\t",
    "joiners": "👩‍👩‍👧", "closings": "a.) ", "corners": "「", "files": "a.B", "hyphens": "a-",
    "list": "1) ", "months": "Jan. ",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("unit", STRINGS.values(), ids=STRINGS.keys())
def test_sentences_and_passages_take_linear_time(unit: str) -> None:
    def cut(times: int) -> None:
        source = unit * times
        body = (Span(0, len(source)),)
        sentence_spans(source, body)
        passages(Article("a", "Bridge", source, "a", body), lambda words: len(words) // 4 + 1)

    assert_linear(cut)


@pytest.mark.slow
def test_cutting_a_long_row_of_a_table_takes_linear_time() -> None:
    def cut(times: int) -> None:
        source = "Orlund | " + " | ".join(["12"] * times)
        body = (Span(0, len(source)),)
        row = Section(body[0], "table", ())
        article = Article("a", "Tolls", source, "a", body, sections=(row,))
        assert passages(article, lambda words: len(words) // 4 + 1)

    assert_linear(cut)


@pytest.mark.slow
@pytest.mark.parametrize("unit", STRINGS.values(), ids=STRINGS.keys())
def test_reading_text_and_json_takes_linear_time(unit: str) -> None:
    def read(times: int) -> None:
        text.read(f"x\n{unit * times}\n".encode(), "a.txt")
        jsonl.read(json.dumps({"text": unit * times}).encode(), "a.jsonl")

    assert_linear(read)


MARKS = (
    "[", "![", "[a](", "[a][b] ", "*", "*a ", "*_", "a**b", "<", "<a ", "a <!-- ", "a <? ", "` ",
    "~~a ", "&", "\\", "[a]", "<http:", '[a](b "', "word\n", "A paragraph.\n\n", "> a\n", "- a\n",
    "|a|b|\n", "[a]: /u\n", "```\n", "<div>\n", "a\n-\n", "# a\n", "1. a\n", "a  \n", "<b>", "\t",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("unit", MARKS)
def test_reading_markdown_takes_linear_time(unit: str) -> None:
    assert_linear(lambda times: markdown.read(f"{OPENING}\n\n{unit * times}".encode(), "a.md"))


TAGS = {
    "attributes": lambda n: f"<p {' '.join(f'a{i}=b' for i in range(n))}>x</p>",
    "bare attributes": lambda n: f"<p {'a ' * n}>x</p>",
    "long attributes": lambda n: f"<p title='{'a ' * n}'>x</p>",
    "open quotes": lambda n: '<p a="' * n,
    "stray quotes": lambda n: "<p '\" " * n,
    "spans": lambda n: f"<p>{'<span>a b</span> ' * n}</p>",
    "links": lambda n: f"<p>{'<a href=x>a b</a> ' * n}</p>",
    "loose spans": lambda n: f"<div>{'<span>a b</span> ' * n}</div>",
    "breaks": lambda n: f"<p>{'a b<br>' * n}</p>",
    "open divs": lambda n: "<div>a b" * n,
    "open fonts": lambda n: "<p><font>a b" * n,
    "crossed": lambda n: f"{'<b><i>' * n}x{'</b></i>' * n}",
    "rows": lambda n: f"<table>{'<tr><td>a</td><td>b</td></tr>' * n}</table>",
    "items": lambda n: f"<ul>{'<li>an item of a list</li>' * n}</ul>",
    "headings": lambda n: "<h2>Head</h2><p>one two three</p>" * n,
    "unknown": lambda n: "".join(f"<x{i}>y</x{i}>" for i in range(n)),
    "angles": lambda n: "<" * n,
    "ampersands": lambda n: "&" * n,
    "comments": lambda n: "<!--" * n,
    "scripts": lambda n: "<script>" * n,
    "a word": lambda n: f"<p>{'a' * n}</p>",
}


@pytest.mark.slow
@pytest.mark.parametrize("inside", TAGS.values(), ids=TAGS.keys())
def test_reading_a_page_takes_linear_time(inside: Callable[[int], str]) -> None:
    assert_linear(lambda n: html.read(page(f"<p>{OPENING}</p>{inside(n)}"), "a.html"))


ENTRIES = {
    "entries": lambda n: f"<item><description>{OPENING}</description></item>" * n,
    "paragraphs": lambda n: f"<item><description><![CDATA[{'<p>a b' * n}]]></description></item>",
    "nested": lambda n: f"<item><description><![CDATA[{'<div>a' * n}]]></description></item>",
    "angles": lambda n: f"<item><description><![CDATA[{'<' * n}]]></description></item>",
    "comments": lambda n: f"<item><description><![CDATA[{'<!--' * n}]]></description></item>",
    "attributes": lambda n: f"<item><description><![CDATA[<p {'a=b ' * n}]]></description></item>",
    "levels": lambda n: "<a>" * n,
}


@pytest.mark.slow
@pytest.mark.parametrize("inside", ENTRIES.values(), ids=ENTRIES.keys())
def test_reading_a_feed_takes_linear_time(inside: Callable[[int], str]) -> None:
    def read(times: int) -> None:
        head, tail = "<?xml version='1.0'?><rss version='2.0'><channel>", "</channel></rss>"
        feed.read(f"{head}{inside(times)}{tail}".encode(), "a.xml")

    assert_linear(read)


P = f"<w:p><w:r><w:t>{OPENING}</w:t></w:r></w:p>"
SPAN = "<w:tcPr><w:gridSpan w:val='3'/><w:vMerge/></w:tcPr>"
MATH = "xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'"
EQUATION = f"<m:oMath {MATH}><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num></m:f></m:oMath>"
WORDS = {
    "paragraphs": lambda n: P * n,
    "runs": lambda n: f"<w:p>{'<w:r><w:t>a b</w:t></w:r>' * n}</w:p>",
    "rows": lambda n: f"<w:tbl>{f'<w:tr><w:tc>{P}</w:tc></w:tr>' * n}</w:tbl>",
    "cells": lambda n: f"<w:tbl><w:tr>{f'<w:tc>{P}</w:tc>' * n}</w:tr></w:tbl>",
    "breaks": lambda n: f"<w:p><w:r>{'<w:br/>' * n}<w:t>a</w:t></w:r></w:p>",
    "boxes": lambda n: f"<w:p>{f'<w:txbxContent>{P}</w:txbxContent>' * n}</w:p>",
    "spans": lambda n: (
        f"<w:tbl>{f'<w:tr><w:tc>{SPAN}{P}</w:tc><w:tc>{P}</w:tc></w:tr>' * n}</w:tbl>"
    ),
    "equations": lambda n: f"<w:p>{EQUATION * n}</w:p>",
    "terms": lambda n: "<w:p>" + EQUATION.replace("<m:t>", "<m:t>" + "x+" * n) + "</w:p>",
    "deleted": lambda n: f"<w:tbl>{'<w:tr><w:trPr><w:del/></w:trPr></w:tr>' * n}</w:tbl>",
}


@pytest.mark.slow
@pytest.mark.parametrize("inside", WORDS.values(), ids=WORDS.keys())
def test_reading_a_word_file_takes_linear_time(inside: Callable[[int], str]) -> None:
    assert_linear(lambda n: docx.read(word(inside(n)), "a.docx"))


CHAPTERS = {
    "paragraphs": "<p>a b", "headings": "<h2>a b", "open tags": "<p ", "open quotes": '<p a="',
    "rows": "<tr><td>a<td>b", "tables": "<table><tr><td>a", "cells": "<td>a", "comments": "<!--",
    "angles": "<", "closings": "</p ", "spans": "<i>a</i>", "ampersands": "&#",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("unit", CHAPTERS.values(), ids=CHAPTERS.keys())
def test_reading_an_epub_chapter_takes_linear_time(unit: str) -> None:
    assert_linear(lambda n: epub.read(book({"a.xhtml": unit * n}, packed=False), "a.epub"))


@pytest.mark.slow
def test_reading_many_epub_chapters_takes_linear_time() -> None:
    pages = {f"{n}.xhtml": f"<p>{OPENING}</p>" for n in range(4000)}
    assert_linear(lambda n: epub.read(book(dict(list(pages.items())[:n])), "a.epub"))


OPEN = {
    "paragraphs": lambda n: f"<text:p>{OPENING}</text:p>" * n,
    "spans": lambda n: f"<text:p>{'<text:span>a </text:span>' * n}</text:p>",
    "deep": lambda n: f"<text:p>{'<text:span>' * n}a{'</text:span>' * n}</text:p>",
    "sections": lambda n: f"{'<text:section>' * n}<text:p>a</text:p>{'</text:section>' * n}",
    "notes": lambda n: (
        "<text:p>"
        + "<text:note><text:note-body><text:p>a</text:p></text:note-body></text:note>" * n
        + "</text:p>"
    ),
    "rows": lambda n: (
        "<table:table>"
        + f"<table:table-row>{'<table:table-cell><text:p>a</text:p></table:table-cell>' * 2}"
        "</table:table-row>" * n + "</table:table>"
    ),
    "headings": lambda n: '<text:h text:outline-level="2">a</text:h><text:p>b</text:p>' * n,
}


@pytest.mark.slow
@pytest.mark.parametrize("inside", OPEN.values(), ids=OPEN.keys())
def test_reading_an_open_document_takes_linear_time(inside: Callable[[int], str]) -> None:
    assert_linear(lambda n: odt.read(open_text(inside(n), packed=False), "a.odt"))


RICH = {
    "words": r"{\b a} ", "numbers": r"\u1234?", "bytes": r"\'e9", "open": "{", "closed": "{}",
    "paragraphs": r"It rained.\par ", "rows": r"\trowd\intbl a\cell b\cell\row ",
    "cells": r"a\cell ", "fonts": r"\f1 a\f0 b", "notes": r"{\footnote a\par}",
    "pictures": r"{\pict 00ff}",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("unit", RICH.values(), ids=RICH.keys())
def test_reading_rich_text_takes_linear_time(unit: str) -> None:
    assert_linear(lambda n: rtf.read(rich(f"It rained. {unit * n}"), "a.rtf"))


PART = "text/plain; charset=utf-8"
LETTERS = {
    "lines": lambda n: message((PART, "It rained.\n" * n)),
    "quotes": lambda n: message((PART, "> It rained.\n" * n)),
    "introductions": lambda n: message((PART, "On wrote wrote wrote a:\n" * n)),
    "parts": lambda n: message(*[(PART, "a")] * min(n, 2000)),
    "fields": lambda n: message((PART, "a"), more="X-A: b\n" * n + "X-B: c"),
    "a field": lambda n: message((PART, "a"), subject="=?utf-8?q?a?= " * n),
    "people": lambda n: message((PART, "a"), sender="(a, <b" * n),
    "a page": lambda n: message(
        ("text/html", f"<p>{OPENING}</p><blockquote type=cite>{'<p ' * n}")
    ),
    "encoded": lambda n: message((f"{PART}\nContent-Transfer-Encoding: base64", "YWJj\n" * n)),
}


@pytest.mark.slow
@pytest.mark.parametrize("made", LETTERS.values(), ids=LETTERS.keys())
def test_reading_a_message_takes_linear_time(made: Callable[[int], bytes]) -> None:
    assert_linear(lambda n: mail.read(made(n), "a.eml"))


@pytest.mark.slow
def test_reading_a_mailbox_takes_linear_time() -> None:
    one = b"From a Tue Feb  3 21:37:00 2026\nSubject: a\n\nIt rained.\n\n"
    assert_linear(lambda n: mail.read_mailbox(one * n, "a.mbox"))


RECORDS = {
    "objects": lambda n: jsonl.read(json.dumps([{"text": "a"}] * n).encode(), "a.json"),
    "fields": lambda n: jsonl.read(json.dumps({str(i): i for i in range(n)}).encode(), "a.json"),
    "tags": lambda n: jsonl.read(json.dumps({"text": "<b>a</b> " * n}).encode(), "a.json"),
    "open tags": lambda n: jsonl.read(json.dumps({"text": "<p>a<b " * n}).encode(), "a.json"),
    "rows": lambda n: csv_table.read(b"text,id\n" + b"It rained.,\n" * n, "a.csv"),
    "columns": lambda n: csv_table.read(b"text" + b",a" * n + b"\nb", "a.csv"),
    "quotes": lambda n: csv_table.read(b'text,id\n"' + b'""' * n, "a.csv"),
    "a table": lambda n: csv_table.read(b"town,toll\n" + b"Orlund,12\n" * n, "a.csv"),
    "references": lambda n: bibtex.read(b"@misc{a, abstract={It rained.}}\n" * n, "a.bib"),
    "braces": lambda n: bibtex.read(b"@misc{a, abstract={" + b"{" * n, "a.bib"),
    "openings": lambda n: bibtex.read(b"@misc{a,b={" * n, "a.bib"),
    "accents": lambda n: bibtex.read(b"@misc{a, abstract={" + b"\\'e{}" * n + b"}}", "a.bib"),
    "lines": lambda n: ris.read(b"TY  - JOUR\nAB  - a\n" + b"and more\n" * n, "a.ris"),
    "tags of ris": lambda n: ris.read(b"TY  - JOUR\nN1  - a\n" * n, "a.ris"),
}


@pytest.mark.slow
@pytest.mark.parametrize("run", RECORDS.values(), ids=RECORDS.keys())
def test_reading_records_takes_linear_time(run: Callable[[int], object]) -> None:
    assert_linear(run)
