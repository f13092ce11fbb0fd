"""Which elements of a page are article, whatever their class or id says."""

from __future__ import annotations

import pytest

from pincite.corpus.draft import Draft
from pincite.corpus.formats.html import reader as html
from tests.support.ferry_page import FIRST, H1, SAID, SECOND, body, p, page, read

LONG = " ".join(FIRST)


LEAD = "The lake has a ferry again, four years after the last one was sold to Tarnow."


@pytest.mark.parametrize(
    "lead",
    [
        f"<div class=teaser-text><p>{LEAD}</p></div>",
        f"<p class=article-teaser>{LEAD}</p>",
        f"<aside class=teaser><h2>{LEAD}</h2></aside>",
        f"<div class='sidebar abstract'><p>{LEAD}</p></div>",
    ],
)
def test_a_lead_in_a_teaser_class_may_be_cited(lead: str) -> None:
    assert LEAD in body(read(f"<article>{H1}{lead}{p(SAID)}</article>"))


def test_a_teaser_elsewhere_or_with_a_link_is_not_cited() -> None:
    elsewhere = f"<div class=teaser><p><a href=/3>{LEAD}</a></p></div>"
    for inside in (f"{H1}{elsewhere}{p(SAID)}", f"{H1}{p(SAID)}{elsewhere}"):
        assert LEAD not in body(read(f"<article>{inside}</article>"))


@pytest.mark.parametrize(
    "named",
    [
        "class='section section--has-ads'",
        "class='post no-share category-cookies tag-related'",
        "class=elementor-widget-text",
        "id=sharing-a-ferry class=section",
    ],
)
def test_classes_that_describe_an_element_s_features_do_not_exclude_it(named: str) -> None:
    """Half of the article stands in an element with such a class or id, below a heading."""
    inside = f"{H1}{p(FIRST)}<div {named}><h2>Sharing a ferry</h2>{p(SECOND)}</div>"
    assert body(read(f"<div class=main>{inside}</div>")) == SAID


@pytest.mark.parametrize("named", ["id=nav_menu-3", "class=dialog-off-canvas", "class=sidebar"])
def test_an_element_that_contains_the_headline_is_not_a_menu(named: str) -> None:
    """This happens if the element of a menu is never closed."""
    assert body(read(f"<div {named}><a href=/>Home</a><div>{H1}{p(SAID)}</div></div>")) == SAID


def test_long_article_paragraphs_are_cited_whatever_their_section_class() -> None:
    section = f"<section class=Report--Ads><p>{LONG} {SECOND[0]}</p></section>"
    lines = body(read(f"<article class=report>{H1}{p(SAID[1:])}{section}</article>"))
    assert f"{LONG} {SECOND[0]}" in lines


def test_sentences_marked_up_as_headings_are_cited() -> None:
    inside = H1 + "".join(f"<h2>{each}</h2>" for each in SAID)
    assert body(read(f"<article>{inside}</article>")) == SAID


def test_lists_of_related_stories_are_not_cited() -> None:
    links = "".join(f"<li><a href=/{n}>The mill of Tarnow burns {n} times</a></li>" for n in "12")
    inside = f"{H1}{p(FIRST)}<h3>Related stories</h3><ul>{links}</ul>{p(SECOND)}<ul>{links}</ul>"
    draft = read(f"<article>{inside}</article>")
    assert body(draft) == SAID


def test_text_above_the_headline_missed_by_the_extractor_is_excluded() -> None:
    old = "You are using a browser that is too old to show all of the pages of this site."
    draft = read(f"<header class=top><p>{old}</p></header><article>{H1}{p(SAID)}</article>")
    assert body(draft) == SAID


def test_code_belongs_to_the_article_and_keeps_its_lines() -> None:
    code = "for crossing in day:\n    crossing.sail()"
    draft = read(f"<article>{H1}{p(FIRST)}<pre><code>{code}\n</code></pre>{p(SECOND)}</article>")
    assert body(draft) == [*FIRST, *code.split("\n"), *SECOND]


def test_article_blocks_in_comment_classes_are_cited() -> None:
    parts = "".join(f"<div class=item__comment><p>{each}</p></div>" for each in SAID)
    assert body(read(f"{H1}<div>{parts}</div>")) == SAID


def test_a_lead_below_any_heading_level_is_cited() -> None:
    lead = "A boat for forty that runs twice a day and in winter too"
    inside = f"<div><h3>Ferry to Hallin</h3><div class=teaser-text>{lead}</div>{p(SAID)}</div>"
    assert lead in body(read(inside))


def test_a_list_without_links_below_the_headline_may_be_cited() -> None:
    given = ["2 boats of oak", "40 seats below deck", "1 bell from Orsk"]
    items = "".join(f"<li>{each}</li>" for each in given)
    inside = (
        f"<main>{H1}<div><div class=what><ul>{items}</ul></div></div><div>{p(SAID)}</div></main>"
    )
    assert set(given) <= set(body(read(inside)))


