"""``POST /api/answer``, and the page that documents it."""

from __future__ import annotations

import json
from typing import Any, Final

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from pincite.corpus.errors import InputError, PinciteError
from pincite.index.retrieval.query import MAX_QUESTION
from pincite.qa.asking.plans.forms import Form
from pincite.qa.programs.line import Busy, TooLate
from pincite.qa.programs.service import Service

_PAGE: Final = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Pincite for programs</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head>
<body><main>
<h1>Pincite for programs</h1>
<p><code>POST /api/answer</code> takes a question and returns what <code>pincite ask --json</code>
prints; <a href="/api/openapi.json">/api/openapi.json</a> describes both (OpenAPI 3.1).</p>
<pre>curl {url}/api/answer --json '{{"question": "When will the pilot line be ready?"}}'</pre>
<table><tr><th>field</th><th>what it is</th></tr>
{rows}</table>
<p>Not finding is no error: <code>found</code> is then false. An error is
<code>{{"error": "…"}}</code>, one line: 400 for a question or a filter that cannot be, 401 without
the token where one is asked for, 503 where the index cannot be read or too many wait (with
Retry-After), 504 where the answer took too long.</p>
</main></body></html>
"""


class Question(BaseModel):
    """A question and its filters."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(description=f"The question, of up to {MAX_QUESTION:,} characters.")
    since: str | None = Field(
        None, description="Only articles published from this day on: 2026, 2026-02 or 2026-02-03."
    )
    until: str | None = Field(
        None, description="Only articles published up to this day, month or year."
    )
    source: str | None = Field(
        None, description="Only articles whose path, address or author holds this text."
    )
    form: Form | None = Field(
        None,
        description="Take the line in this form, as --as does; null: the one it seems to have.",
    )
    dates: bool = Field(True, description="Take a date in the question as a filter.")


class Problem(BaseModel):
    """Why there is no answer, in one line."""

    error: str


def add_api(app: FastAPI, service: Service) -> None:
    """Adds the routes to a server. Call it before the page is mounted."""
    router = APIRouter(prefix="/api")
    problems: dict[int | str, dict[str, Any]] = {
        status: {"model": Problem} for status in (400, 401, 503, 504)
    }

    @router.post("/answer", responses=problems, summary="Answer a question by quoting the articles")
    async def answer(asked: Question) -> dict[str, Any]:
        """What ``pincite ask --json`` prints for the question."""
        return _json(await service.answer(**asked.model_dump()))  # type: ignore[return-value]

    @router.get("", include_in_schema=False)
    def page(request: Request) -> HTMLResponse:
        rows = "".join(
            f"<tr><td><code>{name}</code></td><td>{field.description}</td></tr>\n"
            for name, field in Question.model_fields.items()
        )
        return HTMLResponse(_PAGE.format(url=str(request.base_url).rstrip("/"), rows=rows))

    @router.get("/openapi.json", include_in_schema=False)
    def openapi() -> Response:
        return _json(app.openapi())

    app.include_router(router)
    app.add_exception_handler(PinciteError, _failed)
    app.add_exception_handler(RequestValidationError, _invalid)


def _json(values: dict[str, Any], status: int = 200, **headers: str) -> Response:
    # what UTF-8 cannot encode, such as half of a surrogate pair, is written as a JSON escape
    body = json.dumps(values, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(body, status, headers, media_type="application/json")


def _failed(_: Request, error: Exception) -> Response:
    values = {"error": str(error)}
    if isinstance(error, Busy):
        return _json({**values, "place": error.place}, 503, **{"Retry-After": str(error.seconds)})
    status = 504 if isinstance(error, TooLate) else 400 if isinstance(error, InputError) else 503
    return _json(values, status)


def _invalid(_: Request, error: Exception) -> Response:
    """The response to an invalid body: its first error."""
    if not isinstance(error, RequestValidationError) or not error.errors():
        return JSONResponse({"error": "the body cannot be read"}, 400)
    first = error.errors()[0]
    field = ".".join(str(each) for each in first["loc"] if each != "body")
    what = " ".join(str(first["msg"]).split())
    return _json({"error": f"{field or 'the body'}: {what}; the fields are in: /api"}, 400)
