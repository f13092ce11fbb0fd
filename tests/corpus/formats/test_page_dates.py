"""The date of a web page is the one that the page states for its article, or there is none."""

import pytest

from pincite.corpus.draft import Draft
from pincite.corpus.formats.html.reader import read
from tests.support.news_page import page


def published(source: str) -> str | None:
    draft = read(source.encode(), "page.html")[0]
    assert isinstance(draft, Draft)
    return draft.published


def graph(*objects: str) -> str:
    joined = ", ".join(objects)
    return f'<script type="application/ld+json">{{"@graph": [{joined}]}}</script>'


PAGE = '{"@type": "WebPage", "datePublished": "2020-07-10", "dateModified": "2025-01-07"}'
STORY = '{"@type": "NewsArticle", "headline": "%s", "datePublished": "%s"}'
OTHER = STORY % ("Mill burns", "2020-01-01")
COMMENT = '{"@type": "Comment", "datePublished": "2020-07-11"}'
SHIP = (
    "The ferry was built in Tarn for nine crossings a day, and carries sixty people on each of "
    "them, more than any other on the river."
)
CHANGED = "<meta property='article:modified_time' content='2025-01-07T10:00:00Z'>"


@pytest.mark.parametrize(
    ("source", "day"),
    [
        (page(graph(PAGE) + CHANGED), "2020-07-10"),
        (page(graph(PAGE, STORY % ("Ferry runs to Orsk", "2020-07-09"))), "2020-07-09"),
        (page(graph(OTHER, STORY % ("Ferry runs to Orsk", "2020-07-09"))), "2020-07-09"),
        (page(graph(f'{{"@type": "Article", "comment": {COMMENT}}}')), None),
        (page("<meta property='article:published_time' content='2020-07-10'>"), "2020-07-10"),
        (page(f"<script type='application/ld+json'><!-- {PAGE} --></script>"), "2020-07-10"),
        (page(CHANGED), None),
        (page("<meta name='date' content='2025-01-07T10:00:00Z'>" + CHANGED), None),
        (page("<meta name='date' content='2020-07-10'>", below="<p>3 July 2020</p>"), "2020-07-03"),
        (page(below="<i itemprop='datePublished' content='2020-07-10'>Friday</i>"), "2020-07-10"),
        (page("<link rel='canonical' href='https://quay.example/2020/07/10/ferry'>"), "2020-07-10"),
        (page("<link rel='canonical' href='https://quay.example/2020/07/ferry'>"), None),
    ],
)  # fmt: skip
def test_dates_are_read_from_machine_readable_markup(source: str, day: str | None) -> None:
    assert published(source) == day


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("By Jane Roe | 10 July 2020 | 5 comments", "2020-07-10"),
        ("Veröffentlicht am Freitag, 10. Juli 2020 von Jana Roth", "2020-07-10"),
        ("Par Jeanne Roux, le 10 juillet 2020 à 14h05", "2020-07-10T14:05:00"),
        ("Publicado el 10 de julio de 2020", "2020-07-10"),
        ("10 de julho de 2020", "2020-07-10"),
        ("di Gianna Rossi, 10 luglio 2020", "2020-07-10"),
        ("Gepubliceerd op 10 juli 2020", "2020-07-10"),
        ("10 lipca 2020, 14:05", "2020-07-10T14:05:00"),
        ("10 июля 2020", "2020-07-10"),
        ("2020年7月10日", "2020-07-10"),
        ("2020년 7월 10일", "2020-07-10"),
        ("Published: 10 July 2020. Updated: 7 January 2025", "2020-07-10"),
        ("Updated 7 January 2025", None),
        ("Zuletzt aktualisiert: 07.01.2025", None),
        ("Stand: 07.01.2025", None),
        ("© 2020-07-10 Quay Post", None),
        ("7 July 2020 – 10 July 2020", None),
        ("02/03/2020", None),
        ("On 10 July 2020 the council of the harbour town met again and heard both sides.", None),
        ("Orsk, 10 July 2020 – The council of the harbour town met again on the bridge, and heard "
         "both sides of the quarrel at length.", "2020-07-10"),
    ],
)  # fmt: skip
def test_the_date_is_read_from_the_line_under_the_headline(line: str, day: str | None) -> None:
    assert published(page(below=f"<p>{line}</p>")) == day


@pytest.mark.parametrize(
    ("lang", "behind", "day"),
    [
        ("en-US", "", "2020-02-03"),
        ("en-GB", "", "2020-03-02"),
        ("de", "", "2020-03-02"),
        ("en", "", None),
        ("en", "<p>27/01/2020</p>", "2020-03-02"),
        ("en", "<p>01/27/2020</p>", "2020-02-03"),
    ],
)
def test_ambiguous_dates_are_resolved_by_other_dates_or_language(
    lang: str, behind: str, day: str | None
) -> None:
    assert published(page(below="<p>02/03/2020</p>", behind=behind, lang=lang)) == day


@pytest.mark.parametrize(
    "behind",
    [
        "<aside class='related'><h3>Mill</h3><time datetime='2020-07-10'>10 July</time></aside>",
        "<div id='comments'><p>Posted on 10 July 2020 by Ann</p></div>",
        "<footer>10 July 2020</footer>",
        "<div class='list'><p class='date'>10 July 2020</p><p class='date'>9 July 2020</p></div>",
    ],
)
def test_dates_of_other_stories_are_ignored(behind: str) -> None:
    assert published(page(behind=behind)) is None


