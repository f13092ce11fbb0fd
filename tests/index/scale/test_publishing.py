"""A build in Milvus is published whole or not at all, and equals the index in a folder."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pincite.corpus.errors import IndexBusy, IndexDamaged, IndexFault, PinciteError
from pincite.index.building.build import add, rebuild, remove
from pincite.index.building.home import FolderHome, Home
from pincite.index.building.verify import verify
from pincite.index.retrieval.query import Query
from pincite.index.scale.address import Address, address_of
from pincite.qa.place import home_at, retriever_at
from tests.support.places import new_place
from tests.support.toys import ToyEncoder

pymilvus = pytest.importorskip("pymilvus", reason="no Milvus: pip install 'pincite[scale]'")
pytest.importorskip("milvus_lite", reason="no Milvus Lite: pip install 'pincite[scale]'")


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """pymilvus looks every half second whether an index is there."""
    from pymilvus.client import grpc_handler

    quick = SimpleNamespace(**{**vars(time), "sleep": lambda _: time.sleep(0.002)})
    monkeypatch.setattr(grpc_handler, "time", quick)


@pytest.fixture
def lite(tmp_path: Path) -> Iterator[Address]:
    with new_place("lite", tmp_path) as place:
        assert isinstance(place, Address)
        yield place


def written(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"Report of {name}\n\n{text}", encoding="utf-8")
    return folder


def held(home: Home) -> list[object]:
    """The whole content of an index, as a build reads it."""
    holdings = home.in_force().holdings
    rows = [(article, rows) for article, rows in holdings.whole()]
    keys = [row.key for _, each in rows for row in each]
    vectors = {key: vector.tolist() for key, vector in holdings.vectors(keys).items()}
    return [rows, vectors, sorted((m.id, m.digest, m.passages, m.aside) for m in holdings.every())]


def names_of(address: Address) -> list[str]:
    from pincite.index.scale.client import client_of

    return sorted(client_of(address).collections())


TEXTS = [
    "The harbour was dredged. Ships of 9 m draught come in again.",
    "The harbour was dredged. Ships of 9 m draught come in again.",
    "The school has a new roof. It cost 40,000 euros.",
    "Nobody came to the hearing.",
]


@pytest.mark.parametrize("seed", range(3))
def test_edits_give_the_same_index_as_in_a_folder(lite: Address, tmp_path: Path, seed: int) -> None:
    """After each of some random edits, also of copies, the index equals that of a folder."""
    draw, home, oracle = random.Random(seed), home_at(lite), FolderHome(tmp_path / "oracle")
    articles = written(tmp_path / "articles", {f"{n}.txt": TEXTS[n % 4] for n in range(5)})
    rebuild(home, [articles], ToyEncoder())
    rebuild(oracle, [articles], ToyEncoder())
    assert held(home) == held(oracle)
    for _ in range(4):
        for n in draw.sample(range(8), 3):
            path = articles / f"{n}.txt"
            if draw.random() < 0.4 and len(list(articles.iterdir())) > 2:
                path.unlink(missing_ok=True)
            else:
                path.write_text(f"Report {n}\n\n{draw.choice(TEXTS)}", encoding="utf-8")
        if draw.random() < 0.3:
            name = draw.choice(sorted(each.name for each in articles.iterdir()))
            ours, theirs = (remove(each, [name], ToyEncoder()) for each in (home, oracle))
        else:
            ours, theirs = (rebuild(each, [], ToyEncoder()) for each in (home, oracle))
        assert (ours.changes, ours.articles, ours.copies, ours.passages, ours.published) == (
            theirs.changes, theirs.articles, theirs.copies, theirs.passages, theirs.published,
        )  # fmt: skip
        assert held(home) == held(oracle)
        assert home.in_force().manifest.languages == oracle.in_force().manifest.languages
        ours_like, theirs_like = (
            retriever_at(each, ToyEncoder()).words_like("harbuor", 3)
            for each in (lite, tmp_path / "oracle")
        )
        assert ours_like == theirs_like


def test_only_new_passages_are_embedded(lite: Address, tmp_path: Path) -> None:
    articles = written(tmp_path / "articles", {"a.txt": TEXTS[0], "b.txt": TEXTS[2]})
    home, first, second = home_at(lite), ToyEncoder(), ToyEncoder()
    assert rebuild(home, [articles], first).embedded == len(first.embedded) > 0
    assert not rebuild(home, [], second).published
    written(articles, {"c.txt": TEXTS[3]})
    receipt = add(home, [articles / "c.txt"], second)
    assert receipt.changes.added == ("c.txt",)
    assert [text for text in second.embedded if "hearing" not in text] == []
    assert rebuild(home, [], ToyEncoder(name="another")).embedded == receipt.passages


def test_only_the_previous_generation_is_kept(lite: Address, tmp_path: Path) -> None:
    articles = written(tmp_path / "articles", {"a.txt": TEXTS[0]})
    home = home_at(lite)
    for n in range(3):
        written(articles, {f"{n}.txt": TEXTS[n]})
        rebuild(home, [articles], ToyEncoder())
    generations = {name.split("_")[1] for name in names_of(lite)}
    assert generations == {"000002", "000003"}
    remove(home, ["0.txt"], ToyEncoder(), purge=True)
    assert {name.split("_")[1] for name in names_of(lite)} == {"000004"}


class Failing:
    """A pymilvus client whose n-th call raises, before or after it is carried out."""

    def __init__(self, milvus: Any, at: int, *, after: bool) -> None:
        self._milvus, self._at, self._after = milvus, at, after
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._milvus, name)
        if not callable(real):
            return real

        def call(*arguments: Any, **options: Any) -> Any:
            self.calls.append(name)
            failing = len(self.calls) == self._at
            if failing and not self._after:
                raise pymilvus.MilvusException(message="server unavailable")
            given = real(*arguments, **options)
            if failing:
                raise pymilvus.MilvusException(message="server unavailable")
            return given

        return call


@pytest.mark.slow
@pytest.mark.parametrize("after", [False, True])
def test_a_fault_at_any_call_leaves_a_whole_index(
    lite: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    """Before the alias is switched the old index is current, afterwards the new one."""
    from pincite.index.scale.client import client_of

    articles = written(tmp_path / "articles", {"a.txt": TEXTS[0], "b.txt": TEXTS[2]})
    home, client = home_at(lite), client_of(lite)
    rebuild(home, [articles], ToyEncoder())
    milvus, before = client._milvus, held(home)
    written(articles, {"c.txt": TEXTS[3]})
    refused = 0
    for at in range(1, 1000):
        version = home.version()
        failing = Failing(milvus, at, after=after)
        monkeypatch.setattr(client, "_milvus", failing)
        try:
            receipt = rebuild(home, [articles], ToyEncoder())
        except PinciteError as error:
            refused += 1
            assert isinstance(error, IndexFault)
            assert "\n" not in str(error)
            monkeypatch.setattr(client, "_milvus", milvus)
            assert home.version() == version, failing.calls
            assert held(home) == before
        else:
            monkeypatch.setattr(client, "_milvus", milvus)
            assert receipt.published
            assert home.version() == receipt.generation
            assert len(held(home)[0]) == 3  # type: ignore[arg-type]
            if len(failing.calls) < at:
                break
            rebuild(home, [articles / "a.txt", articles / "b.txt"], ToyEncoder())
            before = held(home)
    assert refused > 20


def test_leftovers_of_a_killed_build_are_removed(lite: Address, tmp_path: Path) -> None:
    from pincite.index.scale.client import client_of
    from pincite.index.scale.schema import ARTICLES

    articles = written(tmp_path / "articles", {"a.txt": TEXTS[0]})
    home = home_at(lite)
    rebuild(home, [articles], ToyEncoder())
    client_of(lite).create("pincite_000002_articles", ARTICLES)
    written(articles, {"b.txt": TEXTS[2]})
    assert rebuild(home, [], ToyEncoder()).generation == "000003"
    assert {name.split("_")[1] for name in names_of(lite)} == {"000001", "000003"}


def test_two_builds_at_once_are_refused(lite: Address, tmp_path: Path) -> None:
    articles = written(tmp_path / "articles", {"a.txt": TEXTS[0]})
    home = home_at(lite)
    with home.locked(), pytest.raises(IndexBusy, match=r"process \d+ on .* is rebuilding"):
        rebuild(home_at(lite), [articles], ToyEncoder())
    assert rebuild(home, [articles], ToyEncoder()).published


def test_two_machines_building_at_once_are_refused(
    lite: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock between machines is a collection; Milvus Lite stands for a server here."""
    from pincite.index.scale.building import lock
    from pincite.index.scale.client import client_of
    from pincite.index.scale.schema import lock_of

    client = client_of(lite)
    monkeypatch.setattr(client, "address", Address(lite.place, lite.uri, lite.name, False))
    monkeypatch.setattr(lock, "process", lambda: {"pid": 1, "host": "elsewhere", "since": "now"})
    with lock.milvus_lock(client, tmp_path / "one"):
        monkeypatch.setattr(lock, "process", lambda: {"pid": 2, "host": "here", "since": "now"})
        with (
            pytest.raises(
                IndexBusy, match=r"process 1 on elsewhere .* drop the collection pincite_lock"
            ),
            lock.milvus_lock(client, tmp_path / "two"),
        ):
            pass
    with lock.milvus_lock(client, tmp_path / "two") as held_:
        client.drop(lock_of(lite.name))
        with pytest.raises(IndexBusy, match="another build has taken the lock"):
            held_.require()


