"""The chat page in Gradio: its layout and its events. Only this file imports Gradio."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, islice
from typing import Any

from fastapi import FastAPI
from starlette.routing import Mount

from pincite.index.retrieval.query import MAX_QUESTION
from pincite.qa.programs.service import Service
from pincite.qa.web.handlers import Box, PageHandlers, Sent
from pincite.qa.web.quick_import import without_stubs
from pincite.qa.web.rendering import panel
from pincite.qa.web.rendering.turn import EVERYWHERE, Chat, ChosenFilter
from pincite.qa.web.summary import Answers
from pincite.qa.web.waiting.answered import View
from pincite.qa.words import in_language, say

# Gradio reads both at import. Without them it contacts its maker's servers.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
# It reads this when a page is built. It otherwise keeps a record of each of the last 10,000 events,
# and sums all of them up after every question.
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"

with without_stubs():
    import gradio as gr
    from gradio.routes import App as Gradio

_QUEUE = 256  # events; WaitingLine limits how many questions may wait
_SESSIONS = 4  # tabs whose chat the server keeps; the others send theirs with the next event
# Gradio closes a stream without checking whether another event has just joined it. So only
# questions go through the queue; all other events are answered directly.
_HIDDEN: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_ASKING = _HIDDEN | {"concurrency_id": "answers", "concurrency_limit": None}
_DIRECT = _HIDDEN | {"queue": False}
_error = partial(gr.Error, print_exception=False)
# The events that the page's scripts send, apart from questions.
_SENT = ("cite", "save", "restore", "refresh", "anew", "narrow", "pick", "speak", "judge")
_EVENTS = ("example", *_SENT)


def _blocks(handlers: PageHandlers, programs: Service) -> gr.Blocks:
    """The page: a transcript and a question box, the source beside them, and the function that
    programs call."""
    opened = handlers.open(handlers.blank())
    with gr.Blocks(title="Pincite", analytics_enabled=False, fill_width=True) as blocks:
        chat = gr.State(handlers.blank())
        parts: dict[str, Any] = {"chat": chat}
        parts["header"] = gr.HTML(opened["header"], elem_id="masthead", apply_default_css=False)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="chat"):
                shown = parts["transcript"] = _transcript(opened["transcript"])
                parts["scope"] = gr.HTML(opened["scope"], elem_id="scope", apply_default_css=False)
                question, send = parts["question"], parts["send"] = _question_box()
            parts["source"] = _source(panel.source_empty())
        parts["carried"] = _hidden("carried", "pincite.carry.arriving(element, watch)")
        parts["step"] = _hidden("step", "pincite.steps.arriving(element, watch)")
        parts["kept"] = _hidden("kept", "pincite.history.arriving(element, watch)")
        wanted = gr.Textbox(visible="hidden", container=False, elem_id="wanted")
        page = _Page(handlers, parts)
        every = list(parts.values())
        submitting = gr.on(
            [question.submit, send.click], page.ask, [question, chat], every, **_ASKING
        )
        chosen = shown.example(page.ask_example, chat, every, **_ASKING)
        for asked in (submitting, chosen):
            # Runs after the question's stream has closed, and also if the queue was full.
            asked.then(page.ready, chat, every, **_DIRECT)
        for name in _SENT:
            handler = page.handler(name)
            getattr(shown, name)(handler, chat, every, trigger_mode="multiple", **_DIRECT)
        wants = "async (chat, wanted) => [chat, await pincite.history.wanted()]"
        loaded = blocks.load(page.open, [chat, wanted], every, js=wants, **_DIRECT)
        loaded.then(None, js="() => pincite.history.opened()")
        gr.api(programs.raising(_error), api_name="answer", concurrency_limit=None)
    blocks.state_session_capacity = _SESSIONS
    return blocks.queue(max_size=_QUEUE, api_open=False)


def mount(
    app: FastAPI,
    answers: Answers,
    programs: Service,
    narrowed: ChosenFilter = EVERYWHERE,
    *,
    edit: bool = False,
) -> Mounted:
    """Mounts the page at the root of ``app``. Call it after all other routes were added. A new chat
    uses the filter ``narrowed``. Gradio's clients call ``programs`` by the name "answer"."""
    handlers = PageHandlers(answers, narrowed, edit=edit, line=programs.line)
    blocks = _blocks(handlers, programs)
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
    return Mounted(blocks, inner, handlers)


class Mounted:
    """What the server needs of the page, to check its events and to stop it. ``functions`` are the
    functions that an event may name, ``asked`` the sessions that asked something, ``owed`` their
    questions under way."""

    def __init__(self, blocks: gr.Blocks, inner: Gradio, handlers: PageHandlers) -> None:
        self.functions = blocks.fns
        self.asked = blocks._queue.pending_messages_per_session
        self.owed = blocks._queue.pending_event_ids_session
        self._blocks = blocks
        self._inner = inner
        self._handlers = handlers

    def examples(self) -> tuple[str, ...]:
        """Up to six questions that the articles answer."""
        return self._handlers.examples()

    def owing(self) -> bool:
        """Whether the answer to an accepted question is still to be delivered."""
        return any(self.owed.values())

    def forget_copies(self) -> None:
        """Drops the copies of parts of the page that Gradio makes and keeps. For each part that an
        event leaves unchanged, it makes a new component, under whose number it keeps the part's
        later values as long as the session: one transcript a turn. Call it on the event loop."""
        own = self._blocks.default_config.blocks
        for session in tuple(self._blocks.state_holder.session_data.values()):
            for kept in (session.config_values, session.blocks_config.blocks):
                for number in kept.keys() - own.keys():
                    del kept[number]

    def hang_up(self) -> None:
        """Gives up all open questions and ends every open tab's stream. Call it on the event
        loop."""
        self._handlers.closed.set()
        self._inner.stop_event.set()


