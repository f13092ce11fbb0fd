"""Makes the model's input from questions and passages, and maps its tokens back to characters.

Reading and training share this code, so a model gets the same input in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.errors import QuestionError
from pincite.index.engines.models.tokenizing import Encoding, truncated_pairs, untruncated

_LEAST_TEXT = 64  # tokens of a window that must be left for the passage
_OVERLAP = 64  # tokens that two windows of a long passage share


@dataclass(frozen=True, slots=True)
class Window:
    """A question and a part of a passage that together fit the model.

    ``pair`` is the index of the pair in the call. ``ids`` and ``types`` are the model's input of n
    tokens. ``offsets``, (n, 2) int64, are the start and end characters in the passage of each
    token; they are -1 for tokens of the question and special tokens.
    """

    pair: int
    ids: tuple[int, ...]
    types: tuple[int, ...]
    offsets: NDArray[np.int64]


class Features:
    """Cuts pairs of question and passage into windows. Thread-safe."""

    def __init__(self, tokenizer: str, window: int, padding: int = 0) -> None:
        """``tokenizer`` is the JSON of a tokenizer of the tokenizers library, ``window`` how many
        tokens the model takes, ``padding`` the id of the padding token."""
        self._whole = untruncated(tokenizer)
        self._cut = truncated_pairs(tokenizer, window, min(_OVERLAP, window // 8))
        self.window = window
        self.padding = padding
        self._special = self._whole.num_special_tokens_to_add(is_pair=True)

    def windows(self, questions: Sequence[str], texts: Sequence[str]) -> list[Window]:
        """The windows of each question with its text, in order; at least one for each pair.

        Raises QuestionError for a question so long that it leaves no room for a passage.
        """
        if not questions:
            return []
        self._check(questions)
        read = self._cut.encode_batch(list(zip(questions, texts, strict=True)))
        return [_window(n, each) for n, row in enumerate(read) for each in (row, *row.overflowing)]

    def _check(self, questions: Sequence[str]) -> None:
        most = self.window - self._special - min(_LEAST_TEXT, self.window // 2)
        for question in dict.fromkeys(questions):
            tokens = len(self._whole.encode(question, add_special_tokens=False).ids)
            if tokens > most:
                raise QuestionError(
                    f"the question takes {tokens} word pieces; the reader takes at most {most}; "
                    f"ask a shorter one: {question[:60]!r}…"
                )


def _window(pair: int, read: Encoding) -> Window:
    offsets = np.array(read.offsets, dtype=np.int64).reshape(-1, 2)
    offsets[[part != 1 for part in read.sequence_ids]] = -1
    return Window(pair, tuple(read.ids), tuple(read.type_ids), offsets)
