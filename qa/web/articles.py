"""The page's routes for listing, adding and removing articles.

A file is the body of one request. It is streamed, stopped at the size limit, and not parsed here.
Its name is never used as a path. Every refusal is ``{"error": "…"}``.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.requests import ClientDisconnect

from pincite.corpus.errors import IndexBusy, InputError, PinciteError
from pincite.corpus.read import file_of
from pincite.corpus.web.addresses import is_url
from pincite.index.retrieval.retriever import Retriever
from pincite.qa.carrying.links import safe_url
from pincite.qa.library.library import Library, Occupied, Work
from pincite.qa.library.listing import ListedArticle, listed
from pincite.qa.library.own_files import Arrival, Crowded, Full
from pincite.qa.place import samples
from pincite.qa.web.refusing import EarlyRefusal
from pincite.qa.wording import day, language_name, nearby
from pincite.qa.words import ENGLISH, in_language

UPLOAD: Final = "/pincite/upload"

_SLOWEST: Final = 10.0  # seconds between two pieces of a file
_PATIENCE: Final = 60.0  # seconds for a file, plus one second for each _RATE bytes
_RATE: Final = 100_000
_PIECE: Final = 2**20  # bytes that are written at once
_MOST: Final = 1_000  # files or articles that one request may name
_READS: Final = "articles are not changed here; whoever started this page can, with --edit"


def routes(articles: Callable[[], Retriever], library: Library | None) -> APIRouter:
    """The routes. Without a ``library``, the articles can be listed but not changed."""
    router = APIRouter(prefix="/pincite", include_in_schema=False)

    @router.get("/articles")
    def listing(q: str = "", start: int = 0, language: str = ENGLISH) -> Response:
        return respond(lambda: _listing(articles(), library, q[:200], max(start, 0), language))

    @router.get("/work")
    def work() -> Response:
        return JSONResponse(_work(library.work) if library and library.work else {})

    _add_writes(router, articles, library)
    return router


def _add_writes(
    router: APIRouter, articles: Callable[[], Retriever], library: Library | None
) -> None:
    @router.post("/upload")
    async def upload(request: Request) -> Response:
        try:
            arrival = _arrival(request, _editing(request, library))
            with arrival:
                await _receive(request, arrival)
            return JSONResponse({"token": arrival.token, "name": arrival.name})
        except PinciteError as error:
            refused = _refused(error)
            return EarlyRefusal(refused.body, refused.status_code, media_type=refused.media_type)

    @router.post("/add")
    async def add(request: Request) -> Response:
        sent = await _sent(request)
        tokens, links = _texts(sent.get("tokens")), _texts(sent.get("links"))
        return respond(lambda: _work(_editing(request, library).add(tokens, links)), 202)

    @router.post("/samples")
    def sample_articles(request: Request) -> Response:
        return respond(lambda: _work(_editing(request, library).add_samples()), 202)

    @router.post("/remove")
    async def remove(request: Request) -> Response:
        sent = await _sent(request)

        def run() -> dict[str, Any]:
            changed = _editing(request, library)
            ids = _texts(sent.get("ids"))
            if sent.get("samples") is True:
                ids = [each.id for each in _samples(articles())]
            return {"undo": changed.remove(ids), "ids": ids}

        return await asyncio.to_thread(respond, run)

    @router.post("/undo")
    async def undo(request: Request) -> Response:
        sent = await _sent(request)
        token = str(sent.get("undo"))
        return await asyncio.to_thread(
            respond, lambda: {"ids": _editing(request, library).undo(token)}
        )


def _editing(request: Request, library: Library | None) -> Library:
    """The library, which changes the articles. Raises InputError if changes are not allowed, or if
    the request lacks the header X-Pincite: another site's page cannot send it, because browsers
    first ask the server, which refuses."""
    if library is None or request.headers.get("x-pincite") != "page":
        raise InputError(_READS)
    return library


def _arrival(request: Request, library: Library) -> Arrival:
    query = parse_qs(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)
    length = request.headers.get("content-length")
    if length is not None and not (length.isascii() and length.isdecimal()):
        raise InputError("the length of the file is no number")
    size = None if length is None else int(length[:20])
    return library.files.arriving(query.get("name", [""])[-1], size)


async def _receive(request: Request, arrival: Arrival) -> None:
    """Receives a file in pieces. Raises InputError if it comes too slowly or is cut off."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + _PATIENCE
    piece = bytearray()
    stream = request.stream()
    try:
        while True:
            async with asyncio.timeout_at(min(deadline, loop.time() + _SLOWEST)):
                more = await anext(stream, b"")
            deadline += len(more) / _RATE
            piece += more
            if len(piece) >= _PIECE or not more:
                await asyncio.to_thread(arrival.write, bytes(piece))
                piece.clear()
            if not more:
                return
    except TimeoutError:
        raise InputError(f"{arrival.name}: it came too slowly; send it again") from None
    except ClientDisconnect:
        raise InputError(f"{arrival.name}: it was not sent to its end") from None


async def _sent(request: Request) -> dict[str, Any]:
    try:
        values = json.loads(await request.body())
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def _texts(values: object) -> list[str]:
    """The texts in a list; empty if ``values`` is no list."""
    if not isinstance(values, list):
        return []
    return [each for each in values[:_MOST] if isinstance(each, str) and each]


def respond(run: Callable[[], dict[str, Any]], status: int = 200) -> Response:
    """The response with the values that ``run`` returns, or with its PinciteError."""
    try:
        body = json.dumps(run(), ensure_ascii=False).encode("utf-8", "backslashreplace")
        return Response(body, status, media_type="application/json")
    except PinciteError as error:
        return _refused(error)


def _refused(error: PinciteError) -> Response:
    status = 413 if isinstance(error, Full) else 400 if isinstance(error, InputError) else 503
    if isinstance(error, Occupied | IndexBusy):
        status = 409
    if isinstance(error, Crowded):
        status = 429
    if str(error) == _READS:
        status = 403
    return JSONResponse({"error": " ".join(str(error).split())}, status)


def _work(work: Work) -> dict[str, Any]:
    return asdict(work)


def _listing(
    articles: Retriever, library: Library | None, words: str, start: int, language: str
) -> dict[str, Any]:
    found = listed(articles, library.notes() if library else {}, words, start)
    rows = []
    for row in found.rows:
        values = asdict(row)
        del values["url"]
        own = library is not None and library.files.holds(file_of(row.source))
        link = safe_url(row.url) or safe_url(row.source)
        where = PurePath(row.source).name if own else nearby(row.source)
        rows.append({**values, "where": where, "own": own, "link": link, **_spoken(row, language)})
    unread = [[nearby(source), why] for source, why in found.unread[:_MOST]]
    page = {"total": found.total, "found": found.found, "start": start, "rows": rows}
    return {**page, "unread": unread, "samples": len(_samples(articles)), **_limits(library)}


def _spoken(row: ListedArticle, language: str) -> dict[str, str]:
    """An article's date and language, in words of the page's language."""
    with in_language(language):
        return {
            "day": day(row.published),
            "spoken": language_name(row.language) if row.language else "",
        }


def _limits(library: Library | None) -> dict[str, Any]:
    if library is None:
        return {"edit": False}
    files = library.files
    return {
        "edit": True,
        "folder": nearby(str(files.folder)),
        "used": files.used,
        "quota": files.quota,
        "largest": files.largest,
    }


def _samples(articles: Retriever) -> list[Any]:
    with samples() as folder:
        start = f"{folder.resolve()}/"
        return [
            each
            for each in articles.described()
            if not is_url(each.source) and each.source.startswith(start)
        ]
