"""Which lines of a page are article: pages marked by hand, then invariants for any text.

Each page is marked line by line: ``=`` is article, ``x`` is to be set aside.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.boilerplate.body import body_spans, is_boilerplate
from tests.support.linear import assert_linear
from tests.support.marked_pages import PAGES, marked


def body_lines(text: str, start: int = 0) -> list[str]:
    spans = body_spans(text, start)
    return [line for span in spans for line in span.of(text).split("\n") if line.strip()]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_the_body_matches_pages_marked_by_hand(page: str) -> None:
    lines = marked(page)
    text = "\n".join(line for _, line in lines)
    assert body_lines(text) == [line for mark, line in lines if mark == "=" and line]


def test_at_least_fifteen_marked_pages_are_tested() -> None:
    assert len(PAGES) >= 15


def test_adjacent_kept_lines_share_one_body_span() -> None:
    text = "  One is here.\n\nTwo is here.  \nAdvertisement\n\tThree is here.\n"
    assert [span.of(text) for span in body_spans(text)] == [
        "One is here.\n\nTwo is here.",
        "Three is here.",
    ]


def test_the_body_begins_at_the_given_offset() -> None:
    text = "Bridge to reopen\nThe bridge will reopen in May."
    assert body_lines(text, len("Bridge to reopen")) == ["The bridge will reopen in May."]


@pytest.mark.parametrize("text", ["Advertisement\nShare this\n\n3 hours ago", "Related news:"])
def test_a_text_of_only_boilerplate_is_kept_whole(text: str) -> None:
    assert [span.of(text) for span in body_spans(text)] == [text]


@pytest.mark.parametrize("text", ["", " \n\t\n\u3000"])
def test_a_blank_text_has_no_body(text: str) -> None:
    assert body_spans(text) == ()


@pytest.mark.parametrize("line", ["By Lin Mei", "Feb. 3, 2026", "21:37", "Updated 2026-02-03"])
def test_bylines_and_time_stamps_are_boilerplate(line: str) -> None:
    assert is_boilerplate(line)
    assert not is_boilerplate(line + " the bridge was closed to cars.")


PLEAS = """\
Subscribe now to our weekend edition for the full story.
For the latest on the lakes download the Lake Post apps for phones and tablets.
Do you want to hear of what we do next? Sign up here
Zum Newsletter anmelden
¡Mira lo que tiene nuestro canal de vídeos!
Dieser Beitrag enthält Affiliate-Links.
*Werbung. Dieser Beitrag enthält Werbung für ein Bootshaus.
This post contains affiliate links, for which the shop pays us.
We may earn a small commission when you buy through our links.
If you liked this report – would you consider supporting our work? Just click here. Thanks!"""
REPORTED = """\
Subscribers to our weekend edition said that they would read the full story.
The Lake Post will download its apps to the phones of all guides.
The minister asked: do you want to hear of what we do next?
Der Newsletter hat sich im Mai bei der Behörde angemeldet.
Der Sender sagt, sein Kanal habe mehr Zuschauer als im Vorjahr.
Das Gesetz enthält Regeln für Werbung in Beiträgen, sagte die Ministerin.
The court ruled that a post with affiliate links is advertising.
The shop may earn a commission on what is sold, the ruling says."""


@pytest.mark.parametrize("line", PLEAS.split("\n"))
def test_disclosures_and_appeals_to_the_reader_are_boilerplate(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize("line", REPORTED.split("\n"))
def test_reported_statements_about_such_appeals_are_article_text(line: str) -> None:
    assert not is_boilerplate(line)


LINES = [line for page in PAGES.values() for _, line in marked(page)]
pages = st.lists(st.sampled_from([*LINES, "", " ", "\u3000"]) | st.text(max_size=30), max_size=20)


@given(pages.map("\n".join), st.integers(0, 50))
def test_spans_of_any_page_are_valid(text: str, start: int) -> None:
    start = min(start, len(text))
    end = start - 1
    for span in body_spans(text, start):
        assert end < span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
        end = span.end
    assert bool(body_spans(text, start)) == bool(text[start:].strip())


@given(pages.map("\n".join))
def test_a_long_paragraph_is_never_set_aside(text: str) -> None:
    words = "Nobody who saw the bridge that night will forget it, said the keeper of the light, "
    paragraph = words * 2 + "and turned away."
    assert paragraph in body_lines(f"{text}\n{paragraph}\n{text}")


@pytest.mark.parametrize(
    "line",
    [
        "a",
        "。",
        "1. ",
        "U.S. ",
        "(By A",
        "© ",
        "By Al de La " * 15 + "\n",
        "加入LINE consider © contributed " * 5 + "\n",
        "home > ",
        "- Society\n",
        "A\n3 hours ago\n",
        "x " * 90 + "\n",
    ],
)
def test_finding_boilerplate_takes_linear_time(line: str) -> None:
    assert_linear(lambda size: body_spans(line * (1 + 8 * size // len(line))))
