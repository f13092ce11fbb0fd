"""The title of a web page is its article's, neither the site's nor a menu's."""

import pytest

from pincite.corpus.draft import Draft
from pincite.corpus.formats.html.reader import read
from tests.support.news_page import PROSE


def title(head: str, above: str) -> str:
    source = f"<html><head>{head}</head><body>{above}<article>{PROSE}</article></body></html>"
    draft = read(source.encode(), "page.html")[0]
    assert isinstance(draft, Draft)
    return draft.title


NAMED = "<title>Ferry to run twice a day | Quay Post</title>"
SITE = "<h1><a href='/'>Quay Post</a></h1>"


@pytest.mark.parametrize(
    ("head", "above", "expected"),
    [
        (NAMED, "<h1>Ferry to run twice a day</h1>", "Ferry to run twice a day"),
        (NAMED, f"{SITE}<h2>Ferry to run twice a day</h2>", "Ferry to run twice a day"),
        (NAMED, "<h1>Quay Post</h1><nav><h2>Newsletter</h2></nav>"
                "<h2>Ferry to run twice a day</h2>", "Ferry to run twice a day"),
        (NAMED, "<div><h2>Newsletter</h2></div><h1>Ferry to run twice a day</h1>",
         "Ferry to run twice a day"),
        (f"{NAMED}<meta property='og:site_name' content='Quay Post'>", SITE,
         "Ferry to run twice a day"),
        (NAMED, SITE, "Ferry to run twice a day"),
        (NAMED, "<td class='x'><b>Ferry to run twice a day</b></td>", "Ferry to run twice a day"),
        ("<title>Quay Post - Ferry to run twice a day</title>",
         "<h1>Ferry to run twice a day</h1>", "Ferry to run twice a day"),
        ("<title>Quay Post</title><meta property='og:title' content='Ferry &amp;amp; bridge'>",
         SITE, "Ferry & bridge"),
        ("<title>Lakes | Quay Post</title>", "<h1>Ferry to run twice a day</h1>",
         "Ferry to run twice a day"),
        ("<title>Ferry on the lake</title>", "<h1>Timetables</h1>", "Ferry on the lake"),
        ("<title>Lakes | Quay Post</title>", "<div class='page-headline'>Two ferries a day</div>",
         "Two ferries a day"),
        ("<title>Two ferries a day - Hallin: boats at night</title>",
         "<h1 class='strapline'>Hallin: boats at night</h1><h2>Two ferries a day</h2>",
         "Two ferries a day"),
        ("<title>Ferry and quay » Quay Post</title>",
         "<h1>Quay Post, the paper of boats and ports</h1><h2>Ferry and quay</h2>",
         "Ferry and quay"),
        ('<title>Council calls ferry &quot;a joke&quot;</title>'
         '<meta property="og:title" content="Council calls ferry "a joke"">',
         "<h2>Council calls ferry &quot;a joke&quot;</h2>", 'Council calls ferry "a joke"'),
        ("<title>Ferry to run twice a day: what we know</title>",
         "<h1>Ferry to run\n  twice a day: what we know</h1>",
         "Ferry to run twice a day: what we know"),
        ("<title>Harbour: Ferry to run twice a day</title>",
         "<h1><span>Harbour </span><span>Ferry to run twice a day</span></h1>",
         "Ferry to run twice a day"),
        (NAMED, "<h1>How the ferry came to run so often</h1>",
         "How the ferry came to run so often"),
        ("", "<h1>Fer&shy;ry to run twice a day</h1>", "Ferry to run twice a day"),
        ("", "", "page"),
    ],
)  # fmt: skip
def test_the_title_is_the_article_s_headline(head: str, above: str, expected: str) -> None:
    assert title(head, above) == expected


KICKED = "<title>Harbour: Ferry to run twice a day | Quay Post</title>"


@pytest.mark.parametrize(
    ("head", "above"),
    [
        (
            KICKED,
            "<h1><span class=overline>Harbour</span> <span>Ferry to run twice a day</span></h1>",
        ),
        (
            KICKED,
            "<h1><span>Harbour</span><span class=sr-only>:</span>"
            "<span>Ferry to run twice a day</span></h1>",
        ),
        (
            KICKED,
            "<h1>Harbour: Ferry to run twice a day</h1><h2><b class=kicker>Harbour:</b>"
            "<b>Ferry to run twice a day</b></h2>",
        ),
        (NAMED, "<h2 class=strapline>Twice a day</h2><h2>Ferry to run twice a day</h2>"),
    ],
)
def test_a_kicker_in_the_heading_is_not_part_of_the_title(head: str, above: str) -> None:
    assert title(head, above) == "Ferry to run twice a day"


def test_a_quotation_that_begins_the_headline_is_kept() -> None:
    whole = "“At last”: Ferry to run twice a day"
    assert title(NAMED, f"<h1>{whole}</h1>") == whole


@pytest.mark.parametrize(
    ("head", "above", "expected"),
    [
        # the page's name is not visible: the only heading above the text is the title
        ("<title>Port of Orsk</title>", "<h4>The new quay is open at last</h4>",
         "The new quay is open at last"),
        ("<title>Port of Orsk - Pilots</title>", "<h2>Our pilots</h2>", "Our pilots"),
        ("<title>Port of Orsk</title>", "<h2>Welcome</h2>", "Port of Orsk"),
        # a heading with most words of the page's name, and more
        ("<title>New quay for Orsk - Harbour projects</title>",
         "<h2>Contract for the new quay of Orsk is signed</h2><h2>All projects</h2>",
         "Contract for the new quay of Orsk is signed"),
        # the site's name is long, and its class says site title
        ("<title>Ferry for all | All about the boats and ports of Orsk</title>",
         "<h1 class=site-title><a href=/>All about the boats and ports of Orsk</a></h1>"
         "<h1>Ferry for all</h1>", "Ferry for all"),
        # the name written as in an address
        ("<title>Ferry runs again│Müller Zeitung</title>"
         "<link rel=canonical href='https://mueller-zeitung.example/1'>", "", "Ferry runs again"),
        # the page holds only a form
        ("<title>Orsk - Ferry to run twice a day now</title>",
         "<form><h2>Search</h2><h1>Ferry to run twice each day</h1></form>",
         "Ferry to run twice each day"),
        # the short last part of a name is the site's, although only that part is visible
        ("<title>A day on the ferry of Orsk @ Ann's blog :: Quaynet</title>",
         "<p>Quaynet</p>", "A day on the ferry of Orsk @ Ann's blog :: Quaynet"),
    ],
)  # fmt: skip
def test_the_title_is_chosen_between_page_name_and_headings(
    head: str, above: str, expected: str
) -> None:
    assert title(head, above) == expected


def test_a_heading_below_the_first_paragraph_is_not_the_title() -> None:
    source = f"<html><title>Port of Orsk</title><body>{PROSE}<h2>What comes next at the quay</h2>"
    draft = read(f"{source}{PROSE}</body></html>".encode(), "page.html")[0]
    assert isinstance(draft, Draft)
    assert draft.title == "Port of Orsk"
