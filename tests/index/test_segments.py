"""An index built in segments equals one built at once: articles, rankings, scores, words."""

import random
from pathlib import Path

import pytest

from pincite.index.building.build import add, rebuild, remove
from pincite.index.building.publishing import merging
from pincite.index.building.verify import verify
from pincite.index.retrieval.filter import Filter
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.search import Searcher
from pincite.index.storage.snapshot import Snapshot
from tests.support.toys import SUBJECTS, ToyEncoder, report

QUESTIONS = (
    "How many guests came to the harbour?",
    "the reactor number 3",
    "Who promised wider lanes for district 7?",
    "glacier bakery festival",
    "Critics of the railway, and the Häuser",
    "the",
)
FILTERS = (Filter(), Filter(source="1"), Filter(source="b/"))


def texts(draw: random.Random) -> str:
    """A random report, often a copy of another one, or a text in another language."""
    number = draw.randrange(12)
    kinds = [report(number), report(number, figure=draw.randrange(3)), report(number) * 3]
    return draw.choice(
        [*kinds, f"Die Häuser am {SUBJECTS[number % 8]} wurden verkauft. Niemand kam."]
    )


def change(index: Path, folder: Path, draw: random.Random) -> None:
    """Adds, changes or removes a few files, with one of the commands."""
    held = sorted(path for path in folder.rglob("*.txt"))
    wanted = [
        folder / draw.choice("ab") / f"{draw.randrange(30)}.txt"
        for _ in range(draw.randrange(1, 5))
    ]
    verb = draw.choice(["add", "add", "remove", "rebuild"])
    if verb == "remove" and len(held) > 3:
        gone = draw.sample(held, draw.randrange(1, 3))
        remove(index, list(map(str, gone)), ToyEncoder(), purge=draw.random() < 0.1)
        for path in gone:
            path.unlink()
        return
    for path in wanted:
        path.write_text(texts(draw), encoding="utf-8")
    if verb == "rebuild":
        for path in draw.sample(held, min(2, len(held) - 1)):
            path.unlink(missing_ok=True)
        rebuild(index, [folder], ToyEncoder())
    else:
        add(index, wanted, ToyEncoder())


def same(one: Snapshot, other: Snapshot) -> None:
    """Asserts that two snapshots give the same results for every operation."""
    assert list(one.store.articles()) == list(other.store.articles())
    assert one.store.keys() == other.store.keys()
    assert one.store.entries() == other.store.entries()
    assert (one.dense.vectors() == other.dense.vectors()).all()
    rows = range(len(one.dense))
    assert list(one.store.passages(rows)) == list(other.store.passages(rows))
    for name in ("articles", "copies", "passages", "set_aside", "languages"):
        assert getattr(one.manifest, name) == getattr(other.manifest, name), name
    for article in one.store.articles():
        assert one.store.copies(article) == other.store.copies(article)
        assert one.store.rows(article.id) == other.store.rows(article.id)
    assert one.store.spread(4) == other.store.spread(4)
    for word in ("harbour", "hauser", "district", "guest", "harbuor", "bakery", "critics"):
        assert one.store.spelled(word) == other.store.spelled(word), word
        assert one.store.like(word, 5) == other.store.like(word, 5), word
    searchers = [Searcher(each, ToyEncoder()) for each in (one, other)]
    for question in QUESTIONS:
        assert one.lexical.search(question, 7) == other.lexical.search(question, 7)
        for together in (1, 3):
            assert one.lexical.holding(question, 0.6, together).tolist() == (
                other.lexical.holding(question, 0.6, together).tolist()
            )
        vectors = ToyEncoder().questions([question])
        for a, b in zip(one.dense.search(vectors, 7), other.dense.search(vectors, 7), strict=True):
            assert a.tolist() == b.tolist(), question
        found = [each.search([Query(question, f) for f in FILTERS], 10) for each in searchers]
        assert found[0] == found[1], question


@pytest.mark.parametrize(("ratio", "least"), [(0, 0), (1, 2), (3, 5)])
@pytest.mark.parametrize("seed", range(3))
def test_a_history_of_changes_gives_the_index_built_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ratio: int, least: int, seed: int
) -> None:
    monkeypatch.setattr(merging, "RATIO", ratio)
    monkeypatch.setattr(merging, "LEAST", least)
    draw = random.Random(f"{seed} {ratio}")
    index, folder = tmp_path / "index", tmp_path / "articles"
    for sub in "ab":
        (folder / sub).mkdir(parents=True)
    for number in range(8):
        (folder / "a" / f"{number}.txt").write_text(texts(draw), encoding="utf-8")
    rebuild(index, [folder], ToyEncoder())
    most = 0
    for n in range(16):
        change(index, folder, draw)
        snapshot = Snapshot.open(index)
        most = max(most, len(snapshot.segments))
        if n % 5 == 0 or n == 15:
            fresh = tmp_path / f"fresh-{n}"
            rebuild(fresh, [folder], ToyEncoder())
            same(snapshot, Snapshot.open(fresh))
            assert verify(index).current
    assert most > (4 if not ratio else 1)
    named = {each.name for each in Snapshot.open(index).manifest.segments}
    kept = {path.name for path in (index / "segments").iterdir()}
    assert named <= kept
