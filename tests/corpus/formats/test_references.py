"""References (BibTeX, RIS, CSL-JSON, Zotero) and lists of links: read if they hold a text, else
reported with the next step."""

from __future__ import annotations

import json

import pytest

from pincite.corpus.draft import Draft, Fault
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.records import bibtex, csv_table, jsonl, links, ris

ABSTRACT = "The ice on the sound was thin, and the ferry kept to its hours."
BIBTEX = r"""% made by hand
@string{jj = "Journal of Ice"}
@comment{not this}
@article{lin26, title = {The {Ice} of {\"O}rn{\ae}s \& Vessby}, journal = jj # " 2",
  author = "Lin, Mei and {\O}sterg{\aa}rd, Bo", year = 2026, month = feb, day = 3,
  doi = {10.1/ab}, abstract = {The ice on the sound was thin,
    and the ferry kept to its hours.}, language = {english}}
@book(odd)
@book{two, title = "No text", url = {https://b.example/x}}
@misc{three, title = {Cut}, abstract = {It rained"""
RIS = f"""TY  - JOUR
TI  - The Ice of Örnæs & Vessby
AU  - Lin, Mei
AU  - Østergård, Bo
DA  - 2026/02/03/
AB  - {ABSTRACT[:30]}
{ABSTRACT[31:]}
DO  - 10.1/ab
ID  - lin26
ER  -

TY  - BOOK
TI  - No text
UR  - https://b.example/x
ER  -
"""
CSL = [
    {
        "id": "lin26", "type": "article-journal", "title": "The Ice of Örnæs & Vessby",
        "author": [{"given": "Mei", "family": "Lin"}, {"given": "Bo", "family": "Østergård"}],
        "issued": {"date-parts": [[2026, 2, 3]]}, "DOI": "10.1/ab", "abstract": ABSTRACT,
    },
    {"id": "two", "type": "book", "title": "No text", "publisher": "P", "URL": "https://b.example/x"},
]  # fmt: skip
ZOTERO = (
    '"Key","Item Type","Publication Year","Author","Title","DOI","Url","Abstract Note","Date","Notes"\n'
    '"lin26","journalArticle","2026","Lin, Mei; Østergård, Bo","The Ice of Örnæs & Vessby","10.1/ab",'
    f'"","{ABSTRACT}","2026-02-03",""\n'
    '"two","book","","","No text","","https://b.example/x","","",""\n'
)


@pytest.mark.parametrize(
    "found",
    [
        bibtex.read(BIBTEX.encode(), "refs.bib"),
        ris.read(RIS.encode(), "refs.ris"),
        jsonl.read(json.dumps(CSL).encode(), "refs.json"),
        csv_table.read(ZOTERO.encode(), "refs.csv"),
    ],
    ids=["bibtex", "ris", "csl", "zotero"],
)
def test_references_with_abstracts_are_read_and_others_reported(
    found: list[Draft | Fault],
) -> None:
    draft, fault = found[:2]
    assert isinstance(draft, Draft)
    assert " ".join(draft.text.split()) == ABSTRACT
    assert draft.title == "The Ice of Örnæs & Vessby"
    assert (draft.author, draft.published) == ("Mei Lin, Bo Østergård", "2026-02-03")
    assert (draft.url, draft.key, draft.line) == ("https://doi.org/10.1/ab", "lin26", 1)
    assert fault == Fault(
        2,
        'a reference without text "No text"; add its PDF, or the address itself '
        "(https://b.example/x)",
    )


def test_an_unclosed_bibtex_value_is_read_to_the_end() -> None:
    last = bibtex.read(BIBTEX.encode(), "refs.bib")[-1]
    assert isinstance(last, Draft)
    assert (last.text, last.title, last.key) == ("It rained", "Cut", "three")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"caf\'e, \^{\i}le, \c{c}a, \v{s}", "café, île, ça, š"),
        (r"50\% of A\&B costs \$5 --- more", "50% of A&B costs $5 — more"),
        (r"stra\ss e, \L{}\'od\'z", "straße, Łódź"),
        (r"e = \alpha{}x", r"e = \alphax"),
    ],
)
def test_tex_markup_is_read_as_words(written: str, read: str) -> None:
    (draft,) = bibtex.read(f"@misc{{a, abstract={{{written}}}}}".encode(), "a.bib")
    assert isinstance(draft, Draft)
    assert draft.text == read


def test_notes_in_html_are_read_as_words() -> None:
    value = [
        {"id": "a", "type": "book", "title": "T", "issued": {}, "note": "<p>It <b>rained</b>.</p>"}
    ]
    (draft,) = jsonl.read(json.dumps(value).encode(), "a.json")
    assert isinstance(draft, Draft)
    assert draft.text == "It rained."


@pytest.mark.parametrize(
    ("read", "data", "reason"),
    [
        (bibtex.read, b"No entry here.", "no reference in it"),
        (ris.read, b"No entry here.", "no reference in it"),
        (links.read_feeds, b"<opml><outline xmlUrl='a'/><outline xmlUrl='b'/></opml>",
         "an OPML list of 2 feeds, without entries; open it in a feed reader, or add the feeds"),
        (links.read_page, b"<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF='a'>A</A>",
         "a list of 1 saved link, without texts"),
    ],
)  # fmt: skip
def test_files_without_text_are_refused_with_the_next_step(read, data: bytes, reason: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ReadError, match=reason):
        read(data, "a")
