"""No text of a person or of an article reaches a filter: 60 sources and questions that would change
one, asked of Milvus Lite beside a folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.errors import InputError
from pincite.index.building.build import rebuild
from pincite.index.retrieval.filter import Filter
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import Retriever
from pincite.index.scale import keys
from pincite.qa.place import home_at, retriever_at
from tests.support.places import articles_of_all_kinds, new_place
from tests.support.toys import ToyEncoder

PARTS = (
    '"', "'", "\\", '\\"', "' or 1 == 1 or '", '" or row >= 0 or "', "row >= 0", "%", "_", "a%b",
    "*", "day in [1]", "] or row > 0 #", ") or (row >= 0", "array_contains(keys, 1)",
    "; drop alias", "{since}", "{{0}}", "\n or true", "\x00", "-- x", "/* x */", "$meta['a']",
    "json_contains(a, 1)", "like '%'", "TEXT_MATCH(terms, 'a')", "exists x", "null", "true",
    "not (row == 1)",
)  # fmt: skip
HOSTILE = (*PARTS, *(f"harbour {part} count" for part in PARTS))
ALLOWED = re.compile(
    r"(?:\b(?:and|or|in|array_contains_any|array_contains_all|day|row|article|first|number|part|month"
    r"|initial|length|pk|id_key|file_key|within|sha_key|grams|keys|passage_key)\b|-?\d+|>=|<=|<|=="
    r"|[()\[\], ])*"
)


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Retriever, Retriever, list[str]]]:
    """Milvus Lite and a folder with the same articles, and every filter that is asked with."""
    pytest.importorskip("pymilvus", reason="no Milvus: pip install 'pincite[scale]'")
    folder = tmp_path_factory.mktemp("injection")
    articles = articles_of_all_kinds(folder / "articles")
    for n, part in enumerate(PARTS):
        title = part.replace("\n", " ").replace("\x00", " ")
        text = f"A count {title}\n\nThe harbour {title} was counted {n} times."
        name = part.translate(dict.fromkeys(map(ord, "/\x00\n"), "-"))
        (articles / f"odd{n} {name}.txt").write_text(text, encoding="utf-8")
    rebuild(folder / "oracle", [articles], ToyEncoder())
    with new_place("lite", folder) as place:
        rebuild(home_at(place), [articles], ToyEncoder())
        retriever, asked = retriever_at(place, ToyEncoder()), []
        client: Any = retriever._client  # type: ignore[attr-defined]

        def spied(name: str) -> Any:
            real = getattr(client._milvus, name)

            def call(*arguments: Any, **options: Any) -> Any:
                asked.append(options.get("filter") or "")
                return real(*arguments, **options)

            return call

        patch = pytest.MonkeyPatch()
        for name in ("query", "query_iterator", "search"):
            patch.setattr(client._milvus, name, spied(name))
        yield retriever, LocalRetriever(folder / "oracle", ToyEncoder()), asked
        patch.undo()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_changes_no_filter(
    both: tuple[Retriever, Retriever, list[str]], text: str
) -> None:
    retriever, oracle, asked = both
    asked.clear()
    filters = [Filter(source=text)] if text.strip() else []
    for filter in (*filters, Filter()):
        query = Query(text, filter)
        [found], [known] = (each.search([query], 5) for each in (retriever, oracle))
        assert found.scope == known.scope
        assert found.missing == known.missing
        assert all(filter.accepts(hit.article) for hit in found.hits)
        ours, theirs = (each.holding(text, filter) for each in (retriever, oracle))
        assert [hit.passage for hit in ours.hits] == [hit.passage for hit in theirs.hits]
    assert retriever.words_like(text, 3) == oracle.words_like(text, 3)
    assert retriever.article(text) == oracle.article(text)
    assert asked
    for expression in asked:
        assert ALLOWED.fullmatch(expression), expression


@given(st.lists(st.integers(0, 2**63 - 1), max_size=40))
def test_number_ranges_match_exactly_their_numbers(numbers: list[int]) -> None:
    expression = keys.among("row", numbers)
    assert ALLOWED.fullmatch(expression)
    python = expression.replace("[]", "()")
    near = {n + step for n in numbers for step in (-1, 0, 1)}
    assert {n for n in near if eval(python, {"row": n})} == set(numbers)


@given(st.text(), st.sampled_from(["id", "file", "folder", "text", "word", "term"]))
def test_a_key_is_a_number_of_63_bits(text: str, kind: Any) -> None:
    assert 0 <= keys.key_of(kind, text) < 2**63


@pytest.mark.parametrize("value", ["1", "1 or 1", True, 1.5, None, [1]])
def test_row_filters_accept_only_numbers(value: Any) -> None:
    makes: Sequence[Any] = (
        lambda: keys.among("row", [value]),
        lambda: keys.between("day", value, 3),
        lambda: keys.holding("keys", [value]),
    )
    for make in makes:
        with pytest.raises(ValueError, match="is no number"):
            make()
    with pytest.raises(ValueError, match="is no field"):
        keys.among("row >= 0 or row", [1])


@pytest.mark.parametrize(
    "place",
    [
        "milvus://root:secret@host/news", "milvus://host", "milvus://host/a b", "milvus://host:99999/a",
        "milvus://host/a';--", "milvus-lite:///tmp/x", "milvus:///news", "milvus:/host/news",
    ],
)  # fmt: skip
def test_a_malformed_address_is_reported_without_its_secret(place: str) -> None:
    with pytest.raises(InputError, match="expected milvus://HOST:19530/COLLECTION") as told:
        from pincite.qa.place import place_of

        place_of(place)
    assert "secret" not in str(told.value)
    assert "\n" not in str(told.value)


def test_an_address_is_shown_as_typed() -> None:
    from pincite.qa.place import place_of

    assert (
        str(place_of("milvus://news.example:19530/archive"))
        == "milvus://news.example:19530/archive"
    )
    assert (
        str(place_of("milvus+tls://news.example/archive"))
        == "milvus+tls://news.example:19530/archive"
    )
    assert isinstance(place_of("milvus"), Path)
