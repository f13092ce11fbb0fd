"""Struck text, raised numbers and signs in the lines of a page."""

from __future__ import annotations

import pytest

from pincite.corpus.formats.shared.fragment import add_fragment, plain_text
from pincite.corpus.formats.shared.sheet import Sheet
from tests.support.ferry_page import H1, SAID, body, p, read


def line(words: str) -> str:
    """What is read of a paragraph of a page."""
    return body(read(f"<article>{H1}{p(SAID)}<p>{words}</p>{p(SAID[:2])}</article>"))[len(SAID)]


LINES = [
    ("The deck has 240 m<sup>2</sup>, and the tank 10<sup>6</sup> litres of oil.",
     "The deck has 240 m², and the tank 10⁶ litres of oil."),
    ("It loses 10<sup>-3</sup> m/s<sup>2</sup> of speed on each of its ways.",
     "It loses 10⁻³ m/s² of speed on each of its ways."),
    ("It sailed in 1961<sup><a href='#n1'>1</a></sup> for the first time from here.",
     "It sailed in 1961 for the first time from here."),
    ("It sailed in 1961<a href='/ferry#n2'><sup>[2]</sup></a> for the first time.",
     "It sailed in 1961 for the first time."),
    ("It sailed on the 1<sup>st</sup> of May for the first time from this pier.",
     "It sailed on the 1st of May for the first time from this pier."),
    ("A ticket costs <del>9</del> <ins>11</ins> crowns since the first day of May.",
     "A ticket costs 11 crowns since the first day of May."),
    ("The <a href='#top'>pier</a><sup>new</sup> is longer than the old one was.",
     "The piernew is longer than the old one was."),
]  # fmt: skip


@pytest.mark.parametrize(("source", "words"), LINES)
def test_raised_and_struck_parts_of_a_line(source: str, words: str) -> None:
    assert line(source) == words
    assert plain_text(f"<p>{source}</p>") == words


def test_a_struck_price_is_no_text_and_a_struck_paragraph_is() -> None:
    assert line("A card costs <s>90</s> 80 crowns in winter and in summer.") == (
        "A card costs 80 crowns in winter and in summer."
    )
    whole = "The ferry also runs at night in June, and takes cars and carts on board then, too."
    assert line(f"<s>{whole}</s>") == whole


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>one <del>two<p>three</p><p>four</p>", "one\nthree\nfour"),
        ("<p>one <del>two</p>three", "one\nthree"),
        ("<p>10 m<sup>2</p><p>In <b>5</b> years</p>", "10 m²\nIn 5 years"),
        ("<del><p>one</p><p>two</p></del>three", "one\ntwo\nthree"),
        (f"<p>{SAID[0]} <del>{SAID[1]} {SAID[2]}", f"{SAID[0]} {SAID[1]} {SAID[2]}"),
        ("<table><tr><td><del>9<td>11</table>three", "| 11\nthree"),
        ("<p>one<del> two</del> <del>three</del> four</p>", "one four"),
    ],
)
def test_struck_and_raised_words_of_a_fragment_end_with_their_line(source: str, text: str) -> None:
    sheet = Sheet()
    add_fragment(source, sheet)
    assert sheet.so_far() == text


@pytest.mark.parametrize(
    ("before", "behind"), [("<del>", "</del>"), ("<p>Fares <del>old", ""), ("<s>", "</s>")]
)
def test_an_article_in_a_struck_part_is_read(before: str, behind: str) -> None:
    draft = read(f"<article>{H1}{before}{p(SAID)}{behind}</article>")
    assert [line for line in body(draft) if line in SAID] == SAID


def test_a_short_paragraph_in_a_struck_part_is_read() -> None:
    draft = read(f"<article>{H1}{p(SAID[:5])}<del>{p(['It sails.'])}</del>{p(SAID[5:])}</article>")
    assert "It sails." in body(draft)


@pytest.mark.parametrize("sign", ["¶", "#", "§"])
def test_a_sign_beside_a_heading_is_no_part_of_it(sign: str) -> None:
    link = f"<a class=headerlink href='#a'>{sign}</a>"
    draft = read(f"<article><h1>Ferry{link}</h1><h2>Fares{link}</h2>{p(SAID)}</article>", title="")
    assert draft.title == "Ferry"
    assert sign not in draft.text


def test_the_edit_link_of_a_wiki_is_no_part_of_its_heading() -> None:
    edit = "<span class=mw-editsection>[<a href=/e>edit</a>]</span>"
    draft = read(f"<article>{H1}{p(SAID[:3])}<h2>Fares{edit}</h2>{p(SAID[3:])}</article>")
    assert draft.sections[-1].context[-1].of(draft.text) == "Fares"


def test_a_power_in_a_formula_is_raised() -> None:
    formula = "<math><mi>Q</mi><mo>=</mo><mn>3</mn><msup><mi>h</mi><mn>2</mn></msup></math>"
    assert "Q=3h² litres" in line(f"The flow is {formula} litres, where h is the height of it.")
