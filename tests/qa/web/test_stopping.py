"""The server starts only where it may, and stops without losing answers."""

from __future__ import annotations

import signal
import socket
import threading
import time

import pytest

from pincite.corpus.errors import InputError
from pincite.qa.web.server import serve
from tests.support import patient_http
from tests.support.page_events import JOIN, ask, submit
from tests.support.patience import PATIENCE
from tests.support.web_fakes import FakeAnswers, running


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", "", "127.0.0.1x"])
def test_only_this_machine_is_served(host: str) -> None:
    with pytest.raises(InputError, match="expected a loopback address") as caught:
        serve(FakeAnswers(), host=host)
    assert "\n" not in str(caught.value)


def test_a_busy_port_is_one_line_that_names_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"port {port} .* taken .* --port") as caught:
            serve(FakeAnswers(), port=port)
    assert "\n" not in str(caught.value)


def test_a_port_that_cannot_be_is_refused() -> None:
    with pytest.raises(InputError, match="--port"):
        serve(FakeAnswers(), port=70_000)


def test_ctrl_c_stops_it_at_once_though_a_page_is_open() -> None:
    with (
        running() as (address, process),
        patient_http.stream("GET", f"{address}/gradio_api/heartbeat/a"),
    ):
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE) == 0, "the open page would hold it for ever"


def test_overrun_it_refuses_stays_ready_and_stops_without_the_answers_that_never_come() -> None:
    with running() as (address, process):
        number = submit(address)
        bodies = [
            {"data": ["forever", None], "fn_index": number, "session_hash": f"s{i}"}
            for i in range(40)
        ]
        taken = [patient_http.post(f"{address}{JOIN}", json=body).status_code for body in bodies]
        assert sorted(set(taken)) == [200, 503]
        assert taken.count(503) >= 20
        # what waits in the queue never ends: an answer means that this does not wait behind it
        assert patient_http.get(f"{address}/readyz").status_code == 200
        process.terminate()
        assert process.wait(timeout=PATIENCE) == 0


def test_an_answer_under_way_is_delivered_before_it_stops() -> None:
    with (
        running("--patient") as (address, process),
        patient_http.stream("GET", f"{address}/gradio_api/heartbeat/s"),
    ):
        assert process.stdout is not None
        assert process.stdin is not None
        replies: list[str] = []
        asking = threading.Thread(target=lambda: replies.append(ask(address, "held pilot", "s")))
        asking.start()
        assert process.stdout.readline() == "held\n"
        process.terminate()
        while patient_http.post(f"{address}{JOIN}", json={}).status_code != 503:
            time.sleep(0.01)  # until it has noticed
        process.stdin.write("go on\n")
        process.stdin.flush()
        asking.join(timeout=PATIENCE)
        assert process.wait(timeout=PATIENCE) == 0
    assert "the first week of October 2026" in replies[0]
