"""The handlers of the page's events. Each takes values and returns a view; none uses Gradio.

A view has the parts of the page that change, by name, with their new content.
"""

from __future__ import annotations

import json
import logging
import secrets
import threading
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from pincite.corpus.article import Span
from pincite.corpus.errors import InputError, PinciteError
from pincite.index.retrieval.query import MAX_QUESTION
from pincite.qa.programs.line import WaitingLine
from pincite.qa.types import Answer
from pincite.qa.web.judging import judged
from pincite.qa.web.kept import turns
from pincite.qa.web.rendering import carry, narrowing, panel, render
from pincite.qa.web.rendering.facets import facets
from pincite.qa.web.rendering.text import carriable
from pincite.qa.web.rendering.turn import (
    AS_TYPED,
    EVERYWHERE,
    Chat,
    ChosenFilter,
    PageConversation,
    PageTurn,
    options,
)
from pincite.qa.web.summary import Answers
from pincite.qa.web.waiting.answered import View, answered
from pincite.qa.words import ENGLISH, LANGUAGES, in_language

MOST_TURNS: Final = 50
"""Questions that a session keeps; the oldest are dropped."""

log = logging.getLogger(__name__)

Sent = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Box:
    """A change of the question box: its text, and whether it accepts input; None keeps either."""

    text: str | None = None
    open: bool | None = None
    spoken: bool = False
    """Whether its labels are written again, because the language changed."""


