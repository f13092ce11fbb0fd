"""Windows of question and passage: offsets, overlap, room for the question; training targets."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import AutoTokenizer

from pincite.corpus.article import Span
from pincite.corpus.errors import QuestionError
from pincite.index.engines.encoder import _bundled
from pincite.qa.reading.features import Features

TOKENIZER = AutoTokenizer.from_pretrained(_bundled(), local_files_only=True)
DESCRIBED = TOKENIZER.backend_tokenizer.to_str()
TEXT = "The Groenland farmers let 10 billion liters flow. Cape Town's dams were at 23.5 percent. "


@settings(deadline=None)
@given(st.text(max_size=300), st.integers(24, 80))
def test_token_offsets_match_the_text(text: str, size: int) -> None:
    windows = Features(DESCRIBED, size).windows(["When was it?"], [text])
    assert windows
    covered = set()
    for window in windows:
        assert len(window.ids) == len(window.types) == len(window.offsets) <= size
        for token, kind, (start, end) in zip(
            window.ids, window.types, window.offsets.tolist(), strict=True
        ):
            if start < 0:
                continue
            assert kind == 1
            assert 0 <= start <= end <= len(text)
            covered.update(range(start, end))
            piece = TOKENIZER.convert_ids_to_tokens(token).removeprefix("##")
            if text.isascii() and text[start:end].isprintable() and piece != "[UNK]":
                assert text[start:end].lower() == piece
    assert all(n in covered for n, c in enumerate(text) if c.isascii() and c.isalnum())


def test_windows_of_a_long_text_overlap_and_belong_to_their_pair() -> None:
    features = Features(DESCRIBED, 64)
    windows = features.windows(["What?", "Why?"], [TEXT * 5, TEXT])
    assert [window.pair for window in windows] == [0] * (len(windows) - 1) + [1]
    for one, other in pairwise(windows[:-1]):
        assert one.offsets.max() > other.offsets[other.offsets >= 0].min()


def test_a_question_that_leaves_no_room_is_refused() -> None:
    features = Features(DESCRIBED, 64)
    with pytest.raises(QuestionError, match=r"takes \d+ word pieces; the reader takes at most 29"):
        features.windows(["why " * 30], [TEXT])
    assert features.windows(["why " * 29], [TEXT])


def test_no_questions_give_no_windows() -> None:
    assert Features(DESCRIBED, 64).windows([], []) == []


@pytest.mark.parametrize("answer", ["10 billion liters", "23.5", "Groenland", "The", "percent."])
def test_training_marks_the_tokens_of_the_answer(answer: str) -> None:
    from pincite.qa.training.batches import encoded
    from pincite.qa.training.data.rows import TrainingRow

    start = TEXT.index(answer)
    row = TrainingRow("How much?", TEXT, (Span(start, start + len(answer)),), "test")
    ((got),) = encoded([row], Features(DESCRIBED, 64))
    pieces = TOKENIZER.decode(got.ids[got.starts[0] : got.ends[0] + 1])
    assert pieces.replace(" ", "") == answer.lower().replace(" ", "")


def test_training_points_at_the_first_token_where_there_is_no_answer() -> None:
    from pincite.qa.training.batches import encoded
    from pincite.qa.training.data.rows import TrainingRow

    ((got),) = encoded([TrainingRow("How much?", TEXT, (), "test")], Features(DESCRIBED, 64))
    assert (got.starts, got.ends) == ((0,), (0,))
    long = TrainingRow("How much?", TEXT * 9, (Span(700, 709),), "test")
    ((got),) = encoded([long], Features(DESCRIBED, 64))
    assert got.starts[0] > 0, "the window that holds the answer is the one that is kept"