class _Page:
    """The handlers in the form that Gradio calls. Each returns the parts of the page that
    change."""

    def __init__(self, handlers: PageHandlers, parts: dict[str, Any]) -> None:
        self._handlers = handlers
        self._parts = parts

    def open(self, chat: Chat, wanted: str) -> dict[Any, Any]:
        view = self._handlers.open(chat, wanted)
        with in_language(view["chat"].language):
            return self._outputs(view)

    def ready(self, chat: Chat) -> dict[Any, Any]:
        with in_language(chat.language):
            # a question whose chat the browser is asked for is still to come
            return self._outputs(self._handlers.ready(chat) if chat.opened else {})

    def ask(self, text: str, chat: Chat) -> Iterator[dict[Any, Any]]:
        yield from self._asked({"question": text}, chat)

    def _in_language(self, views: Iterator[View], language: str) -> Iterator[dict[Any, Any]]:
        """The views, each made in the language. It is set again for each view, because other
        sessions may run in between."""
        while True:
            with in_language(language):
                view = next(views, None)
                if view is None:
                    return
                outputs = self._outputs(view)
            yield outputs

    def ask_example(self, chat: Chat, event: gr.EventData) -> Iterator[dict[Any, Any]]:
        """Asks the chosen example as if it had been typed, or asks a question again in the chosen
        form."""
        yield from self._asked(_sent(event), chat)

    def _asked(self, sent: Sent, chat: Chat) -> Iterator[dict[Any, Any]]:
        with in_language(chat.language):
            before = self._handlers.regained(chat, "example", sent)
        chat = before.get("chat", chat)
        if not chat.opened:
            yield self._outputs(before)
            return
        views = self._handlers.ask(sent.get("question"), chat, sent.get("form"))
        # what was regained is shown together with the question
        first = ({**before, **view} for view in islice(views, 1))
        yield from self._in_language(chain(first, views), chat.language)

    def handler(self, name: str) -> Callable[[Chat, gr.EventData], dict[Any, Any]]:
        """The handler of an event that the page's scripts send."""
        answering: dict[str, Callable[[Chat, Sent], View]] = {
            "cite": self._handlers.show,
            "save": self._handlers.save,
            "restore": self._handlers.restore,
            "refresh": lambda chat, _sent: self._handlers.refresh(chat),
            "narrow": self._handlers.narrow,
            "pick": self._handlers.pick,
            "anew": lambda chat, _sent: self._handlers.anew(chat),
            "speak": self._handlers.speak,
            "judge": self._handlers.judge,
        }
        answer = answering[name]

        def handle(chat: Chat, event: gr.EventData) -> dict[Any, Any]:
            sent = _sent(event)
            with in_language(chat.language):
                view = self._handlers.regained(chat, name, sent)
            chat = view.get("chat", chat)
            if chat.opened:
                with in_language(chat.language):
                    view |= answer(chat, sent)
            with in_language(view.get("chat", chat).language):  # the event may have changed it
                return self._outputs(view)

        return handle

    def _outputs(self, view: View) -> dict[Any, Any]:
        """A view in the form that Gradio takes. Parts that it does not name stay unchanged."""
        outputs = {self._parts[name]: value for name, value in view.items() if name != "question"}
        box = view.get("question")
        if isinstance(box, Box):
            text = {} if box.text is None else {"value": box.text}
            use = {} if box.open is None else {"interactive": box.open}
            words, sending = {}, {}
            if box.spoken:
                words = {"label": say("ask.label"), "placeholder": say("ask.placeholder")}
                sending = {"value": say("ask.send")}
            outputs[self._parts["question"]] = gr.update(**text, **use, **words)
            outputs[self._parts["send"]] = gr.update(**use, **sending)
        return outputs or {self._parts["carried"]: gr.skip()}


def _theme() -> gr.themes.Base:
    """Gradio's plain theme with the system's own fonts, so that no font is downloaded."""
    fonts = [gr.themes.Font(name) for name in ("system-ui", "sans-serif")]
    mono = [gr.themes.Font(name) for name in ("ui-monospace", "monospace")]
    return gr.themes.Base(font=fonts, font_mono=mono)


def _transcript(value: str) -> gr.HTML:
    # Gradio accepts only events whose names are in the script
    names = ", ".join(f"'{name}'" for name in _EVENTS)
    script = f"pincite.transcript(element, trigger, watch, [{names}])"
    return gr.HTML(value, elem_id="transcript", apply_default_css=False, js_on_load=script)


def _source(value: str) -> gr.HTML:
    script = "pincite.source(element, watch)"
    return gr.HTML(value, elem_id="source", apply_default_css=False, js_on_load=script)


def _hidden(name: str, script: str) -> gr.HTML:
    """An invisible element through which the server sends values to the scripts."""
    return gr.HTML("", elem_id=name, apply_default_css=False, js_on_load=script)


def _question_box() -> tuple[gr.Textbox, gr.Button]:
    with gr.Row(elem_id="ask"):
        question = gr.Textbox(
            elem_id="question",
            label=say("ask.label"),
            show_label=False,
            container=False,
            lines=1,
            max_lines=6,
            max_length=MAX_QUESTION,
            placeholder=say("ask.placeholder"),
            scale=1,
            html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="send"),
        )
        send = gr.Button(say("ask.send"), elem_id="send", variant="primary", scale=0, min_width=0)
    return question, send


def _sent(event: gr.EventData) -> dict[str, Any]:
    return event._data if isinstance(event._data, dict) else {}
