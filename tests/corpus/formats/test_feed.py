"""Feeds: each entry is an article with its address, date and key; faults are numbered."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pincite.corpus.draft import Draft, Fault
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.records import feed
from pincite.corpus.formats.shared.several import MAX_FAULTS
from tests.support.drafts import body
from tests.support.feeds import ATOM, ONE, OPENING, RSS_1, SUMMARY, item, rss


def drafts(data: bytes, name: str = "quay-news.xml") -> list[Draft]:
    found = feed.read(data, name)
    assert all(isinstance(each, Draft) for each in found)
    return [each for each in found if isinstance(each, Draft)]


def test_an_atom_entry_becomes_an_article() -> None:
    [draft] = drafts(ATOM)
    assert (draft.title, draft.url) == ("Bridge & tram", ONE)
    assert (draft.key, draft.line) == ("tag:quay.example,2026:1", 1)
    assert draft.published == "2026-02-03T21:37:00+08:00"
    rest = f"{OPENING}\nReally & truly.\nRust\nCracks\n2025 | 4.2"
    assert draft.text == f"{SUMMARY}\nWhy\n{rest}"
    assert body(draft) == [SUMMARY, rest]
    assert [section.kind for section in draft.sections] == ["text", "table"]
    assert draft.missing == ""


def test_an_rss_1_item_becomes_an_article() -> None:
    [draft] = drafts(RSS_1)
    assert (draft.text, draft.title, draft.url, draft.key) == (OPENING, "Bridge", ONE, ONE)
    assert draft.published == "2026-02-03T21:37:00+08:00"


def test_rss_2_items_become_articles() -> None:
    full = f"<content:encoded><![CDATA[<p>{OPENING}</p><p>More.</p>]]></content:encoded>"
    first = item(words=SUMMARY, more=f"<guid>7</guid><link>{ONE}</link>{full}")
    one, two, three = drafts(
        rss(first, item(more="<pubDate>Tue, 03 Feb 2026 21:37:00 +0800</pubDate>"), item(title=""))
    )
    assert (one.text, one.key, one.url) == (f"{SUMMARY}\n{OPENING}\nMore.", "7", ONE)
    assert (two.text, two.key, two.url) == (OPENING, "d77a9bcb615d", None)
    assert two.published == "2026-02-03T21:37:00+08:00"
    assert (three.title, three.line) == ("quay news, entry 3", 3)


@pytest.mark.parametrize(
    "summary",
    [
        OPENING,
        f"{OPENING[:40]}…",
        f"&lt;p&gt;{OPENING[:40]} [...]&lt;/p&gt;",
        f"{OPENING} &lt;a href='x'&gt;Continue reading Bridge →&lt;/a&gt;",
    ],
)
def test_a_summary_contained_in_the_text_is_not_repeated(summary: str) -> None:
    full = f"<content:encoded><![CDATA[<p>{OPENING}</p><p>More.</p>]]></content:encoded>"
    [draft] = drafts(rss(item(words=summary, more=full)))
    assert (draft.text, draft.missing) == (f"{OPENING}\nMore.", "")


LINK = f"<link>{ONE}</link>"


SHORT = "the entry holds a summary, its page is not read"


@pytest.mark.parametrize(
    ("words", "more", "missing"),
    [
        (OPENING, LINK, SHORT),
        (f"{OPENING} " * 20, LINK, ""),
        (f"{OPENING} " * 20 + "And then […]", LINK, SHORT),
        (OPENING, "", ""),
        (OPENING, "<content:encoded>All of it, in a few words.</content:encoded>", ""),
        (
            OPENING,
            "<enclosure url='https://quay.example/a.mp3' type='audio/mpeg' length='9'/>"
            "<enclosure url='https://quay.example/a.png' type='image/png' length='9'/>",
            "1 enclosed (audio/mpeg): not read",
        ),
    ],
)
def test_shortened_text_and_enclosures_are_reported_missing(
    words: str, more: str, missing: str
) -> None:
    [draft] = drafts(rss(item(words=words, more=more)))
    assert draft.missing == missing


def test_an_atom_entry_with_only_a_summary_is_reported() -> None:
    start, end = ATOM.index(b"<content"), ATOM.index(b"</content>") + len(b"</content>")
    [draft] = drafts(ATOM[:start] + ATOM[end:])
    assert (draft.text, draft.missing) == (SUMMARY, SHORT)


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
def test_one_broken_byte_affects_only_its_own_entry(encoding: str) -> None:
    data = rss(item(words=f"Das Café öffnet. {OPENING}"), item(words="The mayor\x00s word. " * 99))
    data = data.replace(b"utf-8", encoding.encode()).replace(b"\x00", b"\xff", 1)
    one, two = drafts(data.replace(b"\x00", b""))
    assert one.text.startswith("Das Café öffnet.")
    assert "mayor\ufffds" in two.text
    at = data.index(b"\xff")
    assert two.missing == f"1 byte that is no text, at byte {at}, shown as \ufffd"
    assert one.missing == ""


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_a_feed_in_an_old_encoding_is_read_as_it_declares(encoding: str) -> None:
    words = "Мост через гавань откроется в мае, на четыре месяца позже."
    data = rss(item(title="Мост", words=words)).decode().replace("utf-8", encoding)
    [draft] = drafts(data.encode(encoding))
    assert (draft.title, draft.text) == ("Мост", words)


def test_an_id_may_equal_another_entry_s_number() -> None:
    keys = [draft.key for draft in drafts(rss(item(more="<guid>2</guid>"), item()))]
    assert keys == ["2", "b14e407aabb5"]


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("Tue, 03 Feb 2026 21:37:00 GMT", "2026-02-03T21:37:00+00:00"),
        ("Tue, 03 Feb 2026 21:37:00 -0500", "2026-02-03T21:37:00-05:00"),
        ("2026-02-03", "2026-02-03"),
        ("2026-02-03T21:37:00Z", "2026-02-03T21:37:00+00:00"),
        ("soon", None),
    ],
)
def test_dates(date: str, published: str | None) -> None:
    [draft] = drafts(rss(item(more=f"<pubDate>{date}</pubDate>")))
    assert draft.published == published


def test_an_entry_without_text_is_reported_by_its_number() -> None:
    found = feed.read(rss(item(), item(words=""), item(words="&lt;img src=a&gt;"), item()), "a.xml")
    faults = [each for each in found if isinstance(each, Fault)]
    assert faults == [Fault(2, feed.NO_TEXT), Fault(3, feed.NO_TEXT)]
    assert [each.line for each in found] == [1, 2, 3, 4]


def test_the_first_of_two_entries_with_the_same_id_is_kept() -> None:
    one, two = feed.read(rss(*[item(more="<guid>x</guid>")] * 2), "a.xml")
    assert isinstance(one, Draft)
    assert two == Fault(2, "the same id x as entry 1")


def test_two_entries_with_the_same_address_are_both_read() -> None:
    link = f"<link>{ONE}</link>"
    one, two = drafts(rss(item(more=f"<guid>a</guid>{link}"), item(more=f"<guid>b</guid>{link}")))
    assert (one.url, two.url, one.key, two.key) == (ONE, None, "a", "b")


def test_many_faults_are_counted() -> None:
    found = feed.read(rss(item(), *[item(words="")] * (MAX_FAULTS + 5)), "a.xml")
    assert len(found) == MAX_FAULTS + 2
    last = found[-1]
    assert isinstance(last, Fault)
    assert last.reason == "and 5 faulty entries from here on"


def test_a_malformed_feed_with_entries_is_read() -> None:
    data = rss(item(words=f"{OPENING} &nosuch; here"), item()).replace(b"</channel>", b"")
    assert len(drafts(data)) == 2


def test_links_that_are_not_web_addresses_are_dropped() -> None:
    [draft] = drafts(rss(item(more="<link>javascript:alert(1)</link>")))
    assert draft.url is None


def test_entities_are_not_expanded_and_no_file_or_address_is_opened(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    canary.write_text("the canary sings")
    kind = f'<!DOCTYPE rss [<!ENTITY c SYSTEM "{canary.as_uri()}"><!ENTITY e "expanded">]>'
    for draft in drafts(rss(item(words=f"{OPENING} &c; &e;"), head=kind)):
        assert OPENING in draft.text
        assert "sings" not in draft.text
    laughs = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)
    )
    draft_or_reason(rss(item(words=f"{OPENING} &a9;"), head=f"<!DOCTYPE rss [{laughs}]>"))
    canary.write_bytes(rss(item()))
    for name in (str(canary), canary.as_uri(), "http://quay.example/feed"):
        with pytest.raises(ReadError):
            feed.read(name.encode(), "a.xml")


@pytest.mark.parametrize(("begin", "end"), [("<!--", "-->"), ("&lt;!--", "--&gt;")])
def test_unclosed_comments_are_refused(begin: str, end: str) -> None:
    [draft] = drafts(rss(item(words=f"{OPENING} {f'{begin} x {end}' * 500}")))
    assert draft.text == OPENING
    with pytest.raises(ReadError, match="comments that never end"):
        feed.read(rss(item(words=OPENING + begin * 500)), "a.xml")


def test_unreadable_feeds_are_refused_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    for data in (b"", b"words", b"<a><b/></a>", rss()):
        with pytest.raises(ReadError, match="not a feed with entries"):
            feed.read(data, "a.xml")
    monkeypatch.setattr(feed, "MAX_BYTES", 10)
    with pytest.raises(ReadError, match="a feed larger than"):
        feed.read(ATOM, "a.xml")
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "feedparser", None)
    with pytest.raises(ReadError, match="feeds cannot be read in this installation"):
        feed.read(ATOM, "a.xml")


def draft_or_reason(data: bytes) -> None:
    try:
        for found in feed.read(data, "a.xml"):
            if isinstance(found, Draft):
                (found.text + found.title + (found.key or "")).encode("utf-8")
                assert body(found)
    except ReadError as error:
        assert str(error).isprintable()


@pytest.mark.parametrize("data", [ATOM, RSS_1, rss(item(), item())])
def test_a_feed_cut_anywhere_is_read_or_refused(data: bytes) -> None:
    for end in range(0, len(data), 25):
        draft_or_reason(data[:end])


@given(st.binary(max_size=60), st.integers(0, len(ATOM)))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_read_or_refused(noise: bytes, at: int) -> None:
    draft_or_reason(noise)
    draft_or_reason(ATOM[:at] + noise + ATOM[at + len(noise) :])


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(texts, texts)
@settings(max_examples=60, deadline=None)
def test_any_words_are_read_or_refused(words: str, more: str) -> None:
    cdata = item(f"<![CDATA[{more}]]>", f"<![CDATA[{words}]]>", f"<guid>{more}</guid>")
    draft_or_reason(rss(cdata))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('<rdf:RDF xmlns:z="http://www.zotero.org/namespaces/export#"></rdf:RDF>', "Zotero"),
        ('<?xml version="1.0"?><xml><records><record/></records></xml>', "EndNote"),
        ('<TEI xmlns="http://www.tei-c.org/ns/1.0"><text/></TEI>', "TEI"),
        ('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', "a sitemap; add"),
    ],
)
def test_other_xml_is_named_with_the_next_step(source: str, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        feed.read(source.encode(), "a.xml")
