"""What a style sheet in the page hides is set aside like what an attribute hides."""

from __future__ import annotations

import pytest

from tests.support.ferry_page import H1, SAID, body, p, read

UNSEEN = "The hidden offer of the Orsk bank ends on Friday, its manager Lou Marn said."
INSIDE = f"<article>{H1}{p(SAID[:3])}<div class='zz y' id=offer>{p([UNSEEN])}</div>{p(SAID[3:])}"

HIDING = [
    ".zz{display:none}",
    "/* p{ */ .zz { display : none !important ; color: red }",
    "#offer{visibility:hidden}",
    "div.zz{display:none}",
    "p.a, .b:hover, .zz, h1 > i {margin:0;display:none}",
    '.q::after{content:"}.zz{display:block}"} .zz{display:none}',
    "@charset 'utf-8'; @import url(a{b.css); .zz{display:none}",
    ".zz{display:block} .zz{display:none}",
    ".zz{display:none} .zz.open{display:block}",
    ".zz{display:none} .open .zz{display:block}",
    ".zz{display:none} .zz:hover{display:block}",
    ".zz{display:none} @media print{.zz{display:block}}",
    ".zz{display:none} div{display:block}",
    ".zz{display:none!important} .zz{display:block}",
    ".zz{position:absolute;left:-10000px}",
    ".zz{text-indent:-999em}",
    ".zz{clip:rect(0 0 0 0);width:1px}",
    ".zz{clip:rect(1px, 1px, 1px, 1px)}",
    ".zz{clip-path:inset(50%)}",
]
SHOWING = [
    "",
    ".zz{color:none}",
    "@media print{.zz{display:none}}",
    "@media (max-width:9em){.a{margin:0}.zz{display:none}}",
    "@supports not (display:grid){.zz{display:none}}",
    "@font-face{display:none} .a{background:url(data:x{.zz{display:none})}",
    "/* .zz{display:none} */",
    ".b .zz{display:none}",
    ".zz:empty{display:none}",
    "span.zz{display:none}",
    ".zz.x{display:none}",
    "div{display:none}",
    ".a{.zz{display:none}}",
    ".zz{display:none} .zz{display:block}",
    ".zz{display:none} @media (min-width:9em){.zz{display:block}}",
    ".zz{display:none} .zz.y{display:flex}",
    ".zz{display:none} article .zz{display:block}",
    ".zz{visibility:hidden} #offer{visibility:visible}",
    ".zz{left:-12px}",
    ".zz{left:-100%}",
    ".zz{left:-9999px} .zz.y{left:0}",
    ".zz{clip:auto} .b{clip:rect(0,0,0,0)}",
    ".zz{clip:rect(0 200px 100px 0)}",
    ".zz{display:none",
    "{{}}}}.zz{",
]


@pytest.mark.parametrize("css", HIDING)
def test_what_a_style_sheet_hides_is_not_cited(css: str) -> None:
    draft = read(INSIDE, head=f"<style>{css}</style>")
    assert body(draft) == SAID
    assert body(read(f"{INSIDE}<style>{css}</style>")) == SAID


@pytest.mark.parametrize("css", SHOWING)
def test_what_other_rules_say_hides_nothing(css: str) -> None:
    assert UNSEEN in body(read(INSIDE, head=f"<style>{css}</style>"))


@pytest.mark.parametrize(
    "sheet",
    ["<noscript><style>{}</style></noscript>", "<style media=print>{}</style>",
     "<style type=text/x>{}</style>", "<template><style>{}</style></template>"],
)  # fmt: skip
def test_style_sheets_for_other_readers_hide_nothing(sheet: str) -> None:
    assert UNSEEN in body(read(INSIDE + sheet.format(".zz{display:none}")))


def test_an_element_that_shows_itself_is_read() -> None:
    inside = INSIDE.replace("id=offer", "style='display: block'")
    assert UNSEEN in body(read(inside, head="<style>.zz{display:none}</style>"))


def test_words_hidden_within_a_paragraph_are_not_read() -> None:
    inside = f"<p>{SAID[0]} <span class=tip>Click for a map.</span></p>{p(SAID[1:])}"
    draft = read(f"<article>{H1}{inside}</article>", head="<style>.tip{display:none}</style>")
    assert body(draft) == SAID


@pytest.mark.parametrize("css", [".js{display:none}", ".js{visibility:hidden}"])
@pytest.mark.parametrize(
    "each", ["<div class=js>{}</div>", "<section class='js more'>{}</section>"]
)
def test_an_article_that_a_script_shows_is_read(css: str, each: str) -> None:
    whole = f"{H1}{each.format(p(SAID))}"
    parts = H1 + "".join(each.format(p([said])) for said in SAID)
    for inside in (whole, parts, f"{H1}{p(SAID[:1])}{each.format(p(SAID[1:]))}"):
        draft = read(f"<article>{inside}</article>", head=f"<style>{css}</style>")
        assert body(draft) == SAID
