"""The route that reads a chat that was saved as JSON. The server keeps nothing of it."""

from __future__ import annotations

import asyncio
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pincite.qa.web.articles import respond
from pincite.qa.web.kept.imported import chat_of_export

IMPORT: Final = "/pincite/chat"


def importing() -> APIRouter:
    """The route: the request's body is an export, the response the chat that the browser keeps."""
    router = APIRouter(include_in_schema=False)

    @router.post(IMPORT)
    async def read(request: Request) -> Response:
        body = await request.body()
        return await asyncio.to_thread(respond, lambda: chat_of_export(body))

    return router
