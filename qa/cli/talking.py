"""A conversation in the shell: asks each line and prints its answer until the input ends."""

from __future__ import annotations

import sys
from contextlib import suppress

from pincite.corpus.errors import PinciteError
from pincite.qa.cli.output import print_text, waiting
from pincite.qa.cli.text import answer_text, printable
from pincite.qa.conversation.conversation import Conversation

_ANEW = "/new"


def talk(
    conversation: Conversation,
    since: str | None = None,
    until: str | None = None,
    source: str | None = None,
) -> None:
    """Asks each line of standard input, with the given filter. "/new" begins a new conversation,
    Ctrl-D ends. A terminal has a prompt, and history and arrow keys if Python has readline."""
    at_terminal = sys.stdin.isatty()
    if at_terminal:
        with suppress(ImportError):
            import readline  # noqa: F401  (input() then has history and arrow keys)
        print_text(f"Ask your articles. {_ANEW} begins anew, Ctrl-D ends.")
    while True:
        try:
            line = input("> " if at_terminal else "").strip()
            if line == _ANEW:
                conversation.clear()
            elif line:
                with waiting("reading your articles"):
                    answer = conversation.ask(line, since=since, until=until, source=source)
                print_text(answer_text(answer))
                print_text("")
        except EOFError:
            return
        except KeyboardInterrupt:
            print_text("")  # Ctrl-C drops the current line, as in any shell
        except PinciteError as error:
            print_text(printable(f"pincite: {error}"))
