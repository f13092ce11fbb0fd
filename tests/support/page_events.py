"""Sends the events of the page to its server."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.support import patient_http

JOIN = "/gradio_api/queue/join"


def ask(url: str, data: str | list[Any], session: str = "t") -> str:
    """Asks a question as the page does, and returns all that the stream sends for it."""
    sent = data if isinstance(data, list) else [data, None]
    body = json.dumps({"data": sent, "fn_index": submit(url), "session_hash": session})
    headers = {"Content-Type": "application/json"}
    patient_http.post(f"{url}{JOIN}", content=body, headers=headers).raise_for_status()
    with patient_http.stream(
        "GET", f"{url}/gradio_api/queue/data?session_hash={session}"
    ) as stream:
        return "\n".join(stream.iter_lines())


def submit(url: str) -> int:
    """The number of the function that answers questions, which the front page contains."""
    found = re.search(r"window\.gradio_config = (.*?);</script>", patient_http.get(url).text)
    assert found
    functions = json.loads(found[1])["dependencies"]
    submits = [f["id"] for f in functions if any(target[1] == "submit" for target in f["targets"])]
    return int(submits[0])
