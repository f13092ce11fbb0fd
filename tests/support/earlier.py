"""Writes an index in formats 6 and 7, as the versions before segments did."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from pathlib import Path

import faiss

from pincite.index.storage.segments.values import dumped
from pincite.index.storage.snapshot import Snapshot

_SCHEMA = """
CREATE TABLE articles (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, text TEXT NOT NULL,
    source TEXT NOT NULL, body TEXT NOT NULL, published TEXT, url TEXT,
    pages TEXT NOT NULL, author TEXT, language TEXT, sections TEXT NOT NULL, sha256 TEXT NOT NULL
);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL, article INTEGER NOT NULL REFERENCES articles,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, sentences TEXT NOT NULL, key BLOB NOT NULL
);
"""


def written_as(index: Path, format: int, **manifest: object) -> None:
    """Replaces an index by one of an earlier format with the same articles; ``manifest`` are
    further values of its manifest. The terms are left out, because no version reads them any
    more."""
    old = Snapshot.open(index)
    folder = index / "earlier"
    (folder / "terms").mkdir(parents=True)
    (folder / "terms" / "languages.json").write_text('["en"]')
    flat = faiss.IndexFlatIP(old.manifest.dimension)
    flat.add(old.dense.vectors())
    (folder / "vectors.faiss").write_bytes(faiss.serialize_index(flat).tobytes())
    _write_articles(folder / "articles.sqlite", old)
    files = {
        path.relative_to(folder).as_posix(): (
            path.stat().st_size,
            hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path in folder.rglob("*")
        if path.is_file()
    }
    kept = ("created", "embedder", "fingerprint", "dimension", "articles", "copies", "passages",
            "set_aside", "chunking", "sources", "excluded")  # fmt: skip
    values = {name: getattr(old.manifest, name) for name in kept}
    data = json.dumps({"format": format, **values, **manifest, "files": files}).encode()
    (folder / "manifest.json").write_bytes(data)
    for name in ("generations", "segments"):
        shutil.rmtree(index / name)
    (index / "generations").mkdir()
    folder.rename(index / "generations" / "000001")
    (index / "CURRENT").write_text(f"000001 {hashlib.sha256(data).hexdigest()}\n")


def _write_articles(path: Path, old: Snapshot) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(_SCHEMA)
    row = 0
    for number, a in enumerate(old.store.articles()):
        connection.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (number, a.id, a.title, a.text, a.source, dumped(a.body), a.published, a.url,
             json.dumps(a.pages), a.author, a.language,
             json.dumps([each.values() for each in a.sections]), a.sha256),
        )  # fmt: skip
        for each in old.store.rows(a.id):
            p = each.passage
            connection.execute(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
                (row, p.id, number, p.span.start, p.span.end, dumped(p.sentences), each.key),
            )
            row += 1
    connection.commit()
    connection.close()
