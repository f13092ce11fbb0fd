"""Real files in real folders: what becomes an article, what is skipped and why."""

import json
import os
import random
import re
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pincite.corpus.article import Span
from pincite.corpus.draft import Draft, Fault
from pincite.corpus.errors import InputError, SourceMissing
from pincite.corpus.formats.types import BY_SUFFIX
from pincite.corpus.parsing.pool import Parser
from pincite.corpus.parsing.request import Request
from pincite.corpus.read import Reading, read_articles
from tests.support.patience import PATIENCE
from tests.support.readings import BODY, GOOD, ids

PAGE = f"<!doctype html><html><head><title>Bridge</title></head><body><p>{BODY}</p></body></html>"


def test_a_file_becomes_an_article(root: Path) -> None:
    [article] = read_articles([root]).articles
    assert article.id == "good.txt"
    assert article.title == "Bridge to reopen"
    assert article.text == GOOD
    assert article.source == str(root / "good.txt")
    assert [span.of(article.text) for span in article.body] == [BODY]
    assert (article.published, article.url) == (None, None)


def test_every_format_and_folder_is_read(root: Path) -> None:
    deep = root / "2026" / "february"
    deep.mkdir(parents=True)
    (root / "a.markdown").write_text(f"---\ndate: 2026-02-03\n---\n# Title\n\n{BODY}")
    (root / "README").write_text(GOOD)
    (root / "v1.2 notes").write_text(GOOD)
    (root / "report.2026").write_text(GOOD)
    (deep / "UPPER.TXT").write_text(GOOD)
    (deep / "page.htm").write_text(PAGE)
    (deep / "lines.ndjson").write_text(json.dumps({"text": GOOD}) + "\n")
    (deep / "object.json").write_text(json.dumps({"text": GOOD, "id": "x"}))
    reading = read_articles([str(root)])
    assert reading.skipped == ()
    assert ids(reading) == [
        "2026/february/UPPER.TXT",
        "2026/february/lines.ndjson#c74484204bc6",
        "2026/february/object.json#x",
        "2026/february/page.htm",
        "README",
        "a.markdown",
        "good.txt",
        "report.2026",
        "v1.2 notes",
    ]
    assert all(BODY in article.text for article in reading.articles)
    assert {article.id: article.published for article in reading.articles}["a.markdown"] == (
        "2026-02-03"
    )


def test_a_single_file_s_id_is_its_name(root: Path) -> None:
    assert ids(read_articles([root / "good.txt"])) == ["good.txt"]


