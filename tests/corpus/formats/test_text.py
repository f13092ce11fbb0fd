"""The reader of plain text: headline, title and body."""

import pytest

from pincite.corpus.draft import one_line
from pincite.corpus.formats.documents import text
from pincite.corpus.formats.documents.text import split_headline
from tests.support.drafts import body, only

OPENING = "The harbor bridge will reopen to cars in May, four months late, the city engineer said."


SECOND = "The second of two cracked bearings was replaced over the weekend."


@pytest.mark.parametrize(
    ("source", "headline"),
    [
        (f"Bridge to reopen in May\n\n{OPENING}", "Bridge to reopen in May"),
        (f"Bridge to reopen in May\n{OPENING}", "Bridge to reopen in May"),
        (f"\n\n  Bridge to   reopen \n\n{OPENING}", "Bridge to reopen"),
        (f"Bridge to reopen in May\nBy Lin Mei\n\n{OPENING}", "Bridge to reopen in May"),
        (
            f"Bridge to reopen in May\nFeb. 3, 2026, 9:37 p.m.\n\n{OPENING}",
            "Bridge to reopen in May",
        ),
        (f"Bridge to reopen in May\n2026-02-03 21:37\n{OPENING}", "Bridge to reopen in May"),
        (f"Home > News\nAdvertisement\n\nBridge to reopen\n\n{OPENING}", "Bridge to reopen"),
        (f"Bridge to reopen\nSecond bearing in place\n\n{OPENING}", "Bridge to reopen"),
        ("港口大橋重新開放\n市府工程師說，大橋將於五月重新開放。", "港口大橋重新開放"),
        (f"“Better late than sorry”\n\n{OPENING}", "“Better late than sorry”"),
        (f"{OPENING}\n{SECOND}", ""),
        ("Is the bridge safe?\n\nIt is.", ""),
        ("The bridge has three parts:\n\nA deck.", ""),
        ("Bridge to reopen in May", ""),
        ("Bridge to reopen in May\n\n \n", ""),
        (f"{'Bridge ' * 29}\n\n{OPENING}", ""),
        ("The harbor bridge will\nreopen to all cars in May, four months late.", ""),
        ("The harbor bridge will reopen to\ncars in May, four months late.", ""),
        ("The harbor bridge, said Mayor\nLin Mei, will reopen to cars in\nMay, she thinks.", ""),
        ("港口大橋將於五月重新開放比原計畫\n晚了四個月市府工程師說。", ""),
    ],
)
def test_the_headline_of_a_text(source: str, headline: str) -> None:
    found, end = split_headline(source)
    assert found == headline
    assert one_line(source[:end]).endswith(headline)
    draft = only(text.read(source.encode(), "harbor-bridge_may.txt"))
    assert draft.text == source
    if headline:
        assert draft.title == headline
        assert headline not in one_line("".join(body(draft)))
    else:
        assert draft.title == "harbor bridge may"
        assert body(draft) == [source.strip()]


def test_only_line_ends_are_changed() -> None:
    draft = only(text.read(f"\ufeff{OPENING}\r\n\r\n  {SECOND}\t\r\n".encode(), "a.txt"))
    assert draft.text == f"{OPENING}\n\n  {SECOND}\t\n"
    assert body(draft) == [f"{OPENING}\n\n  {SECOND}"]
    assert (draft.published, draft.url, draft.key, draft.line) == (None, None, None, None)


def test_related_headlines_are_outside_the_body() -> None:
    source = f"Bridge to reopen\n\n{OPENING}\n- Society\nParrot returns home\n02/03/2026 09:37 PM"
    assert body(only(text.read(source.encode(), "a.txt"))) == [OPENING]
