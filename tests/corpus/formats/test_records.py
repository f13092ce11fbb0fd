"""Articles in JSON objects and table rows, under any of the usual field names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pincite.corpus.draft import Draft, Fault
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.records import csv_table, jsonl
from pincite.corpus.read import read_articles

FERRY = "The ferry at Orlund was full on Monday, the harbour master said."
QUEUE = "The queue reached the old mill in Vessby by noon."


def drafts(value: object) -> list[Draft]:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return [each for each in jsonl.read(data, "export.json") if isinstance(each, Draft)]


@pytest.mark.parametrize(
    "value",
    [
        {"text": FERRY, "title": "Ferry", "url": "https://quay.example/1", "published": "2026-02-03",
         "author": "Mei Lin", "language": "en"},
        {"content": FERRY, "headline": "Ferry", "link": "https://quay.example/1",
         "publishedAt": "2026-02-03", "authors": ["Mei Lin"], "lang": "en-GB"},
        {"full_text": FERRY, "name": "Ferry", "source_url": "https://quay.example/1",
         "pub_date": "Feb. 3, 2026", "byline": "By Mei Lin", "Language": "eng"},
        {"maintext": FERRY, "Title": "Ferry", "URL": "https://quay.example/1",
         "date_published": "2026/02/03", "creator": {"name": "Mei Lin"}, "lang": "en"},
        {"articleBody": FERRY, "headline": "Ferry", "url": "https://quay.example/1",
         "datePublished": "3 February 2026", "author": [{"name": "Mei Lin"}], "language": "en"},
        {"_id": 1, "_source": {"body": FERRY, "title": "Ferry", "url": "https://quay.example/1",
         "date": "2026-02-03", "author": "Mei Lin", "language": "en"}},
    ],
)  # fmt: skip
def test_usual_field_names_are_recognised(value: dict[str, object]) -> None:
    (draft,) = drafts(value)
    assert (draft.text, draft.title, draft.url) == (FERRY, "Ferry", "https://quay.example/1")
    assert (draft.published, draft.author, draft.language) == ("2026-02-03", "Mei Lin", "en")


@pytest.mark.parametrize(
    "whole",
    [
        [{"body": FERRY}, {"body": QUEUE}],
        {"articles": [{"body": FERRY}, {"body": QUEUE}], "total": 2},
        {"status": "ok", "Items": [{"body": FERRY}, {"body": QUEUE}]},
        {"response": {"docs": [{"body": FERRY}, {"body": QUEUE}]}},
        {"hits": {"hits": [{"_source": {"body": FERRY}}, {"_source": {"body": QUEUE}}]}},
    ],
)
def test_array_objects_get_ids_from_their_text(whole: object) -> None:
    found = drafts(whole)
    assert [(d.text, d.line, d.key) for d in found] == [
        (FERRY, 1, "dc2751b01ede"),
        (QUEUE, 2, "dcfae8bf433b"),
    ]
    assert [d.title for d in found] == ["export, object 1", "export, object 2"]


def test_objects_keyed_by_id_are_articles() -> None:
    assert [(d.key, d.text) for d in drafts({"a7": {"text": FERRY}, "b8": {"text": QUEUE}})] == [
        ("a7", FERRY),
        ("b8", QUEUE),
    ]


def test_ids_stay_when_objects_are_added_before() -> None:
    one, two = {"id": 7, "text": FERRY}, {"id": "x", "text": QUEUE}
    assert [d.key for d in drafts([two, one])] == ["x", "7"]
    assert [d.key for d in drafts([one])] == ["7"]


def test_json_lines_and_arrays_are_distinguished() -> None:
    pretty = json.dumps({"text": FERRY}, indent=1)
    assert [d.line for d in drafts(f"\n{pretty}".encode())] == [2]
    assert [d.line for d in drafts(b'{"text": "A."}\n\n{"text": "B."}\n')] == [1, 3]
    assert [d.text for d in drafts(b'{"text":\n"A."}')] == ["A."]


def test_an_object_without_text_is_reported_by_its_number() -> None:
    found = jsonl.read(json.dumps([{"a": 1}, 5, {"text": FERRY}]).encode(), "a.json")
    assert [(f.line, f.reason) for f in found if isinstance(f, Fault)] == [
        (1, 'no "text" in it, nor "content", "body", "article" or the like'),
        (2, 'expected an object with a "text"'),
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (f"<p>{FERRY}</p><p>{QUEUE}</p>", f"{FERRY}\n{QUEUE}"),
        (f"<div>{FERRY}<br>{QUEUE} &amp; so on", f"{FERRY}\n{QUEUE} & so on"),
        ("The <b>ferry</b> is <i>late</i>.", "The ferry is late."),
        ({"rendered": f"<p>{FERRY}</p>"}, FERRY),
        ([FERRY, QUEUE], f"{FERRY}\n\n{QUEUE}"),
        ("If a < b and b > c, then a & c.", "If a < b and b > c, then a & c."),
        ("Write <name> here, and <b> there.", "Write <name> here, and <b> there."),
        ("AT&amp;T stays as it is.", "AT&amp;T stays as it is."),
    ],
)
def test_html_values_are_distinguished_from_plain_text(value: object, text: str) -> None:
    assert drafts({"content": value})[0].text == text


def test_a_full_web_page_in_a_field_is_read_as_a_page() -> None:
    page = f"<!doctype html><html><body><nav>Home</nav><article><p>{FERRY}</p><p>{QUEUE}</p></article></body></html>"
    assert drafts({"html": page})[0].text == f"{FERRY}\n{QUEUE}"


@pytest.mark.parametrize("data", [b"[" * 100_000, b'{"a":' * 100_000])
def test_deeply_nested_json_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="too deeply"):
        jsonl.read(data, "a.json")


# ---------------------------------------------------------------- tables


def table(text: str, name: str = "tolls_2026.csv") -> list[Draft | Fault]:
    return csv_table.read(text.encode(), name)


@pytest.mark.parametrize(
    ("delimiter", "name"), [(",", "a.csv"), (";", "a.csv"), ("\t", "a.tsv"), ("|", "a.csv")]
)
def test_each_row_is_an_article(delimiter: str, name: str) -> None:
    rows = [
        ["Headline", "Full Text", "URL", "Date", "id"],
        ["Ferry", f'"""Full"", they, said;\nso|it\twas. {FERRY}"', "https://quay.example/1", "2026-02-03", "7"],
        ["Queue", " ", "", "", "8"],
        ["Mill", QUEUE, "", "", "9"],
    ]  # fmt: skip
    found = table("\n".join(delimiter.join(row) for row in rows), name)
    first, last = (each for each in found if isinstance(each, Draft))
    assert first.text == f'"Full", they, said;\nso|it\twas. {FERRY}'
    assert (first.title, first.url, first.published) == (
        "Ferry", "https://quay.example/1", "2026-02-03",
    )  # fmt: skip
    assert [(d.line, d.key) for d in (first, last)] == [(1, "7"), (3, "9")]
    assert [(f.line, f.reason[:12]) for f in found if isinstance(f, Fault)] == [(2, 'no "text" in')]