def test_the_headline_s_story_is_read_if_the_extractor_chose_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Other:
        text, url, author = "The Lake Post is a paper of the lake.", None, None

    monkeypatch.setattr(html, "_extracted", lambda _tree: Other())
    other = "<div><p>The Lake Post is a paper of the lake.</p></div>"
    more = [f"{each[:-1]}, as the minutes of the council of Hallin say." for each in SAID]
    draft = read(f"{other}<article>{H1}{p(SAID + more)}</article>")
    assert set(SAID) <= set(body(draft))


def test_the_encoding_comes_from_the_meta_element() -> None:
    head = "<style>@import 'data:text/css;charset=utf-8,p{}';</style><meta charset=iso-8859-1>"
    source = page(f"{H1}{p([each.replace('Hallin', 'Hällin') for each in SAID])}", head=head)
    draft = html.read(source.decode().encode("iso-8859-1", "replace"), "a.html")[0]
    assert isinstance(draft, Draft)
    assert "The ferry to Hällin" in draft.text


def test_text_left_in_templates_is_reported_missing() -> None:
    waiting = f"<template>{p(SECOND)}</template>"
    assert "a program fills in" in read(f"<article>{H1}{p(FIRST)}{waiting}</article>").missing
    after = read(f"<article>{H1}{p(FIRST)}</article>{waiting}").missing
    assert after.startswith("3 paragraphs inside <template> left out, the first: “The old pier")


@pytest.mark.parametrize(
    "lead",
    [
        "<p class=sub-headline>The ferry comes back with eleven cabins and a new engine</p>",
        "<div class=article__sub_title>The ferry comes back with eleven cabins and an engine</div>",
        "<p class=ingress>The ferry comes back with eleven cabins and a new engine</p>",
        "<ul class=key-points><li>Eleven cabins in all</li><li>A new engine from Tarnow</li></ul>",
    ],
)
def test_a_lead_beside_the_body_may_be_cited_by_its_class(lead: str) -> None:
    draft = read(f"<section>{H1}{lead}</section><section class=text>{p(SAID)}</section>")
    assert len(body(draft)) == len(SAID) + lead.count("</p>") + lead.count("</li>") + (
        "</div>" in lead
    )


def test_a_list_of_points_below_a_headline_at_the_very_top_is_article() -> None:
    points = ["Eleven cabins", "Six boats", "One new captain"]
    items = "".join(f"<li>{each}</li>" for each in points)
    source = f"<html><body>{H1}<ul>{items}</ul><div>{p(SAID)}</div></body></html>"
    draft = html.read(source.encode(), "a.html")[0]
    assert isinstance(draft, Draft)
    assert body(draft) == points + SAID


FACTS = "<li>The ferry is 41 metres long and 9 metres wide.</li><li>Built in 1961 in Tarnow.</li>"


def test_a_box_of_facts_is_article_and_its_heading_ends_with_it() -> None:
    box = f"<aside class=factbox><h3>The ferry</h3><ul>{FACTS}</ul></aside>"
    draft = read(f"<article>{H1}{p(FIRST)}{box}{p(SECOND)}</article>")
    facts = ["The ferry is 41 metres long and 9 metres wide.", "Built in 1961 in Tarnow."]
    assert body(draft) == FIRST + facts + SECOND
    headings = [[c.of(draft.text) for c in each.context] for each in draft.sections]
    assert headings == [["Ferry to Hallin"], ["Ferry to Hallin", "The ferry"], ["Ferry to Hallin"]]


@pytest.mark.parametrize(
    "box",
    [
        f"<aside class=newsletter><ul>{FACTS}</ul></aside>",
        f"<aside><ul>{FACTS}<li><a href=/boats>All boats of the lake</a></li></ul></aside>",
    ],
)
def test_an_aside_of_links_or_of_the_site_is_no_box_of_facts(box: str) -> None:
    assert body(read(f"<article>{H1}{p(FIRST)}{box}{p(SECOND)}</article>")) == FIRST + SECOND


@pytest.mark.parametrize(
    "opener",
    [
        "<h3><button type=button>{}</button></h3><div>",
        "<div><button class=accordion-header aria-expanded=false>{}</button><div>",
        "<details><summary>{}</summary><div>",
    ],
)
def test_what_opens_a_part_is_its_heading(opener: str) -> None:
    ends = "</div>" + ("</details>" if "details" in opener else "")
    asked = ["Who steers the ferry?", "When does it run?"]
    parts = zip(asked, (SECOND[0], SECOND[1]), strict=True)
    inside = "".join(f"{opener.format(q)}<p>{said}</p>{ends}" for q, said in parts)
    draft = read(f"<article>{H1}{p(FIRST)}{inside}</article>")
    assert [s.context[-1].of(draft.text) for s in draft.sections][-2:] == asked
    assert (
        "Save"
        not in read(f"<article>{H1}{p(FIRST)}<button>Save</button>{p(SECOND)}</article>").text
    )
