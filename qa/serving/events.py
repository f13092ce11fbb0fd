"""Checks the function and the session that a page's event names, before Gradio uses them.

Gradio answers an unknown id with status 500 and a traceback on the terminal. This check answers it
with a 4xx status and one line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Mapping, Sized
from typing import Any, Final, Protocol
from urllib.parse import parse_qs

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_EVENT: Final = re.compile(r"/gradio_api/(queue/join|run/\w+)", re.ASCII)
_NAME: Final = re.compile(r"[a-z0-9-]{1,64}", re.ASCII | re.IGNORECASE)
_STREAM: Final = "/gradio_api/queue/data"
_HEARTBEAT: Final = "/gradio_api/heartbeat/"


class Function(Protocol):
    """A function that a page may call."""

    inputs: Sized


class EventCheck:
    """Refuses events for unknown functions and streams for unknown sessions. It expects complete
    bodies. ``functions`` are the page's functions by number, ``asked`` the names of the sessions
    that have asked something."""

    def __init__(
        self, app: ASGIApp, functions: Mapping[int, Function], asked: Container[str]
    ) -> None:
        self._app = app
        self._functions = functions
        self._asked = asked

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] == _STREAM:
            refusal = self._stream(scope)
            await (refusal or self._app)(scope, receive, send)
        elif scope["method"] == "POST" and _EVENT.fullmatch(scope["path"]):
            message = await receive()
            refusal = self._event(message.get("body", b""))
            await (refusal or self._app)(scope, _first(message, receive), send)
        else:
            await self._app(scope, receive, send)

    def _stream(self, scope: Scope) -> ASGIApp | None:
        session = _session(scope)
        if session in self._asked:
            return None
        return _refused(404, f"No question waits in session {session[:40]!r}; ask one first")

    def _event(self, body: bytes) -> ASGIApp | None:
        try:
            sent = json.loads(body)
        except (ValueError, RecursionError):
            return _refused(400, "The body is no JSON in UTF-8")
        if not isinstance(sent, dict) or not isinstance(sent.get("data"), list):
            return _refused(422, "Expected an object with a list named 'data'")
        number = sent.get("fn_index")
        function = self._functions.get(number) if isinstance(number, int) else None
        if function is None:
            return _refused(404, f"No function {_short(number)} on this page; load the page again")
        given, count = len(sent["data"]), len(function.inputs)
        if given != count:
            return _refused(422, f"{given} inputs for function {number}; expected {count}")
        if not _is_name(sent.get("session_hash")):
            return _refused(400, f"No session {_short(sent.get('session_hash'))}; expected a name")
        return None


def only_waits(scope: Scope, asked: Container[str], owed: Mapping[str, Sized]) -> bool:
    """Whether a request may be closed without a loss: the heartbeat of a session that is not among
    the ``asked``, or the stream of one to which no answer is owed. ``owed`` are the questions
    under way by session.

    The heartbeat of a session that has asked stays: once it is closed, Gradio gives up the question
    under way, and forgets the chat an hour after its last turn."""
    path = scope["path"]
    if path.startswith(_HEARTBEAT):
        return path.removeprefix(_HEARTBEAT) not in asked
    return path == _STREAM and not owed.get(_session(scope))


def _session(scope: Scope) -> str:
    """The session that the address of a stream names."""
    query = parse_qs(str(scope["query_string"], "latin-1"))
    return query.get("session_hash", [""])[-1]


def _is_name(value: Any) -> bool:
    # the page sends letters and digits, Gradio's Python client a UUID
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def _short(value: Any) -> str:
    return ascii(value)[:40]


def _refused(status: int, line: str) -> ASGIApp:
    return PlainTextResponse(line, status_code=status)


def _first(message: Message, receive: Receive) -> Receive:
    """``receive``, but it gives ``message``, which was already taken, first."""
    waiting = [message]

    async def receiving() -> Message:
        return waiting.pop() if waiting else await receive()

    return receiving
