"""Serves the page over an index of its own, whose articles can be changed in the page. The encoder
hashes words, and the answer is in the sentence that shares most words with the question. One web
page, ``LAMP``, is fetched without a network.

``python -m tests.support.shelf_server INDEX [QUOTA]`` serves it on a free port.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pincite.corpus.article import Span
from pincite.index.retrieval.hit import Hit
from pincite.qa.types import Candidate
from tests.support.paths import ROOT
from tests.support.patience import PATIENCE

LAMP = "https://lighthouse.example/north-mole"
"""The address of the web page that can be fetched."""
_LAMP_PAGE = b"""<!doctype html><html lang="en">
<head><title>The lamp on the north mole</title></head><body><article>
<h1>The lamp on the north mole</h1>
<p>The keeper lit the lamp on the north mole for
the first time in March 1907. It burned oil until the cable came, and it has been electric since.
</p></article></body></html>"""

_WORDS = re.compile(r"\w+")


class SharedWordsReader:
    """Proposes the last words of each sentence that shares words with the question; the more it
    shares, the higher the score."""

    def read(
        self, questions: Sequence[str], hits: Sequence[Sequence[Hit]]
    ) -> list[list[Candidate]]:
        return [self._of(q, row) for q, row in zip(questions, hits, strict=True)]

    def _of(self, question: str, row: Sequence[Hit]) -> list[Candidate]:
        wanted = {word for word in _WORDS.findall(question.lower()) if len(word) > 3}
        found = []
        for hit in row:
            for sentence in hit.passage.sentences:
                text = sentence.of(hit.article.text)
                shared = len(wanted & set(_WORDS.findall(text.lower())))
                end = sentence.start + len(text.rstrip(" .\n"))
                last = Span(max(sentence.start, end - 12), end)
                if shared > 1 and sentence.contains(last):
                    found.append(Candidate(hit, sentence, last, 4.0 * shared))
        return found


@contextlib.contextmanager
def shelf(index: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Starts the page in a process, and yields its address and the process. Stops it afterwards."""
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.shelf_server", str(index), *options],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": paths},
    )
    assert process.stdout is not None
    try:
        url = process.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:"), f"the server did not start: {url!r}"
        yield url, process
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
        process.stdout.close()


def _fetch_lamp() -> None:
    """From here on ``LAMP`` is fetched without a network; any other address as usual."""
    from pincite.corpus.web import fetch as web

    usual = web.fetch

    def fetch(url: str, **options: Any) -> web.Page:
        return web.Page(url, _LAMP_PAGE, "text/html") if url == LAMP else usual(url, **options)

    web.fetch = fetch


def main() -> None:
    """Serves until it is stopped."""
    from pincite.index.retrieval.local import LocalRetriever
    from pincite.qa import building
    from pincite.qa.answerer import Answerer
    from pincite.qa.library.library import Library
    from pincite.qa.library.opening import Opening
    from pincite.qa.library.own_files import QUOTA, OwnFiles, own_folder
    from pincite.qa.web.server import serve
    from tests.support.toys import ToyEncoder

    building.embedder = lambda place, model=None: ToyEncoder()  # type: ignore[assignment]
    _fetch_lamp()
    index = Path(sys.argv[1])
    quota = int(sys.argv[2]) if len(sys.argv) > 2 else QUOTA
    answers = Opening(
        index, lambda: Answerer(LocalRetriever(index, ToyEncoder()), SharedWordsReader())
    )
    library = Library(index, OwnFiles(own_folder(index), quota=quota), built=answers.opened)
    serve(answers, port=0, on_ready=lambda url: print(url, flush=True), library=library)


if __name__ == "__main__":
    main()
