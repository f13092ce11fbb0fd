"""The parsing process: reads one file after the other, each within its own limits.

``pincite.corpus.parsing.pool`` starts it. If a file exceeds its processor time, the system ends the
process. The memory of the process is limited, and it cannot write files.
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
    MEMORY,
    TOO_MUCH_MEMORY,
    dumped,
    loaded,
    packed,
    receive,
    send,
)
from pincite.corpus.parsing.request import Request

_REQUEST: Final = 2**30


def main() -> None:
    """Answers requests until there are no more. Each request comes with the bytes of a file. The
    reply is ``[reason]`` and the packed drafts; the reason says why there are none, or is ""."""
    requests = sys.stdin.buffer
    # output of a library must not get between the replies
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    get_ready()  # it writes a file, so it must come before the limits
    _bound()
    while (request := receive(requests, _REQUEST)) is not None:
        data = receive(requests, _REQUEST)
        if data is None:
            return
        reason, drafts = _answered(Request(*loaded(request)), data)
        send(replies, dumped([reason]), drafts)
        if reason == TOO_MUCH_MEMORY:
            return  # the memory left may be too little for the next file


def _answered(request: Request, data: bytes) -> tuple[str, bytes]:
    """The reason why there are no articles ("" if there is none), and the packed articles."""
    _allow(request.seconds(len(data)))
    try:
        return "", packed(parsed(request, data))
    except ReadError as error:
        return str(error), b""
    except MemoryError:
        return TOO_MUCH_MEMORY, b""
    except RecursionError:
        return "nested too deeply to be read", b""
    except Exception as error:  # noqa: BLE001 - no file may stop a build
        said = " ".join(str(error).split())[:200]
        return f"cannot be read ({type(error).__name__}: {said})", b""


def _bound() -> None:
    """Limits memory to MEMORY and forbids writing files and core dumps."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # not available on Windows
        import resource

        for name, most in (("AS", MEMORY), ("FSIZE", 0), ("CORE", 0)):
            kind = getattr(resource, f"RLIMIT_{name}")
            _, hard = resource.getrlimit(kind)
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (most, hard))


def _allow(seconds: int) -> None:
    """Allows this many more seconds of processor time, after which the system ends this process."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        spent = int(used.ru_utime + used.ru_stime) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, hard))
