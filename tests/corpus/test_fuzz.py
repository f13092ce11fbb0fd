"""Every reader gives valid articles or a read error for any bytes."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pincite.corpus.draft import Draft
from pincite.corpus.formats.documents import text
from tests.fuzz import READERS, SEEDS, check, mutated
from tests.support.files import unzipped, zipped

KINDS = tuple(READERS)
any_case = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("kind", KINDS)
def test_valid_files_are_read(kind: str) -> None:
    assert READERS[kind](SEEDS[kind], "any.file")[0].text.strip()


@pytest.mark.parametrize("kind", KINDS)
@any_case
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(kind: str, data: bytes) -> None:
    check(kind, data)


@pytest.mark.parametrize("kind", KINDS)
@any_case
@given(st.integers(0, 2**32))
def test_a_changed_file_is_read_or_refused(kind: str, seed: int) -> None:
    check(kind, mutated(SEEDS[kind], random.Random(seed)))


@pytest.mark.parametrize("kind", KINDS)
@any_case
@given(st.sampled_from(KINDS), st.binary(max_size=50))
def test_a_file_of_another_kind_is_read_or_refused(kind: str, other: str, more: bytes) -> None:
    check(kind, more + SEEDS[other] + more)


@pytest.mark.parametrize("kind", ["epub", "odt"])
@any_case
@given(st.integers(0, 2**32), st.data())
def test_an_archive_with_a_changed_part_is_read_or_refused(
    kind: str, seed: int, data: st.DataObject
) -> None:
    parts = unzipped(SEEDS[kind])
    part = data.draw(st.sampled_from(sorted(parts)))
    check(kind, zipped({**parts, part: mutated(parts[part], random.Random(seed))}))


@any_case
@given(st.integers(0, 2**32), st.sampled_from(sorted(unzipped(SEEDS["docx"]))))
def test_a_word_file_with_a_changed_part_is_read_or_refused(seed: int, part: str) -> None:
    parts = unzipped(SEEDS["docx"])
    check("docx", zipped({**parts, part: mutated(parts[part], random.Random(seed))}))


def test_a_letter_of_two_code_points_in_big5_is_read() -> None:
    words = "港口將於五月重新開放，市長週二表示。".encode("big5hkscs") * 9
    (draft,) = text.read(words + b"\x88\x62\x88\xa5" + words, "a.txt")
    assert isinstance(draft, Draft)
    assert "\u00ca\u0304\u00ea\u030c" in draft.text
