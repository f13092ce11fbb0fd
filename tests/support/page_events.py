"""Sends the events of the page to its server."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.support import patient_http

JOIN = "/gradio_api/queue/join"
RUN = "/gradio_api/run/predict"


def ask(url: str, data: str | list[Any], session: str = "t") -> str:
    """Loads the page of a session and asks a question as it does; returns all that the stream sends
    for it. As the page does, it asks once more if the server has let the session go."""
    load(url, session)
    sent = data if isinstance(data, list) else [data, None]
    body = {"data": sent, "fn_index": function(url, "submit"), "session_hash": session}
    told = _streamed(url, body)
    if let_go(told):
        told = _streamed(url, once_more(function(url, "example"), sent[0], session))
    return told


def load(url: str, session: str) -> None:
    """Tells the server that a page was loaded in a session, as the page does at first."""
    body = loading(function(url, "load"), session)
    patient_http.post(f"{url}{RUN}", json=body).raise_for_status()


def loading(number: int, session: str) -> dict[str, Any]:
    """The body of the event that tells so, whose function has this number."""
    return {"data": [None, "{}"], "fn_index": number, "session_hash": session}


def let_go(told: str) -> bool:
    """Whether a stream tells that the server has let the session go."""
    return "&quot;again&quot;" in told


def once_more(number: int, question: Any, session: str) -> dict[str, Any]:
    """The body of the event that asks a question again, with the chat of a page that has no turns.
    Its function has this number."""
    event = {"question": question, "back": json.dumps({"turns": []})}
    return {"data": [None], "event_data": event, "fn_index": number, "session_hash": session}


def function(url: str, event: str) -> int:
    """The number of the first function for an event of the page, such as "submit"; the front page
    contains it."""
    found = re.search(r"window\.gradio_config = (.*?);</script>", patient_http.get(url).text)
    assert found
    functions = json.loads(found[1])["dependencies"]
    return next(int(f["id"]) for f in functions if any(t[1] == event for t in f["targets"]))


def _streamed(url: str, body: dict[str, Any]) -> str:
    headers = {"Content-Type": "application/json"}
    sent = patient_http.post(f"{url}{JOIN}", content=json.dumps(body), headers=headers)
    sent.raise_for_status()
    path = f"/gradio_api/queue/data?session_hash={body['session_hash']}"
    with patient_http.stream("GET", f"{url}{path}") as stream:
        return "\n".join(stream.iter_lines())
