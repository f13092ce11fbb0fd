"""The ways in of programs and of the page, each of which is asked what nobody would ask."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import httpx
from mcp import Client, StdioServerParameters

from pincite.qa.answerer import Answerer
from tests.faults.goals.outcome import Outcome
from tests.support.chat_server import chat
from tests.support.page_events import ask
from tests.support.patience import PATIENCE

_BROKEN: Final = ("Traceback", "Something went wrong")


def by_http_and_page(
    questions: Sequence[str], index: Path, answerer: Answerer, outcome: Outcome
) -> None:
    """Asks one chat by ``POST /api/answer`` and in a tab of the page. ``answerer`` is over the same
    index."""
    with chat(index) as (url, process):
        for question in questions:
            outcome.tried += 2
            body = json.dumps({"question": question}).encode()
            headers = {"Content-Type": "application/json"}
            try:
                told = httpx.post(
                    f"{url}/api/answer", content=body, headers=headers, timeout=PATIENCE
                )
                if told.status_code == 200:
                    check(question, told.json(), answerer, outcome)
                elif told.status_code != 400 or not _one_line(told.json()["error"]):
                    outcome.fail(f"{question!r} by HTTP: {told.status_code} {told.text}")
                shown = ask(url, question)
                if "process_completed" not in shown or any(each in shown for each in _BROKEN):
                    outcome.fail(f"{question!r} in the page: {shown[-200:]}")
            except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
                outcome.fail(f"{question!r}: {type(error).__name__}: {error}")
        if process.poll() is not None:
            outcome.fail(f"the chat ended: exit status {process.returncode}")


def by_mcp(questions: Sequence[str], index: Path, answerer: Answerer, outcome: Outcome) -> None:
    """Asks ``pincite mcp`` on its standard input. What UTF-8 cannot encode is left out: the SDK's
    client cannot send it."""
    started = StdioServerParameters(
        command=sys.executable, args=["-m", "pincite.qa", "mcp", "-i", str(index)]
    )

    async def every() -> None:
        async with Client(started) as tool:
            for question in questions:
                if "\ud800" in question:
                    continue
                outcome.tried += 1
                told = await tool.call_tool("answer", {"question": question})
                if not told.is_error:
                    check(question, told.structured_content, answerer, outcome)
                elif not _one_line(getattr(told.content[0], "text", "")):
                    outcome.fail(f"{question!r} by MCP: {told.content}")

    try:
        asyncio.run(every())
    except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
        outcome.fail(f"MCP: {type(error).__name__}: {error}")


def check(question: str, told: Any, answerer: Answerer, outcome: Outcome) -> None:
    """Each quote of an answer in plain values must be a slice of the article that it names."""
    for each in told["citations"]:
        article, at = answerer.retriever.article(each["article"]["id"]), each["sentence"]
        if article is None or article.text[at["start"] : at["end"]] != each["quote"]:
            outcome.fail(f"{question!r}: a quote that is no slice: {each['quote']!r}")


def _one_line(text: str) -> bool:
    return bool(text) and "\n" not in text and not any(each in text for each in _BROKEN)
