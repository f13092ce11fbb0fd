"""The server starts only where it may, and stops without losing answers."""

from __future__ import annotations

import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

import pytest

from pincite.corpus.errors import InputError
from pincite.qa.programs.line import LONGEST
from pincite.qa.web.server import serve
from tests.support import patient_http
from tests.support.page_events import JOIN, ask
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


def test_ctrl_c_stops_it_at_once_and_in_silence_though_a_page_is_open(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with (
        running() as (address, process),
        patient_http.stream("GET", f"{address}/gradio_api/heartbeat/a"),
    ):
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE) == 0, "the open page would hold it for ever"
    assert capfd.readouterr().err == ""


def test_overrun_it_says_busy_stays_ready_and_stops_without_the_answers_that_never_come() -> None:
    with running() as (address, process), ThreadPoolExecutor(30) as people:
        told = [people.submit(ask, address, "forever", f"s{n}") for n in range(30)]
        busy = []
        for reply in as_completed(told, timeout=PATIENCE):
            busy.append(reply.result())
            if len(busy) == 30 - 1 - LONGEST:
                break
        assert all("busy, place 17: please ask again in about" in reply for reply in busy)
        # who waits holds no thread that others need
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
