"""Refuses a request whose body was not read to its end."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

_UNREAD: Final = 64 * 2**20  # bytes of the rest of a body that are read
_LONGEST: Final = 2.0  # seconds in which they are read


class EarlyRefusal(Response):
    """A response that is sent at once; then some of the rest of the body is read, and the
    connection is closed.

    A connection that is closed with unread data is reset, and a client that still sends would lose
    the response.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.headers["Connection"] = "close"

        async def unfinished(message: Message) -> None:
            body = message["type"] == "http.response.body"
            await send({**message, "more_body": True} if body else message)

        await super().__call__(scope, receive, unfinished)
        await _drain(receive)
        await send({"type": "http.response.body", "body": b""})


async def _drain(receive: Receive) -> None:
    taken = 0
    try:
        async with asyncio.timeout(_LONGEST):
            while taken < _UNREAD:
                message = await receive()
                taken += len(message.get("body", b""))
                if not message.get("more_body", False):
                    return
    except TimeoutError:
        return
