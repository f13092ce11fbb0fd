"""Build, ask and chat with every connection blocked but those to this machine itself.

Each runs in a process of its own in which connecting or resolving anything else raises and is
written down, so that a library that swallows the error is caught as well. The processes that it
starts are guarded alike. Models are converted anew, since that is when the engine would report.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from pincite.corpus.web.fetch import Page
from pincite.index.building.build import rebuild
from pincite.qa.answerer import Answerer
from tests.support.paths import SAMPLES
from tests.support.places import PLACES, new_place
from tests.support.toys import ToyEncoder, report, write_reports

GUARD = """
import ipaddress, json, os, socket, sys
class Tried(list):
    def append(self, entry):
        list.append(self, entry)
        with open(os.environ["TRIED"], "a") as file:
            file.write(entry + "\\n")
tried = Tried()
def local(host):
    if host in ("localhost", "", None):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
def guard(name, host_of):
    real = getattr(socket.socket if hasattr(socket.socket, name) else socket, name)
    def call(*args, **kwargs):
        host = host_of(args)
        if not local(host):
            tried.append(f"{name} {host}")
            raise OSError(f"blocked: {host}")
        return real(*args, **kwargs)
    setattr(socket.socket if hasattr(socket.socket, name) else socket, name, call)
def address(args):
    return args[1][0] if isinstance(args[1], tuple) else ""
guard("connect", address)
guard("connect_ex", address)
guard("sendto", lambda args: args[-1][0] if isinstance(args[-1], tuple) else "")
guard("getaddrinfo", lambda args: args[0])
guard("gethostbyname", lambda args: args[0])
"""
ASK = """
from pincite.qa.cli.commands import main
def run(*arguments):
    try:
        main(list(arguments))
    except SystemExit as end:
        return end.code
index, samples = sys.argv[1:3]
codes = [run("rebuild", samples, "-i", index)]
codes.append(run("ask", "When did the blaze at Notre-Dame break out?", "-i", index))
engine = "openvino" in sys.modules and sys.modules["openvino_telemetry"] is None
print("\\n" + json.dumps({"codes": codes, "tried": tried, "engine": engine}))
"""
CHAT = """
import queue, threading, time, urllib.request
from pincite.qa.answerer import Answerer
from pincite.qa.web.server import serve
answerer, ready = Answerer.open(sys.argv[1]), queue.Queue()
serving = {"port": 0, "on_ready": ready.put}
threading.Thread(target=serve, args=[answerer], kwargs=serving, daemon=True).start()
page = urllib.request.urlopen(ready.get(timeout=240), timeout=240).read()
time.sleep(2)  # anything that calls home does so shortly after the start
torch = "torch" in sys.modules
print("\\n" + json.dumps({"page": len(page), "tried": tried, "torch": torch}))
sys.stdout.flush()
os._exit(0)
"""

NAMED = """
from pincite.qa.cli.commands import main
code = None
try: main(["chat", "--no-browser", "--reader", "nobody/no-such-reader", "-i", sys.argv[1]])
except SystemExit as end: code = end.code
print("\\n" + json.dumps({"code": code, "before": tried}))
"""
FOREIGN = """
import contextlib, io, logging
logging.disable()  # Milvus Lite logs the methods that it lacks
sys.path.insert(0, sys.argv[4])
from pincite.index.building.build import rebuild
from pincite.qa.cli.commands import main
from pincite.qa.place import home_at, place_of
from tests.support.toys import ToyEncoder
said = {}
def run(*arguments):
    lines = io.StringIO()
    with contextlib.redirect_stderr(lines):
        try: main(list(arguments))
        except SystemExit as end: code = end.code
    said[arguments[0]] = [code, *lines.getvalue().splitlines()]
index, article, other = sys.argv[1:4]
rebuild(home_at(place_of(index)), [article], ToyEncoder("nobody/no-such-embedder"))
run("ask", "Where is the harbour?", "-i", index)
run("search", "harbour", "-i", index)
run("chat", "--no-browser", "-i", index)
run("copy", index, other)
run("rebuild", "-i", index)
run("add", article, "-i", index)
run("remove", article, "-i", index)
print("\\n" + json.dumps({"said": said}))
"""
KEPT = """
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from pincite.corpus.errors import InputError
from pincite.index.building.build import add, rebuild
from pincite.index.building.verify import verify
from tests.support.toys import ToyEncoder
index = Path(sys.argv[1])
kept = rebuild(index, [], ToyEncoder()).kept
current = verify(index).current
loaded, before = "pincite.corpus.web.fetch" in sys.modules, list(tried)
try: add(index, ["http://news.example/"], ToyEncoder())
except InputError: pass
print("\\n" + json.dumps(
    {"kept": kept, "current": current, "loaded": loaded, "before": before, "tried": tried}))
