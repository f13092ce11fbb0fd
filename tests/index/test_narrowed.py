"""Filtering in SQLite accepts the same articles as the filter itself."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pincite.corpus.article import Article
from pincite.index.retrieval.filter import Filter
from pincite.index.storage.contents import Contents
from pincite.index.storage.narrowed import FilteredArticles
from pincite.index.storage.segments.articles import ArticleFile
from pincite.index.storage.segments.narrowing import Narrowing
from tests.support.stored import write

WRITTEN = st.sampled_from(
    [None, "", "2026-02-03", "2026-02-03T10:00:00+01:00", "2026-02-30", "2026-02", "20260203",
     "2026-W05-1", "0000-01-01", "0001-01-01", "9999-12-31", "2026-03-01", "soon", "2026-2-3"]
)  # fmt: skip
HELD_BY = st.sampled_from([None, "", "Straße", "STRASSE", "İstanbul", "a%b", "news", "NEWS/x"])


@pytest.mark.parametrize("origins", [True, False])
@settings(max_examples=40)
@given(
    st.lists(st.tuples(WRITTEN, HELD_BY, HELD_BY, HELD_BY), min_size=1, max_size=12),
    st.sampled_from([None, "2026-02-03", "0001-01-01", "2026-03-01"]),
    st.sampled_from([None, "2026-02-03", "9999-12-31", "2026-03-01"]),
    st.sampled_from([None, "strasse", "news", "İ", "%", "ss", "s"]),
    st.data(),
)
def test_sqlite_filtering_matches_the_filter_itself(
    origins: bool,
    told: list[tuple[str | None, str | None, str | None, str | None]],
    since: str | None,
    until: str | None,
    source: str | None,
    data: st.DataObject,
) -> None:
    """Dates, paths, addresses and authors may be any text; removed articles are never accepted."""
    if since and until and since > until:
        since, until = until, since
    filter = Filter.of(since, until, source)
    articles = [
        Article(f"{n}", "t", f"text {n}", path or "", (), date, url, author=author)
        for n, (date, path, url, author) in enumerate(told)
    ]
    order = np.array(data.draw(st.permutations(range(len(articles))))[: len(articles) * 2 // 3 + 1])
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder, "file"), [(each, []) for each in articles])
        if not origins:
            with sqlite3.connect(Path(folder, "file")) as connection:
                connection.execute("DROP TABLE origins")
            connection.close()
        file = ArticleFile.open(Path(folder, "file"))
        contents = Contents(order, np.zeros((0, 2), np.int64), [len(articles)])
        narrowed = FilteredArticles([Narrowing(file)], contents)
        accepted = narrowed.accepted(*filter.bounds)
        undated = narrowed.undated(*filter.bounds)
        file.close()
    live = np.isin(np.arange(len(articles)), order)
    assert accepted.tolist() == [
        bool(there) and filter.accepts(each) for each, there in zip(articles, live, strict=True)
    ]
    assert undated == sum(filter.misses_date(articles[n]) for n in order)
