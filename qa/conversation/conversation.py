"""``Conversation``: completes follow-up questions and asks them of an Answerer."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from pincite.corpus.article import Article
from pincite.index.engines.lexical import asked_terms
from pincite.index.retrieval.query import Query
from pincite.qa.asking.plans.forms import Form, is_small_talk
from pincite.qa.asking.plans.names import in_small
from pincite.qa.asking.spelling.correcting import corrected
from pincite.qa.conversation.choosing import (
    ask_which_person,
    chosen_question,
    given_again,
    in_thread,
    refusing_the_same_person,
    surest,
    turns_since_shift,
    turns_up_to_topic,
)
from pincite.qa.conversation.cited import (
    asks_where_it_stands,
    asks_who_said_it,
    cited_again,
    continued,
    topics_of_turn,
    who_said,
)
from pincite.qa.conversation.context import ConversationContext
from pincite.qa.conversation.leaning import TypedLine, parsed_line, without_lead
from pincite.qa.conversation.memory import REMEMBERED, Past, remembered, same_words
from pincite.qa.conversation.resolving import (
    Meant,
    goes_on_about,
    meanings,
    with_topic,
)
from pincite.qa.types import Answer, Citation

# the prior of a line as typed, if it may be complete: mostly with new words, and mostly with words
# of the conversation
_ALONE: Final = 0.9
_LOOSE: Final = 0.75
_FEW: Final = 2  # content words of a line that any article may answer, such as "who took over?"


class AnswererLike(Protocol):
    """What a conversation needs of an Answerer."""

    def ask(
        self, queries: Sequence[Query], as_: Form | None = None, *, dates: bool = True
    ) -> list[Answer]:
        """The answer to each query, in order, in the form ``as_``. Without ``dates``, no date in a
        query is used as a filter."""
        ...

    def ask_among(
        self,
        queries: Sequence[Query],
        favoured: Collection[str],
        standing: ConversationContext,
        shared: int = 1,
        also: str = "",
    ) -> list[Answer]:
        """The answer to each query. The ``favoured`` articles are searched first, and ``standing``
        raises the confidence of what the conversation makes likelier. ``shared`` questions are read
        in about the time of one and a half. The words of ``also`` are added to each search."""
        ...

    def helped(self, answer: Answer) -> Answer:
        """The answer, with suggestions if nothing was found."""
        ...

    def words_like(self, word: str, n: int) -> list[tuple[str, int]]:
        """The words of the articles that are like a typed word."""
        ...

    def article(self, id_: str) -> Article | None:
        """The article with this id as the index has it now; None if it has none."""
        ...


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as typed, and its answer."""

    question: str
    answer: Answer