class PageHandlers:
    """The handlers of the page. Each call gets the session's chat and returns the changed one."""

    def __init__(
        self,
        answers: Answers,
        narrowed: ChosenFilter = EVERYWHERE,
        *,
        edit: bool = False,
        line: WaitingLine | None = None,
    ) -> None:
        """A new chat uses the filter ``narrowed``. With ``edit``, the page offers to add articles
        and stores feedback on answers. Questions wait in the ``line``."""
        self._answers = answers
        self._line = WaitingLine() if line is None else line
        self._narrowed = narrowed
        self._edit = edit
        self.closed = threading.Event()

    def blank(self) -> Chat:
        """An empty chat that no page has opened."""
        return Chat(narrowed=self._narrowed)

    def regained(self, chat: Chat, name: str, sent: Sent) -> View:
        """The view that gives an event its chat if the server has let the session go, as after
        many other tabs or a restart: without a chat, it asks the browser to send the event again
        with what it kept. An empty view if the chat is there."""
        if chat.opened:
            return {}
        back = sent.get("back")
        return self.open(chat, back) if back else {"kept": turns.wanted_again(name, sent)}

    def open(self, chat: Chat, wanted: object = "") -> View:
        """The view of a freshly loaded page: the chat that the browser kept and wants restored, or
        an empty one. The index may have changed since the server started."""
        sent: Any = {}
        with suppress(ValueError, RecursionError):
            sent = json.loads(wanted) if isinstance(wanted, str) else {}
        sent = sent if isinstance(sent, dict) else {}
        chat = replace(chat, language=_language(sent.get("language")), opened=True)
        with in_language(chat.language):
            view = {"header": self._header(), "question": Box(spoken=True)}
            if "turns" in sent:
                return view | self.restore(chat, sent)
            return view | self._showing(chat) | {"source": panel.source_empty()}

    def anew(self, chat: Chat) -> View:
        """The view of a new, empty chat."""
        blank = replace(self.blank(), language=chat.language, opened=True)
        return self._showing(blank) | {"source": panel.source_empty()}

    def speak(self, chat: Chat, sent: Sent) -> View:
        """The view of the same page, and the source it shows, in another language."""
        chat = replace(chat, language=_language(sent.get("language")))
        with in_language(chat.language):
            shown = self.show(chat, sent).get("source") or panel.source_empty()
            view = {"header": self._header(), "question": Box(spoken=True), "source": shown}
            return view | self._showing(chat)

    def restore(self, chat: Chat, sent: Sent) -> View:
        """The view with the turns that the browser kept, checked against the articles. If the
        browser sent earlier turns, the session's own turns follow them. It is told so on demand."""
        told = {"kept": turns.restored()} if sent.get("tell") is True else {}
        kept = sent.get("turns")
        back: list[PageTurn] = []
        for values in kept[:MOST_TURNS] if isinstance(kept, list) else ():
            turn = turns.turn_from_browser(len(back) + 1, values, self._answers.retriever)
            back += [turn] if turn else []
        if sent.get("earlier") is True:
            behind = (replace(turn, number=turn.number + len(back)) for turn in chat.turns)
            return self._showing(replace(chat, turns=(*back, *behind))) | told
        blank = replace(self.blank(), language=chat.language, opened=True)
        narrowed = turns.restored_filter(sent.get("narrowed"), blank.narrowed)
        version = self._answers.summary.version
        fresh = replace(blank, turns=tuple(back), narrowed=narrowed, version=version)
        shown = {"source": _evidence(back[-1] if back else None)}
        return self._showing(fresh) | shown | told

    def narrow(self, chat: Chat, sent: Sent) -> View:
        """The view of the chat with another filter, or with an error if the choice is invalid."""
        narrowed = turns.narrowed_of(sent, chat.narrowed)
        try:
            shown = self._scope(narrowed)
        except InputError as error:
            return {"scope": self._scope(chat.narrowed, str(error))}
        kept = turns.kept_by_browser(narrowed)
        return {"chat": replace(chat, narrowed=narrowed), "scope": shown, "kept": kept}

    def refresh(self, chat: Chat) -> View:
        """The view of the chat, checked against the articles again if the index has changed; an
        empty view if it has not."""
        try:
            version = self._answers.summary.version
            if version == chat.version:
                return {}
            again = tuple(turns.checked_turn(turn, self._answers.retriever) for turn in chat.turns)
            fresh = self._showing(replace(chat, turns=again, version=version), quickly=True)
            return fresh | {"header": self._header()}
        except PinciteError as error:
            log.warning("the answers shown cannot be checked: %s", error)
            return {}

    def ready(self, chat: Chat) -> View:
        """The view with the box unlocked and the current numbers of the index, which may be newer
        than the page."""
        unlocked: View = {"question": Box(open=True)}
        try:
            return unlocked | self.refresh(chat) | {"header": self._header()}
        except PinciteError as error:
            log.warning("the index cannot be opened: %s", error)
            return unlocked

    def ask(self, text: object, chat: Chat, form: object = None) -> Iterator[View]:
        """Yields the view with the question and the box locked, views of what is happening, then
        the view with the answer. ``ready`` unlocks the box afterwards."""
        question = carriable(text).strip() if isinstance(text, str) else ""
        if not question:
            yield {}
            return
        asked = question[:MAX_QUESTION]
        number = chat.turns[-1].number + 1 if chat.turns else 1
        chosen = options(form).get("as_")
        turn = PageTurn(number, asked, key=secrets.token_hex(turns.KEY_BYTES), form=chosen)
        before = chat.turns[-(MOST_TURNS - 1) :]
        pending = self._transcript((*before, turn))
        keeping = {"kept": turns.kept_by_browser(chat.narrowed, turn)}
        yield {"transcript": pending, "question": Box("", open=False)} | keeping
        alone = form == AS_TYPED
        talk = self._answers.conversation() if alone else chat.talk or self._recalled(chat)
        chosen = asdict(chat.narrowed) | options(form)
        turn = yield from self._answered((*before, turn), partial(talk.ask, question, **chosen))
        version = chat.version or (turn.kept or {}).get("index", "")
        chat = replace(chat, turns=(*before, turn), talk=talk, version=version)
        view = {"chat": chat, "transcript": self._transcript(chat.turns), "step": ""}
        keeping = {"kept": turns.kept_by_browser(chat.narrowed, turn)}
        found = {"source": _evidence(turn)} | keeping
        yield view | ({"question": Box(asked)} if turn.notice else found)

    def show(self, chat: Chat, sent: Sent) -> View:
        """The view of the source of a chip, of any turn."""
        number, kind, index = sent.get("turn"), sent.get("kind"), sent.get("index")
        if not (isinstance(number, int) and isinstance(kind, str) and isinstance(index, int)):
            return {}
        turn = next((turn for turn in chat.turns if turn.number == number), None)
        if turn is None:
            return {"source": panel.source_gone()}
        shown = panel.source(turn, kind, index)
        return {"source": shown} if shown else {}

    def pick(self, chat: Chat, sent: Sent) -> View:
        """A view with a selected part of the shown source as a citation to copy."""
        number, index = sent.get("turn"), sent.get("index")
        start, end = sent.get("start"), sent.get("end")
        turn = next((turn for turn in chat.turns if turn.number == number), None)
        if turn is None or not (isinstance(start, int) and isinstance(end, int)):
            return {}
        if not isinstance(index, int) or not 0 <= start < end:
            return {}
        place = panel.picked(turn, str(sent.get("kind")), index, Span(start, end))
        return {"carried": carry.picked(place, sent.get("request"))} if place else {}

    def save(self, chat: Chat, sent: Sent) -> View:
        """A view with the whole chat, or one answer, as a file of the chosen form."""
        return {"carried": carry.saved(chat.turns, *map(sent.get, ("ending", "request", "turn")))}

    def judge(self, chat: Chat, sent: Sent) -> View:
        """Stores a person's feedback on an answer, and returns the view that confirms it."""
        if not self._edit:
            return {}
        said, carried = judged(chat, sent, self._answers.summary.path)
        return {"chat": said, "carried": carried} if carried else {}

    def _transcript(self, shown: Sequence[PageTurn], examples: Sequence[str] | None = ()) -> str:
        empty = all(turn.answer is None for turn in shown) and self._is_empty()
        return render.transcript(shown, examples, empty=empty, edit=self._edit)

    def _is_empty(self) -> bool:
        """Whether there are no articles; False if the index is damaged."""
        with suppress(PinciteError):
            return not self._answers.summary.articles
        return False

    def _showing(self, chat: Chat, *, quickly: bool = False) -> View:
        """The view of the whole chat. With ``quickly``, it has no example questions, because these
        may take long to find; the page then asks for them."""
        examples = () if chat.turns else None if quickly else self.examples()
        told = {"transcript": self._transcript(chat.turns, examples)}
        return told | {"chat": chat, "scope": self._scope(chat.narrowed)}

    def _scope(self, narrowed: ChosenFilter, fault: str = "") -> str:
        """The HTML of the filter. Raises InputError for an invalid filter."""
        own = f"{Path(self._answers.summary.path).absolute()}.files"
        choices = facets(narrowed.filter, self._answers.retriever.described(), own)
        return narrowing.filter_bar(narrowed, choices, fault, own)

    def _header(self) -> str:
        summary = self._answers.summary
        return render.header(summary.articles, summary.passages, summary.built, edit=self._edit)

    def _recalled(self, chat: Chat) -> PageConversation:
        """A conversation that remembers the chat's turns."""
        talk = self._answers.conversation()
        for turn in chat.turns:
            if turn.answer is not None:
                talk.recall(turn.answer)
        return talk

    def _answered(
        self, shown: tuple[PageTurn, ...], asked: partial[Answer]
    ) -> Generator[View, None, PageTurn]:
        """Yields views of the last turn while it waits and is answered, and returns it as it is
        then."""
        *before, turn = shown

        def view(turn: PageTurn) -> View:
            return {"transcript": self._transcript((*before, turn))}

        def version() -> str:
            return self._answers.summary.version

        return (yield from answered(turn, asked, version, self._line, self.closed, view))

    def examples(self) -> tuple[str, ...]:
        """Up to six example questions; none if they cannot be found."""
        try:
            return self._answers.examples()[:6]
        except PinciteError as error:
            log.warning("no example questions: %s", error)
            return ()


def _language(sent: object) -> str:
    return next((each for each in LANGUAGES if each == sent), ENGLISH)


def _evidence(turn: PageTurn | None) -> str:
    return (turn and panel.source(turn, "cite", 0)) or panel.source_empty()
