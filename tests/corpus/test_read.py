"""Real files in real folders: what becomes an article, what is skipped and why."""

import errno
import json
import os
import random
import re
import socket
import stat
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pincite.corpus.read
from pincite.corpus.article import Span
from pincite.corpus.draft import Draft, Fault
from pincite.corpus.errors import InputError, SourceMissing
from pincite.corpus.formats.types import BY_SUFFIX
from pincite.corpus.opening import EXCHANGED, mode_of, open_file
from pincite.corpus.parsing.request import Request
from pincite.corpus.read import Reading, read_articles

GOOD = "Bridge to reopen\n\nThe harbor bridge will reopen to cars in May, the engineer said.\n"
BODY = "The harbor bridge will reopen to cars in May, the engineer said."
PAGE = f"<!doctype html><html><head><title>Bridge</title></head><body><p>{BODY}</p></body></html>"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with one good article, which every fault must leave alone."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    return folder


def ids(reading: Reading) -> list[str]:
    return [article.id for article in reading.articles]


def reason(reading: Reading, name: str) -> str:
    """The reason for the only skipped thing, which must be ``name``, beside the good article."""
    assert ids(reading) == ["good.txt"]
    [skipped] = reading.skipped
    assert skipped.source.endswith(name)
    assert (skipped.source + skipped.reason).isprintable()
    return skipped.reason


