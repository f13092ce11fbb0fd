"""The watch command in a separate process, and an Answerer that follows it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.answerer import Answerer
from pincite.qa.types import Answer
from tests.support.paths import ROOT
from tests.support.patience import PATIENCE
from tests.support.toys import write_reports


@contextmanager
def command(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    """``pincite`` in a process of its own; killed if it outlives the block."""
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    run = [
        sys.executable,
        "-c",
        "from pincite.qa.cli.commands import main; main()",
        *map(str, arguments),
    ]
    process = subprocess.Popen(
        run,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": paths},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def told_by(process: subprocess.Popen[str]) -> dict[str, Any]:
    """The next line of JSON; the test's timeout ends the wait if none comes."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, process.stderr.read() if process.stderr else ""
    told = json.loads(line)
    assert isinstance(told, dict)
    return told


QUESTION = "How much does the repair of the harbour of Nordvik cost?"


def cost(amount: str) -> str:
    return (
        "The harbour of Nordvik will close in May.\n"
        f"The repair of the harbour of Nordvik costs {amount} crowns.\n"
        "Ferries to the islands will leave from Sund in the meantime.\n"
    )


@pytest.mark.slow
def test_an_open_answerer_follows_the_watch_command(
    tmp_path: Path, encoder: SentenceEncoder
) -> None:
    """The real command, and an Answerer that was opened before anything changed."""
    articles, index = write_reports(tmp_path / "articles", 6), tmp_path / "index"
    story = articles / "nordvik.txt"
    story.write_text(cost("4.2 million"))
    over, answers, failed = threading.Event(), [], []
    with command("rebuild", articles, "--watch", "--json", "-i", index) as process:
        assert told_by(process)["articles"] == 7
        answerer = Answerer(LocalRetriever(index, encoder))
        assert "4.2 million" in answerer.answer(QUESTION).text
        assert answerer.summary.articles == 7

        def ask() -> None:
            while not over.is_set():
                try:
                    answers.append(answerer.answer(QUESTION))
                # any error in a thread must fail the test
                except BaseException as error:  # noqa: BLE001
                    failed.append(error)

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        try:
            story.write_text(cost("5.9 million"))
            assert told_by(process)["changes"]["changed"] == ["nordvik.txt"]
            assert "5.9 million" in answerer.answer(QUESTION).text
            (articles / "nordvik-copy.txt").write_text(cost("5.9 million"))
            assert told_by(process)["copies"] == 1
            assert answerer.summary.articles == 8
            (articles / "nordvik-copy.txt").unlink()
            assert told_by(process)["copies"] == 0
            story.unlink()
            assert told_by(process)["changes"]["removed"] == ["nordvik.txt"]
            assert answerer.summary.articles == 6
            after = answerer.answer(QUESTION)
        finally:
            over.set()
            for thread in threads:
                thread.join()
        assert not any("Nordvik" in each.quote for each in after.citations)
        assert not any(hit.article.id == "nordvik.txt" for hit in after.hits)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (0, "")
    assert err.splitlines()[-1] == "pincite: stopped watching; the index answers as before"
    assert "Traceback" not in err
    assert failed == []
    assert len(answers) > 10
    assert all(of_one_generation(each) for each in answers)
    for amount in ("4.2 million", "5.9 million"):
        assert any(amount in each.text for each in answers)


def of_one_generation(answer: Answer) -> bool:
    """Whether all parts of an answer show the same version of the article that changes."""
    shown = [hit.article for hit in answer.hits]
    for cited in answer.citations:
        shown += [cited.article, *cited.copies, *(place.article for place in cited.also)]
    return len({each.text for each in shown if "Nordvik" in each.text}) <= 1


@pytest.mark.slow
def test_ctrl_c_ends_the_watch_without_an_error(tmp_path: Path) -> None:
    articles = write_reports(tmp_path / "articles", 2)
    (articles / "empty.txt").touch()
    with command("rebuild", articles, "--watch", "-i", tmp_path / "index") as process:
        assert process.stdout is not None
        assert "skipped" in process.stdout.readline()
        first = process.stdout.readline()
        assert re.match(r"\d\d:\d\d:\d\d 2 added, 0 changed, .*; generation 000001$", first)
        (articles / "0001.txt").unlink()
        line = process.stdout.readline()
        assert "0 added, 0 changed, 1 removed, 1 unchanged, 1 skipped; 1 article in " in line
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (0, "")
    assert len(err.splitlines()) == 2, err
