"""The chat page in Gradio: what it consumes, its layout and its wiring. The only Gradio import."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, wait
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from fastapi import FastAPI
from starlette.routing import Mount

from pincite.corpus.errors import PinciteError
from pincite.index.retrieval.query import MAX_QUESTION
from pincite.qa.types import Answer
from pincite.qa.web import carry, panel, render
from pincite.qa.web.summary import IndexSummary
from pincite.qa.web.text import carriable
from pincite.qa.web.turn import Talk, Turn, options

# Gradio reads both while it is imported, and calls home without them.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"

import gradio as gr
from gradio.routes import App as Gradio

MOST_TURNS = 50
"""Questions a session keeps; the oldest make room."""
PATIENCE = 60.0
"""Seconds that a question may take."""

_QUEUE = 16
_SESSIONS = 20
# Gradio closes its stream without looking whether another event has just joined it. So only the
# questions go through the queue; what else the page sends is answered directly.
_HIDDEN: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_ASKING = _HIDDEN | {"concurrency_id": "answers", "concurrency_limit": 1}
_DIRECT = _HIDDEN | {"queue": False}
_BROKEN = "Something went wrong inside Pincite; the terminal has the details. Please ask again."

log = logging.getLogger(__name__)


class Answers(Protocol):
    """What the page asks its questions of. Called from several threads."""

    def conversation(self) -> Talk:
        """A new conversation, whose ``ask`` raises PinciteError; its one line the page shows."""
        ...

    def examples(self) -> tuple[str, ...]:
        """Up to six questions that the articles answer."""
        ...

    @property
    def summary(self) -> IndexSummary:
        """What the index holds now."""
        ...


_Turns = tuple[Turn, ...]


def _blocks(desk: _Desk) -> gr.Blocks:
    """A transcript and a question box, and the source beside them."""
    header_now, transcript_now = desk.open(())
    with gr.Blocks(title="Pincite", analytics_enabled=False, fill_width=True) as blocks:
        turns = gr.State(())
        header = gr.HTML(header_now, elem_id="masthead", apply_default_css=False)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="chat"):
                shown = _transcript(transcript_now)
                question, send, anew = _question_box()
            beside = _source(panel.source_empty())
        carried = _carried()
        reply = [turns, shown, beside, question, send]
        typed = gr.on([question.submit, send.click], desk.ask, [question, turns], reply, **_ASKING)
        chosen = shown.example(desk.ask_example, turns, reply, **_ASKING)
        anew.click(desk.anew, None, [turns, shown, beside], **_DIRECT)
        for asked in (typed, chosen):
            # Also where the queue was full; and only then, for until then its stream is open.
            asked.then(desk.ready, None, [question, send, header], **_DIRECT)
        shown.cite(desk.show, turns, beside, trigger_mode="multiple", **_DIRECT)
        shown.save(desk.save, turns, carried, **_DIRECT)
        blocks.load(desk.open, turns, [header, shown], **_DIRECT)
    blocks.state_session_capacity = _SESSIONS
    return blocks.queue(max_size=_QUEUE, api_open=False)


def mount(app: FastAPI, answers: Answers) -> Mounted:
    """Puts the page at the root of ``app``; call it after every other route was added."""
    desk = _Desk(answers)
    blocks = _blocks(desk)
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        theme=_theme(),
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
    )
    inner = next(r.app for r in app.routes if isinstance(r, Mount) and isinstance(r.app, Gradio))
    return Mounted(blocks, inner, desk)


class Mounted:
    """What the server has to know of the page, in order to let its events in and to stop it well.
    ``functions`` are those that an event may name, ``asked`` the sessions that asked something."""

    def __init__(self, blocks: gr.Blocks, inner: Gradio, desk: _Desk) -> None:
        self.functions = blocks.fns
        self.asked = blocks._queue.pending_messages_per_session
        self._blocks = blocks
        self._inner = inner
        self._desk = desk

    def owing(self) -> bool:
        """Whether a question was taken on whose answer has not been delivered."""
        return any(self._blocks._queue.pending_event_ids_session.values())

    def hang_up(self) -> None:
        """Gives up what is owed and ends every open tab's stream; call it on the event loop."""
        self._desk.closed.set()
        self._inner.stop_event.set()


def _theme() -> gr.themes.Base:
    """Gradio's plain theme on the system's own fonts: nothing is fetched."""
    fonts = [gr.themes.Font(name) for name in ("system-ui", "sans-serif")]
    mono = [gr.themes.Font(name) for name in ("ui-monospace", "monospace")]
    return gr.themes.Base(font=fonts, font_mono=mono)


def _transcript(value: str) -> gr.HTML:
    script = "pincite.transcript(element, trigger, watch, ['cite', 'example']);"
    script += "pincite.carry.saving(element, trigger, 'save')"
    return gr.HTML(value, elem_id="transcript", apply_default_css=False, js_on_load=script)


def _source(value: str) -> gr.HTML:
    script = "pincite.source(element, watch)"
    return gr.HTML(value, elem_id="source", apply_default_css=False, js_on_load=script)


def _carried() -> gr.HTML:
    """Where a saved chat comes; nobody sees it."""
    script = "pincite.carry.arriving(element, watch)"
    return gr.HTML("", elem_id="carried", apply_default_css=False, js_on_load=script)


