"""The server of the page. It serves only this machine unless there is a token, limits what it
accepts, and stops quickly without dropping answers."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import logging
import socket
import webbrowser
from collections.abc import AsyncIterator, Callable
from typing import Any, Protocol

import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.middleware.trustedhost import TrustedHostMiddleware

from pincite.corpus.errors import InputError, PinciteError
from pincite.qa.carrying.records import PAGE_BYTES
from pincite.qa.library.library import Library
from pincite.qa.programs.api import add_api
from pincite.qa.programs.service import Answering, Service
from pincite.qa.programs.token import TokenGate
from pincite.qa.serving.connections import options
from pincite.qa.serving.events import EventCheck, only_waits
from pincite.qa.serving.memory import give_back_regularly
from pincite.qa.serving.quiet import on_fault, quieten, stopping_as_asked
from pincite.qa.web import assets
from pincite.qa.web.articles import UPLOAD, routes
from pincite.qa.web.guard import BodyLimit, RequestGate, SecurityHeaders
from pincite.qa.web.importing import IMPORT, importing
from pincite.qa.web.original import original
from pincite.qa.web.page import Mounted, mount
from pincite.qa.web.rendering.turn import EVERYWHERE, ChosenFilter
from pincite.qa.web.summary import Answers

GRACE = 7.0
"""Seconds that accepted questions get after SIGTERM; then the server stops in any case."""

_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
    "%3Crect width='32' height='32' rx='7' fill='%231f4d5c'/%3E"
    "%3Cpath d='M9 12h14M9 17h9' stroke='%23fff' stroke-width='2.5' stroke-linecap='round'/%3E"
    "%3Cpath d='M9 22h14' stroke='%23f2c94c' stroke-width='3.5' stroke-linecap='round'/%3E"
    "%3C/svg%3E"
)
_HEAD = (
    '<meta name="color-scheme" content="light dark">'
    f'<link rel="icon" href="{_ICON}">' + assets.tags()
)

log = logging.getLogger(__name__)


class Served(Answers, Answering, Protocol):
    """What answers the questions of the page and of programs."""


class Site(FastAPI):
    """The application: the page behind its guards, and the interfaces for programs. If ``closing``
    is set, it refuses new questions. With a ``token``, it refuses requests without the token."""

    def __init__(
        self,
        answers: Served,
        host: str = "127.0.0.1",
        narrowed: ChosenFilter = EVERYWHERE,
        *,
        mcp: bool = False,
        token: str = "",
        library: Library | None = None,
    ) -> None:
        super().__init__(title="Pincite", docs_url=None, redoc_url=None, openapi_url=None)
        self.closing = False
        self.programs = Service(answers)
        self._library = library
        _add_assets(self)
        _add_probes(self, answers, detailed=not token)
        _add_originals(self, answers)
        self.include_router(routes(lambda: answers.retriever, library))
        self.include_router(importing())
        _add(self, "/pincite/examples", lambda: JSONResponse(self.page.examples()))
        add_api(self, self.programs)
        if mcp:
            _add_mcp(self)
        self.page: Mounted = mount(self, answers, self.programs, narrowed, edit=library is not None)
        # The middleware that is added last sees a request first.
        self.add_middleware(EventCheck, functions=self.page.functions, asked=self.page.asked)
        self.add_middleware(BodyLimit, streamed=UPLOAD, larger={IMPORT: PAGE_BYTES})
        self.add_middleware(RequestGate, closing=lambda: self.closing)
        if token:
            self.add_middleware(TokenGate, token=token)
        names = ["*"] if token and _is_everywhere(host) else _names(host)
        self.add_middleware(TrustedHostMiddleware, allowed_hosts=names, www_redirect=False)
        self.add_middleware(SecurityHeaders, head=_HEAD)

    def owing(self) -> bool:
        """Whether the answer to an accepted question is still to be delivered, or articles are
        being read."""
        reading = self._library is not None and self._library.busy
        return reading or self.programs.owing or self.page.owing()


def serve(
    answers: Served,
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool = False,
    on_ready: Callable[[str], None] | None = None,
    grace: float = GRACE,
    narrowed: ChosenFilter = EVERYWHERE,
    *,
    mcp: bool = False,
    token: str = "",
    library: Library | None = None,
) -> None:
    """Serves the page, ``POST /api/answer`` and, with ``mcp``, the MCP tool at ``/mcp``, until a
    SIGINT or SIGTERM. With a ``token``, every request needs the token.

    ``on_ready`` is called with the address when the server is ready; port 0 takes any free port.
    When the server stops, current questions get ``grace`` seconds to be answered. A new chat uses
    the filter ``narrowed``. With a ``library``, articles can be added and removed in the page.
    Raises InputError for a host that other machines can reach if there is no token, and for a port
    that is taken.
    """
    if not token:
        _require_loopback(host)
    with contextlib.closing(_bind(host, port)) as listener:
        shown = socket.gethostname() if _is_everywhere(host) else _bracketed(host)
        url = f"http://{shown}:{listener.getsockname()[1]}{token and f'/?token={token}'}"
        site = Site(answers, host, narrowed, mcp=mcp, token=token, library=library)
        server = _Server(site, grace, lambda: _announce(url, open_browser, on_ready))
        server.run(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that delivers the answers to accepted questions before it stops. It does not raise
    the signal again."""

    def __init__(self, site: Site, grace: float, announce: Callable[[], None]) -> None:
        super().__init__(_config(site))
        self._site = site
        self._grace = grace
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        quieten()
        asyncio.get_running_loop().set_exception_handler(on_fault)
        await super().startup(sockets)
        self._giving_back = asyncio.create_task(give_back_regularly(self._site.page.forget_copies))
        self._announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._site.closing = True
        self._giving_back.cancel()
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._grace
        while self._site.owing() and not self.force_exit and loop.time() < deadline:
            await asyncio.sleep(0.05)
        if not self._site.owing():
            stopping_as_asked()
        self._site.programs.close()
        self._site.page.hang_up()
        await super().shutdown(sockets)
        # uvicorn would raise the signal again, but the server has already stopped as it asks.
        self._captured_signals.clear()


