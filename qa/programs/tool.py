"""Pincite as a tool of the Model Context Protocol: over standard input and output, and over HTTP.

The only file that imports the MCP SDK, which is installed with ``pip install 'pincite[mcp]'``.
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import Field
from starlette.routing import BaseRoute

from pincite.corpus.errors import InputError, PinciteError
from pincite.qa.asking.plans.forms import Form
from pincite.qa.programs.service import Service

if TYPE_CHECKING:
    from mcp.server import MCPServer

_INSTRUCTIONS: Final = (
    "Answers questions from the person's own articles by quoting them; nothing is written by a "
    "model. Quote what it gives word for word, with the title and the characters where it stands. "
    "Where found is false, the articles do not say."
)
_DESCRIPTION: Final = (
    "Answer a question with a sentence that stands in one of the person's own articles. Each "
    "citation has the quote, the exact answer in it, the article and the characters where it "
    "stands; found is false where the articles do not say."
)


def stdio(service: Service) -> None:
    """Serves the tool on standard input and output until the input ends. Raises InputError if the
    SDK is not installed."""
    _server(service).run("stdio")


def over_http(service: Service) -> tuple[BaseRoute, AbstractAsyncContextManager[None]]:
    """The route ``/mcp`` for a server, and a context that must be open while the server runs. No
    session is kept: every request is complete by itself. Raises InputError if the SDK is not
    installed."""
    server = _server(service)
    from mcp.server.transport_security import TransportSecuritySettings

    # Pincite's own server has already checked Host and Origin
    unguarded = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    app = server.streamable_http_app(
        json_response=True, stateless_http=True, transport_security=unguarded
    )
    return app.routes[0], server.session_manager.run()


def _server(service: Service) -> MCPServer[Any]:
    try:
        from mcp.server import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
        from mcp.types import ToolAnnotations
    except ImportError:
        raise InputError(
            "the MCP server needs a package that is not installed: pip install 'pincite[mcp]'"
        ) from None
    server = MCPServer(
        "pincite", instructions=_INSTRUCTIONS, version=version("pincite"), log_level="WARNING"
    )
    reads_only = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

    @server.tool(description=_DESCRIPTION, annotations=reads_only)
    async def answer(
        question: Annotated[str, Field(description="The question, in a sentence.")],
        since: Annotated[
            str | None, Field(description="Only articles from this day on: 2026 or 2026-02-03.")
        ] = None,
        until: Annotated[
            str | None, Field(description="Only articles up to this day, month or year.")
        ] = None,
        source: Annotated[
            str | None, Field(description="Only articles whose path or author holds this text.")
        ] = None,
        form: Annotated[
            Form | None, Field(description="Take the line in this form; null: as it seems.")
        ] = None,
        dates: Annotated[
            bool, Field(description="Take a date in the question as a filter.")
        ] = True,
    ) -> dict[str, Any]:
        try:
            return await service.answer(question, since, until, source, form, dates)
        except PinciteError as error:
            raise ToolError(str(error)) from None

    return server