def _question_box() -> tuple[gr.Textbox, gr.Button, gr.Button]:
    with gr.Row(elem_id="ask"):
        question = gr.Textbox(
            elem_id="question",
            label="Your question",
            show_label=False,
            container=False,
            lines=1,
            max_lines=6,
            max_length=MAX_QUESTION,
            placeholder="Ask a question of your articles",
            scale=1,
            html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="send"),
        )
        send = gr.Button("Ask", elem_id="send", variant="primary", scale=0, min_width=0)
        anew = gr.Button("New", elem_id="anew", scale=0, min_width=0)
    return question, send, anew


class _Desk:
    """The handlers behind the page; each session's turns come in and go out with the call."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self.closed = threading.Event()

    def open(self, turns: _Turns) -> tuple[str, str]:
        """What a fresh page shows: the index may have changed since the server started."""
        return self._header(), render.transcript(turns, self._examples())

    def anew(self) -> tuple[_Turns, str, str]:
        """Nothing asked, nothing said before."""
        return (), render.transcript((), self._examples()), panel.source_empty()

    def ready(self) -> list[Any]:
        """The box unlocked, and what the index holds now: the answer may be from a new one."""
        unlocked = [gr.update(interactive=True), gr.update(interactive=True)]
        try:
            return [*unlocked, self._header()]
        except PinciteError as error:
            log.warning("the index cannot be opened: %s", error)
            return [*unlocked, gr.skip()]

    def ask(self, text: str, turns: _Turns, form: object = None) -> Iterator[list[Any]]:
        """The question with the box locked, then the answer; the box is unlocked after it."""
        question = carriable(text or "").strip()
        if not question:
            yield [gr.skip()] * 5
            return
        asked = question[:MAX_QUESTION]
        number = turns[-1].number + 1 if turns else 1
        talk = (turns[-1].talk if turns else None) or self._answers.conversation()
        turn = Turn(number, asked, talk=talk)
        kept = turns[-(MOST_TURNS - 1) :]
        locked = [gr.update(value="", interactive=False), gr.update(interactive=False)]
        yield [gr.skip(), render.transcript((*kept, turn)), gr.skip(), *locked]
        turn = self._answered(turn, question, form)
        kept = (*kept, turn)
        evidence = gr.skip() if turn.notice else _evidence(turn)
        again = gr.update(value=asked if turn.notice else "")
        yield [kept, render.transcript(kept), evidence, again, gr.skip()]

    def ask_example(self, turns: _Turns, event: gr.EventData) -> Iterator[list[Any]]:
        """The example that was chosen, asked as if it had been typed; or the question once more, in
        the form that was chosen."""
        sent = _sent(event)
        yield from self.ask(str(sent.get("question", "")), turns, sent.get("form"))

    def show(self, turns: _Turns, event: gr.EventData) -> Any:
        """The source behind the chip that was chosen, however old its turn."""
        sent = _sent(event)
        number, kind, index = sent.get("turn"), sent.get("kind"), sent.get("index")
        if not (isinstance(number, int) and isinstance(kind, str) and isinstance(index, int)):
            return gr.skip()
        turn = next((turn for turn in turns if turn.number == number), None)
        if turn is None:
            return panel.source_gone()
        return panel.source(turn, kind, index) or gr.skip()

    def save(self, turns: _Turns, event: gr.EventData) -> str:
        """The whole chat in the form that was chosen."""
        sent = _sent(event)
        return carry.saved(turns, sent.get("ending"), sent.get("request"))

    def _header(self) -> str:
        summary = self._answers.summary
        return render.header(summary.articles, summary.passages, summary.built)

    def _answered(self, turn: Turn, question: str, form: object) -> Turn:
        try:
            talk = turn.talk or self._answers.conversation()
            answer = self._in_time(talk, question, form)
            # A session keeps the articles of what it shows, and no others.
            hits = tuple(replace(hit, repeats=()) for hit in answer.hits[: render.EXPLAINED])
            parts = tuple(replace(part, hits=()) for part in answer.parts)
            return replace(turn, answer=replace(answer, hits=hits, parts=parts))
        except PinciteError as error:
            return replace(turn, notice=str(error))
        except BaseException:
            # Whatever it was, the box has to open again; the traceback is for the terminal.
            log.exception("answering a question failed")
            return replace(turn, notice=_BROKEN)

    def _in_time(self, talk: Talk, question: str, form: object) -> Answer:
        """The answer, from a thread that the process need not outlive."""
        promise: Future[Answer] = Future()
        target = partial(_keep, promise, talk, question, form)
        threading.Thread(target=target, name="answer", daemon=True).start()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not self.closed.is_set():
            if wait([promise], timeout=0.1).done:
                return promise.result()
        raise PinciteError("the answer took too long and was given up; please ask again")

    def _examples(self) -> tuple[str, ...]:
        """Six at most; a page without any is better than no page."""
        try:
            return self._answers.examples()[:6]
        except PinciteError as error:
            log.warning("no example questions: %s", error)
            return ()


def _keep(promise: Future[Answer], talk: Talk, question: str, form: object) -> None:
    try:
        promise.set_result(talk.ask(question, **options(form)))
    except BaseException as error:  # noqa: BLE001  (a panic in Rust is no Exception)
        promise.set_exception(error)


def _evidence(turn: Turn) -> str:
    return panel.source(turn, "cite", 0) or panel.source_empty()


def _sent(event: gr.EventData) -> dict[str, Any]:
    return event._data if isinstance(event._data, dict) else {}