@pytest.mark.parametrize(
    ("behind", "day"),
    [
        ("<div><h3>More</h3><h4><a href='/m'>Mill</a></h4><span>10 July 2020</span></div>", None),
        ("<div><h3>Read next</h3><p>Mill burns</p><p>10 July 2020</p></div>", None),
        (f"<h2>The ship</h2><p>{SHIP}</p><p>10 July 2020</p>", "2020-07-10"),
    ],
)
def test_a_date_after_a_short_text_belongs_to_the_heading_right_above(
    behind: str, day: str | None
) -> None:
    text = f"<h1>Ferry runs to Orsk</h1><p>{SHIP}</p><p>{SHIP.replace('ferry', 'ship')}</p>"
    assert published(f"<html><body><div>{text}{behind}</div></body></html>") == day


def test_the_shown_local_day_overrides_the_utc_day() -> None:
    told = "<meta property='article:published_time' content='2020-07-11T02:30:00Z'>"
    assert published(page(told)) == "2020-07-11T02:30:00+00:00"
    assert published(page(told, below="<p>July 10, 2020, 7:30 pm</p>")) == "2020-07-10T19:30:00"
    other = page(told, below="<p>July 1, 2020</p>")
    assert published(other) == "2020-07-11T02:30:00+00:00"


def test_a_date_above_the_headline_counts_only_if_adjacent() -> None:
    assert published(page(above="<p class='date'>10 July 2020</p>")) == "2020-07-10"
    today = "<div id='top'><p>10 July 2020</p></div>"
    assert published(page().replace("<div class='site'>", f"<div class='site'>{today}")) is None


ISSUED = "<meta property='article:published_time' content='2020-07-%s'>"


@pytest.mark.parametrize(
    ("source", "day"),
    [
        # of two stated dates the page's visible one is used, else the first
        (
            page(graph(STORY % ("Ferry runs to Orsk", "2020-07-02")) + ISSUED % "10",
                 below="<p class=date>10 July 2020</p>"),
            "2020-07-10",
        ),
        (page(graph(STORY % ("Ferry runs to Orsk", "2020-07-02")) + ISSUED % "10"), "2020-07-02"),
        # the title, the data of scripts
        (page("<meta property='og:title' content='10 July 2020 | Ferry runs to Orsk'>"),
         "2020-07-10"),
        (page("<meta property='og:title' content='Ferry of 10 July 2020 sinks'>"), None),
        (page('<script>var post = {"published_at": "2020-07-10T06:22:28"};</script>'),
         "2020-07-10"),
        (page('<script>[{"publishDate": "2020-07-10"}, {"publishDate": "2020-07-11"}]</script>'),
         None),
        # a label above it
        (page(behind="<div class=info><p>Last modified:</p><p class=date>10 July 2020, 9:15 am"
                     "</p></div>"), None),
        (page(behind="<aside class=byline-aside><p>Published 10 July 2020, 9:15 am</p></aside>"),
         "2020-07-10T09:15:00"),
        (page(above="<aside><time itemprop=datePublished datetime=2020-07-10>Friday</time>"
                    "</aside>"), "2020-07-10"),
    ],
)  # fmt: skip
def test_dates_are_found_in_unusual_places(source: str, day: str | None) -> None:
    assert published(source) == day


@pytest.mark.parametrize(
    "script",
    [
        "/*<![CDATA[*/%s/*]]>*/",
        "//<![CDATA[\n%s\n//]]>",
        "<!--\n%s;\n-->",
        "[%s,]",
        '{"@type": "WebPage", "name": "the "old" quay", "x": %s}',
    ],
)
def test_linked_data_is_read_though_it_is_not_quite_json(script: str) -> None:
    data = script % (STORY % ("Ferry runs to Orsk", "2020-07-10T08:00:00+02:00"))
    tag = f"<script type='application/ld+json'>{data}</script>"
    assert (published(page(tag)) or "")[:10] == "2020-07-10"


@pytest.mark.parametrize(
    "given", ["1970-01-01T00:00:00Z", "1969-12-31T19:00:00-05:00", "1970-01-01"]
)
def test_the_first_second_of_1970_is_no_date(given: str) -> None:
    assert published(page(f"<meta property='article:published_time' content='{given}'>")) is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("First published on Fri 10 Jul 2020 07.00 BST. Last modified on Mon 13 Jul 2020", "10"),
        ("10th of July, 2020", "10"),
        ("10/jul/2020 às 9h30", "10"),
        ("二〇二〇年七月十二日", "12"),
        ("二〇二〇年七月二十一日", "21"),
        ("２０２０年７月１２日（日）", "12"),
        ("令和2年7月9日", "09"),
        ("民國109年7月9日", "09"),
        ("١٢/٧/٢٠٢٠", None),
    ],
)
def test_days_in_other_numerals_and_forms(line: str, day: str | None) -> None:
    found = published(page(below=f"<p class=date>{line}</p>"))
    assert (found or "")[:10] == ("" if day is None else f"2020-07-{day}")


def test_the_day_of_another_story_below_is_not_taken() -> None:
    teaser = (
        "<div class=card><a href=/mill><h4>Mill burns</h4></a><time datetime='2023-05-05'></div>"
    )
    assert published(page().replace("</body>", f"<div>{teaser}</div></body>")) is None
    own = "<div class=card><h4>Dates</h4><time datetime='2023-05-05'>5 May 2023</time></div>"
    assert published(page().replace("</body>", f"<div>{own}</div></body>")) == "2023-05-05"