class Conversation:
    """Questions asked one after another. What a line leaves out is taken from the turns before it.

    Only the last turns are remembered, so a conversation never grows. It is thread-safe: it answers
    its questions in order. Conversations are independent of each other.
    """

    def __init__(self, answerer: AnswererLike) -> None:
        """Begins an empty conversation."""
        self._answerer = answerer
        self._lock = threading.Lock()
        self._turns: deque[Turn] = deque(maxlen=REMEMBERED)
        self._pasts: deque[Past] = deque(maxlen=REMEMBERED)
        # of the line now asked: the turn that it follows, and the question for the next follow-up
        self._from: Past | None = None
        self._plain, self._bare, self._shifts, self._skips = "", False, False, 0

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The last turns, oldest first."""
        return tuple(self._turns)

    def clear(self) -> None:
        """Forgets all turns."""
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
        """The answer to a line, understood with the turns before it.

        ``Answer.resolved`` is the full question, or "" if the line was taken as typed. If it is
        unclear what is meant, the Answer is of the kind "which", and its ``suggestions`` are the
        questions to choose from. With ``as_``, or without ``dates``, the line is taken as typed;
        if it repeats the last line, it is taken as that was understood. Filters and raises as
        ``Answerer.answer``.
        """
        query = Query.of(question, since=since, until=until, source=source)
        with self._lock:
            plain = as_ is None and dates
            self._from, self._plain, self._bare = None, "", False
            self._shifts, self._skips = False, 0
            answer = self._answered(query) if plain else self._once_more(query, as_, dates)
            answer = replace(answer, question=query.text)
            self._remember(answer)
            return answer

    def recall(self, answer: Answer) -> None:
        """Adds a question and its answer as the last turn, for example to restore a conversation
        that was stored elsewhere."""
        with self._lock:
            leans = bool(answer.resolved and self._pasts)
            self._from = self._pasts[-1] if leans else None
            self._plain, self._bare, self._shifts, self._skips = answer.resolved, False, False, 0
            self._remember(answer)

    def _remember(self, answer: Answer) -> None:
        self._turns.append(Turn(answer.question, replace(answer, hits=(), parts=())))
        if answer.kind != "small talk":
            past = remembered(answer.question, answer, self._from, self._plain, bare=self._bare)
            self._pasts.append(replace(past, shifts=self._shifts, skips=self._skips))

    def _answered(self, query: Query) -> Answer:
        sure = self._turns and asks_where_it_stands(query.text)
        if is_small_talk(query.text) and not sure:
            return self._answerer.ask([query])[0]
        line = parsed_line(
            in_small(corrected(query.text, self._answerer.words_like).line, query.text)
        )
        pasts = tuple(self._pasts)
        if not pasts:
            return self._first(query, line)
        if picked := chosen_question(query.text, pasts[-1]):
            return self._tried(query, [Meant(picked, 1.0)], pasts[-1:])
        who, where = asks_who_said_it(line.text), asks_where_it_stands(line.text)
        if (who or where) and (last := self._last_answer(query)).citations:
            self._from, self._plain, self._bare = pasts[-1], pasts[-1].plain, where
            return who_said(last.citations[0]) if who else cited_again(last)
        if line.leaning == "more" and (topics := topics_of_turn(pasts[-1])):
            return self._more(query, topics)
        if goes_on_about(line, pasts[-1]):
            line = replace(line, leaning="fragment")
        self._shifts = line.shifts
        if line.topic:
            before = turns_up_to_topic(line.topic, pasts)
            self._skips, pasts = len(pasts) - len(before), before
        pasts = pasts if line.topic else tuple(turns_since_shift(in_thread(pasts)))
        if line.leaning == "alone" and not line.topic and not line.pronoun:
            asked = line.text if line.shifts else without_lead(query.text)
            return self._answerer.ask([query.with_text(asked)])[0]
        return self._leaning(query, line, pasts)

    def _more(self, query: Query, topics: Sequence[str]) -> Answer:
        """More sentences on the last turn's topic that were not shown in the last turns. Its topics
        are tried in order until the articles have something on one."""
        self._from, self._bare = self._pasts[-1], True
        cited = [each for turn in self._turns for each in turn.answer.citations]
        shown = [(each.article.id, each.sentence) for each in cited]
        before = self._last_answer(query)
        last = before.citations[0] if before.citations else None
        # a digest is sorted by date, so no sentence of it is a place to continue from
        follows = before.kind not in ("digest", "mentions")
        for topic in topics:
            self._plain = f"tell me more about {topic}"
            digest = self._answerer.ask([query.with_text(self._plain)], "digest")[0]
            more = continued(last, digest, shown, follows=follows)
            found = replace(more, resolved=self._plain)
            if digest.found:
                break
        return found

    def _last_answer(self, query: Query) -> Answer:
        """The last answer that is not small talk, with the citations that still hold; an empty one
        if there is none."""
        spoken = [each.answer for each in self._turns if each.answer.kind != "small talk"]
        if not spoken:
            return Answer("", "", 0.0, (), ())
        cited = filter(None, (self._current(each, query) for each in spoken[-1].citations))
        return replace(spoken[-1], citations=tuple(cited))

    def _current(self, cited: Citation, query: Query) -> Citation | None:
        """A citation of an earlier turn; None if its article is not in the index any more, has
        another text now or is not among those that the query asks."""
        if not self._stands(cited.article, query):
            return None
        also = filter(None, (self._current(each, query) for each in cited.also))
        copies = tuple(each for each in cited.copies if self._stands(each, query))
        return replace(cited, also=tuple(also), copies=copies)

    def _stands(self, article: Article, query: Query) -> bool:
        now = self._answerer.article(article.id)
        return now is not None and now.text == article.text and query.filter.accepts(now)

    def _once_more(self, query: Query, as_: Form | None, dates: bool) -> Answer:
        """The answer to a line in the form that the user chose for it."""
        last = self._turns[-1] if self._turns else None
        resolved = last.answer.resolved if last and last.question == query.text else ""
        asked = query.with_text(resolved or query.text)
        return replace(self._answerer.ask([asked], as_, dates=dates)[0], resolved=resolved)

    def _first(self, query: Query, line: TypedLine) -> Answer:
        """The answer to the first line, which has no turns before it."""
        if line.pronoun and line.pronoun["person"]:
            note = f"Whom do you mean by “{line.pronoun.group()}”? Please ask with the name."
            return Answer(query.text, "", 0.0, (), (), kind="which", notes=(note,))
        return self._answerer.ask([query])[0]

    def _leaning(self, query: Query, line: TypedLine, pasts: Sequence[Past]) -> Answer:
        self._from, self._bare = pasts[-1], line.leaning == "bare"
        meant = meanings(line, pasts)
        if line.leaning in ("alone", "loose") and not line.pronoun:
            asked = asked_terms(line.text)
            new = len(asked - pasts[-1].around - pasts[-1].terms) > len(asked) / 2
            topic = with_topic(line, pasts[-1], 1.0)
            itself = Meant(line.text, _ALONE if new else _LOOSE)
            few = len(asked) <= _FEW
            meant = [topic] if line.topic else [topic, itself] if few else [itself, topic]
        return self._tried(query, meant, pasts)

    def _tried(self, query: Query, meant: Sequence[Meant], pasts: Sequence[Past]) -> Answer:
        """The surest answer to the full questions that may be meant, or a question back."""
        last = pasts[-1]
        answers = refusing_the_same_person(query.text, self._answers(query, meant, pasts), last)
        best = surest(meant, answers, last)
        if (asks := ask_which_person(meant, answers, best)) is not None:
            return replace(asks, question=query.text)
        self._plain = meant[best].plain or meant[best].question
        if self._from and meant[best].topics:
            self._from = replace(self._from, topics=meant[best].topics)
        resolved = "" if same_words(meant[best].question, query.text) else meant[best].question
        return self._answerer.helped(replace(answers[best], resolved=resolved))

    def _answers(
        self, query: Query, meant: Sequence[Meant], pasts: Sequence[Past]
    ) -> Sequence[Answer]:
        """The answers to the two likeliest questions. Only the first is asked if it has an answer
        that was not just given, and no other person may be meant."""
        last = pasts[-1]
        standing = ConversationContext(query.text, [past.place for past in pasts if past.place])
        favoured, also = _favoured(pasts), " ".join((*last.about, *last.words))
        asked = [query.with_text(each.asked or each.question) for each in meant[:2]]
        if len(asked) > 1 and (meant[0].rival or (meant[0].who and meant[1].who)):
            return self._answerer.ask_among(asked, favoured, standing, shared=2, also=also)
        first = self._answerer.ask_among(asked[:1], favoured, standing, also=also)
        if len(asked) == 1 or (first[0].found and not given_again(first[0], last)):
            return first
        more = self._answerer.ask_among(asked[1:], favoured, standing, shared=3, also=also)
        return [*first, *more]


def _favoured(pasts: Sequence[Past]) -> frozenset[str]:
    """The ids of the articles cited last."""
    cited = [past.articles for past in reversed(pasts) if past.articles][:1]
    return frozenset(each for articles in cited for each in articles)
