"""A conversation: questions that lean on those before them, each asked in full of one Answerer."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from pincite.index.engines.lexical import asked_terms
from pincite.index.retrieval.query import MAX_QUESTION, Query
from pincite.qa.asking.plans.correcting import corrected
from pincite.qa.asking.plans.forms import Form, is_small_talk
from pincite.qa.conversation.leaning import Line, taken_apart
from pincite.qa.conversation.memory import REMEMBERED, Past, remembered, same_words
from pincite.qa.conversation.resolving import Meant, meanings, with_topic
from pincite.qa.types import Answer

_TRIED: Final = 2  # full questions that are asked together
_AGAIN: Final = 0.6  # what the sentence just given weighs as the answer to the next question
_CLOSE: Final = 0.8  # of the surest: which of two persons is meant cannot be told
_ALONE: Final = (
    1.15  # what a line that may stand alone weighs, taken as it stands: with words that are new
)
_LOOSE: Final = 0.85  # and with words of what was spoken of


class Asked(Protocol):
    """What a conversation asks its questions of: an Answerer."""

    def ask(
        self, queries: Sequence[Query], as_: Form | None = None, *, dates: bool = True
    ) -> list[Answer]:
        """The answer to each query, in order, in the form ``as_``; without ``dates`` none in it is
        taken as a filter."""
        ...

    def ask_among(
        self, queries: Sequence[Query], favoured: Collection[str], shared: int = 1
    ) -> list[Answer]:
        """The answer to each query, one in the ``favoured`` articles held likelier; ``shared``
        questions are read in about the time of one."""
        ...

    def words_like(self, word: str, n: int) -> list[tuple[str, int]]:
        """The words of the articles that a typed word stands for."""
        ...


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was typed, and its answer."""

    question: str
    answer: Answer


class Conversation:
    """Questions asked one after another. What a line leaves out is taken from the turns before it.

    Only the last turns are remembered, so that it never grows. Thread-safe; what is asked of one
    conversation is answered in order, and no other one knows of it.
    """

    def __init__(self, answerer: Asked) -> None:
        """Begins with nothing said."""
        self._answerer = answerer
        self._lock = threading.Lock()
        self._turns: deque[Turn] = deque(maxlen=REMEMBERED)
        self._pasts: deque[Past] = deque(maxlen=REMEMBERED)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The last turns, oldest first."""
        return tuple(self._turns)

    def clear(self) -> None:
        """Begins anew."""
        with self._lock:
            self._turns.clear()
            self._pasts.clear()

    def ask(
        self,
        question: str,
        *,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
        as_: Form | None = None,
        dates: bool = True,
    ) -> Answer:
        """The answer to a line, understood after what was said before; ``Answer.resolved`` is the
        full question, "" where the line was taken as it stands. Where it cannot be told what is
        meant, an Answer of the kind "which", whose ``suggestions`` are the questions to choose
        from. With ``as_``, or without ``dates``, the line is taken just so; where it is the last
        one once more, as it was understood. Filters and raises as ``Answerer.answer``."""
        query = Query.of(question, since=since, until=until, source=source)
        with self._lock:
            plain = as_ is None and dates
            answer = self._answered(query) if plain else self._once_more(query, as_, dates)
            answer = replace(answer, question=query.text)
            self._remember(answer)
            return answer

    def recall(self, answer: Answer) -> None:
        """Goes on as if this had been asked and answered last, such as in a conversation that was
        kept elsewhere."""
        with self._lock:
            self._remember(answer)

    def _remember(self, answer: Answer) -> None:
        self._turns.append(Turn(answer.question, replace(answer, hits=(), parts=())))
        if answer.kind != "small talk":
            self._pasts.append(remembered(answer.question, answer, self._leant_on(answer)))

    def _leant_on(self, answer: Answer) -> Past | None:
        return self._pasts[-1] if answer.resolved and self._pasts else None

    def _answered(self, query: Query) -> Answer:
        if is_small_talk(query.text):
            return self._answerer.ask([query])[0]
        line = taken_apart(corrected(query.text, self._answerer.words_like).line)
        pasts = tuple(self._pasts)
        if not pasts:
            return self._first(query, line)
        if chosen := _chosen(query.text, pasts[-1]):
            return self._tried(query, [Meant(chosen, 1.0)], pasts[-1:])
        if line.topic:
            pasts = _returned(line.topic, pasts)
        if line.leaning == "alone" and not line.topic and not line.pronoun:
            return self._answerer.ask([_asking(query, line.text if line.shifts else query.text)])[0]
        return self._leaning(query, line, pasts)

    def _once_more(self, query: Query, as_: Form | None, dates: bool) -> Answer:
        """The line in the form that was chosen for it."""
        last = self._turns[-1] if self._turns else None
        resolved = last.answer.resolved if last and last.question == query.text else ""
        asked = _asking(query, resolved or query.text)
        return replace(self._answerer.ask([asked], as_, dates=dates)[0], resolved=resolved)

    def _first(self, query: Query, line: Line) -> Answer:
        """The first line: nothing can be taken from before it."""
        if line.pronoun and line.pronoun["person"]:
            note = f"Whom do you mean by “{line.pronoun.group()}”? Please ask with the name."
            return Answer(query.text, "", 0.0, (), (), kind="which", notes=(note,))
        return self._answerer.ask([query])[0]

    def _leaning(self, query: Query, line: Line, pasts: Sequence[Past]) -> Answer:
        meant = meanings(line, pasts)
        if line.leaning in ("alone", "loose") and not line.pronoun:
            asked = asked_terms(line.text)
            new = len(asked - pasts[-1].around - pasts[-1].terms) > len(asked) / 2
            topic = Meant(with_topic(line.text.strip(" ?.!"), pasts[-1]), 1.0)
            itself = Meant(line.text, _ALONE if new else _LOOSE)
            meant = [topic] if line.topic else [itself, topic]
        return self._tried(query, meant[:_TRIED], pasts)

    def _tried(self, query: Query, meant: Sequence[Meant], pasts: Sequence[Past]) -> Answer:
        """The surest of the full questions' answers, or a question which is meant."""
        last = pasts[-1]
        favoured = _favoured(pasts)
        asked = [_asking(query, each.question) for each in meant]
        answers = self._answerer.ask_among(asked, favoured, shared=len(asked))
        weighed = [
            (each.prior * answer.confidence * _new(answer, last, each.question), n)
            for n, (each, answer) in enumerate(zip(meant, answers, strict=True))
        ]
        order = [n for _, n in sorted(weighed, key=lambda pair: (-pair[0], pair[1]))]
        best = order[0]
        found = [n for n in order if answers[n].found]
        best = found[0] if found else best
        if asks := _which(meant, answers, best):
            return replace(asks, question=query.text)
        resolved = "" if same_words(meant[best].question, query.text) else meant[best].question
        return replace(answers[best], resolved=resolved)


