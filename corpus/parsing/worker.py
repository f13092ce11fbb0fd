"""The process that parses: one file after the other, each under limits of its own.

Started by ``pincite.corpus.parsing.pool``. What is not parsed within its processor time ends the
process; memory is bounded for all of it, and it can write no file.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Final

from pincite.corpus.errors import ReadError
from pincite.corpus.metadata.language import get_ready
from pincite.corpus.parsing.dispatch import parsed
from pincite.corpus.parsing.protocol import (
    HUNGRY,
    MEMORY,
    dumped,
    loaded,
    packed,
    receive,
    send,
)
from pincite.corpus.parsing.request import Request

_REQUEST: Final = 2**30


def main() -> None:
    """Answers requests until there are no more: for each the request and the bytes come in, and
    ``[reason]`` and the packed drafts go out. A reason says why there are none."""
    requests = sys.stdin.buffer
    # what a library prints must not come between the replies
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    get_ready()  # before no file can be written
    _bound()
    while (request := receive(requests, _REQUEST)) is not None:
        data = receive(requests, _REQUEST)
        if data is None:
            return
        reason, drafts = _answered(Request(*loaded(request)), data)
        send(replies, dumped([reason]), drafts)
        if reason == HUNGRY:
            return  # what is left of the memory may be too little for the next file


def _answered(request: Request, data: bytes) -> tuple[str, bytes]:
    """The reason why there are no articles, or "", and the packed articles."""
    _allow(request.seconds(len(data)))
    try:
        return "", packed(parsed(request, data))
    except ReadError as error:
        return str(error), b""
    except MemoryError:
        return HUNGRY, b""
    except RecursionError:
        return "nested too deeply to be read", b""
    except Exception as error:  # noqa: BLE001 - a file must not stop a build, whatever is in it
        said = " ".join(str(error).split())[:200]
        return f"cannot be read ({type(error).__name__}: {said})", b""


def _bound() -> None:
    """No more memory than MEMORY, no file written, no dump of a crash."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # none of it on Windows
        import resource

        for name, most in (("AS", MEMORY), ("FSIZE", 0), ("CORE", 0)):
            kind = getattr(resource, f"RLIMIT_{name}")
            _, hard = resource.getrlimit(kind)
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (most, hard))


def _allow(seconds: int) -> None:
    """So much processor time from now on, before the system ends this process."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        spent = int(used.ru_utime + used.ru_stime) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, hard))