def test_a_lost_server_is_a_one_line_error(lite: Address, tmp_path: Path, monkeypatch: Any) -> None:
    from pincite.index.scale.client import client_of

    articles = written(tmp_path / "articles", {"a.txt": TEXTS[0]})
    rebuild(home_at(lite), [articles], ToyEncoder())
    retriever, client = retriever_at(lite, ToyEncoder()), client_of(lite)
    asks: list[Callable[[], object]] = [
        lambda: retriever.search([Query("harbour")], 3),
        lambda: retriever.article("a.txt"),
        lambda: retriever.summary(),
        lambda: home_at(lite).in_force(),
    ]
    for ask in asks:
        with monkeypatch.context() as lost:
            lost.setattr(client, "_milvus", Failing(client._milvus, 1, after=False))
            with pytest.raises(
                IndexFault, match=r"server unavailable.*; see that Milvus runs"
            ) as told:
                ask()
        assert "\n" not in str(told.value)
        ask()


def test_an_unreachable_server_is_a_one_line_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILVUS_TOKEN", "root:swordfish")
    with pytest.raises(IndexFault) as told:
        retriever_at(address_of("milvus://127.0.0.1:9/news"), ToyEncoder())
    assert "milvus://127.0.0.1:9/news" in str(told.value)
    assert "swordfish" not in str(told.value)
    assert "\n" not in str(told.value)


