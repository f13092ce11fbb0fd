"""HTML pages and feeds that are deep, wide, hidden, forged or explosive."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.hostile.case import OPENING, Case, told

_LAUGHS = "<!DOCTYPE lolz [<!ENTITY l0 'ha'>" + "".join(
    f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10)
)


def cases(canary: str) -> Iterator[Case]:
    """The files. ``canary`` is the address of a file that must not be read."""
    yield from _deep()
    yield from _wide()
    yield from _forged(canary)
    yield from _feeds(canary)


def page(inside: str, head: str = "", start: str = "<!doctype html>") -> bytes:
    """A page of our own making."""
    title = "<title>Costs in full</title>"
    return f"{start}<html><head>{title}{head}</head><body>{inside}</body></html>".encode(
        "utf-8", "surrogatepass"
    )


def _article(inside: str) -> bytes:
    return page(f"<article><p>{OPENING}</p>{inside}</article>")


def _deep() -> Iterator[Case]:
    for number, depth in enumerate((250, 260, 2000, 200_000)):
        sentence, question, answer = told(10 + number)
        inside = f"<p>{OPENING}</p>{'<div>' * depth}<p>{sentence}</p>{'</div>' * depth}"
        if depth < 10_000:
            yield Case(f"html/deep-{depth}.html", f"{depth} levels", "indexed",
                       partial(page, inside), question, answer)  # fmt: skip
        else:
            yield Case(f"html/deep-{depth}.html", f"{depth} levels", "refused",
                       partial(page, inside))  # fmt: skip
    for tag in ("font", "b", "ul><li", "table><tr><td", "blockquote", "form", "svg", "select"):
        name = tag.replace("><", "-")
        inside = f"<p>{OPENING}</p>" + f"<{tag}> word " * 20_000
        yield Case(f"html/open-{name}.html", f"20,000 <{tag}> never closed", "either",
                   partial(page, inside))  # fmt: skip
    crossed = "<b><i><div>" * 5000 + "words" + "</b></div></i>" * 5000
    yield Case("html/crossed.html", "tags closed in the wrong order", "either",
               partial(_article, crossed))  # fmt: skip


def _wide() -> Iterator[Case]:
    for name, what, inside in (
        ("attributes", "100,000 attributes in one tag", f"<p {' '.join(f'a{n}=b' for n in range(100_000))}>x</p>"),
        ("attributes-bare", "a million attributes without value", f"<p {'a ' * 1_000_000}>x</p>"),
        ("attributes-each", "10,000 tags with an attribute", "".join(f"<p a{n}=b>x y z</p>" for n in range(10_000))),
        ("attribute-long", "an attribute of 5 MB", f"<p title='{'x ' * 2_500_000}'>x</p>"),
        ("spans", "40,000 spans in a paragraph", f"<p>{'<span>a b</span> ' * 40_000}</p>"),
        ("links", "40,000 links in a paragraph", f"<p>{'<a href=/x>a b</a> ' * 40_000}</p>"),
        ("breaks", "20,000 line breaks", f"<p>{'a b<br>' * 20_000}</p>"),
        ("rows", "10,000 rows", f"<table>{'<tr><td>a</td><td>b</td></tr>' * 10_000}</table>"),
        ("cells", "10,000 cells in a row", f"<table><tr>{'<td>a</td>' * 10_000}</tr></table>"),
        ("colspan", "a cell over a billion columns", "<table><tr><td colspan=1000000000 rowspan=1000000000>a</td></tr></table>"),
        ("items", "10,000 items", f"<ul>{'<li>an item</li>' * 10_000}</ul>"),
        ("headings", "5,000 headings", "<h2>Head</h2><p>one two three</p>" * 5000),
        ("tags", "10,000 unknown tags", "".join(f"<x{n}>y</x{n}>" for n in range(10_000))),
        ("angles", "a million angles", "<" * 1_000_000),
        ("ampersands", "a million ampersands", "&" * 1_000_000),
        ("entities", "300,000 entities", "&amp;&#x41;&nbsp;" * 100_000),
        ("comments", "100,000 comments never closed", "<!--" * 100_000),
        ("comments-closed", "100,000 comments", "<!-- x -->" * 100_000),
        ("cdata", "CDATA sections", "<![CDATA[x]]>" * 50_000),
        ("scripts", "50,000 scripts never closed", "<script>" * 50_000),
        ("quotes", "an attribute never closed", "<p title=\"" * 50_000),
        ("text", "a word of 4 MB", f"<p>{'a' * 4_000_000}</p>"),
        ("ordinary", "800 KB of ordinary paragraphs", "".join(f"<p>Report number {n % 50}. {OPENING}</p>\n" for n in range(8_000))),
    ):  # fmt: skip
        yield Case(f"html/wide-{name}.html", what, "either", partial(_article, inside))


def _forged(canary: str) -> Iterator[Case]:
    xxe = f"<!DOCTYPE html [<!ENTITY c SYSTEM '{canary}'><!ENTITY % d SYSTEM '{canary}'> %d;]>"
    sentence, question, answer = told(20)
    hidden = (
        "<script>var x = 'The hidden word is quagmire.'</script><style>p{content:'quagmire'}</style>"
        "<svg><text>quagmire</text></svg><iframe srcdoc='quagmire'>quagmire</iframe>"
        "<template>quagmire</template><!-- quagmire --><textarea>quagmire</textarea>"
    )
    yield Case("html/hidden.html", "script, style, SVG, iframe, template", "indexed",
               partial(_article, f"{hidden}<p>{sentence}</p>"), question, answer)  # fmt: skip
    yield Case("html/xxe.html", "an external entity", "indexed",
               lambda: page(f"<p>{OPENING} &c;</p>", start=xxe))  # fmt: skip
    yield Case("html/xxe.xhtml", "an external entity in XHTML", "indexed",
               lambda: page(f"<p>{OPENING} &c;</p>", start=f"<?xml version='1.0'?>{xxe}"))  # fmt: skip
    yield Case("html/laughs.xhtml", "a billion laughs", "either",
               lambda: page(f"<p>{OPENING} &l9;</p>", start=f"<?xml version='1.0'?>{_LAUGHS}]>"))  # fmt: skip
    yield Case("html/include.html", "inclusions", "indexed",
               lambda: _article(f"<object data='{canary}'></object><embed src='{canary}'><link rel=import href='{canary}'><xi:include href='{canary}' xmlns:xi='http://www.w3.org/2001/XInclude'/>"))  # fmt: skip
    yield Case("html/base.html", "a script for an address", "indexed",
               lambda: page(f"<p>{OPENING}</p>", "<base href='javascript:alert(1)//'><link rel=canonical href='javascript:alert(1)'>"))  # fmt: skip
    yield Case("html/json-ld.html", "JSON-LD that is none", "indexed",
               lambda: page(f"<article><p>{OPENING}</p></article>", f"<script type='application/ld+json'>{'{' * 50_000}</script>"))  # fmt: skip
    yield Case("html/dates.html", "20,000 dates", "either",
               lambda: _article(f"<p>{'2026-01-01 ' * 20_000}</p>"))  # fmt: skip
    yield Case("html/title.html", "a title of a megabyte", "indexed",
               lambda: page(f"<p>{OPENING}</p>", f"<title>{'x ' * 500_000}</title>"))  # fmt: skip
    yield Case("html/text-named.html", "a text named .html", "either", OPENING.encode)
    yield Case("html/pdf-named.html", "a PDF's beginning named .html", "refused",
               lambda: b"%PDF-1.7\n" + bytes(500))  # fmt: skip
    yield Case("html/nothing.html", "a page of pictures", "refused",
               lambda: page("<img src=a.png>" * 50))  # fmt: skip
    yield Case("html/surrogates.html", "references to no characters", "either",
               lambda: _article("<p>It &#xD800; rained &#0; in &#x110000; May &#xFFFE; again.</p>"))  # fmt: skip
    sentence, question, answer = told(21)
    yield Case("html/page.txt", "a page named .txt", "indexed",
               partial(_article, f"<p>{sentence}</p>"), question, answer)  # fmt: skip


def _feeds(canary: str) -> Iterator[Case]:
    sentence, question, answer = told(22)
    xxe = f"<!DOCTYPE rss [<!ENTITY c SYSTEM '{canary}'>]>"
    for name, what, outcome, inside, head in (
        ("good", "a good feed", "indexed", f"<item><title>Costs</title><description>{sentence}</description></item>", ""),
        ("titles", "markup in titles", "indexed", f"<item><title>&lt;script&gt;alert(1)&lt;/script&gt;</title><description>{OPENING}</description></item>", ""),
        ("many", "3,000 entries", "indexed", "".join(f"<item><title>{n % 9}</title><description>It rained in May of that year.</description></item>" for n in range(3000)), ""),
        ("empty", "10,000 entries without text", "refused", "<item><title>x</title></item>" * 10_000, ""),
        ("xxe", "an external entity", "indexed", f"<item><title>x</title><description>{OPENING} &c;</description></item>", xxe),
        ("laughs", "a billion laughs", "either", f"<item><title>x</title><description>{OPENING} &l9;</description></item>", _LAUGHS + "]>"),
        ("nested", "20,000 levels", "either", "<a>" * 20_000, ""),
        ("nested-html", "20,000 levels in an entry", "indexed", f"<item><description><![CDATA[{OPENING}{'<div>' * 20_000}]]></description></item>", ""),
        ("comments", "50,000 comments never closed", "refused", f"<item><description><![CDATA[{OPENING}{'<!--' * 50_000}]]></description></item>", ""),
        ("attributes", "20,000 attributes", "either", f"<item><description><![CDATA[<p {' '.join(f'a{n}=b' for n in range(20_000))}>{OPENING}</p>]]></description></item>", ""),
        ("broken", "a feed cut short", "indexed", f"<item><title>x</title><description>{OPENING}</description></item><item><titl", ""),
        ("no-entries", "no entry", "refused", "<title>x</title>", ""),
        ("bad-dates", "dates that are none", "indexed", f"<item><pubDate>{'9' * 5000}</pubDate><description>{OPENING}</description></item>", ""),
        ("style", "a style without end", "either", f"<item><description><![CDATA[<p style='{'a:b;' * 50_000}'>{OPENING}</p>]]></description></item>", ""),
    ):  # fmt: skip
        asked = (question, answer) if name == "good" else ("", "")
        source = f"<?xml version='1.0'?>{head}<rss version='2.0'><channel>{inside}</channel></rss>"
        yield Case(f"feeds/{name}.xml", what, outcome, source.encode, *asked)
    yield Case("feeds/no-feed.xml", "XML that is no feed", "refused",
               lambda: b"<?xml version='1.0'?><root><a>It rained.</a></root>")  # fmt: skip
    yield Case("feeds/large.xml", "a feed of 26 MB", "refused",
               lambda: b"<rss version='2.0'>" + b" " * (26 * 2**20))  # fmt: skip