def test_relative_paths_give_absolute_sources(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    for path in (".", "good.txt", "../articles"):
        [article] = read_articles([path]).articles
        assert article.id == "good.txt"
        assert article.source == str(root / "good.txt")


def test_html_named_txt_is_read_as_html(root: Path) -> None:
    starts = {"a.txt": "", "b.md": "\ufeff \n", "c": "<?xml version='1.0'?>\n"}
    for name, start in starts.items():
        (root / name).write_text(start + PAGE, encoding="utf-8")
    (root / "d.txt").write_text(PAGE, encoding="utf-16")
    (root / "e.txt").write_text("<htmlike> is not a tag.\n\nReally not.", encoding="utf-8")
    texts = {article.id: article.text for article in read_articles([root]).articles}
    assert all(texts[name] == BODY for name in "a.txt b.md c d.txt".split())
    assert texts["e.txt"].startswith("<htmlike>")


def test_a_json_line_s_id_is_its_address_id_or_text_hash(root: Path) -> None:
    lines = [{"text": BODY, "url": "https://quay.example/1"}, {"text": BODY, "id": "b"}]
    text = "\n".join(map(json.dumps, [*lines, {"text": BODY}]))
    (root / "export.jsonl").write_text(text)
    export = [a for a in read_articles([root]).articles if "export" in a.source]
    path = root / "export.jsonl"
    key = export[2].id.partition("#")[2]
    assert re.fullmatch("[0-9a-f]{12}-2", key)
    assert [(a.id, a.source, a.url) for a in export] == [
        ("https://quay.example/1", f"{path}#L1", "https://quay.example/1"),
        ("export.jsonl#b", f"{path}#L2", None),
        (f"export.jsonl#{key}", f"{path}#L3", None),
    ]


def test_colliding_ids_add_the_folder_then_the_whole_path(tmp_path: Path) -> None:
    roots = [tmp_path / "one" / "news", tmp_path / "two" / "news", tmp_path / "three" / "news"]
    for folder in roots:
        folder.mkdir(parents=True)
        (folder / "a.txt").write_text(GOOD)
        (folder / "e.jsonl").write_text('{"text": "One."}\n')
    reading = read_articles(roots)
    assert ids(reading) == [
        "a.txt",
        "e.jsonl#bb62bd5c3b25",
        "news/a.txt",
        "news/e.jsonl#bb62bd5c3b25",
        str(roots[2] / "a.txt"),
        f"{roots[2] / 'e.jsonl'}#bb62bd5c3b25",
    ]
    assert reading.skipped == ()


def test_an_address_in_two_files_is_read_once(root: Path) -> None:
    line = json.dumps({"text": BODY, "url": "https://quay.example/1"})
    (root / "a.jsonl").write_text(line)
    (root / "b.jsonl").write_text(line)
    reading = read_articles([root])
    assert ids(reading) == ["https://quay.example/1", "good.txt"]
    [skipped] = reading.skipped
    assert skipped.source == f"{root / 'b.jsonl'}#L1"
    assert skipped.reason == f"the same address or id as {root / 'a.jsonl'}#L1"


def test_a_file_given_twice_is_read_once(root: Path) -> None:
    reading = read_articles([root / "good.txt", root, root.parent, root])
    assert ids(reading) == ["good.txt"]
    assert reading.skipped == ()


def test_the_order_of_the_file_system_does_not_matter(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("b/x.txt", "a.txt", "b.txt", "a/x.txt", "a-b.txt", "b/empty.txt", "c.pdf"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("" if "empty" in name else GOOD)
    expected = read_articles([root])
    assert ids(expected) == sorted(ids(expected))
    scandir = os.scandir

    class Shuffled:
        def __init__(self, path: Path) -> None:
            self.inner = scandir(path)

        def __enter__(self) -> list[os.DirEntry[str]]:
            entries = list(self.inner)
            random.Random(7).shuffle(entries)
            return entries[::-1]

        def __exit__(self, *_: object) -> None:
            self.inner.close()

    monkeypatch.setattr(os, "scandir", Shuffled)
    assert read_articles([root]) == expected


def test_reading_twice_gives_the_same(root: Path) -> None:
    (root / "page.html").write_text(PAGE)
    assert read_articles([root]) == read_articles([root])


@pytest.mark.parametrize(
    "name",
    [
        b"\xff\xfe.txt",
        b"two\nlines.txt",
        "right\u202eto-left.txt".encode(),
        "港口 😀 e\u0301.txt".encode(),
        b"'; drop table; --.txt",
        b"%2e%2e%2f.txt",
        b"a" * 251 + b".txt",
    ],
)
def test_any_file_name_can_be_stored_and_shown(root: Path, name: bytes) -> None:
    path = os.fsencode(root) + b"/" + name
    for content in (GOOD, ""):
        with open(path, "w") as file:  # noqa: PTH123 - a path in bytes
            file.write(content)
        reading = read_articles([root])
        for article in reading.articles:
            (article.id + article.source + article.title).encode("utf-8")
        assert all((s.source + s.reason).isprintable() for s in reading.skipped)
        assert len(reading.articles) + len(reading.skipped) == 2
        assert len(read_articles([os.fsdecode(path)]).articles) == bool(content)


@pytest.mark.parametrize("name", ["gone", "gone/a.txt", "good.txt/a", "a\0b", "a" * 300, "\ud800"])
def test_a_missing_source_is_an_input_error(root: Path, name: str) -> None:
    with pytest.raises(SourceMissing, match="no such file or folder; name one") as caught:
        read_articles([root, str(root / "x").replace("x", name)])
    assert isinstance(caught.value, InputError)
    assert str(caught.value).isprintable()


def test_missing_sources_are_found_before_any_file_is_read(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "open", lambda *_: pytest.fail("opened a file"))
    with pytest.raises(SourceMissing):
        read_articles([root, root / "gone"])


def test_an_empty_folder_is_reported_with_the_supported_formats(tmp_path: Path) -> None:
    (tmp_path / ".hidden.txt").write_text(GOOD)
    reading = read_articles([tmp_path])
    assert reading.articles == ()
    [_, skipped] = reading.skipped
    assert skipped.source == str(tmp_path)
    assert skipped.reason.startswith("no articles here: this version reads text, Markdown")


def test_no_paths_give_no_articles() -> None:
    assert read_articles([]) == Reading((), ())


def test_folders_nested_beyond_the_path_limit_do_not_crash(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    for _ in range(45):
        Path("d" * 100).mkdir()
        os.chdir("d" * 100)
    Path("deep.txt").write_text(GOOD)
    os.chdir(root)
    reading = read_articles([root])
    assert ids(reading)[-1] == "good.txt"
    assert len(reading.articles) + len(reading.skipped) == 2


def test_two_thousand_small_files_are_read(tmp_path: Path) -> None:
    for number in range(2000):
        (tmp_path / f"{number:04}.txt").write_text(f"{BODY} {number}")
    assert len(read_articles([tmp_path]).articles) == 2000


names = st.sampled_from([f"file{suffix}" for suffix in BY_SUFFIX])


contents = st.binary(max_size=80) | st.sampled_from(
    [GOOD.encode(), PAGE.encode(), b'{"text": "One."}', b"---\ntitle: x\n---\n", b"\xef\xbb\xbf"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(files=st.dictionaries(names, contents, max_size=4))
def test_any_files_are_read_or_skipped(root: Path, files: dict[str, bytes]) -> None:
    for path in root.iterdir():
        path.unlink()
    (root / "good.txt").write_text(GOOD)
    for name, data in files.items():
        (root / name).write_bytes(data)
    reading = read_articles([root])
    assert "good.txt" in ids(reading)
    assert len(set(ids(reading))) == len(reading.articles)
    touched = {Path(a.source.split("#L")[0]).name for a in reading.articles}
    touched |= {Path(s.source.split("#L")[0]).name for s in reading.skipped}
    assert touched == {"good.txt", *files}


def test_partly_read_files_are_indexed_and_reported(tmp_path: Path) -> None:
    def parse(request: Request, data: bytes) -> list[Draft | Fault]:
        assert (request, data) == (Request("rain.txt"), b"It rained.")
        return [Draft("It rained.", "Rain", (Span(0, 10),), missing="page 2 of 3 has no text")]

    (tmp_path / "rain.txt").write_text("It rained.")
    found = read_articles([tmp_path], parser=Parser(parse))
    assert [article.title for article in found.articles] == ["Rain"]
    assert [(p.source, p.reason) for p in found.partly] == [
        (str(tmp_path / "rain.txt"), "page 2 of 3 has no text")
    ]
    assert not found.skipped


@pytest.mark.parametrize("at_once", [1, 5])
def test_the_parser_decides_how_many_files_are_parsed_at_once(tmp_path: Path, at_once: int) -> None:
    """The number does not depend on this machine's processors: a parser may use other machines."""
    for number in range(40):
        (tmp_path / f"{number:02}.txt").write_text(f"Report {number}")
    together, parsed = threading.Barrier(at_once), []

    def drafts(request: Request, data: bytes) -> list[Draft | Fault]:
        parsed.append(request.name)
        together.wait(PATIENCE)
        return [Draft(data.decode(), request.name, (Span(0, len(data)),))]

    found = read_articles([tmp_path], parser=Parser(drafts, at_once))
    assert [each.text for each in found.articles] == [f"Report {number}" for number in range(40)]
    assert len(parsed) == 40