def test_lost_rows_and_altered_texts_are_found(lite: Address, tmp_path: Path) -> None:
    from pincite.index.scale.client import client_of

    articles = written(tmp_path / "articles", {"a.txt": TEXTS[0], "b.txt": TEXTS[2]})
    home = home_at(lite)
    rebuild(home, [articles], ToyEncoder())
    assert verify(home).current
    milvus, names = client_of(lite)._milvus, home.in_force().generation.names  # type: ignore[attr-defined]
    [row] = milvus.query(names.articles, filter="pk == 0", output_fields=["*"])
    milvus.upsert(names.articles, [{**row, "text": row["text"].replace("9 m", "8 m")}])
    with pytest.raises(IndexDamaged, match=r"text of a.txt was altered"):
        verify(home)
    milvus.delete(names.passages, filter="row == 0")
    with pytest.raises(IndexDamaged, match="holds 1 passages, its manifest says 2"):
        home.in_force()


def test_long_articles_are_stored_in_parts(lite: Address, tmp_path: Path) -> None:
    """A Milvus field holds at most 65,535 bytes."""
    long = " ".join(f"Word {n} of the long report is «{n * 7919 % 10_000}»." for n in range(6_000))
    articles = written(tmp_path / "articles", {"long.txt": long, "short.txt": TEXTS[0]})
    home, oracle = home_at(lite), FolderHome(tmp_path / "oracle")
    for each in (home, oracle):
        rebuild(each, [articles], ToyEncoder(max_tokens=400))
    assert held(home)[0] == held(oracle)[0]
    written(articles, {"other.txt": TEXTS[2]})
    rebuild(home, [], ToyEncoder(max_tokens=400))
    assert verify(home).current
