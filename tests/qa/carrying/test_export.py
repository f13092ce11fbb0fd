"""An export is written whole or not at all, and holds what is needed to check every place."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from pincite.corpus.errors import InputError
from pincite.corpus.formats.records import bibtex as reader
from pincite.qa import export
from pincite.qa.carrying.export import FORMS, exported
from pincite.qa.carrying.records import read_claims
from pincite.qa.carrying.safe import flat
from tests.support.carried import HOSTILE, answer_of, cited

TWO = [
    answer_of(replace(cited(), also=(cited("Also in May.", id_="b"),)), question="When did it?"),
    answer_of(question="Who?"),
]


class Shape(HTMLParser):
    """The tags of a page with the names of their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_json_export_holds_what_a_check_needs(tmp_path: Path) -> None:
    file = tmp_path / "chat.json"
    export(TWO, file)
    values = json.loads(file.read_text(encoding="utf-8"))
    assert [each["question"] for each in values["answers"]] == ["When did it?", "Who?"]
    assert [each["found"] for each in values["answers"]] == [True, False]
    [citation] = values["answers"][0]["citations"]
    text = TWO[0].citations[0].article.text
    start, end = citation["sentence"]["start"], citation["sentence"]["end"]
    assert text[start:end] == citation["quote"]
    assert citation["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert citation["article"]["source"] == "/articles/quay.html"
    assert [claim.quote for claim in read_claims(file)] == ["It opened in May.", "Also in May."]


def test_every_export_format_lists_every_place() -> None:
    for ending in FORMS:
        written = exported(TWO, ending)
        assert "It opened in May." in written, ending
        assert "Also in May." in written, ending
    assert "Not found in these articles." in exported(TWO, ".md")
    assert len(list(reader._entries(exported(TWO, ".bib")))) == 2
    assert len(json.loads(exported(TWO, ".csl.json"))) == 2
    assert exported(TWO[0], ".md") == exported(TWO[:1], ".md")


@pytest.mark.parametrize("ending", [".md", ".html"])
def test_an_export_shows_how_a_follow_up_was_understood(ending: str) -> None:
    meant = replace(answer_of(cited(), question="and where?"), resolved="where was it found?")
    assert "Understood as: where was it found?" in exported([TWO[0], meant], ending)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_hostile_text_adds_no_markup_to_an_export(title: str, quote: str, asked: str) -> None:
    nasty = answer_of(cited(quote, title=title, author=title), question=asked)
    page = Shape(exported(nasty, ".html"))
    plain = Shape(exported(answer_of(cited("It is so.", title="x", author="x")), ".html"))
    # an answer that is the whole quote is not highlighted
    assert [t for t in page.tags if t[0] != "strong"] == [t for t in plain.tags if t[0] != "strong"]
    assert flat(title) in flat(page.text)
    assert not any(tag == "script" for tag, _ in page.tags)
    tokens = MarkdownIt("commonmark").parse(exported(nasty, ".md"))
    heads = [t.tag for t in tokens if t.type == "heading_open"]
    assert heads == ["h1", "h2"]
    assert json.loads(exported(nasty, ".json"))["answers"][0]["citations"][0]["quote"] == quote


def test_lone_surrogates_do_not_break_an_export() -> None:
    odd = answer_of(cited(), question="What \ud83d?")
    assert json.loads(exported(odd, ".json"))["answers"][0]["question"] == "What \ud83d?"
    assert "What \ufffd?" in exported(odd, ".md")


@pytest.mark.parametrize("name", ["chat.docx", "chat", ".md", "chat.md.txt"])
def test_unknown_file_endings_are_refused_with_the_known_ones(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"expected a name that ends in .*\.md"):
        export(TWO, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_exporting_to_a_missing_folder_names_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        export(TWO, tmp_path / "none" / "chat.md")


def test_a_failed_export_leaves_the_old_file_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "chat.md"
    file.write_text("mine")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(InputError, match="No space left on device"):
        export(TWO, file)
    assert [each.name for each in tmp_path.iterdir()] == ["chat.md"]
    assert file.read_text() == "mine"
    monkeypatch.undo()
    export(TWO, file)
    assert file.read_text(encoding="utf-8").startswith("# Questions and answers")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"3", b"null", b'"pincite_export"', b"\xff\xfe", b"[" * 100_000,
        b'{"pincite_export": 1}', b'{"pincite_export": 1, "answers": 3}',
        b'{"pincite_export": 1, "answers": [{"citations": [{}]}]}',
        b'{"pincite_export": 2, "answers": []}',
        b'{"question": 1, "citations": [{"quote": "a", "also": [], "article": {"id": "a", '
        b'"title": "b"}, "sentence": {"start": 0, "end": 1}}]}',
        b'{"question": "a", "citations": [{"quote": "a", "also": [], "article": {"id": "a", '
        b'"title": "b"}, "sentence": {"start": "0", "end": null}}]}',
    ],
    ids=range(14),
)  # fmt: skip
def test_files_that_are_not_exports_are_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "some.json"
    file.write_bytes(content)
    with pytest.raises(InputError) as told:
        read_claims(file)
    assert len(str(told.value).splitlines()) == 1
    assert "some.json" in str(told.value)