def test_a_table_without_texts_is_one_article_of_rows() -> None:
    (draft,) = table("sep=;\nTown;Toll, in crowns\nOrlund;12\n;\nVessby;1,5\n")
    assert isinstance(draft, Draft)
    assert draft.text == "Town | Toll, in crowns\nOrlund | 12\nVessby | 1,5"
    assert (draft.title, draft.line, draft.key) == ("tolls 2026", None, None)
    assert [span.of(draft.text) for span in draft.sections[0].header] == ["Town", "Toll, in crowns"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("text,url\n", "no rows"),
        ("1,2\n3,4\n", "without a header row"),
        ("Town,Town\n3,4\n", "without a header row"),
        ("A line of words.\nAnother.\n", "no table with columns"),
        ("title,url,time_added,tags\nA,https://a.example,1,\nB,https://b.example,1,\n",
         "a list of 2 saved links, without texts; add the pages by address: pincite add"),
        ("URL,Title,Selection,Folder,Timestamp\nhttps://a.example,A,,Unread,1\n", "1 saved link,"),
    ],
)  # fmt: skip
def test_unsuitable_tables_are_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        table(text)


def test_large_tables_of_data_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_table, "MAX_TABLE", 100)
    with pytest.raises(ReadError, match="a table of 50 rows without a column of texts"):
        table("Town,Toll\n" + "Orlund,12\n" * 50)


def test_a_field_may_be_as_long_as_an_article() -> None:
    (draft,) = table(f"text,id\n{'a' * 300_000},1\n")
    assert isinstance(draft, Draft)
    assert len(draft.text) == 300_000


def test_each_table_row_has_its_own_source(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"id,body\nx,{FERRY}\n")
    (tmp_path / "b.json").write_text(json.dumps([{"body": QUEUE}]))
    reading = read_articles([tmp_path])
    assert [(each.id, each.source) for each in reading.articles] == [
        ("a.csv#x", f"{tmp_path / 'a.csv'}#L1"),
        ("b.json#dcfae8bf433b", f"{tmp_path / 'b.json'}#L1"),
    ]