def _asking(query: Query, text: str) -> Query:
    return replace(query, text=text[:MAX_QUESTION])


def _favoured(pasts: Sequence[Past]) -> frozenset[str]:
    """The articles cited last."""
    cited = [past.articles for past in reversed(pasts) if past.articles][:1]
    return frozenset(each for articles in cited for each in articles)


def _new(answer: Answer, last: Past, question: str) -> float:
    """Less where the answer is the sentence that was just given."""
    if not (answer.found and last.sentence) or question.startswith("Who said"):
        return 1.0
    return _AGAIN if answer.citations[0].quote.startswith(last.sentence) else 1.0


def _which(meant: Sequence[Meant], answers: Sequence[Answer], best: int) -> Answer | None:
    """A question back, where two persons may be meant and the answers are both near as sure."""
    for n, other in enumerate(answers):
        mine, its = meant[best], meant[n]
        if n == best or not (mine.who and its.who) or mine.who == its.who:
            continue
        near = other.confidence * its.prior >= _CLOSE * answers[best].confidence * mine.prior
        if other.found and near and other.text != answers[best].text:
            note = f"Who is meant: {mine.who} or {its.who}?"
            choices = (mine.question, its.question)
            return Answer("", "", 0.0, (), (), kind="which", suggestions=choices, notes=(note,))
    return None


def _chosen(text: str, last: Past) -> str:
    """The question among those offered that the line picks, by its words; "" where it picks none
    or does not tell."""
    wanted = asked_terms(text)
    held = [each for each in last.choices if wanted and wanted <= asked_terms(each)]
    return held[0] if len(held) == 1 else ""


def _returned(topic: str, pasts: tuple[Past, ...]) -> tuple[Past, ...]:
    """The turns up to the last one that was about the topic; all of them where none was."""
    wanted = asked_terms(topic)
    if not wanted:
        return pasts
    for around in (False, True):
        for n in range(len(pasts), 0, -1):
            past = pasts[n - 1]
            if wanted <= (past.around if around else past.terms):
                return pasts[:n]
    return pasts
