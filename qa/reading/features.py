"""Question and passage to what a reading model takes, and its tokens back to characters.

Shared by reading and training, so that a model is asked exactly as it was taught.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.errors import QuestionError

_LEAST_TEXT = 64  # tokens of a window that are left for the passage
_OVERLAP = 64  # tokens that two windows of a long passage share


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a passage, beside its question, that fits the model.

    ``pair`` says which pair of the call it belongs to. ``ids`` and ``types`` are what the model
    takes, n tokens; ``offsets`` (n, 2) int64 are the characters of the passage that each token
    stands for, -1 for tokens of the question and special ones.
    """

    pair: int
    ids: tuple[int, ...]
    types: tuple[int, ...]
    offsets: NDArray[np.int64]


class Features:
    """Cuts pairs of question and passage into windows. Thread-safe."""

    def __init__(self, tokenizer: Any, window: int) -> None:
        """``tokenizer`` is a fast one of transformers; ``window`` the tokens a model takes."""
        self._tokenizer = tokenizer
        self._window = window
        self.padding = int(tokenizer.pad_token_id or 0)
        """The id that fills a batch up."""
        self._special = tokenizer.num_special_tokens_to_add(pair=True)
        # subtle: each call sets truncation on the shared Rust tokenizer, and two threads doing so
        # fail with "Already borrowed"
        self._lock = threading.Lock()

    def windows(self, questions: Sequence[str], texts: Sequence[str]) -> list[Window]:
        """The windows of each question with the text beside it, in order; at least one a pair.

        Raises QuestionError for a question that leaves no room for a passage.
        """
        if not questions:
            return []
        with self._lock:
            self._check(questions)
            read = self._tokenizer(
                list(questions),
                list(texts),
                truncation="only_second",
                max_length=self._window,
                stride=min(_OVERLAP, self._window // 8),
                return_overflowing_tokens=True,
                return_offsets_mapping=True,
                return_token_type_ids=True,
            )
        return [self._of(read, n) for n in range(len(read["input_ids"]))]

    def _check(self, questions: Sequence[str]) -> None:
        most = self._window - self._special - min(_LEAST_TEXT, self._window // 2)
        for question in dict.fromkeys(questions):
            tokens = len(self._tokenizer(question, add_special_tokens=False)["input_ids"])
            if tokens > most:
                raise QuestionError(
                    f"the question takes {tokens} word pieces; the reader takes at most {most}; "
                    f"ask a shorter one: {question[:60]!r}…"
                )

    @staticmethod
    def _of(read: Any, n: int) -> Window:
        offsets = np.array(read["offset_mapping"][n], dtype=np.int64).reshape(-1, 2)
        of_text = np.array([part == 1 for part in read.sequence_ids(n)])
        offsets[~of_text] = -1
        return Window(
            int(read["overflow_to_sample_mapping"][n]),
            tuple(read["input_ids"][n]),
            tuple(read["token_type_ids"][n]),
            offsets,
        )
