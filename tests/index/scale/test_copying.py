"""Copying an index from a folder to Milvus Lite and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pincite.corpus.errors import IndexDamaged, InputError
from pincite.index.building.build import add, rebuild
from pincite.index.building.copying import copy
from pincite.index.building.home import FolderHome, Home
from pincite.qa.place import home_at
from tests.support.places import new_place
from tests.support.toys import ToyEncoder, write_reports


def quiet(*_: Any) -> None:
    """A progress callback that does nothing."""


def held(home: Home) -> object:
    holdings = home.in_force().holdings
    rows = list(holdings.whole())
    keys = [row.key for _, each in rows for row in each]
    manifest = home.in_force().manifest
    return (
        rows,
        {key: vector.tolist() for key, vector in holdings.vectors(keys).items()},
        (manifest.sources, manifest.excluded, manifest.articles, manifest.copies),
    )


def test_an_index_is_copied_both_ways_without_embedding(tmp_path: Path) -> None:
    articles = write_reports(tmp_path / "articles", 30)
    (articles / "copy.txt").write_bytes(next(articles.glob("*.txt")).read_bytes())
    here, back, encoder = (
        FolderHome(tmp_path / "index"),
        FolderHome(tmp_path / "back"),
        ToyEncoder(),
    )
    rebuild(here, [articles], encoder)
    encoder.embedded.clear()
    with new_place("lite", tmp_path) as place:
        there = home_at(place)
        carried = copy(here, there, encoder, quiet)
        assert (carried.articles, carried.passages > 0, carried.embedded) == (31, True, 0)
        assert held(there) == held(here)
        assert copy(there, back, encoder, quiet).embedded == 0
        assert held(back) == held(here)
        assert encoder.embedded == []
        late = articles / "late.txt"
        late.write_text("Late report\n\nThe late report is short.", encoding="utf-8")
        add(here, [late], ToyEncoder())
        assert copy(here, there, encoder, quiet).changes.added == ("late.txt",)
        assert held(there) == held(here)


def test_an_index_of_other_articles_is_not_overwritten(tmp_path: Path) -> None:
    here, there = FolderHome(tmp_path / "one"), FolderHome(tmp_path / "two")
    rebuild(here, [write_reports(tmp_path / "a", 3)], ToyEncoder())
    rebuild(there, [write_reports(tmp_path / "b", 3)], ToyEncoder())
    before = held(there)
    with pytest.raises(InputError, match="holds an index of other articles"):
        copy(here, there, ToyEncoder(), quiet)
    assert held(there) == before


def test_a_copy_that_differs_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = FolderHome(tmp_path / "one"), FolderHome(tmp_path / "two")
    rebuild(here, [write_reports(tmp_path / "a", 3)], ToyEncoder())
    real = FolderHome.assemble

    def losing(self: FolderHome, old: Any, plan: Any, *rest: Any, **options: Any) -> Any:
        from dataclasses import replace

        return real(self, old, replace(plan, articles=plan.articles[1:]), *rest, **options)

    monkeypatch.setattr(FolderHome, "assemble", losing)
    with pytest.raises(IndexDamaged, match="differs from"):
        copy(here, there, ToyEncoder(), quiet)
