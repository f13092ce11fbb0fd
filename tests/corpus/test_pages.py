"""Web pages as articles: their ids, their encodings, and each command on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pincite.corpus.draft import Draft
from pincite.corpus.errors import FetchError, InputError, ReadError
from pincite.corpus.read import read_articles
from pincite.corpus.web.fetch import Page
from pincite.corpus.web.pages import drafts_of
from pincite.index.building.build import add, rebuild, remove
from pincite.index.building.verify import verify
from pincite.index.storage.snapshot import Snapshot
from pincite.qa.cli.commands import main
from tests.support.files import column
from tests.support.files import pdf as made
from tests.support.toys import ToyEncoder, report, write_reports

URL = "https://news.example/harbour"
OTHER = "https://news.example/reactor"


def page(number: int = 0, url: str = URL, head: str = "", figure: int = 10) -> Page:
    lines = "".join(f"<p>{line}</p>" for line in report(number, figure).splitlines())
    body = f"<html><head><title>News</title>{head}</head><body><article>{lines}</article></body>"
    return Page(url, body.encode(), "text/html", "utf-8")


class Pages:
    """A fake web: its pages, and the addresses requested from it."""

    def __init__(self) -> None:
        self.held: dict[str, Page] = {URL: page(), OTHER: page(1, OTHER)}
        self.asked: list[str] = []

    def __call__(self, url: str) -> Page:
        self.asked.append(url)
        if url not in self.held:
            raise FetchError("news.example answers 404 Not Found")
        return self.held[url]


def sources(index: Path) -> dict[str, str]:
    return {each.id: each.source for each in Snapshot.open(index).store.articles()}


def draft_of(page: Page) -> Draft:
    """The article of a page that holds one."""
    (draft,) = drafts_of(page)
    assert isinstance(draft, Draft)
    assert draft.key == draft.url
    return draft


@pytest.mark.parametrize(
    ("canonical", "id_"),
    [
        ("https://news.example/the-harbour", "https://news.example/the-harbour"),
        ("https://NEWS.example/the-harbour#top", "https://news.example/the-harbour"),
        ("https://elsewhere.example/the-harbour", URL),
        ("https://news.example@elsewhere.example/", URL),
        ("https://127.0.0.1/", URL),
    ],
)
def test_a_canonical_link_counts_only_on_the_same_host(canonical: str, id_: str) -> None:
    found = draft_of(page(head=f'<link rel="canonical" href="{canonical}">'))
    assert found.url == id_
    assert "harbour number 0 opened" in found.text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "windows-1251"),
        ("utf-8", None),
        ("cp1251", "windows-1251"),
        ("cp1251", "utf-8"),
        ("cp1251", "iso-8859-1"),
        ("cp1251", "nonsense"),
        ("utf-16", "utf-16"),
        ("utf-8-sig", "iso-8859-1"),
    ],
)
def test_the_encoding_declared_by_the_host_is_used(written: str, said: str | None) -> None:
    line = "Гавань открылась для посетителей весной, и в первую неделю пришли десять тысяч человек."
    found = draft_of(Page(URL, (f"{line}\n" * 4).encode(written), "text/plain", said))
    assert found.text.startswith(line)


def test_broken_pages_and_pages_without_text_are_refused() -> None:
    for wrong in (
        Page(URL, b"%PDF-1.7", "application/pdf"),
        Page(URL, b"<rss/>", "application/rss+xml"),
        Page(URL, b"%PDF-1.7", "text/plain", "utf-8"),
        Page(URL, b"", "text/html"),
    ):
        with pytest.raises(ReadError):
            drafts_of(wrong)


def test_a_pdf_from_the_web_keeps_its_pages() -> None:
    shown = [
        column([f"The harbour opened again in {year}.", "It rained."]) for year in (1932, 1947)
    ]
    article = draft_of(Page(URL, made(shown), "application/pdf")).article(URL, URL)
    at = article.text.index("1947")
    assert (article.page(0), article.page(at)) == (1, 2)


def test_files_and_web_pages_are_read_together(tmp_path: Path) -> None:
    web = Pages()
    web.held["https://news.example/again"] = page()
    reading = read_articles(
        [
            write_reports(tmp_path / "a", 2),
            URL,
            f"{URL}#part",
            "https://news.example/gone",
            "https://news.example/again",
        ],
        get=web,
    )
    assert [each.id for each in reading.articles] == ["0000.txt", "0001.txt", URL]
    assert web.asked == [URL, "https://news.example/gone", "https://news.example/again"]
    assert "404" in reading.skipped[0].reason
    assert reading.skipped[1].reason == f"the same address or id as {URL}"


def test_web_articles_are_added_kept_updated_and_removed(tmp_path: Path) -> None:
    index, web, encoder = tmp_path / "index", Pages(), ToyEncoder()
    rebuild(index, [write_reports(tmp_path / "a", 2)], encoder)
    assert add(index, [URL, OTHER], encoder, get=web).changes.added == (URL, OTHER)
    assert sources(index)[URL] == URL
    asked = list(web.asked)

    (tmp_path / "a" / "0001.txt").unlink()
    web.held[URL] = page(figure=77)
    receipt = rebuild(index, [], encoder, get=web)
    assert (receipt.changes.removed, receipt.kept, web.asked) == (("0001.txt",), 2, asked)
    again = rebuild(index, [], encoder, get=web)
    assert (again.published, again.kept) == (False, 2)
    found = verify(index)
    assert (found.current, found.pages, web.asked) == (True, 2, asked)

    assert add(index, [URL], encoder, get=web).changes.changed == (URL,)
    del web.held[OTHER]
    receipt = rebuild(index, [tmp_path / "a", URL, OTHER], encoder, get=web)
    assert (receipt.kept, [each.source for each in receipt.skipped]) == (1, [OTHER])
    assert set(sources(index)) == {"0000.txt", URL, OTHER}

    assert remove(index, [f"{URL}#x"], encoder).changes.removed == (URL,)
    assert Snapshot.open(index).manifest.excluded == ()
    assert URL not in Snapshot.open(index).manifest.sources
    assert set(sources(index)) == {"0000.txt", OTHER}
    receipt = rebuild(index, [tmp_path / "a"], encoder, get=web)
    assert (receipt.changes.removed, receipt.kept) == ((OTHER,), 0)


def test_an_index_may_hold_only_web_articles(tmp_path: Path) -> None:
    index, web, encoder = tmp_path / "index", Pages(), ToyEncoder()
    rebuild(index, [URL, f"{URL}/more"], encoder, get=web)
    assert Snapshot.open(index).manifest.sources == (URL,)
    assert rebuild(index, [], encoder, get=web).kept == 1
    web.held[f"{URL}/more"] = page(2, f"{URL}/more")
    add(index, [f"{URL}/more"], encoder, get=web)
    assert rebuild(index, [], encoder, get=web).kept == 2  # neither source contains the other
    del web.held[URL]
    with pytest.raises(InputError, match="404 Not Found"):
        rebuild(index, [URL], encoder, get=web)
    assert len(sources(index)) == 2


def test_a_file_with_a_web_article_s_id_replaces_it(tmp_path: Path) -> None:
    index, encoder = tmp_path / "index", ToyEncoder()
    rebuild(index, [write_reports(tmp_path / "a", 1), URL], encoder, get=Pages())
    (tmp_path / "a" / "b.jsonl").write_text(f'{{"text": "{report(3)[:60]}", "url": "{URL}"}}')
    receipt = rebuild(index, [], encoder)
    assert (receipt.kept, [each.source for each in receipt.skipped]) == (0, [URL])
    assert sources(index)[URL].endswith("b.jsonl#L1")


@pytest.fixture
def run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.setattr("pincite.qa.building.embedder", lambda place, model=None: ToyEncoder())
    monkeypatch.setenv("PINCITE_INDEX", str(tmp_path / "index"))

    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main([str(each) for each in arguments])
        return int(end.value.code or 0), *capsys.readouterr()

    return call


def test_web_addresses_work_on_the_command_line(
    tmp_path: Path, run: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("rebuild", write_reports(tmp_path / "a", 1))
    for url in ("http://127.1/", "http://169.254.169.254/", "file:///etc/passwd"):
        status, _, err = run("add", url)
        assert (status, err.count("\n")) == (2, 1)
        assert url in err
    monkeypatch.setattr("pincite.corpus.web.fetch.fetch", Pages())
    assert "1 added" in run("add", URL)[1]
    assert "1 web article kept as fetched" in run("rebuild")[1]
    status, out, _ = run("verify")
    assert (status, "the pages of 1 web article" in out) == (0, True)
    assert "1 removed" in run("remove", URL)[1]


FEED = "https://news.example/feed"


def feed(*entries: tuple[str, str]) -> Page:
    items = "".join(
        f"<item><title>{n}</title><guid>id-{n}</guid><link>{link}</link>"
        f"<description>{text}</description></item>"
        for n, (link, text) in enumerate(entries)
    )
    body = (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{items}</channel></rss>'
    )
    return Page(FEED, body.encode(), "application/rss+xml", "latin-1")


def test_web_feed_entries_use_addresses_of_the_feed_s_host(
    tmp_path: Path,
) -> None:
    own, foreign = "https://news.example/one", "https://elsewhere.example/two"
    index, web, encoder = tmp_path / "index", Pages(), ToyEncoder()
    web.held[FEED] = feed((own, "Søren left."), (foreign, "Ida came."), ("", ""), (own, "Again."))
    receipt = rebuild(index, [FEED], encoder, get=web)
    assert receipt.changes.added == (f"{FEED}#id-1", f"{FEED}#id-3", own)
    assert [each.source for each in receipt.skipped] == [f"{FEED}#L3"]
    articles = {each.id: each for each in Snapshot.open(index).store.articles()}
    assert articles[own].text == "Søren left."
    assert {each.source for each in articles.values()} == {FEED}
    assert articles[f"{FEED}#id-1"].url == foreign
    assert (rebuild(index, [], encoder, get=web).kept, web.asked) == (3, [FEED])
    web.held[FEED] = feed((own, "Søren left, it is said."))
    assert add(index, [FEED], encoder, get=web).changes.removed == (f"{FEED}#id-1", f"{FEED}#id-3")
    assert remove(index, [own], encoder).articles == 0


def test_feed_entries_linking_to_one_page_are_all_kept(tmp_path: Path) -> None:
    page, web = "https://news.example/notes", Pages()
    web.held[FEED] = feed(*((f"{page}#v{n}", f"Version {n} is out.") for n in range(3)))
    receipt = rebuild(tmp_path / "index", [FEED], ToyEncoder(), get=web)
    assert receipt.changes.added == tuple(f"{FEED}#id-{n}" for n in range(3))


@pytest.mark.parametrize("found", ["http://news.example/a", "https://news.example:8443/a"])
def test_a_canonical_link_to_another_port_is_ignored(found: str) -> None:
    head = '<link rel="canonical" href="https://news.example/real">'
    assert draft_of(page(url=found, head=head)).url == found