def _config(site: Site) -> uvicorn.Config:
    return uvicorn.Config(
        site,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=1,
        **options(lambda scope: only_waits(scope, site.page.asked, site.page.owed)),
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
            f"host {host!r}: expected a loopback address such as 127.0.0.1; to serve others too, "
            "add --auth, so that everybody is asked for a token"
        )


def _is_everywhere(host: str) -> bool:
    """Whether a host means all addresses of this machine."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_unspecified
    return False


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
    for name in assets.NAMES:
        _add(app, f"/pincite/{name}", _fixed(assets.content(name), assets.media(name)))


def _fixed(body: bytes, media: str) -> Callable[[], Response]:
    kept = {"Cache-Control": "private, max-age=31536000, immutable"}
    return lambda: Response(body, media_type=media, headers=kept)


def _add_mcp(app: FastAPI) -> None:
    """Adds ``/mcp``, which runs as long as the server does."""
    from pincite.qa.programs.tool import over_http

    assert isinstance(app, Site)
    route, running = over_http(app.programs)
    app.router.routes.append(route)
    inner = app.router.lifespan_context

    @contextlib.asynccontextmanager
    async def both(site: FastAPI) -> AsyncIterator[Any]:
        async with running, inner(site) as state:
            yield state

    app.router.lifespan_context = both


def _add_originals(app: FastAPI, answers: Answers) -> None:
    def opened(id: str) -> Response:
        return original(id, answers.retriever)

    _add(app, "/pincite/original", opened)


def _add_probes(app: FastAPI, answers: Answers, detailed: bool) -> None:
    _add(app, "/livez", lambda: PlainTextResponse("alive"))
    _add(app, "/readyz", lambda: _ready(answers, detailed))


def _ready(answers: Answers, detailed: bool) -> Response:
    """The response to a readiness probe. If ``detailed``, it also says how many articles there are,
    or why the server is not ready; that is left out if strangers may ask."""
    try:
        articles = answers.summary.articles
    except PinciteError as error:
        return PlainTextResponse(str(error) if detailed else "not ready", status_code=503)
    return PlainTextResponse(f"ready: {articles} articles" if detailed else "ready")


def _add(app: FastAPI, path: str, endpoint: Callable[..., Response]) -> None:
    app.add_api_route(path, endpoint, methods=["GET", "HEAD"], include_in_schema=False)
