"""The token that every client needs if other machines can reach the server.

A program sends it as ``Authorization: Bearer …``. A browser sends it once, in the address that was
printed at the start, and then has a cookie.
"""

from __future__ import annotations

import os
import secrets
from typing import Final
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from pincite.corpus.errors import InputError

VARIABLE: Final = "PINCITE_TOKEN"
_SHORTEST: Final = 16
_COOKIE: Final = "pincite_token"
_OPEN: Final = ("/livez", "/readyz")


def chosen_token() -> str:
    """The token in $PINCITE_TOKEN, or a new one of 256 random bits. Raises InputError for a token
    that is too short or has characters that cannot be sent."""
    token = os.environ.get(VARIABLE) or secrets.token_urlsafe(32)
    plain = token.isascii() and all(c.isalnum() or c in "-._~" for c in token)
    if len(token) < _SHORTEST or not plain:
        raise InputError(
            f"${VARIABLE} has {len(token)} characters; expected {_SHORTEST} or more of A-Z, a-z, "
            "0-9, - . _ ~; leave it unset for a random one"
        )
    return token


class TokenGate:
    """Passes requests that have the token, and answers all others with 401. Health probes need no
    token."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _OPEN or self._has_token(scope):
            await self._app(scope, receive, send)
            return
        await self._answer(scope)(scope, receive, send)

    def _has_token(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        kind, _, sent = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and self._is_token(sent.strip()):
            return True
        return self._is_token(HTTPConnection(scope).cookies.get(_COOKIE, ""))

    def _is_token(self, sent: str) -> bool:
        return secrets.compare_digest(sent.encode("utf-8", "replace"), self._token)

    def _answer(self, scope: Scope) -> Response:
        sent = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[-1]
        if scope["path"] == "/" and scope["method"] == "GET" and self._is_token(sent):
            # redirects to the address without the token, so that no history keeps the token
            back = RedirectResponse("/", status_code=303)
            back.set_cookie(
                _COOKIE, self._token.decode(), httponly=True, samesite="strict", path="/"
            )
            return back
        headers = {"WWW-Authenticate": "Bearer"}
        line = "This server asks for its token; open the address that it printed when it started"
        if scope["path"] == "/":
            return PlainTextResponse(f"{line}.", status_code=401, headers=headers)
        error = f"{line}, or send it as Authorization: Bearer TOKEN"
        return JSONResponse({"error": error}, status_code=401, headers=headers)