def after_looking_at(
    name: str, happens: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Something happens to the files between the look at this name and what follows it."""
    looked = mode_of

    def look(folder: int | Path, each: str) -> int:
        mode = looked(folder, each)
        if each == name:
            happens()
        return mode

    monkeypatch.setattr("pincite.corpus.walk.mode_of", look)


# ---------------------------------------------------------------- articles


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


def test_a_single_file_is_named_by_its_name(root: Path) -> None:
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


def test_a_line_of_json_is_named_by_its_address_id_or_words(root: Path) -> None:
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


def test_ids_that_collide_take_the_folder_and_then_the_path(tmp_path: Path) -> None:
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


def test_the_same_address_in_two_files_is_read_once(root: Path) -> None:
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


# ---------------------------------------------------------------- what is skipped

BAD_FILES = {
    "empty.txt": (b"", "an empty file"),
    "white.md": (b" \n\t\r\n", "nothing but white space"),
    "mark.txt": (b"\xef\xbb\xbf", "nothing but white space"),
    "nul.txt": (b"some\0word\0s", "binary data (a NUL at byte 4)"),
    "noise.txt": (bytes(range(1, 256)) * 9, "binary data"),
    "report.txt": (b"%PDF-1.7 ...", "a damaged PDF"),
    "report.html": (b"%PDF-1.7 ...", "a damaged PDF"),
    "letter.txt": (b"PK\x03\x04....", "a ZIP archive"),
    "image.md": (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    "cut.txt": (b"\xff\xff" + "港口大橋".encode(), "damaged UTF-8"),
    "odd.txt": (b"\x81\x8d\x8f\x90\x9d", "an encoding that cannot be told"),
    "report.pdf": (b"anything", "a damaged PDF, or none at all"),
    "letter.docx": (b"anything", "a damaged Word file, or none at all"),
    "news.xml": (b"<a>anything</a>", "XML, but not a feed with entries"),
    "book.epub": (b"anything", "a damaged EPUB, or none at all"),
    "book.lit": (b"anything", "a .lit file; this version reads text, Markdown"),
    "book.mobi": (b"anything", "a Kindle book; convert it to EPUB"),
    "page.html": (b"<html><body><script>1</script></body></html>", "no article text found"),
    "deep.html": (b"<html><body>" + b"<div>" * 3000 + b"text", "nested too deeply"),
    "array.json": (b"[]", "an empty JSON array"),
    "settings.json": (b'{\n  "indent": 4\n}', 'no "text"'),
    "list.md": (b"> " * 200 + b"x", "nested more than 100 deep"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_skipped_and_its_neighbor_read(root: Path, name: str) -> None:
    data, expected = BAD_FILES[name]
    (root / name).write_bytes(data)
    assert expected in reason(read_articles([root]), name.replace("settings.json", "#L1"))


def test_a_bad_line_is_skipped_by_its_number(root: Path) -> None:
    lines = ['{"text": "One."}', "{bad", "", '{"text": "Two."}', '{"text": "\\udc00"}', ""]
    (root / "e.jsonl").write_text("\n".join(lines))
    reading = read_articles([root])
    assert [article.source for article in reading.articles] == [
        f"{root / 'e.jsonl'}#L1",
        f"{root / 'e.jsonl'}#L4",
        str(root / "good.txt"),
    ]
    assert [s.source for s in reading.skipped] == [
        f"{root / 'e.jsonl'}#L2",
        f"{root / 'e.jsonl'}#L5",
    ]
    assert "not JSON" in reading.skipped[0].reason
    assert "surrogate" in reading.skipped[1].reason


def test_a_file_that_is_too_large_is_refused_unread(root: Path) -> None:
    with (root / "huge.txt").open("wb") as file:
        file.truncate(pincite.corpus.read.MAX_BYTES + 1)
    assert reason(read_articles([root]), "huge.txt").startswith("larger than 100 MiB")


def test_a_file_that_grows_while_it_is_read_is_refused(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pincite.corpus.read, "MAX_BYTES", len(GOOD))
    assert ids(read_articles([root])) == ["good.txt"]
    monkeypatch.setattr(pincite.corpus.read, "MAX_BYTES", len(GOOD) - 1)
    assert "larger than" in read_articles([root]).skipped[0].reason


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.EMFILE, errno.ESTALE])
def test_a_file_that_cannot_be_opened_is_skipped(
    root: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    (root / "locked.txt").write_text(GOOD)
    opened = os.open

    def refuse(path: Path | str, *rest: int, **more: int) -> int:
        if Path(path).name == "locked.txt":
            raise OSError(number, os.strerror(number))
        return opened(path, *rest, **more)

    monkeypatch.setattr(os, "open", refuse)
    assert reason(read_articles([root]), "locked.txt") == f"cannot be read: {os.strerror(number)}"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_files_and_folders_without_permission_are_skipped(root: Path) -> None:
    (root / "locked.txt").write_text(GOOD)
    (root / "locked.txt").chmod(0)
    assert "Permission denied" in reason(read_articles([root]), "locked.txt")
    (root / "locked.txt").unlink()
    (root / "closed").mkdir(mode=0)
    try:
        assert "a folder that cannot be read" in reason(read_articles([root]), "closed")
    finally:
        (root / "closed").chmod(stat.S_IRWXU)


def test_a_file_that_vanishes_is_skipped(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "gone.txt").write_text(GOOD)
    after_looking_at("gone.txt", (root / "gone.txt").unlink, monkeypatch)
    assert "No such file" in reason(read_articles([root]), "gone.txt")


# ---------------------------------------------------------------- what is never opened


def test_a_pipe_never_blocks(root: Path) -> None:
    os.mkfifo(root / "pipe.txt")
    assert "only regular files" in reason(read_articles([root]), "pipe.txt")
    assert "only regular files" in read_articles([root / "pipe.txt"]).skipped[0].reason


def test_a_file_that_turns_into_a_pipe_never_blocks(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "turns.txt").write_text(GOOD)

    def turn() -> None:
        (root / "turns.txt").unlink()
        os.mkfifo(root / "turns.txt")

    after_looking_at("turns.txt", turn, monkeypatch)
    assert "only regular files" in reason(read_articles([root]), "turns.txt")


def test_sockets_and_devices_are_not_opened(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s.txt")
        assert "only regular files" in reason(read_articles([root]), "s.txt")
    assert "only regular files" in read_articles([os.devnull]).skipped[0].reason


def test_links_out_of_the_folder_are_refused(root: Path) -> None:
    secret = root.parent / "secret.txt"
    secret.write_text("The secret is kept outside.")
    (root / "link.txt").symlink_to(secret)
    assert reason(read_articles([root]), "link.txt") == (
        "a symbolic link that leads out of the folder"
    )
    (root / "link.txt").unlink()
    (root / "up").symlink_to(root.parent)
    assert "link" in reason(read_articles([root]), "up")


def test_a_sibling_whose_name_begins_alike_is_outside(root: Path) -> None:
    sibling = root.parent / "articles-private"
    sibling.mkdir()
    (sibling / "a.txt").write_text(GOOD)
    (root / "link").symlink_to(sibling)
    assert "leads out of" in reason(read_articles([root]), "link")


def test_circles_of_links_are_refused(root: Path) -> None:
    (root / "a").symlink_to(root / "b")
    (root / "b").symlink_to(root / "a")
    (root / "inside").mkdir()
    (root / "inside" / "again").symlink_to(root)
    (root / "nothing").symlink_to(root / "nowhere.txt")
    reading = read_articles([root])
    assert ids(reading) == ["good.txt"]
    assert [(Path(s.source).name, s.reason) for s in reading.skipped] == [
        ("a", "a symbolic link that leads in a circle"),
        ("b", "a symbolic link that leads in a circle"),
        ("again", "a symbolic link to a folder that it lies in"),
        ("nothing", "a symbolic link to nothing that can be read"),
    ]


def test_links_within_the_folder_add_nothing(root: Path) -> None:
    (root / "folder").mkdir()
    (root / "folder" / "b.txt").write_text(GOOD)
    (root / "a-link.txt").symlink_to(root / "good.txt")
    (root / "linked").symlink_to(root / "folder")
    reading = read_articles([root])
    assert ids(reading) == ["folder/b.txt", "good.txt"]
    assert reading.skipped == ()


def test_a_link_that_is_given_is_followed(root: Path) -> None:
    (root.parent / "link").symlink_to(root)
    (root.parent / "link.txt").symlink_to(root / "good.txt")
    assert ids(read_articles([root.parent / "link"])) == ["good.txt"]
    assert ids(read_articles([root.parent / "link.txt"])) == ["link.txt"]


@pytest.mark.parametrize("name", [".hidden.txt", "..txt", "...txt", ".txt", ".a.HTML"])
def test_a_hidden_file_that_could_be_read_is_named(root: Path, name: str) -> None:
    (root / name).write_text(GOOD)
    assert "begins with a dot; rename it" in reason(read_articles([root]), f"/{name}")
    assert ids(read_articles([root / name])) == [name]


def test_what_programs_hide_is_passed_over(root: Path) -> None:
    (root / ".git").mkdir()
    (root / ".git" / "a.txt").write_text(GOOD)
    for name in (".DS_Store", "._good.txt", ".gitignore", ".~lock.good.odt#"):
        (root / name).write_text(GOOD)
    reading = read_articles([root])
    assert ids(reading) == ["good.txt"]
    assert reading.skipped == ()


# ---------------------------------------------------------------- what changes while it is read


@pytest.fixture
def outside(root: Path) -> Path:
    """A folder beside the root, and one in it that is as deep."""
    for folder in (root.parent / "outside", root / "sub"):
        (folder / "deep").mkdir(parents=True)
        (folder / "deep" / "a.txt").write_text(GOOD)
    (root.parent / "outside" / "deep" / "a.txt").write_text("The secret is kept outside.")
    return root.parent / "outside"


def exchange(folder: Path, outside: Path) -> None:
    folder.rename(folder.parent / ".moved")
    folder.symlink_to(outside)


@pytest.mark.parametrize(("name", "at"), [("sub", "sub"), ("deep", "sub/deep"), ("deep", "sub")])
def test_a_folder_that_becomes_a_link_is_not_followed(
    root: Path, outside: Path, monkeypatch: pytest.MonkeyPatch, name: str, at: str
) -> None:
    target = outside / Path(at).relative_to("sub")
    after_looking_at(name, lambda: exchange(root / at, target), monkeypatch)
    reading = read_articles([root])
    assert ids(reading) == ["good.txt"]
    assert EXCHANGED in reading.skipped[0].reason


@pytest.mark.parametrize("at", ["sub", "sub/deep"])
def test_a_folder_that_becomes_a_link_before_its_files_are_read_is_not_followed(
    root: Path, outside: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    def late(folder: Path, parts: Sequence[str]) -> int:
        if not (root / at).is_symlink():
            exchange(root / at, outside / Path(at).relative_to("sub"))
        return open_file(folder, parts)

    monkeypatch.setattr("pincite.corpus.read.open_file", late)
    reading = read_articles([root])
    assert ids(reading) == ["good.txt"]
    assert EXCHANGED in reading.skipped[0].reason


def test_what_is_there_and_cannot_be_read_is_told_from_what_is_not(root: Path) -> None:
    (root / "empty.txt").touch()
    (root / "pipe.txt").unlink(missing_ok=True)
    os.mkfifo(root / "pipe.txt")
    (root / "lines.jsonl").write_text(json.dumps({"text": BODY, "id": "a"}) + "\n{broken\n")
    (root / "out.txt").symlink_to(root.parent)
    (root / ".hidden.txt").write_text(GOOD)
    (root.parent / "bare").mkdir()
    reading = read_articles([root, root.parent / "bare"])
    unread = {str(root / n) for n in ("empty.txt", "pipe.txt", "lines.jsonl#L2", "out.txt")}
    assert set(reading.unread) == unread | {str(root.parent / "bare")}
    assert set(reading.unread.values()) < set(reading.skipped)


# ---------------------------------------------------------------- names and paths


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
def test_a_path_that_is_not_there_is_the_callers_mistake(root: Path, name: str) -> None:
    with pytest.raises(SourceMissing, match="no such file or folder; name one") as caught:
        read_articles([root, str(root / "x").replace("x", name)])
    assert isinstance(caught.value, InputError)
    assert str(caught.value).isprintable()


def test_nothing_is_read_before_every_path_is_known_to_be_there(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "open", lambda *_: pytest.fail("opened a file"))
    with pytest.raises(SourceMissing):
        read_articles([root, root / "gone"])


def test_an_empty_folder_says_what_could_be_in_it(tmp_path: Path) -> None:
    (tmp_path / ".hidden.txt").write_text(GOOD)
    reading = read_articles([tmp_path])
    assert reading.articles == ()
    [_, skipped] = reading.skipped
    assert skipped.source == str(tmp_path)
    assert skipped.reason.startswith("no articles here: this version reads text, Markdown")


def test_no_paths_give_no_articles() -> None:
    assert read_articles([]) == Reading((), ())


def test_a_tree_deeper_than_a_path_may_be_long_does_not_crash(
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


def test_many_small_files_are_read_in_good_time(tmp_path: Path) -> None:
    for number in range(2000):
        (tmp_path / f"{number:04}.txt").write_text(f"{BODY} {number}")
    assert len(read_articles([tmp_path]).articles) == 2000


# ---------------------------------------------------------------- whatever the bytes

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


def test_what_lacks_something_is_an_article_and_named(tmp_path: Path) -> None:
    def parse(request: Request, data: bytes) -> list[Draft | Fault]:
        assert (request, data) == (Request("rain.txt"), b"It rained.")
        return [Draft("It rained.", "Rain", (Span(0, 10),), missing="page 2 of 3 has no text")]

    (tmp_path / "rain.txt").write_text("It rained.")
    found = read_articles([tmp_path], parse=parse)
    assert [article.title for article in found.articles] == ["Rain"]
    assert [(p.source, p.reason) for p in found.partly] == [
        (str(tmp_path / "rain.txt"), "page 2 of 3 has no text")
    ]
    assert not found.skipped