"""


def run_guarded(script: str, *arguments: object, cache: str = "") -> dict[str, object]:
    # as a user has it: without the settings that keep the hub's client quiet in other tests
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("HF_", "GRADIO_", "CI"))
    }
    with tempfile.TemporaryDirectory() as place:
        # every Python that is started imports the guard first
        (Path(place) / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
        environment |= {
            "PYTHONPATH": place,
            "TRIED": f"{place}/tried",
            "PINCITE_CACHE": cache or f"{place}/cache",
            "HOME": place,
        }
        done = subprocess.run(
            [sys.executable, "-c", "from sitecustomize import *\n" + script, *map(str, arguments)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
        written = Path(place, "tried")
        found["tried"] = written.read_text().splitlines() if written.exists() else []
        found["reported"] = Path(place, "intel").exists()  # its telemetry consent
    assert not found.pop("reported")
    return found


def test_the_guard_blocks_in_child_processes_too() -> None:
    child = "import socket\ntry: socket.create_connection(('192.0.2.1', 80), 1)\nexcept OSError: 0"
    script = f"import subprocess\nsubprocess.run([sys.executable, '-c', {child!r}])\n"
    assert run_guarded(script + "print(json.dumps({'tried': tried}))")["tried"]


def test_the_guard_blocks() -> None:
    script = "\ntry: socket.create_connection(('192.0.2.1', 80), 1)\nexcept OSError: pass\n"
    found = run_guarded(script + "print(json.dumps({'tried': tried}))")
    assert found["tried"]


@pytest.mark.slow
def test_build_and_ask_need_no_network(tmp_path: Path) -> None:
    # no converted model is cached: the build converts it
    found = run_guarded(ASK, tmp_path / "index", SAMPLES)
    assert found == {"codes": [0, 0], "tried": [], "engine": True}


@pytest.mark.slow
def test_the_chat_needs_no_network(samples_index: Path, answerer: Answerer) -> None:
    answerer.answer("When did the blaze break out?")  # its models are converted now
    found = run_guarded(CHAT, samples_index, cache=os.environ["PINCITE_CACHE"])
    assert found["tried"] == []
    assert not found["torch"], "once its models are converted, the chat does without"
    assert isinstance(found["page"], int)
    assert found["page"] > 1000


def test_a_reader_named_by_the_user_is_downloaded(samples_index: Path) -> None:
    found = run_guarded(NAMED, samples_index)
    assert found["code"] == 2
    assert any("huggingface.co" in each for each in found["before"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", PLACES)
def test_a_model_named_only_by_an_index_is_not_downloaded(kind: str, tmp_path: Path) -> None:
    """An index may come from an untrusted person."""
    article = write_reports(tmp_path / "articles", 1) / "0000.txt"
    with new_place(kind, tmp_path) as place:
        found = run_guarded(FOREIGN, place, article, tmp_path / "other", SAMPLES.parents[1])
    assert found["tried"] == []
    said = found["said"]
    assert isinstance(said, dict)
    assert len(said) == 7
    for verb, (code, *lines) in said.items():
        assert (code, len(lines)) == (2, 1), (verb, lines)
        assert "'nobody/no-such-embedder', which is not on this machine" in lines[0], verb
        assert "pincite rebuild --model nobody/no-such-embedder" in lines[0], verb


def test_only_named_web_addresses_are_fetched(tmp_path: Path) -> None:
    page = Page("https://news.example/a", report(0).encode(), "text/plain")
    rebuild(tmp_path / "index", [page.url], ToyEncoder(), get=lambda url: page)
    found = run_guarded(KEPT, tmp_path / "index", SAMPLES.parents[1])
    assert (found["kept"], found["current"]) == (1, True)
    assert (found["loaded"], found["before"]) == (False, [])
    assert found["tried"] == ["getaddrinfo news.example"]
