"""ASGI middleware before Gradio, which passes only requests that the page itself sends."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Callable, Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pincite.qa.web.refusing import EarlyRefusal

LARGEST_BODY = 512 * 1024
"""Bytes that a request's body may have; a longer one is answered with 413."""

SLOWEST_BODY = 10.0
"""Seconds within which a body must arrive; after that, the answer is 408."""

_READ = re.compile(
    r"/|/livez|/readyz|/pincite/(original|articles|work|examples)|/(gradio_api/)?theme\.css|/pincite/[a-z]+\.(css|js)"
    r"|/(assets|static)(/\w[\w-]*(\.[\w-]+)*)+"
    r"|/gradio_api/(queue/data|heartbeat/\w+|info|app_id)|/config|/api(/openapi\.json)?",
    re.ASCII,
)
_WRITE = re.compile(
    r"/gradio_api/(queue/join|run/\w+)|/api/answer|/mcp|/pincite/(upload|add|samples|remove|undo|chat)",
    re.ASCII,
)

_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval'{nonce}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
)


class RequestGate:
    """Passes only the paths that the page needs, from its own origin; answers others with 404 or
    403.

    This closes Gradio's routes for files, uploads, proxying and direct calls. Programs can use
    ``/api``, ``/mcp`` and the routes that Gradio's clients read. While ``closing`` is true, new
    requests to write are answered with 503.
    """

    def __init__(self, app: ASGIApp, closing: Callable[[], bool] = lambda: False) -> None:
        self._app = app
        self._closing = closing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            refusal = self._refusal(scope)
            await (refusal or self._app)(_unforwarded(scope), receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        writing = scope["method"] == "POST"
        allowed = _WRITE if writing else _READ
        if scope["method"] not in ("GET", "HEAD", "POST") or not allowed.fullmatch(scope["path"]):
            return PlainTextResponse("Not found", status_code=404)
        if not _same_origin(Headers(scope=scope)):
            return PlainTextResponse("Not from this page", status_code=403)
        if writing and self._closing():
            return PlainTextResponse("Closing", status_code=503)
        return None


class BodyLimit:
    """Reads a whole body before the application gets the request, and answers a body that is too
    long with 413, chunked or not. The ``streamed`` path has limits of its own; ``larger`` has the
    paths whose bodies may be larger, and how large."""

    def __init__(
        self,
        app: ASGIApp,
        largest: int = LARGEST_BODY,
        streamed: str | None = None,
        larger: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        self._app = app
        self._largest = largest
        self._streamed = streamed
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] == self._streamed:
            await self._app(scope, receive, send)
            return
        largest = self._larger.get(scope["path"], self._largest)
        declared = Headers(scope=scope).get("content-length", "0")
        if not declared.isdecimal() or int(declared[:20]) > largest:
            await _too_long(largest)(scope, receive, send)
            return
        try:
            async with asyncio.timeout(SLOWEST_BODY):
                body = await _read(receive, largest)
        except TimeoutError:
            text = f"The request's body took longer than {SLOWEST_BODY:g} s; send it again, faster"
            await _refused(408, text)(scope, receive, send)
            return
        if body is None:
            await _too_long(largest)(scope, receive, send)
            return
        await self._app(scope, _replayed(body, receive), send)


async def _read(receive: Receive, largest: int) -> bytes | None:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > largest:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def _too_long(largest: int) -> ASGIApp:
    return _refused(413, f"A request holds at most {largest} bytes")


def _refused(status: int, text: str) -> ASGIApp:
    return EarlyRefusal(text, status, media_type="text/plain")


class SecurityHeaders:
    """Adds security headers to every response, and a nonce to the scripts that Gradio writes
    inline.

    Because of the nonce, no other inline script or handler runs. 'unsafe-eval' is needed: Gradio
    compiles the templates of its HTML component. ``head`` is added to the front page's head.
    """

    def __init__(self, app: ASGIApp, head: str) -> None:
        self._app = app
        self._head = head

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] == "/":
            nonce = secrets.token_urlsafe(18)
            front = _FrontPage(send, nonce, self._head)
            plain = [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]
            await self._app({**scope, "headers": plain}, receive, front)
        else:
            await self._app(scope, receive, _with_headers(send, ""))


class _FrontPage:
    """Collects the page that Gradio sends, adds the nonce and the head, and sends it on."""

    def __init__(self, send: Send, nonce: str, head: str) -> None:
        self._send = _with_headers(send, f" 'nonce-{nonce}'")
        self._nonce = nonce.encode()
        self._head = head.encode()
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        if message["type"] != "http.response.body":
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body", False):
            return
        page = self._body.replace(b"</head>", self._head + b"</head>", 1)
        # Gradio escapes "<" inside its own scripts, so that every tag here is the template's.
        page = page.replace(b"<script", b'<script nonce="' + self._nonce + b'"')
        if page:
            MutableHeaders(scope=self._start)["content-length"] = str(len(page))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": page})


def _with_headers(send: Send, nonce: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            # the response for an original file has a stricter policy
            headers.setdefault("Content-Security-Policy", _POLICY.format(nonce=nonce))
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Referrer-Policy"] = "no-referrer"
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
            headers["Cross-Origin-Resource-Policy"] = "same-origin"
        await send(message)

    return sending


def _replayed(body: bytes, receive: Receive) -> Receive:
    fresh = True

    async def replaying() -> Message:
        nonlocal fresh
        if fresh:
            fresh = False
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return replaying


def _same_origin(headers: Headers) -> bool:
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _unforwarded(scope: Scope) -> Scope:
    """The scope without the headers from which Gradio would take a different origin as its own."""
    kept = [(k, v) for k, v in scope["headers"] if not k.startswith((b"x-forwarded", b"x-gradio"))]
    return {**scope, "headers": kept}
