"""An export that says anything else than Pincite saves is refused in a line, or does no harm."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pincite.corpus.article import Span
from pincite.corpus.errors import InputError
from pincite.qa.carrying.records import export_json
from pincite.qa.types import Answer
from pincite.qa.web.handlers import PageHandlers
from pincite.qa.web.kept.imported import chat_of_export
from pincite.qa.web.rendering.turn import Chat
from pincite.qa.words import in_language, translated
from tests.support.exports import FULL, ODD, altered, opened, paths_in
from tests.support.fake_replies import ferry_answer, pilot_answer
from tests.support.web_articles import FERRY
from tests.support.web_fakes import FakeAnswers

GOOD = json.loads(export_json([pilot_answer("Pilot?"), FULL]))
_with = partial(altered, GOOD)


@given(st.sampled_from(list(paths_in(GOOD))), st.sampled_from(ODD))
@example(("answers", 1, "dates", "since"), "2026-13-45")
@example(("answers", 1, "scope", "since"), "2031")
def test_any_other_value_is_refused_in_a_line_or_comes_back(
    path: tuple[Any, ...], value: Any
) -> None:
    handlers = PageHandlers(FakeAnswers())
    try:
        chat = chat_of_export(_with(path, value))
    except InputError as error:
        assert "\n" not in str(error)
        assert len(str(error)) < 250
        return
    for language in ("en", "zh-Hant"):
        with in_language(language):
            shown = handlers.restore(Chat(language=language), json.loads(json.dumps(chat)))
        assert 'class="notice"' not in shown["transcript"]


REFUSED = [
    (b"", "no JSON (line 1, column 1)"),
    (b"# Questions and answers\n", "no JSON (line 1, column 1)"),
    (b"@misc{taiwan2026-1,\n}", "no JSON (line 1, column 1)"),
    (b'{"pincite_export": 1,\n "answers": [', "no JSON (line 2, column 14)"),
    (b"\xff\xfe{}", "no export of Pincite"),
    (b"[" * 100_000, "no export of Pincite"),
    (b"1" * 5_000, "no export of Pincite"),
    (b'[{"id": "a", "type": "webpage"}]', "no export of Pincite"),
    (b'{"nodes": []}', "no export of Pincite"),
    (b'{"pincite_export": 2, "answers": []}',
     "an export of version 2, while this Pincite reads version 1"),
    (b'{"pincite_export": 1, "answers": []}', "an export without a question"),
    (b'{"pincite_export": 1, "answers": [7]}', "question 1: it is 7, expected an object"),
    (_with(("answers", 1, "question"), ""),
     'question 2: the field question is "", expected a question'),
    (_with(("answers", 0, "citations", 0, "quote"), 7),
     "question 1: citation 1: the field quote is 7, expected a text of at most 20,000 characters"),
    (_with(("answers", 0, "citations", 0, "also", 1, "quote"), "ab"),
     "question 1: citation 1: place 2: quote has 2 characters, its place"),
    (_with(("answers", 0, "citations", 0, "answer"), {"start": 0, "end": 1}),
     "question 1: citation 1: answer is 0-1, expected a part of the sentence"),
    (_with(("answers", 1, "scope", "since"), "2031-02-30"), "expected a filter of articles"),
    (_with(("answers", 1, "rivals"), [9]), "the field rivals is [9], expected numbers below 2"),
    (_with(("answers", 1, "citations"), [{}]), "citation 1: the field quote is missing"),
    (_with(("answers", 1, "dates"), {}), "expected a value as Pincite saves it"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "why"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_no_export_is_refused_with_the_next_step(data: bytes, why: str) -> None:
    with pytest.raises(InputError) as told:
        chat_of_export(data)
    message = str(told.value)
    assert why in message
    assert message.endswith("save the chat as JSON again")
    assert len(message.splitlines()) == 1
    with in_language("zh-Hant"):
        chinese = translated(message)
    # names of fields and values stay as they are
    assert not re.search("[a-z]+ (is|of|has|at|the|as) ", chinese), chinese


def test_a_turn_that_no_browser_could_send_back_is_refused() -> None:
    long = replace(FERRY, text="It rained. " * 40_000)
    whole = Span(0, 19_000)
    cited = replace(ferry_answer("Q?").citations[0], article=long, sentence=whole, answer=whole)
    many = Answer("Q?", "x", 0.5, (replace(cited, also=(cited,) * 30),), ())
    with pytest.raises(InputError, match=r"question 1: \d+ KB of quotes, expected 380 KB at most"):
        opened(many)
