"""The server around the page: loopback only, bounded, quick to stop without dropping answers."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import logging
import socket
import webbrowser
from collections.abc import Callable
from importlib.resources import files

import uvicorn
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse, Response
from starlette.middleware.trustedhost import TrustedHostMiddleware

from pincite.corpus.errors import InputError, PinciteError
from pincite.qa.serving.connections import options
from pincite.qa.serving.events import EventCheck
from pincite.qa.serving.quiet import on_fault, quieten
from pincite.qa.web.guard import BodyLimit, Doorman, Headed
from pincite.qa.web.page import Answers, Mounted, mount

GRACE = 7.0
"""Seconds that accepted questions get after SIGTERM before the server stops all the same."""

_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
    "%3Crect width='32' height='32' rx='7' fill='%231f4d5c'/%3E"
    "%3Cpath d='M9 12h14M9 17h9' stroke='%23fff' stroke-width='2.5' stroke-linecap='round'/%3E"
    "%3Cpath d='M9 22h14' stroke='%23f2c94c' stroke-width='3.5' stroke-linecap='round'/%3E"
    "%3C/svg%3E"
)
_HEAD = (
    '<meta name="color-scheme" content="light dark">'
    f'<link rel="icon" href="{_ICON}">'
    '<link rel="stylesheet" href="/pincite/page.css">'
    '<link rel="stylesheet" href="/pincite/chat.css">'
    '<link rel="stylesheet" href="/pincite/answer.css">'
    '<link rel="stylesheet" href="/pincite/source.css">'
    '<link rel="stylesheet" href="/pincite/carry.css">'
    '<script src="/pincite/page.js"></script>'
    '<script src="/pincite/carry.js"></script>'
)
_ASSETS = {
    "page.css": "text/css",
    "chat.css": "text/css",
    "answer.css": "text/css",
    "source.css": "text/css",
    "carry.css": "text/css",
    "page.js": "text/javascript",
    "carry.js": "text/javascript",
}

log = logging.getLogger(__name__)


class Site(FastAPI):
    """The application: the page behind its guards. ``closing`` makes it refuse new questions."""

    def __init__(self, answers: Answers, host: str = "127.0.0.1") -> None:
        super().__init__(docs_url=None, redoc_url=None, openapi_url=None)
        self.closing = False
        _add_assets(self)
        _add_probes(self, answers)
        self.page: Mounted = mount(self, answers)
        # The last one added is the first to see a request.
        self.add_middleware(EventCheck, functions=self.page.functions, asked=self.page.asked)
        self.add_middleware(BodyLimit)
        self.add_middleware(Doorman, closing=lambda: self.closing)
        self.add_middleware(TrustedHostMiddleware, allowed_hosts=_names(host), www_redirect=False)
        self.add_middleware(Headed, head=_HEAD)


def serve(
    answers: Answers,
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool = False,
    on_ready: Callable[[str], None] | None = None,
    grace: float = GRACE,
) -> None:
    """Serves the page until SIGINT or SIGTERM, then returns.

    ``on_ready`` is called with the address once it answers; port 0 takes any free one. Questions
    under way get ``grace`` seconds to be answered before it stops. Raises InputError for a host
    that is not this machine's own, and for a port that is taken.
    """
    _require_loopback(host)
    with contextlib.closing(_bind(host, port)) as listener:
        url = f"http://{_bracketed(host)}:{listener.getsockname()[1]}"
        site = Site(answers, host)
        server = _Server(site, grace, lambda: _announce(url, open_browser, on_ready))
        server.run(sockets=[listener])


class _Server(uvicorn.Server):
    """Delivers what was accepted, then stops; hands the signal to nobody else."""

    def __init__(self, site: Site, grace: float, announce: Callable[[], None]) -> None:
        super().__init__(_config(site))
        self._site = site
        self._grace = grace
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        quieten()
        asyncio.get_running_loop().set_exception_handler(on_fault)
        await super().startup(sockets)
        self._announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._site.closing = True
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._grace
        while self._site.page.owing() and not self.force_exit and loop.time() < deadline:
            await asyncio.sleep(0.05)
        self._site.page.hang_up()
        await super().shutdown(sockets)
        # uvicorn would raise the signal again; stopping is what it asked for, and that is done.
        self._captured_signals.clear()


def _config(site: Site) -> uvicorn.Config:
    return uvicorn.Config(
        site,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=1,
        **options(),
    )


def _announce(url: str, open_browser: bool, on_ready: Callable[[str], None] | None) -> None:
    log.info("serving %s", url)
    if on_ready is not None:
        on_ready(url)
    if open_browser:
        webbrowser.open(url)


def _require_loopback(host: str) -> None:
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise InputError(
            f"host {host!r}: expected a loopback address such as 127.0.0.1; "
            "the page asks nobody for a password, so it is served to this machine only"
        )


def _bind(host: str, port: int) -> socket.socket:
    if not 0 <= port <= 65_535:
        raise InputError(f"port {port}: expected 0 to 65535; name another with --port")
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise InputError(_bind_message(host, port, error)) from error
    return listener


def _bind_message(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is taken by another program; name a free one with --port"
    return f"port {port} on {host} cannot be used ({error}); name another with --port"


def _names(host: str) -> list[str]:
    return ["127.0.0.1", "localhost", "[::1]", _bracketed(host)]


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _add_assets(app: FastAPI) -> None:
    for name, media in _ASSETS.items():
        body = files("pincite.qa.web").joinpath(name).read_bytes()
        _add(app, f"/pincite/{name}", _fixed(body, media))


def _fixed(body: bytes, media: str) -> Callable[[], Response]:
    return lambda: Response(body, media_type=media, headers={"Cache-Control": "no-cache"})


def _add_probes(app: FastAPI, answers: Answers) -> None:
    _add(app, "/livez", lambda: PlainTextResponse("alive"))
    _add(app, "/readyz", lambda: _ready(answers))


def _ready(answers: Answers) -> Response:
    try:
        articles = answers.summary.articles
    except PinciteError as error:
        return PlainTextResponse(str(error), status_code=503)
    return PlainTextResponse(f"ready: {articles} articles")


def _add(app: FastAPI, path: str, endpoint: Callable[[], Response]) -> None:
    app.add_api_route(path, endpoint, methods=["GET", "HEAD"], include_in_schema=False)
